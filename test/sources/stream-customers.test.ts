import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { ElementFeed } from '../../src/sources/export/element-feed.js';
import { readLargeJson } from '../../src/sources/export/large-json.js';
import { LineFeed } from '../../src/sources/export/line-feed.js';
import {
  customersOfElements,
  customersOfRange,
  customersOfStream,
  linesAt,
  type Visitor,
} from '../../src/sources/export/stream-customers.js';

const folder = mkdtempSync(path.join(tmpdir(), 'mailcheck-streams-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
function written(content: string | Buffer, ending = 'ndjson'): string {
  files += 1;
  const file = path.join(folder, `${files}.${ending}`);
  writeFileSync(file, content);
  return file;
}

/** Bytes in blocks, each of which is overwritten once it was taken, as those of a file are. */
function inBlocks(bytes: Buffer, sizes: readonly number[], take: (block: Buffer) => void): void {
  let at = 0;
  for (let i = 0; at < bytes.length; i += 1) {
    const block = Buffer.from(bytes.subarray(at, at + (sizes[i % sizes.length] ?? 1)));
    at += block.length;
    take(block);
    block.fill(0x2a);
  }
}

const blockSizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });

describe('lines in blocks', () => {
  it('are the lines of the text, wherever it is cut', () => {
    const lines = fc.array(fc.string({ unit: fc.constantFrom('a', 'é', ' ', '\r', '{'), maxLength: 8 }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(lines, fc.boolean(), blockSizes, (texts, isClosed, sizes) => {
        const text = texts.join('\n') + (isClosed && texts.length > 0 ? '\n' : '');
        const bytes = Buffer.from(text);
        const found: [string | undefined, number][] = [];
        const feed = new LineFeed(0, 10, (line, offset) => found.push([line?.toString(), offset]));
        inBlocks(bytes, sizes, (block) => feed.push(block));
        feed.end();
        const expected = text.split('\n');
        if (expected.at(-1) === '') expected.pop();
        expect(found.map(([line]) => line)).toEqual(
          expected.map((line) => (Buffer.byteLength(line) > 10 ? undefined : line)),
        );
        for (const [line, offset] of found) {
          if (line !== undefined)
            expect(bytes.subarray(offset, offset + Buffer.byteLength(line)).toString()).toBe(line);
        }
      }),
    );
  });
});

describe('elements of a JSON list in blocks', () => {
  it('are those of the list, wherever it is cut', () => {
    const element = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom('a"b\\', '],[{', '\\"', { '}': ']' }, [[]], {}, [], '', null, 12),
    );
    fc.assert(
      fc.property(
        fc.array(element, { maxLength: 6 }),
        fc.constantFrom(0, 1),
        blockSizes,
        (list, indent, sizes) => {
          const bytes = Buffer.from(`${JSON.stringify(list, undefined, indent).slice(1)} , "more": [1]}`);
          const found: unknown[] = [];
          const feed = new ElementFeed(0, (part, offset) => {
            const text = part?.toString() ?? '';
            found.push(JSON.parse(text));
            expect(bytes.subarray(offset, offset + Buffer.byteLength(text)).toString()).toBe(text);
          });
          let read = 0;
          inBlocks(bytes, sizes, (block) => {
            if (!feed.isOver) read += feed.push(block);
          });
          expect(found).toEqual(JSON.parse(JSON.stringify(list)));
          expect(feed.isOver).toBe(true);
          expect(bytes[read]).toBe(0x5d);
        },
      ),
    );
  });
});

/** Who was read, and what was refused. */
function visiting() {
  const ids: unknown[] = [];
  const refused: unknown[] = [];
  const visitor: Visitor = {
    customer: ({ id }) => ids.push(id),
    refused: (why, at) => refused.push('message' in why ? [at, why.message] : [at]),
  };
  return { ids, refused, visitor };
}

