import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readAnyYaml } from '../../src/sources/export/yaml-any.js';

function valueIn(text: string): unknown {
  const read = readAnyYaml(text);
  if ('faults' in read) throw new Error(read.faults.map(({ message }) => message).join());
  return read.value;
}

function faultsOf(text: string): string[] {
  const read = readAnyYaml(text);
  if (!('faults' in read)) return [];
  return read.faults.map(
    ({ offset, message, first }) => `${offset}: ${message}${first === undefined ? '' : ` ${first}`}`,
  );
}

describe('values of YAML 1.2', () => {
  it.each<[string, unknown]>([
    ['a: yes', 'yes'],
    ['a: No', 'No'],
    ['a: on', 'on'],
    ['a: y', 'y'],
    ['a: True', true],
    ['a: FALSE', false],
    ['a: Null', null],
    ['a: ~', null],
    ['a:', null],
    ['a: # comment', null],
    ['a: nil', 'nil'],
    ['a: 007', 7],
    ['a: 0o17', 15],
    ['a: 017', 17],
    ['a: 0x1F', 31],
    ['a: 0b11', '0b11'],
    ['a: 1_000', '1_000'],
    ['a: 21:00', '21:00'],
    ['a: 12:30:45', '12:30:45'],
    ['a: 190:20:30', '190:20:30'],
    ['a: 2026-11-03', '2026-11-03'],
    ['a: 2026-11-03T17:20:00Z', '2026-11-03T17:20:00Z'],
    ['a: 1e3', 1000],
    ['a: +7', 7],
    ['a: .5', 0.5],
    ['a: .inf', Number.POSITIVE_INFINITY],
    ['a: 1.2.3', '1.2.3'],
    ["a: 'it''s'", "it's"],
    ['a: "a\\u0062"', 'ab'],
    ['a: "x\n   y"', 'x y'],
    ['a: x\n   y\n\n   z', 'x y\nz'],
    ['a: |\n  x\n   y\n', 'x\n y\n'],
    ['a: |-\n  x\n', 'x'],
    ['a: |+\n  x\n\n', 'x\n\n'],
    ['a: >\n  x\n  y\n', 'x y\n'],
    ['a: |2\n    x\n', '  x\n'],
    ['a: x # comment', 'x'],
    ['a: x#y', 'x#y'],
    ['a: [1, two, "3", [], {b: }]', [1, 'two', '3', [], { b: null }]],
    ['a: {b: 1, c}', { b: 1, c: null }],
    ['a:\n- 1\n- - 2\n  - 3\n', [1, [2, 3]]],
    ['? a\n: 1', 1],
    ['"a": 1', 1],
    ['---\na: 1\n...\n', 1],
    ['%YAML 1.1\n---\na: yes', 'yes'],
    ['%YAML 1.1\n---\na: 017', 17],
    ['a: 1\r\nb: |\r\n  x\r\n  y\r\n', 1],
    ['a: !!str 12', '12'],
    ['a: !!int "0x1F"', 31],
    ['a: ! 12', '12'],
    ['base: &b {x: 1, y: 2}\na: *b', { x: 1, y: 2 }],
    ['base: &b {x: 1, y: 2}\na: {<<: *b, y: 3}', { x: 1, y: 3 }],
    ['base: &b {x: 1}\na: {y: 3, <<: *b}', { x: 1, y: 3 }],
    ['b: &b {x: 1, y: 1}\nc: &c {y: 2, z: 2}\na: {<<: [*b, *c]}', { x: 1, y: 1, z: 2 }],
    ['b: &b {x: 1}\nc: &c {<<: *b, y: 2}\na: {<<: *c}', { x: 1, y: 2 }],
    ['a: {<<: {x: 1}}', { x: 1 }],
    ['a: {"<<": 1}', { '<<': 1 }],
    ['a: <<', '<<'],
    ['x: &k 1\nx2: &k 2\na: *k', 2],
    ['&k a: *k', 'a'],
  ])('%j', (text, value) => {
    expect(Reflect.get(Object(valueIn(text)), 'a')).toStrictEqual(value);
    const options = { schema: 'core', merge: true, resolveKnownTags: false, maxAliasCount: -1 } as const;
    expect(valueIn(text)).toStrictEqual(parse(text, { ...options, logLevel: 'error' }));
  });

  it('gives one object to all aliases, however many there are', () => {
    const text = `base: &b {x: 1}\na:\n${'  - *b\n'.repeat(5000)}`;
    const { a } = Object(valueIn(text));
    expect(a).toHaveLength(5000);
    expect(new Set(a).size).toBe(1);
  });

  it('takes __proto__ for a key like any other', () => {
    const value = Object(valueIn('__proto__: {polluted: 1}\na: {__proto__: 2, constructor: 3}'));
    expect(Object.keys(value)).toEqual(['__proto__', 'a']);
    expect(Object.keys(value.a)).toEqual(['__proto__', 'constructor']);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('agrees with the package wherever the package gives a value without a warning', () => {
    const pieces = [
      'a',
      'b: ',
      '- ',
      '\n',
      '\n  ',
      '&x ',
      '*x',
      '<<: ',
      '[',
      ']',
      '{',
      '}',
      ', ',
      '"',
      "'",
      '1',
      '# c',
      '|\n',
      ': ',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 14 }), (parts) => {
        const text = parts.join('');
        // An empty key is "" with the package, but "null" where it came by a merge.
        if (text.includes('<<') && /(?:^|[\s{,-]): /.test(text)) return;
        const read = readAnyYaml(text);
        if ('faults' in read) return;
        expect(read.value).toEqual(
          parse(text, { schema: 'core', merge: true, maxAliasCount: -1, logLevel: 'error' }),
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('YAML that is refused', () => {
  const indented = (depth: number) =>
    Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}a:\n`).join('');
  const quotes = 'If this is a text, put it in quotes.';

  const refused: readonly (readonly [string, readonly string[]])[] = [
    ['a:\n\tb: 1\n', ['3: A tab cannot indent a line. Use spaces.']],
    ['a: 1\na: 2\n', ['5: This key is there twice; first 0']],
    ['email: 1\nb: {}\nemail: 2\n', ['15: The key "email" is there twice; first 0']],
    ['1: x\n"1": y\n', ['5: This key is there twice; first 0']],
    ['a: 1\n---\nb: 1\n', ['5: A second YAML document begins here; a file has one.']],
    ['a: "x\nb: 1\n', ['3: This text has no closing quote.']],
    ["a:\n  b: 'x\nc: 'y'\n", ['8: This text has no closing quote.']],
    [
      'a: x: y',
      [`3: A value cannot have a key of its own on the same line, or is indented too deep. ${quotes}`],
    ],
    ['a: *b', [`3: No anchor (&) before this alias (*) has its name. ${quotes}`]],
    ['a: &a [*a]', ['7: This alias (*) stands inside the very value that it stands for.']],
    ['a: !env B', [`3: A tag (a word behind !) cannot be used. ${quotes}`]],
    ['a: !!binary aGk=', [`3: A tag (a word behind !) cannot be used. ${quotes}`]],
    ['a: !!js/function "x"', [`3: A tag (a word behind !) cannot be used. ${quotes}`]],
    ['a: !!set {x}', [`3: A tag (a word behind !) cannot be used. ${quotes}`]],
    ['a: @x', ['3: A text that begins with this character must be in quotes.']],
    [
      'a: "\\q"',
      [
        '4: Text in double quotes has a backslash that means nothing. Write \\\\ for one, or use single quotes.',
      ],
    ],
    ['a: {<<: 5}', ['8: The merge key << takes keys with values, or an alias (*) of such.']],
    ['? [a]\n: 1', ['2: A key must be a text, not a list or keys with values.']],
    ['%YAML 1.1\na: 1', ['10: Something is missing here: a space, a comma, a colon, or a closing bracket.']],
    [`a: ${'['.repeat(10_000)}`, ['103: Lists and keys are nested deeper than 100 levels.']],
    [`a: ${'{a: '.repeat(10_000)}`, ['403: Lists and keys are nested deeper than 100 levels.']],
    [`${'- '.repeat(10_000)}x\n`, ['202: Lists and keys are nested deeper than 100 levels.']],
    [`${'? '.repeat(10_000)}x\n`, ['202: Lists and keys are nested deeper than 100 levels.']],
  ];
  it.each(refused.map(([text, faults]) => ({ start: text.slice(0, 30), text, faults })))(
    '$start',
    ({ text, faults }) => {
      expect(faultsOf(text)).toEqual(faults);
    },
  );

  it('says of keys nested 3,000 deep, with a line behind them, that they are', () => {
    expect(faultsOf(`${indented(3000)}b: 1\n`)).toHaveLength(1);
    expect(faultsOf(indented(100))).toEqual([]);
  });

  it('adds the levels of an alias to those it stands at', () => {
    const chain = Array.from(
      { length: 120 },
      (_, i) => `k${i}: &k${i} [${i === 0 ? 1 : `*k${i - 1}`}]\n`,
    ).join('');
    expect(faultsOf(chain).at(0)).toContain('nested deeper than 100 levels');
  });

  it.each([
    ['lists', (name: string) => `[${`*${name}, `.repeat(10)}]`],
    [
      'merges',
      (name: string) => `{${Array.from({ length: 10 }, (_, i) => `k${i}: {<<: *${name}}`).join(', ')}}`,
    ],
  ])('bounds what aliases of %s amount to', (_, nest) => {
    const bomb = [
      'k0: &k0 {x: 1}',
      ...Array.from({ length: 40 }, (_, i) => `k${i + 1}: &k${i + 1} ${nest(`k${i}`)}`),
    ];
    const started = performance.now();
    expect(faultsOf(bomb.join('\n')).at(0)).toContain(
      'Written out, the aliases (*) stand for more than 1000000 values.',
    );
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('prints nothing when the variables that make the package log are set', () => {
    const { LOG_STREAM, LOG_TOKENS } = process.env;
    Object.assign(process.env, { LOG_STREAM: '1', LOG_TOKENS: '1' });
    const printed: unknown[] = [];
    const { dir, log } = console;
    Object.assign(console, {
      dir: (line: unknown) => printed.push(line),
      log: (line: unknown) => printed.push(line),
    });
    try {
      valueIn('a: secret');
      expect(printed).toEqual([]);
      expect(process.env).toMatchObject({ LOG_STREAM: '1', LOG_TOKENS: '1' });
    } finally {
      Object.assign(console, { dir, log });
      delete process.env['LOG_STREAM'];
      delete process.env['LOG_TOKENS'];
      Object.assign(process.env, { ...(LOG_STREAM && { LOG_STREAM }), ...(LOG_TOKENS && { LOG_TOKENS }) });
    }
  });
});
