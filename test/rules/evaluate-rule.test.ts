import { describe, expect, it } from 'vitest';
import { turnsOn } from '../../src/rules/evaluate-rule.js';
import { decimal, ruleValueOf } from '../../src/rules/from-json.js';
import { readable } from '../../src/rules/print.js';
import { ruleOf, variablesOf, verdictOf } from './ruling.js';

const LOAN = {
  'status-days-past-due': 4,
  'loan-status': 'Open',
  'status-amount-due': 12,
  'loan-token': null,
};

describe('rules over a loan', () => {
  it.each([
    ['(= status-days-past-due 4)', true],
    ['(>= status-days-past-due 5)', false],
    ['(and (= loan-status "Open") (< status-days-past-due 5))', true],
    ['(not= loan-status "Open")', false],
    ['(> status-amount-due 10)', true],
    ['(= status-amount-due 12)', false],
    ['(= status-amount-due 12.0)', true],
    ['(= (* status-days-past-due 1.0) 4.0)', true],
    ['(nil? loan-token)', true],
    ['loan-token', false],
    ['0', true],
    ['""', true],
    ['(contains? #{"Open" "Late"} loan-status)', true],
    ['(some #{loan-status} ["Late" "Open"])', true],
    ['(-> loan-status clojure.string/lower-case (= "open"))', true],
  ])('%s is %s', (text, truth) => {
    expect(verdictOf(text, LOAN).truth).toBe(truth);
  });
});

describe('with a variable that nobody knows', () => {
  it.each([
    ['(and false x)', false],
    ['(and x false)', false],
    ['(and x nil)', false],
    ['(or true x)', true],
    ['(or x true)', true],
    ['(or x 7)', true],
    ['(and true x)', undefined],
    ['(or x false)', undefined],
    ['(not x)', undefined],
    ['(not (and x false))', true],
    ['(if x 5 5)', true],
    ['(if x 5 6)', true],
    ['(if x false nil)', false],
    ['(if x true false)', undefined],
    ['(if (or x true) false true)', false],
    ['(if-not x false false)', false],
    ['(when x false)', false],
    ['(when x true)', undefined],
    ['(when-not x nil)', false],
    ['(cond x false y nil)', false],
    ['(cond x true :else true)', true],
    ['(cond x true y false :else true)', undefined],
    ['(cond false x :else false)', false],
    ['(case x 1 true true)', true],
    ['(case x 1 true false)', undefined],
    ['(let [late (> x 5)] (and false late))', false],
    ['(do x false)', false],
    ['((fn [a] (and a false)) x)', false],
    ['(= x x)', undefined],
    ['(count [x])', undefined],
    ['(some-> x :a)', undefined],
    ['(+ x 1)', undefined],
  ])('%s is %s', (text, truth) => {
    expect(verdictOf(text).truth).toBe(truth);
  });

  it('has the exact value only where that is sure', () => {
    expect(verdictOf('(if x 5 5)').value).toEqual(ruleValueOf(5));
    expect(verdictOf('(if x 5 5N)').value).toBeUndefined();
    // With x nil this is nil, and false with any other.
    expect(verdictOf('(and x false)')).toMatchObject({ truth: false, value: undefined, causes: [] });
  });

  it('names what is missing, and only what can matter', () => {
    const { causes } = verdictOf('(and (or true a) (or (= b 1) c) (f d))');
    expect(causes).toEqual([
      { kind: 'variable', name: 'b', start: 24, end: 25 },
      { kind: 'variable', name: 'c', start: 29, end: 30 },
      { kind: 'unsupported', what: 'the function f', start: 32, end: 37 },
    ]);
  });
});

