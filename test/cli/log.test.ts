import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reportSchema } from '../../src/report/report-schema.js';
import { mailcheck } from '../support/mailcheck.js';

const ACME = ['--export', 'fixtures/accounts/acme-lending.yaml'];
const COMPACT = ['--export', 'fixtures/accounts/compact.yaml'];
const log = (...args: string[]) => mailcheck(['log', ...args]);
const sendGrid = ['--delivery-log', 'fixtures/delivery-logs/sendgrid.json'];
const events = (messages: { events: { event: string }[] }[]) =>
  messages.map(({ events: all }) => all.map(({ event }) => event).join(' '));

describe('mailcheck log', () => {
  it("prints a customer's log as a timeline", async () => {
    const { code, stdout, stderr } = await log('1119', ...ACME);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(`LOG: 2 messages: 1 delivered and 1 bounced.
Maria Garcia <maria.garcia@mail.example>, customer 1119
times in America/Denver, from fixtures/accounts/acme-lending.yaml of
2026-11-03T17:20:00Z

Messages, the oldest first
  2026-10-23 08:00  Payment due: bounced
    email to maria.garcia@oldmail.example about LN-4160
    subject: Your payment on LN-4160 is due
    08:00:20  BOUNCE: refused for good; the address is suppressed from now on
              550 5.1.1 user unknown
  2026-11-03 08:00  Second notice: delivered
    email to maria.garcia@mail.example about LN-4160
    subject: Second notice for loan LN-4160
    08:00:18  DELIVERED: taken by the receiving server; may be in spam or junk
              250 2.0.0 OK
`);
  });

  it("keeps the lender's log apart from those of customers", async () => {
    const lender = await log(...ACME);
    expect(lender.stdout).toMatch(/^LOG: 2 messages: 2 delivered\.\nThe lender's own log/);
    expect(lender.stdout).toContain('recovery@acme-lending.example');
    const jane = await log('jane.roe@mail.example', ...ACME);
    expect(jane.stdout).not.toContain('servicing@acme-lending.example');
  });

  it.each([80, 60])('fits into %i columns, for everybody', async (columns) => {
    for (const customer of ['1042', '1057', '1063', '1107', '1113', '1120', '1131']) {
      const { code, stdout } = await mailcheck(['log', customer, ...ACME], {
        env: { COLUMNS: `${columns}` },
      });
      expect(code).toBe(0);
      for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
    }
  });

  it.each<[customer: string, said: string]>([
    ['1131', 'BLOCKED: this email was refused; the address is not suppressed'],
    ['1063', 'DEFERRED: put off by the receiving server, tried again; not final'],
    ['1113', 'COMPLAINT: marked as spam by the recipient'],
    ['1120', 'FAILED: LoanPro could not hand it over, and should try again'],
    ['1076', 'QUEUED: LoanPro has not sent it yet'],
    ['1128', 'SMS to +1 303 555 0128 about LN-4187'],
  ])('%s: %s', async (customer, said) => {
    expect((await log(customer, ...ACME)).stdout).toContain(said);
  });

  it('gives the same document at every run, as the schema has it', async () => {
    const args = ['1057', ...ACME, ...sendGrid, '--at', '2026-11-04T00:00:00Z', '--format', 'json'];
    const [one, two] = await Promise.all([log(...args), log(...args)]);
    expect([one.code, one.stdout]).toEqual([0, two.stdout]);
    const document = JSON.parse(one.stdout);
    reportSchema.parse(document);
    expect(document).toMatchObject({
      log: 'customer',
      asOf: '2026-11-03T17:00:00-07:00',
      zone: 'America/Denver',
      customer: { id: '1057' },
      sources: [{ kind: 'export' }, { kind: 'delivery-log', name: 'fixtures/delivery-logs/sendgrid.json' }],
      leftOut: 0,
    });
    expect(document.messages.at(-1)).toMatchObject({
      fate: 'dropped',
      notification: { id: '7', name: 'Payment due' },
      evidence: { file: 'fixtures/accounts/acme-lending.yaml', line: 1130 },
      events: [{ event: 'dropped', evidence: { file: 'fixtures/delivery-logs/sendgrid.json', line: 52 } }],
    });
  });

  it.each<[name: string, args: string[], told: string[], leftOut: number]>([
    ['a status', ['--status', 'bounce'], ['processed bounce'], 3],
    ['what LoanPro did', ['--status', 'sent'], ['delivered', 'processed bounce', '', ''], 0],
    ['what did not arrive', ['--status', 'not-delivered'], ['processed bounce'], 3],
    ['a notification', ['--message', 'payment due'], ['processed bounce', '', ''], 1],
    ['a subject', ['--message', 'The documents you asked for'], ['delivered'], 3],
    ['a beginning', ['--since', '2026-10-28T08:00:14-06:00'], ['processed bounce', ''], 2],
    ['an end', ['--at', '2026-10-28T14:00:11Z'], ['delivered', 'processed'], 0],
  ])('leaves out what was not asked for: %s', async (_, args, told, leftOut) => {
    const document = JSON.parse((await log('1057', ...ACME, ...args, '--format', 'json')).stdout);
    expect([events(document.messages), document.leftOut]).toEqual([told, leftOut]);
  });

  it('says that nothing is logged', async () => {
    const nobody = await log('1088', ...ACME, '--status', 'bounce');
    expect([nobody.code, nobody.stdout]).toEqual([
      0,
      expect.stringMatching(/^NOTHING: No message to this customer that you asked for is logged\./),
    ]);
    const none = await log(...COMPACT);
    expect([none.code, none.stdout]).toEqual([
      0,
      expect.stringMatching(/^NO LOG: No communication log is given/),
    ]);
    const empty = await mailcheck(['log', ...COMPACT, '--export', '-'], {
      input: '{"mailcheck":1,"communicationHistory":[]}',
    });
    expect([empty.code, empty.stdout]).toEqual([
      0,
      expect.stringMatching(/^NOTHING: No message to the lender is logged\./),
    ]);
  });

  it('makes hostile texts harmless', async () => {
    const row = {
      at: '2026-11-03T15:00:06Z',
      log: 'lender',
      channel: 'email',
      to: '\u001b]0;x\u0007@mail.example',
      subject: '\u202e%0A::error::',
      delivery: { events: [{ event: 'bounce', reason: '\u001b[2J'.repeat(1000) }] },
    };
    const input = JSON.stringify({ mailcheck: 1, communicationHistory: [row] });
    for (const format of ['human', 'json']) {
      const { stdout } = await mailcheck(['log', ...COMPACT, '--export', '-', '--format', format], { input });
      expect(stdout).not.toMatch(/[\u001b\u0007\u202e]/);
      expect(stdout).toContain('u001b');
    }
  });

  it.each<[name: string, args: string[], said: string]>([
    ['an unknown customer', ['nobody', ...ACME], 'No customer has the id'],
    ['an ambiguous one', ['John Smith', ...ACME], 'names 2 customers'],
    ['an unknown notification', ['1057', ...ACME, '--message', 'Paiment'], 'neither the id nor the name'],
    ['another status', ['1057', ...ACME, '--status', 'lost'], 'Allowed choices are queued'],
    ['a beginning without its offset', [...ACME, '--since', '2026-11-03'], '--since "2026-11-03"'],
    ['--live without a customer', ['--live'], 'name one'],
    ['a log that is none', ['1057', ...ACME, '--delivery-log', 'README.md'], 'none of its lines'],
    ['a log that is not there', ['1057', ...ACME, '--delivery-log', 'no.log'], 'There is no such file.'],
  ])('refuses %s', async (_, args, said) => {
    const { code, stdout, stderr } = await log(...args);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(said)]);
  });
});

