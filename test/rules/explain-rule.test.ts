import { describe, expect, it } from 'vitest';
import { explainRule } from '../../src/rules/explain-rule.js';
import { ruleOf, variablesOf } from './ruling.js';

const LOAN = {
  'status-days-past-due': 4,
  'loan-status': 'Open',
  'status-amount-due': 5,
  'loan-token': null,
  autopay: true,
};

/** What decided a rule: one text for each way, its parts joined by "and". */
function decided(text: string): readonly string[] | undefined {
  return explainRule(ruleOf(text), variablesOf(LOAN))?.ways.map((way) =>
    way.map(({ says, at }) => `${at.line}:${at.column} ${says}`).join(' and '),
  );
}

describe('what decided a rule', () => {
  it.each([
    ['(>= status-days-past-due 5)', ['1:1 status-days-past-due is 4, needs at least 5']],
    ['(< 5 status-days-past-due)', ['1:1 status-days-past-due is 4, needs more than 5']],
    ['(not (>= status-days-past-due 2))', ['1:6 status-days-past-due is 4, needs less than 2']],
    [
      '(> status-days-past-due status-amount-due)',
      ['1:1 status-days-past-due is 4, needs more than status-amount-due, which is 5.0'],
    ],
    [
      '(and (= loan-status "Closed")\n     (>= status-days-past-due 5)\n     autopay)',
      ['1:6 loan-status is "Open", needs "Closed" and 2:6 status-days-past-due is 4, needs at least 5'],
    ],
    [
      '(or (= loan-status "A") (= loan-status "B") (and false true))',
      ['1:5 loan-status is "Open", needs "A"', '1:25 loan-status is "Open", needs "B"'],
    ],
    [
      '(or (and (= loan-status "A") (> status-days-past-due 9)) (nil? autopay))',
      ['1:58 autopay is true, needs nil'],
    ],
    [
      '(and (= loan-status "Open") (or nobody-knows (some? loan-token)) false)',
      ['1:46 loan-token is nil, needs anything but nil and 1:66 the rule itself says false here'],
    ],
    [
      '(if autopay (pos? -1) true)',
      ['1:5 autopay is true, needs to be false or nil', '1:13 -1 is -1, needs more than 0'],
    ],
    ['(if-not autopay true)', ['1:9 autopay is true, needs to be false or nil']],
    ['(when (= status-days-past-due 5) "send")', ['1:7 status-days-past-due is 4, needs 5']],
    [
      '(cond (= loan-status "A") true (= loan-status "B") true :else false)',
      ['1:7 loan-status is "Open", needs "A"', '1:32 loan-status is "Open", needs "B"'],
    ],
    [
      '(let [late (> status-days-past-due 10)] (and late autopay))',
      ['1:46 status-days-past-due is 4, needs more than 10'],
    ],
    ['(contains? #{"A" "B"} loan-status)', ['1:1 loan-status is "Open", needs one of "A", "B"']],
    ['(not (#{"Open"} loan-status))', ['1:6 loan-status is "Open", needs anything but "Open"']],
    [
      '(= status-amount-due 5)',
      ['1:1 status-amount-due is 5.0, needs 5 (to =, a decimal never equals a whole number)'],
    ],
    ['(some #(= % loan-status) ["A"])', ['1:1 (some #(= % loan-status) ["A"]) is nil, needs to be true']],
    ['loan-token', ['1:1 loan-token is nil, needs to be true']],
    ['(= 1 2)', ['1:1 (= 1 2) is false, needs to be true']],
    ['(< 1 status-days-past-due 3)', ['1:1 (< 1 status-days-past-due 3) is false, needs to be true']],
    ['(do)', ['1:1 (do) is nil, needs to be true']],
    ['(when autopay)', []],
  ])('%s', (text, expected) => {
    expect(decided(text)).toEqual(expected);
  });

  it.each([
    ['(= loan-status "Open")', ['1:1 loan-status is "Open"']],
    ['(>= status-days-past-due 4)', ['1:1 status-days-past-due is 4, which is at least 4']],
    ['(not= loan-status "Closed")', ['1:1 loan-status is "Open", which is not "Closed"']],
    ['(not (= loan-status "Closed"))', ['1:6 loan-status is "Open", which is not "Closed"']],
    ['(some? autopay)', ['1:1 autopay is true, which is not nil']],
    ['(nil? loan-token)', ['1:1 loan-token is nil']],
    ['(contains? #{"Open" "A"} loan-status)', ['1:1 loan-status is "Open", which is one of "Open", "A"']],
    ['(< 1 status-days-past-due 9)', ['1:1 (< 1 status-days-past-due 9) is true']],
    [
      '(and autopay (pos? status-days-past-due))',
      ['1:6 autopay is true', '1:14 status-days-past-due is 4, which is more than 0'],
    ],
    [
      '(cond (= loan-status "A") false :else autopay)',
      ['1:7 loan-status is "Open", which is not "A"', '1:39 autopay is true'],
    ],
  ])('of one that is true says what is so: %s', (text, expected) => {
    expect(decided(text)).toEqual(expected);
  });

  it('comes with the values that it looked at', () => {
    const rule = ruleOf('(let [late (> status-days-past-due 10)] (and late autopay))');
    const [way] = explainRule(rule, variablesOf(LOAN))?.ways ?? [];
    expect(way).toMatchObject([{ text: 'late', start: 45, end: 49, truth: false }]);
    expect([...(way?.[0]?.values.keys() ?? [])]).toEqual(['status-days-past-due']);
  });
});

