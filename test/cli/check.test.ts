import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { FORMATS } from '../../src/cli/format-names.js';
import { reportSchema } from '../../src/report/report-schema.js';
import { compactAccount } from '../support/compact-account.js';
import { mailcheck, type Ran } from '../support/mailcheck.js';

const NOON = ['--at', '2026-11-03T17:30:00Z'];
let folder = '';
const at = (name: string) => path.join(folder, name);
const check = (args: readonly string[], options: Parameters<typeof mailcheck>[1] = {}) =>
  mailcheck(['check', ...args], { cwd: folder, ...options });

type Account = ReturnType<typeof compactAccount>;

async function account(
  name: string,
  change: (account: Account) => void,
  isWithoutCustomers = false,
): Promise<void> {
  const changed = compactAccount();
  change(changed);
  const { customers, ...rest } = changed;
  await writeFile(at(name), stringify(isWithoutCustomers ? rest : { ...rest, customers }));
}

interface Shown {
  readonly check: string;
  readonly status: string;
  readonly code?: string;
  readonly reason?: string;
  readonly accepted?: { readonly by: string; readonly reason?: string };
  readonly fingerprint?: string;
}

interface Document {
  readonly error?: {
    readonly code: string;
    readonly details: readonly { readonly message: string; readonly file?: string }[];
  };
  readonly accounts: readonly {
    readonly source: { readonly name: string };
    readonly verdict: string;
    readonly results: readonly Shown[];
    readonly notifications: readonly {
      readonly notification: { readonly id: string } | null;
      readonly enabled: boolean;
      readonly verdict: string;
      readonly results: readonly Shown[];
    }[];
    readonly customers: readonly {
      readonly verdict: string;
      readonly emails: readonly { readonly verdict: string; readonly results: readonly Shown[] }[];
    }[];
  }[];
  readonly suppressions: readonly Shown[];
  readonly baseline?: { readonly vanished: readonly { readonly finding: string }[] };
  readonly notes: readonly string[];
}

/** Runs check for JSON, which its schema must accept. */
async function document(
  args: readonly string[],
  options?: Parameters<typeof check>[1],
): Promise<Document & { code: number | null }> {
  const { code, stdout } = await check([...args, '--format', 'json', '--quiet', ...NOON], options);
  const value: unknown = JSON.parse(stdout);
  reportSchema.parse(value);
  // Judged by its schema a line above.
  return { ...(value as Document), code };
}

