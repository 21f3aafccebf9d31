import { findEnrollmentRow, hasSubStatus, sameInAnyCase, sameName, statusName } from '../account/lookup.js';
import { nearest } from '../account/nearest.js';
import type { Path } from '../account/pointer.js';
import type { EnrollmentRow, Notification, StatusRef } from '../account/types.js';
import { quoted } from '../core/words.js';
import { eventOf } from './shared-event.js';
import { overlap, type StatusSide } from './status-overlap.js';

/** A status that a notification names, and its place below the notification. */
export interface NamedStatus {
  readonly path: Path;
  readonly status: StatusRef;
}

/** A status that the account does not list. */
export interface UnlistedStatus {
  /** Of the name that is not listed: the status, or its sub-status. */
  readonly path: Path;
  /** `"Closed / Payed Off" (did you mean "Closed / Paid Off"?)` */
  readonly words: string;
}

/** Where the restriction stands, below the notification. */
export const RESTRICTION: Path = ['email', 'restrictions', 'loanStatus'];

/** The statuses that the Loan Status restriction lets pass; empty where it is not set. */
export function restrictedStatuses(notification: Notification): NamedStatus[] {
  return (notification.email?.restrictions?.loanStatus ?? []).flatMap((status, i) =>
    isNamed(status) ? [{ path: [...RESTRICTION, i], status }] : [],
  );
}

/** Every status that stands in the events and the restriction of a notification. */
export function namedStatuses(notification: Notification): NamedStatus[] {
  const changes = eventOf(notification)?.statusChanges ?? [];
  const sides = changes.flatMap((change, i) =>
    (['from', 'to'] as const).flatMap((side) => {
      const status = change[side];
      return status && isNamed(status) ? [{ path: ['event', 'statusChanges', i, side], status }] : [];
    }),
  );
  return [...sides, ...restrictedStatuses(notification)];
}

/**
 * Those that no row of Enrollment By Loan Status is for, each once. A row without a sub-status stands for every
 * sub-status that has no row of its own, unless one has nearly the same name.
 */
export function unlistedStatuses(
  named: readonly NamedStatus[],
  rows: readonly EnrollmentRow[],
): UnlistedStatus[] {
  const found = new Map<string, UnlistedStatus>();
  for (const { path, status } of named) {
    const words = ifUnlisted(status, rows);
    if (words === undefined || found.has(words)) continue;
    const isKnown = rows.some((row) => sameName(row.status, status.status));
    found.set(words, { path: [...path, isKnown ? 'subStatus' : 'status'], words });
  }
  return [...found.values()];
}

/**
 * The rows by which Email Enrollment is off for every loan that the restriction lets pass; undefined where it is on
 * for one, or where a row is missing that could say so.
 */
export function rowsThatStopAll(
  restricted: readonly NamedStatus[],
  rows: readonly EnrollmentRow[],
): number[] | undefined {
  const deciding = restricted.map(({ status }) => {
    const own = findEnrollmentRow(rows, status);
    if (own < 0 || hasSubStatus(status)) return [own];
    return rows.flatMap((row, i) => (sameName(row.status, status.status) ? [i] : []));
  });
  const indexes = [...new Set(deciding.flat())];
  const isOff = indexes.every((index) => rows[index]?.emailEnroll === false);
  return indexes.length > 0 && isOff ? indexes : undefined;
}

/** Whether a loan that has just changed its status as the event says can pass the restriction by its new status. */
export function canPassAfter(
  changes: readonly { readonly to?: StatusSide }[],
  restricted: readonly NamedStatus[],
  same = sameName,
): boolean {
  return changes.some(({ to }) => restricted.some(({ status }) => overlap(to, status, same)));
}

/** Names that differ in nothing but upper and lower case and white space, also within the name. */
export function isNearlySame(a: string | number | null | undefined, b: typeof a): boolean {
  return a != null && b != null && bare(String(a)) === bare(String(b));
}

const isNamed = ({ status }: StatusRef) => Boolean(status?.trim());
const bare = (text: string) => withoutSpace(text).toLowerCase();
const withoutSpace = (text: string) => text.replace(/\s+/g, '');

function ifUnlisted(wanted: StatusRef, rows: readonly EnrollmentRow[]): string | undefined {
  const ofStatus = rows.filter((row) => sameName(row.status, wanted.status));
  if (ofStatus.length === 0) {
    const status = wanted.status?.trim() ?? '';
    return withMeant(status, candidates(rows));
  }
  if (!hasSubStatus(wanted)) return undefined;
  const own = ofStatus.filter(hasSubStatus);
  if (own.some((row) => sameName(row.subStatus, wanted.subStatus))) return undefined;
  const isCovered = own.length < ofStatus.length;
  if (isCovered && !own.some((row) => isNearlySame(row.subStatus, wanted.subStatus))) return undefined;
  const name = statusName(wanted);
  return withMeant(name, new Map(own.map((row) => [statusName(row), statusName(row)])));
}

/** What a name that is no status may stand for: a status, a status with its sub-status, or a sub-status alone. */
function candidates(rows: readonly EnrollmentRow[]): Map<string, string> {
  const all = new Map<string, string>();
  const listed = rows.filter(isNamed);
  for (const { status } of listed) all.set(status?.trim() ?? '', status?.trim() ?? '');
  for (const row of listed.filter(hasSubStatus)) {
    for (const key of [statusName(row), row.subStatus?.trim() ?? '']) {
      if (!all.has(key)) all.set(key, statusName(row));
    }
  }
  return all;
}

/** The name, and of the candidates the one it may stand for. */
function withMeant(name: string, among: ReadonlyMap<string, string>): string {
  const key = [...among.keys()].find((one) => isNearlySame(one, name)) ?? nearest(name, among.keys())[0];
  const meant = key === undefined ? undefined : among.get(key);
  if (key === undefined || meant === undefined) return quoted(name);
  return `${quoted(name)} (did you mean ${quoted(meant)}?${difference(name, key)})`;
}

function difference(a: string, b: string): string {
  if (sameInAnyCase(a, b)) return sameName(a, b) ? '' : ' Upper and lower case differ.';
  if (withoutSpace(a) === withoutSpace(b)) return ' White space differs.';
  return isNearlySame(a, b) ? ' Case and white space differ.' : '';
}
