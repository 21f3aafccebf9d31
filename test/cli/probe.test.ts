import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Notification } from '../../src/account/types.js';
import { reportSchema } from '../../src/report/report-schema.js';
import { authority, certificate } from '../servers/certificates.js';
import { type HealthySmtp, healthySmtp } from '../servers/healthy-smtp.js';
import { silentServer } from '../servers/no-smtp.js';
import { until } from '../servers/process.js';
import { type Script, type ScriptedServer, scriptedSmtp } from '../servers/scripted-smtp.js';
import { canary, expectNone, formsOf } from '../support/canary.js';
import type { WholeAccount } from '../support/check-table.js';
import { compactAccount } from '../support/compact-account.js';
import { mailcheck, type Ran, root } from '../support/mailcheck.js';

/** Other letters in base64, in addresses and in JSON. */
const PASSWORD = canary('canary+/=%&"\\ ');
const USER = 'notices@lender.example';
const NOON = ['--at', '2026-11-03T17:30:00Z'];
/** The checks of the settings and of the handshake alone: the others would ask DNS. */
const SMTP = ['--only', 'smtp-settings', '--only', 'smtp-handshake'];

let folder = '';
const file = (name: string) => path.join(folder, name);
let healthy: HealthySmtp;

type Settings = NonNullable<NonNullable<WholeAccount['transport']>['smtp']>;

let written = 0;
/** An account that sends through a port of this machine, as a file; returns its path. */
async function account(
  smtp: Partial<Settings>,
  change: (account: WholeAccount) => void = () => {},
): Promise<string> {
  const changed = compactAccount();
  changed.transport = {
    mode: 'smtp',
    smtp: { host: 'localhost', user: USER, password: PASSWORD, ...smtp },
  };
  change(changed);
  written += 1;
  const name = file(`account-${written}.yaml`);
  await writeFile(name, stringify(changed));
  return name;
}

/** The same at the healthy server, which begins with TLS. */
const atHealthy = (smtp: Partial<Settings> = {}, change?: (account: WholeAccount) => void) =>
  account({ port: healthy.port, security: 'tls', ...smtp }, change);

const local = () => ['--allow-private', '--ca', file('ca.pem')];
const probeSmtp = (name: string, ...args: readonly string[]) =>
  mailcheck(['probe', 'smtp', '--export', name, ...local(), ...args]);

/** The one document on stdout, which is as its schema says. */
function documentOf({ stdout }: Ran) {
  expect(stdout).toMatch(/^\{\n[\s\S]*\n\}\n$/);
  return reportSchema.parse(JSON.parse(stdout));
}

/** The results of `probe`, in words. */
function resultsOf(ran: Ran): string[] {
  const document = documentOf(ran);
  if (!('probes' in document) || document.command !== 'probe') return expect.fail('no report of a probe');
  expect(document.probes).toHaveLength(1);
  return (document.probes[0]?.results ?? []).map(({ check, status, code, reason }) =>
    [check, status, code ?? reason].filter((part) => part !== undefined).join(' '),
  );
}

async function served(script: Script, work: (server: ScriptedServer) => Promise<void>): Promise<void> {
  const server = await scriptedSmtp(script);
  try {
    await work(server);
  } finally {
    await server.stop();
  }
}

const expectNoSecret = ({ stdout, stderr }: Ran) => expectNone(PASSWORD, { stdout, stderr });

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mailcheck-probe-'));
  await writeFile(file('ca.pem'), authority());
  for (const kind of ['good', 'expiring', 'unknown-issuer'] as const) certificate(kind);
  healthy = await healthySmtp({ tls: 'implicit', users: { [USER]: PASSWORD } });
}, 30_000);
afterAll(async () => {
  await healthy.stop();
  await rm(folder, { recursive: true, force: true });
});