const findings = (results: readonly Shown[]) =>
  results.flatMap(({ check: id, code, status }) =>
    status === 'fail' || status === 'warn' ? [`${status} ${id}/${code}`] : [],
  );

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mailcheck-check-'));
  await mkdir(at('.git'));
  await mkdir(at('exports/deep'), { recursive: true });
  await account('healthy.yaml', () => {});
  await account('settings.yaml', () => {}, true);
  await account(
    'unlinked.yaml',
    ({ connections }) => Object.assign(connections ?? {}, { linked: false }),
    true,
  );
  await account('warned.yaml', ({ connections }) => Object.assign(connections ?? {}, { balance: 0 }), true);
  await account('open.yaml', (changed) => void delete changed.doNotDisturb, true);
  await account(
    'no-subject.yaml',
    ({ notifications }) => Object.assign(notifications?.[0]?.email ?? {}, { subject: '' }),
    true,
  );
  await account('off.yaml', ({ notifications }) =>
    Object.assign(notifications?.[0]?.email ?? {}, { enabled: false, subject: '' }),
  );
  await account('not-enrolled.yaml', ({ customers }) =>
    Object.assign(customers[0]?.links?.[0] ?? {}, { emailAccess: false }),
  );
  await account('restricted.yaml', ({ notifications }) =>
    Object.assign(notifications?.[0]?.email ?? {}, { restrictions: { daysPastDue: { min: 900 } } }),
  );
  await account('none.yaml', (changed) => {
    changed.notifications = [];
  });
  await account('exports/a.yaml', () => {}, true);
  await account(
    'exports/deep/b.yml',
    ({ notifications }) => Object.assign(notifications?.[0]?.email ?? {}, { subject: '' }),
    true,
  );
  await writeFile(at('exports/values.yaml'), 'image: nginx\n');
  await writeFile(at('broken.yaml'), 'mailcheck: 1\nconnections: [\n');
  await writeFile(
    at('people.ndjson'),
    `${compactAccount()
      .customers.map((one) => JSON.stringify(one))
      .join('\n')}\n`,
  );
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const table: [name: string, args: string[], code: number, verdict: string][] = [
  ['a healthy account', ['healthy.yaml'], 0, 'sends'],
  ['settings alone', ['settings.yaml'], 0, 'sends'],
  ['a setting that stops all', ['unlinked.yaml'], 1, 'blocked'],
  ['a notification that cannot go', ['no-subject.yaml'], 1, 'blocked'],
  ['a notification that is switched off', ['off.yaml'], 0, 'sends'],
  ['a customer who is not enrolled', ['not-enrolled.yaml'], 1, 'partial'],
  ['a customer whom every restriction leaves out', ['restricted.yaml'], 1, 'partial'],
  ['a warning', ['warned.yaml'], 0, 'sends'],
  ['a warning that fails', ['warned.yaml', '--fail-on', 'warn'], 1, 'sends'],
  ['a missing fact', ['open.yaml'], 3, 'unknown'],
  ['a missing fact that passes', ['open.yaml', '--on-unknown', 'pass'], 0, 'unknown'],
  ['a missing fact that fails', ['open.yaml', '--on-unknown', 'fail'], 1, 'unknown'],
  ['only what is fine', ['no-subject.yaml', '--only', 'connections-account'], 0, 'sends'],
  ['no notification', ['none.yaml'], 2, 'nothing-to-check'],
  ['no notification, but direct mail', ['none.yaml', '--direct'], 0, 'sends'],
  ['a broken export', ['broken.yaml'], 2, 'export-invalid'],
  ['a file that is not there', ['nowhere.yaml'], 2, 'export-invalid'],
  ['a folder without exports', ['.git'], 2, 'nothing-to-check'],
  ['a glob that fits nothing', ['*.nothing'], 2, 'nothing-to-check'],
  ['a glob that fits nothing, beside an export', ['healthy.yaml', '*.nothing'], 2, 'nothing-to-check'],
  ['no input at all', [], 2, 'usage'],
  ['no such notification', ['healthy.yaml', '--message', 'x'], 2, 'not-found'],
  ['no such check', ['healthy.yaml', '--only', 'conections-account'], 2, 'not-found'],
  ['no such loan', ['healthy.yaml', '--loan', '9'], 2, 'not-found'],
];

/** One of each exit code. */
const SHOWN = new Set(['a setting that stops all', 'a missing fact', 'a warning']);

describe('exit codes of check', () => {
  it.each(table)('%s', async (_, args, code, verdict) => {
    const said = await document(args);
    expect([said.error?.code ?? said.accounts[0]?.verdict, said.code]).toEqual([verdict, code]);
  });

  it.each(FORMATS)(
    'are the same as %s',
    async (format) => {
      for (const [name, args, code] of table.filter(([name]) => SHOWN.has(name))) {
        const ran = await check([...args, '--format', format, ...NOON]);
        expect([name, ran.code]).toEqual([name, code]);
        // GitHub's commands are of findings alone.
        if (format !== 'github') expect(ran.stdout).not.toBe('');
      }
    },
    30_000,
  );
});

