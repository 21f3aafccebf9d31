import { describe, expect, it } from 'vitest';
import check from '../../checks/send-limits.js';
import type { HistoryRow, Transport } from '../../src/account/types.js';
import { type Case, checkTable, run } from '../support/check-table.js';
import { compactAccount } from '../support/compact-account.js';

const MOMENT = '2026-11-03T17:30:00Z';
const now = Date.parse(MOMENT);
const day = 86_400_000;
const ago = (ms: number) => new Date(now - ms).toISOString();
const sent = (at: string | null | undefined, rest: HistoryRow = {}): HistoryRow => ({
  at,
  log: 'customer',
  channel: 'email',
  customer: 2001,
  status: 'sent',
  ...rest,
});
/** So many emails, one a millisecond, the last of them so long before the moment. */
const burst = (count: number, ms: number) => Array.from({ length: count }, (_, i) => sent(ago(ms + i)));

const own = (sendLimit: object | undefined, rest: object = {}) => ({
  '/transport': {
    mode: 'smtp',
    smtp: { host: 'smtp.example.com' },
    ...(sendLimit && { sendLimit }),
    ...rest,
  },
});
const server = (host: string, rest: object = {}) => ({
  '/transport': { mode: 'smtp', smtp: { host }, ...rest },
});
const history = (...rows: HistoryRow[]) => ({ '/communicationHistory': rows });