describe.concurrent('probe smtp', () => {
  it('works: exit code 0, every stage, no message', async () => {
    const ran = await probeSmtp(await atHealthy());
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain('WORKS');
    for (const stage of 'resolve,connect,TLS,greeting,EHLO,certificate,AUTH,MAIL FROM,QUIT'.split(','))
      expect(ran.stdout).toContain(stage);
    expect(healthy.messages()).toBe(0);
    expectNoSecret(ran);
  });

  it('as JSON: one document, with what was seen', async () => {
    const ran = await probeSmtp(await atHealthy(), '--format', 'json');
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(resultsOf(ran)).toEqual(['smtp-settings pass', 'smtp-handshake pass']);
    const document = documentOf(ran);
    const [probe] = 'probes' in document ? (document.probes ?? []) : [];
    expect(probe).toMatchObject({
      kind: 'smtp',
      target: `localhost:${healthy.port}`,
      addresses: ['127.0.0.1', '::1'],
      capabilities: expect.arrayContaining(['AUTH PLAIN LOGIN']),
      tls: { version: 'TLSv1.3', certificate: { subject: 'localhost' } },
    });
    expect(probe?.stages.map(({ stage, status }) => `${stage} ${status}`)).toEqual(
      'resolve,connect,TLS,greeting,EHLO,certificate,AUTH,MAIL FROM,QUIT'
        .split(',')
        .map((stage) => `${stage} pass`),
    );
    expect(probe?.transcript).toContainEqual({ from: 'client', text: 'AUTH PLAIN' });
    expectNoSecret(ran);
  });

  it('fails: exit code 1', async () => {
    const ran = await probeSmtp(await atHealthy({ password: 'wrong' }), '--format', 'json');
    expect(ran.code).toBe(1);
    expect(resultsOf(ran)).toEqual(['smtp-settings pass', 'smtp-handshake fail auth-bad-credentials']);
  });

  it('warns: exit code 0, and 1 where warnings are to fail', async () => {
    await served({ certificate: certificate('expiring') }, async ({ port }) => {
      const name = await account({ port });
      const ran = await probeSmtp(name, '--format', 'json');
      expect(ran.code).toBe(0);
      expect(resultsOf(ran)).toContain('smtp-handshake warn tls-cert-expires-soon');
      expect((await probeSmtp(name, '--fail-on', 'warn')).code).toBe(1);
    });
  });

  it('cannot tell: exit code 3, or what is asked for', async () => {
    await served({}, async ({ port, connections }) => {
      const name = await account({ port });
      const without = (...args: readonly string[]) =>
        mailcheck(['probe', 'smtp', '--export', name, '--format', 'json', ...args]);
      const ran = await without();
      expect(ran.code).toBe(3);
      expect(resultsOf(ran)).toEqual(['smtp-settings pass', 'smtp-handshake unknown address-not-allowed']);
      expect((await without('--on-unknown', 'fail')).code).toBe(1);
      expect((await without('--on-unknown', 'pass')).code).toBe(0);
      expect(connections().all).toBe(0);
    });
  });

  it('contacts no link-local address, private ones allowed or not', async () => {
    const ran = await probeSmtp(await account({ host: '169.254.169.254', port: 25 }), '--format', 'json');
    expect(ran.code).toBe(3);
    expect(resultsOf(ran)).toContain('smtp-handshake unknown address-not-allowed');
  });

  it('trusts no certificate but those it is told to, and sends it no password', async () => {
    await served({}, async ({ port, received }) => {
      const name = await account({ port });
      const ran = await mailcheck([
        ...['probe', 'smtp', '--export', name],
        ...['--allow-private', '--format', 'json'],
      ]);
      expect(ran.code).toBe(1);
      expect(resultsOf(ran)).toContain('smtp-handshake fail tls-cert-unknown-issuer');
      expect(received().encrypted).not.toContain('AUTH');
    });
  });

  it('ends in its time at a silent server', async () => {
    const silent = await silentServer();
    const before = performance.now();
    const ran = await probeSmtp(await account({ port: silent.port }), '--timeout', '1', '--format', 'json');
    expect(performance.now() - before).toBeLessThan(6_000);
    await silent.stop();
    expect(ran.code).toBe(3);
    // This machine may have a mail server at one of the usual ports, which is said as well.
    expect(resultsOf(ran).slice(0, 2)).toEqual([
      'smtp-settings pass',
      'smtp-handshake unknown greeting-silent',
    ]);
  });

  it('names the customer where that is asked for', async () => {
    await served({ at: { rcpt: '550 5.1.1 User unknown' } }, async ({ port, commands }) => {
      const name = await account({ port });
      expect((await probeSmtp(name, '2001')).code).toBe(0);
      expect(commands()).not.toContain('RCPT');
      const ran = await probeSmtp(name, '2001', '--probe-recipient', '--format', 'json');
      expect(ran.code).toBe(1);
      expect(resultsOf(ran)).toContain('smtp-handshake fail recipient-unknown');
      expect(commands()).toContain('RCPT');
      expect((await probeSmtp(name, '9999')).code).toBe(2);
    });
  });

  it('tries every sender in one session, or that of one notification', async () => {
    const reply = (line: string) => (line.includes('billing') ? '553 5.7.1 Not yours' : '250 2.1.0 Ok');
    await served({ at: { mail: reply } }, async ({ port, commands, connections }) => {
      const name = await account({ port }, withThreeSenders);
      const all = await probeSmtp(name, '--format', 'json');
      expect(all.code).toBe(1);
      expect(resultsOf(all)).toEqual([
        'smtp-settings pass',
        'smtp-handshake pass',
        'smtp-handshake fail sender-not-allowed',
      ]);
      expect(connections().all).toBe(1);
      expect(commands().filter((command) => command === 'AUTH')).toHaveLength(1);
      expect(commands().filter((command) => command === 'MAIL')).toHaveLength(2);
      expect((await probeSmtp(name, '--message', 'Payment received')).code).toBe(0);
      expect(commands()).not.toContain('DATA');
    });
  });

  it('says why nothing was tried', async () => {
    const ran = await probeSmtp(await account({ host: '' }), '--format', 'json');
    expect(ran.code).toBe(1);
    expect(resultsOf(ran)).toEqual([
      'smtp-settings fail missing-host',
      'smtp-handshake skip blocked-by:smtp-settings',
    ]);
  });
});

