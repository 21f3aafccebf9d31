import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compileQuietHours,
  nextOpen,
  type QuietWindow,
  quietAt,
  quietInSomeOffset,
  type Weekday,
} from '../../src/calendar/quiet-hours.js';

const weekdays: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Quiet all week but for one period within one weekday. */
function openOnly(weekday: Weekday, from: string, until: string): QuietWindow[] {
  return [
    { start: '00:00', stop: '24:00', weekdays: weekdays.filter((other) => other !== weekday) },
    ...(from === '00:00' ? [] : [{ start: '00:00', stop: from, weekdays: [weekday] }]),
    ...(until === '24:00' ? [] : [{ start: until, stop: '24:00', weekdays: [weekday] }]),
  ];
}

/** Minute of the week of a text such as `fri 21:00`. */
function minute(text: string): number {
  const day = weekdays.findIndex((weekday) => text.startsWith(weekday));
  return day * 1440 + Number(text.slice(4, 6)) * 60 + Number(text.slice(7));
}

describe('compileQuietHours', () => {
  const cases: {
    name: string;
    windows: QuietWindow[];
    openMinutes: number;
    quiet?: string[];
    open?: string[];
  }[] = [
    { name: 'no window', windows: [], openMinutes: 10080, open: ['mon 00:00', 'sun 23:59'] },
    {
      name: 'start inside, stop outside',
      windows: [{ start: '12:00', stop: '13:00' }],
      openMinutes: 7 * 23 * 60,
      quiet: ['mon 12:00', 'sun 12:59'],
      open: ['mon 11:59', 'mon 13:00'],
    },
    {
      name: 'overnight, belonging to the weekday of its start',
      windows: [{ start: '21:00', stop: '08:00', weekdays: ['fri'] }],
      openMinutes: 10080 - 11 * 60,
      quiet: ['fri 21:00', 'fri 23:59', 'sat 00:00', 'sat 07:59'],
      open: ['fri 07:59', 'fri 20:59', 'sat 08:00', 'sat 21:00'],
    },
    {
      name: 'overnight from Sunday to Monday',
      windows: [{ start: '21:00', stop: '08:00', weekdays: ['sun'] }],
      openMinutes: 10080 - 11 * 60,
      quiet: ['sun 21:00', 'sun 23:59', 'mon 00:00', 'mon 07:59'],
      open: ['sun 20:59', 'mon 08:00', 'mon 21:00'],
    },
    {
      name: 'stop at 00:00 is the end of the day',
      windows: [{ start: '22:00', stop: '00:00', weekdays: ['sun'] }],
      openMinutes: 10080 - 120,
      quiet: ['sun 22:00', 'sun 23:59'],
      open: ['sun 21:59', 'mon 00:00'],
    },
    {
      name: 'stop at 24:00',
      windows: [{ start: '22:00', stop: '24:00', weekdays: ['sun'] }],
      openMinutes: 10080 - 120,
      quiet: ['sun 22:00', 'sun 23:59'],
      open: ['sun 21:59', 'mon 00:00'],
    },
    {
      name: 'start and stop alike, in the evening',
      windows: [{ start: '21:00', stop: '21:00', weekdays: ['tue'] }],
      openMinutes: 10080 - 1440,
      quiet: ['tue 00:00', 'tue 20:59', 'tue 21:00', 'tue 23:59'],
      open: ['mon 23:59', 'wed 00:00', 'wed 20:59'],
    },
    {
      name: 'start and stop alike, on Sunday',
      windows: [{ start: '21:00', stop: '21:00', weekdays: ['sun'] }],
      openMinutes: 10080 - 1440,
      quiet: ['sun 00:00', 'sun 23:59'],
      open: ['sat 23:59', 'mon 00:00'],
    },
    { name: '00:00 to 00:00 every day', windows: [{ start: '00:00', stop: '00:00' }], openMinutes: 0 },
    { name: '00:00 to 24:00 every day', windows: [{ start: '00:00', stop: '24:00' }], openMinutes: 0 },
    {
      name: 'no weekday',
      windows: [{ start: '00:00', stop: '24:00', weekdays: [] }],
      openMinutes: 10080,
    },
    {
      name: 'not active',
      windows: [{ start: '00:00', stop: '24:00', active: false }],
      openMinutes: 10080,
    },
    {
      name: 'active',
      windows: [{ start: '00:00', stop: '24:00', weekdays: ['wed', 'wed'], active: true }],
      openMinutes: 10080 - 1440,
    },
    {
      name: 'overlapping windows count once',
      windows: [
        { start: '21:00', stop: '08:00' },
        { start: '07:00', stop: '09:00' },
        { start: '09:00', stop: '10:00' },
      ],
      openMinutes: 7 * 11 * 60,
      quiet: ['mon 08:30', 'mon 09:00', 'mon 09:59'],
      open: ['mon 10:00', 'mon 20:59'],
    },
    {
      name: 'two windows without a gap between',
      windows: [
        { start: '08:00', stop: '20:00' },
        { start: '20:00', stop: '08:00' },
      ],
      openMinutes: 0,
    },
    {
      name: 'one minute is open',
      windows: openOnly('sun', '23:59', '24:00'),
      openMinutes: 1,
      quiet: ['sun 23:58', 'mon 00:00'],
      open: ['sun 23:59'],
    },
  ];

  it.each(cases)('$name', ({ windows, openMinutes, quiet = [], open = [] }) => {
    const hours = compileQuietHours(windows);
    expect(hours.openMinutes).toBe(openMinutes);
    expect(hours.isEmpty).toBe(openMinutes === 10080);
    expect(quiet.filter((text) => !hours.isQuietLocal(minute(text)))).toEqual([]);
    expect(open.filter((text) => hours.isQuietLocal(minute(text)))).toEqual([]);
  });

  it('counts the minutes to the next open one over the end of the week', () => {
    const hours = compileQuietHours([{ start: '21:00', stop: '08:00' }]);
    expect(hours.minutesUntilOpen(minute('sun 22:00'))).toBe(600);
    expect(hours.minutesUntilOpen(minute('mon 07:59'))).toBe(1);
    expect(hours.minutesUntilOpen(minute('mon 08:00'))).toBe(0);
    const almost = compileQuietHours(openOnly('mon', '00:00', '00:01'));
    expect(almost.minutesUntilOpen(minute('mon 00:01'))).toBe(10079);
    const never = compileQuietHours([{ start: '00:00', stop: '00:00' }]);
    expect(never.minutesUntilOpen(minute('mon 00:00'))).toBe(Number.POSITIVE_INFINITY);
  });

  it.each([
    { start: '9:00', stop: '10:00' },
    { start: '24:00', stop: '10:00' },
    { start: '09:00', stop: '24:01' },
    { start: '09:60', stop: '10:00' },
    { start: '', stop: '' },
  ])('throws for $start to $stop', (window) => {
    expect(() => compileQuietHours([window])).toThrow(RangeError);
  });
});

