import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import * as pty from '@lydell/node-pty';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Account } from '../../src/account/types.js';
import { reportSchema } from '../../src/report/report-schema.js';
import type { LoanProFault } from '../servers/loanpro-faults.js';
import { BIRTH_DATE, NATIONAL_ID } from '../servers/loanpro-shapes.js';
import { type LoanProStandIn, startLoanProStandIn } from '../servers/loanpro-stand-in.js';
import { AT, atLoanPro, environment } from '../support/at-loanpro.js';
import { root } from '../support/mailcheck.js';

const command = path.join(root, 'bin/mailcheck.js');
const { PATH = '' } = process.env;
let account: Account;
let folder = '';
/** Where a redirect points: nobody may ever come. */
let visits = 0;
const elsewhere = createServer((_request, response) => {
  visits++;
  response.end('{"d": {}}');
});

beforeAll(async () => {
  account = parse(await readFile(path.join(root, 'fixtures/accounts/acme-lending.yaml'), 'utf8'));
  folder = await mkdtemp(path.join(os.tmpdir(), 'mailcheck-faults-'));
  elsewhere.listen(0, '127.0.0.1');
  await once(elsewhere, 'listening');
});
afterAll(async () => {
  elsewhere.close();
  await rm(folder, { recursive: true, force: true });
});

async function withStandIn<T>(use: (server: LoanProStandIn) => Promise<T>, delay = 0): Promise<T> {
  const server = await startLoanProStandIn({ account, delay });
  try {
    return await use(server);
  } finally {
    await server.stop();
  }
}

/** A folder of its own: tests run side by side. */
async function place(name: string): Promise<string> {
  const own = path.join(folder, name.replace(/\W+/g, '-'));
  await mkdir(own, { recursive: true });
  return own;
}

const NOTES = 'odata.svc/SystemNotes';
const CUSTOMER = 'odata.svc/Customers(1088)';
const EMAILS = 'odata.svc/Tenants';
const SETTINGS = 'odata.svc/Loans(4140)/LoanSettings';
const DAYS = 'odata.svc/Loans(4140)/StatusArchive';
const EVERYWHERE = '';
const redirect = () => ({
  redirect: `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/api/public/api/1/`,
});

interface Row {
  readonly fault: LoanProFault | 'redirect';
  readonly where: string;
  readonly diagnose: number;
  readonly snapshot: number;
  /** What a person can do, or what happened. */
  readonly says: readonly string[];
  /** Nothing at all could be read. */
  readonly isEmpty?: boolean;
}
const row = (
  fault: Row['fault'],
  where: string,
  says: readonly string[],
  [diagnose, snapshot]: readonly [number, number] = [4, 4],
  isEmpty = diagnose === 2,
): Row => ({ fault, where, diagnose, snapshot, says, isEmpty });

const LOG = 'communication history';
const CONTACT = 'Customer Manager > (customer) > Contact & Personal Information';
const ROWS = [
  row('unauthorized', EVERYWHERE, ['LOANPRO_API_KEY', 'Settings > Company > API > Overview'], [2, 2]),
  row('unauthorized', DAYS, ['LOANPRO_API_KEY', 'Settings > Company > API > Overview'], [2, 2]),
  row('bad-tenant', EVERYWHERE, ['LOANPRO_TENANT_ID'], [2, 2]),
  row('forbidden', NOTES, ["role of the token's user", LOG], [3, 0]),
  row('forbidden', CUSTOMER, ["role of the token's user", CONTACT], [3, 0]),
  row('not-found', NOTES, ['(404)', LOG]),
  row('not-found', EVERYWHERE, ['LOANPRO_API_URL'], [2, 2]),
  row('conflict', SETTINGS, ['(409)', 'Look at']),
  row('not-found-in-200', DAYS, ['does not find it', 'Look at']),
  row('php-error-in-200', NOTES, ['answered with an error', LOG]),
  row('gone', NOTES, ['(410)', LOG]),
  row({ tooMany: '1' }, NOTES, ['asked to wait 1 s (tried 3 times)', LOG]),
  row({ tooMany: '3600' }, NOTES, ['asked to wait 3600 s', LOG]),
  row({ tooMany: undefined }, EMAILS, ['slow down (429) (tried 3 times)', 'Look at Settings > Company']),
  row('server-error', EMAILS, ['(500) (tried 3 times)', 'Look at Settings > Company']),
  row('bad-gateway', CUSTOMER, ['(502) (tried 3 times)', CONTACT]),
  row('truncated-json', NOTES, ['cut off (tried 3 times)', LOG]),
  row('cut-off', SETTINGS, ['cut off (tried 3 times)', 'Look at']),
  row('stall', NOTES, ['no whole answer within 0.4 s (tried 3 times)', LOG]),
  row('stall', EVERYWHERE, ['LOANPRO_API_URL', '--timeout'], [4, 4], true),
  row('stall-in-body', DAYS, ['no whole answer within 0.4 s', 'Look at']),
  row('drip', NOTES, ['no whole answer within 0.4 s', LOG]),
  row('reset', EVERYWHERE, ['broken off (ECONNRESET)', 'LOANPRO_API_URL'], [4, 4], true),
  row('redirect', EVERYWHERE, ['a redirect to 127.0.0.1', 'LOANPRO_API_URL']),
  row('content-type', EVERYWHERE, ['not JSON but text/html', 'LOANPRO_API_URL']),
  row('other-json', NOTES, ['does not have the form', LOG]),
  row('huge', CUSTOMER, ['more than 20 MB', CONTACT]),
  row('echo', NOTES, ['(409)', '(token)', LOG]),
];
const secrets = [NATIONAL_ID, /\d+/.exec(BIRTH_DATE)?.[0] ?? 'none', '987654329', '/srv/www'];

