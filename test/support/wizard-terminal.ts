import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { spawn } from '@lydell/node-pty';
import { root } from './mailcheck.js';

/** A question as it stands on the screen. */
export interface Shown {
  /** Question and help, on one line. */
  readonly text: string;
  /** What can be picked, as far as the page shows it; empty where a text is typed. */
  readonly items: readonly string[];
}

const SHOWS_CURSOR = '\u001b[?25h';
const HIDES_CURSOR = '\u001b[?25l';
const ERASES = '\u001b[2K';
/** A text is asked for: the whole question is drawn, and the cursor stands behind it. */
const AT_TEXT = /(?:^|\n)[❯>](?! \d+\. )[^\n]*\u001b\[\d+G(?:\u001b\[\?2004h)?$/;

interface Options {
  readonly cols?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** How many rows; 40 unless given. */
  readonly rows?: number;
}

/** `mailcheck` in a real pseudo-terminal, with a person who reads and types. */
export class WizardTerminal {
  readonly #terminal: ReturnType<typeof spawn>;
  readonly #ended: Promise<number>;
  #seen = '';
  #answered = 0;
  #isOver = false;
  #changed = () => {};

  constructor(args: readonly string[], { cols = 100, rows = 40, env = {}, cwd = root }: Options = {}) {
    const { PATH = '' } = process.env;
    const command = [process.execPath, path.join(root, 'bin/mailcheck.js'), ...args];
    // Afterwards the shell says in what state the terminal is.
    this.#terminal = spawn('/bin/sh', ['-c', '"$@"; code=$?; stty -a; exit $code', 'sh', ...command], {
      name: 'xterm-256color',
      cols,
      rows,
      cwd,
      env: { PATH, LANG: 'C.UTF-8', NO_COLOR: '1', ...env },
    });
    this.#terminal.onData((data) => {
      this.#seen += data;
      this.#changed();
    });
    this.#ended = new Promise((resolve) =>
      this.#terminal.onExit(({ exitCode }) => {
        this.#isOver = true;
        this.#changed();
        resolve(exitCode);
      }),
    );
  }

  /** Everything so far, as it was written. */
  get raw(): string {
    return this.#seen;
  }

  /** Everything so far, without what moves the cursor. */
  get text(): string {
    return stripVTControlCharacters(this.#seen.replaceAll('\r\n', '\n'));
  }

  /** Waits for the next question; undefined where there is none any more. */
  async shown(): Promise<Shown | undefined> {
    const limit = Date.now() + 20_000;
    for (;;) {
      const shown = this.#now();
      if (shown) return shown;
      if (this.#isOver) return undefined;
      if (Date.now() > limit) throw new Error(`no question came; the screen shows ${this.text.slice(-600)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 500);
        this.#changed = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** Waits until the terminal has shown a text. */
  async until(text: string): Promise<void> {
    for (let waited = 0; !this.text.includes(text); waited += 20) {
      if (waited > 20_000)
        throw new Error(`"${text}" did not come; the screen shows ${this.text.slice(-600)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Types keys as they are, to the question that stands there. */
  type(keys: string): void {
    this.#terminal.write(keys);
  }

  /** Answers the question that stands there, by keys that end with Enter. */
  answer(keys: string): void {
    this.#answered = this.#seen.length;
    this.#terminal.write(`${keys}\r`);
  }

  /** Picks the first item that begins so. */
  async pick(beginning: string): Promise<void> {
    const shown = await this.shown();
    const at = shown?.items.findIndex((item) => item.startsWith(beginning)) ?? -1;
    if (at < 0) throw new Error(`"${beginning}" is not among ${JSON.stringify(shown)}`);
    this.answer(String(at + 1));
  }

  resize(cols: number): void {
    this.#terminal.resize(cols, 30);
  }

  /** The window is closed. */
  hangUp(): void {
    this.#terminal.kill('SIGHUP');
  }

  /** The exit code, once the command has ended. */
  ended(): Promise<number> {
    return this.#ended;
  }

  #now(): Shown | undefined {
    const done = this.#seen.lastIndexOf(SHOWS_CURSOR);
    if (this.#answered > 0 && done < this.#answered) return undefined;
    const since = this.#seen.slice(Math.max(done, 0));
    const drawn = since.slice(Math.max(since.lastIndexOf(ERASES), 0));
    const isList = drawn.includes(HIDES_CURSOR);
    const lines = stripVTControlCharacters(drawn).split(/\r?\n/);
    const first = lines.findIndex((line) => line.startsWith('? '));
    if (first < 0 || !(isList || AT_TEXT.test(drawn))) return undefined;
    const picks = lines.flatMap((line) => /^[❯> ] \d+\. (.*)$/.exec(line)?.[1] ?? []);
    const text = lines.slice(first).join(' ').replace(/\s+/g, ' ');
    return { text, items: isList ? picks : [] };
  }
}