describe('nextOpen at the corners', () => {
  const overnight: QuietWindow[] = [{ start: '21:00', stop: '08:00' }];
  // `at` and `opens` are read by `Date.parse`, whose offsets owe nothing to the code under test.
  const cases: { name: string; zone: string; windows: QuietWindow[]; at: string; opens: string }[] = [
    {
      name: 'overnight, before midnight',
      zone: 'America/Denver',
      windows: overnight,
      at: '2026-11-03T22:15:00-07:00',
      opens: '2026-11-04T08:00:00-07:00',
    },
    {
      name: 'the last second of a window',
      zone: 'America/Denver',
      windows: overnight,
      at: '2026-11-04T07:59:59.999-07:00',
      opens: '2026-11-04T08:00:00-07:00',
    },
    {
      name: 'weekend on top of the nights',
      zone: 'America/Denver',
      windows: [...overnight, { start: '00:00', stop: '24:00', weekdays: ['sat', 'sun'] }],
      at: '2026-11-06T21:00:00-07:00',
      opens: '2026-11-09T08:00:00-07:00',
    },
    {
      name: 'stop in the skipped hour',
      zone: 'America/New_York',
      windows: [{ start: '22:00', stop: '02:30' }],
      at: '2026-03-08T01:15:00-05:00',
      opens: '2026-03-08T03:00:00-04:00',
    },
    {
      name: 'window in the skipped hour: never reached, next week it is',
      zone: 'America/New_York',
      windows: [
        { start: '02:00', stop: '03:00' },
        { start: '01:00', stop: '01:30' },
      ],
      at: '2026-03-15T02:10:00-04:00',
      opens: '2026-03-15T03:00:00-04:00',
    },
    {
      name: 'quiet on both sides of the skipped hour',
      zone: 'Europe/London',
      windows: [
        { start: '00:30', stop: '01:00' },
        { start: '02:00', stop: '02:20' },
      ],
      at: '2026-03-29T00:40:00Z',
      opens: '2026-03-29T02:20:00+01:00',
    },
    {
      name: 'the one open minute of a week is skipped',
      zone: 'America/New_York',
      windows: openOnly('sun', '02:30', '02:31'),
      at: '2026-03-02T12:00:00-05:00',
      opens: '2026-03-15T02:30:00-04:00',
    },
    {
      name: 'first pass of a repeated hour, over before it ends',
      zone: 'America/New_York',
      windows: [{ start: '01:00', stop: '01:30' }],
      at: '2026-11-01T01:15:00-04:00',
      opens: '2026-11-01T01:30:00-04:00',
    },
    {
      name: 'second pass of a repeated hour',
      zone: 'America/New_York',
      windows: [{ start: '01:00', stop: '01:30' }],
      at: '2026-11-01T01:15:00-05:00',
      opens: '2026-11-01T01:30:00-05:00',
    },
    {
      name: 'the clocks go back to an open time',
      zone: 'America/New_York',
      windows: [{ start: '01:30', stop: '03:00' }],
      at: '2026-11-01T01:45:00-04:00',
      opens: '2026-11-01T01:00:00-05:00',
    },
    {
      name: 'the whole repeated hour, twice',
      zone: 'America/New_York',
      windows: [{ start: '01:00', stop: '02:00' }],
      at: '2026-11-01T01:00:00-04:00',
      opens: '2026-11-01T02:00:00-05:00',
    },
    {
      name: 'the clocks go back over midnight, to the day before',
      zone: 'America/Sao_Paulo',
      windows: [{ start: '23:00', stop: '24:00', weekdays: ['sat'] }],
      at: '2019-02-16T23:30:00-02:00',
      opens: '2019-02-17T00:00:00-03:00',
    },
    {
      name: 'midnight is skipped',
      zone: 'America/Sao_Paulo',
      windows: [{ start: '20:00', stop: '00:00' }],
      at: '2018-11-03T23:10:00-03:00',
      opens: '2018-11-04T01:00:00-02:00',
    },
    {
      name: 'half an hour is skipped',
      zone: 'Australia/Lord_Howe',
      windows: [{ start: '01:00', stop: '02:15' }],
      at: '2026-10-04T01:50:00+10:30',
      opens: '2026-10-04T02:30:00+11:00',
    },
    {
      name: 'half an hour is repeated',
      zone: 'Australia/Lord_Howe',
      windows: [{ start: '01:45', stop: '02:15' }],
      at: '2026-04-05T01:50:00+11:00',
      opens: '2026-04-05T01:30:00+10:30',
    },
    {
      name: 'a whole day is skipped',
      zone: 'Pacific/Apia',
      windows: [{ start: '09:00', stop: '09:00', weekdays: ['thu'] }],
      at: '2011-12-29T12:00:00-10:00',
      opens: '2011-12-31T00:00:00+14:00',
    },
    {
      name: 'the one open weekday is skipped',
      zone: 'Pacific/Apia',
      windows: openOnly('fri', '12:00', '12:30'),
      at: '2011-12-28T12:00:00-10:00',
      opens: '2012-01-06T12:00:00+14:00',
    },
    {
      name: 'the clocks go back for Ramadan',
      zone: 'Africa/Casablanca',
      windows: [{ start: '02:30', stop: '02:00' }],
      at: '2025-02-23T02:45:00+01:00',
      opens: '2025-02-23T02:00:00+00:00',
    },
    {
      name: '14 hours ahead',
      zone: 'Pacific/Kiritimati',
      windows: overnight,
      at: '2026-11-03T23:00:00+14:00',
      opens: '2026-11-04T08:00:00+14:00',
    },
    {
      name: 'an offset of quarter hours',
      zone: 'Asia/Kathmandu',
      windows: overnight,
      at: '2026-11-03T07:30:30+05:45',
      opens: '2026-11-03T08:00:00+05:45',
    },
    {
      name: 'UTC',
      zone: 'UTC',
      windows: overnight,
      at: '1965-12-31T23:59:59Z',
      opens: '1966-01-01T08:00:00Z',
    },
    {
      name: 'the clocks change twice before the next open minute of a week',
      zone: 'America/Boa_Vista',
      windows: openOnly('sat', '23:50', '23:51'),
      at: '2000-10-07T23:51:00-04:00',
      opens: '2000-10-14T23:50:00-03:00',
    },
  ];

  it.each(cases)('$zone: $name', ({ zone, windows, at, opens }) => {
    const hours = compileQuietHours(windows);
    expect(quietAt(hours, zone, Date.parse(at))).toBe(true);
    expect(nextOpen(hours, zone, Date.parse(at))).toBe(Date.parse(opens));
    expect(quietAt(hours, zone, Date.parse(opens))).toBe(false);
  });

  it('is the next whole minute when that is open', () => {
    const hours = compileQuietHours(overnight);
    const at = Date.parse('2026-11-03T12:00:30Z');
    expect(quietAt(hours, 'UTC', at)).toBe(false);
    expect(nextOpen(hours, 'UTC', at)).toBe(Date.parse('2026-11-03T12:01:00Z'));
    expect(nextOpen(hours, 'UTC', Date.parse('2026-11-03T12:00:00Z'))).toBe(
      Date.parse('2026-11-03T12:01:00Z'),
    );
  });

  it('is undefined without open time', () => {
    const never = compileQuietHours([{ start: '12:00', stop: '12:00' }]);
    expect(nextOpen(never, 'UTC', 0)).toBeUndefined();
    expect(quietAt(never, 'UTC', 0)).toBe(true);
  });

  it('throws for an unknown zone', () => {
    const hours = compileQuietHours(overnight);
    expect(() => quietAt(hours, 'Mars/Base', 0)).toThrow(RangeError);
    expect(() => nextOpen(hours, 'Mars/Base', 0)).toThrow(RangeError);
  });
});

