import { evaluateRule, type Variables, type Verdict } from '../../src/rules/evaluate-rule.js';
import type { Rule } from '../../src/rules/form.js';
import { decimal, ruleValueOf } from '../../src/rules/from-json.js';
import { readRule } from '../../src/rules/read-rule.js';

/** A text that has to be readable. */
export function ruleOf(text: string): Rule {
  const read = readRule(text);
  if (read.status !== 'read') throw new Error(`${text} is not read: ${JSON.stringify(read)}`);
  return read.rule;
}

/** Values as an export gives them; `status-amount-due` is always a decimal. */
export function variablesOf(values: Readonly<Record<string, unknown>>): Variables {
  return new Map(
    Object.entries(values).map(([name, value]) => {
      const made =
        name === 'status-amount-due' && typeof value === 'number' ? decimal(value) : ruleValueOf(value);
      if (!made) throw new Error(`${name} is no value`);
      return [name, made] as const;
    }),
  );
}

export const verdictOf = (text: string, values: Readonly<Record<string, unknown>> = {}): Verdict =>
  evaluateRule(ruleOf(text), variablesOf(values));