describe.concurrent('every fault, through the whole command', () => {
  it.each(ROWS)('$fault at "$where": $diagnose and $snapshot', async (given) => {
    const { fault, where, says, isEmpty } = given;
    await withStandIn(async (server) => {
      server.faults = [{ path: where, fault: fault === 'redirect' ? redirect() : fault }];
      const cwd = await place(`${JSON.stringify(fault)}-${where}`);
      // Short only where it has to run out: the machine may be busy.
      const timeout = ['--timeout', /stall|drip/.test(String(fault)) ? '0.4' : '10'];
      const start = performance.now();
      const [live, taken] = await Promise.all([
        atLoanPro(server, cwd, [
          ...['diagnose', '1088', '--live', '--format', 'json', '--debug', '--verbose'],
          ...timeout,
          ...AT,
        ]),
        atLoanPro(server, cwd, ['snapshot', '1088', '--output', 's.yaml', ...timeout, ...AT]),
      ]);
      expect(performance.now() - start).toBeLessThan(20_000);
      expect([live.code, taken.code], live.stderr + taken.stderr).toEqual([given.diagnose, given.snapshot]);

      const document = reportSchema.parse(JSON.parse(live.stdout));
      if (isEmpty) expect(document).toMatchObject({ error: { code: 'source-failed' } });
      else expect(document).toMatchObject({ customer: { id: '1088' }, emails: [expect.anything()] });
      for (const words of says) {
        expect(live.stderr).toContain(words);
        expect(taken.stderr).toContain(words);
      }

      const names = await readdir(cwd);
      const written = names.includes('s.yaml') ? await readFile(path.join(cwd, 's.yaml'), 'utf8') : '';
      // A customer of whom nothing came is no part of a snapshot; of a refusal only the facts are missing.
      const isRead = !isEmpty && !(where === EVERYWHERE || (where === CUSTOMER && given.snapshot === 4));
      expect(names).toEqual(isRead ? ['s.yaml'] : []);
      if (isRead) expect(parse(written)).toMatchObject({ mailcheck: 1, customers: [{ id: 1088 }] });
      for (const said of [live.stdout, live.stderr, taken.stdout, taken.stderr, written])
        for (const secret of [server.token, ...secrets]) expect(said).not.toContain(secret);
      expect(visits).toBe(0);
    });
  });
});

/** Waits until the stand-in was asked for a path. */
async function asked({ requests }: LoanProStandIn, wanted: string): Promise<void> {
  const limit = performance.now() + 10_000;
  while (!requests.some((request) => request.path.startsWith(wanted))) {
    if (performance.now() > limit) throw new Error(`${wanted} was never asked for`);
    await wait(10);
  }
}