describe('--delivery-log', () => {
  const diagnose = (customer: string, ...args: string[]) =>
    mailcheck(['diagnose', customer, ...ACME, '--message', '7', '--format', 'json', ...args]);

  it.each(['postfix.log', 'ses.ndjson', 'sendgrid.json'])(
    'feeds the checks of diagnose: %s',
    async (file) => {
      // Without its own log the export knows nothing of a bounce.
      const text = readFileSync('fixtures/accounts/acme-lending.yaml', 'utf8').replace(
        /\ncommunicationHistory:[\s\S]*/,
        '\n',
      );
      const { code, stdout, stderr } = await mailcheck(
        [
          'diagnose',
          '1057',
          '--export',
          '-',
          '--message',
          '7',
          '--at',
          '2026-11-01T12:00:00-06:00',
          '--format',
          'json',
          '--delivery-log',
          `fixtures/delivery-logs/${file}`,
        ],
        { input: text },
      );
      expect(code).toBe(1);
      expect(stderr).toContain('send-limits counts only');
      const document = JSON.parse(stdout);
      reportSchema.parse(document);
      for (const { results } of document.emails) {
        const result = results.find(({ check }: { check: string }) => check === 'delivery-history');
        expect([result.status, result.code]).toEqual(['fail', 'suppressed']);
        expect(result.evidence[0]).toMatchObject({
          file: `fixtures/delivery-logs/${file}`,
          line: expect.any(Number),
        });
      }
    },
  );

  it('changes nothing where the log has no email to the customer, and says so', async () => {
    const at = ['--at', '2026-11-03T10:20:00-07:00'];
    const [without, with_] = await Promise.all([
      diagnose('1107', ...at),
      diagnose('1107', ...at, ...sendGrid),
    ]);
    expect(JSON.parse(with_.stdout).emails).toEqual(JSON.parse(without.stdout).emails);
    expect(with_.stderr).toContain('The delivery log has no email to kai.nakamura@mail.example.');
  });

  it('reads standard input, once, and never writes over a log', async () => {
    const input = readFileSync('fixtures/delivery-logs/postfix.log');
    const piped = await mailcheck(['log', '1057', ...ACME, '--delivery-log', '-', '--quiet'], { input });
    expect([piped.code, piped.stderr]).toEqual([0, '']);
    expect(piped.stdout).toContain('Greylisted');
    const twice = await mailcheck(['log', '1057', '--export', '-', '--delivery-log', '-'], {
      input: readFileSync('fixtures/accounts/acme-lending.yaml'),
    });
    expect([twice.code, twice.stderr]).toEqual([2, expect.stringContaining('named both as')]);
    const over = await diagnose('1057', ...sendGrid, '--output', 'fixtures/delivery-logs/sendgrid.json');
    expect([over.code, over.stderr]).toEqual([2, expect.stringContaining('already an export or a report')]);
  });
});
