import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import check from '../../checks/message-restrictions.js';
import type { Loan, Restrictions } from '../../src/account/types.js';
import { factsOf } from '../../src/core/facts.js';
import { outcomesOf } from '../../src/core/verdict.js';
import { type Case, checkTable } from '../support/check-table.js';

const restrictions = '/notifications/0/email/restrictions';
const timezone = '/tenant/timezone';
const links = '/customers/0/links';
const loan = `${links}/0/loan`;
const status = `${loan}/status`;
const subStatus = `${loan}/subStatus`;

/**
 * The restrictions, and fields of the loan that differ from the account's: Open / Repaying, E-Billing on, Main
 * Street, portfolio Auto, sub portfolio Used, 212 days old, 0 days and $0 past due, last active on 2026-10-20, paid
 * 14 days ago.
 */
function given(wanted: Restrictions | null, has: Partial<Record<keyof Loan, unknown>> = {}) {
  const fields = Object.entries(has).map(([field, value]) => [`${loan}/${field}`, value]);
  return { [restrictions]: wanted, ...Object.fromEntries(fields) };
}

const open = { status: 'Open' };
const repaying = { status: 'Open', subStatus: 'Repaying' };
const frozen = { status: 'Open', subStatus: 'Frozen' };
const closed = { status: 'Closed' };

const notSet: readonly { name: string; value: Restrictions | null | undefined }[] = [
  { name: 'absent', value: undefined },
  { name: 'null', value: null },
  { name: '{}', value: {} },
  {
    name: 'every list empty',
    value: { loanStatus: [], sourceCompany: [], portfolios: [], subPortfolios: [] },
  },
  {
    name: 'every list null',
    value: { loanStatus: null, sourceCompany: null, portfolios: null, subPortfolios: null },
  },
  {
    name: 'every object {}',
    value: { loanAging: {}, daysPastDue: {}, amountPastDue: {}, humanActivity: {}, loanRecency: {} },
  },
  {
    name: 'every object null',
    value: {
      loanAging: null,
      daysPastDue: null,
      amountPastDue: null,
      humanActivity: null,
      loanRecency: null,
    },
  },
  {
    name: 'every number null',
    value: {
      loanAging: { min: null },
      daysPastDue: { max: null },
      amountPastDue: { min: null, max: null },
      humanActivity: { withinDays: null },
      loanRecency: { min: null },
    },
  },
  {
    name: 'lists of what is empty',
    value: { loanStatus: [{}, { status: null }], sourceCompany: [' '], portfolios: [''] },
  },
];

/** The four ranges, which differ in nothing but their names and in what null means. */
const ranges = [
  { code: 'loan-aging', field: 'loanAging', loanField: 'loanAge' },
  { code: 'days-past-due', field: 'daysPastDue', loanField: 'daysPastDue' },
  { code: 'amount-past-due', field: 'amountPastDue', loanField: 'amountPastDue' },
  { code: 'loan-recency', field: 'loanRecency', loanField: 'loanRecency' },
] as const;
const inRanges = [
  { range: { min: 5, max: 10 }, value: 4, isMet: false },
  { range: { min: 5, max: 10 }, value: 5, isMet: true },
  { range: { min: 5, max: 10 }, value: 7, isMet: true },
  { range: { min: 5, max: 10 }, value: 10, isMet: true },
  { range: { min: 5, max: 10 }, value: 11, isMet: false },
  { range: { min: 5 }, value: 4.99, isMet: false },
  { range: { min: 5 }, value: 5, isMet: true },
  { range: { min: 5 }, value: 1e9, isMet: true },
  { range: { max: 5 }, value: -3, isMet: true },
  { range: { max: 5 }, value: 5, isMet: true },
  { range: { max: 5 }, value: 5.01, isMet: false },
  { range: { min: null, max: 5 }, value: 0, isMet: true },
  { range: { min: null, max: 5 }, value: 6, isMet: false },
  { range: { min: 5, max: null }, value: 6, isMet: true },
  { range: { min: 5, max: null }, value: 0, isMet: false },
  { range: { min: 0 }, value: 0, isMet: true },
  { range: { min: 0 }, value: -1, isMet: false },
  { range: { max: 0 }, value: 0, isMet: true },
  { range: { max: 0 }, value: 1, isMet: false },
  { range: { min: 5, max: 5 }, value: 5, isMet: true },
  { range: { min: 5, max: 5 }, value: 6, isMet: false },
  { range: { min: 10, max: 5 }, value: 7, isMet: false },
];

