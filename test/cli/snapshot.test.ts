import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Account } from '../../src/account/types.js';
import type { Injected } from '../servers/loanpro-stand-in.js';
import { type LoanProStandIn, startLoanProStandIn } from '../servers/loanpro-stand-in.js';
import { AT, atLoanPro } from '../support/at-loanpro.js';
import { root } from '../support/mailcheck.js';

const lender = path.join(root, 'fixtures/accounts/acme-lending.yaml');
let account: Account;
let folder = '';

beforeAll(async () => {
  account = parse(await readFile(lender, 'utf8'));
  folder = await mkdtemp(path.join(os.tmpdir(), 'mailcheck-snapshot-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const inFolder = (name: string) => path.join(folder, name);
const written = async (name: string): Promise<Account> => parse(await readFile(inFolder(name), 'utf8'));
const idsIn = async (name: string) => (await written(name)).customers?.map(({ id }) => id) ?? [];

/** Runs commands against one stand-in, whose faults can be changed between them. */
async function withLoanPro(
  use: (
    run: (args: readonly string[], faults?: Injected[]) => ReturnType<typeof atLoanPro>,
    server: LoanProStandIn,
  ) => Promise<void>,
): Promise<void> {
  const server = await startLoanProStandIn({ account });
  try {
    await use((args, faults = []) => {
      server.faults = faults;
      return atLoanPro(server, folder, [...args, ...AT]);
    }, server);
  } finally {
    await server.stop();
  }
}
const snapshot = (output: string, ...customers: string[]) => ['snapshot', ...customers, '--output', output];

describe.concurrent('a snapshot', () => {
  it('has a customer who is named in several ways once', async () => {
    await withLoanPro(async (run) => {
      const args = snapshot('once.yaml', '1042', 'jane.roe@mail.example', 'C-1042', 'Jane Roe', '1042');
      for (const _ of ['first', 'again']) {
        expect((await run(args)).code).toBe(0);
        expect(await idsIn('once.yaml')).toEqual([1042]);
      }
      const log = (await written('once.yaml')).communicationHistory ?? [];
      expect(log.length).toBeGreaterThan(0);
      expect(new Set(log.map(({ id }) => id)).size).toBe(log.length);
      const { code, stderr } = await run(['diagnose', '1042', '--export', 'once.yaml']);
      expect(code, stderr).toBe(1);
    });
  });

  it('keeps what a person has filled in, and the age of the oldest fact', async () => {
    await withLoanPro(async (run) => {
      await run(snapshot('filled.yaml', '1042'));
      const filled = {
        ...(await written('filled.yaml')),
        exportedAt: '2026-11-01T08:00:00Z',
        connections: { linked: true },
        notifications: [{ id: 7, name: 'Payment due' }],
      };
      const tenant = { ...filled.tenant, timezone: 'America/Denver' };
      await writeFile(inFolder('filled.yaml'), stringify({ ...filled, tenant }));
      expect((await run(snapshot('filled.yaml', '1042', '1057'))).code).toBe(0);
      const after = await written('filled.yaml');
      const { exportedAt, connections, notifications } = filled;
      expect(after).toMatchObject({ exportedAt, connections, notifications, tenant });
      expect(await idsIn('filled.yaml')).toEqual([1042, 1057]);
    });
  });

  it('reads again who was not read, or only in part', async () => {
    await withLoanPro(async (run, server) => {
      const args = snapshot('partly.yaml', '1042', '1057', '1063');
      const first = await run(args, [
        { path: 'odata.svc/Customers(1057)', fault: 'gone' },
        { path: 'odata.svc/Loans(4120)/StatusArchive', fault: 'gone' },
      ]);
      expect(first.code).toBe(4);
      expect(first.stderr).toContain('"1057" was not read and is left out');
      expect(await idsIn('partly.yaml')).toEqual([1042, 1063]);
      const loanOf = async () =>
        (await written('partly.yaml')).customers?.find(({ id }) => id === 1063)?.links?.[0]?.loan;
      expect(await loanOf()).not.toHaveProperty('daysPastDue');

      const before = server.requests.length;
      const again = await run(args);
      expect(again.code, again.stderr).toBe(0);
      expect(await idsIn('partly.yaml')).toEqual([1042, 1063, 1057]);
      expect(await loanOf()).toHaveProperty('daysPastDue');
      const asked = server.requests.slice(before).map((request) => request.path);
      expect(asked).not.toContain('odata.svc/Customers(1042)');
      expect(await readFile(inFolder('partly.yaml'), 'utf8')).not.toContain('Read in part');
      // Now that all were read whole, nobody is asked for.
      const then = server.requests.length;
      await run(args);
      expect(server.requests.length).toBe(then);
    });
  });

  it('ends when LoanPro no longer answers, and does not wait for each customer', async () => {
    await withLoanPro(async (run, server) => {
      const args = [...snapshot('silent.yaml', '1042', '1057', '1063', '1076'), '--timeout', '0.3'];
      const { code, stderr } = await run(args, [
        ...['1057', '1063', '1076'].map(
          (id): Injected => ({
            path: `odata.svc/Customers(${id})`,
            fault: 'stall',
          }),
        ),
      ]);
      expect(code).toBe(4);
      expect(stderr).toContain('3 of 4 customers were not read');
      expect(await idsIn('silent.yaml')).toEqual([1042]);
      expect(server.requests.some((request) => request.path.includes('1063'))).toBe(false);
    });
  });

  it('does not say of a customer whose log did not come that there were no emails', async () => {
    await withLoanPro(async (run) => {
      const args = snapshot('log.yaml', '1057', '1042');
      const lost = await run(args, [{ path: 'odata.svc/SystemNotes', fault: 'forbidden', times: 1 }]);
      expect(lost.code).toBe(4);
      expect(lost.stderr).toContain('Customer 1057 is left out: the log of emails did not come');
      expect(await idsIn('log.yaml')).toEqual([1042]);
      expect((await run(args)).code).toBe(0);
      expect(await idsIn('log.yaml')).toEqual([1042, 1057]);
      // A role that may not read it at all costs the log, and nobody is left out.
      const refused = await run(snapshot('no-log.yaml', '1057', '1042'), [
        { path: 'odata.svc/SystemNotes', fault: 'forbidden' },
      ]);
      expect(refused.code).toBe(0);
      expect(await idsIn('no-log.yaml')).toEqual([1057, 1042]);
      expect(await written('no-log.yaml')).not.toHaveProperty('communicationHistory');
    });
  });

  it('of the account alone says what did not come; refused, it writes nothing', async () => {
    await withLoanPro(async (run) => {
      const broken = await run(snapshot('alone.yaml'), [{ path: 'odata.svc/Tenants', fault: 'gone' }]);
      expect(broken.code).toBe(4);
      expect(broken.stderr).toContain('CompanyEmails: LoanPro did not accept the question (410)');
      const refused = await run(snapshot('refused.yaml'), [{ path: '', fault: 'unauthorized' }]);
      expect(refused.code).toBe(2);
      expect(existsSync(inFolder('refused.yaml'))).toBe(false);
      expect((await run(snapshot('whole.yaml'))).code).toBe(0);
      expect((await written('whole.yaml')).companyEmails).toHaveLength(3);
    });
  });

  it('of one lender is not written into the file of another, nor where there is no folder', async () => {
    await withLoanPro(async (run, server) => {
      const other = stringify({ mailcheck: 1, tenant: { id: 99 } });
      await writeFile(inFolder('other.yaml'), other);
      const { code, stderr } = await run(snapshot('other.yaml', '1042'));
      expect(code).toBe(2);
      expect(stderr).toContain('holds the account of tenant 99');
      expect(await readFile(inFolder('other.yaml'), 'utf8')).toBe(other);
      expect((await run(snapshot('nowhere/s.yaml', '1042'))).code).toBe(2);
      expect(server.requests).toEqual([]);
    });
  });
});

describe.concurrent('an export beside the account', () => {
  it('can come from standard input', async () => {
    await withLoanPro(async (_run, server) => {
      const input = await readFile(lender, 'utf8');
      const args = ['diagnose', 'Jane Roe', '--live', '--export', '-', '--message', 'Payment due', ...AT];
      const [piped, named] = await Promise.all([
        atLoanPro(server, folder, [...args, '--format', 'json'], { input }),
        atLoanPro(server, folder, [...args.with(4, lender), '--format', 'json']),
      ]);
      expect(piped.code, piped.stderr).toBe(named.code);
      expect(JSON.parse(piped.stdout).verdict).toBe(JSON.parse(named.stdout).verdict);
      expect(JSON.parse(piped.stdout).sources.map(({ kind }: { kind: string }) => kind)).toEqual([
        'live',
        'export',
      ]);
    });
  });

  it('of another tenant is pointed out', async () => {
    await withLoanPro(async (run) => {
      await writeFile(inFolder('theirs.yaml'), stringify({ ...account, tenant: { id: 99 } }));
      const args = ['diagnose', '1042', '--live', '--export', 'theirs.yaml', '--message', 'Payment due'];
      const { stderr } = await run(args);
      expect(stderr).toContain('The export is of tenant 99, and LOANPRO_TENANT_ID is 5200243');
    });
  });
});

it('a customer whom the search finds is not said to be nobody', async () => {
  await withLoanPro(async (run) => {
    const { code, stderr } = await run(
      ['diagnose', 'Dana Whitfield', '--live'],
      [{ path: 'odata.svc/Customers(1088)', fault: 'not-found' }],
    );
    expect(code).toBe(4);
    expect(stderr).toContain("LoanPro's search finds customer 1088");
  });
});

it('a search that breaks says how to do without', async () => {
  await withLoanPro(async (run) => {
    const { code, stderr } = await run(
      ['diagnose', 'Dana Whitfield', '--live'],
      [{ path: 'Customers/Autopal', fault: 'gone' }],
    );
    expect(code).toBe(4);
    expect(stderr).toContain("Give the customer's id");
  });
});
