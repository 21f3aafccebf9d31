import { describe, expect, it } from 'vitest';
import { forecastRule } from '../../src/rules/forecast-rule.js';
import { ruleValueOf } from '../../src/rules/from-json.js';
import { ruleOf, variablesOf } from './ruling.js';

const DAYS = ['status-days-past-due', 'loan-age', 'not-given'];
const forecast = (text: string, days = 60) =>
  forecastRule(
    ruleOf(text),
    variablesOf({ 'status-days-past-due': 4, 'loan-age': 100.5, state: 'Open' }),
    DAYS,
    days,
  );

describe('what time alone does to a rule', () => {
  it('finds the first day on which it is true, and what moved', () => {
    expect(forecast('(>= status-days-past-due 5)')).toEqual({
      status: 'becomes-true',
      day: 1,
      values: new Map([
        ['status-days-past-due', ruleValueOf(5)],
        ['loan-age', ruleValueOf(101.5)],
      ]),
      until: undefined,
    });
  });

  it.each([
    ['(= status-days-past-due 7)', { status: 'becomes-true', day: 3, until: 4 }],
    ['(< 10 status-days-past-due 15)', { status: 'becomes-true', day: 7, until: 11 }],
    ['(and (= state "Open") (> loan-age 110))', { status: 'becomes-true', day: 10 }],
    ['(> status-days-past-due 64)', { status: 'stays' }],
    ['(= status-days-past-due 64)', { status: 'becomes-true', day: 60, until: undefined }],
    ['(= state "Closed")', { status: 'stays' }],
    ['(if (> status-days-past-due 8) nobody-knows false)', { status: 'unknown', day: 5 }],
    ['(and (> status-days-past-due 8) (> not-given 3))', { status: 'unknown', day: 5 }],
  ])('%s', (text, expected) => {
    expect(forecast(text)).toMatchObject(expected);
  });

  it('does not look further than asked', () => {
    expect(forecast('(= status-days-past-due 7)', 2)).toEqual({ status: 'stays' });
    expect(forecast('(= status-days-past-due 7)', 0)).toEqual({ status: 'stays' });
  });

  it('ends soon with a rule that takes many steps a day', () => {
    const nines = `[${'9 '.repeat(200)}]`;
    const slow = `(reduce (fn [a b] (reduce + 0 ${nines})) false ${nines})`;
    expect(forecast(`(and (< ${slow} 0) (> status-days-past-due 9))`, 60)).toMatchObject({
      status: 'unknown',
    });
  });
});
