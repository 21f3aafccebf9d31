import { Evaluator, type Reading } from './evaluate.js';
import type { Rule } from './form.js';
import { LIMITS, LimitReached, Meter } from './limits.js';
import type { NumberKinds } from './machine.js';
import { type Cause, isUnknown, type Outcome, truthOf, unknown } from './unknown.js';
import type { RuleValue } from './value.js';

/** What is known of the context variables, by name. A name that is absent is unknown; nil is known. */
export type Variables = ReadonlyMap<string, RuleValue>;

export interface Verdict {
  /** Whether the rule counts as true; undefined where that depends on what is not known. */
  readonly truth: boolean | undefined;
  /** The exact value; undefined where only `truth`, or nothing, is certain. */
  readonly value: RuleValue | undefined;
  /** Why it is not decided: what would settle it. Empty when it is. */
  readonly causes: readonly Cause[];
  /** Where `=` or `not=` met two kinds of numbers, in the order met. */
  readonly numberKinds: readonly NumberKinds[];
  /** The result turns on a `not=` of three or more, which LoanPro's help describes otherwise than Clojure's. */
  readonly isManyNotEqual: boolean;
  /** Steps it took, of `LIMITS.steps`. */
  readonly steps: number;
}

/** Works out a rule as Clojure would, with three truth values. Never throws; ends within `LIMITS`, or within `steps`. */
export function evaluateRule(rule: Rule, variables: Variables, steps: number = LIMITS.steps): Verdict {
  const { outcome, numberKinds, used } = run(rule, variables, steps);
  const truth = truthOf(outcome);
  return {
    truth,
    value: isUnknown(outcome) ? undefined : outcome,
    causes: isUnknown(outcome) && truth === undefined ? outcome.causes : [],
    numberKinds,
    isManyNotEqual:
      truth !== undefined &&
      rule.text.includes('not=') &&
      truthOf(run(rule, variables, steps, { leavesManyNotEqualOpen: true }).outcome) !== truth,
    steps: used,
  };
}

/** What keeps a rule open besides variables that are not known: clauses, each once. */
export function obstaclesOf({ causes }: Verdict): readonly string[] {
  const said = causes.flatMap((cause) => {
    if (cause.kind === 'variable') return [];
    return [cause.kind === 'unsupported' ? `${cause.what} is not worked out` : cause.says];
  });
  return [...new Set(said)];
}

/** Whether the answer to a decided rule would be open if one variable were not known. */
export function turnsOn(rule: Rule, variables: Variables, name: string): boolean {
  const rest = new Map(variables);
  return rest.delete(name) && evaluateRule(rule, rest).truth !== evaluateRule(rule, variables).truth;
}

function run(
  rule: Rule,
  variables: Variables,
  steps: number,
  reading: Reading = {},
): { outcome: Outcome; numberKinds: readonly NumberKinds[]; used: number } {
  const evaluator = new Evaluator(variables, new Meter(steps), reading);
  const outcome = withinLimits(rule, () => evaluator.evaluate(rule.form, undefined));
  return { outcome, numberKinds: evaluator.numberKinds, used: steps - Math.max(0, evaluator.meter.left) };
}

function withinLimits({ form: { start, end } }: Rule, evaluate: () => Outcome): Outcome {
  try {
    return evaluate();
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    return unknown({ kind: 'limit', says: error.message, start, end });
  }
}