describe('quietInSomeOffset', () => {
  const noon: QuietWindow[] = [{ start: '12:00', stop: '12:01', weekdays: ['mon'] }];

  it.each([
    ['2026-11-01T21:59:59Z', noon, false],
    ['2026-11-01T22:00:00Z', noon, true],
    ['2026-11-02T12:00:00Z', noon, true],
    ['2026-11-03T00:00:59Z', noon, true],
    ['2026-11-03T00:01:00Z', noon, false],
    ['2026-11-02T12:00:00Z', [], false],
    ['2026-11-02T12:00:00Z', openOnly('mon', '00:00', '24:00'), true],
    [
      '2026-11-01T12:00:00Z',
      [{ start: '02:00', stop: '02:00', weekdays: ['mon'] }] satisfies QuietWindow[],
      true,
    ],
    [
      '2026-10-31T12:00:00Z',
      [{ start: '02:00', stop: '02:00', weekdays: ['mon'] }] satisfies QuietWindow[],
      false,
    ],
  ])('%s', (at, windows, expected) => {
    expect(quietInSomeOffset(compileQuietHours(windows), Date.parse(at))).toBe(expected);
  });
});

// What follows compares the code with a plain walk from minute to minute. The walk shares nothing with it: local
// clocks come straight from Intl, and windows are judged one weekday and time at a time.

