import { localDate, offsetMinutes } from '../../calendar/zone.js';

/** An answer of LoanPro, or a part of one, of which nothing is known yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** The fields of an object; undefined for anything else. */
export function fieldsOf(value: unknown): Fields | undefined {
  return isFields(value) ? value : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The entries of a list: a bare array, `{ results: [...] }`, or null for an empty one (searches answer null since
 * https://loanpro.readme.io/docs/opensearch-migration). Undefined for what was not answered, such as `__deferred`.
 */
export function entriesOf(value: unknown): readonly Fields[] | undefined {
  if (value === null) return [];
  const list = Array.isArray(value) ? value : fieldsOf(value)?.['results'];
  if (list === null) return [];
  return Array.isArray(list) ? list.filter(isFields) : undefined;
}

/** A nested entity. Null where there is none, undefined where it was not answered. */
export function entityOf(value: unknown): Fields | null | undefined {
  if (value === null) return null;
  const fields = fieldsOf(value);
  if (!fields || Object.hasOwn(fields, '__deferred')) return undefined;
  if (!Object.hasOwn(fields, 'results')) return fields;
  const entries = entriesOf(fields);
  return entries && (entries[0] ?? null);
}

/** An id: a number where it can be one. Null and 0 stand for none. */
export function idOf(value: unknown): string | number | null | undefined {
  if (value === null || value === 0 || value === '0') return null;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const text = value.trim();
  const number = Number(text);
  return Number.isSafeInteger(number) && String(number) === text ? number : text;
}

/** An id as the key of a path: LoanPro's are digits, and nothing else may get into a path. */
export function keyOf(value: unknown): string | undefined {
  const id = String(idOf(value) ?? '');
  return /^\d{1,15}$/.test(id) ? id : undefined;
}

/** A name that may be written as a number, such as a display ID. */
export function nameOf(value: unknown): string | number | null | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : textOf(value);
}

/** A text; null and "" are known to be empty. */
export function textOf(value: unknown): string | null | undefined {
  if (value === null || typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

/** A yes/no: 0 or 1, as a number or a text. */
export function flagOf(value: unknown): boolean | undefined {
  switch (typeof value === 'string' ? value.trim().toLowerCase() : value) {
    case 1:
    case '1':
    case true:
    case 'true':
      return true;
    case 0:
    case '0':
    case false:
    case 'false':
      return false;
    default:
      return undefined;
  }
}

/** A number, also one written as a text, as money is. */
export function numberOf(value: unknown): number | null | undefined {
  if (value === null) return null;
  const isNumeric = typeof value === 'string' && /^\s*[+-]?(\d+(\.\d*)?|\.\d+)\s*$/.test(value);
  const number = isNumeric ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

// The beginning of the calendar, of which LoanPro's zero date falls short.
const YEAR_1 = -62_135_596_800;
const YEAR_10000 = 253_402_300_800;

/**
 * An instant in epoch milliseconds: `/Date(n)/` counts seconds, unlike Microsoft's form of the same look
 * (https://loanpro.readme.io/docs/dates-and-times); searches write `YYYY-MM-DD hh:mm:ss` in UTC. Null for none:
 * null, or the zero date of the database.
 */
export function instantOf(value: unknown): number | null | undefined {
  if (value === null) return null;
  if (typeof value !== 'string') return undefined;
  const seconds = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/.exec(value)?.[1];
  if (seconds !== undefined) return known(Number(seconds) * 1000);
  const [, date, time = '00:00:00'] = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d)Z?)?$/.exec(value) ?? [];
  if (date === undefined) return undefined;
  if (date === '0000-00-00') return null;
  const ms = Date.parse(`${date}T${time}Z`);
  return Number.isNaN(ms) ? undefined : known(ms);
}

function known(ms: number): number | null | undefined {
  if (ms < YEAR_1 * 1000) return null;
  return ms < YEAR_10000 * 1000 ? ms : undefined;
}

const DAY_MS = 86_400_000;

/**
 * A calendar date. A midnight in UTC is a date without a time; any other instant is dated in the company's zone, in
 * UTC where that is not known.
 */
export function dateOf(value: unknown, zone: string | undefined): string | null | undefined {
  const ms = instantOf(value);
  if (typeof ms !== 'number') return ms;
  const offset = zone === undefined || ms % DAY_MS === 0 ? 0 : offsetMinutes(zone, ms);
  return localDate(ms, offset);
}

/** An instant as the export writes it, to the second. */
export function writtenInstant(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** E-billing has two encodings: https://developers.loanpro.io/docs/loan-settings-values */
export function eBillingOf(value: unknown): boolean | undefined {
  if (value === 'loan.ebilling.yes') return true;
  if (value === 'loan.ebilling.no') return false;
  return flagOf(value);
}

const ROLES = ['primary', 'secondary', 'additional', 'authorized', 'unassigned'] as const;

/** Such as `loan.customerRole.primary`: https://developers.loanpro.io/docs/loan-customer-role-values */
export function roleOf(value: unknown): (typeof ROLES)[number] | undefined {
  return ROLES.find((role) => value === `loan.customerRole.${role}`);
}

/** The fields whose value is known. */
export function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  // What is left has no undefined; the compiler cannot follow a filter of entries.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
