// The expressions that real Clojure is asked about: chosen ones, products of operators and operands, and random
// programs. The same seed gives the same table.
import { readFileSync } from 'node:fs';

const NUMBERS = [
  '0',
  '1',
  '-1',
  '2',
  '7',
  '-7',
  '10',
  '0.0',
  '0.5',
  '-2.5',
  '3.0',
  '1e3',
  '1/2',
  '-7/3',
  '5N',
  '1.50M',
  '-2M',
];
const LARGE = [
  '9223372036854775807',
  '-9223372036854775808',
  '9223372036854775808',
  '1e300',
  '123456789.125',
  '1e7',
  '1e-4',
];
const VALUES = [
  'nil',
  'true',
  'false',
  '0',
  '1.0',
  '"a"',
  '""',
  '\\a',
  ':a',
  "'a",
  '[]',
  '[1 2]',
  "'(1 2)",
  '{}',
  '{:a 1}',
  '#{}',
  '#{1}',
];
const ONE_NUMBER = [
  '+',
  '-',
  '*',
  '/',
  '<',
  '=',
  '==',
  'min',
  'max',
  'inc',
  'dec',
  'abs',
  'zero?',
  'pos?',
  'neg?',
  'even?',
  'odd?',
];
const TWO_NUMBERS = [
  '=',
  'not=',
  '==',
  '<',
  '<=',
  '>',
  '>=',
  '+',
  '-',
  '*',
  '/',
  'quot',
  'rem',
  'mod',
  'min',
  'max',
];
const ONE_VALUE = [
  'not',
  'nil?',
  'some?',
  'true?',
  'false?',
  'string?',
  'number?',
  'empty?',
  'count',
  'first',
  'last',
  'str',
  'keyword',
  'name',
  '=',
  ':a',
];
const TWO_VALUES = ['=', 'contains?', 'get', '<', '+', 'nth'];

const CHOSEN = new URL('../../fixtures/rules/chosen-expressions.clj', import.meta.url);