describe('what check looks at', () => {
  it('takes each file as an account of its own, a folder as its exports, and says what it skipped', async () => {
    const said = await document(['settings.yaml', 'exports']);
    expect(said.accounts.map(({ source, verdict }) => [source.name, verdict])).toEqual([
      ['settings.yaml', 'sends'],
      ['exports/a.yaml', 'sends'],
      ['exports/deep/b.yml', 'blocked'],
    ]);
    expect(said.notes).toEqual([expect.stringContaining('exports/values.yaml was skipped')]);
    expect(said.code).toBe(1);
  });

  it('expands a glob that no shell expanded', async () => {
    const said = await document(['exports/**/*.yml']);
    expect(said.accounts.map(({ source }) => source.name)).toEqual(['exports/deep/b.yml']);
  });

  it('joins the files of --export, and reads standard input', async () => {
    const joined = await document(['--export', 'settings.yaml', '--export', 'people.ndjson']);
    expect(joined.accounts.map(({ source, customers }) => [source.name, customers.length])).toEqual([
      ['settings.yaml + people.ndjson', 1],
    ]);
    const piped = await document(['-'], { input: await readFile(at('healthy.yaml')) });
    expect(piped.accounts[0]?.verdict).toBe('sends');
  });

  it('reads the nearest export where nothing is named', async () => {
    await mkdir(at('near/below'), { recursive: true });
    await account('near/mailcheck.yaml', () => {});
    const said = await document([], { cwd: at('near/below') });
    expect(said.accounts.map(({ source }) => source.name)).toEqual(['../mailcheck.yaml']);
  });

  it('names everything that is wrong in several exports', async () => {
    await writeFile(at('worse.yaml'), 'mailcheck: 1\nconnections: { linked: maybe }\n');
    const said = await document(['broken.yaml', 'healthy.yaml', 'worse.yaml']);
    expect(said.code).toBe(2);
    expect(new Set(said.error?.details.map(({ file }) => file))).toEqual(
      new Set(['broken.yaml', 'worse.yaml']),
    );
  });

  it('has the account gates once, then the notifications; without customers the rest does not apply', async () => {
    const [first] = (await document(['settings.yaml'])).accounts;
    expect(first?.results.map((result) => result.check)).toEqual([
      'connections-account',
      'connections-balance',
      'email-service',
      'smtp-settings',
      'smtp-handshake',
      'ses-settings',
      'ses-account',
      'do-not-disturb',
      'send-limits',
    ]);
    const [message] = first?.notifications ?? [];
    const skipped = [...(first?.results ?? []), ...(message?.results ?? [])]
      .filter(({ reason }) => reason === 'not-applicable')
      .map((result) => result.check);
    for (const id of [
      'message-trigger',
      'message-restrictions',
      'customer-email',
      'recipient-domain',
      'customer-enrollment',
      'loan-status-enrollment',
      'recipient-suppression',
      'send-limits',
      'delivery-history',
    ]) {
      expect(skipped).toContain(id);
    }
    expect(first?.customers).toEqual([]);
  });

  it('lists a notification that is switched off', async () => {
    const said = await document(['off.yaml']);
    expect(said.accounts[0]?.notifications.map(({ enabled }) => enabled)).toEqual([false]);
    expect(findings(said.accounts[0]?.notifications[0]?.results ?? [])).toContain('fail message-enabled/off');
  });

  it('fares for a customer as a diagnosis does', async () => {
    const acme = path.resolve('fixtures/accounts/acme-lending.yaml');
    const said = await document([acme]);
    const people: { readonly id: string; readonly verdict: string }[] =
      said.accounts[0]?.customers.map((one) => ({
        ...(one as unknown as { customer: { id: string } }).customer,
        verdict: one.verdict,
      })) ?? [];
    expect(people).toHaveLength(14);
    // Every third, so that each verdict is among them.
    for (const { id, verdict } of people.filter((_, i) => i % 3 === 0)) {
      const { stdout } = await mailcheck(['diagnose', id, '--export', acme, '--format', 'json', ...NOON]);
      expect([id, JSON.parse(stdout).verdict]).toEqual([id, verdict]);
    }
  }, 30_000);
});