const minuteMs = 60_000;

interface Clock {
  zone: string;
  startMs: number;
  /** For each minute from `startMs` the minute of the week that local clocks show. */
  shown: Uint16Array;
  /** Indexes of the minutes at which clocks jumped. */
  jumps: number[];
}

function readClock(zone: string, from: string, until: string): Clock {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const startMs = Date.parse(from);
  const shown = new Uint16Array((Date.parse(until) - startMs) / minuteMs);
  const jumps: number[] = [];
  // Intl is slow and clocks change on the quarter hour only: ask once a quarter, count in between.
  for (let index = 0; index < shown.length; index += 15) {
    const parts = new Map(
      format.formatToParts(startMs + index * minuteMs).map(({ type, value }) => [type, value]),
    );
    const first = minute(
      `${parts.get('weekday')?.toLowerCase()} ${parts.get('hour')}:${parts.get('minute')}`,
    );
    for (let step = 0; step < 15; step += 1) shown[index + step] = first + step;
    if (index > 0 && first !== ((shown[index - 1] ?? 0) + 1) % 10080) jumps.push(index);
  }
  return { zone, startMs, shown, jumps };
}

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}

function isQuietByHand(windows: readonly QuietWindow[], minuteOfWeek: number): boolean {
  const today = weekdays[Math.floor(minuteOfWeek / 1440)];
  const yesterday = weekdays[(Math.floor(minuteOfWeek / 1440) + 6) % 7];
  const now = minuteOfWeek % 1440;
  return windows.some(({ start, stop, weekdays: chosen, active }) => {
    const covers = (day: Weekday | undefined) => chosen === undefined || chosen.some((one) => one === day);
    if (active === false) return false;
    if (start === stop) return covers(today);
    const [begin, end] = [minutesOf(start), minutesOf(stop)];
    if (begin < end) return covers(today) && begin <= now && now < end;
    return (covers(today) && begin <= now) || (covers(yesterday) && now < end);
  });
}

