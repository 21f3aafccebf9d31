import { endsName, isGap } from './characters.js';
import { type Form, type Place, placeAt, type Rule, type Span } from './form.js';
import { LIMITS } from './limits.js';
import {
  closingQuote,
  endOf,
  isNumberStart,
  readCharacter,
  readName,
  readNumber,
  readText,
  type Token,
} from './tokens.js';

/** Why Clojure's reader cannot make one expression of a text. `opened` is the parenthesis it is about, if any. */
export interface RuleProblem {
  readonly kind:
    | 'no-form'
    | 'several-forms'
    | 'never-closed'
    | 'never-opened'
    | 'closed-by-another'
    | 'text-never-closed'
    | 'nothing-follows'
    | 'odd-map'
    | 'no-such-token';
  readonly at: Place;
  readonly opened?: Place;
  /** A clause, without capital or full stop. */
  readonly says: string;
}

/** `too-large`: not looked at further, so that nothing is said about it; `says` is a clause. */
export type ReadRule =
  | { readonly status: 'read'; readonly rule: Rule }
  | { readonly status: 'unreadable'; readonly problem: RuleProblem }
  | { readonly status: 'too-large'; readonly says: string };

type Bracket = 'list' | 'vector' | 'map' | 'set' | 'short-fn';
type Prefix = 'quote' | 'discard' | { readonly unsupported: string; readonly takes: number };

/** What is open: a bracket, or a prefix that waits for the forms it takes. */
interface Open {
  readonly start: number;
  readonly items: Form[];
  readonly bracket?: Bracket;
  readonly prefix?: Prefix;
}

const CLOSERS = { list: ')', 'short-fn': ')', vector: ']', map: '}', set: '}' } as const;
const BRACKETS: Readonly<Record<string, Bracket>> = {
  '(': 'list',
  '[': 'vector',
  '{': 'map',
  '#(': 'short-fn',
  '#{': 'set',
};
const unsupported = (what: string, takes = 1): Prefix => ({ unsupported: what, takes });
// Longest first.
const PREFIXES: readonly (readonly [string, Prefix])[] = [
  ['#?@', unsupported('a reader conditional')],
  ['#_', 'discard'],
  ["#'", unsupported("a reference to a function (#')")],
  ['#^', unsupported('metadata', 2)],
  ['#?', unsupported('a reader conditional')],
  ['##', unsupported('a symbolic value (##)')],
  ['#=', unsupported('evaluation while reading (#=)')],
  ['~@', unsupported('unquoting')],
  ["'", 'quote'],
  ['@', unsupported('a dereference (@)')],
  ['^', unsupported('metadata', 2)],
  ['`', unsupported('a syntax quote')],
  ['~', unsupported('unquoting')],
];

/**
 * Reads the text of a rule by the rules of Clojure's reader (https://clojure.org/reference/reader). Syntax that
 * Clojure has and the subset does not is read, and is unknown when evaluated.
 */
export function readRule(text: string): ReadRule {
  if (text.length > LIMITS.textLength)
    return { status: 'too-large', says: `it is longer than ${LIMITS.textLength} characters` };
  const reader = new Reader(text);
  const problem = reader.read();
  if (problem) return { status: 'unreadable', problem };
  if (reader.depth > LIMITS.formDepth)
    return { status: 'too-large', says: `it nests deeper than ${LIMITS.formDepth} parentheses` };
  const [form, second] = reader.forms;
  if (!form)
    return {
      status: 'unreadable',
      problem: { kind: 'no-form', at: placeAt(text, 0), says: 'it has no expression' },
    };
  if (second)
    return {
      status: 'unreadable',
      problem: {
        kind: 'several-forms',
        at: placeAt(text, second.start),
        says: 'a second expression begins here, and a rule is one',
      },
    };
  return { status: 'read', rule: { text, form } };
}