const cases: Case[] = [
  // What it applies to.
  { name: 'the house account', set: history(...burst(5, 1)), says: ['skip not-applicable'] },
  {
    name: 'the house account, even with a limit in the export',
    set: { '/transport': { mode: 'house', sendLimit: { perDay: 1 } }, ...history(...burst(5, 1)) },
    says: ['skip not-applicable'],
  },
  {
    name: 'a mode that is not known, even with a limit',
    set: { '/transport': { sendLimit: { perDay: 1 } }, ...history(...burst(5, 1)) },
    says: ['skip no-data'],
  },
  { name: 'no transport at all', set: { '/transport': undefined }, says: ['skip no-data'] },
  {
    name: 'automated mail where SMTP is for direct emails only',
    set: { ...own({ perDay: 1 }, { onlyDirectEmails: true }), ...history(...burst(5, 1)) },
    says: ['skip not-applicable'],
  },
  {
    name: 'direct mail where SMTP is for direct emails only',
    set: { ...own({ perDay: 1 }, { onlyDirectEmails: true }), ...history(...burst(5, 1)) },
    direct: true,
    says: ['fail limit-reached'],
  },
  {
    name: 'own SES with a limit, whatever SMTP host is still written there',
    set: {
      '/transport': { mode: 'ses', smtp: { host: 'smtp.office365.com' }, sendLimit: { perSecond: 14 } },
      ...history(...burst(14, 1)),
    },
    says: ['fail limit-reached'],
  },
  {
    name: 'own SES without a limit: the SMTP host says nothing',
    set: { '/transport': { mode: 'ses', smtp: { host: 'smtp.office365.com' } }, ...history(...burst(40, 1)) },
    says: ['skip not-applicable'],
  },
  {
    name: 'a server nothing is known of',
    set: { ...own(undefined), ...history(...burst(40, 1)) },
    says: ['skip not-applicable'],
  },
  {
    name: 'a host named like a property of every object',
    set: { ...server('constructor'), ...history(...burst(40, 1)) },
    says: ['skip not-applicable'],
  },
  {
    name: 'no host at all',
    set: { '/transport': { mode: 'smtp' }, ...history(...burst(40, 1)) },
    says: ['skip not-applicable'],
  },
  {
    name: 'an empty sendLimit is none',
    set: { ...own({}), ...history(...burst(40, 1)) },
    says: ['skip not-applicable'],
  },

  // What is counted.
  {
    name: 'an absent history',
    set: { ...own({ perDay: 1 }), '/communicationHistory': undefined },
    says: ['skip no-data'],
  },
  { name: 'an empty history', set: { ...own({ perDay: 1 }), ...history() }, says: ['pass'] },
  {
    name: 'a history that is null',
    set: { ...own({ perDay: 1 }), '/communicationHistory': null },
    says: ['pass'],
  },
  {
    name: 'no row in the window',
    set: { ...own({ perDay: 1 }), ...history(...burst(3, day)) },
    says: ['pass'],
    naming: ['0 of 1 a day used in the history given.'],
  },
  {
    name: 'a limit of zero while nothing was sent',
    set: { ...own({ perDay: 0 }), ...history() },
    says: ['pass'],
  },
  {
    name: 'a limit of zero and one email',
    set: { ...own({ perDay: 0 }), ...history(...burst(1, 1)) },
    says: ['fail limit-reached'],
  },
  {
    name: 'a row exactly at the beginning of the window is out',
    set: { ...own({ perMinute: 1 }), ...history(sent(ago(60_000))) },
    says: ['pass'],
  },
  {
    name: 'a row exactly at the beginning of the shorter of two windows is out',
    set: { ...own({ perDay: 100, perMinute: 1 }), ...history(sent(ago(60_000))) },
    says: ['pass'],
  },
  {
    name: 'a row just inside the window',
    set: { ...own({ perMinute: 1 }), ...history(sent(ago(59_999))) },
    says: ['fail limit-reached'],
  },
  {
    name: 'a row at the moment itself is out',
    set: { ...own({ perMinute: 1 }), ...history(sent(ago(0))) },
    says: ['pass'],
  },
  {
    name: 'a row just before the moment',
    set: { ...own({ perMinute: 1 }), ...history(sent(ago(1))) },
    says: ['fail limit-reached'],
  },
  {
    name: 'a row after the moment',
    set: { ...own({ perDay: 1 }), ...history(sent(ago(-1000))) },
    says: ['pass'],
  },
  {
    name: 'the same instant in another offset, against another moment',
    set: { ...own({ perMinute: 1 }), ...history(sent('2026-11-03T19:59:30+01:00')) },
    at: '2026-11-03T12:00:00-07:00',
    says: ['fail limit-reached'],
  },
  {
    name: 'other logs, channels, states and rows without a time do not count',
    set: {
      ...own({ perDay: 1 }),
      ...history(
        sent(ago(5), { log: 'lender' }),
        sent(ago(5), { channel: 'sms' }),
        sent(ago(5), { channel: undefined }),
        sent(ago(5), { status: 'failed' }),
        sent(ago(5), { status: 'queued' }),
        sent(ago(5), { status: undefined }),
        sent(undefined),
        sent(null),
      ),
    },
    says: ['pass'],
    naming: ['0 of 1 a day used in the history given.'],
  },
  {
    name: 'any customer counts, and a row of no log in particular',
    set: {
      ...own({ perDay: 2 }),
      ...history(sent(ago(5), { customer: 9 }), sent(ago(5), { log: undefined, customer: undefined })),
    },
    says: ['fail limit-reached'],
  },

  // How full.
  {
    name: 'below four fifths',
    set: { ...own({ perDay: 10 }), ...history(...burst(7, 1)) },
    says: ['pass'],
    naming: ['7 of 10 a day used in the history given.'],
  },
  {
    name: 'below four fifths of an hour',
    set: { ...own({ perHour: 10 }), ...history(...burst(2, 1)) },
    says: ['pass'],
    naming: ['2 of 10 an hour used'],
  },
  {
    name: 'from four fifths on',
    set: { ...own({ perDay: 10 }), ...history(...burst(8, 1)) },
    says: ['warn limit-near'],
  },
  {
    name: 'one below the limit',
    set: { ...own({ perDay: 10 }), ...history(...burst(9, 1)) },
    says: ['warn limit-near'],
  },
  {
    name: 'at the limit',
    set: { ...own({ perDay: 10 }), ...history(...burst(10, 1)) },
    says: ['fail limit-reached'],
  },
  {
    name: 'over the limit',
    set: { ...own({ perHour: 10 }), ...history(...burst(30, 1)) },
    says: ['fail limit-reached'],
    naming: ['in the hour before 2026-11-03T10:30:00-07:00, in the history given: 30 emails', '10 per hour'],
  },
  {
    name: 'the gravest of several limits, and only that',
    set: {
      ...own({ perDay: 12, perHour: 1000, perMinute: 10, perSecond: 500 }),
      ...history(...burst(10, 1)),
    },
    says: ['fail limit-reached'],
    naming: ['10 per minute'],
  },
  {
    name: 'near one limit, far from the others',
    set: { ...own({ perDay: 100, perMinute: 12 }), ...history(...burst(10, 1)) },
    says: ['warn limit-near'],
    naming: ['12 per minute'],
  },

  // What is known of a provider.
  {
    name: 'Google: below',
    set: { ...server('smtp.gmail.com'), ...history(...burst(1599, 1)) },
    says: ['pass'],
    naming: ['1599 of 2000 a day'],
  },
  {
    name: 'Google: near',
    set: { ...server('smtp.gmail.com'), ...history(...burst(1999, 1)) },
    says: ['warn limit-near'],
  },
  {
    name: 'Google: at the limit it is a warning',
    set: { ...server(' SMTP.Gmail.com '), ...history(...burst(2000, 1)) },
    says: ['warn limit-reached'],
    naming: ['Google Workspace'],
  },
  {
    name: 'Microsoft: 30 a minute',
    set: { ...server('smtp.office365.com'), ...history(...burst(30, 1)) },
    says: ['warn limit-reached'],
    naming: ['30 per minute'],
  },
  {
    name: 'Microsoft: 30 in a longer time are few',
    set: {
      ...server('smtp.office365.com'),
      ...history(...Array.from({ length: 30 }, (_, i) => sent(ago(3000 * (i + 1))))),
    },
    says: ['pass'],
    naming: ['30 of 10000 a day'],
  },
  {
    name: 'Yahoo: 500 a day',
    set: { ...server('smtp.bizmail.yahoo.com'), ...history(...burst(500, 60_000)) },
    says: ['warn limit-reached'],
    naming: ['500 per day'],
  },
  {
    name: 'a limit in the export replaces all that is known of the provider',
    set: { ...server('smtp.office365.com', { sendLimit: { perDay: 50_000 } }), ...history(...burst(40, 1)) },
    says: ['pass'],
    naming: ['40 of 50000 a day'],
  },
  {
    name: 'a limit set to null is none, and replaces what is known too',
    set: { ...server('smtp.office365.com', { sendLimit: { perDay: null } }), ...history(...burst(40, 1)) },
    says: ['skip not-applicable'],
  },
  {
    name: 'an empty sendLimit leaves what is known',
    set: { ...server('smtp.office365.com', { sendLimit: {} }), ...history(...burst(30, 1)) },
    says: ['warn limit-reached'],
  },
];

