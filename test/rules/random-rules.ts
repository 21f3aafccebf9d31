import fc from 'fast-check';
import { ruleValueOf } from '../../src/rules/from-json.js';
import type { RuleValue } from '../../src/rules/value.js';

/** A rule made of conditions over `a` to `e`, each of which is 0 or 1; and where its conditions stand. */
export interface RandomRule {
  readonly text: string;
  readonly conditions: readonly { readonly start: number; readonly end: number }[];
}

/** Texts and marks: a mark is the next condition. */
type Piece = string | { readonly condition: string };

const condition = fc
  .tuple(
    fc.constantFrom('=', '<', '>=', 'not='),
    fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    fc.constantFrom(0, 1),
  )
  .map(([name, variable, bound]): Piece[] => [{ condition: `(${name} ${variable} ${bound})` }]);

const call = (name: string, parts: readonly (readonly Piece[])[]): Piece[] => [
  `(${name}`,
  ...parts.flatMap((part): Piece[] => [' ', ...part]),
  ')',
];

const { pieces } = fc.letrec<{ pieces: Piece[] }>((tie) => ({
  pieces: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    condition,
    fc
      .tuple(fc.constantFrom('and', 'or'), fc.array(tie('pieces'), { minLength: 1, maxLength: 4 }))
      .map(([name, parts]) => call(name, parts)),
    tie('pieces').map((part) => call('not', [part])),
    fc
      .tuple(fc.constantFrom('if', 'if-not'), fc.array(tie('pieces'), { minLength: 2, maxLength: 3 }))
      .map(([name, parts]) => call(name, parts)),
    fc
      .tuple(fc.constantFrom('when', 'when-not'), tie('pieces'), tie('pieces'))
      .map(([name, test, body]) => call(name, [test, body])),
    fc
      .array(fc.tuple(tie('pieces'), tie('pieces')), { minLength: 1, maxLength: 3 })
      .map((clauses) => call('cond', clauses.flat())),
    fc
      .tuple(condition, tie('pieces'))
      .map(([init, body]) =>
        call('let', [['[late ', ...init.map(textOf), ']'], call('and', [[{ condition: 'late' }], body])]),
      ),
  ),
}));

const textOf = (piece: Piece): string => (typeof piece === 'string' ? piece : piece.condition);

export const randomRule: fc.Arbitrary<RandomRule> = pieces.map((parts) => {
  let text = '';
  const conditions: { start: number; end: number }[] = [];
  for (const piece of parts) {
    const start = text.length;
    text += textOf(piece);
    if (typeof piece !== 'string') conditions.push({ start, end: text.length });
  }
  return { text, conditions };
});

/** The same rule with some of its sub-expressions turned. */
export function turned(
  text: string,
  spans: readonly { readonly start: number; readonly end: number }[],
): string {
  return [...spans]
    .sort((one, other) => other.start - one.start)
    .reduce(
      (left, { start, end }) => `${left.slice(0, start)}(not ${left.slice(start, end)})${left.slice(end)}`,
      text,
    );
}

const NAMES = [
  ...'and or not if if-not when when-not cond case let do -> ->> some-> fn quote'.split(' '),
  ...'= not= == < <= > >= + - * / quot rem mod inc dec min max abs'.split(' '),
  ...'zero? pos? neg? even? odd? nil? some? true? false? string? number? empty? contains?'.split(' '),
  ...'get get-in first last count nth str subs keyword name some every? filter map reduce'.split(' '),
  ...'clojure.string/blank? clojure.string/join clojure.string/replace clojure.string/upper-case nobody'.split(
    ' ',
  ),
];
const ATOMS = [
  ...'a b c d e % %2 nil true false 0 1 -1 2.5 1/2 3N 1.5M 9223372036854775807 1e300'.split(' '),
  ...'"" "text" \\c :a :else \'s [] {} #{}'.split(' '),
];

/** Any program at all over the names of the subset, most of which make no sense. */
export const randomProgram: fc.Arbitrary<string> = fc.letrec<{ form: string; call: string }>((tie) => ({
  form: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom(...ATOMS),
    fc.constantFrom(...NAMES),
    tie('call'),
    fc.array(tie('form'), { maxLength: 4 }).map((items) => `[${items.join(' ')}]`),
    fc.array(tie('form'), { maxLength: 3 }).map((items) => `#(${items.join(' ')})`),
    fc
      .array(fc.tuple(tie('form'), tie('form')), { maxLength: 2 })
      .map((pairs) => `{${pairs.flat().join(' ')}}`),
    fc.array(tie('form'), { maxLength: 3 }).map((items) => `#{${items.join(' ')}}`),
    fc
      .tuple(fc.constantFrom('a', 'b', 'f'), tie('form'), tie('form'))
      .map(([name, init, body]) => `(let [${name} ${init}] ${body})`),
    fc.tuple(tie('form'), tie('form')).map(([body, arg]) => `((fn [a] ${body}) ${arg})`),
  ),
  call: fc
    .tuple(fc.constantFrom(...NAMES), fc.array(tie('form'), { maxLength: 4 }))
    .map(([name, args]) => `(${[name, ...args].join(' ')})`),
})).call;

/** What a variable may turn out to be. */
export const anyValue: fc.Arbitrary<RuleValue> = fc
  .constantFrom<unknown[]>(null, true, false, 0, 1, -3, 2.5, '', 'text', [], [1, 'a'], { a: 1 })
  .map((value) => {
    const made = ruleValueOf(value);
    if (!made) throw new Error('no value');
    return made;
  });
