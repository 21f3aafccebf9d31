import { describe, expect, it } from 'vitest';
import check from '../../checks/delivery-history.js';
import type { HistoryRow } from '../../src/account/types.js';
import { factsOf, type Question } from '../../src/core/facts.js';
import { prepare } from '../../src/core/run.js';
import { type Case, checkTable, run } from '../support/check-table.js';
import { compactAccount } from '../support/compact-account.js';

const NORA = 'nora.lindqvist@mail.example';
const OLD = 'nora@old-mail.example';

type Event = NonNullable<NonNullable<HistoryRow['delivery']>['events']>[number];

/** An event on the second of November (UTC), in the order the file has it. */
const event = (name: Event['event'], time?: string, reason?: string): Event => ({
  event: name,
  ...(time && { at: `2026-11-02T${time}Z` }),
  ...(reason && { reason }),
});
/** A row to the present address at 08:00 on the same day. */
const row = (events: Event[], rest: HistoryRow = {}): HistoryRow => ({
  at: '2026-11-02T08:00:00Z',
  log: 'customer',
  channel: 'email',
  customer: 2001,
  to: NORA,
  status: 'sent',
  delivery: { events },
  ...rest,
});
const at = (time: string) => ({ at: `2026-11-02T${time}Z` });
const history = (...rows: HistoryRow[]) => ({ '/communicationHistory': rows });

const bounced = event('bounce', '08:00:05', '550 5.1.1 no such user');
const delivered = event('delivered', '08:00:05');
const deferred = event('deferred', '08:00:05');

