import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checks, settingsChecks } from '../../checks/index.js';
import { mailcheck, root } from '../support/mailcheck.js';

const ACME = 'fixtures/accounts/acme-lending.yaml';
const NOON = ['--at', '2026-11-03T17:30:00Z'];
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mailcheck-commands-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('finding the export', () => {
  it('reads standard input', async () => {
    const input = await readFile(path.join(root, ACME));
    const { code, stdout } = await mailcheck(['diagnose', '1042', '--export', '-', ...NOON], { input });
    expect(code).toBe(1);
    expect(stdout).toContain('PARTLY BLOCKED');
  });

  it('takes MAILCHECK_EXPORT, and --export before it', async () => {
    const env = { MAILCHECK_EXPORT: 'fixtures/accounts/healthy.yaml' };
    expect((await mailcheck(['diagnose', '2001', ...NOON], { env })).stdout).toContain('WOULD SEND');
    expect((await mailcheck(['diagnose', '2001', '--export', ACME, ...NOON], { env })).code).toBe(2);
  });

  it('takes the nearest mailcheck.yaml upwards', async () => {
    await writeFile(
      path.join(folder, 'mailcheck.yaml'),
      await readFile(path.join(root, 'fixtures/accounts/healthy.yaml')),
    );
    const { code, stdout } = await mailcheck(['diagnose', '2001', '--format', 'json', ...NOON], {
      cwd: folder,
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).sources[0].name).toBe('mailcheck.yaml');
  });

  it('says what to do when there is none', async () => {
    const { code, stderr } = await mailcheck(['diagnose', '1'], { cwd: os.tmpdir() });
    expect(code).toBe(2);
    expect(stderr).toContain('--export FILE');
  });
});