/** Two senders on three notifications. */
function withThreeSenders(account: WholeAccount): void {
  const [first] = account.notifications ?? [];
  const other = (id: number, name: string): Notification => ({
    ...first,
    id,
    name,
    email: { ...first?.email, from: 'billing@cedar-credit.example' },
  });
  account.companyEmails?.push({ id: 32, email: 'billing@cedar-credit.example', validated: true });
  account.notifications?.push(other(5, 'Bill'), other(6, 'Second bill'));
}

describe.concurrent('a password in a variable', () => {
  const named = (env: string) => atHealthy({ password: { env } });
  const withEnv = async (name: string, env: Readonly<Record<string, string>>) =>
    mailcheck(['probe', 'smtp', '--export', name, ...local(), '--format', 'json'], { env });

  it('is used', async () => {
    const ran = await withEnv(await named('MAILCHECK_SMTP_PASSWORD'), { MAILCHECK_SMTP_PASSWORD: PASSWORD });
    expect(ran.code).toBe(0);
    expect(resultsOf(ran)).toEqual(['smtp-settings pass', 'smtp-handshake pass']);
    expectNoSecret(ran);
  });

  it.each([
    ['not set', {}],
    ['empty', { MAILCHECK_SMTP_PASSWORD: '' }],
  ])('is said to be missing where it is %s', async (_, env) => {
    const ran = await withEnv(await named('MAILCHECK_SMTP_PASSWORD'), env);
    expect(ran.code).toBe(3);
    expect(resultsOf(ran)).toEqual(['smtp-settings pass', 'smtp-handshake unknown secret-withheld']);
    expect(ran.stdout).toContain('MAILCHECK_SMTP_PASSWORD');
  });

  it('has to be one that is meant for this', async () => {
    const ran = await withEnv(await named('AWS_SECRET_ACCESS_KEY'), { AWS_SECRET_ACCESS_KEY: PASSWORD });
    expect(ran.code).toBe(2);
    expect(documentOf(ran)).toMatchObject({ error: { code: 'export-invalid' } });
    expectNoSecret(ran);
  });

  it('withheld by the export leaves the login out', async () => {
    const ran = await probeSmtp(await atHealthy({ password: '[redacted]' }), '--format', 'json');
    expect(ran.code).toBe(3);
    expect(resultsOf(ran)).toEqual(['smtp-settings pass', 'smtp-handshake unknown secret-withheld']);
  });
});

