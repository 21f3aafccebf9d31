import type { Span } from './form.js';
import { readable } from './print.js';
import { isTruthy, type RuleValue, weightOf } from './value.js';

/** Why the value of an expression is not known, and where in the rule. */
export type Cause = Span &
  (
    | { readonly kind: 'variable'; readonly name: string }
    /** A name or a syntax outside the subset; `what` names it, as a noun. */
    | { readonly kind: 'unsupported'; readonly what: string }
    /** What Clojure itself would refuse to compute; `says` is a clause. */
    | { readonly kind: 'refused'; readonly says: string }
    /** More than a rule may use; `says` is a clause. */
    | { readonly kind: 'limit'; readonly says: string }
  );

/** The result of an expression that cannot be worked out. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly causes: readonly Cause[];
  /** Whether it counts as true or false, where that much is certain. */
  readonly truth: boolean | undefined;
  /** Evaluating it in Clojure would, or might for all we know, end the rule with an error. */
  readonly stops: boolean;
}

export type Outcome = RuleValue | Unknown;

const MOST_CAUSES = 50;

export const isUnknown = (outcome: Outcome): outcome is Unknown => outcome.kind === 'unknown';

export const truthOf = (outcome: Outcome): boolean | undefined =>
  isUnknown(outcome) ? outcome.truth : isTruthy(outcome);

/** An unknown of one cause. Only a variable is sure to have a value, if we knew it. */
export const unknown = (cause: Cause): Unknown => ({
  kind: 'unknown',
  causes: [cause],
  truth: undefined,
  stops: cause.kind !== 'variable',
});

/** What is unknown because all of these are. */
export function unknownFrom(
  parts: readonly Outcome[],
  { truth, stops = false }: { truth?: boolean | undefined; stops?: boolean } = {},
): Unknown {
  const causes = new Map<string, Cause>();
  for (const part of parts) {
    if (!isUnknown(part)) continue;
    for (const cause of part.causes) {
      const key = cause.kind === 'variable' ? `variable ${cause.name}` : `${cause.kind} ${cause.start}`;
      if (!causes.has(key) && causes.size < MOST_CAUSES) causes.set(key, cause);
    }
  }
  return { kind: 'unknown', causes: [...causes.values()], truth, stops };
}

/** The result of a function that needs all its arguments, where one is unknown; undefined when all are known. */
export function unknownAmong(parts: readonly Outcome[]): Unknown | undefined {
  return parts.some(isUnknown)
    ? unknownFrom(parts, { stops: parts.some((part) => isUnknown(part) && part.stops) })
    : undefined;
}

/** What comes of a choice nobody can make: the one value if all candidates agree, else an unknown. */
export function anyOf(deciding: readonly Unknown[], candidates: readonly Outcome[]): Outcome {
  const [first, ...rest] = candidates;
  if (first && !isUnknown(first) && rest.every((other) => !isUnknown(other) && isSame(first, other)))
    return first;
  const truths = new Set(candidates.map(truthOf));
  const [truth] = truths.size === 1 ? truths : [undefined];
  return unknownFrom([...deciding, ...candidates], {
    truth,
    stops: (deciding[0]?.stops ?? false) || candidates.every((one) => isUnknown(one) && one.stops),
  });
}

// Larger values are taken for different, rather than compared at length.
const MOST_COMPARED = 1000;

/** Not only equal, but not to be told apart by any function. */
const isSame = (a: RuleValue, b: RuleValue): boolean =>
  a === b ||
  (a.kind === b.kind && a.kind !== 'function' && weightOf(a) <= MOST_COMPARED && readable(a) === readable(b));