const statuses: readonly {
  name: string;
  wanted: NonNullable<Restrictions['loanStatus']>;
  has?: Partial<Record<'status' | 'subStatus', unknown>>;
  says: string;
}[] = [
  { name: 'a status covers its sub-statuses', wanted: [open], says: 'pass' },
  { name: 'a status, the loan has no sub-status', wanted: [open], has: { subStatus: null }, says: 'pass' },
  { name: 'a status, sub-status not given', wanted: [open], has: { subStatus: undefined }, says: 'pass' },
  { name: 'another status', wanted: [closed], says: 'fail loan-status' },
  { name: 'status and sub-status', wanted: [repaying], says: 'pass' },
  { name: 'another sub-status', wanted: [frozen], says: 'fail loan-status' },
  {
    name: 'the same sub-status of another status',
    wanted: [{ status: 'Closed', subStatus: 'Repaying' }],
    says: 'fail loan-status',
  },
  {
    name: 'subStatus null covers all',
    wanted: [{ ...open, subStatus: null }],
    says: 'pass',
  },
  { name: 'subStatus blank covers all', wanted: [{ ...open, subStatus: ' ' }], says: 'pass' },
  {
    name: 'a sub-status, the loan has none (null)',
    wanted: [repaying],
    has: { subStatus: null },
    says: 'fail loan-status',
  },
  {
    name: 'a sub-status, the loan has none (blank)',
    wanted: [repaying],
    has: { subStatus: '' },
    says: 'fail loan-status',
  },
  {
    name: 'a sub-status, sub-status not given',
    wanted: [repaying],
    has: { subStatus: undefined },
    says: `unknown ${subStatus}`,
  },
  {
    name: 'a sub-status of another status, sub-status not given',
    wanted: [{ status: 'Closed', subStatus: 'Repaying' }],
    has: { subStatus: undefined },
    says: 'fail loan-status',
  },
  { name: 'one of several', wanted: [closed, frozen, repaying], says: 'pass' },
  { name: 'none of several', wanted: [closed, frozen], says: 'fail loan-status' },
  {
    name: 'one of several, sub-status not given',
    wanted: [frozen, open],
    has: { subStatus: undefined },
    says: 'pass',
  },
  { name: 'an empty entry says nothing', wanted: [{}, closed], says: 'fail loan-status' },
  { name: 'blanks around a name', wanted: [{ status: ' Open', subStatus: 'Repaying ' }], says: 'pass' },
  { name: 'a status in other case', wanted: [{ status: 'open' }], says: 'fail loan-status' },
  {
    name: 'a sub-status in other case',
    wanted: [{ status: 'Open', subStatus: 'REPAYING' }],
    says: 'fail loan-status',
  },
  { name: 'status not given', wanted: [open], has: { status: undefined }, says: `unknown ${status}` },
  { name: 'status null', wanted: [open], has: { status: null }, says: `unknown ${status}` },
  { name: 'status blank', wanted: [open], has: { status: ' ' }, says: `unknown ${status}` },
  {
    name: 'status null and no sub-status',
    wanted: [repaying],
    has: { status: null, subStatus: null },
    says: `unknown ${status}`,
  },
  {
    name: 'neither status nor sub-status given, which both count',
    wanted: [repaying],
    has: { status: undefined, subStatus: undefined },
    says: `unknown ${status} ${subStatus}`,
  },
  {
    name: 'neither status nor sub-status given, and the status alone counts',
    wanted: [open],
    has: { status: undefined, subStatus: undefined },
    says: `unknown ${status}`,
  },
];

const activity = (withinDays: number, lastHumanActivity: unknown) =>
  given({ humanActivity: { withinDays } }, { lastHumanActivity });