describe('diagnose', () => {
  it('gives the same bytes for the same input', async () => {
    const args = ['diagnose', '1042', '--export', ACME, '--format', 'json', ...NOON];
    expect((await mailcheck(args)).stdout).toBe((await mailcheck(args)).stdout);
  });

  it.each([['1042'], ['C-1042'], ['JANE.ROE@mail.example'], ['jane roe']])(
    'finds a customer by %s',
    async (customer) => {
      const { stdout } = await mailcheck([
        'diagnose',
        customer,
        '--export',
        ACME,
        '--format',
        'json',
        ...NOON,
      ]);
      expect(JSON.parse(stdout).customer).toEqual({
        id: '1042',
        name: 'Jane Roe',
        email: 'jane.roe@mail.example',
      });
    },
  );

  it('lists the customers an ambiguous name means', async () => {
    const { code, stderr } = await mailcheck(['diagnose', 'John Smith', '--export', ACME]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/1113 +John Smith[\s\S]*1128 +John Smith/);
  });

  it('points at file, line and column', async () => {
    const { stdout } = await mailcheck([
      'diagnose',
      '1042',
      '--export',
      ACME,
      '--message',
      'Payment due',
      '--loan',
      'LN-4101',
      '--format',
      'json',
      ...NOON,
    ]);
    const [email] = JSON.parse(stdout).emails;
    const failed = email.results.find(({ status }: { status: string }) => status === 'fail');
    const [fact] = failed.evidence;
    const line = (await readFile(path.join(root, ACME), 'utf8')).split('\n')[fact.line - 1] ?? '';
    expect(fact.value).toBe(false);
    expect(line.slice(fact.column - 1)).toMatch(/^false/);
  });

  it('reads fast what it does not print: positions are not asked for', async () => {
    const { stderr, code } = await mailcheck(['diagnose', '1042', '--export', ACME, '--debug', ...NOON]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/debug: read after [\d.]+ ms/);
  });

  it('closes quietly when its reader does', async () => {
    const { spawnSync } = await import('node:child_process');
    const ran = spawnSync(
      'bash',
      [
        '-c',
        `node bin/mailcheck.js diagnose 1042 --export ${ACME} --verbose --at 2026-11-03T17:30:00Z | head -1`,
      ],
      {
        cwd: root,
        encoding: 'utf8',
      },
    );
    expect(ran.stderr).toBe('');
    expect(ran.stdout).toContain('BLOCKED');
  });

  it('is narrow, plain and ASCII where asked', async () => {
    const args = ['diagnose', '1042', '--export', ACME, '--message', 'Payment due', ...NOON];
    const { stdout } = await mailcheck([...args, '--ascii'], { env: { COLUMNS: '40' } });
    expect(stdout).toMatch(/^[\n\u0020-\u007e]*$/);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(40);
    const posix = await mailcheck(args, { env: { LC_ALL: 'C' } });
    expect(posix.stdout).toMatch(/^[\n\u0020-\u007e]*$/);
    const wide = await mailcheck(args, { env: { COLUMNS: '80' } });
    for (const line of wide.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('colours when told to', async () => {
    const args = ['diagnose', '1042', '--export', ACME, ...NOON];
    const start = '\u001b[';
    expect((await mailcheck([...args, '--color', 'always'])).stdout).toContain(start);
    expect((await mailcheck(args, { env: { FORCE_COLOR: '1' } })).stdout).toContain(start);
    expect((await mailcheck(args)).stdout).not.toContain(start);
    expect(
      (await mailcheck([...args, '--color', 'never'], { env: { FORCE_COLOR: '1' } })).stdout,
    ).not.toContain(start);
  });

  it.skipIf(!existsSync('/dev/full'))('says so when the report could not be written', async () => {
    const { spawnSync } = await import('node:child_process');
    const { status, stderr } = spawnSync('bash', ['-c', 'node bin/mailcheck.js checks > /dev/full'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(status).toBe(4);
    expect(stderr).toMatch(/^mailcheck: the report could not be written: .*\n$/);
  });

  it('shows no secret that an alias brings to another field', async () => {
    const healthy = await readFile(path.join(root, 'fixtures/accounts/compact.yaml'), 'utf8');
    const aliased = healthy
      .replace(
        '  mode: house',
        '  mode: smtp\n  smtp: { host: mail.example, user: *p, password: hunter2-secret }',
      )
      .replace('user: *p, password: hunter2-secret', 'password: &p hunter2-secret, user: *p')
      .replace('email: nora.lindqvist@mail.example', 'email: *p');
    await writeFile(path.join(folder, 'aliased.yaml'), aliased);
    for (const format of ['human', 'json']) {
      const args = ['diagnose', '2001', '--export', 'aliased.yaml', '--verbose', '--format', format, ...NOON];
      const { code, stdout, stderr } = await mailcheck(args, { cwd: folder });
      expect(code, stderr).toBe(1);
      expect(stdout + stderr).not.toContain('hunter2');
    }
  });

  it('writes nothing where it cannot write whole', async () => {
    const output = path.join(folder, 'no-such-folder', 'report.json');
    const { code, stderr, stdout } = await mailcheck([
      'diagnose',
      '1042',
      '--export',
      ACME,
      '--output',
      output,
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain('cannot be written');
    expect(stdout).toBe('');
  });
});

describe('notes', () => {
  const args = ['diagnose', '2001', '--export', 'odd.yaml', ...NOON];

  it('name an unknown key with its place and the key that may be meant', async () => {
    const healthy = await readFile(path.join(root, 'fixtures/accounts/compact.yaml'), 'utf8');
    await writeFile(path.join(folder, 'odd.yaml'), `${healthy}\ncompanyEmial: []\n`);
    const { code, stderr } = await mailcheck(args, { cwd: folder });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^mailcheck: note: odd\.yaml:\d+:1: .*companyEmial.*companyEmails/);
  });

  it('are silent with --quiet, and in the JSON all the same', async () => {
    const { stdout, stderr } = await mailcheck([...args, '--quiet', '--format', 'json'], { cwd: folder });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout).notes).toEqual([expect.stringContaining('companyEmial')]);
  });

  it('are errors with --strict', async () => {
    expect((await mailcheck([...args, '--strict'], { cwd: folder })).code).toBe(2);
  });

  it('say that no notification lists the event asked about', async () => {
    const { stderr } = await mailcheck([
      'diagnose',
      '1042',
      '--export',
      ACME,
      '--event',
      'builtin:paid',
      ...NOON,
    ]);
    expect(stderr).toContain('No notification lists the event "paid"');
  });
});

describe('help that works offline', () => {
  it('lists the checks', async () => {
    const { stdout } = await mailcheck(['checks']);
    for (const { id } of checks) expect(stdout).toContain(id);
    const last = stdout.trimEnd().split('\n').slice(-settingsChecks.length);
    expect(last).toEqual(
      settingsChecks.map(({ id }) => expect.stringMatching(`^ +${id} .* \\(mailcheck check\\)$`)),
    );
    const json = JSON.parse((await mailcheck(['checks', '--format', 'json'])).stdout);
    expect(json.checks.map(({ id }: { id: string }) => id)).toEqual(checks.map(({ id }) => id));
    expect(Object.keys(json.settingsChecks[0])).toEqual(Object.keys(json.checks[0]));
    expect(json.settingsChecks.map(({ id }: { id: string }) => id)).toEqual(
      settingsChecks.map(({ id }) => id),
    );
  });

  it('explains a check, a finding, the export and a field', async () => {
    expect((await mailcheck(['explain', 'from-address'])).stdout).toContain('# from-address:');
    const finding = await mailcheck(['explain', 'from-address/not-verified']);
    expect(finding.stdout).toContain('`not-verified`');
    expect(finding.stdout).not.toContain('- `no-primary`');
    expect((await mailcheck(['explain', 'message-consistency/same-event'])).stdout).toContain('`same-event`');
    expect((await mailcheck(['explain', 'export'])).stdout).toContain('/customers/*/links/*/emailAccess');
    expect((await mailcheck(['explain', '/tenant/timezone'])).stdout).toContain('Account > Company Profile');
  });

  it.each([['from-adress'], ['from-address/not-verifed'], ['/tenant/timezon']])(
    'does not know %s',
    async (topic) => {
      const { code, stderr } = await mailcheck(['explain', topic]);
      expect(code).toBe(2);
      expect(stderr).toContain(topic);
    },
  );

  it('publishes schemas that hold for what it reads and prints', async () => {
    const ajv = new Ajv2020({ strict: false });
    const isExport = ajv.compile(JSON.parse((await mailcheck(['schema', 'export'])).stdout));
    expect(isExport(parse(await readFile(path.join(root, ACME), 'utf8'), { merge: true }))).toBe(true);
    expect(isExport({ mailcheck: 1, transport: { mode: 'sendmail' } })).toBe(false);
    const isReport = ajv.compile(JSON.parse((await mailcheck(['schema', 'report'])).stdout));
    const { stdout } = await mailcheck(['diagnose', '1042', '--export', ACME, '--format', 'json', ...NOON]);
    expect(isReport(JSON.parse(stdout)), JSON.stringify(isReport.errors)).toBe(true);
  });
});
