import { standardError } from './standard-streams.js';

const WIDTH = 20;

/** A bar on stderr, where that is a terminal, and lines that stand above it. */
export class ProgressBar {
  readonly #all: number;
  readonly #what: string;
  readonly #isShown: boolean;
  #line = '';

  /** @param what is counted, in words. One alone has no bar. */
  constructor(all: number, what: string, isWanted: boolean) {
    this.#all = all;
    this.#what = what;
    this.#isShown = isWanted && standardError.terminal !== undefined && all > 1;
  }

  /** So many are done. */
  show(done: number): void {
    if (!this.#isShown) return;
    const full = Math.round((done / this.#all) * WIDTH);
    this.#line = `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}] ${done} of ${this.#all} ${this.#what}`;
    standardError.write(`\r${this.#line}`);
  }

  /** Writes a line; the bar, if there is one, goes on below it. */
  say(text: string): void {
    standardError.write(this.#line === '' ? `${text}\n` : `\r\u001b[K${text}\n${this.#line}`);
  }

  /** Leaves the bar as it is; what follows begins a line of its own. */
  end(): void {
    if (this.#line !== '') standardError.write('\n');
    this.#line = '';
  }
}