const cases: Case[] = [
  // Absent and empty.
  { name: 'an absent history', set: { '/communicationHistory': undefined }, says: ['skip no-data'] },
  { name: 'an empty history', set: history(), says: ['pass'], naming: ['No email to this customer'] },
  { name: 'a history that is null', set: { '/communicationHistory': null }, says: ['pass'] },
  {
    name: "the customer's address is not known",
    set: { '/customers/0/email': undefined, ...history(row([bounced])) },
    says: ['skip no-data'],
  },
  {
    name: "the customer's id is not known",
    set: { '/customers/0/id': undefined, ...history(row([bounced])) },
    says: ['skip no-data'],
  },
  {
    name: 'the customer has no address now: the bounce of the earlier one is a note',
    set: { '/customers/0/email': null, ...history(row([bounced])) },
    says: ['pass'],
    naming: ['The customer has no address now', `an old address bounced, "${NORA}"`],
  },
  {
    name: 'no address and a recipient left empty are not the same address',
    set: { '/customers/0/email': '', ...history(row([bounced], { to: '' })) },
    says: ['pass'],
  },

  // Which rows are of this customer.
  {
    name: 'no row of this customer: nothing was logged',
    set: history(row([bounced], { customer: 2002 }), row([bounced], { customer: undefined })),
    says: ['pass'],
    naming: ['No email to this customer'],
  },
  {
    name: "the lender's log is another log",
    set: history(row([bounced], { log: 'lender' })),
    says: ['pass'],
    naming: ['No email to this customer'],
  },
  {
    name: 'a row of no log in particular counts',
    set: history(row([bounced], { log: undefined })),
    says: ['fail suppressed'],
  },
  {
    name: 'other channels, and a row without one',
    set: history(
      row([bounced], { channel: 'sms' }),
      row([bounced], { channel: 'mailHouse' }),
      row([bounced], { channel: undefined }),
    ),
    says: ['pass'],
    naming: ['No email to this customer'],
  },
  {
    name: 'ids compare as texts: a text in the log',
    set: history(row([bounced], { customer: '2001' })),
    says: ['fail suppressed'],
  },
  {
    name: 'ids compare as texts: a text in the customer',
    set: { '/customers/0/id': '2001', ...history(row([bounced])) },
    says: ['fail suppressed'],
  },
  {
    name: 'ids compare as texts: "02001" is another',
    set: { '/customers/0/id': '02001', ...history(row([bounced])) },
    says: ['pass'],
    naming: ['No email to this customer'],
  },
  {
    name: 'ids compare as texts: "02001" in the log is another too',
    set: history(row([bounced], { customer: '02001' })),
    says: ['pass'],
    naming: ['No email to this customer'],
  },

  // Up to the moment.
  {
    name: 'a row after the moment',
    set: history(row([bounced])),
    at: '2026-11-02T07:59:59Z',
    says: ['pass'],
    naming: ['No email to this customer'],
  },
  {
    name: 'an event after the moment is ignored',
    set: history(row([bounced])),
    at: '2026-11-02T08:00:04Z',
    says: ['pass'],
    naming: ['Other mail sent 2026-11-02, no result yet'],
  },
  {
    name: 'an event at the moment',
    set: history(row([bounced])),
    at: '2026-11-02T08:00:05Z',
    says: ['fail suppressed'],
  },
  {
    name: 'put off at the moment, delivered later',
    set: history(
      row([deferred, event('delivered', '09:00:00')], {
        delivery: { status: 'DELIVERED', events: [deferred, event('delivered', '09:00:00')] },
      }),
    ),
    at: '2026-11-02T08:30:00Z',
    says: ['warn deferred'],
  },

  // Final events for the present address.
  {
    name: 'a bounce',
    set: history(row([event('processed', '08:00:01'), bounced])),
    says: ['fail suppressed'],
    naming: [
      `Mail to "${NORA}" bounced at 2026-11-02T01:00:05-07:00 ("550 5.1.1 no such user"); a sending service usually`,
    ],
  },
  {
    name: 'a drop',
    set: history(row([event('dropped', '08:00:05', 'Bounced Address')])),
    says: ['fail dropped'],
    naming: ['Bounced Address'],
  },
  { name: 'a block', set: history(row([event('blocked', '08:00:05')])), says: ['warn blocked'] },
  {
    name: 'delivered: look in spam and junk',
    set: history(row([delivered])),
    says: ['pass'],
    naming: ['Other mail delivered 2026-11-02;', 'look in spam and junk'],
  },
  {
    name: 'addresses compare without case and surrounding blanks',
    set: history(row([bounced], { to: ' Nora.Lindqvist@MAIL.example ' })),
    says: ['fail suppressed'],
  },
  {
    name: 'put off, then delivered',
    set: history(row([deferred, event('delivered', '09:00:00')])),
    says: ['pass'],
  },
  {
    name: 'delivered, then bounced after all',
    set: history(row([delivered, event('bounce', '09:00:00')])),
    says: ['fail suppressed'],
  },
  {
    name: 'events out of order: the time counts, not the place in the file',
    set: history(row([event('bounce', '09:00:00'), event('delivered', '08:00:05')])),
    says: ['fail suppressed'],
  },
  {
    name: 'rows out of order too',
    set: history(row([event('bounce', '09:00:00')], at('09:00:00')), row([delivered])),
    says: ['fail suppressed'],
  },
  {
    name: 'a bounce, then a later email was delivered',
    set: history(row([bounced]), row([event('delivered', '10:00:05')], at('10:00:00'))),
    says: ['pass'],
  },
  {
    name: 'a late bounce of an earlier email',
    set: history(
      row([deferred, event('bounce', '12:00:00')]),
      row([event('delivered', '10:00:05')], at('10:00:00')),
    ),
    says: ['fail suppressed'],
  },
  {
    name: 'equal times: the later event in the file wins',
    set: history(row([event('bounce', '09:00:00'), event('delivered', '09:00:00')])),
    says: ['pass'],
  },
  {
    name: 'equal times: the later row in the file wins',
    set: history(row([event('delivered', '09:00:00')]), row([event('bounce', '09:00:00')])),
    says: ['fail suppressed'],
  },
  {
    name: 'an event without a time is as old as its row',
    set: history(row([event('bounce')], at('09:00:00')), row([delivered])),
    says: ['fail suppressed'],
  },
  {
    name: 'without any time it comes before all else',
    set: history(row([delivered]), row([event('bounce')], { at: undefined })),
    says: ['pass'],
    naming: ['delivered 2026-11-02'],
  },
  {
    name: 'without any time and alone it still counts',
    set: history(row([event('bounce')], { at: null })),
    says: ['fail suppressed'],
    naming: ['at a time the log does not give'],
  },
  {
    name: 'a later email nobody looked up does not lift a bounce',
    set: history(row([bounced]), row([], { ...at('10:00:00'), delivery: undefined })),
    says: ['fail suppressed'],
  },

  // The delivery status without events.
  {
    name: 'NOT_DELIVERED alone says nothing',
    set: history(row([], { delivery: { status: 'NOT_DELIVERED' } })),
    says: ['pass'],
    naming: ['sent 2026-11-02, no result yet'],
  },
  {
    name: 'NOT_DELIVERED alone lifts no bounce',
    set: history(
      row([bounced]),
      row([], { ...at('10:00:00'), delivery: { status: 'NOT_DELIVERED', events: null } }),
    ),
    says: ['fail suppressed'],
  },
  {
    name: 'DELIVERED without an event is as old as its row',
    set: history(row([bounced]), row([], { ...at('10:00:00'), delivery: { status: 'DELIVERED' } })),
    says: ['pass'],
    naming: ['delivered 2026-11-02'],
  },
  {
    name: 'an event says more than the status',
    set: history(row([], { delivery: { status: 'DELIVERED', events: [bounced] } })),
    says: ['fail suppressed'],
  },

  // Addresses the customer no longer has.
  {
    name: 'a bounce of an earlier address is a note',
    set: history(row([bounced], { to: OLD })),
    says: ['pass'],
    naming: ['Nothing logged to the present address', `an old address bounced, "${OLD}" at`],
  },
  {
    name: 'a bounce of an earlier address beside a delivery to the present one',
    set: history(row([bounced], { to: OLD }), row([event('delivered', '10:00:05')], at('10:00:00'))),
    says: ['pass'],
    naming: [`Delivered 2026-11-02; an old address bounced, "${OLD}" at`],
  },
  {
    name: 'drops, complaints, deferrals and failures of an earlier address',
    set: history(
      row([event('dropped'), event('complaint'), event('blocked')], { to: OLD }),
      row([deferred], { to: OLD, status: 'failed' }),
    ),
    says: ['pass'],
  },
  {
    name: 'a row without a recipient is not about the present address',
    set: history(row([bounced], { to: undefined, status: 'failed' }), row([bounced], { to: null })),
    says: ['pass'],
    naming: ['an address the log does not give bounced'],
  },

  // Complaints.
  {
    name: 'a complaint about mail that was delivered',
    set: history(row([delivered, event('complaint', '09:00:00', 'abuse')])),
    says: ['warn complaint'],
    naming: ['marked as spam', 'abuse'],
  },
  {
    name: 'a complaint stays a complaint after later deliveries',
    set: history(
      row([delivered, event('complaint', '09:00:00')]),
      row([event('delivered', '10:00:05')], at('10:00:00')),
    ),
    says: ['warn complaint'],
  },
  {
    name: 'a complaint lifts no bounce',
    set: history(row([bounced]), row([event('complaint', '11:00:00')], at('07:00:00'))),
    says: ['fail suppressed', 'warn complaint'],
  },
  {
    name: 'a complaint after the moment',
    set: history(row([delivered, event('complaint', '09:00:00')])),
    at: '2026-11-02T08:59:59Z',
    says: ['pass'],
  },

  // The latest row.
  {
    name: 'put off, without a final event',
    set: history(row([deferred, event('deferred', '08:30:00', '451 try again later')])),
    says: ['warn deferred'],
    naming: ['at 2026-11-02T01:30:00-07:00 ("451 try again later")'],
  },
  {
    name: 'put off, and NOT_DELIVERED',
    set: history(row([], { delivery: { status: 'NOT_DELIVERED', events: [deferred] } })),
    says: ['warn deferred'],
  },
  {
    name: 'put off, and DELIVERED',
    set: history(row([], { delivery: { status: 'DELIVERED', events: [deferred] } })),
    says: ['pass'],
    naming: ['delivered 2026-11-02'],
  },
  {
    name: 'put off, then complained of: the recipient had it',
    set: history(row([deferred, event('complaint', '09:00:00')])),
    says: ['warn complaint'],
  },
  {
    name: 'only the latest row is looked at for deferrals',
    set: history(row([deferred]), row([], at('10:00:00'))),
    says: ['pass'],
  },
  {
    name: 'only the latest row to the present address',
    set: history(row([deferred]), row([], { ...at('10:00:00'), to: OLD })),
    says: ['warn deferred'],
  },
  {
    name: 'the latest row is the latest in time',
    set: history(row([deferred], at('10:00:00')), row([delivered])),
    says: ['warn deferred'],
  },
  {
    name: 'of two rows at one time the later in the file is the latest',
    set: history(row([deferred]), row([])),
    says: ['pass'],
  },
  {
    name: 'put off beside the bounce of an earlier email',
    set: history(row([bounced]), row([event('deferred', '10:00:05')], at('10:00:00'))),
    says: ['fail suppressed', 'warn deferred'],
  },
  {
    name: 'the latest row failed',
    set: history(row([delivered]), row([], { ...at('10:00:00'), status: 'failed' })),
    says: ['warn failed-will-retry'],
  },
  {
    name: 'an earlier row failed',
    set: history(row([], { status: 'failed' }), row([event('delivered', '10:00:05')], at('10:00:00'))),
    says: ['pass'],
  },
  {
    name: 'failed beside a bounce',
    set: history(row([bounced]), row([], { ...at('10:00:00'), status: 'failed' })),
    says: ['fail suppressed', 'warn failed-will-retry'],
  },
  {
    name: 'failed and put off in one row',
    set: history(row([deferred], { status: 'failed' })),
    says: ['warn deferred', 'warn failed-will-retry'],
  },
  {
    name: 'queued',
    set: history(row([], { status: 'queued' })),
    says: ['pass'],
    naming: ['Other mail queued 2026-11-02, no result yet;'],
  },
  {
    name: 'no status given',
    set: history(row([], { status: undefined })),
    says: ['pass'],
    naming: ['Other mail logged 2026-11-02, no result yet;'],
  },

  {
    name: 'the result was never looked up',
    set: history(row([], { delivery: undefined })),
    says: ['pass'],
    naming: ['Other mail sent 2026-11-02, result not looked up;'],
  },

  // What became of the notification in question, and when it last left.
  {
    name: 'the notification is not logged',
    set: history(row([delivered])),
    says: ['pass'],
    naming: ['Other mail delivered 2026-11-02; "Payment received" is not logged;'],
  },
  {
    name: 'the notification was delivered',
    set: history(row([delivered]), row([delivered], { ...at('08:00:04'), notification: 4 })),
    says: ['pass'],
    naming: ['Delivered 2026-11-02 01:00: "Payment received"; "Payment received" last left at'],
  },
  {
    name: 'the notification was delivered, and other mail later',
    set: history(
      row([delivered], { notification: 4 }),
      row([event('delivered', '10:00:05')], at('10:00:00')),
    ),
    says: ['pass'],
    naming: ['Delivered 2026-11-02 01:00: "Payment received"; other mail delivered 2026-11-02;'],
  },
  {
    name: 'the notification was delivered, by the status alone',
    set: history(row([], { notification: 4, delivery: { status: 'DELIVERED' } })),
    says: ['pass'],
    naming: ['Delivered 2026-11-02 01:00: "Payment received";'],
  },
  ...(['queued', 'failed'] as const).map((status) => ({
    name: `the notification is ${status}, to another address`,
    set: history(
      row([delivered], { notification: 4 }),
      row([], { ...at('10:00:00'), notification: 4, status, to: OLD }),
    ),
    says: ['pass'],
    naming: [
      `${status === 'queued' ? 'Queued 2026-11-02 03:00, no result yet' : 'Failed 2026-11-02 03:00'}: "Payment received" to "${OLD}"; other mail delivered`,
      `"Payment received" last left at 2026-11-02T01:00:00-07:00 to "${NORA}"`,
    ],
  })),
  {
    name: 'the notification was delivered after the moment',
    set: history(row([event('delivered', '09:00:00')], { notification: 4 })),
    at: '2026-11-02T08:30:00Z',
    says: ['pass'],
    naming: ['Sent 2026-11-02 01:00, no result yet: "Payment received";'],
  },
  {
    name: 'the notification bounced at an earlier address',
    set: history(
      row([bounced], { notification: 4, to: OLD }),
      row([event('delivered', '10:00:05')], at('10:00:00')),
    ),
    says: ['pass'],
    naming: [
      `Delivered 2026-11-02; an old address`,
      `"Payment received" to "${OLD}": bounced 2026-11-02 01:00;`,
    ],
  },
  {
    name: 'the notification is logged to an earlier address alone',
    set: history(row([], { notification: 4, to: OLD })),
    says: ['pass'],
    naming: [`Nothing logged to the present address; "Payment received" to "${OLD}": sent 2026-11-02 01:00`],
  },
  {
    name: 'the notification is logged about another loan alone',
    set: history(row([delivered], { notification: 4, loan: 'CC-1' })),
    says: ['pass'],
    naming: [
      'Other mail delivered 2026-11-02; "Payment received" is not logged for loan "CC-7301"; "Payment received" last left',
      'about loan "CC-1"',
    ],
  },
  {
    name: 'the loan is known by its id too',
    set: history(row([delivered], { notification: 4, loan: 7301 }), row([], { notification: 4, loan: 1 })),
    says: ['pass'],
    naming: ['Delivered 2026-11-02 01:00: "Payment received"'],
  },
  {
    name: 'a loan without a name: any loan counts',
    set: {
      '/customers/0/links/0/loan': {},
      ...history(row([delivered], { notification: 4, loan: 'CC-1' })),
    },
    says: ['pass'],
    naming: ['Delivered 2026-11-02 01:00: "Payment received"'],
  },
  {
    name: 'direct mail, delivered',
    set: history(row([delivered], { notification: 4 })),
    direct: true,
    says: ['pass'],
    naming: ['Delivered 2026-11-02T01:00:05-07:00; if'],
  },
  {
    name: 'the notification last left, whatever became of it, to an earlier address',
    set: history(
      row([delivered], { notification: 4 }),
      row([], { ...at('09:00:00'), notification: '4', to: OLD, loan: 'CC-7301' }),
      row([], { ...at('10:00:00'), notification: 4, status: 'failed' }),
      row([event('delivered', '11:00:05')], { ...at('11:00:00'), notification: 5 }),
      row([], { at: '2026-11-04T08:00:00Z', notification: 4 }),
    ),
    says: ['pass'],
    naming: [
      'Failed 2026-11-02 03:00: "Payment received"; other mail delivered 2026-11-02;',
      `"Payment received" last left at 2026-11-02T02:00:00-07:00 to "${OLD}" about loan "CC-7301"`,
    ],
  },
  {
    name: 'direct mail: the same, without a notification',
    set: history(row([bounced], { notification: 4 })),
    direct: true,
    says: ['fail suppressed'],
  },
  {
    name: 'without a time zone instants are shown as written',
    set: {
      '/tenant/timezone': undefined,
      ...history(row([{ event: 'bounce', at: '2026-11-02T09:00:05+01:00' }])),
    },
    says: ['fail suppressed'],
    naming: ['bounced at 2026-11-02T09:00:05+01:00'],
  },
];

