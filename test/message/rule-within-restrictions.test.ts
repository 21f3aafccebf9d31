import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Restrictions } from '../../src/account/types.js';
import { RuleOfLoan, ruleOf } from '../../src/message/rule-of-loan.js';
import { contradictionIn } from '../../src/message/rule-within-restrictions.js';

const notification = (rule: string, restrictions: Restrictions) => ({
  kind: 'trigger' as const,
  rule,
  email: { restrictions },
});
const contradicted = (rule: string, restrictions: Restrictions) =>
  contradictionIn(notification(rule, restrictions))?.restrictions.map(({ name }) => name);

describe('a rule against the restrictions of its email', () => {
  it.each<[string, Restrictions]>([
    ['(>= status-days-past-due 5)', { daysPastDue: { max: 4 } }],
    ['(= status-days-past-due 5)', { daysPastDue: { min: 6 } }],
    ['(and (= loan-status "Open") (< 5 status-days-past-due))', { daysPastDue: { min: 0, max: 5 } }],
    ['(> status-amount-due 10.5)', { amountPastDue: { min: 1, max: 10.5 } }],
    [
      '(and (> status-loan-recency 30) (< status-days-past-due 1))',
      { loanRecency: { max: 30 }, daysPastDue: { max: 9 } },
    ],
    ['(= loan-status "Closed")', { loanStatus: [{ status: 'Open' }] }],
    ['(= source-company "Main Street")', { sourceCompany: ['High Street'] }],
  ])('%s contradicts %o', (rule, restrictions) => {
    expect(contradicted(rule, restrictions)).toBeDefined();
  });

  it.each<[string, Restrictions]>([
    ['(>= status-days-past-due 5)', { daysPastDue: { max: 5 } }],
    ['(>= status-days-past-due 5)', { daysPastDue: {} }],
    ['(>= status-days-past-due 5)', {}],
    ['(or (>= status-days-past-due 5) (> status-payoff 0))', { daysPastDue: { max: 4 } }],
    ['(< 4.5 status-amount-due 4.6)', { amountPastDue: { min: 4, max: 5 } }],
    ['(< status-loan-recency 30)', { loanRecency: { min: 30 } }],
    ['(= loan-status "Open")', { loanStatus: [{ status: 'Closed' }, { status: 'Open' }] }],
    // False whatever the restrictions are, of which another finding speaks.
    ['(and false (>= status-days-past-due 5))', { daysPastDue: { max: 4 } }],
    // Not a comparison with a number: nothing is certain.
    ['(> (* 2 status-days-past-due) 99)', { daysPastDue: { max: 4 } }],
    ['(>= status-days-past-due', { daysPastDue: { max: 4 } }],
  ])('%s does not contradict %o', (rule, restrictions) => {
    expect(contradicted(rule, restrictions)).toBeUndefined();
  });

  it('is said only where no loan of the range makes the rule true, and always then', () => {
    const comparison = fc
      .tuple(fc.constantFrom('<', '<=', '>', '>=', '='), fc.integer({ min: -2, max: 12 }))
      .map(([sign, number]) => `(${sign} status-days-past-due ${number})`);
    const rules = fc
      .tuple(fc.constantFrom('and', 'or'), fc.array(comparison, { minLength: 1, maxLength: 3 }))
      .map(([word, parts]) => `(${word} ${parts.join(' ')})`);
    const ends = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 6 }));
    fc.assert(
      fc.property(rules, ends, (rule, [min, width]) => {
        const one = notification(rule, { daysPastDue: { min, max: min + width } });
        const read = ruleOf(one);
        if (read.status !== 'read') throw new Error(rule);
        const isMet = Array.from({ length: width + 1 }, (_, i) => i + min).some(
          (daysPastDue) => new RuleOfLoan(read.rule, { daysPastDue }).verdict.truth,
        );
        const isNeverTrue = new RuleOfLoan(read.rule, {}).verdict.truth === false;
        expect(contradictionIn(one) !== undefined).toBe(!isMet && !isNeverTrue);
      }),
      { numRuns: 500 },
    );
  });
});