describe.concurrent('Ctrl-C', () => {
  const begin = (server: LoanProStandIn, cwd: string, args: readonly string[]) =>
    spawn(process.execPath, [command, ...args, ...AT], {
      cwd,
      env: { PATH, LANG: 'C.UTF-8', ...environment(server) },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 20_000,
    });
  const ended = async (child: ChildProcess) => {
    const read = [child.stdout, child.stderr].map((stream) => (stream ? text(stream) : ''));
    const [[code], stdout = '', stderr = ''] = await Promise.all([once(child, 'close'), ...read]);
    return { code, stdout, stderr };
  };

  it.each<[string, LoanProFault]>([
    ['an answer that does not come', 'stall'],
    ['one that never ends', 'drip'],
    ['a pause LoanPro asked for', { tooMany: '25' }],
  ])('during --live, while waiting for %s: 130 at once, and no report', async (what, fault) => {
    await withStandIn(async (server) => {
      server.faults = [{ path: NOTES, fault }];
      const cwd = await place(`interrupt ${what}`);
      const child = begin(server, cwd, [
        'diagnose',
        '1088',
        '--live',
        '--format',
        'json',
        '--output',
        'r.txt',
      ]);
      const end = ended(child);
      await asked(server, NOTES);
      await wait(50);
      const start = performance.now();
      child.kill('SIGINT');
      const { code, stdout, stderr } = await end;
      expect(performance.now() - start).toBeLessThan(3000);
      expect(code).toBe(130);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'interrupted' } });
      expect(stderr).toContain('interrupted');
      expect(await readdir(cwd)).toEqual([]);
    });
  });

  it('during a snapshot: 130, with the customers read so far, and the next run goes on', async () => {
    await withStandIn(async (server) => {
      const cwd = await place('interrupt snapshot');
      server.faults = [{ path: 'odata.svc/Loans(4117)', fault: 'stall' }];
      const args = ['snapshot', '1042', '1057', '1063', '--output', 's.yaml'];
      const child = begin(server, cwd, args);
      const end = ended(child);
      await asked(server, 'odata.svc/Loans(4117)');
      child.kill('SIGINT');
      const { code, stderr } = await end;
      expect(code, stderr).toBe(130);
      expect(await readdir(cwd)).toEqual(['s.yaml']);
      const ids = async () =>
        parse(await readFile(path.join(cwd, 's.yaml'), 'utf8')).customers.map(({ id }: { id: number }) => id);
      expect(await ids()).toEqual([1042]);

      server.faults = [];
      const before = server.requests.length;
      const again = await atLoanPro(server, cwd, [...args, ...AT]);
      expect(again.code, again.stderr).toBe(0);
      expect(await ids()).toEqual([1042, 1057, 1063]);
      expect(server.requests.slice(before).some(({ path: one }) => one.includes('(1042)'))).toBe(false);
    });
  });

  it('before the first customer of a snapshot: 130, and no file', async () => {
    await withStandIn(async (server) => {
      const cwd = await place('interrupt early');
      server.faults = [{ path: EMAILS, fault: 'stall' }];
      for (const customers of [[], ['1042', '1057']]) {
        const child = begin(server, cwd, ['snapshot', ...customers, '--output', 's.yaml']);
        const end = ended(child);
        const before = server.requests.length;
        while (server.requests.length === before) await wait(10);
        child.kill('SIGINT');
        expect((await end).code).toBe(130);
        expect(existsSync(path.join(cwd, 's.yaml'))).toBe(false);
      }
    });
  });
});

describe('the progress of a snapshot in a terminal', () => {
  /** What a person sees, and how it ended. */
  function inTerminal(server: LoanProStandIn, cwd: string, args: readonly string[]) {
    const terminal = pty.spawn(process.execPath, [command, 'snapshot', ...args, ...AT], {
      name: 'xterm-256color',
      cols: 100,
      rows: 20,
      cwd,
      env: { PATH, LANG: 'C.UTF-8', ...environment(server) },
    });
    let seen = '';
    terminal.onData((data) => {
      seen += data;
    });
    const end = new Promise<{ code: number; seen: string }>((resolve) =>
      terminal.onExit(({ exitCode }) => resolve({ code: exitCode, seen: seen.replaceAll('\r\n', '\n') })),
    );
    return { terminal, end };
  }
  const many = ['1042', '1057', '1063', '--output', 's.yaml'];

  it('is a bar that fills, with notes on lines of their own', async () => {
    await withStandIn(async (server) => {
      server.faults = [{ path: EMAILS, fault: 'forbidden' }];
      const { code, seen } = await inTerminal(server, await place('bar'), many).end;
      expect(code).toBe(0);
      expect(seen).toContain('\r[....................] 0 of 3 customers');
      expect(seen).toContain('\r[#######.............] 1 of 3 customers');
      expect(seen).toContain('\r[####################] 3 of 3 customers\n');
      // The same fault of the account is said once, and not behind the bar.
      expect(seen.match(/\r\u001b\[Kmailcheck: note: odata\.svc\/Tenants/g)).toHaveLength(1);
      expect(seen).not.toMatch(/customersmailcheck/);
      expect(seen).toMatch(/mailcheck: note: 3 customers are in s\.yaml\.\n$/);
    });
  });

  it('stays where it was on Ctrl-C', async () => {
    await withStandIn(async (server) => {
      server.faults = [{ path: 'odata.svc/Customers(1057)', fault: 'stall' }];
      const { terminal, end } = inTerminal(server, await place('bar ended'), many);
      await asked(server, 'odata.svc/Customers(1057)');
      terminal.write('\u0003');
      const { code, seen } = await end;
      expect(code).toBe(130);
      expect(seen).toContain('1 of 3 customers');
      expect(seen).not.toContain('3 of 3');
      expect(seen).toMatch(/\nmailcheck: interrupted\n$/);
    });
  });

  it.each([['--quiet'], ['--verbose']])('is not there with %s', async (flag) => {
    await withStandIn(async (server) => {
      const { code, seen } = await inTerminal(server, await place(flag), [...many, flag]).end;
      expect(code).toBe(0);
      expect(seen).not.toContain('#');
    });
  });
});
