import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Path } from '../../src/account/pointer.js';
import { type ExportFile, wholeFile } from '../../src/sources/export/export-file.js';
import { SourceText } from '../../src/sources/export/source-text.js';
import { readAnyYaml, readByPackage } from '../../src/sources/export/yaml-any.js';
import { identityOf } from '../../src/sources/export/yaml-identity.js';
import { outlineOf } from '../../src/sources/export/yaml-outline.js';
import { readYamlParts } from '../../src/sources/export/yaml-parts.js';

const limit = 1e6;

function inParts(text: string, wanted?: string): ExportFile | undefined {
  const outline = outlineOf(text);
  const read = outline && readYamlParts(new SourceText('a.yaml', text), wanted, outline, limit, readAnyYaml);
  return read && 'locate' in read ? read : undefined;
}

function asWhole(text: string, wanted?: string): ExportFile | undefined {
  const read = readByPackage(text);
  if ('faults' in read) return undefined;
  const offsetOf = (path: Path, part: 'key' | 'value') => read.find(path, part).offset;
  const whole = wholeFile({ value: read.value, offsetOf }, new SourceText('a.yaml', text), wanted);
  return 'locate' in whole ? whole : undefined;
}

/** What two readings of one text must agree on. */
function comparable(file: ExportFile | undefined) {
  if (!file) return undefined;
  const paths: Path[] = [[], ['customers'], ['absent'], ['customers', 9999]];
  for (const [key, value] of file.sections) collectPaths(value, [key], paths);
  for (const { index, customer } of file.customers?.chosen ?? []) {
    collectPaths(customer, ['customers', index], paths);
  }
  return {
    sections: Object.fromEntries(file.sections),
    count: file.customers?.count,
    chosen: file.customers?.chosen,
    places: paths.map((path) => [path, file.locate(path), file.locate(path, 'key')]),
  };
}

function collectPaths(value: unknown, path: Path, paths: Path[]): void {
  paths.push(path);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    collectPaths(member, [...path, Array.isArray(value) ? Number(key) : key], paths);
  }
}

