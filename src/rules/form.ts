import type { RuleValue } from './value.js';

/** Where something stands in the text of a rule: offsets in UTF-16 units, the end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place as a person counts it: lines and columns from 1, a column being one character. */
export interface Place {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** What the reader made of one expression. */
export type Form = Span &
  (
    | { readonly type: 'value'; readonly value: RuleValue }
    | { readonly type: 'symbol'; readonly name: string }
    | { readonly type: 'list' | 'vector' | 'map' | 'set' | 'short-fn'; readonly items: readonly Form[] }
    | { readonly type: 'quote'; readonly form: Form }
    /** Clojure's reader takes it, the subset does not; `what` names it in a few words. */
    | { readonly type: 'unsupported'; readonly what: string }
  );

/** A rule that was read: one form, and the text its offsets point into. */
export interface Rule {
  readonly text: string;
  readonly form: Form;
}

/** The line and column of an offset. */
export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { offset, line: before.length, column: [...(before.at(-1) ?? '')].length + 1 };
}
