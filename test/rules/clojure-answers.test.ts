import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { evaluateRule } from '../../src/rules/evaluate-rule.js';
import { readable } from '../../src/rules/print.js';
import { readRule } from '../../src/rules/read-rule.js';

const file = new URL('../../fixtures/rules/clojure-answers.json', import.meta.url);
const { answers } = z
  .object({
    clojure: z.string(),
    answers: z.array(
      z.union([
        z.strictObject({ expression: z.string(), answer: z.string() }),
        z.strictObject({ expression: z.string(), thrown: z.literal(true) }),
      ]),
    ),
  })
  .parse(JSON.parse(readFileSync(file, 'utf8')));

/** What we make of an expression, printed as Clojure prints it. */
function ours(expression: string): string {
  const read = readRule(expression);
  if (read.status !== 'read') return 'unknown';
  const { truth, value } = evaluateRule(read.rule, new Map());
  return value ? readable(value) : truth === undefined ? 'unknown' : `counts as ${truth}`;
}

describe('the answers of real Clojure', () => {
  it('are many', () => {
    expect(answers.length).toBeGreaterThanOrEqual(500);
    expect(answers.filter((entry) => 'thrown' in entry).length).toBeGreaterThan(100);
  });

  it('are ours, and what Clojure refuses is unknown', () => {
    const wrong = answers.flatMap((entry) => {
      const theirs = 'thrown' in entry ? 'unknown' : entry.answer;
      const answer = ours(entry.expression);
      return answer === theirs ? [] : [`${entry.expression}: Clojure says ${theirs}, we say ${answer}`];
    });
    expect(wrong).toEqual([]);
  });
});