checkTable(check, cases);

const account = (...communicationHistory: HistoryRow[]) => ({ ...compactAccount(), communicationHistory });

describe('delivery-history, in detail', () => {
  it('points at the reason and event, the recipient, the address and the row with which the notification left', () => {
    const [result] = run(
      check,
      account(row([delivered], { customer: 7 }), row([event('processed'), bounced], { notification: 4 })),
      {},
    );
    expect(result?.evidence.map(({ pointer }) => pointer)).toEqual([
      '/communicationHistory/1/delivery/events/1/reason',
      '/communicationHistory/1/delivery/events/1/event',
      '/communicationHistory/1/to',
      '/customers/0/email',
      '/communicationHistory/1/at',
      '/communicationHistory/1/status',
    ]);
  });

  it('points at the whole event where it has no reason, and at the latest row of the notification', () => {
    const [result] = run(
      check,
      account(
        row([event('bounce', '08:00:05')]),
        row([], { notification: 4, to: OLD }),
        row([], { ...at('10:00:00'), notification: 4, to: OLD, status: 'queued' }),
      ),
      {},
    );
    expect(result?.evidence.map(({ pointer }) => pointer)).toEqual([
      '/communicationHistory/0/delivery/events/0',
      '/communicationHistory/0/to',
      '/customers/0/email',
      ...[2, 1].flatMap((index) =>
        ['at', 'to', 'status'].map((key) => `/communicationHistory/${index}/${key}`),
      ),
    ]);
  });

  it.each([
    ['suppressed', row([bounced], { notification: 4 })],
    ['dropped', row([event('dropped')], { notification: 4 })],
    ['blocked', row([event('blocked')], { notification: 4 })],
    ['complaint', row([event('complaint')], { notification: 4 })],
    ['deferred', row([deferred], { notification: 4 })],
    ['failed-will-retry', row([], { notification: 4, status: 'failed' })],
  ])('names no notification in the finding %s, which is the same for all', (code, logged) => {
    const one = account(logged);
    const [result] = run(check, one, {});
    const [other] = run(check, { ...one, notifications: [{ id: 5, name: 'Late notice' }] }, {});
    expect(result?.code).toBe(code);
    expect(result?.summary).toBe(other?.summary);
    expect(result?.summary).not.toContain('Payment received');
  });

  it('does not show the rows of other customers as evidence', () => {
    const [result] = run(check, account(row([bounced], { customer: 7 })), {});
    expect(result?.evidence.map(({ pointer }) => pointer)).toEqual(['/customers/0/id']);
  });

  it.each([
    ['house', 'LoanPro support'],
    ['smtp', 'mail provider'],
    ['ses', 'Amazon SES console'],
    [undefined, 'service that sends the mail'],
  ] as const)('says where a suppression is lifted under %s: the mailbox or address first', (mode, where) => {
    const [result] = run(check, { ...account(row([bounced])), transport: { mode } }, {});
    const steps = result?.remediation?.steps ?? [];
    expect(steps.at(-1)).toContain(where);
    expect(steps.findIndex((step) => step.includes('correct it'))).toBe(1);
  });

  it('never advises to lift the suppression after a complaint', () => {
    const [result] = run(check, account(row([event('complaint', '09:00:00')])), {});
    const steps = result?.remediation?.steps.join('\n') ?? '';
    expect(steps).toMatch(/never lift a complaint/);
    expect(steps).toMatch(/save the sender as safe/);
    expect(steps).not.toMatch(/remove/i);
  });

  it.each([
    ['2026-11-05T07:59:59Z', 'until about 2026-11-05T01:00:00-07:00'],
    ['2026-11-05T08:00:00Z', 'were over at 2026-11-05T01:00:00-07:00'],
  ])('counts 72 hours of retries from when the email was sent: at %s', (moment, text) => {
    const [result] = run(check, account(row([event('deferred', '20:00:00')])), { at: moment });
    expect(result?.code).toBe('deferred');
    expect(result?.remediation?.steps[0]).toContain(text);
  });
});

