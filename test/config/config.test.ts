import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/read-config.js';
import { UsageError } from '../../src/core/errors.js';

const folder = mkdtempSync(path.join(tmpdir(), 'mailcheck-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(text: string, name = '.mailcheck.yaml') {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return readConfig(file);
}

/** What is wrong with a configuration, as `line:column message`. */
async function faults(text: string): Promise<string[]> {
  const error: unknown = await read(text).catch((thrown: unknown) => thrown);
  if (!(error instanceof UsageError)) throw new Error('not refused');
  return error.details.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe('a configuration', () => {
  it.each([
    ['nothing', ''],
    ['comments alone', '# mailcheck\n\n  # failOn: warn\n'],
    ['a byte order mark alone', '\ufeff'],
    ['comments with CRLF', '# one\r\n# two\r\n'],
  ])('of %s leaves everything as it is', async (_, text) => {
    expect(await read(text)).toMatchObject({ config: {}, suppressions: [] });
  });

  it('takes paths from its folder, and standard input as it is', async () => {
    const { config } = await read('exports: [a.yaml, "-"]\nbaseline: b.json\noutputs: [c.sarif]\n');
    expect(config).toMatchObject({
      exports: [path.join(folder, 'a.yaml'), '-'],
      baseline: path.join(folder, 'b.json'),
      outputs: [path.join(folder, 'c.sarif')],
    });
  });

  it('may be JSON', async () => {
    const { config } = await read('{"failOn": "warn"}', '.mailcheck.json');
    expect(config).toEqual({ failOn: 'warn' });
  });

  it('knows where its levels and suppressions stand', async () => {
    const text =
      'levels:\n  email-service: warn\nsuppressions:\n  - finding: a/b\n    reason: why\n    until: 2027-01-31\n    notification: 7\n';
    const { levelPlaces, suppressions } = await read(text);
    expect(levelPlaces.get('email-service')).toMatchObject({ line: 2, column: 3 });
    expect(suppressions).toMatchObject([
      { finding: 'a/b', reason: 'why', until: '2027-01-31', notification: '7', place: { line: 4 } },
    ]);
  });

  it.each([
    ['failOn: warning\n', '1:9 /failOn: expected "fail" or "warn"; here is "warning"'],
    ['failOn:\n', '1:8 /failOn: expected "fail" or "warn"; here is nothing'],
    ['exports: a.yaml\n', '1:10 /exports: expected a list; here is "a.yaml"'],
    ['exports: [""]\n', '1:11 /exports/0: must not be empty'],
    ['mask: maybe\n', '1:7 /mask: expected true or false; here is "maybe"'],
    ['levels: [1]\n', '1:9 /levels: expected a map; here is a list'],
    ['levels: { a: error }\n', '1:14 /levels/a: expected "fail", "warn" or "off"; here is "error"'],
    ['suppressions: [x]\n', '1:16 /suppressions/0: expected a map; here is "x"'],
    ['suppressions: [{ finding: a, reason: " " }]\n', '1:38 /suppressions/0/reason: must not be empty'],
    ['suppressions: [{ finding: a }]\n', '1:16 /suppressions/0/reason: this key is missing'],
    [
      'suppressions: [{ finding: a, reason: b, until: soon }]\n',
      '1:48 /suppressions/0/until: expected a day such as 2027-01-31; here is "soon"',
    ],
    [
      'suppressions: [{ finding: a, reason: b, untill: x }]\n',
      '1:41 /suppressions/0/untill: "untill" is no key of the configuration; did you mean "until"?',
    ],
    ['failon: warn\n', '1:1 /failon: "failon" is no key of the configuration; did you mean "failOn"?'],
  ])('%s is refused', async (text, fault) => {
    expect(await faults(text)).toEqual([fault]);
  });

  it('names everything that is wrong at once', async () => {
    expect(await faults('failOn: 1\nmask: 2\nzzz: 3\n')).toHaveLength(3);
  });
});
