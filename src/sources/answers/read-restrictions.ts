import type { Field } from '../../account/fields.js';
import { nearest } from '../../account/nearest.js';
import type { Restrictions } from '../../account/types.js';
import {
  isWordForNo,
  isWordForYes,
  namesIn,
  numberIn,
  ReadingFault,
  refuseLooseDash,
  shown,
} from './words.js';

type Fields = Readonly<Record<string, Field>>;

/** Restrictions, one a line under the names of the screen: "Days Past Due: 5 or more", "E-Billing: on". */
export function readRestrictions(lines: readonly string[], fields: Fields): Restrictions {
  const read = new Map<string, unknown>();
  for (const line of lines) {
    const [key, value] = readRestriction(line, fields);
    if (read.has(key)) throw new ReadingFault(`${shown(line)}: this restriction stands there twice`);
    read.set(key, value);
  }
  return Object.fromEntries(read);
}

function readRestriction(line: string, fields: Fields): [string, unknown] {
  const titles = Object.entries(fields).map(([key, { title = key }]) => ({ key, title }));
  const known = titles.toSorted((a, b) => b.title.length - a.title.length);
  const start = plain(line);
  const found = known.find(({ title }) => start.startsWith(plain(title)));
  if (!found) {
    const [near] = nearest(
      line.split(/[:=]/)[0] ?? '',
      titles.map(({ title }) => title),
    );
    throw new ReadingFault(
      `${shown(line)}: expected the name of a restriction and its value, such as Days Past Due: 5 or more${near ? `; did you mean ${near}?` : ''}`,
    );
  }
  const said = afterTitle(line, found.title);
  if (found.key === 'loanStatus') refuseLooseDash(said, line);
  const value = valueUnder(found.key, said);
  if (value === undefined) {
    throw new ReadingFault(`${shown(line)}: expected ${EXPECTED[found.key] ?? 'one or more names'}`);
  }
  return [found.key, value];
}

/** Letters and digits alone, so that "e-billing", "E Billing" and "Loan Status:" are all found. */
const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');

function afterTitle(line: string, title: string): string {
  let left = plain(title).length;
  let end = 0;
  while (left > 0 && end < line.length) {
    if (plain(line.charAt(end)) !== '') left -= 1;
    end += 1;
  }
  return line
    .slice(end)
    .replace(/^\s*[:=\t|]?\s*/, '')
    .trim();
}

const RANGE = 'a number or a range, such as 5, 5 or more, at most 20, or 0 to 20';
const EXPECTED: Readonly<Record<string, string>> = {
  loanStatus: 'statuses, such as Open, Open / Repaying',
  eBilling: 'on or off',
  loanAging: RANGE,
  daysPastDue: RANGE,
  amountPastDue: RANGE,
  loanRecency: RANGE,
  humanActivity: 'a number of days',
};

function valueUnder(key: string, text: string): unknown {
  switch (key) {
    case 'eBilling':
      return isWordForYes(text) ? true : isWordForNo(text) ? false : undefined;
    case 'humanActivity': {
      const withinDays = numberIn(text.replace(/^(within|last)\s+/i, ''));
      return withinDays === undefined ? undefined : { withinDays };
    }
    case 'loanRecency': {
      // "No payment for N days" is said with one number.
      const days = numberIn(text);
      return days === undefined ? rangeIn(text) : { min: days };
    }
    case 'loanAging':
    case 'daysPastDue':
    case 'amountPastDue':
      return rangeIn(text);
    case 'loanStatus': {
      const names = namesIn(text);
      return names.length === 0 ? undefined : names.map(statusIn);
    }
    default: {
      const names = namesIn(text);
      return names.length === 0 ? undefined : names;
    }
  }
}

function statusIn(name: string): { status: string; subStatus?: string } {
  const [status = '', subStatus] = name.split('/').map((part) => part.trim());
  return { status, ...(subStatus && { subStatus }) };
}

/** "5", "5 or more", "5+", "at least 5", "at most 20", "0 to 20", "0-20"; a number alone is both ends. */
function rangeIn(text: string): { min?: number; max?: number } | undefined {
  const two = /^(.+?)\s*(?:\bto\b|\band\b|[-–])\s*(\$?[\d.,]+\s*\w*)$/i.exec(
    text.replace(/^between\s+/i, ''),
  );
  const [min, max] = [two?.[1], two?.[2]].map((end) => (end === undefined ? undefined : numberIn(end)));
  if (min !== undefined && max !== undefined) return min <= max ? { min, max } : undefined;
  const least = /^(?:at least|from|min(?:imum)?|>=)\s*(.+)$|^(.+?)\s*(?:or more|and more|\+)$/i.exec(text);
  const most = /^(?:at most|up to|to|max(?:imum)?|<=)\s*(.+)$|^(.+?)\s*(?:or less|or fewer)$/i.exec(text);
  const [bound, key] = least ? [least[1] ?? least[2], 'min'] : [most?.[1] ?? most?.[2], 'max'];
  if (bound !== undefined) {
    const number = numberIn(bound.replace(/\s*days?$/i, ''));
    return number === undefined ? undefined : { [key]: number };
  }
  const exactly = numberIn(text.replace(/^exactly\s+/i, ''));
  return exactly === undefined ? undefined : { min: exactly, max: exactly };
}
