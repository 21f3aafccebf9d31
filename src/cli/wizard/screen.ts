import { styleText } from 'node:util';
import inquirer from 'inquirer';
import { Cancelled } from '../../core/errors.js';
import { ascii, visible } from '../../report/harmless.js';
import { wrap } from '../../report/layout.js';
import { Page, type PageOptions } from '../../report/page.js';
import { standardError, standardOutput } from '../standard-streams.js';
import { helpShown, type Looks, linesPrompt, messageShown, textPrompt } from './prompts.js';

/** One of the things a person picks from. */
export interface Item<T> {
  readonly name: string;
  readonly value: T;
}

/** What is asked, in a stranger's words too: they are made harmless here. */
export interface Asked {
  readonly text: string;
  /** Lines below the question. */
  readonly help?: readonly string[];
}

/** What is asked with a text for its answer. */
export interface AskedText extends Asked {
  /** Why a text cannot be taken, in words. */
  readonly problem?: (text: string) => string | undefined;
  readonly initial?: string;
  /** Signs that stand for an answer, each with the words of it. */
  readonly signs?: ReadonlyMap<string, string>;
}

const ENDS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const ENDINGS = new Set(['ExitPromptError', 'AbortPromptError', 'CancelPromptError']);

/**
 * The terminal a person sits at. Everything goes to stderr, one line after the other; each question stays where it is,
 * with its answer. Every method throws Cancelled after Ctrl-C, at the end of input, and when the terminal is gone.
 */
export class Screen {
  readonly #style: () => PageOptions;
  readonly #cancel = new AbortController();

  /** @param style is asked anew for each screen, since a window changes its size. */
  constructor(style: () => PageOptions) {
    this.#style = style;
    for (const signal of ENDS) process.on(signal, this.#end);
    for (const event of ['end', 'close', 'error']) process.stdin.on(event, this.#end);
    process.stdin.on('keypress', this.#onKey);
  }

  /** Gives the terminal back. */
  close(): void {
    for (const signal of ENDS) process.off(signal, this.#end);
    for (const event of ['end', 'close', 'error']) process.stdin.off(event, this.#end);
    process.stdin.off('keypress', this.#onKey);
    process.stdin.pause();
  }

  get isAscii(): boolean {
    return this.#style().ascii;
  }

  /** Prints what `write` puts on a page. */
  say(write: (page: Page) => void): void {
    const page = new Page(this.#style());
    write(page);
    standardError.write(page.text());
  }

  /** A sentence of its own. */
  tell(text: string): void {
    this.say((page) => page.paragraph(text, 0));
  }

  /** One of several, picked by arrow keys, its number or its first letters. */
  async choose<T>({ text, help = [] }: Asked, items: readonly Item<T>[]): Promise<T> {
    const looks = this.#looks();
    const below = helpShown(
      looks,
      [...help, 'Arrow keys or a number, then Enter.'].map((line) => this.#clean(line)),
    );
    const message = this.#clean(text);
    const { picked } = await this.#asked((signal) =>
      inquirer.createPromptModule({ input: process.stdin, output: standardError.stream, signal })<{
        picked: number;
      }>([
        {
          type: 'select',
          name: 'picked',
          message,
          choices: items.map(({ name }, index) => ({ name: this.#clean(name), value: index })),
          loop: false,
          pageSize: Math.min(Math.max((standardOutput.terminal?.rows ?? 24) - below.length - 4, 3), 12),
          theme: {
            prefix: { idle: looks.mark, done: looks.doneMark },
            icon: { cursor: looks.cursor },
            indexMode: 'number',
            style: {
              message: (shown: string, status: string) =>
                [messageShown(looks, shown), ...(status === 'done' ? [] : below)].join('\n'),
              answer: looks.answer,
              highlight: looks.answer,
              keysHelpTip: () => undefined,
            },
          },
        },
      ]),
    );
    const item = items[picked];
    if (!item) throw new Error('an item that is not in the list was picked');
    return item.value;
  }

  /** A line of text. */
  type(asked: AskedText): Promise<string> {
    const question = this.#textQuestion(asked);
    return this.#asked((signal) => textPrompt(question, this.#context(signal)));
  }

  /** A line of text that is not shown. */
  typeUnseen(asked: AskedText): Promise<string> {
    const question = { ...this.#textQuestion(asked), isSecret: true };
    return this.#asked((signal) => textPrompt(question, this.#context(signal)));
  }

  /** Lines of text; a sign on the first line is an answer by itself. */
  typeLines(asked: AskedText): Promise<string> {
    const question = this.#textQuestion(asked);
    return this.#asked((signal) => linesPrompt(question, this.#context(signal)));
  }

  #textQuestion({ text, help = [], problem = () => undefined, initial, signs }: AskedText) {
    return {
      message: this.#clean(text),
      help: help.map((line) => this.#clean(line)),
      looks: this.#looks(),
      problem: (typed: string) => {
        const fault = problem(typed);
        return fault === undefined ? undefined : this.#clean(fault);
      },
      ...(initial !== undefined && { initial }),
      ...(signs && { signs }),
    };
  }

  #context(signal: AbortSignal) {
    return { input: process.stdin, output: standardError.stream, signal };
  }

  async #asked<T>(ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { signal } = this.#cancel;
    if (signal.aborted) throw new Cancelled();
    try {
      return await ask(signal);
    } catch (error) {
      if (error instanceof Error && ENDINGS.has(error.name)) throw new Cancelled();
      throw error;
    }
  }

  readonly #end = () => this.#cancel.abort();

  // Ctrl-D on an empty line closes the line editor, which no prompt is told of; then the terminal is no longer raw.
  readonly #onKey = (_: string | undefined, { ctrl, name }: { ctrl?: boolean; name?: string }) => {
    if (!ctrl || name !== 'd') return;
    setImmediate(() => {
      if (!process.stdin.isRaw) this.#end();
    });
  };

  #clean(text: string): string {
    return this.#style().ascii ? ascii(visible(text)) : visible(text);
  }

  #looks(): Looks {
    const { color, ascii: isAscii } = this.#style();
    const paint = (format: Parameters<typeof styleText>[0]) => (text: string) =>
      color ? styleText(format, text) : text;
    return {
      mark: paint('blue')('?'),
      doneMark: paint('green')(isAscii ? '+' : '✓'),
      cursor: isAscii ? '>' : '❯',
      bold: paint('bold'),
      dim: paint('dim'),
      answer: paint('cyan'),
      error: paint('red'),
      wrap: (text) => wrap(text, this.#style().width - 3),
    };
  }
}
