/** A place in a file as an editor shows it. Line and column count from 1, the column in UTF-16 code units. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The text of a file. */
export class SourceText {
  readonly name: string;
  readonly text: string;
  /** As far as places were asked for. */
  readonly #lineStarts = [0];

  constructor(name: string, text: string) {
    this.name = name;
    this.text = text;
  }

  /** The place of an offset. */
  at(offset: number): Place {
    const starts = this.#lineStarts;
    for (let end = 0; end !== -1 && (starts.at(-1) ?? 0) <= offset; ) {
      end = this.text.indexOf('\n', starts.at(-1));
      starts.push(end === -1 ? this.text.length + 1 : end + 1);
    }
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { file: this.name, line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }
}
