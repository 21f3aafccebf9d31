// About 0.4 kB bundled, with its Intl formatters cached; a Temporal polyfill is some 20 kB gzipped and slower to load.
import { tzOffset } from '@date-fns/tz/tzOffset';

const minuteMs = 60_000;

// Asking Intl is slow. Names it refuses are not kept: an export may hold any number of them.
const knownZones = new Set<string>();

// Names without a slash in the IANA database that have three letters. Some versions of Intl accept further
// ones, and mean zones nobody expects: "AST" is Alaska there and "BST" Bangladesh.
const threeLetterZones = new Set('CET EET EST GMT HST MET MST PRC ROC ROK UCT UTC WET'.split(' '));

/**
 * Whether this is the name of a time zone in the IANA database, as far as this Node.js knows it. Letter case does
 * not matter. A bare offset such as "+05:30" is none, nor is an abbreviation such as "PST".
 * Source: https://www.iana.org/time-zones and ECMA-402, section "Time Zone Identifiers".
 */
export function isZone(name: string): boolean {
  if (knownZones.has(name) || NEAR_ZONES.has(name)) return true;
  if (!/^[a-z]/i.test(name) || /^SystemV\//i.test(name)) return false;
  if (name.length === 3 && !threeLetterZones.has(name.toUpperCase())) return false;
  if (!isKnownToIntl(name)) return false;
  knownZones.add(name);
  return true;
}

// Zones of the United States and Canada, where LoanPro's lenders are. Every version of Intl knows them.
const NEAR_ZONES: ReadonlySet<string> = new Set(
  `New_York Detroit Toronto Chicago Winnipeg Regina Denver Edmonton Boise Phoenix Los_Angeles Vancouver Anchorage
  Juneau Halifax St_Johns Puerto_Rico Indiana/Indianapolis Kentucky/Louisville`
    .split(/\s+/)
    .map((city) => `America/${city}`)
    .concat('Pacific/Honolulu', 'Pacific/Guam'),
);
// Intl is loaded after so many questions: from then on its formatter is the faster one.
let quickQuestions = 100;

/**
 * The offset of a near zone by way of the process's own time zone: that takes a tenth of a millisecond, where the
 * first formatter of Intl takes 13 to 18, as long as everything else in a diagnosis. Undefined where it cannot be had so.
 * Source: https://nodejs.org/api/cli.html#tz
 */
function quickOffset(zone: string, epochMs: number): number | undefined {
  if (quickQuestions <= 0 || !NEAR_ZONES.has(zone) || Math.abs(epochMs) > 8e15) return undefined;
  quickQuestions -= 1;
  const { TZ: before } = process.env;
  try {
    // In a worker the variable is a copy that nobody reads; this zone is nobody's own.
    process.env['TZ'] = 'Etc/GMT-14';
    if (new Date(epochMs).getTimezoneOffset() !== -840) quickQuestions = 0;
    process.env['TZ'] = zone;
    return quickQuestions > 0 ? -new Date(epochMs).getTimezoneOffset() : undefined;
  } finally {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  }
}

/** One formatter takes some milliseconds to make, so that of `tzOffset` serves, which keeps it. */
function isKnownToIntl(name: string): boolean {
  // Of a name Intl refuses, `tzOffset` reads what looks like an offset in it; and "constructor" is in its cache.
  if (name.includes('/') && !/[+-]\d\d/.test(name)) return !Number.isNaN(tzOffset(name, new Date(0)));
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * Minutes by which the clocks of a zone are ahead of UTC at an instant (epoch milliseconds). Right from 1972 on;
 * before, a few zones had offsets of less than a minute's precision.
 *
 * @throws RangeError when the zone is unknown or the instant lies outside the range of `Date`.
 */
export function offsetMinutes(zone: string, epochMs: number): number {
  if (epochMs !== knownAt) {
    knownOffsets.clear();
    knownAt = epochMs;
  }
  let offset = knownOffsets.get(zone);
  if (offset === undefined) {
    offset = quickOffset(zone, epochMs) ?? offsetByIntl(zone, epochMs);
    knownOffsets.set(zone, offset);
  }
  return offset;
}

// Most questions are about the moment of the run, and about few zones.
const knownOffsets = new Map<string, number>();
let knownAt = Number.NaN;

function offsetByIntl(zone: string, epochMs: number): number {
  // Asked first because `tzOffset` also reads an offset out of a name that Intl refuses.
  const offset = isZone(zone) ? tzOffset(zone, new Date(epochMs)) : Number.NaN;
  if (Number.isNaN(offset)) throw new RangeError(`No offset for time zone "${zone}" at ${epochMs}.`);
  return offset;
}

/**
 * An instant (epoch milliseconds) as clocks show it that are `offset` minutes ahead of UTC:
 * `2026-11-03T09:00:00-07:00`, rounded down to the second. An offset of zero reads `+00:00`.
 */
export function formatInstant(epochMs: number, offset: number): string {
  const wholeOffset = Math.round(offset);
  const local = new Date(epochMs + wholeOffset * minuteMs).toISOString().slice(0, 19);
  const size = Math.abs(wholeOffset);
  const hours = String(Math.floor(size / 60)).padStart(2, '0');
  const minutes = String(size % 60).padStart(2, '0');
  return `${local}${wholeOffset < 0 ? '-' : '+'}${hours}:${minutes}`;
}

/** The calendar date `YYYY-MM-DD` of an instant (epoch milliseconds) where clocks are `offset` minutes ahead of UTC. */
export function localDate(epochMs: number, offset: number): string {
  return new Date(epochMs + offset * minuteMs).toISOString().slice(0, 10);
}

const instantPattern =
  /^(\d{4}-\d\d-\d\d)T((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d)(?:[.,](\d+))?)?(?:Z|([+-])([01]\d|2[0-3])(?::?([0-5]\d))?)$/i;

/**
 * Reads an ISO 8601 date and time with an offset or `Z`, into epoch milliseconds and minutes ahead of UTC. Seconds
 * and their fraction may be left out; a fraction counts to the millisecond. Undefined for anything else: no offset,
 * an impossible date, `24:00`, a leap second.
 */
export function parseInstant(text: string): { epochMs: number; offsetMinutes: number } | undefined {
  const match = instantPattern.exec(text);
  if (match === null) return undefined;
  const [, date = '', time = '', seconds = '00', fraction = '', sign, hours = '0', minutes = '0'] = match;
  if (!isDate(date)) return undefined;
  const size = Number(hours) * 60 + Number(minutes);
  const offset = sign === '-' && size > 0 ? -size : size;
  const local = Date.parse(`${date}T${time}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}Z`);
  return { epochMs: local - offset * minuteMs, offsetMinutes: offset };
}

/** Whether this is a date of the calendar written `YYYY-MM-DD`; the 30th of February is none. */
export function isDate(text: string): boolean {
  // By hand: `Date` takes ten times as long, and a portfolio has millions of them.
  if (!/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(text)) return false;
  const day = Number(text.slice(8));
  if (day <= 28) return true;
  const month = Number(text.slice(5, 7));
  if (month !== 2) return day <= 30 || ![4, 6, 9, 11].includes(month);
  const year = Number(text.slice(0, 4));
  return day === 29 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

const mostRemembered = 50_000;
const remembered = new Map<string, number | undefined>();

/** As `parseInstant`, epoch milliseconds alone; a log is read for every email, so its instants are remembered. */
export function epochOf(text: string): number | undefined {
  if (remembered.has(text)) return remembered.get(text);
  if (remembered.size >= mostRemembered) remembered.clear();
  const epochMs = parseInstant(text)?.epochMs;
  remembered.set(text, epochMs);
  return epochMs;
}

/** A day of the calendar so many days later. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