describe('a file of customers', () => {
  const odd = [
    '\ufeff{"id":1}',
    '',
    '  {"id":2}  \r',
    'no JSON',
    '[1]',
    '{"id":3,"active":"yes"}',
    '{"id":4,"links":[{"loan":{"snapshotDate":"2026-02-30"}}]}',
    '{"id":5,"timezone":"Mars/Olympus"}',
    '{"id":6,"email":"\u00e9"}',
    '{"id":7}',
  ];
  const bytes = Buffer.concat([
    Buffer.from(`${odd.join('\n')}\n`),
    Buffer.from([0x7b, 0xff, 0x7d]),
    Buffer.from('\n{"id":8}'),
  ]);

  it('is read in ranges, each line by the range in which it begins', () => {
    const file = written(bytes);
    const whole = visiting();
    for (const _ of customersOfRange(file, { from: 0, to: bytes.length }, false, whole.visitor));
    expect(whole.ids).toEqual([1, 2, 6, 7, 8]);
    expect(whole.refused).toHaveLength(6);
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const parts = visiting();
      for (const range of [
        { from: 0, to: cut },
        { from: cut, to: bytes.length },
      ])
        for (const _ of customersOfRange(file, range, false, parts.visitor));
      expect([cut, parts.ids, parts.refused]).toEqual([cut, whole.ids, whole.refused]);
    }
  });

  it('says which line is no customer', () => {
    const file = written(bytes);
    const { refused, visitor } = visiting();
    for (const _ of customersOfRange(file, { from: 0, to: bytes.length }, false, visitor));
    const offsets = refused.map((one) => (one as [{ offset: number }])[0].offset);
    expect(linesAt(file, offsets)).toEqual([4, 5, 6, 7, 8, 11]);
  });

  it.each([
    ['plain', bytes],
    ['compressed', gzipSync(bytes)],
  ])('is read as a stream, %s, and in shards', async (_, content) => {
    const file = written(content);
    const seen: unknown[] = [];
    for (const part of [1, 2, 3]) {
      const { ids, visitor } = visiting();
      let read = 0;
      for await (const length of customersOfStream(file, { part, of: 3 }, false, visitor)) read += length;
      expect(read).toBe(content.length);
      seen.push(ids);
    }
    expect(seen).toEqual([[1, 7], [], [2, 6, 8]]);
  });

  it('that is compressed and cut off is read as far as it goes', async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `{"id":${i},"firstName":"${Math.sin(i)}"}`).join(
      '\n',
    );
    const file = written(gzipSync(many).subarray(0, -5000), 'ndjson.gz');
    const { ids, visitor } = visiting();
    await expect(async () => {
      for await (const _ of customersOfStream(file, { part: 1, of: 1 }, false, visitor));
    }).rejects.toThrow('The compressed file is cut off.');
    expect(ids.length).toBeGreaterThan(1000);
  });

  const deep = `{"id":1,"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  it.each([
    ['an unknown key', '{"id":1,"emial":"x"}', [1], undefined],
    [
      'an unknown key where that is a mistake',
      '{"id":1,"emial":"x"}',
      [],
      'The line has a key that is not of the format.',
      true,
    ],
    ['a key twice', '{"id":1,"email":"","email":"a@x.example"}', [], 'A key is there twice.'],
    ['a key twice, deep in it', '{"id":1,"links":[{"loan":{"id":1,"id":1}}]}', [], 'A key is there twice.'],
    ['colons in a text', '{"id":1,"lastName":"a:b\\":c"}', [1], undefined],
    ['lists too deep', deep, [], 'Lists and keys are nested deeper than 100 levels.'],
    ['lists too deep, strictly', deep, [], 'Lists and keys are nested deeper than 100 levels.', true],
  ])('with %s', (_, line, taken, why, strict = false) => {
    const file = written(`${line}\n`);
    const { ids, refused, visitor } = visiting();
    for (const _ of customersOfRange(file, { from: 0, to: line.length }, strict, visitor));
    expect([ids, refused]).toEqual([taken, why === undefined ? [] : [[{ offset: 0 }, why]]]);
  });
});

describe('a large JSON export', () => {
  const customers = [{ id: 1, email: 'a]"}' }, { id: 2, links: [{ loan: { id: 3 } }] }, { id: 4 }];
  const rest = { mailcheck: 1, notifications: [{ customers: [1, 2] }], tenant: { name: 'customers' } };

  it.each<[string, string]>([
    ['last', JSON.stringify({ ...rest, customers })],
    ['first', JSON.stringify({ customers, ...rest })],
    [
      'in the middle, indented',
      JSON.stringify(
        { mailcheck: 1, customers, notifications: rest.notifications, tenant: rest.tenant },
        undefined,
        2,
      ),
    ],
    ['with BOM', `\ufeff${JSON.stringify({ ...rest, customers })}`],
  ])('with its customers %s', async (_, text) => {
    const file = written(text, 'json');
    for (const cuts of [[], [0, text.length], [text.indexOf('"id"'), text.indexOf('"links"'), text.length]]) {
      const { file: read, customers: ranges } = await readLargeJson(file, cuts);
      expect(Object.fromEntries(read.sections)).toEqual(rest);
      expect(read.customers?.count).toBe(0);
      const { ids, refused, visitor } = visiting();
      for (const range of ranges) for (const _ of customersOfElements(file, range, false, visitor));
      expect([ids, refused]).toEqual([[1, 2, 4], []]);
      const line = text.slice(0, text.indexOf('"tenant"')).split('\n').length;
      expect(read.locate(['tenant'], 'key').line).toBe(line);
    }
  });

  it.each<[string, string]>([
    ['no customers', JSON.stringify(rest)],
    ['an empty list', JSON.stringify({ ...rest, customers: [] })],
    ['null', JSON.stringify({ ...rest, customers: null })],
  ])('with %s', async (_, text) => {
    const { customers: ranges } = await readLargeJson(written(text, 'json'), [10, 20]);
    expect(ranges).toEqual([]);
  });

  it.each<[string, string, RegExp]>([
    [
      'cut off among the customers',
      '{"mailcheck":1,"customers":[{"id":1},{"id"',
      /list of customers does not end/,
    ],
    ['cut off behind them', '{"mailcheck":1,"customers":[{"id":1}]', /./],
    ['with a second list', '{"customers":[],"mailcheck":1,"customers":[]}', /twice/],
    ['that is none', '{"mailcheck":1,"customers":[{"id":1}] x}', /./],
    ['that is a list', '[{"customers":[]}]', /keys with values/],
    ['with two commas', '{"mailcheck":1,"customers":[{"id":1},,{"id":2}]}', /a comma with no customer/],
    ['with a comma first', '{"mailcheck":1,"customers":[,{"id":1}]}', /a comma with no customer/],
    ['with a comma last', '{"mailcheck":1,"customers":[{"id":1}, ]}', /a comma with no customer/],
    ['with a comma alone', '{"mailcheck":1,"customers":[,]}', /a comma with no customer/],
  ])('%s is refused', async (_, text, message) => {
    await expect(readLargeJson(written(text, 'json'), [])).rejects.toThrow(message);
  });
});
