import { describe, expect, it } from 'vitest';
import check from '../../checks/do-not-disturb.js';
import { type Case, checkTable, run } from '../support/check-table.js';
import { compactAccount } from '../support/compact-account.js';

interface Window {
  start: string;
  stop: string;
  weekdays?: readonly string[] | null;
  active?: boolean;
}
const zone = '/tenant/timezone';
const customerZone = '/customers/0/timezone';
const night: Window = { start: '21:00', stop: '08:00' };
const day: Window = { start: '08:00', stop: '21:00' };
const all = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** A case with these windows. */
const quiet = (windows: readonly Window[], rest: Case): Case => ({
  ...rest,
  set: { '/doNotDisturb': windows, ...rest.set },
});
/** One window, asked at a moment, and the next open minute if it is quiet then. */
const asked = (name: string, window: Window | readonly Window[], at: string, until?: string): Case =>
  quiet(Array.isArray(window) ? window : [window], {
    name,
    at,
    says: [until ? 'delay quiet-now' : 'pass'],
    naming: until ? [`until ${until}`] : [],
  });
const fewMinutes = ['warn little-open-time'];

// Denver is 7 hours behind UTC in winter. Unless said, it is Tuesday, 2026-11-03, 10:30 there.
checkTable(check, [
  {
    name: 'outside the window',
    says: ['pass'],
    naming: ['Open at 10:30 (America/Denver); quiet 21:00 to 08:00 every day.'],
  },

  // Start inclusive, stop exclusive.
  asked('a second before the start', night, '2026-11-04T03:59:59Z'),
  asked('at the start', night, '2026-11-04T04:00:00Z', '2026-11-04T08:00:00-07:00'),
  asked('at midnight', night, '2026-11-04T00:00:00-07:00', '2026-11-04T08:00:00-07:00'),
  asked('a second before the stop', night, '2026-11-04T14:59:59Z', '2026-11-04T08:00:00-07:00'),
  asked('at the stop', night, '2026-11-04T15:00:00Z'),
  asked(
    'the offset of the moment does not matter',
    night,
    '2026-11-04T12:00:00+08:00',
    '2026-11-04T08:00:00-07:00',
  ),
  quiet([night], {
    name: "the tenant's zone, not UTC",
    at: '2026-11-04T04:30:00Z',
    set: { [zone]: 'UTC' },
    says: ['delay quiet-now'],
    naming: ['04:30 in UTC', '2026-11-04T08:00:00+00:00'],
  }),
  quiet([night], {
    name: 'the loan, the notification and its state do not matter',
    at: '2026-11-04T04:00:00Z',
    set: { '/notifications/0/email/enabled': false, '/customers/0/links': null },
    says: ['delay quiet-now'],
  }),

  // Overnight windows belong to the weekday of their start.
  asked(
    'Friday night on Friday evening',
    { ...night, weekdays: ['fri'] },
    '2026-11-06T21:00:00-07:00',
    '2026-11-07T08:00:00-07:00',
  ),
  asked(
    'Friday night on Saturday morning',
    { ...night, weekdays: ['fri'] },
    '2026-11-07T07:59:00-07:00',
    '2026-11-07T08:00:00-07:00',
  ),
  asked('Friday night on Friday morning', { ...night, weekdays: ['fri'] }, '2026-11-06T07:59:00-07:00'),
  asked('Friday night on Saturday evening', { ...night, weekdays: ['fri'] }, '2026-11-07T21:30:00-07:00'),
  asked(
    'Sunday night on Monday morning',
    { ...night, weekdays: ['sun'] },
    '2026-11-09T07:00:00-07:00',
    '2026-11-09T08:00:00-07:00',
  ),
  asked('Sunday night on Sunday morning', { ...night, weekdays: ['sun'] }, '2026-11-08T07:00:00-07:00'),
  asked(
    "the weekday is the zone's, not UTC's",
    { start: '20:00', stop: '23:00', weekdays: ['tue'] },
    '2026-11-04T03:30:00Z',
    '2026-11-03T23:00:00-07:00',
  ),
  asked(
    'another weekday',
    { start: '10:00', stop: '11:00', weekdays: ['mon', 'wed'] },
    '2026-11-03T17:30:00Z',
  ),
  asked(
    'this weekday',
    { start: '10:00', stop: '11:00', weekdays: ['mon', 'tue'] },
    '2026-11-03T17:30:00Z',
    '2026-11-03T11:00:00-07:00',
  ),

  // Midnight as a stop.
  asked(
    '24:00, a second before',
    { start: '22:00', stop: '24:00' },
    '2026-11-03T23:59:59-07:00',
    '2026-11-04T00:00:00-07:00',
  ),
  asked('24:00, at midnight', { start: '22:00', stop: '24:00' }, '2026-11-04T00:00:00-07:00'),
  asked(
    '00:00 as a stop, a second before',
    { start: '22:00', stop: '00:00', weekdays: ['tue'] },
    '2026-11-03T23:59:59-07:00',
    '2026-11-04T00:00:00-07:00',
  ),
  asked(
    '00:00 as a stop, at midnight',
    { start: '22:00', stop: '00:00', weekdays: ['tue'] },
    '2026-11-04T00:00:00-07:00',
  ),
  asked(
    'a whole day',
    { start: '00:00', stop: '24:00', weekdays: ['tue'] },
    '2026-11-03T17:30:00Z',
    '2026-11-04T00:00:00-07:00',
  ),
  asked(
    'a whole day that is over',
    { start: '00:00', stop: '24:00', weekdays: ['tue'] },
    '2026-11-04T07:00:00Z',
  ),

  // The union counts.
  asked(
    'overlapping windows',
    [night, { start: '07:00', stop: '09:30' }],
    '2026-11-04T14:30:00Z',
    '2026-11-04T09:30:00-07:00',
  ),
  asked(
    'touching windows',
    [night, { start: '08:00', stop: '10:00' }],
    '2026-11-04T14:30:00Z',
    '2026-11-04T10:00:00-07:00',
  ),
  asked(
    'a window within another',
    [
      { start: '09:00', stop: '10:00' },
      { start: '06:00', stop: '12:00' },
    ],
    '2026-11-03T16:30:00Z',
    '2026-11-03T12:00:00-07:00',
  ),
  asked(
    'nights and a weekend',
    [night, { start: '00:00', stop: '24:00', weekdays: ['sat', 'sun'] }],
    '2026-11-06T22:00:00-07:00',
    '2026-11-09T08:00:00-07:00',
  ),
  asked(
    'a window that is not active within a union',
    [night, { start: '07:00', stop: '12:00', active: false }],
    '2026-11-04T14:30:00Z',
    '2026-11-04T08:00:00-07:00',
  ),
  asked(
    'active said',
    { start: '10:00', stop: '11:00', active: true },
    '2026-11-03T17:30:00Z',
    '2026-11-03T11:00:00-07:00',
  ),
  quiet([{ ...night, weekdays: all }], {
    name: 'all seven weekdays',
    says: ['pass'],
    naming: ['21:00 to 08:00 every day'],
  }),

  // No active window.
  {
    name: 'empty list',
    set: { '/doNotDisturb': [] },
    says: ['pass'],
    naming: ['No window is active for email.'],
  },
  { name: 'null', set: { '/doNotDisturb': null }, says: ['pass'] },
  { name: 'empty list, zone not given', set: { '/doNotDisturb': [], [zone]: undefined }, says: ['pass'] },
  { name: 'not given', set: { '/doNotDisturb': undefined }, says: ['unknown /doNotDisturb'] },
  {
    name: 'not given, nor the zone',
    set: { '/doNotDisturb': undefined, '/tenant': undefined },
    says: ['unknown /doNotDisturb'],
  },
  ...[{ active: false }, { weekdays: [] }, { weekdays: null }].flatMap((idle) => [
    quiet([{ start: '10:00', stop: '11:00', ...idle }], {
      name: `a window with ${JSON.stringify(idle)}`,
      says: ['pass'],
      naming: ['No window is active for email.'],
    }),
    quiet([{ start: '10:00', stop: '10:00', ...idle }], {
      name: `start = stop with ${JSON.stringify(idle)}`,
      says: ['pass'],
      naming: ['No window is active for email.'],
    }),
    quiet([{ start: '00:00', stop: '24:00', ...idle }], {
      name: `a whole week with ${JSON.stringify(idle)}, zone not given`,
      set: { [zone]: undefined },
      says: ['pass'],
    }),
    quiet([day, { start: '10:00', stop: '10:00', ...idle }], {
      name: `${JSON.stringify(idle)} beside an active window`,
      at: '2026-11-04T05:00:00Z',
      says: ['pass'],
      naming: ['; quiet 08:00 to 21:00 every day.'],
    }),
  ]),

  // Clocks go forward in Denver on 2026-03-08 from 02:00 to 03:00, and back on 2026-11-01 from 02:00 to 01:00.
  asked(
    'gap: a stop within it',
    { start: '01:00', stop: '02:30' },
    '2026-03-08T08:30:00Z',
    '2026-03-08T03:00:00-06:00',
  ),
  asked(
    'gap: a window within it, the minute before',
    { start: '02:15', stop: '02:45' },
    '2026-03-08T08:59:00Z',
  ),
  asked(
    'gap: a window within it, the minute after',
    { start: '02:15', stop: '02:45' },
    '2026-03-08T09:00:00Z',
  ),
  asked(
    'gap: a start within it',
    { start: '02:30', stop: '04:00' },
    '2026-03-08T09:00:00Z',
    '2026-03-08T04:00:00-06:00',
  ),
  asked('gap: overnight', night, '2026-03-08T05:00:00Z', '2026-03-08T08:00:00-06:00'),
  asked(
    'fold: the first pass',
    { start: '01:00', stop: '01:30' },
    '2026-11-01T07:10:00Z',
    '2026-11-01T01:30:00-06:00',
  ),
  asked('fold: between the passes', { start: '01:00', stop: '01:30' }, '2026-11-01T07:45:00Z'),
  asked(
    'fold: the second pass',
    { start: '01:00', stop: '01:30' },
    '2026-11-01T08:10:00Z',
    '2026-11-01T01:30:00-07:00',
  ),
  asked(
    'fold: open again when the hour repeats',
    { start: '01:30', stop: '03:00' },
    '2026-11-01T07:40:00Z',
    '2026-11-01T01:00:00-07:00',
  ),
  asked(
    'fold: quiet again',
    { start: '01:30', stop: '03:00' },
    '2026-11-01T08:40:00Z',
    '2026-11-01T03:00:00-07:00',
  ),
  asked('fold: overnight', night, '2026-11-01T06:00:00Z', '2026-11-01T08:00:00-07:00'),

  // No open minute in the week.
  ...[
    { name: 'every whole day', windows: [{ start: '00:00', stop: '24:00' }] },
    { name: 'day and night', windows: [day, night] },
    { name: 'start = stop on every day', windows: [{ start: '09:00', stop: '09:00' }] },
    {
      name: 'a window for each weekday',
      windows: all.map((weekday) => ({ start: '00:00', stop: '00:00', weekdays: [weekday] })),
    },
    {
      name: 'overlapping halves',
      windows: [
        { start: '23:00', stop: '13:00' },
        { start: '12:00', stop: '23:30' },
      ],
    },
  ].flatMap(({ name, windows }) => [
    quiet(windows, { name, says: ['fail no-open-time'] }),
    quiet(windows, {
      name: `${name}, zone not given`,
      set: { '/tenant': undefined },
      says: ['fail no-open-time'],
    }),
    quiet(windows, { name: `${name}, direct mail`, direct: true, says: ['warn no-open-time'] }),
    quiet(windows, {
      name: `${name}, direct mail, zone not given`,
      direct: true,
      set: { [zone]: undefined },
      says: ['warn no-open-time'],
    }),
    quiet(windows, {
      name: `${name}, the customer elsewhere`,
      set: { [customerZone]: 'Asia/Tokyo' },
      says: ['fail no-open-time'],
    }),
  ]),
  quiet([day, { ...night, active: false }], { name: 'night not active', says: ['delay quiet-now'] }),
  quiet([day, { ...night, weekdays: all.slice(1) }], {
    name: 'one night left',
    at: '2026-11-03T06:00:00Z',
    says: ['pass'],
  }),

  // Open time: 60 minutes a day are 7 hours.
  quiet([{ start: '00:00', stop: '23:00' }], {
    name: 'open for exactly 7 hours',
    at: '2026-11-03T23:30:00-07:00',
    says: ['pass'],
  }),
  quiet([{ start: '00:00', stop: '23:00' }], {
    name: 'open for exactly 7 hours, quiet now',
    says: ['delay quiet-now'],
  }),
  quiet(
    [
      { start: '00:00', stop: '23:00' },
      { start: '23:00', stop: '23:01', weekdays: ['sun'] },
    ],
    {
      name: 'a minute less than 7 hours',
      at: '2026-11-03T23:30:00-07:00',
      says: fewMinutes,
      naming: ['419 minutes'],
    },
  ),
  quiet(
    [
      { start: '00:00', stop: '24:00', weekdays: all.slice(0, 6) },
      { start: '00:00', stop: '17:00', weekdays: ['sun'] },
    ],
    {
      name: '7 hours on a single day',
      at: '2026-11-08T17:00:00-07:00',
      says: ['pass'],
    },
  ),
  quiet([{ start: '00:00', stop: '23:59' }], {
    name: 'a minute a day, quiet now',
    says: ['delay quiet-now', 'warn little-open-time'],
    naming: ['2026-11-03T23:59:00-07:00', '7 minutes'],
  }),
  quiet([{ start: '00:00', stop: '23:59' }], {
    name: 'a minute a day, zone not given',
    set: { [zone]: undefined },
    says: ['warn little-open-time', 'unknown /tenant/timezone'],
  }),
  quiet(
    [
      { start: '00:00', stop: '23:59', weekdays: all.slice(0, 6) },
      { start: '00:01', stop: '24:00', weekdays: ['sun'] },
    ],
    {
      name: 'little open time, customer elsewhere',
      at: '2026-11-03T23:59:30-07:00',
      set: { [customerZone]: 'America/New_York' },
      says: ['warn little-open-time', 'warn time-zone-matters'],
    },
  ),

  // Start = stop.
  quiet([{ start: '21:00', stop: '21:00', weekdays: ['mon'] }], {
    name: 'start = stop on another day',
    says: ['warn start-equals-stop'],
    naming: ['21:00 to 21:00 on mon'],
  }),
  quiet([{ start: '21:00', stop: '21:00', weekdays: ['tue'] }], {
    name: 'start = stop today, before its time',
    says: ['delay quiet-now'],
    naming: ['until 2026-11-04T00:00:00-07:00'],
  }),
  quiet([{ start: '06:00', stop: '06:00', weekdays: ['tue'] }], {
    name: 'start = stop today, after its time',
    says: ['delay quiet-now'],
    naming: ['until 2026-11-04T00:00:00-07:00'],
  }),
  quiet([{ start: '06:00', stop: '06:00', weekdays: ['mon'] }], {
    name: 'start = stop does not run into the next morning',
    at: '2026-11-03T05:00:00-07:00',
    says: ['warn start-equals-stop'],
  }),
  quiet([night, { start: '06:00', stop: '06:00', weekdays: ['sat'] }], {
    name: 'start = stop beside a window that is quiet now',
    at: '2026-11-04T04:00:00Z',
    says: ['delay quiet-now'],
  }),
  quiet([night, { start: '06:00', stop: '06:00', weekdays: ['sat'] }], {
    name: 'start = stop beside a window that is not quiet now',
    says: ['warn start-equals-stop'],
    naming: ['day: 06:00 to 06:00 on sat.'],
  }),
  quiet([{ start: '06:00', stop: '06:00', weekdays: ['wed'] }], {
    name: 'start = stop, the customer already in that day',
    set: { [customerZone]: 'Asia/Tokyo' },
    says: ['warn start-equals-stop', 'warn time-zone-matters'],
  }),
  quiet(
    [
      { start: '00:00', stop: '00:00', weekdays: all.slice(0, 6) },
      { start: '06:00', stop: '24:00', weekdays: ['sun'] },
    ],
    {
      name: 'start = stop beside little open time',
      at: '2026-11-08T05:59:59-07:00',
      says: ['warn start-equals-stop', 'warn little-open-time'],
      naming: ['360 minutes'],
    },
  ),
  quiet([{ start: '06:00', stop: '06:00', weekdays: ['fri'] }], {
    name: 'start = stop, zone not given, quiet nowhere',
    set: { [zone]: undefined },
    says: ['warn start-equals-stop'],
  }),
  quiet([{ start: '06:00', stop: '06:00', weekdays: ['tue'] }], {
    name: 'start = stop, zone not given, quiet somewhere',
    set: { [zone]: undefined },
    says: ['warn start-equals-stop', 'unknown /tenant/timezone'],
  }),

  // Without a zone. From UTC-12:00 to UTC+14:00 clocks show Tuesday 05:30 to Wednesday 07:30.
  ...[undefined, null, '', ' '].map((value) =>
    quiet([night], {
      name: `zone ${JSON.stringify(value)}`,
      set: { [zone]: value },
      says: ['unknown /tenant/timezone'],
    }),
  ),
  quiet([night], {
    name: 'tenant not given',
    set: { '/tenant': undefined },
    says: ['unknown /tenant/timezone'],
  }),
  ...[
    { window: { start: '05:00', stop: '05:30', weekdays: ['tue'] }, says: 'pass' },
    { window: { start: '05:00', stop: '05:31', weekdays: ['tue'] }, says: 'unknown /tenant/timezone' },
    { window: { start: '07:30', stop: '08:00', weekdays: ['wed'] }, says: 'unknown /tenant/timezone' },
    { window: { start: '07:31', stop: '08:00', weekdays: ['wed'] }, says: 'pass' },
    { window: { start: '00:00', stop: '24:00', weekdays: ['sat', 'sun'] }, says: 'pass' },
    { window: { start: '23:00', stop: '23:01', weekdays: ['tue'] }, says: 'unknown /tenant/timezone' },
  ].map(({ window, says }) =>
    quiet([window], {
      name: `zone not given: ${window.start} to ${window.stop} on ${window.weekdays}`,
      set: { [zone]: undefined },
      says: [says],
      naming: says === 'pass' ? ['every zone'] : [],
    }),
  ),
  quiet([{ start: '10:00', stop: '11:00' }], {
    name: "the customer's zone does not stand in",
    set: { [zone]: undefined, [customerZone]: 'America/Denver' },
    says: ['unknown /tenant/timezone'],
  }),
  quiet([{ start: '00:00', stop: '24:00', weekdays: ['sat'] }], {
    name: 'zone not given, quiet nowhere, customer known',
    set: { [zone]: undefined, [customerZone]: 'Asia/Tokyo' },
    says: ['pass'],
  }),

  // The customer's zone. New York shows 12:30 when Denver shows 10:30.
  quiet([{ start: '12:00', stop: '13:00' }], {
    name: 'quiet where the customer is',
    set: { [customerZone]: 'America/New_York' },
    says: ['warn time-zone-matters'],
    naming: [
      '10:30 in America/Denver (company), which is open',
      '12:30 in America/New_York (customer), which is quiet',
    ],
  }),
  quiet([{ start: '10:00', stop: '11:00' }], {
    name: 'quiet where the company is',
    set: { [customerZone]: 'America/New_York' },
    says: ['delay quiet-now', 'warn time-zone-matters'],
    naming: ['10:30 in America/Denver (company), which is quiet'],
  }),
  quiet([{ start: '10:00', stop: '13:00' }], {
    name: 'quiet in both',
    set: { [customerZone]: 'America/New_York' },
    says: ['delay quiet-now'],
  }),
  quiet([night], { name: 'open in both', set: { [customerZone]: 'America/New_York' }, says: ['pass'] }),
  quiet([{ start: '10:00', stop: '11:00' }], {
    name: 'another zone with the same clocks',
    set: { [customerZone]: 'America/Phoenix' },
    says: ['delay quiet-now'],
  }),
  quiet([{ start: '10:00', stop: '11:00' }], {
    name: 'a zone whose clocks do not change, in summer',
    at: '2026-07-07T16:30:00Z',
    set: { [customerZone]: 'America/Phoenix' },
    says: ['delay quiet-now', 'warn time-zone-matters'],
  }),
  ...[null, '', ' '].map((value) =>
    quiet([{ start: '10:00', stop: '11:00' }], {
      name: `the customer's zone ${JSON.stringify(value)}`,
      set: { [customerZone]: value },
      says: ['delay quiet-now'],
    }),
  ),
  {
    name: 'no window, customer elsewhere',
    set: { '/doNotDisturb': [], [customerZone]: 'Asia/Tokyo' },
    says: ['pass'],
  },

  // Direct mail is at worst warned of.
  { name: 'direct mail, open', direct: true, says: ['pass'] },
  quiet([{ start: '10:00', stop: '11:00' }], {
    name: 'direct mail, quiet now',
    direct: true,
    says: ['warn quiet-now'],
    naming: ['10:30 in America/Denver', '2026-11-03T11:00:00-07:00'],
  }),
  quiet([{ start: '10:00', stop: '11:00' }], {
    name: 'direct mail, quiet where the company is',
    direct: true,
    set: { [customerZone]: 'America/New_York' },
    says: ['warn quiet-now', 'warn time-zone-matters'],
  }),
  quiet([{ start: '12:00', stop: '13:00' }], {
    name: 'direct mail, quiet where the customer is',
    direct: true,
    set: { [customerZone]: 'America/New_York' },
    says: ['warn time-zone-matters'],
  }),
  quiet([{ start: '00:00', stop: '23:59' }], {
    name: 'direct mail, little open time',
    direct: true,
    says: ['warn quiet-now', 'warn little-open-time'],
  }),
  quiet([{ start: '21:00', stop: '21:00', weekdays: ['mon'] }], {
    name: 'direct mail, start = stop on another day',
    direct: true,
    says: ['warn start-equals-stop'],
  }),
  quiet([{ start: '21:00', stop: '21:00', weekdays: ['tue'] }], {
    name: 'direct mail, start = stop today',
    direct: true,
    says: ['warn quiet-now'],
  }),
  {
    name: 'direct mail, windows not given',
    direct: true,
    set: { '/doNotDisturb': undefined },
    says: ['skip no-data'],
  },
  { name: 'direct mail, zone not given', direct: true, set: { [zone]: undefined }, says: ['skip no-data'] },
  quiet([{ start: '00:00', stop: '24:00', weekdays: ['sat'] }], {
    name: 'direct mail, zone not given, quiet nowhere',
    direct: true,
    set: { [zone]: undefined },
    says: ['pass'],
  }),
  { name: 'direct mail, no window', direct: true, set: { '/doNotDisturb': [] }, says: ['pass'] },
]);