const activities: readonly { within: number; last: unknown; says: string; naming?: string[] }[] = [
  { within: 30, last: '2026-10-20', says: 'pass' },
  { within: 30, last: '2026-10-04', says: 'pass' },
  { within: 30, last: '2026-10-03', says: 'fail human-activity', naming: ['30 days', '2026-10-03'] },
  { within: 0, last: '2026-11-03', says: 'pass' },
  { within: 0, last: '2026-11-02', says: 'fail human-activity' },
  { within: 1, last: '2026-11-02', says: 'pass' },
  { within: 1, last: '2026-11-01', says: 'fail human-activity' },
  { within: 30, last: '2026-11-04', says: 'pass' },
  { within: 400, last: '2025-09-29', says: 'pass' },
  { within: 400, last: '2025-09-28', says: 'fail human-activity' },
  { within: 30, last: null, says: 'fail human-activity', naming: ['30 days', 'none ever'] },
  { within: 30, last: undefined, says: `unknown ${loan}/lastHumanActivity` },
  { within: 1e12, last: '1999-01-01', says: 'pass' },
  { within: 1e12, last: null, says: 'fail human-activity' },
  { within: -1e12, last: '2026-10-20', says: 'fail human-activity' },
];

// 2026-11-04T06:30Z is 23:30 on 3 November in Denver, and 22:30 on the day before at -08:00.
const nearMidnight: readonly Case[] = [
  {
    name: 'still the day before in the company time zone',
    set: activity(0, '2026-11-03'),
    at: '2026-11-04T06:30:00Z',
    says: ['pass'],
  },
  {
    name: 'not yet the next day in the company time zone',
    set: activity(1, '2026-11-02'),
    at: '2026-11-04T06:59:59Z',
    says: ['pass'],
  },
  {
    name: 'midnight in the company time zone',
    set: activity(1, '2026-11-02'),
    at: '2026-11-04T07:00:00Z',
    says: ['fail human-activity'],
  },
  {
    name: 'the company time zone counts, not the offset of the moment',
    set: activity(0, '2026-11-03'),
    at: '2026-11-04T15:30:00+09:00',
    says: ['pass'],
  },
  {
    name: 'a company time zone ahead of UTC',
    set: { ...activity(0, '2026-11-04'), [timezone]: 'Asia/Tokyo' },
    at: '2026-11-03T15:00:00Z',
    says: ['pass'],
  },
  {
    name: 'summer time: an hour earlier is still the same day',
    set: activity(0, '2026-07-01'),
    at: '2026-07-02T05:59:00Z',
    says: ['pass'],
  },
  {
    name: 'no company time zone: the offset of the moment, the day before',
    set: { ...activity(0, '2026-11-03'), [timezone]: undefined },
    at: '2026-11-03T23:30:00-08:00',
    says: ['pass'],
  },
  {
    name: 'no company time zone: the offset of the moment, the day after',
    set: { ...activity(0, '2026-11-03'), [timezone]: undefined },
    at: '2026-11-04T00:30:00+09:00',
    says: ['fail human-activity'],
  },
  {
    name: 'company time zone null: the offset of the moment',
    set: { ...activity(0, '2026-11-04'), [timezone]: null },
    at: '2026-11-04T00:30:00+09:00',
    says: ['pass'],
  },
  {
    name: 'nothing of the company known: the offset of the moment',
    set: { ...activity(0, '2026-11-04'), '/tenant': undefined },
    at: '2026-11-04T00:30:00Z',
    says: ['pass'],
  },
];

const recencies = [
  { range: { min: 15 }, value: null, says: 'pass' },
  { range: { min: 15, max: null }, value: null, says: 'pass' },
  { range: { max: 15 }, value: null, says: 'fail loan-recency' },
  { range: { min: 15, max: 60 }, value: null, says: 'fail loan-recency' },
  { range: {}, value: null, says: 'pass' },
  { range: { min: 15 }, value: undefined, says: `unknown ${loan}/loanRecency` },
];

const companies = [
  { wanted: ['Main Street'], has: 'Main Street', says: 'pass' },
  { wanted: ['Main Street'], has: ' Main Street ', says: 'pass' },
  { wanted: ['Elm Street', 'Main Street'], has: 'Main Street', says: 'pass' },
  { wanted: ['Elm Street'], has: 'Main Street', says: 'fail source-company' },
  { wanted: ['MAIN STREET'], has: 'Main Street', says: 'fail source-company' },
  { wanted: ['Main Street'], has: null, says: 'fail source-company' },
  { wanted: ['Main Street'], has: ' ', says: 'fail source-company' },
  { wanted: ['Main Street', ''], has: '', says: 'fail source-company' },
  { wanted: ['Main Street'], has: undefined, says: `unknown ${loan}/sourceCompany` },
];

