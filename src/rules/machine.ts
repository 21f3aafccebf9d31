import type { Form, Span } from './form.js';
import type { Meter } from './limits.js';
import type { Outcome } from './unknown.js';
import type { NumberValue, RuleValue } from './value.js';

/** An expression that the evaluator meets: one of the rule, or a result that `->` has already in hand. */
export type Expression = Form | (Span & { readonly type: 'held'; readonly outcome: Outcome });

/** Names bound by `let` and `fn`, the innermost first. */
export interface Scope {
  readonly name: string;
  readonly outcome: Outcome;
  readonly outer: Scope | undefined;
  /** The expression that gave it its value, in the scope around it; arguments have none. */
  readonly init?: Expression;
}

/** The nearest binding of a name; the meter, if given, counts how far it had to look. */
export function findBound(scope: Scope | undefined, name: string, meter?: Meter): Scope | undefined {
  for (let inner = scope; inner; inner = inner.outer) {
    if (inner.name === name) return inner;
    meter?.spend(1 / 16);
  }
  return undefined;
}

/** An integer or a ratio that `=` compared with a decimal: in Clojure never equal, whatever their size. */
export interface NumberKinds extends Span {
  readonly left: NumberValue;
  readonly right: NumberValue;
}

/** What functions of the language may use of the evaluator. */
export interface Helper {
  readonly meter: Meter;
  call(callee: RuleValue, args: readonly RuleValue[]): Outcome;
  /** Clojure's `=` of two values; notes where it meets two kinds of number. */
  equal(a: RuleValue, b: RuleValue): boolean;
}

/** What special forms may use of it. */
export interface Machine {
  readonly meter: Meter;
  evaluate(expression: Expression, scope: Scope | undefined): Outcome;
  /** The list of a head and its arguments. */
  evaluateCall(head: Expression, args: readonly Expression[], scope: Scope | undefined, at: Span): Outcome;
  /** Runs what may throw `Refusal`, which becomes an unknown. */
  attempt(at: Span, run: () => Outcome): Outcome;
}

/** A function of the language, over known values. Throws `Refusal` where Clojure would throw. */
export interface Builtin {
  readonly least: number;
  readonly most: number;
  readonly run: (args: readonly RuleValue[], helper: Helper) => Outcome;
}

/** A form whose arguments are not all evaluated first. */
export type SpecialForm = (
  args: readonly Expression[],
  scope: Scope | undefined,
  machine: Machine,
  at: Span,
) => Outcome;