describe.concurrent('what cannot be started', () => {
  it.each([
    ['a word', '--timeout', 'soon'],
    ['nothing', '--timeout', '0'],
    ['too much', '--timeout', '601'],
    ['a file that is not there', '--ca', '/nowhere/ca.pem'],
    ['a file without a certificate', '--ca', 'README.md'],
  ])('%s: %s %s', async (_, flag, value) => {
    await served({}, async ({ port, connections }) => {
      const name = await account({ port });
      const ran = await mailcheck([
        ...['probe', 'smtp', '--export', name, '--allow-private'],
        ...['--format', 'json', `${flag}=${value}`],
      ]);
      expect(ran.code).toBe(2);
      expect(documentOf(ran)).toMatchObject({ error: { code: 'usage' } });
      expect(ran.stderr).toContain(flag);
      expect(ran.stderr.trimEnd().split('\n')).toHaveLength(1);
      expect(connections().all).toBe(0);
    });
  });

  it.each([
    ['ses', 'smtp', 'leaves'],
    ['smtp', 'house', 'house account'],
    ['smtp', 'ses', 'Amazon SES'],
    ['ses', 'house', 'house account'],
  ] as const)('probe %s of an account that sends by %s', async (what, mode, says) => {
    const name = await atHealthy({}, ({ transport }) => Object.assign(transport ?? {}, { mode }));
    const ran = await mailcheck(['probe', what, '--export', name, ...local(), '--format', 'json']);
    expect(ran.code).toBe(2);
    expect(documentOf(ran)).toMatchObject({ error: { code: 'nothing-to-check' } });
    expect(ran.stderr).toContain(says);
  });
});

describe.concurrent('diagnose --probe', () => {
  const diagnose = (name: string, ...args: readonly string[]) =>
    mailcheck(['diagnose', '2001', '--export', name, '--probe', ...local(), ...NOON, ...args]);

  it.each([
    ['sends', 0, {}, 'pass', undefined],
    ['blocked', 1, { password: 'wrong' }, 'fail', 'auth-bad-credentials'],
    ['unknown', 3, { password: { env: 'MAILCHECK_UNSET' } }, 'unknown', 'secret-withheld'],
  ] as const)('comes to %s, exit code %i', async (verdict, code, smtp, status, finding) => {
    const name = await atHealthy(smtp);
    const ran = await diagnose(name, ...SMTP, '--format', 'json');
    expect(ran).toMatchObject({ code, stderr: '' });
    const document = documentOf(ran);
    if (!('verdict' in document)) return expect.fail('no diagnosis');
    expect(document.verdict).toBe(verdict);
    const handshake = document.emails.flatMap(({ results }) => results).find(isHandshake);
    expect([handshake?.status, handshake?.code]).toEqual([status, finding]);
    expect(document.probes?.map(({ kind }) => kind)).toEqual(['smtp']);
    expectNoSecret(ran);
  });

  it('asks the server once, however many emails there are', async () => {
    await served({}, async ({ port, connections, commands }) => {
      const name = await account({ port }, (changed) => {
        withThreeSenders(changed);
        const [customer] = changed.customers;
        const [link] = customer?.links ?? [];
        for (const id of [7302, 7303])
          customer?.links?.push({ ...link, loan: { ...link?.loan, id, displayId: `CC-${id}` } });
      });
      const ran = await diagnose(name, ...SMTP, '--format', 'json');
      const document = documentOf(ran);
      expect('emails' in document && document.emails).toHaveLength(9);
      expect(ran.code).toBe(0);
      expect(connections().all).toBe(1);
      expect(commands().filter((command) => command === 'AUTH')).toHaveLength(1);
      expect(commands().filter((command) => command === 'MAIL')).toHaveLength(2);
    });
  });

  it('opens no connection without --probe, nor where the handshake is left out', async () => {
    await served({}, async ({ port, connections }) => {
      const name = await account({ port });
      await mailcheck(['diagnose', '2001', '--export', name, ...local(), ...NOON]);
      await diagnose(name, '--only', 'smtp-settings');
      expect(connections().all).toBe(0);
    });
  });
});

