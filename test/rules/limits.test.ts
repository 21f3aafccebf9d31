import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/rules/limits.js';
import { verdictOf } from './ruling.js';

const list = (count: number, item = '1') => `[${`${item} `.repeat(count)}]`;
const nested = (depth: number, inner: string) => `${'(inc '.repeat(depth)}${inner}${')'.repeat(depth)}`;

describe('a rule that would take too much ends in unknown', () => {
  it.each([
    ['calls without end', '((fn [f] (f f)) (fn [f] (f f)))', 'it calls too deep'],
    [
      'calls that double without end',
      '((fn [f] (do (f f) (f f))) (fn [f] (do (f f) (f f))))',
      'it takes too many steps',
    ],
    [
      'loops within loops',
      `(reduce (fn [a b] (reduce + 0 ${list(1000)})) 0 ${list(1000)})`,
      'it takes too many steps',
    ],
    [
      'a text that doubles',
      `(count (reduce (fn [a b] (str a a)) "xxxxxxxx" ${list(60)}))`,
      `a text is longer than ${LIMITS.weight} characters`,
    ],
    [
      'a text that grows by replacing',
      `(let [t (clojure.string/replace "${'x'.repeat(200)}" "x" "${'x'.repeat(90)}")] (clojure.string/replace t "x" t))`,
      `a text is longer than ${LIMITS.weight} characters`,
    ],
    [
      'a text that grows by joining',
      `(let [t (clojure.string/join "${'x'.repeat(200)}" ${list(90)})] (clojure.string/join t ${list(90)}))`,
      `a text is longer than ${LIMITS.weight} characters`,
    ],
    [
      'a number that squares itself',
      `(reduce (fn [a b] (* a a)) 3N ${list(60)})`,
      `a number has more than ${LIMITS.digits} digits`,
    ],
    [
      'a fraction that squares itself',
      `(reduce (fn [a b] (* a a)) 2/3 ${list(60)})`,
      `a number has more than ${LIMITS.digits} digits`,
    ],
    [
      'an exact decimal whose scale doubles',
      `(reduce (fn [a b] (* a a)) 1e9M ${list(60)})`,
      `a number has more than ${LIMITS.digits} digits`,
    ],
    [
      'a vector within itself again and again',
      `(reduce (fn [a b] [a]) nil ${list(500)})`,
      'a value grows too large',
    ],
    ['a vector that doubles', `(reduce (fn [a b] [a a]) 1 ${list(40)})`, 'a value grows too large'],
    ['a map that doubles', `(reduce (fn [a b] {:a a :b a}) 1 ${list(40)})`, 'a value grows too large'],
    [
      'many large texts',
      `(let [t "${'x'.repeat(19_000)}"] (reduce (fn [a b] (str t a)) "" ${list(5_000)}))`,
      `a text is longer than ${LIMITS.weight} characters`,
    ],
    [
      'large texts compared many times',
      `(let [t "${'x'.repeat(19_000)}"] (every? (fn [a] (= t t)) ${list(5_000)}))`,
      'it takes too many steps',
    ],
  ])('%s', (_, text, says) => {
    const start = performance.now();
    const verdict = verdictOf(text);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(verdict).toMatchObject({ truth: undefined, causes: [{ kind: 'limit' }] });
    expect(verdict.causes).toEqual([expect.objectContaining({ says: expect.stringContaining(says) })]);
  });

  it('while what stays within is worked out', () => {
    expect(verdictOf(`(= ${nested(95, '0')} 95)`).truth).toBe(true);
    expect(verdictOf(`(= (-> 0 ${'inc '.repeat(5000)}) 5000)`).truth).toBe(true);
    expect(verdictOf(`(= (reduce + ${list(5000)}) 5000)`).truth).toBe(true);
    expect(verdictOf(`(or ${'false '.repeat(15_000)} true)`).truth).toBe(true);
    expect(verdictOf(`(cond ${'false 1 '.repeat(10_000)} :else true)`).truth).toBe(true);
    expect(
      verdictOf(`(let [${Array.from({ length: 500 }, (_, i) => `a${i} ${i}`).join(' ')}] a499)`).truth,
    ).toBe(true);
  });
});