const portfolios: readonly {
  wanted: Pick<Restrictions, 'portfolios' | 'subPortfolios'>;
  has?: Partial<Record<'portfolios' | 'subPortfolios', unknown>>;
  says: string;
}[] = [
  { wanted: { portfolios: ['Auto'] }, says: 'pass' },
  { wanted: { portfolios: [' Auto '] }, says: 'pass' },
  { wanted: { portfolios: ['Boat', 'Auto'] }, says: 'pass' },
  { wanted: { portfolios: ['Auto'] }, has: { portfolios: ['Boat', 'Auto'] }, says: 'pass' },
  { wanted: { portfolios: [7] }, has: { portfolios: ['7'] }, says: 'pass' },
  { wanted: { portfolios: ['7'] }, has: { portfolios: [7] }, says: 'pass' },
  { wanted: { portfolios: [7] }, has: { portfolios: [77] }, says: 'fail portfolios' },
  { wanted: { portfolios: ['Boat'] }, says: 'fail portfolios' },
  { wanted: { portfolios: ['AUTO'] }, says: 'fail portfolios' },
  { wanted: { portfolios: ['Auto'] }, has: { portfolios: [] }, says: 'fail portfolios' },
  { wanted: { portfolios: ['Auto'] }, has: { portfolios: null }, says: 'fail portfolios' },
  { wanted: { portfolios: ['Auto'] }, has: { portfolios: undefined }, says: `unknown ${loan}/portfolios` },
  // Names of sub portfolios are no names of portfolios.
  { wanted: { portfolios: ['Used'] }, says: 'fail portfolios' },
  { wanted: { subPortfolios: ['Auto'] }, says: 'fail portfolios' },
  { wanted: { subPortfolios: ['Used'] }, says: 'pass' },
  { wanted: { subPortfolios: ['New'] }, says: 'fail portfolios' },
  { wanted: { subPortfolios: ['used'] }, says: 'fail portfolios' },
  { wanted: { subPortfolios: ['Used'] }, has: { subPortfolios: [] }, says: 'fail portfolios' },
  {
    wanted: { subPortfolios: ['Used'] },
    has: { subPortfolios: undefined },
    says: `unknown ${loan}/subPortfolios`,
  },
  { wanted: { portfolios: ['Auto'], subPortfolios: ['Used'] }, says: 'pass' },
  { wanted: { portfolios: ['Auto'], subPortfolios: ['New'] }, says: 'fail portfolios' },
  { wanted: { portfolios: ['Boat'], subPortfolios: ['Used'] }, says: 'fail portfolios' },
  { wanted: { portfolios: ['Boat'], subPortfolios: ['New'] }, says: 'fail portfolios' },
  { wanted: { portfolios: ['Boat'], subPortfolios: [] }, says: 'fail portfolios' },
  {
    wanted: { portfolios: ['Boat'], subPortfolios: ['Used'] },
    has: { subPortfolios: undefined },
    says: 'fail portfolios',
  },
  {
    wanted: { portfolios: ['Auto'], subPortfolios: ['Used'] },
    has: { subPortfolios: undefined },
    says: `unknown ${loan}/subPortfolios`,
  },
  {
    wanted: { portfolios: ['Auto'], subPortfolios: ['Used'] },
    has: { portfolios: undefined, subPortfolios: undefined },
    says: `unknown ${loan}/portfolios ${loan}/subPortfolios`,
  },
  {
    wanted: { portfolios: [], subPortfolios: ['Used'] },
    has: { portfolios: undefined, subPortfolios: undefined },
    says: `unknown ${loan}/subPortfolios`,
  },
];

const all: Restrictions = {
  loanStatus: [closed],
  eBilling: false,
  sourceCompany: ['Elm Street'],
  loanAging: { max: 20 },
  daysPastDue: { min: 5 },
  amountPastDue: { min: 25, max: 500 },
  humanActivity: { withinDays: 7 },
  loanRecency: { min: 15 },
  portfolios: ['Boat'],
  subPortfolios: ['New'],
};
const allFail = [
  'fail loan-status',
  'fail e-billing',
  'fail source-company',
  'fail loan-aging',
  'fail days-past-due',
  'fail amount-past-due',
  'fail human-activity',
  'fail loan-recency',
  'fail portfolios',
];
const allMet: Restrictions = {
  loanStatus: [closed, repaying],
  eBilling: true,
  sourceCompany: ['Main Street'],
  loanAging: { min: 200 },
  daysPastDue: { max: 5 },
  amountPastDue: { max: 500 },
  humanActivity: { withinDays: 30 },
  loanRecency: { min: 7, max: 30 },
  portfolios: ['Auto'],
  subPortfolios: ['Used', 'New'],
};