describe('a baseline', () => {
  it('accepts what was there, whatever line it moves to, and nothing new', async () => {
    await account(
      'legacy.yaml',
      ({ notifications, connections }) => {
        Object.assign(notifications?.[0]?.email ?? {}, { subject: '', fromTitle: '' });
        Object.assign(connections ?? {}, { balance: 0 });
      },
      true,
    );
    const written = await document(['legacy.yaml', '--write-baseline', 'baseline.json', '--fail-on', 'warn']);
    expect(written.code).toBe(0);
    const text = await readFile(at('baseline.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ mailcheckBaseline: 1 });
    await writeFile(at('legacy.yaml'), `# one more line\n${await readFile(at('legacy.yaml'), 'utf8')}`);
    const again = await document(['legacy.yaml', '--baseline', 'baseline.json', '--fail-on', 'warn']);
    expect([again.code, again.accounts[0]?.verdict]).toEqual([0, 'blocked']);
    const accepted = again.accounts[0]?.notifications[0]?.results.filter((result) => result.accepted);
    expect(accepted?.map(({ code }) => code)).toEqual(['missing-from-title', 'missing-subject']);

    await account(
      'legacy.yaml',
      ({ notifications }) => {
        Object.assign(notifications?.[0]?.email ?? {}, { subject: '', deliverTo: 'agents' });
      },
      true,
    );
    const changed = await document(['legacy.yaml', '--baseline', 'baseline.json']);
    expect(changed.code).toBe(1);
    expect(changed.baseline?.vanished.map(({ finding }) => finding)).toEqual([
      'connections-balance/empty',
      'message-present/missing-from-title',
    ]);
    const human = await check(['legacy.yaml', '--baseline', 'baseline.json', ...NOON]);
    expect(human.stdout).toContain('Accepted, so not counted');
    expect(human.stdout).toContain('no longer found');
  });

  it.each([
    ['no file', 'missing.json'],
    ['no JSON', 'healthy.yaml'],
    ['another JSON', 'other.json'],
  ])('that is %s is refused', async (_, file) => {
    await writeFile(at('other.json'), '{"mailcheckBaseline": 1, "findings": [{"fingerprint": 1}]}');
    const { code, stderr } = await check(['healthy.yaml', '--baseline', file, ...NOON]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`--baseline "${file}"`)]);
  });
});

