import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { reportSchema } from '../../src/report/report-schema.js';
import { compactAccount } from '../support/compact-account.js';
import { mailcheck } from '../support/mailcheck.js';

const NOON = ['--at', '2026-11-03T17:30:00Z'];
const NIGHT = ['--at', '2026-11-04T06:00:00Z'];
let folder = '';
const file = (name: string) => path.join(folder, name);

/** The compact healthy account with something changed, as a file. */
async function account(
  name: string,
  change: (account: ReturnType<typeof compactAccount>) => void,
): Promise<void> {
  const changed = compactAccount();
  change(changed);
  await writeFile(file(name), stringify(changed));
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mailcheck-cli-'));
  await account('healthy.yaml', () => {});
  await account('blocked.yaml', ({ connections }) => Object.assign(connections ?? {}, { linked: false }));
  await account('unknown.yaml', (changed) => {
    delete changed.doNotDisturb;
  });
  await account('warned.yaml', ({ connections }) => Object.assign(connections ?? {}, { balance: 0 }));
  await account('partial.yaml', ({ customers }) => {
    const [customer] = customers;
    const [link] = customer?.links ?? [];
    customer?.links?.push({
      ...link,
      emailAccess: false,
      loan: { ...link?.loan, id: 7302, displayId: 'CC-7302' },
    });
  });
  await account('off.yaml', ({ notifications }) =>
    Object.assign(notifications?.[0]?.email ?? {}, { enabled: false }),
  );
  await account('no-notifications.yaml', (changed) => {
    changed.notifications = [];
  });
  await account('twins.yaml', ({ customers }) => {
    const [customer] = customers;
    if (customer) customers.push({ ...customer, id: 2002, customId: 'C-2002', email: 'other@mail.example' });
  });
  await writeFile(file('broken.yaml'), 'mailcheck: 1\nconnections: [\n');
  await writeFile(file('broken.json'), '{"mailcheck": 1, "customers": [{"id": 1,}]}');
  await writeFile(file('twice.json'), '{"mailcheck": 1, "tenant": {}, "tenant": {}}');
  await writeFile(file('infinite.json'), '{"mailcheck": 1, "connections": {"balance": 1e400}}');
  await writeFile(file('broken.ndjson'), '{"id": 1}\n{"id": 2\n');
  await writeFile(file('account.yaml'), 'mailcheck: 1\n');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const table: [name: string, args: string[], code: number, verdict: string][] = [
  ['a healthy account', ['2001', '--export', 'healthy.yaml', ...NOON], 0, 'sends'],
  ['a delay', ['2001', '--export', 'healthy.yaml', ...NIGHT], 0, 'delayed'],
  [
    'a delay, failing on warnings',
    ['2001', '--export', 'healthy.yaml', '--fail-on', 'warn', ...NIGHT],
    0,
    'delayed',
  ],
  ['a blocked email', ['2001', '--export', 'blocked.yaml', ...NOON], 1, 'blocked'],
  ['some blocked', ['2001', '--export', 'partial.yaml', ...NOON], 1, 'partial'],
  [
    'the blocked one of two',
    ['2001', '--export', 'partial.yaml', '--loan', 'CC-7302', ...NOON],
    1,
    'blocked',
  ],
  ['the other of two', ['2001', '--export', 'partial.yaml', '--loan', '7301', ...NOON], 0, 'sends'],
  ['a loan of somebody else', ['2001', '--export', 'healthy.yaml', '--loan', '9', ...NOON], 1, 'blocked'],
  ['all left out', ['2001', '--export', 'off.yaml', ...NOON], 1, 'blocked'],
  ['a missing fact', ['2001', '--export', 'unknown.yaml', ...NOON], 3, 'unknown'],
  [
    'a missing fact that passes',
    ['2001', '--export', 'unknown.yaml', '--on-unknown', 'pass', ...NOON],
    0,
    'unknown',
  ],
  [
    'a missing fact that fails',
    ['2001', '--export', 'unknown.yaml', '--on-unknown', 'fail', ...NOON],
    1,
    'unknown',
  ],
  ['a warning', ['2001', '--export', 'warned.yaml', ...NOON], 0, 'sends'],
  ['a warning that fails', ['2001', '--export', 'warned.yaml', '--fail-on', 'warn', ...NOON], 1, 'sends'],
  ['direct mail', ['2001', '--export', 'no-notifications.yaml', '--direct', ...NOON], 0, 'sends'],
  [
    'the blocker left out',
    ['2001', '--export', 'blocked.yaml', '--skip', 'connections-account', ...NOON],
    0,
    'sends',
  ],
  ['no such customer', ['9999', '--export', 'healthy.yaml', ...NOON], 2, 'not-found'],
  ['two customers of one name', ['Nora Lindqvist', '--export', 'twins.yaml', ...NOON], 2, 'ambiguous'],
  ['no such notification', ['2001', '--export', 'healthy.yaml', '--message', 'x', ...NOON], 2, 'not-found'],
  [
    'no such check',
    ['2001', '--export', 'healthy.yaml', '--only', 'conections-account', ...NOON],
    2,
    'not-found',
  ],
  ['nothing to check', ['2001', '--export', 'no-notifications.yaml', ...NOON], 2, 'nothing-to-check'],
  ['a broken export', ['2001', '--export', 'broken.yaml', ...NOON], 2, 'export-invalid'],
  ['broken JSON', ['2001', '--export', 'broken.json', ...NOON], 2, 'export-invalid'],
  ['a key twice', ['2001', '--export', 'twice.json', ...NOON], 2, 'export-invalid'],
  ['a number beyond all numbers', ['2001', '--export', 'infinite.json', ...NOON], 2, 'export-invalid'],
  ['a broken line', ['2001', '--export', 'account.yaml', '--export', 'broken.ndjson'], 2, 'export-invalid'],
  [
    'a moment without offset',
    ['2001', '--export', 'healthy.yaml', '--at', '2026-11-03T17:30:00'],
    2,
    'usage',
  ],
  [
    'direct mail of a message',
    ['2001', '--export', 'healthy.yaml', '--direct', '--message', '4'],
    2,
    'usage',
  ],
  [
    'direct mail on an event',
    ['2001', '--export', 'healthy.yaml', '--direct', '--event', 'builtin:x'],
    2,
    'usage',
  ],
  ['an event of no kind', ['2001', '--export', 'healthy.yaml', '--event', 'payment posted'], 2, 'usage'],
  ['an option that does not exist', ['2001', '--exprt', 'healthy.yaml'], 2, 'usage'],
  ['a loan without a name', ['2001', '--export', 'healthy.yaml', '--loan', '', ...NOON], 2, 'usage'],
  ['no customer', ['--export', 'healthy.yaml'], 2, 'usage'],
  [
    'a format that does not exist',
    ['2001', '--export', 'healthy.yaml', '--output', 'report.docx'],
    2,
    'usage',
  ],
];

describe('exit codes are the same in every format', () => {
  it.each(table)('%s', async (_, args, code, verdict) => {
    const human = await mailcheck(['diagnose', ...args], { cwd: folder });
    const json = await mailcheck(['diagnose', ...args, '--format', 'json'], { cwd: folder });
    expect({ human: human.code, json: json.code }, human.stderr + json.stderr).toEqual({
      human: code,
      json: code,
    });

    const document = reportSchema.parse(JSON.parse(json.stdout));
    expect('error' in document ? document.error.code : 'verdict' in document && document.verdict).toBe(
      verdict,
    );
    if (code === 2) {
      expect(human.stdout).toBe('');
      expect(human.stderr).toMatch(/^mailcheck: /);
      expect(human.stderr).not.toMatch(/\bat .*\.[cjt]s:\d/);
    } else {
      expect(human.stdout.split('\n')[0]).toMatch(
        /^(BLOCKED|PARTLY BLOCKED|WOULD SEND|WOULD SEND LATER|CANNOT TELL): /,
      );
    }
  });

  it('finds a second customer with the id of the one asked for by something else', async () => {
    await account('shared-id.yaml', ({ customers }) => {
      const [customer] = customers;
      customers.push({ ...customer, customId: 'C-2', firstName: 'Ada', email: 'ada@mail.example' });
    });
    for (const asked of ['2001', 'C-2', 'ada@mail.example']) {
      const { code, stderr } = await mailcheck(['diagnose', asked, '--export', 'shared-id.yaml', ...NOON], {
        cwd: folder,
      });
      expect(code, asked).toBe(2);
      expect(stderr).toContain('/id');
    }
    const flow = '  - { id: 2001, customId: C-3, email: flow@mail.example }';
    await writeFile(file('mixed.yaml'), `${stringify(compactAccount())}`.replace(/\s*$/, `\n${flow}\n`));
    expect(
      (await mailcheck(['diagnose', 'C-2001', '--export', 'mixed.yaml'], { cwd: folder })).stderr,
    ).toContain('2 customers');
    await writeFile(file('one.ndjson'), '{"id": 5, "email": "five@mail.example"}\n');
    await writeFile(file('two.jsonl'), '{"id": "5", "email": "other@mail.example"}\n');
    const lines = ['--export', 'account.yaml', '--export', 'one.ndjson', '--export', 'two.jsonl'];
    expect((await mailcheck(['diagnose', 'five@mail.example', ...lines], { cwd: folder })).stderr).toContain(
      '2 customers',
    );
  });

  it('does not write a report over its export', async () => {
    await writeFile(file('export.json'), JSON.stringify(compactAccount()));
    const args = ['diagnose', '2001', '--export', 'export.json', '--output', './export.json', ...NOON];
    expect((await mailcheck(args, { cwd: folder })).code).toBe(2);
    expect(JSON.parse(await readFile(file('export.json'), 'utf8')).mailcheck).toBe(1);
  });

  it('knows no format that every object has', async () => {
    const args = ['diagnose', '2001', '--export', 'healthy.yaml', '--format', 'constructor'];
    expect((await mailcheck(args, { cwd: folder })).code).toBe(2);
    expect((await mailcheck(['explain', '/constructor'])).code).toBe(2);
  });

  it('says what ended the run, not that it could not be put into a file', async () => {
    const args = ['diagnose', '9999', '--export', 'healthy.yaml', '--output', 'no/such/x.json', ...NOON];
    expect((await mailcheck(args, { cwd: folder })).stderr).toContain('No customer has');
  });

  it('puts the failure into the file of the report', async () => {
    const args = ['diagnose', '9999', '--export', 'healthy.yaml', '--output', 'failed.json', ...NOON];
    expect((await mailcheck(args, { cwd: folder })).code).toBe(2);
    expect(reportSchema.parse(JSON.parse(await readFile(file('failed.json'), 'utf8')))).toMatchObject({
      error: { code: 'not-found' },
    });
  });

  it('writes the same document to a file', async () => {
    const args = ['diagnose', '2001', '--export', 'blocked.yaml', ...NOON];
    const both = await mailcheck([...args, '--output', 'a.json', '--output', 'a.txt'], { cwd: folder });
    const json = await mailcheck([...args, '--format', 'json'], { cwd: folder });
    expect(both.code).toBe(1);
    expect(await readFile(file('a.json'), 'utf8')).toBe(json.stdout);
    expect(await readFile(file('a.txt'), 'utf8')).toBe(both.stdout);
  });
});