const isHandshake = ({ check }: { readonly check: string }) => check === 'smtp-handshake';

describe.concurrent('a password is never printed', () => {
  const echo = formsOf(USER, PASSWORD).join(' ');
  it.each<[string, Script]>([
    ['a good run', {}],
    ['a refused login that repeats it', { at: { auth: `535 5.7.8 You sent ${echo}` } }],
    ['a refused login that repeats the command', { at: { auth: (line) => `535 5.7.8 ${line}` } }],
    ['a refused sender that repeats it', { at: { mail: `553 5.7.1 ${echo}` } }],
    ['garbage that repeats it', { at: { auth: echo } }],
    ['a greeting that repeats it', { at: { greeting: `554 ${echo}` } }],
    ['an end in the middle of it', { at: { auth: { does: 'close', text: `535 5.7.8 ${echo}` } } }],
  ])('%s', async (_, script) => {
    await served(script, async ({ port }) => {
      const name = await account({ port });
      const loud = ['--debug', '--verbose'];
      const runs = await Promise.all([
        probeSmtp(name, ...loud),
        mailcheck([
          ...['diagnose', '2001', '--export', name, '--probe', ...local(), ...NOON],
          ...[...SMTP, ...loud, '--format', 'json', '--output', `${name}.txt`],
        ]),
      ]);
      runs.push({ code: 0, stdout: await readFile(`${name}.txt`, 'utf8'), stderr: '' });
      for (const ran of runs) {
        expect([0, 1]).toContain(ran.code);
        expect(ran.stdout).toContain('localhost:');
        expectNoSecret(ran);
      }
    });
  });
});

describe('Ctrl-C', () => {
  interface Ended {
    readonly code: number | null;
    readonly signal: NodeJS.Signals | null;
    readonly stdout: string;
    readonly stderr: string;
    /** Milliseconds from the signal on. */
    readonly took: number;
  }

  const textOf = (stream: ChildProcess['stdout']) => {
    let text = '';
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    return () => text;
  };

  async function interrupted(server: ScriptedServer, args: readonly string[]): Promise<Ended> {
    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, ['bin/mailcheck.js', ...args], { cwd: root, env: { PATH } });
    const stdout = textOf(child.stdout);
    const stderr = textOf(child.stderr);
    const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
      child.once('close', (code, signal) => resolve([code, signal]));
    });
    try {
      await until('the server is being asked', () => server.connections().open > 0, 20_000);
      const before = performance.now();
      child.kill('SIGINT');
      const [code, signal] = await ended;
      const took = performance.now() - before;
      return { code, signal, stdout: stdout(), stderr: stderr(), took };
    } finally {
      child.kill('SIGKILL');
    }
  }

  it.each<[string, Script]>([
    ['while the greeting is awaited', { at: { greeting: { does: 'silence' } } }],
    ['while the login is awaited', { at: { auth: { does: 'silence' } } }],
  ])('%s ends the run at once', async (_, script) => {
    await served(script, async (server) => {
      const name = await account({ port: server.port });
      const common = ['--export', name, ...local()];
      for (const args of [
        ['probe', 'smtp', ...common],
        ['diagnose', '2001', '--probe', ...common, ...SMTP],
      ]) {
        const ended = await interrupted(server, args);
        expect(ended).toMatchObject({ code: 130, signal: null, stdout: '' });
        expect(ended.stderr).toMatch(/^mailcheck: .*interrupted.*\n$/);
        expect(ended.took).toBeLessThan(8_000);
        await until('the connection is closed', () => server.connections().open === 0);
      }
      const json = await interrupted(server, ['probe', 'smtp', ...common, '--format', 'json']);
      expect(json.code).toBe(130);
      expect(reportSchema.parse(JSON.parse(json.stdout))).toMatchObject({ error: { code: 'interrupted' } });
    });
  });
});
