import { evaluateRule, type Variables } from './evaluate-rule.js';
import type { Rule } from './form.js';
import { LIMITS } from './limits.js';
import { calculate } from './number-tower.js';
import { Refusal } from './refusal.js';
import { integer, isNumber, type RuleValue } from './value.js';

/** What time alone will do to a rule that is not true today; days are counted from today, which is 0. */
export type Forecast =
  /** The first day on which it is true, what moved by then, and the first day after on which it is not, if any. */
  | {
      readonly status: 'becomes-true';
      readonly day: number;
      readonly values: ReadonlyMap<string, RuleValue>;
      readonly until: number | undefined;
    }
  /** Not within the days looked at. */
  | { readonly status: 'stays' }
  /** On that day the answer is not known, before it was ever true. */
  | { readonly status: 'unknown'; readonly day: number };

const FORECAST_DAYS = 60;

/**
 * Looks so many days ahead while nothing happens but that some variables grow by one each day; those that are no
 * numbers, or unknown, stay as they are.
 */
export function forecastRule(
  rule: Rule,
  variables: Variables,
  growing: Iterable<string>,
  days: number = FORECAST_DAYS,
): Forecast {
  const names = [...growing].filter((name) => {
    const value = variables.get(name);
    return value !== undefined && isNumber(value);
  });
  // All days share what ten evaluations may use, so that a hostile rule cannot take sixty times as long.
  let left = 10 * LIMITS.steps;
  const truthOn = (day: number): { truth: boolean | undefined; values: Map<string, RuleValue> } => {
    const values = grownBy(variables, names, day);
    const { truth, steps } = evaluateRule(
      rule,
      new Map([...variables, ...values]),
      Math.min(left, LIMITS.steps),
    );
    left -= steps;
    return { truth, values };
  };
  for (let day = 1; day <= days; day += 1) {
    const { truth, values } = truthOn(day);
    if (truth === undefined) return { status: 'unknown', day };
    if (!truth) continue;
    let until: number | undefined;
    for (let later = day + 1; later <= days && until === undefined; later += 1) {
      if (truthOn(later).truth !== true) until = later;
    }
    return { status: 'becomes-true', day, values, until };
  }
  return { status: 'stays' };
}

function grownBy(variables: Variables, names: readonly string[], days: number): Map<string, RuleValue> {
  const grown = new Map<string, RuleValue>();
  for (const name of names) {
    const value = variables.get(name);
    if (value && isNumber(value)) grown.set(name, added(value, days));
  }
  return grown;
}

function added(value: RuleValue, days: number): RuleValue {
  if (!isNumber(value)) return value;
  try {
    return calculate('add', value, integer(BigInt(days)));
  } catch (error) {
    // No loan is so old that its days overflow; the value stays.
    if (error instanceof Refusal) return value;
    throw error;
  }
}