/** All expressions, none twice. */
export function expressions(seed) {
  const random = generator(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const products = [
    ...ONE_NUMBER.flatMap((name) => [...NUMBERS, ...LARGE].map((value) => [`(${name} ${value})`, 0.3])),
    ...TWO_NUMBERS.flatMap((name) =>
      [...NUMBERS, ...LARGE].flatMap((a) => NUMBERS.map((b) => [`(${name} ${a} ${b})`, 0.06])),
    ),
    ...ONE_VALUE.flatMap((name) => VALUES.map((value) => [`(${name} ${value})`, 0.5])),
    ...TWO_VALUES.flatMap((name) => VALUES.flatMap((a) => VALUES.map((b) => [`(${name} ${a} ${b})`, 0.05]))),
  ];
  const sampled = products.filter(([, share]) => random() < share).map(([text]) => text);
  const programs = Array.from({ length: 250 }, () => program(pick, 4));
  return [...new Set([...chosen(), ...sampled, ...programs])];
}

/** One a line, but for those that go on in the next one, indented. */
const chosen = () =>
  readFileSync(CHOSEN, 'utf8')
    .trim()
    .split(/\n(?! )/);

/** Programs that never fail, so that it does not matter what `and`, `or` and `if` leave out. */
function program(pick, depth) {
  return pick([truth, truth, number, value])(pick, depth, []);
}

function truth(pick, depth, names) {
  const below = (make) => make(pick, depth - 1, names);
  if (depth <= 0) return pick(['true', 'false', '(nil? nil)', '(= 1 1.0)', '(pos? 3)']);
  return pick([
    () => `(and ${below(truth)} ${below(truth)})`,
    () => `(or ${below(truth)} ${below(truth)} ${below(truth)})`,
    () => `(not ${below(truth)})`,
    () => `(if ${below(truth)} ${below(truth)} ${below(truth)})`,
    () => `(${pick(['=', 'not=', '<', '<=', '>', '>=', '=='])} ${below(number)} ${below(number)})`,
    () => `(= ${below(value)} ${below(value)})`,
    () => `(${pick(['nil?', 'some?', 'string?', 'number?', 'true?'])} ${below(value)})`,
    () =>
      `(${pick(['some', 'every?'])} ${pick(['pos?', 'even?', '#(> % 2)', '(fn [x] (= x 3))'])} ${integers(pick)})`,
    () => `(contains? {:a 1 :b nil} ${pick([':a', ':b', ':c'])})`,
    () =>
      `(clojure.string/${pick(['starts-with?', 'ends-with?', 'includes?'])} ${below(text)} ${below(text)})`,
  ])();
}

function number(pick, depth, names) {
  const below = (make) => make(pick, depth - 1, names);
  if (names.length > 0 && pick([true, false])) return pick(names);
  if (depth <= 0) return pick(['0', '1', '-3', '5', '12', '2.5', '-0.5', '3.0', '1/2', '-5/4', '4N']);
  return pick([
    () => `(${pick(['+', '-', '*', 'min', 'max'])} ${below(number)} ${below(number)})`,
    () => `(${pick(['quot', 'rem', 'mod', '/'])} ${below(number)} ${pick(['2', '-3', '5/2', '0.5', '7N'])})`,
    () => `(${pick(['inc', 'dec', 'abs', '-'])} ${below(number)})`,
    () => `(if ${below(truth)} ${below(number)} ${below(number)})`,
    () => `(count ${pick([below(text), integers(pick)])})`,
    () => `(reduce ${pick(['+', 'max', '-'])} ${integers(pick)})`,
    () => {
      const name = `v${depth}`;
      return `(let [${name} ${below(number)}] ${number(pick, depth - 1, [...names, name])})`;
    },
    () => `(-> ${below(number)} (- ${below(number)}) inc)`,
    () =>
      `(->> ${integers(pick)} (map ${pick(['inc', '#(* % %)', '-'])}) (filter ${pick(['pos?', 'even?'])}) count)`,
    () => `(case ${pick(['1', '2', '3'])} 1 ${below(number)} (2 4) ${below(number)} ${below(number)})`,
    () => `(cond ${below(truth)} ${below(number)} ${below(truth)} ${below(number)} :else ${below(number)})`,
  ])();
}

function text(pick, depth, names) {
  const below = (make) => make(pick, depth - 1, names);
  if (depth <= 0) return pick(['"Open"', '"open - late"', '""', '"a"', '" x "']);
  return pick([
    () => `(str ${below(value)} ${below(text)})`,
    () =>
      `(clojure.string/${pick(['upper-case', 'lower-case', 'trim', 'capitalize', 'reverse'])} ${below(text)})`,
    () => `(clojure.string/join "," ${integers(pick)})`,
    () => `(name ${pick([':a', ':a/b', '"n"'])})`,
  ])();
}

function value(pick, depth, names) {
  const below = (make) => make(pick, depth - 1, names);
  if (depth <= 0) return pick(['nil', ':a', '"x"', '1', '1.0', '[1 2]', '{:a 1}', '\\c', 'false']);
  return pick([
    () => below(number),
    () => below(text),
    () => below(truth),
    () => `[${below(value)} ${below(number)}]`,
    () => `{:k ${below(value)}}`,
    () => `(get {:a ${below(value)}} ${pick([':a', ':b'])} ${below(value)})`,
    () => `(get-in {:a {:b ${below(number)}}} [:a ${pick([':b', ':c'])}])`,
    () => `(first [${below(value)}])`,
    () => `(when ${below(truth)} ${below(value)})`,
    () => `(some-> {:a ${below(number)}} ${pick([':a', ':b'])} inc)`,
    () => `[(map ${pick(['inc', 'str'])} ${integers(pick)})]`,
  ])();
}

const integers = (pick) =>
  `[${Array.from({ length: pick([0, 1, 3, 4]) }, () => pick(['-2', '0', '3', '4', '9'])).join(' ')}]`;

/** mulberry32: a small seeded generator of numbers from 0 to 1. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
