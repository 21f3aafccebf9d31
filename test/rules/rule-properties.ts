import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateRule, type Variables } from '../../src/rules/evaluate-rule.js';
import { explainRule } from '../../src/rules/explain-rule.js';
import { forecastRule } from '../../src/rules/forecast-rule.js';
import type { Form } from '../../src/rules/form.js';
import { LIMITS } from '../../src/rules/limits.js';
import { readable } from '../../src/rules/print.js';
import { readRule } from '../../src/rules/read-rule.js';
import { anyValue, randomProgram, randomRule, turned } from './random-rules.js';
import { ruleOf, variablesOf } from './ruling.js';

const VARIABLES = ['a', 'b', 'c', 'd', 'e'];
const truthOf = (text: string, variables: Variables) => evaluateRule(ruleOf(text), variables).truth;

/** Each variable is 0, 1 or not known. */
const partlyKnown = fc
  .array(fc.constantFrom(0, 1, undefined), { minLength: 5, maxLength: 5 })
  .map((values) =>
    variablesOf(
      Object.fromEntries(
        VARIABLES.flatMap((name, i) => (values[i] === undefined ? [] : [[name, values[i]] as const])),
      ),
    ),
  );
const allKnown = fc
  .array(fc.constantFrom(0, 1), { minLength: 5, maxLength: 5 })
  .map((values) => variablesOf(Object.fromEntries(VARIABLES.map((name, i) => [name, values[i]]))));

const characters = fc.constantFrom(...'()[]{}"\\;\'#_@^`~%:/ \n,a1.0eMNx+-u=<é😀');
const tokens = fc.constantFrom(
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '#{',
  '#(',
  '#_',
  '"',
  '\\',
  ';',
  '\n',
  ' ',
  "'",
  '^',
  '1/2',
  ':k',
  '2.5M',
  'nil',
  'x',
);
const anyText = fc.oneof(
  fc.array(characters, { maxLength: 24 }).map((parts) => parts.join('')),
  fc.array(tokens, { maxLength: 24 }).map((parts) => parts.join('')),
);

function formsOf(form: Form): readonly Form[] {
  if (form.type === 'quote') return [form, ...formsOf(form.form)];
  return [form, ...('items' in form ? form.items.flatMap(formsOf) : [])];
}

/** A form without its places. */
function bare(form: Form): unknown {
  switch (form.type) {
    case 'value':
      return readable(form.value);
    case 'symbol':
      return [form.type, form.name];
    case 'quote':
      return [form.type, bare(form.form)];
    case 'unsupported':
      return [form.type, form.what];
    default:
      return [form.type, form.items.map(bare)];
  }
}