describe('suppressions', () => {
  const lines = async (name: string, change: (lines: string[]) => void) => {
    const text = (await readFile(at('no-subject.yaml'), 'utf8')).split('\n');
    change(text);
    await writeFile(at(name), text.join('\n'));
  };
  const subject = (text: string[]) => text.findIndex((line) => line.includes('subject: ""'));

  it.each([
    [
      'beside the line',
      '  # mailcheck-ignore message-present/missing-subject: drafted until 2027-01-31',
      'end',
      0,
      [],
    ],
    ['above the line', '# mailcheck-ignore message-present/missing-subject: drafted', 'above', 0, []],
    ['of a whole check', ' # mailcheck-ignore message-present: drafted', 'end', 0, []],
    [
      'that has expired',
      ' # mailcheck-ignore message-present: drafted until 2026-11-02',
      'end',
      1,
      ['expired'],
    ],
    ['on its last day', ' # mailcheck-ignore message-present: drafted until 2026-11-03', 'end', 0, []],
    ['of another finding', ' # mailcheck-ignore message-present/missing-from: drafted', 'end', 1, ['unused']],
    ['of another line', '# mailcheck-ignore message-present: drafted', 'top', 1, ['unused']],
    ['without a reason', ' # mailcheck-ignore message-present: until 2027-01-31', 'end', 1, ['malformed']],
    ['without anything', ' # mailcheck-ignore', 'end', 1, ['malformed']],
    ['with a name that is none', ' # mailcheck-ignore mesage-present: drafted', 'end', 1, ['malformed']],
    [
      'until a day that is none',
      ' # mailcheck-ignore message-present: drafted until 2027-02-30',
      'end',
      1,
      ['malformed'],
    ],
  ] as const)('in a comment %s', async (_, comment, where, code, upkeep) => {
    await lines('commented.yaml', (text) => {
      const i = subject(text);
      if (where === 'end') text[i] += comment;
      else text.splice(where === 'above' ? i : 1, 0, where === 'above' ? `      ${comment}` : comment);
    });
    const said = await document(['commented.yaml']);
    expect([said.code, said.suppressions.map((result) => result.code)]).toEqual([code, upkeep]);
  });

  it('that only look like comments are text', async () => {
    await lines('text.yaml', (text) => {
      const i = subject(text);
      text.splice(
        i,
        1,
        '      subject: ""',
        '      fromTitle2: |',
        '        # mailcheck-ignore message-present: no',
      );
    });
    const said = await document(['text.yaml']);
    expect([said.code, said.suppressions]).toEqual([1, []]);
  });

  it('in the configuration, for one notification, with a reason, and reported when unused', async () => {
    const config = (finding: string, more = '') =>
      writeFile(at('suppress.yaml'), `suppressions:\n  - finding: ${finding}\n    reason: drafted\n${more}`);
    const run = () => document(['no-subject.yaml', '--config', 'suppress.yaml']);
    await config('message-present/missing-subject', '    notification: 4\n');
    expect(await run()).toMatchObject({ code: 0, suppressions: [] });
    await config('message-present/missing-subject', '    notification: 5\n');
    expect(await run()).toMatchObject({ code: 1, suppressions: [{ code: 'unused' }] });
    await config('message-present/missing-subject', '    until: 2026-01-01\n');
    expect(await run()).toMatchObject({ code: 1, suppressions: [{ code: 'expired' }] });
    await config('message-presnt');
    const { code, stderr } = await check(['no-subject.yaml', '--config', 'suppress.yaml', ...NOON]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('did you mean message-present?')]);
  });

  it('a part of the account that was not asked about leaves none unused', async () => {
    await writeFile(
      at('suppress.yaml'),
      'suppressions:\n  - { finding: email-service/off, reason: later }\n',
    );
    const said = await document(['no-subject.yaml', '--config', 'suppress.yaml', '--skip', 'email-service']);
    expect(said.suppressions).toEqual([]);
  });
});

describe('secrets', () => {
  it.each(FORMATS)('that stand inside another text are not in %s', async (format) => {
    await account('leaky.yaml', (changed) => {
      changed.transport = {
        mode: 'smtp',
        smtp: { host: 'smtp.acme.example', user: 'u', password: 'hunter2-canary' },
      };
      Object.assign(changed.notifications?.[0]?.email ?? {}, {
        subject: 'it is hunter2-canary',
        from: 'hunter2-canary@x.example',
      });
    });
    const { stdout, stderr } = await check([
      'leaky.yaml',
      '--format',
      format,
      '--verbose',
      '--debug',
      ...NOON,
    ]);
    expect(stdout + stderr).not.toContain('hunter2-canary');
  });
});

