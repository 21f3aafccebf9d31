import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Account } from '../../src/account/types.js';
import { reportSchema } from '../../src/report/report-schema.js';
import { BIRTH_DATE, NATIONAL_ID } from '../servers/loanpro-shapes.js';
import { type LoanProStandIn, startLoanProStandIn } from '../servers/loanpro-stand-in.js';
import { mailcheck, root } from '../support/mailcheck.js';

const AT = ['--at', '2026-11-03T17:30:00Z'];
const file = path.join(root, 'fixtures/accounts/acme-lending.yaml');
let account: Account;
let server: LoanProStandIn;
let folder = '';

beforeAll(async () => {
  account = parse(await readFile(file, 'utf8'));
  server = await startLoanProStandIn({ account });
  folder = await mkdtemp(path.join(os.tmpdir(), 'mailcheck-live-'));
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const environment = (changed: Readonly<Record<string, string>> = {}) => ({
  LOANPRO_API_URL: server.url,
  LOANPRO_API_KEY: server.token,
  LOANPRO_TENANT_ID: server.tenantId,
  ...changed,
});
const live = (args: readonly string[], changed?: Readonly<Record<string, string>>) =>
  mailcheck(args, { cwd: folder, env: environment(changed) });

/** What was said of every email: check, status and code; and the verdict. */
function saidIn(stdout: string) {
  const document = reportSchema.parse(JSON.parse(stdout));
  if (!('verdict' in document)) throw new Error(stdout);
  return {
    verdict: document.verdict,
    emails: document.emails.map(({ loan, verdict, results }) => ({
      loan: loan?.id,
      verdict,
      results: results.map(({ check, status, code }) => [check, status, code ?? ''].join(' ')),
    })),
  };
}

describe('the account itself and a snapshot of it', () => {
  it('fare alike, for every customer', async () => {
    const ids = (account.customers ?? []).map(({ id }) => String(id));
    expect(ids.length).toBeGreaterThan(8);
    const taken = await live(['snapshot', ...ids, '--output', 'all.yaml', ...AT]);
    expect(taken.stderr).toContain(`${ids.length} customers are in all.yaml.`);
    const compare = async (id: string) => {
      const json = [...AT, '--format', 'json'];
      const [now, later] = await Promise.all([
        live(['diagnose', id, '--live', ...json]),
        live(['diagnose', id, '--export', 'all.yaml', ...json]),
      ]);
      return { id, now: saidIn(now.stdout), later: saidIn(later.stdout) };
    };
    for (const id of ids) {
      const { now, later } = await compare(id);
      expect(later, id).toEqual(now);
    }
  }, 60_000);

  it('writes it whole, without secrets and personal data, and goes on where it ended', async () => {
    await live(['snapshot', '1042', '--output', 'some.yaml', ...AT]);
    const before = server.requests.length;
    const { code } = await live(['snapshot', '1042', '1057', '--output', 'some.yaml', ...AT]);
    expect(code).toBe(0);
    const asked = server.requests.slice(before).map((request) => request.path);
    expect(asked.some((one) => one.includes('Customers(1057)'))).toBe(true);
    expect(asked.some((one) => one.includes('Customers(1042)'))).toBe(false);
    const text = await readFile(path.join(folder, 'some.yaml'), 'utf8');
    expect(parse(text).customers.map(({ id }: { id: number }) => id)).toEqual([1042, 1057]);
    expect(text).toContain('#   doNotDisturb: Do Not Disturb windows for email. Look at Settings > Company');
    expect((await readdir(folder)).filter((name) => name.includes('.tmp'))).toEqual([]);
  }, 30_000);

  it('keeps what was read when a customer is nowhere', async () => {
    const { code, stderr } = await live(['snapshot', '1042', 'Nobody Atall', '--output', 'kept.yaml', ...AT]);
    expect(code).toBe(2);
    expect(stderr).toContain('No customer has the id');
    expect(parse(await readFile(path.join(folder, 'kept.yaml'), 'utf8')).customers).toHaveLength(1);
  });

  it('without the names and addresses of people fares alike too', async () => {
    const { code } = await live(['snapshot', '1042', '1057', '--redact', '--output', 'red.yaml', ...AT]);
    expect(code).toBe(0);
    const text = await readFile(path.join(folder, 'red.yaml'), 'utf8');
    for (const { id, firstName, lastName, email, customId } of account.customers ?? []) {
      if (id !== 1042 && id !== 1057) continue;
      for (const name of [firstName, lastName, email?.split('@')[0], customId])
        if (name) expect(text).not.toContain(name);
    }
    const [plain, hidden] = await Promise.all(
      ['all.yaml', 'red.yaml'].map((name) =>
        live(['diagnose', '1057', '--export', name, ...AT, '--format', 'json']),
      ),
    );
    expect(saidIn(hidden?.stdout ?? '')).toEqual(saidIn(plain?.stdout ?? ''));
  }, 30_000);

  it.each([
    [['snapshot', '1042', '--output', 'x.txt'], 'expected .yaml or .yml'],
    [['snapshot', '1042', '--output', 'x.yaml', '--at', 'yesterday'], 'is not an instant'],
  ])('%j is refused', async (args, naming) => {
    const { code, stderr } = await live(args);
    expect(code).toBe(2);
    expect(stderr).toContain(naming);
  });
});

describe('the account over an export', () => {
  it('counts, says where each fact comes from, and names what the export says', async () => {
    const other = structuredClone(account);
    const jane = other.customers?.find(({ id }) => id === 1042);
    const [link] = jane?.links ?? [];
    if (!link) throw new Error('the fixture has changed');
    link.emailAccess = true;
    jane?.links?.reverse();
    await writeFile(path.join(folder, 'other.yaml'), stringify(other));
    const args = ['diagnose', 'Jane Roe', '--live', '--export', 'other.yaml', ...AT];
    const asked = [...args, '--message', 'Payment due', '--loan', 'LN-4101'];
    const json = await live([...asked, '--format', 'json']);
    const document = reportSchema.parse(JSON.parse(json.stdout));
    if (!('verdict' in document)) throw new Error(json.stdout);
    expect(json.code).toBe(1);
    expect(document.sources.map(({ kind }) => kind)).toEqual(['live', 'export']);
    const results = document.emails[0]?.results ?? [];
    const [access] = results.find(({ code }) => code === 'not-enrolled')?.evidence ?? [];
    expect(access).toMatchObject({
      file: 'LoanPro API odata.svc/Customers(1042)',
      readAt: expect.stringMatching(/^20/),
      value: false,
      contradicts: { file: 'other.yaml', line: expect.any(Number), value: true },
    });
    expect(access).not.toHaveProperty('line');
    const [enabled] = results.find(({ check }) => check === 'message-enabled')?.evidence ?? [];
    expect(enabled).toMatchObject({ file: 'other.yaml', line: expect.any(Number) });
    expect(enabled).not.toHaveProperty('contradicts');
    const human = await live(asked);
    expect(human.stdout).toMatch(/other\.yaml:\d+:\d+\s+says\s+true/);
  }, 30_000);
});

describe('what goes wrong', () => {
  const broken = async (fault: LoanProStandIn['faults'][number], args: readonly string[]) => {
    const own = await startLoanProStandIn({ account });
    own.faults = [fault];
    try {
      return await mailcheck(args, {
        cwd: folder,
        env: { ...environment(), LOANPRO_API_URL: own.url, LOANPRO_API_KEY: own.token },
      });
    } finally {
      await own.stop();
    }
  };
  const diagnose = ['diagnose', '1088', '--live', ...AT, '--format', 'json'];

  it('a token or tenant that is refused: 2', async () => {
    for (const changed of [{ LOANPRO_API_KEY: 'wrong' }, { LOANPRO_TENANT_ID: '1' }]) {
      const { code, stdout, stderr } = await live(diagnose, changed);
      expect(code, stderr).toBe(2);
      expect(JSON.parse(stdout).error.message).toContain('token');
    }
  });

  it('settings that are missing: 2, all of them named', async () => {
    const { code, stderr } = await live(diagnose, { LOANPRO_API_KEY: '', LOANPRO_TENANT_ID: '' });
    expect(code).toBe(2);
    expect(stderr).toContain('LOANPRO_API_KEY is not set');
    expect(stderr).toContain('LOANPRO_TENANT_ID is not set');
  });

  it('an endpoint that is refused costs its own facts: never 4', async () => {
    const { code, stdout } = await broken({ path: 'odata.svc/SystemNotes', fault: 'forbidden' }, diagnose);
    expect(code).toBe(3);
    expect(saidIn(stdout).verdict).toBe('unknown');
  });

  it.each(['server-error', 'truncated-json', 'bad-gateway'] as const)(
    'an endpoint that breaks (%s): 4, and the report is there',
    async (fault) => {
      const { code, stdout } = await broken({ path: 'odata.svc/SystemNotes', fault, times: 9 }, diagnose);
      expect(code).toBe(4);
      expect(saidIn(stdout).emails.length).toBeGreaterThan(0);
    },
    30_000,
  );

  it('a LoanPro that cannot be reached: 4, with what an export says', async () => {
    const nowhere = { LOANPRO_API_URL: 'http://127.0.0.1:9/' };
    const alone = await live(diagnose, nowhere);
    expect(alone.code).toBe(4);
    expect(JSON.parse(alone.stdout).error.code).toBe('source-failed');
    const beside = await live([...diagnose, '--export', file, '--message', 'Welcome'], nowhere);
    expect(beside.code).toBe(saidIn(beside.stdout).verdict === 'blocked' ? 1 : 4);
    expect(beside.stderr).toContain('could not be read');
  }, 30_000);

  it('the preflight names what the role may not use', async () => {
    const fault = { path: 'odata.svc/SystemNotes', fault: 'forbidden' } as const;
    const human = await broken(fault, ['probe', 'api']);
    expect(human.code).toBe(3);
    expect(human.stdout).toMatch(/FAIL[^\n]*\n?[^\n]*SystemNotes/);
    const json = await broken(fault, ['probe', 'api', '--format', 'json']);
    reportSchema.parse(JSON.parse(json.stdout));
    expect((await live(['probe', 'api'], { LOANPRO_API_KEY: 'wrong' })).code).toBe(2);
    expect((await live(['probe', 'api'])).code).toBe(0);
  }, 30_000);
});

it('only reads, and shows neither the token nor national ids nor birth dates', async () => {
  const runs = await Promise.all([
    live(['diagnose', '1042', '--live', ...AT, '--verbose', '--debug']),
    live(['diagnose', 'jane.roe@mail.example', '--live', ...AT, '--format', 'json', '--output', 'r.json']),
    live(['probe', 'api', '--verbose']),
  ]);
  const files = await Promise.all(
    (await readdir(folder)).map((name) => readFile(path.join(folder, name), 'utf8')),
  );
  const seconds = /\d+/.exec(BIRTH_DATE)?.[0] ?? 'none';
  for (const text of [...runs.flatMap(({ stdout, stderr }) => [stdout, stderr]), ...files]) {
    for (const secret of [server.token, NATIONAL_ID, seconds, '1985-04-12'])
      expect(text).not.toContain(secret);
  }
  for (const { method, path: asked } of server.requests) {
    const isSearch = /^(Customers|Loans)\/Autopal\.Search\(\)$/.test(asked);
    expect(method, asked).toBe(isSearch ? 'POST' : 'GET');
    if (!isSearch) expect(asked).toMatch(/^odata\.svc\//);
  }
}, 30_000);