checkTable(check, [
  ...notSet.map(({ name, value }) => ({
    name: `not set: ${name}`,
    set: { [restrictions]: value, [loan]: {} },
    says: ['pass'],
    naming: [value === undefined ? 'No restriction is given.' : 'No restriction is set.'],
  })),
  {
    name: 'nothing of the email given',
    set: { '/notifications/0/email': undefined },
    says: ['pass'],
    naming: ['No restriction is given.'],
  },

  ...statuses.map(({ name, wanted, has, says }) => ({
    name: `status: ${name}`,
    set: given({ loanStatus: wanted }, has),
    says: [says],
  })),
  {
    name: 'both statuses are named',
    set: given({ loanStatus: [closed, frozen] }),
    says: ['fail loan-status'],
    naming: ['Loan Status', 'needs "Closed" or "Open / Frozen", has "Open / Repaying"', '"Payment received"'],
  },
  {
    name: 'a status in other case, and the finding says so',
    set: given({ loanStatus: [{ status: 'open' }] }),
    says: ['fail loan-status'],
    naming: ['upper and lower case'],
  },

  {
    name: 'e-billing on, and on',
    set: given({ eBilling: true }),
    says: ['pass'],
    naming: ['E-Billing is on, as it must be.'],
  },
  { name: 'e-billing off, and off', set: given({ eBilling: false }, { eBilling: false }), says: ['pass'] },
  {
    name: 'e-billing on, and off',
    set: given({ eBilling: true }, { eBilling: false }),
    says: ['fail e-billing'],
    naming: ['needs on, has off'],
  },
  {
    name: 'e-billing off, and on',
    set: given({ eBilling: false }),
    says: ['fail e-billing'],
    naming: ['needs off, has on'],
  },
  ...[true, false].map((eBilling) => ({
    name: `e-billing ${eBilling}, and not given`,
    set: given({ eBilling }, { eBilling: undefined }),
    says: [`unknown ${loan}/eBilling`],
  })),

  ...companies.map(({ wanted, has, says }) => ({
    name: `source company ${JSON.stringify(wanted)}, has ${JSON.stringify(has)}`,
    set: given({ sourceCompany: wanted }, { sourceCompany: has }),
    says: [says],
  })),
  {
    name: 'source company in other case, and the finding says so',
    set: given({ sourceCompany: ['Elm Street', 'main street'] }),
    says: ['fail source-company'],
    naming: ['needs "Elm Street" or "main street", has "Main Street"', 'upper and lower case'],
  },
  {
    name: 'no source company',
    set: given({ sourceCompany: ['Elm Street'] }, { sourceCompany: null }),
    says: ['fail source-company'],
    naming: ['needs "Elm Street", has none'],
  },

  ...ranges.flatMap(({ code, field, loanField }) => [
    ...inRanges.map(({ range, value, isMet }) => ({
      name: `${code} ${JSON.stringify(range)}, has ${value}`,
      set: given({ [field]: range }, { [loanField]: value }),
      says: [isMet ? 'pass' : `fail ${code}`],
    })),
    {
      name: `${code} not given`,
      set: given({ [field]: { min: 5 } }, { [loanField]: undefined }),
      says: [`unknown ${loan}/${loanField}`],
    },
  ]),
  ...ranges.slice(0, 3).flatMap(({ code, field, loanField }) =>
    [{ min: 5 }, { max: 5 }].map((range) => ({
      name: `${code} ${JSON.stringify(range)}, has null`,
      set: given({ [field]: range }, { [loanField]: null }),
      says: [`unknown ${loan}/${loanField}`],
    })),
  ),
  ...recencies.map(({ range, value, says }) => ({
    name: `recency ${JSON.stringify(range)}, has ${value}`,
    set: given({ loanRecency: range }, { loanRecency: value }),
    says: [says],
  })),
  {
    name: 'a lower end, with both values',
    set: given({ daysPastDue: { min: 5 } }, { daysPastDue: 4 }),
    says: ['fail days-past-due'],
    naming: ['Days Past Due', 'needs 5 or more, has 4 days', 'CC-7301'],
  },
  {
    name: 'an upper end, with both values',
    set: given({ loanAging: { max: 1 } }),
    says: ['fail loan-aging'],
    naming: ['needs at most 1, has 212 days'],
  },
  {
    name: 'both ends, with both values',
    set: given({ amountPastDue: { min: 25, max: 1500 } }),
    says: ['fail amount-past-due'],
    naming: ['needs $25.00 to $1,500.00, has $0.00'],
  },
  {
    name: 'no payment ever, with both values',
    set: given({ loanRecency: { max: 30 } }, { loanRecency: null }),
    says: ['fail loan-recency'],
    naming: ['needs at most 30, has no payment ever'],
  },

  ...activities.map(({ within, last, says, naming = [] }) => ({
    name: `activity within ${within} days, has ${last}`,
    set: activity(within, last),
    says: [says],
    naming,
  })),
  ...nearMidnight,

  ...portfolios.map(({ wanted, has, says }) => ({
    name: `portfolios ${JSON.stringify(wanted)}, has ${inspect(has)}`,
    set: given(wanted, has),
    says: [says],
  })),
  {
    name: 'portfolios and sub portfolios, with both values',
    set: given({ portfolios: ['Boat', 7], subPortfolios: ['New'] }, { subPortfolios: [] }),
    says: ['fail portfolios'],
    naming: ['Portfolios', 'needs "Boat" or "7", has "Auto"', 'Sub Portfolios', 'needs "New", has none'],
  },
  {
    name: 'a portfolio in other case, and the finding says so',
    set: given({ portfolios: ['AUTO'] }),
    says: ['fail portfolios'],
    naming: ['upper and lower case'],
  },
  {
    name: 'a sub portfolio in other case, and the finding says so',
    set: given({ subPortfolios: ['used'] }),
    says: ['fail portfolios'],
    naming: ['upper and lower case'],
  },

  {
    name: 'everything set and met: the one nearest to its limit is told',
    set: given(allMet),
    says: ['pass'],
    naming: ['Days Past Due has 0 days, needs at most 5; 9 more met.'],
  },
  ...[
    { daysPastDue: 9, amountPastDue: 12, text: 'Amount Past Due has $12.00, needs $10.00 or more' },
    { daysPastDue: 6, amountPastDue: 12, text: 'Days Past Due has 6 days, needs 5 or more' },
    { daysPastDue: 9, amountPastDue: 499, text: 'Amount Past Due has $499.00, needs $10.00 to $500.00' },
  ].map(({ text, ...has }) => ({
    name: `the one nearest to its limit: ${text}`,
    set: given(
      {
        loanStatus: [open],
        daysPastDue: { min: 5 },
        amountPastDue: { min: 10, ...(text.includes('$500') && { max: 500 }) },
        humanActivity: { withinDays: 30 },
        loanRecency: { min: 1 },
      },
      { ...has, loanRecency: null },
    ),
    says: ['pass'],
    naming: [`${text}; 4 more met.`],
  })),
  {
    name: 'human activity near its limit',
    set: given({ daysPastDue: { max: 40 }, humanActivity: { withinDays: 15 } }),
    says: ['pass'],
    naming: ['Human Activity has 2026-10-20, needs activity within 15 days before 2026-11-03; 1 more met.'],
  },
  {
    name: 'exactly at a limit',
    set: given({ daysPastDue: { min: 5 }, loanAging: { max: 212 }, eBilling: true }, { daysPastDue: 5 }),
    says: ['pass'],
    naming: ['At the limit, unconfirmed: Loan Aging 212 days and Days Past Due 5 days.'],
  },
  { name: 'everything set, nothing met', set: given(all), says: allFail },
  {
    name: 'everything set, nothing known',
    set: { [restrictions]: all, [loan]: undefined },
    says: [
      `unknown ${status} ${[
        'eBilling',
        'sourceCompany',
        'loanAge',
        'daysPastDue',
        'amountPastDue',
        'lastHumanActivity',
        'loanRecency',
        'portfolios',
        'subPortfolios',
      ]
        .map((field) => `${loan}/${field}`)
        .join(' ')}`,
    ],
  },
  {
    name: 'one fails while another is not known',
    set: given({ daysPastDue: { min: 5 }, eBilling: true }, { eBilling: undefined }),
    says: ['fail days-past-due'],
  },
  {
    name: 'one is met while another is not known',
    set: given({ daysPastDue: { max: 5 }, eBilling: true }, { eBilling: undefined }),
    says: [`unknown ${loan}/eBilling`],
  },
  {
    name: 'one is met at its very end while another is not known',
    set: given({ daysPastDue: { max: 0 }, eBilling: true }, { eBilling: undefined }),
    says: [`unknown ${loan}/eBilling`],
  },
  {
    name: 'one is met while another fails',
    set: given({ loanStatus: [open], loanAging: { max: 20 } }),
    says: ['fail loan-aging'],
  },

  { name: 'no links: []', set: { [links]: [] }, says: ['skip blocked-by:customer-enrollment'] },
  { name: 'no links: null', set: { [links]: null }, says: ['skip blocked-by:customer-enrollment'] },
  {
    name: 'no links, and nothing set',
    set: { [links]: [], [restrictions]: undefined },
    says: ['skip blocked-by:customer-enrollment'],
  },
  {
    name: 'another loan was asked about',
    set: given(all),
    otherLoan: true,
    says: ['skip blocked-by:customer-enrollment'],
  },
  { name: 'links not given', set: { [links]: undefined }, says: [`unknown ${links}`] },
  {
    name: 'links not given, and nothing set',
    set: { [links]: undefined, [restrictions]: { portfolios: [], daysPastDue: {} } },
    says: ['pass'],
  },

  { name: 'direct mail', set: given(all), direct: true, says: ['skip not-applicable'] },
  {
    name: 'direct mail, links not given',
    set: { [links]: undefined },
    direct: true,
    says: ['skip not-applicable'],
  },
]);