describe('the configuration', () => {
  const show = async (args: readonly string[], options?: Parameters<typeof check>[1]): Promise<Ran> =>
    check([...args, '--show-config'], options);

  it('is the nearest upwards; flags over environment over file over defaults', async () => {
    await mkdir(at('repo/below'), { recursive: true });
    await writeFile(at('repo/.mailcheck.yaml'), 'failOn: warn\nonUnknown: fail\nexports: [../warned.yaml]\n');
    const cwd = at('repo/below');
    const { stdout } = await show([], { cwd, env: { MAILCHECK_ON_UNKNOWN: 'pass' } });
    expect(stdout).toMatch(/^failOn: "warn" +# \.\.\/\.mailcheck\.yaml$/m);
    expect(stdout).toMatch(/^onUnknown: "pass" +# environment$/m);
    expect(stdout).toMatch(/^format: "human" +# default$/m);
    expect((await document([], { cwd })).code).toBe(1);
    expect((await document(['--fail-on', 'fail'], { cwd })).code).toBe(0);
    expect((await document([path.join('..', '..', 'warned.yaml'), '--no-config'], { cwd })).code).toBe(0);
  });

  it('does not reach beyond the repository', async () => {
    await mkdir(at('repo/inner/.git'), { recursive: true });
    expect((await document([at('warned.yaml')], { cwd: at('repo/inner') })).code).toBe(0);
  });

  it('takes an empty variable for none', async () => {
    expect((await document(['warned.yaml'], { env: { MAILCHECK_FAIL_ON: '' } })).code).toBe(0);
  });

  it('gives a finding another weight', async () => {
    await writeFile(at('levels.yaml'), 'levels:\n  connections-balance/empty: fail\n');
    expect((await document(['warned.yaml', '--config', 'levels.yaml'])).code).toBe(1);
    await writeFile(at('levels.yaml'), 'levels:\n  message-present: warn\n');
    expect((await document(['no-subject.yaml', '--config', 'levels.yaml'])).code).toBe(0);
    await writeFile(at('levels.yaml'), 'levels:\n  connections-balance: off\n');
    expect((await document(['warned.yaml', '--config', 'levels.yaml', '--fail-on', 'warn'])).code).toBe(0);
  });

  it('writes the copies it lists, beside itself', async () => {
    await mkdir(at('ci'), { recursive: true });
    await writeFile(at('ci/.mailcheck.yaml'), 'outputs: [report.sarif, report.xml]\n');
    await check(['warned.yaml', '--config', 'ci/.mailcheck.yaml', ...NOON]);
    expect(await readFile(at('ci/report.sarif'), 'utf8')).toContain('"2.1.0"');
    expect(await readFile(at('ci/report.xml'), 'utf8')).toContain('<testsuites');
  });

  it.each([
    ['an unknown key', 'failon: warn\n', '/failon', 'did you mean "failOn"?'],
    ['a wrong value', 'exports: []\nfailOn: never\n', '/failOn', 'faulty.yaml:2:9'],
    [
      'a suppression without reason',
      'suppressions:\n  - finding: message-present\n',
      '/suppressions/0/reason',
      '',
    ],
    ['a key twice', 'failOn: warn\nfailOn: fail\n', 'faulty.yaml:2:1', ''],
    ['a level of nothing', 'levels: { message-presnt: warn }\n', 'did you mean message-present?', ''],
    ['no YAML', 'failOn: [\n', 'faulty.yaml', ''],
  ])('with %s is refused', async (_, text, ...said) => {
    await writeFile(at('faulty.yaml'), text);
    const { code, stderr } = await check(['healthy.yaml', '--config', 'faulty.yaml']);
    expect(code).toBe(2);
    for (const part of said) expect(stderr).toContain(part);
  });
});

describe('people', () => {
  const NAMES = /Nora|Lindqvist|nora\.lindqvist/;

  beforeAll(() =>
    account('typo.yaml', ({ customers: [customer] }) => {
      if (customer) customer.email = 'nora.lindqvist@gmial.com';
    }),
  );

  it.each(['sarif', 'junit', 'github', 'gitlab'])('are not named in %s', async (format) => {
    const masked = await check(['typo.yaml', '--format', format, ...NOON]);
    expect(masked.stdout).not.toMatch(NAMES);
    const open = await check(['typo.yaml', '--format', format, '--no-mask', ...NOON]);
    expect(open.stdout).toMatch(NAMES);
  });

  it.each(['human', 'json', 'markdown', 'html', 'short', 'tap'])(
    'are named in %s unless it is asked for',
    async (format) => {
      expect((await check(['typo.yaml', '--format', format, ...NOON])).stdout).toMatch(NAMES);
      expect((await check(['typo.yaml', '--format', format, '--mask', ...NOON])).stdout).not.toMatch(NAMES);
    },
  );
});
