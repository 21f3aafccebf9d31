import { offsetMinutes } from './zone.js';

/** A day of the week as exports spell it. */
export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/**
 * One weekly period in which no mail leaves. Times are `HH:MM` on the wall clock, `start` inside and `stop`
 * outside the period; `24:00` may be a stop. A stop before the start lies on the next day, and the period belongs
 * to the weekday of its start. Start and stop alike is the whole calendar day, whatever the time.
 */
export interface QuietWindow {
  readonly start: string;
  readonly stop: string;
  /** Absent: every day. Empty: no day. */
  readonly weekdays?: readonly Weekday[] | undefined;
  /** Absent: active. A window that is not active counts for nothing. */
  readonly active?: boolean | undefined;
}

/**
 * The union of quiet windows, ready to be asked.
 *
 * A window names weekdays and times of day, never dates, so whether a moment is quiet depends on one number: the
 * minute of the week (0 to 10079, from Monday 00:00) that local clocks show. The union is then a set of at most
 * 10080 minutes, and a period past midnight on Sunday comes round to Monday. Daylight saving needs no rule of its
 * own: it only decides which instants show a minute. A repeated hour shows its minutes twice, and both passes get
 * the same answer; a skipped minute is shown by no instant, so neither quiet nor open.
 */
export interface QuietHours {
  /** No minute of the week is quiet. */
  readonly isEmpty: boolean;
  /** Minutes of the week that are not quiet, 0 to 10080. */
  readonly openMinutes: number;
  /** Whether a minute of the week (0 to 10079, from Monday 00:00) is quiet. */
  isQuietLocal(minuteOfWeek: number): boolean;
  /** Minutes on the clock from this minute of the week to the next open one: 0 when it is open, Infinity when none is. */
  minutesUntilOpen(minuteOfWeek: number): number;
}

const minuteMs = 60_000;
const day = 1440;
const week = 7 * day;
const weekdayOrder: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

// Short enough that clocks do not change twice within one stride: two changes of a zone have been at least six days
// apart since 1970. If the two ends show the same offset, so does every minute between.
const longestStride = 6 * 60 * minuteMs;

/**
 * Joins quiet windows into one set of minutes of the week.
 *
 * @throws RangeError when a time is not `HH:MM`; whoever reads the export refuses such times before.
 */
export function compileQuietHours(windows: readonly QuietWindow[]): QuietHours {
  const quiet = new Uint8Array(week);
  for (const { start, stop, weekdays = weekdayOrder, active = true } of windows) {
    if (!active) continue;
    const from = minuteOfDay(start);
    const until = stop === '24:00' ? day : minuteOfDay(stop);
    const length = until > from ? until - from : until - from + day;
    for (const weekday of weekdays) {
      const begin = weekdayOrder.indexOf(weekday) * day + (until === from ? 0 : from);
      quiet.fill(1, begin, begin + length);
      quiet.fill(1, 0, Math.max(0, begin + length - week));
    }
  }

  // From one change to the next, not from minute to minute: this is done at every start.
  let openMinutes = 0;
  for (let open = quiet.indexOf(0); open !== -1; ) {
    const close = quiet.indexOf(1, open);
    openMinutes += (close === -1 ? week : close) - open;
    open = close === -1 ? -1 : quiet.indexOf(0, close);
  }
  return {
    isEmpty: openMinutes === week,
    openMinutes,
    isQuietLocal: (minute) => quiet[minute] === 1,
    minutesUntilOpen: (minute) => {
      if (openMinutes === 0) return Number.POSITIVE_INFINITY;
      const open = quiet.indexOf(0, minute);
      return open === -1 ? week - minute + quiet.indexOf(0) : open - minute;
    },
  };
}

/** Whether a moment (epoch milliseconds) is quiet by the clocks of a zone. Seconds are rounded down. */
export function quietAt(hours: QuietHours, zone: string, epochMs: number): boolean {
  return hours.isQuietLocal(minuteOfWeek(epochMs, offsetMinutes(zone, epochMs)));
}

/**
 * The first whole minute after a moment that is not quiet by the clocks of a zone, both in epoch milliseconds.
 * Undefined when the whole week is quiet.
 */
export function nextOpen(hours: QuietHours, zone: string, epochMs: number): number | undefined {
  if (hours.openMinutes === 0) return undefined;
  let at = (Math.floor(epochMs / minuteMs) + 1) * minuteMs;
  let offset = offsetMinutes(zone, at);
  // Ends, since an open minute comes round every week and can only be missed in a week in which clocks change.
  for (;;) {
    const wait = hours.minutesUntilOpen(minuteOfWeek(at, offset));
    if (wait === 0) return at;
    const next = at + Math.min(wait * minuteMs, longestStride);
    if (offsetMinutes(zone, next) === offset) {
      at = next;
    } else {
      at = changeOfOffset(zone, offset, at, next);
      offset = offsetMinutes(zone, at);
    }
  }
}

/** Whether a moment (epoch milliseconds) is quiet at any offset in use, from 12 hours behind UTC to 14 ahead. */
export function quietInSomeOffset(hours: QuietHours, epochMs: number): boolean {
  for (let offset = -12 * 60; offset <= 14 * 60; offset += 1) {
    if (hours.isQuietLocal(minuteOfWeek(epochMs, offset))) return true;
  }
  return false;
}

/** The first whole minute after `before` at which clocks no longer show its offset; at `after` they do not. */
function changeOfOffset(zone: string, offset: number, before: number, after: number): number {
  let low = before / minuteMs;
  let high = after / minuteMs;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMinutes(zone, middle * minuteMs) === offset) low = middle;
    else high = middle;
  }
  return high * minuteMs;
}

function minuteOfWeek(epochMs: number, offset: number): number {
  // The epoch began on a Thursday.
  const minute = (Math.floor(epochMs / minuteMs + offset) + 3 * day) % week;
  return minute < 0 ? minute + week : minute;
}

function minuteOfDay(time: string): number {
  if (!/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time)) throw new RangeError(`"${time}" is not a time of day.`);
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
