import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import Ajv from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portfolioAccount, writePortfolio } from '../../src/dev/generate-account.mjs';
import { reportJsonSchema } from '../../src/report/report-schema.js';
import { mailcheck, root } from '../support/mailcheck.js';

const AT = ['--at', '2026-11-03T17:30:00Z', '--quiet'];
const SIZE = 300;
let folder: string;
const at = (name: string) => path.join(folder, name);

/** The report of a scan, or of a merge. */
async function scanned(args: readonly string[], input?: string | Buffer) {
  const { code, stdout, stderr } = await mailcheck([...args, '--format', 'json'], {
    cwd: folder,
    ...(input !== undefined && { input }),
  });
  const report: unknown = JSON.parse(stdout);
  return { code, stdout, stderr, report: report as Report };
}

interface Report {
  readonly customers: number;
  readonly badLines: number;
  readonly firstBadLines: readonly {
    readonly file: string;
    readonly line: number;
    readonly message: string;
  }[];
  readonly partial?: true;
  readonly sources: unknown;
  readonly notes: readonly string[];
  readonly notifications: readonly { readonly place: unknown }[];
}

/** What was counted, whatever it was read from. */
const counted = ({ sources: _, notifications, notes: __, ...rest }: Report) => ({
  ...rest,
  notifications: notifications.map(({ place: _, ...one }) => one),
});