describe('what Clojure refuses to compute', () => {
  it.each([
    ['(< nil 5)', '`<` cannot be computed: it needs a number, not nil'],
    ['(+ 1 "a")', '`+` cannot be computed: it needs a number, not "a" (a text)'],
    ['(< 1 true)', '`<` cannot be computed: it needs a number, not true (a boolean)'],
    ['(/ 1 0)', '`/` cannot be computed: it divides by zero'],
    ['(/ 1.0 0)', '`/` cannot be computed: it divides by zero'],
    ['(/ 1 0.0)', '`/` cannot be computed: it divides by zero'],
    ['(quot 1.5 0)', '`quot` cannot be computed: it divides by zero'],
    ['(* 1e300 1e300)', '`*` cannot be computed: the result is too large for a decimal'],
    ['(inc 9223372036854775807)', '`inc` cannot be computed: the whole number overflows 64 bits'],
    ['(count)', '`count` takes another number of arguments than 0'],
    ['(map inc ["a"])', '`inc` cannot be computed: it needs a number, not "a" (a text)'],
    ['(5 1)', '5 (a number) cannot be called as a function'],
    ['(let [a (/ 1 0)] false)', '`/` cannot be computed: it divides by zero'],
    ['(do (/ 1 0) true)', '`/` cannot be computed: it divides by zero'],
  ])('%s is unknown', (text, says) => {
    expect(verdictOf(text)).toMatchObject({ truth: undefined, causes: [{ kind: 'refused', says }] });
  });

  it.each([
    ['(and false (/ 1 0))', false],
    ['(and (/ 1 0) false)', false],
    ['(or (< nil 1) true)', true],
    ['(if (/ 1 0) 3 3)', true],
    ['(when false (+ nil 1))', false],
    ['(and (let [a (/ 1 0)] true) false)', false],
  ])('%s is %s all the same', (text, truth) => {
    expect(verdictOf(text).truth).toBe(truth);
  });
});

describe('kinds of numbers', () => {
  it.each([
    ['(= 0 0.0)', 1],
    ['(not= status-amount-due 0)', 1],
    ['(and (= status-amount-due 12) true)', 1],
    ['(= [1] [1.0])', 1],
    ['(= 1 2)', 0],
    ['(== 0 0.0)', 0],
    ['(= 0 "0")', 0],
    ['(< 0 0.5)', 0],
    ['(and false (= 0 0.0))', 0],
  ])('%s notes %i', (text, count) => {
    expect(verdictOf(text, LOAN).numberKinds).toHaveLength(count);
  });

  it('notes where, and what met', () => {
    expect(verdictOf('(or (= status-amount-due 12) true)', LOAN)).toMatchObject({
      truth: true,
      numberKinds: [{ start: 4, end: 28, left: { kind: 'decimal' }, right: { kind: 'integer' } }],
    });
  });
});

describe('where LoanPro may differ', () => {
  it.each([
    ['(not= 1 2 3)', true],
    ['(and (not= 1 1 1) false)', false],
    ['(or (not= 1 2 1) false)', true],
    ['(not= 1 2)', false],
    ['(and false (not= 1 2 3))', false],
  ])('%s turns on a not= of three: %s', (text, isManyNotEqual) => {
    expect(verdictOf(text)).toMatchObject({ isManyNotEqual });
  });

  it('says whether the answer turns on one variable', () => {
    const variables = variablesOf(LOAN);
    expect(turnsOn(ruleOf('(= loan-status "Closed")'), variables, 'loan-status')).toBe(true);
    expect(
      turnsOn(ruleOf('(and (= loan-status "Closed") (> status-days-past-due 9))'), variables, 'loan-status'),
    ).toBe(false);
    expect(turnsOn(ruleOf('(> status-days-past-due 3)'), variables, 'loan-status')).toBe(false);
    expect(turnsOn(ruleOf('(= nobody 3)'), variables, 'nobody')).toBe(false);
  });
});

describe('names', () => {
  it('lets a variable have the name of a function, which is still called', () => {
    expect(verdictOf('(= (count [1 2]) count 2)', { count: 2 }).truth).toBe(true);
  });

  it('takes maps of an export with keywords', () => {
    const values = { 'settings-custom-fields': { 35: { value: '1' } } };
    expect(verdictOf('(= (-> settings-custom-fields :35 :value) "1")', values).truth).toBe(true);
  });

  it.each([
    [null, 'nil'],
    [true, 'true'],
    [5, '5'],
    [5.5, '5.5'],
    [1e21, '1000000000000000000000N'],
    ['a', '"a"'],
    [[1, 'a'], '[1 "a"]'],
    [{ a: { b: [] } }, '{:a {:b []}}'],
  ])('reads %j of an export as %s', (value, printed) => {
    const made = ruleValueOf(value);
    expect(made && readable(made)).toBe(printed);
  });

  it('reads no other values, and none that is too large', () => {
    const endless: unknown[] = [];
    endless.push(endless);
    for (const value of [
      undefined,
      Number.NaN,
      () => 1,
      endless,
      'a'.repeat(30_000),
      new Array(30_000).fill(1),
    ])
      expect(ruleValueOf(value)).toBeUndefined();
    expect(decimal(Number.POSITIVE_INFINITY)).toBeUndefined();
  });
});