describe('delivery-history, in a large portfolio', () => {
  const question: Question = {
    now: Date.parse('2026-11-03T17:30:00Z'),
    offset: 0,
    direct: false,
    event: undefined,
  };

  it('reads the history once for all customers, and says the same of all without a row', () => {
    let read = 0;
    const watched = (given: HistoryRow): HistoryRow => ({
      ...given,
      get channel() {
        read += 1;
        return given.channel;
      },
    });
    const one = account(watched(row([bounced], { customer: 7 })), watched(row([bounced], { customer: 8 })));
    const said = Array.from({ length: 50 }, (_, index) => {
      const customer = { value: { id: 9000 + index, email: NORA }, index };
      return check.run(
        factsOf(one, question, { notification: undefined, customer, link: undefined, linkage: 'linked' }),
      );
    });
    expect(read).toBe(2);
    expect(new Set(said).size).toBe(1);
  });

  it("judges a customer's many emails once, and tells the notifications apart in the texts", () => {
    const one = account(row([bounced], { notification: 4 }));
    const [customer] = one.customers;
    if (!customer) throw new Error('the account has no customer');
    const evaluate = prepare([check], one, question);
    const said = [4, 5].map((id, index) =>
      evaluate({
        notification: { value: { id, name: `Notice ${id}` }, index },
        customer: { value: customer, index: 0 },
        link: undefined,
        linkage: 'linked',
      }),
    );
    expect(said[0]?.said[0]).toBe(said[1]?.said[0]);
    const later = prepare([check], one, { ...question, now: 0 });
    const subject = {
      notification: undefined,
      customer: { value: customer, index: 0 },
      link: undefined,
      linkage: 'linked',
    } as const;
    expect(later(subject).said[0]).not.toBe(said[0]?.said[0]);
    expect(later(subject).said[0]).toMatchObject({ code: 'nothing-logged' });
  });
});