const oddTexts = [
  '',
  ' ',
  'null',
  '~',
  'true',
  'yes',
  '0x10',
  '0o17',
  '007',
  '+7',
  '-7',
  '1e3',
  '1.0',
  '.5',
  '.inf',
  '12_000',
  '2026-01-02',
  '21:00',
  "O'Brien",
  'say "x"',
  'back\\slash',
  'a: b',
  'a #b',
  'a:',
  '- x',
  '# x',
  '&a',
  '*a',
  '!a',
  '<<',
  '@a',
  '%a',
  '[a',
  '{a',
  'x\ny',
  'x\n\n y\n',
  '\n  customers:\n  - id: 1\n',
  'id: 5\n- id: 6\nz',
  'tab\there',
  'trailing ',
  'é',
  '\u00a0x\u00a0',
  '\u2028',
  'ﷺ',
  '😀',
  'x'.repeat(90),
  `${'word '.repeat(40)}end`,
];
const text = fc.oneof(
  fc.constantFrom(...oddTexts),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const scalar = fc.oneof(
  text,
  fc.integer({ min: 0, max: 30 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const customer = fc.record(
  {
    id: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }).map(String), scalar),
    customId: scalar,
    firstName: scalar,
    lastName: scalar,
    companyName: scalar,
    email: scalar,
    active: fc.boolean(),
    links: fc.array(fc.dictionary(fc.constantFrom('role', 'loan', 'id', 'email'), scalar, { maxKeys: 3 }), {
      maxLength: 2,
    }),
    note: scalar,
  },
  { requiredKeys: [] },
);
const account = fc.record(
  {
    mailcheck: fc.constant(1),
    tenant: fc.dictionary(fc.constantFrom('id', 'name', 'customers'), scalar),
    notifications: fc.array(fc.record({ id: scalar, email: fc.record({ body: scalar }) }), { maxLength: 2 }),
    customers: fc.array(fc.oneof({ weight: 9, arbitrary: customer }, { weight: 1, arbitrary: scalar }), {
      maxLength: 4,
    }),
    communicationHistory: fc.array(scalar, { maxLength: 2 }),
  },
  { requiredKeys: ['mailcheck', 'customers'] },
);
const often = <T>(usual: T[], rare: T) =>
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: fc.constant(rare) });
const style = fc.record({
  collectionStyle: often<'any' | 'block' | 'flow'>(['any', 'block'], 'flow'),
  indent: fc.constantFrom(2, 2, 3, 4),
  indentSeq: fc.boolean(),
  lineWidth: fc.constantFrom(0, 20, 80),
  defaultStringType: fc.constantFrom<'PLAIN' | 'QUOTE_SINGLE' | 'QUOTE_DOUBLE' | 'BLOCK_LITERAL'>(
    'PLAIN',
    'PLAIN',
    'QUOTE_SINGLE',
    'QUOTE_DOUBLE',
    'BLOCK_LITERAL',
  ),
  defaultKeyType: often<'PLAIN' | 'QUOTE_DOUBLE'>(['PLAIN'], 'QUOTE_DOUBLE'),
  nullStr: fc.constantFrom('null', '~', ''),
});
/** Lines put somewhere into the text, and whether it has CRLF, a marker at its start, an end of line at its end. */
const decoration = fc.record({
  lines: fc.array(fc.tuple(fc.nat(200), often(['', '   ', '# note', '      # note'], '\t# note')), {
    maxLength: 3,
  }),
  spaces: fc.array(fc.nat(200), { maxLength: 2 }),
  isCrlf: fc.boolean(),
  start: fc.constantFrom('', '', '---\n', '# export\n---\n'),
  end: often(['', '\n'], '...\n'),
});

const document = fc
  .tuple(account, style, decoration)
  .map(([value, options, { lines, spaces, isCrlf, start, end }]) => {
    const written = stringify(value, { ...options, aliasDuplicateObjects: false }).split('\n');
    for (const [at, line] of lines) written.splice(at % written.length, 0, line);
    for (const at of spaces) written[at % written.length] += '  ';
    const decorated = start + written.join('\n') + end;
    return { value, text: isCrlf ? decorated.replaceAll('\n', '\r\n') : decorated };
  });

/** What may be typed into a file by mistake, or on purpose. */
const typed = [
  ...[' ', '  ', '\n', '\n  ', '\n- ', '\n  - ', '\t', '\r', '#', ': ', '"', "'", '[', ']', '{', '}', ','],
  ...['&a ', '*a', '!x ', '|', '>', '- ', '? ', '%', '<<: ', '---\n', '\n...\n', 'customers:'],
  ...['id: 3', '\n    id: 3', '\n  - id: 3\n    email: a@b.example'],
];
const edited = fc
  .tuple(
    document,
    fc.array(fc.tuple(fc.nat(3000), fc.nat(3), fc.constantFrom(...typed)), { minLength: 1, maxLength: 3 }),
  )
  .map(([{ value, text: before }, edits]) => {
    let after = before;
    for (const [place, dropped, added] of edits) {
      const at = place % (after.length + 1);
      after = after.slice(0, at) + added + after.slice(at + dropped);
    }
    return { value, text: after };
  });

function namesOf(customers: readonly unknown[]): string[] {
  return customers.flatMap((entry) => {
    const { id, customId, email, firstName, lastName, companyName } = Object(entry);
    return [id, customId, email, companyName, `${firstName} ${lastName}`].map(String);
  });
}

