import type { DoNotDisturbWindow } from '../../account/types.js';
import { isWordForNo, isWordForYes, ReadingFault, shown } from './words.js';

type Weekday = NonNullable<DoNotDisturbWindow['weekdays']>[number];

const DAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const TIME = /\b(\d{1,2})(?:[:.](\d{2})(?::\d{2})?\s*([ap])?\.?m?\.?|\s*([ap])\.?m\.?)(?![\w:])/gi;
// Two weekdays with a word or a dash between blanks, which stand for all from one to the other.
const DAYS_APART =
  /\b([a-z]+day|mon|tue|wed|thu|fri|sat|sun)s?\s*(?:-|–|\bto\b|\bthrough\b|\bthru\b|\buntil\b)\s*([a-z]+day|mon|tue|wed|thu|fri|sat|sun)\b/gi;
const EXPECTED = 'expected a start and a stop such as 21:00-08:00 mon-fri, or 9pm to 8am every day';

/** "21:00-08:00 mon-fri", "9 PM to 8 AM, every day", a row of a table with "Active" or "Inactive" in it. */
export function readWindow(line: string): DoNotDisturbWindow {
  const text = line
    .replace(/\bmidnight\b/gi, '00:00')
    .replace(/\bnoon\b/gi, '12:00')
    .replace(DAYS_APART, '$1-$2');
  const times = [...text.matchAll(TIME)];
  const [start, stop] = times.map(timeOf);
  const [first, second] = times;
  if (start === undefined || stop === undefined || times.length > 2) {
    throw new ReadingFault(`${shown(line)}: ${EXPECTED}`);
  }
  const parted = text.slice((first?.index ?? 0) + (first?.[0].length ?? 0), second?.index);
  if (parted.split(/[^a-z]+/i).some((word) => dayOf(word.toLowerCase()))) {
    throw new ReadingFault(`${shown(line)}: a window has weekdays of its own, not of its stop; ${EXPECTED}`);
  }
  const days: Weekday[] = [];
  let isEveryDay = false;
  let active: boolean | undefined;
  const rest = text.replace(TIME, ' ').replace(/\bevery\s+day\b/gi, 'daily');
  for (const word of rest.split(/[\s,;|/"()]+|:(?=\s|$)/)) {
    const range = word
      .toLowerCase()
      .split(/[-–]/)
      .filter((part) => part !== '');
    if (range.length === 0 || /^(to|until|from|and|on|at|email)$/i.test(word)) continue;
    const named = range.map(dayOf);
    if (/^(daily|all|everyday)$/i.test(word)) isEveryDay = true;
    else if (/^weekdays?$/i.test(word)) days.push(...between('mon', 'fri'));
    else if (/^weekends?$/i.test(word)) days.push('sat', 'sun');
    else if (/^(inactive|not)$/i.test(word) || isWordForNo(word)) active = false;
    else if (/^active$/i.test(word) || isWordForYes(word)) active ??= true;
    else if (named.length <= 2 && named.every((day) => day !== undefined)) {
      const [first = 'mon', last = first] = named;
      days.push(...between(first, last));
    } else throw new ReadingFault(`${shown(line)}: ${shown(word)} is not a weekday; ${EXPECTED}`);
  }
  return {
    start,
    stop,
    ...(days.length > 0 && !isEveryDay && { weekdays: DAYS.filter((day) => days.includes(day)) }),
    ...(active !== undefined && { active }),
  };
}

function timeOf([text, hour = '', minute = '00', afterMinutes, alone]: RegExpMatchArray): string {
  const half = (afterMinutes ?? alone)?.toLowerCase();
  const number = Number(hour);
  const isPossible = Number(minute) < 60 && (half ? number >= 1 && number <= 12 : number <= 24);
  if (!isPossible || (number === 24 && minute !== '00')) {
    throw new ReadingFault(`"${text.trim()}" is not a time of day; ${EXPECTED}`);
  }
  const hours = half ? (number % 12) + (half === 'p' ? 12 : 0) : number;
  return `${String(hours).padStart(2, '0')}:${minute}`;
}

/** A weekday by its name or the beginning of it, as far as no other begins so. */
const dayOf = (word: string): Weekday | undefined =>
  /^(?:[mwf]|[a-z]{2,})$/.test(word)
    ? DAYS.find((day) => FULL[day].startsWith(word) || `${FULL[day]}s` === word || `${day}s` === word)
    : undefined;

const FULL: Readonly<Record<Weekday, string>> = {
  mon: 'monday',
  tue: 'tuesday',
  wed: 'wednesday',
  thu: 'thursday',
  fri: 'friday',
  sat: 'saturday',
  sun: 'sunday',
};

/** From one weekday to another, over the end of the week where that comes first. */
function between(first: Weekday, last: Weekday): Weekday[] {
  const from = DAYS.indexOf(first);
  const count = ((DAYS.indexOf(last) - from + DAYS.length) % DAYS.length) + 1;
  return [...DAYS, ...DAYS].slice(from, from + count);
}
