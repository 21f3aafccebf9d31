import { ConditionWords } from './condition-words.js';
import { Evaluator } from './evaluate.js';
import type { Variables } from './evaluate-rule.js';
import { waysToTurn } from './flips.js';
import { type Place, placeAt, type Rule, type Span } from './form.js';
import { LIMITS, LimitReached, Meter } from './limits.js';
import { variablesIn } from './names.js';
import { settlingVariables } from './settling.js';
import { type Condition, presentTruths, type Skeleton, skeletonOf, truthOfSkeleton } from './skeleton.js';
import type { RuleValue } from './value.js';

/** A sub-expression that the answer turned on. */
export interface Decisive extends Span {
  readonly text: string;
  readonly at: Place;
  /** What it counts as now; were it otherwise, together with the others of its way, so would be the rule. */
  readonly truth: boolean;
  /** A clause: `status-days-past-due is 4, needs at least 5`, or of a rule that is true, `is 6, which is at least 5`. */
  readonly says: string;
  /** The variables in it and what they are. */
  readonly values: ReadonlyMap<string, RuleValue>;
}

export interface Explanation {
  /**
   * For a decided rule: the smallest sets of sub-expressions which, each turned, turn the rule; with any one left as
   * it is, they do not. Up to four where several are as small. Empty where the rule cannot be turned so (`nil`).
   */
  readonly ways: readonly (readonly Decisive[])[];
  /** For an undecided rule: the fewest unknown variables that would decide it, whatever they are. */
  readonly settledBy: readonly string[];
}

/** Says why a rule comes out as it does. Undefined where that takes more than `LIMITS` allows. */
export function explainRule(rule: Rule, variables: Variables): Explanation | undefined {
  const evaluator = new Evaluator(variables, new Meter(2 * LIMITS.steps));
  try {
    return explained(rule, variables, skeletonOf(rule.form, evaluator), evaluator);
  } catch (error) {
    if (error instanceof LimitReached) return undefined;
    throw error;
  }
}

function explained(rule: Rule, variables: Variables, skeleton: Skeleton, evaluator: Evaluator): Explanation {
  const isTrue = truthOfSkeleton(skeleton, presentTruths);
  if (isTrue === undefined) return { ways: [], settledBy: settlingVariables(skeleton, rule.text) };
  const words = new ConditionWords(rule.text, evaluator, isTrue);
  const decisive = (condition: Condition): Decisive => {
    const { start, end } = condition.form;
    const truth = presentTruths(condition) ?? false;
    return {
      start,
      end,
      text: rule.text.slice(start, end),
      at: placeAt(rule.text, start),
      truth,
      says: words.of(condition, isTrue ? truth : !truth),
      values: variablesIn(condition.form, condition.scope, variables),
    };
  };
  const ways = waysToTurn(skeleton).filter((way) => way.length > 0);
  return { ways: ways.map((way) => way.map(decisive)), settledBy: [] };
}
