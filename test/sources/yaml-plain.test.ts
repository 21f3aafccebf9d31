import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Path } from '../../src/account/pointer.js';
import { readByPackage } from '../../src/sources/export/yaml-any.js';
import { readPlainYaml } from '../../src/sources/export/yaml-plain.js';

/** Everything that is read as plain must be what the package says, values and places alike. */
function holdTogether(text: string): 'plain' | 'handed over' {
  const plain = readPlainYaml(text);
  if (!plain) return 'handed over';
  const whole = readByPackage(text);
  if ('faults' in whole) throw new Error(`${JSON.stringify(text)}: ${whole.faults[0]?.message}`);
  expect(plain.value, text).toEqual(whole.value);
  if (Object.is(plain.value, whole.value)) return 'plain';
  for (const path of pathsBelow(plain.value, [])) {
    for (const part of ['key', 'value'] as const) {
      expect([text, path, part, plain.find(path, part)]).toEqual([text, path, part, whole.find(path, part)]);
    }
  }
  return 'plain';
}

function pathsBelow(value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return [path, [...path, 'absent']];
  const below = Object.entries(value).flatMap(([key, member]) =>
    pathsBelow(member, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return [path, [...path, 'absent'], ...below];
}

const PLAIN: readonly string[] = [
  'a: 1',
  '---\na: 1\n',
  '# comment\na: 1 # more\n\n# end\n',
  "a: \"quoted # x\"\nb: 'it''s'\n\"c d\": 1\n'e': 2\n",
  'a:\nb:   # comment\nc: ~\nd: null\ne: ""\n',
  'a:\n  - 1\n  -   2\n  - b: 1\n    c: 2\n  -\n    d: 1\n',
  'a:\n- 1\n- - x\n  - y\nb: 1\n',
  'a: {b: 1, "c": [1, 2], d: {}}\ne: []\n',
  '{a: 1, b: [x, {c: d}]}',
  '[1, 2]',
  'a: |\n  one\n   two\n\n  three\nb: >-\n  one\n  two\nc: |+\n  x\n\nd: 1\n',
  'a: |2\n    indented\nb: >\n\n  folded\n  text\n\n   more\n',
  'a: two\n  lines\nb: "two\n  lines"\nc: \'two\n\n  lines\'\n',
  'a: "\\u00e9 \\x41 \\n \\" \\\\ \\/"\n',
  'a: yes\nb: No\nc: on\nd: y\ne: TRUE\nf: False\ng: NULL\nh: tRue\n',
  'a: 012\nb: 0o14x\nc: 1_000\nd: 190:20:30\ne: 1e3\nf: -0.5\ng: +7\nh: .5\ni: 1.\nj: 12e03\nk: -0\n',
  'a: 2026-11-03\nb: 2026-11-03T17:20:00Z\nc: 12:30\nd: "21:00"\n',
  'a: 12345678901234567890\nb: 9007199254740993\nc: 1.7976931348623157e309\n',
  '1: x\ntrue: y\n1.0e1: z\nnull: w\n',
  'a: x & y\nb: a * b\nc: 50% !\nd: a#b\ne: http://x.example/?a=b&c\n',
  'a: "&amp;"\nb: |\n  <p>&nbsp;*x* !y</p>\n',
  'a: 1\r\nb:\r\n  - x\r\nc: |\r\n  text\r\n',
  'a: x\ty\nb: "\t"\nc:\t1\n',
  'key with spaces: 1\nkey-dash: 2\n?x: 3\n',
  'a:    1\nb:  "x"  \nc:  [ 1 ,2 ]  # y\n',
  'ä: ö\n😀: "😀"\n',
  'constructor: 1\ntoString: 2\n',
  'a: - x\n'.replace('- x', '-x'),
];

const HANDED_OVER: readonly (readonly [what: string, text: string])[] = [
  ['nothing', ''],
  ['a comment alone', '# x\n'],
  ['a scalar', 'x'],
  ['an anchor', 'a: &x 1\n'],
  ['an alias', 'a: &x [1]\nb: *x\n'],
  ['a merge', 'a: {<<: {b: 1}}\n'],
  ['a tag', 'a: !!str 1\n'],
  ['a local tag', 'a: !x 1\n'],
  ['a directive', '%YAML 1.1\n---\na: yes\n'],
  ['two documents', 'a: 1\n---\nb: 1\n'],
  ['a marked end', 'a: 1\n...\n'],
  ['a key that is there twice', 'a: 1\na: 2\n'],
  ['keys that come to the same', '1: x\n"1": y\n'],
  ['a key that is a list', '? [a]\n: 1\n'],
  ['an explicit key', '? a\n: 1\n'],
  ['an empty key', ': 1\n'],
  ['an empty entry', 'a:\n  -\n  - 1\n'],
  ['an octal number', 'a: 0o14\n'],
  ['a hexadecimal number', 'a: 0xff\n'],
  ['infinity', 'a: .inf\nb: -.INF\n'],
  ['not a number', 'a: .nan\n'],
  ['a block text in a list', 'a:\n  - |\n    x\n'],
  ['a tab that indents', 'a:\n\tb: 1\n'],
  ['a text that is not closed', 'a: "x\n'],
  ['a list that is not closed', 'a: [1\n'],
  ['keys that are not aligned', 'a:\n  b: 1\n c: 2\n'],
  ['__proto__', '__proto__: 1\n'],
  ['a hundred levels', Array.from({ length: 95 }, (_, i) => `${' '.repeat(i)}a:\n`).join('')],
];

describe('plain YAML', () => {
  it.each(PLAIN)('%j is what the package reads', (text) => {
    expect(holdTogether(text)).toBe('plain');
  });

  it.each(HANDED_OVER)('hands over %s', (_, text) => {
    expect(readPlainYaml(text)).toBeUndefined();
  });
});

describe('for any text', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.constantFrom(
      'yes',
      '0x1',
      '1e3',
      '~',
      'a: b',
      '- a',
      '# x',
      '|',
      "it's",
      'a\nb',
      ' x ',
      '\ta',
      '2026-01-01',
    ),
  );
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(text, tie('value'), { maxKeys: 4 }),
    ),
  })).value;

  it('that was written by the package', () => {
    let plain = 0;
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), value, { minKeys: 1, maxKeys: 5 }),
        fc.constantFrom(20, 80, 0),
        fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'),
        (root, lineWidth, defaultStringType) => {
          if (holdTogether(stringify(root, { lineWidth, defaultStringType })) === 'plain') plain += 1;
        },
      ),
      { numRuns: 400 },
    );
    expect(plain).toBeGreaterThan(200);
  });

  it('made of pieces of YAML', () => {
    const pieces = [
      'a',
      'b:',
      'c: ',
      '- ',
      '\n',
      '\n  ',
      '\n    ',
      ' ',
      '{',
      '}',
      '[',
      ']',
      ', ',
      '"',
      "'",
      '1',
      '# c',
      '|\n',
      '>-\n',
      ': ',
      '? ',
      '&x ',
      '*x',
      '!t ',
      '---\n',
      '\t',
      '\r\n',
      '.',
      '%',
      '<<',
      '\\',
      '0',
      'e',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 16 }), (parts) => {
        holdTogether(parts.join(''));
      }),
      { numRuns: 1000 },
    );
  });

  it('that is an export with some characters changed', () => {
    const places = fc.array(
      fc.tuple(fc.nat(), fc.constantFrom('', ' ', '\n', ':', '-', '"', '#', '\t', '|', '[', '}', ',', 'x')),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...PLAIN), places, (text, changes) => {
        let changed = text;
        for (const [at, put] of changes) {
          const i = at % (changed.length + 1);
          changed = changed.slice(0, i) + put + changed.slice(i + 1);
        }
        holdTogether(changed);
      }),
      { numRuns: 1000 },
    );
  });
});