describe('message-restrictions outside the table', () => {
  const question = { now: Date.UTC(2026, 10, 3), offset: 0, direct: false, event: undefined };

  function outcome(wanted: Restrictions, has: Loan | undefined, asked = question, zone = 'UTC') {
    const facts = factsOf({ mailcheck: 1, tenant: { timezone: zone } }, asked, {
      notification: { value: { email: { restrictions: wanted } }, index: 0 },
      customer: has && { value: { links: [{ loan: has }] }, index: 0 },
      link: has && { value: { loan: has }, index: 0 },
      linkage: has ? 'linked' : 'no-customer',
    });
    return outcomesOf(check.run(facts)).map(({ spec }) => spec);
  }

  it.each<[string, Restrictions]>([
    ['something is set', all],
    ['nothing is set', {}],
  ])('does not apply without a customer: %s', (_, wanted) => {
    expect(outcome(wanted, undefined)).toMatchObject([{ status: 'skip', reason: 'not-applicable' }]);
  });

  it.each<[string, Restrictions, Loan]>([
    ['the lower end', { daysPastDue: { min: 5 } }, { daysPastDue: 5 }],
    ['the upper end', { daysPastDue: { max: 5 } }, { daysPastDue: 5 }],
    ['the first day', { humanActivity: { withinDays: 3 } }, { lastHumanActivity: '2026-10-31' }],
  ])('is not confirmed at a limit: %s', (_, wanted, has) => {
    expect(outcome(wanted, has)).toMatchObject([{ status: 'pass', unconfirmed: true }]);
  });

  it.each<[string, Restrictions, Loan]>([
    ['within', { daysPastDue: { min: 4, max: 6 } }, { daysPastDue: 5 }],
    ['no payment ever', { loanRecency: { min: 5 } }, { loanRecency: null }],
    ['within the days', { humanActivity: { withinDays: 3 } }, { lastHumanActivity: '2026-11-01' }],
  ])('is plain away from a limit: %s', (_, wanted, has) => {
    expect(outcome(wanted, has)).toMatchObject([{ status: 'pass' }]);
    expect(outcome(wanted, has)[0]).not.toHaveProperty('unconfirmed');
  });

  it('forgets the day when the moment or the time zone is another', () => {
    const wanted = { humanActivity: { withinDays: 0 } };
    const has = { lastHumanActivity: '2026-11-02' };
    const dayBefore = { ...question, now: Date.UTC(2026, 10, 2) };
    expect(outcome(wanted, has)).toMatchObject([{ status: 'fail' }]);
    expect(outcome(wanted, has, dayBefore)).toMatchObject([{ status: 'pass' }]);
    expect(outcome(wanted, has)).toMatchObject([{ status: 'fail' }]);
    expect(outcome(wanted, has, question, 'America/Denver')).toMatchObject([{ status: 'pass' }]);
  });
});