checkTable(check, cases);

describe('send-limits, in detail', () => {
  const said = (transport: Transport, communicationHistory: HistoryRow[]) =>
    run(check, { ...compactAccount(), transport, communicationHistory }, {});
  const ownLimit = (sendLimit: Transport['sendLimit']): Transport => ({ mode: 'smtp', sendLimit });

  it('says when one more email fits in, in the zone of the company', () => {
    // Out of order; with four sent and three allowed, the two oldest have to leave the window first.
    const rows = ['15:10:00', '14:00:00', '15:30:00', '14:20:00'].map((time) => sent(`2026-11-03T${time}Z`));
    const [result] = said(ownLimit({ perDay: 3 }), rows);
    expect(result?.remediation?.steps[0]).toContain('2026-11-04T07:20:00-07:00');
    expect(result?.evidence.map(({ pointer }) => pointer)).toEqual([
      '/transport/sendLimit/perDay',
      '/communicationHistory/1/at',
      '/communicationHistory/2/at',
    ]);
  });

  it('promises no room under a limit of zero', () => {
    const [result] = said(ownLimit({ perDay: 0 }), [sent(ago(1))]);
    expect(result?.code).toBe('limit-reached');
    expect(result?.remediation?.steps.join(' ')).not.toContain('Wait');
  });

  it('fails for a limit in the export and warns for a known one, neither confirmed for LoanPro', () => {
    const [known] = said({ mode: 'smtp', smtp: { host: 'smtp.office365.com' } }, burst(30, 1));
    expect(known).toMatchObject({ status: 'warn', unconfirmed: true });
    expect(known?.evidence[0]?.pointer).toBe('/transport/smtp/host');
    expect(known?.remediation?.url).toMatch(/^https:\/\/learn\.microsoft\.com\//);
    expect(said(ownLimit({ perDay: 1 }), [sent(ago(1))])[0]).toMatchObject({
      status: 'fail',
      unconfirmed: true,
    });
  });

  it('looks at the account alone, so that a scan asks it once', () => {
    expect(check.needs).not.toContain('customer');
    expect(check.needs).not.toContain('notification');
    expect(check.needs).not.toContain('link');
  });
});