describe('the evidence of a quiet moment', () => {
  it.each([
    ['2026-11-03T22:30:00-07:00', ['/doNotDisturb/0', '/doNotDisturb/3', '/tenant/timezone']],
    ['2026-11-04T07:30:00-07:00', ['/doNotDisturb/0', '/doNotDisturb/1', '/tenant/timezone']],
  ])('is the windows that hold at %s', (at, pointers) => {
    const doNotDisturb = [
      night,
      { start: '07:00', stop: '09:00', weekdays: ['wed'] },
      { start: '00:00', stop: '24:00', active: false },
      { start: '06:00', stop: '06:00', weekdays: ['tue'] },
      { start: '00:00', stop: '24:00', weekdays: null },
    ];
    const [result] = run(check, Object.assign(compactAccount(), { doNotDisturb }), { at });
    expect(result?.code).toBe('quiet-now');
    expect(result?.evidence.map(({ pointer }) => pointer)).toEqual(pointers);
  });
});

describe('what rests on an open question', () => {
  const marks = (windows: readonly Window[], direct: boolean, theirs?: string) => {
    const account = structuredClone(compactAccount());
    Object.assign(account, { doNotDisturb: windows });
    for (const customer of account.customers) Object.assign(customer, { timezone: theirs });
    return run(check, account, { direct }).map(({ code, unconfirmed }) => [code, unconfirmed]);
  };

  it.each([
    {
      name: 'held mail',
      windows: [{ start: '10:00', stop: '11:00' }],
      direct: false,
      says: [['quiet-now', true]],
    },
    {
      name: 'direct mail',
      windows: [{ start: '10:00', stop: '11:00' }],
      direct: true,
      says: [['quiet-now', true]],
    },
    { name: 'no open time', windows: [day, night], direct: false, says: [['no-open-time', undefined]] },
    {
      name: 'direct mail, no open time',
      windows: [day, night],
      direct: true,
      says: [['no-open-time', true]],
    },
    {
      name: 'start = stop',
      windows: [{ start: '21:00', stop: '21:00', weekdays: ['mon'] }],
      direct: false,
      says: [['start-equals-stop', true]],
    },
    {
      name: 'the zone',
      windows: [{ start: '12:00', stop: '13:00' }],
      direct: false,
      theirs: 'America/New_York',
      says: [['time-zone-matters', true]],
    },
  ])('$name', ({ windows, direct, theirs, says }) => {
    expect(marks(windows, direct, theirs)).toEqual(says);
  });
});
