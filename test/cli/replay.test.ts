import { describe, expect, it } from 'vitest';
import { reportSchema } from '../../src/report/report-schema.js';
import { compactAccount } from '../support/compact-account.js';
import { mailcheck } from '../support/mailcheck.js';

const ACME = ['--export', 'fixtures/accounts/acme-lending.yaml'];
const COMPACT = ['--export', 'fixtures/accounts/compact.yaml'];
const replay = (...args: string[]) => mailcheck(['replay', ...args]);

/** The compact lender with a log, from standard input. */
const withLog = (log: unknown, args: readonly string[] = []) =>
  mailcheck(['replay', ...COMPACT, '--export', '-', ...args], {
    input: JSON.stringify({ mailcheck: 1, communicationHistory: log }),
  });
const row = {
  at: '2026-11-03T16:00:00Z',
  channel: 'email',
  customer: 2001,
  loan: 7301,
  notification: 4,
  status: 'sent',
};

describe('mailcheck replay', () => {
  it('reads well for the shipped lender', async () => {
    const { code, stdout, stderr } = await replay(...ACME);
    expect([code, stderr]).toEqual([1, '']);
    const lines = stdout.split('\n');
    expect(lines.slice(0, 2).join(' ')).toBe(
      'DIFFERS: 13 of 15 logged emails agree; 2 do not. 5 emails of nightly runs are not logged, rightly so.',
    );
    for (const part of [
      '! Payment due            7 of 9       agree; 2 do not; 1 rightly not logged',
      '"Payment due" to Lena Fischer about LN-4131, 2026-10-05 08:00',
      'Logged as sent, but it is blocked by loan-status-enrollment/status-off.',
      'The figures of loan "LN-4131" are those of 2026-11-03, 29 days after the',
      'Loan "LN-3620" is archived.',
      '(customer-email/invalid)',
      'fixtures/accounts/acme-lending.yaml:940:5 /communicationHistory/1: it names',
      'In the log: 1 email still queued, 3 rows of other channels, 2 rows of the',
      'Whether an event email is missing is not judged',
    ]) {
      expect(stdout).toContain(part);
    }
  });

  it.each([80, 60])('fits into %i columns', async (columns) => {
    const { stdout } = await mailcheck(['replay', ...ACME], { env: { COLUMNS: String(columns) } });
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
  });

  it('gives the same document at every run, as the schema has it', async () => {
    const [one, two] = await Promise.all([
      replay(...ACME, '--format', 'json'),
      replay(...ACME, '--format', 'json'),
    ]);
    expect(one.code).toBe(1);
    expect(one.stdout).toBe(two.stdout);
    const document = JSON.parse(one.stdout);
    reportSchema.parse(document);
    expect(document).toMatchObject({
      command: 'replay',
      asOf: '2026-11-03T10:20:00-07:00',
      customer: null,
      logged: { agrees: 13, differs: 2, notCompared: 0, queued: 1 },
      notLogged: { agrees: 5, differs: 0, notCompared: 0 },
      aside: { channels: 3, lenderLog: 2, outside: 0 },
    });
  });

  it('judges one customer, one notification, one period', async () => {
    const { code, stdout } = await replay('C-1042', ...ACME, '--format', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      customer: { id: '1042' },
      logged: { agrees: 3 },
      unjoined: [],
    });
    const late = await replay(...ACME, '--message', 'Payment due', '--since', '2026-10-20T00:00:00-06:00');
    expect(late.code).toBe(0);
    expect(late.stdout).toContain('AGREES: 7 of 7 logged emails agree.');
    const nothing = await replay(...ACME, '--until', '2026-01-01T00:00:00Z');
    expect([nothing.code, nothing.stdout]).toEqual([0, expect.stringMatching(/^NOTHING: /)]);
  });

  it.each<[name: string, log: unknown, args: string[], code: number, head: string]>([
    ['agrees', [row], [], 0, 'AGREES: 1 of 1 logged email agrees.'],
    [
      'differs',
      [row, { ...row, status: 'failed' }],
      [],
      1,
      'DIFFERS: 1 of 2 logged emails agrees; 1 does not.',
    ],
    ['no customer of that name', [{ ...row, customer: 1 }], [], 3, 'CANNOT TELL: None of 1 logged email can'],
    ['an empty log', [], [], 0, 'NOTHING: The log has no email'],
    ['a log known to be empty', null, [], 0, 'NOTHING: The log has no email'],
  ])('%s', async (_, log, args, code, head) => {
    const ran = await withLog(log, args);
    expect([ran.code, ran.stdout]).toEqual([code, expect.stringContaining(head)]);
  });

  it('says which emails of the nightly run are missing, and of which that is not known', async () => {
    const account = compactAccount();
    const [event] = account.notifications ?? [];
    const [loan] = account.customers[0]?.links?.map((link) => link.loan) ?? [];
    Object.assign(loan ?? {}, { daysPastDue: 5 });
    const trigger = { ...event, kind: 'trigger', event: null };
    const late = { ...trigger, id: 5, name: 'Payment due', rule: '(>= status-days-past-due 5)' };
    const moody = { ...trigger, id: 6, name: 'Cheer up', rule: '(= status-mood "low")' };
    const whole = {
      ...account,
      exportedAt: '2026-11-06T18:00:00Z',
      notifications: [late, moody],
      communicationHistory: [],
    };
    const { code, stdout } = await mailcheck(['replay', '--export', '-'], { input: JSON.stringify(whole) });
    expect(code).toBe(1);
    for (const part of [
      /^DIFFERS: 2 emails of nightly runs are not logged: 1 should have been, 1 cannot\nbe compared\./,
      /! Payment due {2}none logged {2}1 missing\n/,
      /Not logged in the 24 hours after this nightly run, and nothing stops it\./,
      /The last nightly maintenance of the loan is that of 2026-11-03/,
      /The log given may be incomplete: it holds no row of this customer\./,
      /\? Context variable status-mood \(1 email\)/,
      /"Cheer up" to Nora Lindqvist about CC-7301, 2026-11-04 00:00/,
    ])
      expect(stdout).toMatch(part);
  });

  it('cannot tell without a log', async () => {
    const { code, stdout } = await replay(...COMPACT);
    expect([code, stdout]).toEqual([
      3,
      expect.stringContaining('CANNOT TELL: The export has no communication log'),
    ]);
  });

  it('takes what delivery logs tell of the emails of the log, and of no others', async () => {
    const args = ['--delivery-log', 'fixtures/delivery-logs/postfix.log', '--message', 'Payment due'];
    const { code, stdout, stderr } = await replay(...ACME, ...args);
    expect(code).toBe(1);
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toContain('7 of 9 logged emails agree');
    expect(text).toContain('"marcus.bell@mail.example" bounced at 2026-10-28T08:06:41-06:00');
    expect(text).toContain('fixtures/delivery-logs/postfix.log');
    expect(stderr).toContain('its times lack a year or an offset');
  });

  it('makes hostile texts of the log harmless', async () => {
    const { stdout } = await withLog([{ ...row, customer: 'x\u001b[31m', to: '\u001b]0;x\u0007' }]);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toContain('x\\u001b[31m');
  });

  it.each([
    ['an instant without its offset', ['--since', '2026-11-03'], '--since "2026-11-03"'],
    [
      'a period that ends before it begins',
      ['--since', '2027-01-01T00:00:00Z'],
      'after the end of the period',
    ],
    ['another format', ['--format', 'junit'], 'replay prints human or json'],
    ['an unknown check', ['--only', 'customer-emial'], 'did you mean customer-email'],
    ['an unknown notification', ['--message', 'Paiment'], 'neither the id nor the name'],
    ['an unknown customer', ['nobody'], 'No customer has the id'],
    ['an ambiguous customer', ['John Smith'], 'names 2 customers'],
  ])('%s is refused', async (_, args, said) => {
    const { code, stdout, stderr } = await replay(...args, ...ACME);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(said)]);
  });
});
