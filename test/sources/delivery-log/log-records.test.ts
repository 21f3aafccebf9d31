import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LogRecord, LogRecords } from '../../../src/sources/delivery-log/log-records.js';

function records(bytes: Buffer, size = bytes.length, longest?: number): LogRecord[] {
  const splitter = new LogRecords(longest);
  const found: LogRecord[] = [];
  for (let at = 0; at < bytes.length; at += size) found.push(...splitter.push(bytes.subarray(at, at + size)));
  return [...found, ...splitter.end()];
}
/** `line:column text`, `?` for what could not be read, `~` for what stands in its lines. */
const inShort = (text: string, longest?: number) =>
  records(Buffer.from(text), undefined, longest).map(
    ({ line, column, text: said, isDebris }) => `${isDebris ? '~' : ''}${line}:${column} ${said ?? '?'}`,
  );

describe('records of a log', () => {
  it.each<[text: string, found: string[]]>([
    ['', []],
    [' \r\n\t[ , ]\n', []],
    ['{"a":1}\n{"b":2}', ['1:1 {"a":1}', '2:1 {"b":2}']],
    ['[{"a":1},{"b":[{"c":"}]"}]}]', ['1:2 {"a":1}', '1:10 {"b":[{"c":"}]"}]}']],
    ['[\n {\n  "a": "\\"{"\n }\n]', ['2:2 {\n  "a": "\\"{"\n }']],
    ['one line\r\nanother', ['1:1 one line', '2:1 another']],
    ['line\n{"a":1}', ['1:1 line', '2:1 {"a":1}']],
    // Cut in a text, between texts, in a list: what follows is read all the same.
    ['{"a":"x\n{"b":2}\n', ['1:1 ?', '2:1 {"b":2}']],
    ['{"a":1,\n{"b":2}\n', ['1:1 ?', '2:1 {"b":2}']],
    ['{"a":[\n{"b":2}\n{"c":3}\n', ['1:1 ?', '~2:1 {"b":2}', '3:1 {"c":3}']],
    ['{"a":1{"b":2}', ['1:1 ?', '~1:7 {"b":2}']],
    ['{"a":[1}\n{"b":2}', ['1:1 ?', '~1:8 }', '2:1 {"b":2}']],
    // At the end of the file.
    ['{"b":2}\n{"a":"x', ['1:1 {"b":2}', '2:1 ?']],
    ['[\n{\n"a": 1,\n"b"', ['2:1 ?', '~3:1 "a": 1,', '~4:1 "b"']],
  ])('%j', (text, found) => {
    expect(inShort(text)).toEqual(found);
  });

  it('passes over what is longer than is read', () => {
    const long = 'x'.repeat(50);
    expect(inShort(`${long}\n{"a":1}\n`, 20)).toEqual(['1:1 ?', '2:1 {"a":1}']);
    expect(inShort(`{"a":"${long}"`, 20)).toEqual(['1:1 ?']);
    expect(
      records(Buffer.from(`${long}\n{"a":1}\n{"b":"${long}\n{"c":2}\n`), 7, 20).map(({ text }) => text),
    ).toEqual([undefined, '{"a":1}', undefined, '{"c":2}']);
  });

  it('goes no deeper than is sensible', () => {
    const deep = `${'{"a":'.repeat(100_000)}\n{"b":2}`;
    const found = records(Buffer.from(deep));
    expect(found.at(-1)?.text).toBe('{"b":2}');
  });

  it('finds the same in blocks of any size', () => {
    const piece = fc.constantFrom(
      '{"a":1}',
      '[',
      ']',
      ',',
      '\n',
      '"',
      '\\',
      '{',
      '}',
      ':',
      ' ',
      'é😀',
      'text',
    );
    const logs = fc.array(piece, { maxLength: 40 }).map((pieces) => Buffer.from(pieces.join('')));
    fc.assert(
      fc.property(logs, fc.integer({ min: 1, max: 9 }), (bytes, size) => {
        expect(records(bytes, size)).toEqual(records(bytes));
      }),
    );
  });

  it('finds every object again, whatever is in it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), { maxLength: 8 }),
        fc.constantFrom(0, 2),
        fc.integer({ min: 1, max: 40 }),
        (objects, indent, size) => {
          const bytes = Buffer.from(JSON.stringify(objects, null, indent));
          const found = records(bytes, size).map(({ text }) => JSON.parse(text ?? ''));
          expect(found).toEqual(JSON.parse(JSON.stringify(objects)));
        },
      ),
    );
  });
});