function quietWeekByHand(windows: readonly QuietWindow[]): boolean[] {
  return Array.from({ length: 10080 }, (_, minuteOfWeek) => isQuietByHand(windows, minuteOfWeek));
}

const clocks = [
  readClock('America/New_York', '2023-01-01T00:00Z', '2025-02-01T00:00Z'),
  readClock('Europe/London', '2023-01-01T00:00Z', '2025-02-01T00:00Z'),
  readClock('Australia/Lord_Howe', '2023-01-01T00:00Z', '2025-02-01T00:00Z'),
  readClock('America/Sao_Paulo', '2017-01-01T00:00Z', '2020-02-01T00:00Z'),
  readClock('Asia/Kolkata', '2023-01-01T00:00Z', '2025-02-01T00:00Z'),
  readClock('Africa/Casablanca', '2023-01-01T00:00Z', '2025-02-01T00:00Z'),
  readClock('Pacific/Apia', '2011-01-01T00:00Z', '2013-02-01T00:00Z'),
];

/** The next open minute of a walk, as an index; the length of the clock when it does not hold one. */
function walk(clock: Clock, quietWeek: readonly boolean[], index: number): number {
  let next = index + 1;
  while (next < clock.shown.length && quietWeek[clock.shown[next] ?? 0]) next += 1;
  return next;
}

it('sees the clocks change as often as they did', () => {
  expect(clocks.map(({ zone, jumps }) => [zone, jumps.length])).toEqual([
    ['America/New_York', 4],
    ['Europe/London', 4],
    ['Australia/Lord_Howe', 4],
    ['America/Sao_Paulo', 5],
    ['Asia/Kolkata', 0],
    ['Africa/Casablanca', 4],
    // Two a year, and the day left out.
    ['Pacific/Apia', 5],
  ]);
});

describe('every quiet stretch of two years', () => {
  const sets: { name: string; windows: QuietWindow[] }[] = [
    { name: 'nights', windows: [{ start: '21:00', stop: '08:00' }] },
    {
      name: 'workday nights, and weekends',
      windows: [
        { start: '20:30', stop: '02:30', weekdays: ['mon', 'tue', 'wed', 'thu', 'fri'] },
        { start: '08:00', stop: '08:00', weekdays: ['sat'] },
        { start: '00:00', stop: '24:00', weekdays: ['sun'] },
      ],
    },
    {
      name: 'short windows around the hours at which clocks change',
      windows: [
        { start: '00:00', stop: '00:20' },
        { start: '00:50', stop: '01:10' },
        { start: '01:25', stop: '01:35' },
        { start: '01:55', stop: '02:05' },
        { start: '02:15', stop: '02:45' },
        { start: '03:00', stop: '03:01' },
        { start: '23:30', stop: '24:00' },
      ],
    },
    { name: 'open for five minutes on Sundays at two', windows: openOnly('sun', '02:10', '02:15') },
  ];

  describe.each(sets)('$name', ({ windows }) => {
    it.each(clocks)('$zone', (clock) => {
      const { zone, startMs, shown } = clock;
      const quietWeek = quietWeekByHand(windows);
      const hours = compileQuietHours(windows);
      const wrong: string[] = [];
      let stretches = 0;
      // The first stretch may have begun before the clock does, and the last may end after it.
      let begin = walk(clock, quietWeek, 0);
      while (begin < shown.length) {
        if (!quietWeek[shown[begin] ?? 0]) {
          begin += 1;
          continue;
        }
        const end = walk(clock, quietWeek, begin);
        if (end === shown.length) break;
        stretches += 1;
        const ms = (index: number) => startMs + index * minuteMs;
        const isRight =
          !quietAt(hours, zone, ms(begin) - 1) &&
          quietAt(hours, zone, ms(begin)) &&
          quietAt(hours, zone, ms(end) - 1) &&
          !quietAt(hours, zone, ms(end)) &&
          nextOpen(hours, zone, ms(begin)) === ms(end) &&
          nextOpen(hours, zone, ms(Math.floor((begin + end) / 2)) + 29_000) === ms(end);
        if (!isRight)
          wrong.push(`${new Date(ms(begin)).toISOString()} to ${new Date(ms(end)).toISOString()}`);
        begin = end;
      }
      expect(wrong).toEqual([]);
      expect(stretches).toBeGreaterThan(95);
    });
  });
});