/** What must hold for every text, rule and loan, searched with so many random ones. */
export function ruleProperties({
  texts,
  programs,
  rules,
}: {
  texts: number;
  programs: number;
  rules: number;
}): void {
  describe('any text', () => {
    it('is read or refused, and what is read stands where it says', () => {
      fc.assert(
        fc.property(anyText, (text) => {
          const read = readRule(text);
          if (read.status !== 'read') {
            expect(read.status).toBe('unreadable');
            return;
          }
          for (const form of formsOf(read.rule.form)) {
            const again = readRule(text.slice(form.start, form.end));
            expect(again.status === 'read' && bare(again.rule.form)).toEqual(bare(form));
          }
        }),
        { numRuns: texts },
      );
    });
  });

  describe('any program', () => {
    it('ends within its limits, explained and forecast', () => {
      fc.assert(
        fc.property(randomProgram, partlyKnown, (text, variables) => {
          const rule = ruleOf(text);
          const { truth, value, causes, steps } = evaluateRule(rule, variables);
          expect(steps).toBeLessThanOrEqual(LIMITS.steps);
          expect(causes.length > 0).toBe(truth === undefined);
          if (value) readable(value);
          const explanation = explainRule(rule, variables);
          if (truth === undefined) expect(explanation?.ways ?? []).toEqual([]);
          else expect(explanation?.settledBy ?? []).toEqual([]);
          forecastRule(rule, variables, ['a'], 3);
        }),
        { numRuns: programs },
      );
    });

    it('that is decided stays so when what was unknown becomes known', () => {
      fc.assert(
        fc.property(
          randomProgram,
          partlyKnown,
          fc.array(anyValue, { minLength: 5, maxLength: 5 }),
          (text, before, values) => {
            const rule = ruleOf(text);
            const more = new Map(before);
            for (const [i, name] of VARIABLES.entries()) {
              const value = values[i];
              if (value && !more.has(name)) more.set(name, value);
            }
            const [early, late] = [evaluateRule(rule, before), evaluateRule(rule, more)];
            if (early.truth !== undefined && late.truth !== undefined) expect(late.truth).toBe(early.truth);
            if (early.value && late.value && early.value.kind !== 'function')
              expect(readable(late.value)).toBe(readable(early.value));
          },
        ),
        { numRuns: programs },
      );
    });

    it('gives the same answer twice', () => {
      fc.assert(
        fc.property(randomProgram, partlyKnown, (text, variables) => {
          const rule = ruleOf(text);
          const [one, other] = [evaluateRule(rule, variables), evaluateRule(rule, variables)];
          expect({ ...other, value: undefined }).toEqual({ ...one, value: undefined });
        }),
        { numRuns: Math.ceil(programs / 10) },
      );
    });
  });

  describe('any decided rule', () => {
    it('turns when the named sub-expressions do, and not when one of them is left out', () => {
      fc.assert(
        fc.property(randomRule, partlyKnown, ({ text }, variables) => {
          const truth = truthOf(text, variables);
          if (truth === undefined) return;
          for (const way of explainRule(ruleOf(text), variables)?.ways ?? []) {
            // What is not known may keep it from being the reverse: then at least it is open.
            const result = truthOf(turned(text, way), variables);
            expect(result).not.toBe(truth);
            for (const left of way) {
              const rest = way.filter((one) => one !== left);
              const without = truthOf(turned(text, rest), variables);
              if (result === undefined) expect(without).toBe(truth);
              else expect(without).not.toBe(result);
            }
          }
        }),
        { numRuns: rules },
      );
    });

    it('over a known loan has no smaller set that turns it, and some set unless none does', () => {
      fc.assert(
        fc.property(randomRule, allKnown, ({ text, conditions }, variables) => {
          if (conditions.length > 8) return;
          const truth = truthOf(text, variables);
          const turning = subsets(conditions).filter(
            (set) => truthOf(turned(text, set), variables) === !truth,
          );
          const smallest = Math.min(...turning.map((set) => set.length));
          const ways = explainRule(ruleOf(text), variables)?.ways ?? [];
          expect(ways.length > 0).toBe(turning.length > 0);
          for (const way of ways) expect(way).toHaveLength(smallest);
        }),
        { numRuns: Math.ceil(rules / 4) },
      );
    });
  });

  describe('any undecided rule', () => {
    it('is decided by the variables named, whatever they are', () => {
      fc.assert(
        fc.property(randomRule, partlyKnown, ({ text }, variables) => {
          if (truthOf(text, variables) !== undefined) return;
          const names = explainRule(ruleOf(text), variables)?.settledBy ?? [];
          expect(names.length).toBeGreaterThan(0);
          for (const values of assignments(names)) {
            expect(truthOf(text, new Map([...variables, ...variablesOf(values)]))).toBeDefined();
          }
        }),
        { numRuns: rules },
      );
    });
  });
}

const subsets = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: 2 ** items.length }, (_, bits) =>
    items.filter((__, i) => Math.floor(bits / 2 ** i) % 2 === 1),
  );

const assignments = (names: readonly string[]): readonly Readonly<Record<string, number>>[] =>
  subsets(names).map((ones) => Object.fromEntries(names.map((name) => [name, ones.includes(name) ? 1 : 0])));
