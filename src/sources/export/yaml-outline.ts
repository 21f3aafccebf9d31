import { nextLine, skipSpaces } from './yaml-lines.js';

/** Offsets of the parts of a YAML text that can be read one by one. */
export interface Outline {
  /** The first key at the top. */
  readonly root: number;
  /** The line of the key `customers`, and the line after the last customer. */
  readonly start: number;
  readonly end: number;
  /** The `-` of the first customer. */
  readonly list: number;
  /** The first line of each customer. */
  readonly items: readonly number[];
}

/**
 * Cuts a YAML text at its top-level keys and at the entries of `customers`; `undefined` where that is not certain:
 * the text is not in plain block style there, or has no customers.
 *
 * What stands in between need not be understood. Whatever a value is (text in quotes, brackets, a `|` block), its
 * further lines are indented deeper than the key or dash it belongs to (YAML 1.2.2, section 6.1), save comments and
 * a closing bracket. So a line that is not indented deeper is a key or a dash, or the cutting gives up.
 */
export function outlineOf(text: string): Outline | undefined {
  let state: 'before' | 'section' | 'customers' = 'before';
  let isStarted = false;
  let [root, start, end, list, indent] = [-1, -1, text.length, -1, -1];
  /** Lines that are indented deeper are part of a value. */
  let mostSpaces = Number.POSITIVE_INFINITY;
  const items: number[] = [];

  for (let line = 0; line < text.length; line = nextLine(text, line, mostSpaces)) {
    const at = skipSpaces(text, line);
    const column = at - line;
    if (matches(blankOrComment, text, at)) continue;

    const isEntry = matches(dash, text, at);
    if (state === 'customers' && isEntry && (indent === -1 || column === indent)) {
      if (indent === -1) [list, indent, mostSpaces] = [at, column, column];
      items.push(line);
      continue;
    }
    // Lists of other sections need not be indented.
    if (state === 'section' && isEntry) continue;
    if (state === 'before' && column === 0 && !isStarted && matches(documentStart, text, at)) {
      isStarted = true;
      continue;
    }
    if (column > 0 || !matches(key, text, at)) return undefined;

    if (state === 'customers') end = line;
    if (root === -1) root = at;
    state = 'section';
    mostSpaces = 0;
    if (text.startsWith('customers:', at)) {
      if (start !== -1 || !matches(blankOrComment, text, at + 'customers:'.length)) return undefined;
      state = 'customers';
      mostSpaces = Number.POSITIVE_INFINITY;
      start = line;
    }
  }
  return items.length > 0 ? { root, start, end, list, items } : undefined;
}

const blankOrComment = / *(?:#[^\n]*|\r?(?:\n|$))/y;
const dash = /-(?: |\r?\n|$)/y;
const documentStart = /--- *\r?\n/y;
const key = /[A-Za-z_][\w-]*:(?: |\r?\n|$)/y;

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}