describe('any windows, at any moment', () => {
  // Half of the times lie in the hours in which clocks change.
  const timeOfDay = fc
    .oneof(
      fc.integer({ min: 0, max: 1439 }),
      fc.integer({ min: 0, max: 210 }),
      fc.constantFrom(0, 60, 120, 150, 180, 1380),
    )
    .map((at) => `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`);
  const someWindow: fc.Arbitrary<QuietWindow> = fc
    .record({
      start: timeOfDay,
      stop: fc.oneof({ weight: 9, arbitrary: timeOfDay }, { weight: 1, arbitrary: fc.constant('24:00') }),
      weekdays: fc.option(fc.subarray([...weekdays]), { nil: undefined }),
      active: fc.constantFrom(undefined, true, true, false),
      alike: fc.nat({ max: 9 }),
    })
    .map(({ alike, ...window }) => (alike === 0 ? { ...window, stop: window.start } : window));
  const hardlyOpen = fc
    .tuple(fc.constantFrom(...weekdays), timeOfDay, timeOfDay)
    .filter(([, from, until]) => from < until)
    .map(([weekday, from, until]) => openOnly(weekday, from, until));
  const someWindows = fc.oneof(
    { weight: 4, arbitrary: fc.array(someWindow, { maxLength: 5 }) },
    { weight: 1, arbitrary: hardlyOpen },
  );
  // A moment as the fraction of the clock's time, or as a jump of the clock and the minutes from it.
  const somePlace = fc.record({
    fraction: fc.double({ min: 0, max: 1, noNaN: true }),
    jump: fc.nat({ max: 9 }),
    fromJump: fc.oneof(fc.integer({ min: -200, max: 200 }), fc.integer({ min: -12_000, max: 3000 })),
    ms: fc.nat({ max: 59_999 }),
  });
  // Enough to hold the next open minute, wherever it is.
  const tail = 4 * 10080;

  it.each(clocks)('$zone', ({ zone, startMs, shown, jumps }) => {
    const clock = { zone, startMs, shown, jumps };
    fc.assert(
      fc.property(someWindows, fc.array(somePlace, { minLength: 10, maxLength: 30 }), (windows, places) => {
        const quietWeek = quietWeekByHand(windows);
        const hours = compileQuietHours(windows);
        const open = quietWeek.filter((isQuiet) => !isQuiet).length;
        expect(hours.openMinutes).toBe(open);
        expect(quietWeek.every((isQuiet, minuteOfWeek) => hours.isQuietLocal(minuteOfWeek) === isQuiet)).toBe(
          true,
        );
        for (const { fraction, jump, fromJump, ms } of places) {
          const near = jumps[jump];
          const index = near === undefined ? Math.floor(fraction * (shown.length - tail)) : near + fromJump;
          const at = startMs + index * minuteMs + ms;
          const text = new Date(at).toISOString();
          expect([text, quietAt(hours, zone, at)]).toEqual([text, quietWeek[shown[index] ?? 0]]);
          const opens = open === 0 ? undefined : startMs + walk(clock, quietWeek, index) * minuteMs;
          expect([text, nextOpen(hours, zone, at)]).toEqual([text, opens]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('at some offset or at none', () => {
    fc.assert(
      fc.property(someWindows, fc.integer({ min: 0, max: 2e9 }), (windows, second) => {
        const quietWeek = quietWeekByHand(windows);
        let expected = false;
        for (let offset = -720; offset <= 840; offset += 1) {
          const local = new Date(second * 1000 + offset * minuteMs);
          const day = (local.getUTCDay() + 6) % 7;
          expected ||= quietWeek[day * 1440 + local.getUTCHours() * 60 + local.getUTCMinutes()] === true;
        }
        expect(quietInSomeOffset(compileQuietHours(windows), second * 1000)).toBe(expected);
      }),
      { numRuns: 100 },
    );
  });
});