let whole: Awaited<ReturnType<typeof scanned>>;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'mailcheck-scan-'));
  writeFileSync(at('account.json'), JSON.stringify(portfolioAccount()));
  writePortfolio(at('all.ndjson'), SIZE);
  const text = readFileSync(at('all.ndjson'), 'utf8');
  writeFileSync(at('all.ndjson.gz'), gzipSync(text));
  const customers = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  writeFileSync(at('whole.json'), JSON.stringify({ ...portfolioAccount(), customers }));
  whole = await scanned(['scan', 'account.json', 'all.ndjson', ...AT]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('mailcheck scan', () => {
  it('counts everybody, by the published schema', () => {
    expect([whole.code, whole.stderr, whole.report.customers]).toEqual([1, '', SIZE]);
    const isReport = new Ajv.default({ strict: false }).compile(reportJsonSchema());
    isReport(whole.report);
    expect(isReport.errors).toBeNull();
  });

  it.each<[string, readonly string[], (() => Buffer)?]>([
    ['with three threads', ['account.json', 'all.ndjson', '--jobs', '3']],
    ['from a compressed file', ['account.json', 'all.ndjson.gz']],
    ['from a compressed file in a thread', ['account.json', 'all.ndjson.gz', '--jobs', '2']],
    ['from standard input', ['account.json', '-'], () => readFileSync(at('all.ndjson'))],
    ['from compressed standard input', ['account.json', '-'], () => readFileSync(at('all.ndjson.gz'))],
    ['from the list of an export', ['whole.json']],
    ['from the list of an export on standard input', ['-'], () => readFileSync(at('whole.json'))],
    ['by --export', ['--export', 'account.json', '--export', 'all.ndjson']],
  ])('comes to the same %s', async (_, args, input) => {
    const { code, report } = await scanned(['scan', ...args, ...AT], input?.());
    expect(code).toBe(1);
    expect(counted(report)).toEqual(counted(whole.report));
  });

  it('comes to the same with more threads than lines', async () => {
    writeFileSync(
      at('few.ndjson'),
      readFileSync(at('all.ndjson'), 'utf8').split('\n').slice(0, 3).join('\n'),
    );
    const few = ['scan', 'account.json', 'few.ndjson', ...AT];
    const [alone, many] = [await scanned(few), await scanned([...few, '--jobs', '7'])];
    expect(alone.report.customers).toBe(3);
    expect(counted(many.report)).toEqual(counted(alone.report));
  });

  it.each([
    ['all.ndjson', ['1/3', '2/3', '3/3']],
    ['all.ndjson.gz', ['2/2', '1/2']],
    ['whole.json', ['1/2', '2/2']],
  ])('in shards of %s comes to the same byte by byte, once merged', async (file, shards) => {
    const inputs = file === 'whole.json' ? [file] : ['account.json', file];
    const unsharded = await scanned(['scan', ...inputs, ...AT]);
    const reports = await Promise.all(
      shards.map(async (shard, i) => {
        const report = `${file}-${i}.json`;
        await mailcheck(
          ['scan', ...inputs, '--shard', shard, ...AT, '--output', report, '--jobs', String(i + 1)],
          {
            cwd: folder,
          },
        );
        return report;
      }),
    );
    const merged = await scanned(['merge', ...reports]);
    expect([merged.code, merged.stdout]).toEqual([1, unsharded.stdout]);

    const [first = '', second = ''] = reports;
    const twice = await mailcheck(['merge', first, first], { cwd: folder });
    expect([twice.code, twice.stderr]).toEqual([2, expect.stringMatching(/Shard \d is also in/)]);
    const part = await scanned(['merge', second]);
    expect([part.code, part.report]).toMatchObject([1, { shard: { of: shards.length } }]);
  });

  it('merges what broke, and not what was asked differently', async () => {
    const shards = await Promise.all(
      ['1/2', '2/2'].map(async (shard, i) => {
        const { report } = await scanned(['scan', 'account.json', 'all.ndjson', '--shard', shard, ...AT]);
        return { ...report, ...(i === 1 && { broken: true }) } as Report & { asked: object };
      }),
    );
    const [one, two] = shards;
    writeFileSync(at('m1.json'), JSON.stringify(one));
    writeFileSync(at('m2.json'), JSON.stringify(two));
    const merged = await scanned(['merge', 'm1.json', 'm2.json', '--max-blocked', '100%']);
    expect([merged.code, merged.report]).toMatchObject([4, { broken: true }]);
    writeFileSync(at('m3.json'), JSON.stringify({ ...two, asked: { ...two?.asked, probe: true } }));
    const refused = await mailcheck(['merge', 'm1.json', 'm3.json'], { cwd: folder });
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('with different options')]);
  });

  it('merges nothing but the shards of one scan', async () => {
    writeFileSync(at('none.json'), '{"schemaVersion":1}');
    await mailcheck(['scan', 'account.json', 'all.ndjson', ...AT, '--output', 'all.json'], { cwd: folder });
    for (const [file, why] of [
      ['none.json', 'It is no report of mailcheck scan'],
      ['all.json', 'It is of all customers'],
      ['absent.json', 'It cannot be read'],
    ] as const) {
      const { code, stderr } = await mailcheck(['merge', file], { cwd: folder });
      expect([code, stderr]).toEqual([2, expect.stringContaining(why)]);
    }
  });

  it('exits alike in every format', async () => {
    const formats = ['human', 'json', 'csv', 'markdown', 'html', 'sarif', 'junit'];
    for (const [limits, expected] of [
      [['--max-blocked', '100%'], 0],
      [['--max-blocked', 'customer-email=0.1%'], 1],
    ] as const) {
      const codes = await Promise.all(
        formats.map(async (format) => {
          const ran = await mailcheck(
            ['scan', 'account.json', 'all.ndjson', ...AT, ...limits, '--format', format],
            {
              cwd: folder,
            },
          );
          expect(ran.stdout.length, format).toBeGreaterThan(100);
          return ran.code;
        }),
      );
      expect(codes).toEqual(formats.map(() => expected));
    }
  });

  it('leaves out a line that is no customer, and says which', async () => {
    const lines = readFileSync(at('all.ndjson'), 'utf8').trim().split('\n');
    lines[1] = 'no JSON';
    lines[250] = '{"id":1,"email":5}';
    writeFileSync(at('bad.ndjson'), lines.join('\n'));
    for (const jobs of ['1', '3']) {
      const { code, report } = await scanned([
        'scan',
        'account.json',
        'bad.ndjson',
        ...AT,
        '--jobs',
        jobs,
        '--max-blocked',
        '100%',
      ]);
      expect([code, report.customers, report.badLines, report.partial]).toEqual([4, SIZE - 2, 2, undefined]);
      expect(report.firstBadLines).toEqual([
        { file: 'bad.ndjson', line: 2, message: 'The line is no JSON object.' },
        { file: 'bad.ndjson', line: 251, message: expect.stringMatching(/^\/email: expected a text/) },
      ]);
    }
    const ended = await scanned([
      'scan',
      'account.json',
      'bad.ndjson',
      ...AT,
      '--max-bad-lines',
      '1',
      '--max-blocked',
      '100%',
    ]);
    expect([ended.code, ended.report.partial]).toEqual([4, true]);
    expect(ended.report.notes.join()).toContain('--max-bad-lines');
  });

  it('reads a compressed file that is cut off as far as it goes', async () => {
    writeFileSync(at('cut.ndjson.gz'), readFileSync(at('all.ndjson.gz')).subarray(0, 20_000));
    const { code, report } = await scanned([
      'scan',
      'account.json',
      'cut.ndjson.gz',
      ...AT,
      '--max-blocked',
      '100%',
    ]);
    expect([code, report.partial]).toEqual([4, true]);
    expect(report.customers).toBeGreaterThan(10);
    expect(report.notes.join()).toContain('cut.ndjson.gz: The compressed file is cut off.');
  });

  it.each<[string, readonly string[], string]>([
    ['a file that is not there', ['account.json', 'absent.ndjson'], 'absent.ndjson: There is no such file.'],
    ['customers without an account', ['all.ndjson'], 'This file adds customers to an export'],
    ['an account without customers', ['account.json'], 'There is no customer to judge in account.json.'],
    [
      'a file without customers',
      ['account.json', 'empty.ndjson'],
      'There is no customer to judge in account',
    ],
    ['a loan of nobody', ['whole.json', '--loan', 'none'], 'who is linked to the loan "none"'],
    ['an account without notifications', ['empty.yaml'], 'There are no notifications to check'],
    ['customers in two places', ['whole.json', 'all.ndjson'], 'Customers are here and in all.ndjson'],
    ['a wrong customer in an export', ['wrong.yaml'], '/customers/0/email: expected a text'],
    ['a list without a file', ['whole.json', '--list', 'customer-email/missing'], '--list writes a file'],
    [
      'a list of what does not exist',
      ['whole.json', '--list', 'customer-email/x', '--output', 'x.csv'],
      'no finding that stops',
    ],
    [
      'a format of another command',
      ['whole.json', '--format', 'tap'],
      '--format "tap": a scan prints human, json',
    ],
    [
      'a file whose name says no format',
      ['whole.json', '--output', 'x.doc'],
      'the extension says the format',
    ],
    ['an output that is an input', ['whole.json', '--output', 'whole.json'], 'is already an export'],
  ])('refuses %s', async (_, args, message) => {
    writeFileSync(at('empty.yaml'), 'mailcheck: 1\n');
    writeFileSync(at('empty.ndjson'), '\n');
    writeFileSync(
      at('wrong.yaml'),
      'mailcheck: 1\nnotifications: [{id: 1}]\ncustomers: [{id: 1, email: 5}]\n',
    );
    const { code, stderr, stdout } = await mailcheck(['scan', ...args, ...AT], { cwd: folder });
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)]);
  });

  it('lists everybody whom a finding stops, in their order, with any number of threads', async () => {
    const list = async (file: string, jobs: string) => {
      const { code } = await mailcheck(
        [
          'scan',
          'account.json',
          'all.ndjson',
          ...AT,
          '--list',
          'customer-email/missing',
          '--output',
          file,
          '--jobs',
          jobs,
        ],
        { cwd: folder },
      );
      expect(code).toBe(1);
      return readFileSync(at(file), 'utf8');
    };
    const [one, three, csv] = [
      await list('l1.ndjson', '1'),
      await list('l3.ndjson', '3'),
      await list('l.csv', '2'),
    ];
    expect(three).toBe(one);
    const rows = one
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { customer: string });
    const expected = readFileSync(at('all.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: number; email: string; links: unknown[] })
      .flatMap(({ id, email, links }) => (email === '' ? links.map(() => String(id)) : []));
    expect(expected.length).toBeGreaterThan(0);
    expect(rows.map(({ customer }) => customer)).toEqual(expected);
    expect(csv.split('\r\n').slice(0, 2)).toEqual([
      'customer,loan,notification,name,finding',
      `${expected[0]},${Number(expected[0]) * 10},1,Notice 1,customer-email/missing`,
    ]);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('writes a list whole or not at all', async () => {
    const { code, stderr } = await mailcheck(
      [
        'scan',
        'account.json',
        'all.ndjson',
        ...AT,
        '--list',
        'customer-email/missing',
        '--output',
        'absent/l.csv',
      ],
      { cwd: folder },
    );
    expect([code, stderr]).toEqual([2, expect.stringContaining('--output "absent/l.csv" cannot be written')]);
  });

  it('leaves a list as it was where nobody was judged', async () => {
    writeFileSync(at('kept.csv'), 'mine');
    writeFileSync(at('empty.ndjson'), '\n');
    const list = ['--list', 'customer-email/missing', '--output', 'kept.csv'];
    const { code } = await mailcheck(['scan', 'account.json', 'empty.ndjson', ...AT, ...list], {
      cwd: folder,
    });
    expect([code, readFileSync(at('kept.csv'), 'utf8')]).toEqual([2, 'mine']);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('judges every loan that --loan names of a customer', async () => {
    const loans = [{ loan: { id: 1, displayId: 'LN-1' } }, { loan: { id: 2, displayId: 'LN-1' } }];
    const customers = [
      { id: 1, links: loans },
      { id: 2, links: loans.slice(1) },
      { id: 3, links: [] },
    ];
    writeFileSync(at('alike.json'), JSON.stringify({ ...portfolioAccount(), customers }));
    const { report } = await scanned(['scan', 'alike.json', '--loan', 'LN-1', ...AT]);
    expect(report).toMatchObject({ customers: 2, pairs: 3 });
  });

  it('says in every format that lines were left out', async () => {
    writeFileSync(at('odd.ndjson'), '{"id":1,"email":"a@x.example"}\n[]\n');
    const files = ['o.txt', 'o.csv', 'o.md', 'o.html', 'o.sarif', 'o.xml'];
    await mailcheck(
      ['scan', 'account.json', 'odd.ndjson', ...AT, ...files.flatMap((file) => ['--output', file])],
      { cwd: folder },
    );
    const texts = files.map((file) => readFileSync(at(file), 'utf8'));
    expect(texts).toEqual([
      expect.stringContaining('Left out: 1 line that is no customer'),
      expect.stringContaining(',,bad lines,,1,,,'),
      expect.stringContaining('## Left out: 1 line'),
      expect.stringContaining('Left out: 1 line'),
      expect.stringContaining('"executionSuccessful": false'),
      expect.stringContaining('<error message="1 line that is no customer was left out."'),
    ]);
  });

  it('has names that are no markup, no formula and no escape', async () => {
    const account = portfolioAccount() as { notifications: { name: string }[] };
    const name = "=cmd|' /C calc'!A0 <script>alert(1)</script> \u001b[31m ]]> %0A::error::x";
    const [first] = account.notifications;
    if (first) first.name = name;
    writeFileSync(at('hostile.json'), JSON.stringify({ ...account, customers: [{ id: '=1+1', email: '' }] }));
    const files = ['h.txt', 'h.json', 'h.csv', 'h.md', 'h.html', 'h.sarif', 'h.xml'];
    await mailcheck(['scan', 'hostile.json', ...AT, ...files.flatMap((file) => ['--output', file])], {
      cwd: folder,
    });
    for (const file of files) {
      const text = readFileSync(at(file), 'utf8');
      expect(text, file).not.toContain('\u001b');
      expect(text.includes('<script>alert'), file).toBe(/txt|json|csv|sarif/.test(file));
      if (file === 'h.csv') expect(text).toContain("'=cmd");
    }
  });
});

describe('a scan that is ended', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'by %s says what it counted until then, if it can',
    async (signal) => {
      const child = spawn(
        process.execPath,
        [
          path.join(root, 'bin/mailcheck.js'),
          'scan',
          'account.json',
          '-',
          ...AT,
          '--format',
          'json',
          '--list',
          'customer-email/missing',
          '--output',
          'never.csv',
        ],
        { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'], timeout: 30_000 },
      );
      let stdout = '';
      child.stdout.on('data', (chunk) => {
        stdout += String(chunk);
      });
      child.stdin.on('error', () => {});
      const block = readFileSync(at('all.ndjson'));
      const feeding = setInterval(() => child.stdin.write(block), 20);
      setTimeout(() => child.kill(signal), 1500);
      const code = await new Promise((resolve) => child.on('close', resolve));
      clearInterval(feeding);
      expect(code).toBe(signal === 'SIGKILL' ? null : 130);
      if (signal !== 'SIGKILL') {
        const report = JSON.parse(stdout) as Report;
        expect(report.partial).toBe(true);
        expect(report.customers).toBeGreaterThan(0);
      }
      expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
    },
  );

  it('while it waits for more input says what it counted until then', async () => {
    const child = spawn(
      process.execPath,
      [path.join(root, 'bin/mailcheck.js'), 'scan', 'account.json', '-', ...AT, '--format', 'json'],
      { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'], timeout: 30_000 },
    );
    let stdout = '';
    child.stdout.on('data', (chunk) => {
      stdout += String(chunk);
    });
    child.stdin.on('error', () => {});
    child.stdin.write(readFileSync(at('all.ndjson')));
    setTimeout(() => child.kill('SIGTERM'), 2000);
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
      child.on('close', (...ended) => resolve(ended)),
    );
    expect([code, signal]).toEqual([130, null]);
    expect(JSON.parse(stdout)).toMatchObject({ partial: true, customers: SIZE });
  });

  it('by a reader that closes the pipe is no error', async () => {
    const child = spawn(
      'sh',
      [
        '-c',
        `"${process.execPath}" "${path.join(root, 'bin/mailcheck.js')}" scan whole.json --format json --at 2026-11-03T17:30:00Z --max-blocked 100%; echo "$?" >&2`,
      ],
      {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += String(chunk);
    });
    await new Promise((resolve) => child.on('close', resolve));
    expect(stderr).toMatch(/(^|\n)0\n$/);
  });
});