/** Keeps what is open in a list of its own, so that no depth of nesting can exhaust the stack. */
class Reader {
  readonly forms: Form[] = [];
  depth = 0;
  readonly #open: Open[] = [];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): RuleProblem | undefined {
    while (this.#at < this.#text.length) {
      const problem = this.#readNext();
      if (problem) return problem;
    }
    return this.#faultAtEnd();
  }

  #readNext(): RuleProblem | undefined {
    const character = this.#text.charAt(this.#at);
    if (isGap(character)) {
      this.#at += 1;
      return undefined;
    }
    if (character === ';' || this.#text.startsWith('#!', this.#at)) {
      this.#at = endOf(this.#text, this.#at, (one) => one === '\n' || one === '\r');
      return undefined;
    }
    if (character === ')' || character === ']' || character === '}') return this.#close(character);
    const opening = character === '#' ? this.#text.slice(this.#at, this.#at + 2) : character;
    const bracket = Object.hasOwn(BRACKETS, opening) ? BRACKETS[opening] : undefined;
    if (bracket) return this.#push({ start: this.#at, items: [], bracket }, opening.length);
    const prefix = PREFIXES.find(([sign]) => this.#text.startsWith(sign, this.#at));
    if (prefix) return this.#push({ start: this.#at, items: [], prefix: prefix[1] }, prefix[0].length);
    if (character === '#') return this.#dispatch();
    if (character === '"') return this.#readText();
    return this.#take(this.#nextToken(character));
  }

  #nextToken(character: string): Token {
    if (character === '\\') return readCharacter(this.#text, this.#at);
    return isNumberStart(this.#text, this.#at)
      ? readNumber(this.#text, this.#at)
      : readName(this.#text, this.#at);
  }

  #push(open: Open, length: number): undefined {
    this.#open.push(open);
    this.depth = Math.max(this.depth, this.#open.length);
    this.#at += length;
  }

  #readText(): RuleProblem | undefined {
    const close = closingQuote(this.#text, this.#at);
    return close === undefined
      ? this.#problem('text-never-closed', this.#at, 'the text that begins here never ends')
      : this.#take(readText(this.#text, this.#at, close));
  }

  /** `#` and what follows it, where it is neither a bracket nor a prefix. */
  #dispatch(): RuleProblem | undefined {
    const start = this.#at;
    const next = this.#text.charAt(start + 1);
    if (next === '"') {
      const close = closingQuote(this.#text, start + 1);
      if (close === undefined)
        return this.#problem('text-never-closed', start, 'the pattern that begins here never ends');
      this.#at = close + 1;
      this.#add({ type: 'unsupported', what: 'a regular expression', start, end: this.#at });
      return undefined;
    }
    const end = endOf(this.#text, start + 1, endsName);
    if (end === start + 1 || next === '<')
      return this.#problem('no-such-token', start, `${this.#text.slice(start, start + 2)} means nothing`);
    const tag = this.#text.slice(start, end);
    return this.#push({ start, items: [], prefix: unsupported(`the tag ${tag}`) }, end - start);
  }

  #take(token: Token): RuleProblem | undefined {
    const start = this.#at;
    const { end } = token;
    if ('fault' in token) return this.#problem('no-such-token', token.at, token.fault);
    this.#at = end;
    if ('value' in token) this.#add({ type: 'value', value: token.value, start, end });
    else if ('symbol' in token) this.#add({ type: 'symbol', name: token.symbol, start, end });
    else this.#add({ type: 'unsupported', what: token.unsupported, start, end });
    return undefined;
  }

  #close(character: string): RuleProblem | undefined {
    const open = this.#open.at(-1);
    if (!open) return this.#problem('never-opened', this.#at, `this ${character} closes nothing`);
    if (!open.bracket) return this.#nothingFollows(open);
    if (CLOSERS[open.bracket] !== character)
      return this.#problem(
        'closed-by-another',
        this.#at,
        `this ${character} stands where ${CLOSERS[open.bracket]} is due`,
        open,
      );
    if (open.bracket === 'map' && open.items.length % 2 === 1)
      return this.#problem('odd-map', open.start, 'the last key of this map has no value');
    this.#open.pop();
    this.#at += 1;
    this.#add({ type: open.bracket, items: open.items, start: open.start, end: this.#at });
    return undefined;
  }

  /** Puts a form where it belongs, and so on upwards while that completes what waited for it. */
  #add(form: Form): void {
    for (let done: Form | undefined = form; done; ) {
      const open = this.#open.at(-1);
      (open?.items ?? this.forms).push(done);
      if (!open?.prefix) return;
      const { prefix, start, items } = open;
      if (typeof prefix === 'object' && items.length < prefix.takes) return;
      this.#open.pop();
      const span: Span = { start, end: done.end };
      if (prefix === 'discard') done = undefined;
      else if (prefix === 'quote') done = { type: 'quote', form: done, ...span };
      else done = { type: 'unsupported', what: prefix.unsupported, ...span };
    }
  }

  #faultAtEnd(): RuleProblem | undefined {
    const open = this.#open.at(-1);
    if (!open) return undefined;
    if (!open.bracket) return this.#nothingFollows(open);
    return this.#problem(
      'never-closed',
      open.start,
      `the ${this.#text.charAt(open.start)} that stands here is never closed`,
      open,
    );
  }

  #nothingFollows(open: Open): RuleProblem {
    return this.#problem('nothing-follows', open.start, 'what begins here needs an expression after it');
  }

  #problem(kind: RuleProblem['kind'], at: number, says: string, open?: Open): RuleProblem {
    const place = placeAt(this.#text, at);
    return open
      ? { kind, at: place, opened: placeAt(this.#text, open.start), says }
      : { kind, at: place, says };
  }
}
