import { Chalk } from 'chalk';
import type { Status } from '../core/check.js';
import { ascii, visible } from './harmless.js';
import { columns, pad, shorten, wrap } from './layout.js';

/** How a report for people is printed. */
export interface PageOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly color: boolean;
  /** ASCII alone. */
  readonly ascii: boolean;
}

type Paint = (text: string) => string;
type Color = Status | 'bold' | 'dim' | 'plain';

export const MARKS: Readonly<Record<Status, readonly [mark: string, ascii: string, word: string]>> = {
  pass: ['✓', '+', 'pass'],
  fail: ['✗', 'x', 'FAIL'],
  warn: ['!', '!', 'warn'],
  delay: ['~', '~', 'later'],
  unknown: ['?', '?', 'unknown'],
  skip: ['·', '-', 'skip'],
  crash: ['#', '#', 'crash'],
};
const WORD = 8;
const NAME = 23;
/** Narrower than this, a row takes two lines. */
const NARROW = 64;

/** A report as it grows, line by line. Whatever it is given is a stranger's text and is made harmless here. */
export class Page {
  readonly width: number;
  readonly #ascii: boolean;
  readonly #lines: string[] = [];
  readonly #paints: Readonly<Record<Color, Paint>>;

  constructor({ width, color, ascii: isAscii }: PageOptions) {
    const chalk = new Chalk({ level: color ? 1 : 0 });
    this.width = Math.max(width, 24);
    this.#ascii = isAscii;
    this.#paints = {
      pass: chalk.green,
      fail: chalk.red,
      warn: chalk.yellow,
      delay: chalk.yellow,
      unknown: chalk.magenta,
      skip: chalk.dim,
      crash: chalk.red,
      bold: chalk.bold,
      dim: chalk.dim,
      plain: (text) => text,
    };
  }

  /** The whole text. */
  text(): string {
    return `${this.#lines.join('\n')}\n`;
  }

  #clean(text: string): string {
    return this.#ascii ? ascii(visible(text)) : visible(text);
  }

  #shorten(text: string, width: number): string {
    return shorten(text, width, this.#ascii ? '...' : '…');
  }

  /** The first lines: a word of the verdict, and a sentence. */
  headline(status: Status, word: string, sentence: string): void {
    const [first = '', ...rest] = wrap(`${word}: ${this.#clean(sentence)}`, this.width);
    const painted = this.#paints[status](this.#paints.bold(first.slice(0, word.length + 1)));
    this.#lines.push(painted + first.slice(word.length + 1), ...rest);
  }

  heading(title: string): void {
    this.#lines.push('', ...wrap(title, this.width).map((line) => this.#paints.bold(line)));
  }

  /** A paragraph, hanging behind its lead. */
  paragraph(text: string, indent: number, lead = '', color: Color = 'plain'): void {
    const start = ' '.repeat(indent) + lead;
    const hang = ' '.repeat(columns(start));
    wrap(this.#clean(text), this.width - columns(start)).forEach((line, i) => {
      this.#lines.push((i === 0 ? start : hang) + this.#paints[color](line));
    });
  }

  /** A name in the colour of a status, and something behind it. */
  title(status: Status, name: string, aside: string): void {
    wrap(this.#clean(`${name}${aside}`), this.width - 2).forEach((line, i) => {
      const end = i === 0 ? Math.min(name.length, line.length) : 0;
      this.#lines.push(`  ${this.#paints[status](this.#paints.bold(line.slice(0, end)))}${line.slice(end)}`);
    });
  }

  /**
   * A mark, a word, a name and a text; on a narrow terminal the text stands under the name.
   * @param isShort one line is enough: the text is cut where it does not fit.
   */
  row(status: Status, name: string, text: string, isShort = false): void {
    const [mark, asciiMark, word] = MARKS[status];
    const start = `  ${this.#ascii ? asciiMark : mark} ${pad(word, WORD)}`;
    const painted = this.#paints[status](start);
    if (this.width < NARROW) {
      this.#lines.push(`${painted}${this.#clean(name)}`);
      this.paragraph(isShort ? this.#shorten(this.#clean(text), this.width - 6) : text, 6);
      return;
    }
    const left = columns(start) + NAME + 1;
    const room = this.width - left;
    wrap(isShort ? this.#shorten(this.#clean(text), room) : this.#clean(text), room).forEach((line, i) => {
      this.#lines.push((i === 0 ? `${painted}${pad(this.#clean(name), NAME)} ` : ' '.repeat(left)) + line);
    });
  }

  /** Rows of cells in columns, each behind its mark; the last cell wraps. On a narrow terminal cells stand below each other. */
  table(
    rows: readonly { readonly status: Status; readonly cells: readonly string[] }[],
    widest: number,
  ): void {
    const cells = rows.map((row) => row.cells.map((cell) => this.#clean(cell)));
    const widths = (cells[0] ?? [])
      .slice(0, -1)
      .map((_, i) => Math.min(widest, Math.max(...cells.map((row) => columns(row[i] ?? '')))));
    rows.forEach(({ status }, r) => {
      const [mark, asciiMark] = MARKS[status];
      const start = `  ${this.#paints[status](this.#ascii ? asciiMark : mark)} `;
      const row = cells[r] ?? [];
      const last = row.at(-1) ?? '';
      if (this.width < NARROW) {
        wrap(row.slice(0, -1).join(', '), this.width - 4).forEach((line, i) => {
          this.#lines.push((i === 0 ? start : '    ') + line);
        });
        this.paragraph(last, 6);
        return;
      }
      const front = widths.map((width, i) => `${pad(this.#shorten(row[i] ?? '', width), width)}  `).join('');
      wrap(last, this.width - 4 - columns(front)).forEach((line, i) => {
        this.#lines.push(((i === 0 ? start + front : ' '.repeat(4 + columns(front))) + line).trimEnd());
      });
    });
  }
}