describe('what would decide a rule', () => {
  it.each([
    ['x', ['x']],
    ['(and (= loan-status "Open") x (or autopay y))', ['x']],
    ['(or x (and x y))', ['x']],
    ['(and x y)', ['x', 'y']],
    ['(> x y)', ['x', 'y']],
    ['(if x y z)', ['x', 'y', 'z']],
    ['(if x y y)', ['y']],
    ['(if autopay x y)', ['x']],
    ['(cond (= loan-status "A") x autopay y :else z)', ['y']],
    ['(if x (and y false) z)', ['x', 'z']],
    ['(-> x :a (= 1))', ['x']],
    // No variable helps where something cannot be worked out.
    ['(println 1)', []],
    ['(do (if (println 1) 1 2) true)', []],
    ['(and (println 1) x)', []],
    ['(and (or a b) (or c d) (or e f) (or g h) i)', ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']],
  ])('%s: %j', (text, names) => {
    expect(explainRule(ruleOf(text), variablesOf(LOAN))).toEqual({ ways: [], settledBy: names });
  });
});

describe('within limits', () => {
  it('explains rules of many conditions', () => {
    const many = Array.from({ length: 1500 }, (_, i) => `(= status-days-past-due ${i + 10})`);
    expect(decided(`(or ${many.join(' ')})`)).toHaveLength(4);
    expect(decided(`(and ${many.join(' ')})`)?.[0]?.split(' and ')).toHaveLength(1500);
    expect(
      decided(
        `(cond ${many
          .slice(0, 600)
          .map((one) => `${one} true`)
          .join(' ')} :else false)`,
      ),
    ).toHaveLength(4);
  });

  it('explains choices within the tests of choices', () => {
    const text = `${'(if '.repeat(90)}autopay${' true false)'.repeat(90)}`;
    expect(decided(text)).toEqual([`1:${90 * 4 + 1} autopay is true`]);
    const open = `${'(if '.repeat(90)}nobody-knows${' true false)'.repeat(90)}`;
    expect(explainRule(ruleOf(open), variablesOf(LOAN))?.settledBy).toEqual(['nobody-knows']);
  });

  it('follows long chains of names', () => {
    const names = Array.from({ length: 1000 }, (_, i) => `n${i + 1} n${i}`).join(' ');
    expect(decided(`(let [n0 (= loan-status "A") ${names}] n1000)`)).toEqual([
      expect.stringMatching(/loan-status is "Open", needs "A"$/),
    ]);
  });

  it('says nothing about one that takes too long', () => {
    const hostile = '((fn [f] (do (f f) (f f))) (fn [f] (do (f f) (f f))))';
    expect(explainRule(ruleOf(hostile), new Map())).toBeUndefined();
  });
});
