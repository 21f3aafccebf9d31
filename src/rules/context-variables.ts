import type { Variables } from './evaluate-rule.js';
import type { Rule } from './form.js';
import { decimal } from './from-json.js';
import type { RuleValue } from './value.js';

/** Whole days that pass while nothing else happens. */
const GROWING = ['status-days-past-due', 'status-loan-recency'];

/** A context variable as LoanPro hands it to a rule: the amount past due is a decimal, whole or not. */
export function contextValue(name: string, value: RuleValue): RuleValue {
  if (name !== 'status-amount-due' || value.kind !== 'integer') return value;
  return decimal(Number(value.value)) ?? value;
}

/**
 * The variables of a rule that grow by one each day. A loan that is not past due does not become so by one day more,
 * as far as is known.
 */
export function growingOf({ text }: Rule, variables: Variables): string[] {
  return GROWING.filter((name) => text.includes(name)).filter((name) => {
    const value = variables.get(name);
    return value?.kind === 'integer' && (name === 'status-loan-recency' || value.value > 0n);
  });
}
