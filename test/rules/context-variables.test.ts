import { describe, expect, it } from 'vitest';
import { contextValue, growingOf } from '../../src/rules/context-variables.js';
import { decimal } from '../../src/rules/from-json.js';
import { integer, NIL, text } from '../../src/rules/value.js';
import { ruleOf, variablesOf } from './ruling.js';

describe('context variables', () => {
  it('have a decimal for an amount, whole or not', () => {
    expect(contextValue('status-amount-due', integer(5n))).toEqual(decimal(5));
    expect(contextValue('status-days-past-due', integer(5n))).toEqual(integer(5n));
    for (const value of [NIL, text('5')]) expect(contextValue('status-amount-due', value)).toBe(value);
  });

  it.each<[variables: Record<string, unknown>, growing: string[]]>([
    [
      { 'status-days-past-due': 1, 'status-loan-recency': 0 },
      ['status-days-past-due', 'status-loan-recency'],
    ],
    [{ 'status-days-past-due': 0 }, []],
    [{ 'status-days-past-due': 1.5, 'status-loan-recency': null }, []],
    [{ 'status-payoff': 7 }, []],
  ])('grow by the day: %j', (variables, growing) => {
    const rule = ruleOf('(> status-days-past-due status-loan-recency status-payoff)');
    expect(growingOf(rule, variablesOf(variables))).toEqual(growing);
  });

  it('grow only where the rule names them', () => {
    expect(growingOf(ruleOf('true'), variablesOf({ 'status-days-past-due': 1 }))).toEqual([]);
  });
});
