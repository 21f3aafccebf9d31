/** A line without its line feed; `undefined` when it is longer than allowed. */
export interface Line {
  /** Counts from 1. */
  readonly number: number;
  readonly bytes: Buffer | undefined;
}

/** Splits blocks of bytes into lines, and never holds more than one line and one block. */
export class LineSplitter {
  readonly #longest: number;
  #number = 0;
  #rest: Buffer[] = [];
  #restLength = 0;

  /** @param longest The most bytes a line may have. */
  constructor(longest: number) {
    this.#longest = longest;
  }

  *push(block: Buffer): Generator<Line, void> {
    let start = 0;
    for (let end = block.indexOf(10); end !== -1; end = block.indexOf(10, start)) {
      this.#hold(block.subarray(start, end));
      yield this.#take();
      start = end + 1;
    }
    // Copied, lest the rest of a line keep the whole block.
    this.#hold(Buffer.from(block.subarray(start)));
  }

  /** The last line, if it has no line feed. */
  *end(): Generator<Line, void> {
    if (this.#restLength > 0) yield this.#take();
  }

  #hold(part: Buffer): void {
    this.#restLength += part.length;
    if (this.#restLength > this.#longest) this.#rest = [];
    else if (part.length > 0) this.#rest.push(part);
  }

  #take(): Line {
    const isTooLong = this.#restLength > this.#longest;
    const [first = Buffer.alloc(0), ...others] = this.#rest;
    const bytes = others.length === 0 ? first : Buffer.concat(this.#rest);
    this.#rest = [];
    this.#restLength = 0;
    this.#number += 1;
    return { number: this.#number, bytes: isTooLong ? undefined : bytes };
  }
}