describe('a YAML export read in parts', () => {
  it.each([
    ['as the package writes it', document, 80],
    ['after some edits', edited, 200],
  ])('has the values and places of the whole, %s', (_, documents, numRuns) => {
    const read = { all: 0, one: 0 };
    fc.assert(
      fc.property(documents, ({ value, text }) => {
        const parts = inParts(text);
        if (parts) {
          read.all += 1;
          expect(comparable(parts)).toEqual(comparable(asWhole(text)));
        }
        for (const wanted of ['3', ...namesOf(value.customers)]) {
          const found = inParts(text, wanted);
          const whole = asWhole(text, wanted);
          // A customer who is not asked for may be wrong without anybody noticing.
          if (!found || !whole) continue;
          read.one += 1;
          expect(comparable(found)).toEqual(comparable(whole));
        }
      }),
      { numRuns },
    );
    // Or else nothing was compared.
    expect(read.all).toBeGreaterThan(numRuns / 20);
    expect(read.one).toBeGreaterThan(numRuns / 5);
  });
});

describe('cutting', () => {
  const item = '  - id: 1\n    email: a@b.example\n';

  it.each([
    ['plain block style', `mailcheck: 1\ncustomers:\n${item}`],
    ['a list that is not indented', 'mailcheck: 1\ncustomers:\n- id: 1\n  links:\n  - role: primary\n'],
    ['lists of other sections', `companyEmails:\n- id: 1\nmailcheck: 1\ncustomers:\n${item}`],
    [
      'a marker, comments, blank lines',
      `# x\n---\n# y\n\nmailcheck: 1\ncustomers: # z\n# a\n${item}# b\n\ntenant: {}\n`,
    ],
    ['CRLF', `mailcheck: 1\ncustomers:\n${item}`.replaceAll('\n', '\r\n')],
    [
      'a block of text that looks like YAML',
      `a: |\n  customers:\n    - id: 1\nmailcheck: 1\ncustomers:\n${item}`,
    ],
    ['a dash alone', 'mailcheck: 1\ncustomers:\n  -\n    id: 1\n'],
    ['entries in brackets', 'mailcheck: 1\ncustomers:\n  - {id: 1}\n'],
    ['an anchor within one customer', 'mailcheck: 1\ncustomers:\n  - id: &a 1\n    customId: *a\n'],
  ])('is certain of %s', (_, text) => {
    expect(comparable(inParts(text, '1'))).toEqual(comparable(asWhole(text, '1')));
    expect(inParts(text, '1')?.customers?.chosen).toHaveLength(1);
  });

  it.each([
    ['an alias to another part', `base: &b 1\nmailcheck: 1\ncustomers:\n  - id: 1\n    customId: *b\n`],
    ['a merge from another part', `base: &b {id: 1}\nmailcheck: 1\ncustomers:\n  - <<: *b\n`],
    ['an anchor on the list', `mailcheck: 1\ncustomers: &c\n${item}`],
    ['a tag on the list', `mailcheck: 1\ncustomers: !!seq\n${item}`],
    ['a list in brackets', 'mailcheck: 1\ncustomers: [{id: 1}]\n'],
    ['a list in brackets below', 'mailcheck: 1\ncustomers:\n  [{id: 1}]\n'],
    ['a key in quotes', `mailcheck: 1\n"customers":\n${item}`],
    ['an explicit key', `mailcheck: 1\n? customers\n:\n${item}`],
    ['a root that is indented', ' mailcheck: 1\n customers:\n  - id: 1\n'],
    ['a root in brackets', '{mailcheck: 1,\ncustomers:\n  [{id: 1}]}\n'],
    ['a directive', `%YAML 1.2\n---\nmailcheck: 1\ncustomers:\n${item}`],
    ['an end of the document', `mailcheck: 1\ncustomers:\n${item}...\n`],
    ['a second document', `mailcheck: 1\ncustomers:\n${item}---\na: 1\n`],
    ['customers twice', `mailcheck: 1\ncustomers:\n${item}customers:\n${item}`],
    ['entries at two columns', `mailcheck: 1\ncustomers:\n${item} - id: 2\n`],
    ['a tab as indentation', `mailcheck: 1\ncustomers:\n${item}\t- id: 2\n`],
    ['a text on several lines', 'mailcheck: 1\ncustomers:\n  - id: 1\n  x\n'],
    ['no customers', 'mailcheck: 1\ncustomers:\n'],
    ['a wrong section', `mailcheck: 1\ntenant: *x\ncustomers:\n${item}`],
    ['a wrong customer who is asked for', 'mailcheck: 1\ncustomers:\n  - id: 1\n    id: 1\n'],
    ['a merge key at the root', `<<: {a: 1}\nmailcheck: 1\ncustomers:\n${item}`],
  ])('gives up on %s', (_, text) => {
    expect(inParts(text, '1')).toBeUndefined();
  });

  it.each([
    ['id: 1 # comment', '1'],
    ['id: 0x10', '16'],
    ['id: 007', '7'],
    ['id: +7', '7'],
    ['id: 1.0', '1'],
    ['id: 1e3', '1000'],
    ['id: "1"', '1'],
    ["id: '1'  ", '1'],
    ['"id": 1', '1'],
    ['? id\n    : 1', '1'],
    ['id: "a\\u0062"', 'ab'],
    ["id: 'a''b'", "a'b"],
    ['id:\n      1', '1'],
    ['id: one\n      two', 'one two'],
    ['id: |\n      x', 'x'],
    ['id: !!str 1', '1'],
    ['{id: 1}', '1'],
    ['<<: {id: 1}', '1'],
    ['x: &a 1\n    id: *a', '1'],
    ['id: C-1042', 'C-1042'],
    ['id: 550e8400-e29b', '550e8400-e29b'],
    ['email: "A@b.example"', 'a@B.example'],
    ['firstName: José\n    lastName: Roe', 'jose\u0301 ROE'],
    ['companyName: A, [B] & {C}', 'a, [b] & {c}'],
    ['companyName: 3rd Street', '3rd street'],
    ['companyName: a:b#c', 'a:b#c'],
  ])('finds the customer with %j as %j', (member, wanted) => {
    const text = `mailcheck: 1\ncustomers:\n  - email: x@y.example\n  - ${member}\n`;
    for (const variant of [text, text.replaceAll('\n', '\r\n')]) {
      expect(inParts(variant, wanted)?.customers?.chosen.map(({ index }) => index)).toEqual([1]);
      expect(comparable(inParts(variant, wanted))).toEqual(comparable(asWhole(variant, wanted)));
    }
  });

  it.each([
    '{id: 1}',
    '- id: 1',
    'id',
    'id: 1\n    id: 2',
    'id: 1\n     email: x',
    'id: 1\n   email: x',
    'id: 1\n      # x\n      2',
    '  id: 1\n    email: x',
    'id: "1" 2',
    'id: true',
    'id: 1:\n',
    'id: &a 1',
    'id:\t1',
    'id : 1',
    '? id\n    : 1',
    `id: ${'x'.repeat(400)}`,
    'links: [\n    ]',
  ])('is not certain who %j is', (member) => {
    const text = `  - ${member}\n`;
    expect(identityOf(text, 0, text.length)).toBeUndefined();
  });

  it('gives up where an anchor among the customers could be meant by an alias behind them', () => {
    const text = `mailcheck: 1\ncustomers:\n${item}    timezone: &z Asia/Tokyo\n`;
    expect(inParts(`${text}tenant:\n  name: *z\n`, '1')).toBeUndefined();
    expect(inParts(`${text}tenant:\n  name: Acme\n`, '1')).toBeDefined();
  });

  it('does not read customers who are not asked for', () => {
    const text = `mailcheck: 1\ncustomers:\n${item}  - id: 2\n    note: "\n    links: [\n`;
    expect(inParts(text, '1')?.customers?.chosen).toHaveLength(1);
    expect(inParts(text, '2')).toBeUndefined();
    expect(inParts(text)).toBeUndefined();
  });
});
