import { type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'mailcheck-bounded-'));
const program = path.join(folder, 'load.cjs');
const at = (name: string) => path.join(folder, name);

// Loads files and prints what came of it. Arguments: the customer asked for or nothing, then the files.
const source = `
  import { loadExport } from './src/sources/export/load.ts';
  const [customer, ...files] = process.argv.slice(2);
  const show = (result) => process.stdout.write(JSON.stringify(result));
  loadExport({ files, strict: false, ...(customer && { customer }) }).then(
    ({ customers }) => show(customers),
    ({ code, details, stack }) => show(code ? details.map(({ line, message }) => [line ?? 0, message]) : stack),
  );
`;

beforeAll(async () => {
  await build({
    stdin: { contents: source, resolveDir: root },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    outfile: program,
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly result: unknown;
  readonly seconds: number;
}

/** Runs the program in half a gigabyte of heap. */
async function load(
  customer: string,
  files: readonly string[],
  input?: string | number,
  options: SpawnOptions = {},
): Promise<Ended> {
  const { NODE_EXTRA_CA_CERTS, NODE_OPTIONS, ...env } = process.env;
  const started = performance.now();
  const child = spawn(process.execPath, ['--max-old-space-size=512', program, customer, ...files], {
    env,
    stdio: [typeof input === 'number' ? input : 'pipe', 'pipe', 'pipe'],
    timeout: 20_000,
    ...options,
  });
  child.stdin?.end(input);
  let [output, errors] = ['', ''];
  child.stdout?.on('data', (chunk) => {
    output += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    errors += String(chunk);
  });
  const status = await new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal)));
  expect({ status, errors }).toEqual({ status: 0, errors: '' });
  return { result: JSON.parse(output), seconds: (performance.now() - started) / 1000 };
}

/** Writes so many customers in pieces of many. */
function writeCustomers(name: string, head: string, customer: (id: number) => string, count: number): void {
  const file = openSync(at(name), 'w');
  writeSync(file, head);
  const piece = Array.from({ length: 1000 }, (_, id) => customer(id)).join('');
  for (let written = 0; written < count; written += 1000) writeSync(file, piece);
  writeSync(file, customer(1042));
  closeSync(file);
}

const tooMuch =
  'More than 16 MiB of this YAML would have to be read. Save it as JSON, or put the customers into a file of their own, one JSON object a line (.ndjson).';

describe('200 MB of YAML', () => {
  beforeAll(() => {
    const block = (id: number) =>
      `  - id: ${id}\n    email: jane.roe@mail.example\n    firstName: Jane\n    lastName: Roe\n    links:\n${'      - role: primary\n        loan: { status: Open, portfolios: [Auto] }\n'.repeat(4)}`;
    writeCustomers('plain.yaml', 'mailcheck: 1\ncustomers:\n', block, 550_000);
  });

  it('gives the one customer who is asked for', async () => {
    const { result } = await load('1042', [at('plain.yaml')]);
    expect(result).toMatchObject([{ index: 550_000, customer: { id: 1042 } }]);
  });

  it('is refused when all of it has to be read', async () => {
    const { result, seconds } = await load('', [at('plain.yaml')]);
    expect(result).toEqual([[1, tooMuch]]);
    expect(seconds).toBeLessThan(10);
  });
});

describe('input without an end, or that grows', () => {
  it('a pipe in the place of a file', async () => {
    expect(spawnSync('sh', ['-c', 'mkfifo "$0"', at('pipe.yaml')]).status).toBe(0);
    const { result } = await load('', [at('pipe.yaml')]);
    expect(result).toEqual([[0, 'This is a pipe. Write - and connect it to standard input.']]);
  });

  it('a file without permission to read it', async () => {
    writeFileSync(at('private.yaml'), 'mailcheck: 1');
    chmodSync(folder, 0o755);
    chmodSync(at('private.yaml'), 0);
    // The superuser may read anything, so then somebody else tries.
    const { result } = await load(
      '',
      [at('private.yaml')],
      '',
      process.getuid?.() === 0 ? { uid: 65534 } : {},
    );
    expect(result).toEqual([[0, 'You have no permission to read it.']]);
  });

  it('standard input without an end', async () => {
    const zeros = openSync('/dev/zero', 'r');
    const { result } = await load('', ['-'], zeros);
    closeSync(zeros);
    expect(result).toEqual([
      [
        0,
        'It is larger than 256 MiB. Put the customers into a file of their own, one JSON object a line (.ndjson).',
      ],
    ]);
  });

  it('100 MB of zeros, compressed', async () => {
    writeFileSync(at('account.yaml'), 'mailcheck: 1\n');
    writeFileSync(at('zeros.ndjson.gz'), gzipSync(Buffer.alloc(1e8, '0'), { level: 1 }));
    const { result } = await load('1', [at('account.yaml'), at('zeros.ndjson.gz')]);
    expect(result).toEqual([[1, 'The line is longer than 16 MiB.']]);
  });

  it('100 MB of customers, one a line, of whom one is asked for', async () => {
    writeFileSync(at('account.yaml'), 'mailcheck: 1\n');
    const line = (id: number) =>
      `${JSON.stringify({ id, firstName: 'Jane', email: `${'x'.repeat(900)}@mail.example` })}\n`;
    writeCustomers('many.ndjson', '', line, 100_000);
    const { result } = await load('1042', [at('account.yaml'), at('many.ndjson')]);
    expect(result).toMatchObject([{ index: 100_000, customer: { id: 1042 } }]);
  });

  it.each([
    ['YAML lists', 'a.yaml', `mailcheck: 1\na:\n  ${'- '.repeat(10_000)}x\nb: 1\n`, 3],
    [
      'YAML keys',
      'a.yaml',
      `${Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i)}a:\n`).join('')}b: 1\n`,
      102,
    ],
    ['YAML brackets', 'a.yaml', `a: ${'[{a: '.repeat(10_000)}`, 1],
    ['JSON', 'a.json', `{"a": ${'[{"a": '.repeat(10_000)}`, 1],
    ['a customer of one line', 'a.ndjson', `{"id": 1, "a": ${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 1],
  ])('10,000 levels of %s', async (_, name, content, line) => {
    writeFileSync(at('account.yaml'), 'mailcheck: 1\n');
    writeFileSync(at(name), content);
    const { result } = await load('1', [at('account.yaml'), at(name)]);
    expect(result).toEqual([[line, 'Lists and keys are nested deeper than 100 levels.']]);
  });

  it('an alias bomb', async () => {
    const lines = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(10)}]\n`);
    writeFileSync(at('bomb.yaml'), `mailcheck: 1\na0: &a0 [x]\n${lines.join('')}`);
    const { result } = await load('1', [at('bomb.yaml')]);
    expect(result).toEqual([[8, 'Written out, the aliases (*) stand for more than 1000000 values.']]);
  });
});

describe('standard input', () => {
  it.each([
    ['YAML', 'mailcheck: 1\ncustomers:\n  - id: 1\n'],
    ['JSON', '{"mailcheck": 1, "customers": [{"id": 1}]}'],
  ])('in %s', async (_, text) => {
    const { result } = await load('1', ['-'], text);
    expect(result).toEqual([{ index: 0, customer: { id: 1 } }]);
  });

  it('that is empty', async () => {
    const { result } = await load('', ['-'], '');
    expect(result).toEqual([[0, 'Standard input is empty.']]);
  });

  it('that is named twice', async () => {
    const { result } = await load('', ['-', '-'], 'mailcheck: 1');
    expect(result).toEqual([[0, 'The file is named twice.']]);
  });
});
