import { findNotifications } from '../account/find-subject.js';
import { customerName, isEmpty, notificationName, sameName } from '../account/lookup.js';
import { type Path, toPointer } from '../account/pointer.js';
import type { Account, Customer, HistoryRow } from '../account/types.js';
import { formatInstant, offsetMinutes, parseInstant } from '../calendar/zone.js';
import { type Diagnosis, notificationsAsked } from './diagnose.js';
import type { LoggedStatus } from './logged-status.js';
import type { Evidence, Place } from './result.js';

type RowEvent = NonNullable<NonNullable<HistoryRow['delivery']>['events']>[number];
export type MessageEventName = NonNullable<RowEvent['event']>;

/** What became of a message, as far as it is logged; `unknown` where not even its status is. */
export type Fate =
  | Exclude<MessageEventName, 'complaint'>
  | NonNullable<HistoryRow['status']>
  | 'not-delivered'
  | 'unknown';

/** One event of the delivery of a message. */
export interface MessageEvent {
  readonly event: MessageEventName | null;
  /** An instant in the company's zone. */
  readonly at: string | null;
  readonly reason: string | null;
  readonly evidence: Evidence;
}

/** One row of a communication log. */
export interface LoggedMessage {
  readonly id: string | null;
  /** An instant in the company's zone. */
  readonly at: string | null;
  readonly channel: NonNullable<HistoryRow['channel']> | null;
  readonly notification: {
    readonly id: string | null;
    readonly name: string | null;
    readonly label: string;
  } | null;
  readonly loan: string | null;
  readonly to: string | null;
  readonly subject: string | null;
  readonly status: NonNullable<HistoryRow['status']> | null;
  readonly deliveryStatus: 'DELIVERED' | 'NOT_DELIVERED' | null;
  readonly fate: Fate;
  /** The oldest first. */
  readonly events: readonly MessageEvent[];
  readonly evidence: Evidence;
}

/** A communication log as a timeline. */
export interface MessageLog {
  readonly log: 'customer' | 'lender';
  /** Null in the lender's log. */
  readonly customer: Diagnosis['customer'] | null;
  readonly asOf: string;
  readonly since: string | null;
  /** The company's zone; null where it is not known. */
  readonly zone: string | null;
  /** The log is given, if only as an empty one. */
  readonly hasLog: boolean;
  /** The oldest first; those without a time before all. */
  readonly messages: readonly LoggedMessage[];
  /** Rows of this log that were not asked for. */
  readonly leftOut: number;
}

/** What is asked of a communication log. */
export interface LogQuestion {
  readonly account: Account;
  /** Absent: the lender's log. */
  readonly customer: Customer | undefined;
  readonly message?: string | undefined;
  readonly status?: LoggedStatus | undefined;
  /** Milliseconds since 1970. */
  readonly since?: number | undefined;
  /** What is later is not looked at; milliseconds since 1970. */
  readonly until?: number | undefined;
  /** The moment of the report, and the offset of clocks where the company's zone is not known, in minutes. */
  readonly now: number;
  readonly offset: number;
  readonly locate: (path: Path) => Place;
}

/**
 * The customer's messages, or those of the lender's own log, as a timeline.
 * @throws UsageError for a notification that is neither configured nor the subject of a message.
 */
export function messageLog(asked: LogQuestion): MessageLog {
  const { account, customer, since, until, now } = asked;
  const zone = account.tenant?.timezone?.trim() || null;
  const local = (epochMs: number) =>
    formatInstant(epochMs, zone === null ? asked.offset : offsetMinutes(zone, epochMs));
  const own = (account.communicationHistory ?? []).flatMap((row, index) =>
    isOf(row, customer) && !isAfter(row.at, until) ? [{ row, index }] : [],
  );
  const isAsked = messageTest(
    asked,
    own.map(({ row }) => row),
  );
  const messages = own
    .filter(({ row }) => isAsked(row))
    .map(({ row, index }) => ({ at: timeOf(row.at), message: loggedMessage(row, index, asked, local) }))
    .filter(({ message }) => isSince(message, since) && hasStatus(message, asked.status))
    .sort((a, b) => (a.at ?? Number.NEGATIVE_INFINITY) - (b.at ?? Number.NEGATIVE_INFINITY));
  return {
    log: customer ? 'customer' : 'lender',
    customer: customer
      ? { id: idOf(customer.id), name: customerName(customer) ?? null, email: customer.email ?? null }
      : null,
    asOf: local(now),
    since: since === undefined ? null : local(since),
    zone,
    hasLog: account.communicationHistory !== undefined,
    messages: messages.map(({ message }) => message),
    leftOut: own.length - messages.length,
  };
}

function isOf({ log, customer: id }: HistoryRow, customer: Customer | undefined): boolean {
  if (!customer) return log === 'lender';
  return log !== 'lender' && id !== undefined && customer.id !== undefined && sameName(id, customer.id);
}

/** Whether a row is about the notification asked for: by its id or name, else by what the rows themselves say. */
function messageTest(
  { account, message }: LogQuestion,
  rows: readonly HistoryRow[],
): (row: HistoryRow) => boolean {
  if (message === undefined) return () => true;
  const isNamed = ({ notification, subject }: HistoryRow) =>
    sameName(notification, message) || subject?.trim().toLowerCase() === message.trim().toLowerCase();
  // A log may name notifications that the export does not have, and a delivery log has subjects alone.
  if (findNotifications(account.notifications ?? [], message).length === 0 && rows.some(isNamed))
    return isNamed;
  const ids = notificationsAsked(account, message).map(({ value }) => value.id);
  return ({ notification }) => ids.some((id) => sameName(id, notification));
}

function loggedMessage(
  row: HistoryRow,
  index: number,
  { account, until, locate }: LogQuestion,
  local: (epochMs: number) => string,
): LoggedMessage {
  const path: Path = ['communicationHistory', index];
  const seen = (where: Path): Evidence => ({ pointer: toPointer(where), ...placeOf(locate(where)) });
  const shown = (text: string | null | undefined) => {
    const at = timeOf(text);
    return at === undefined ? (text ?? null) : local(at);
  };
  const all = (row.delivery?.events ?? []).map((event, at) => ({ event, at }));
  const events = all
    .filter(({ event }) => !isAfter(event.at, until))
    .sort((a, b) => (timeOf(a.event.at) ?? Infinity) - (timeOf(b.event.at) ?? Infinity));
  // What came later may be what the status says.
  const deliveryStatus = events.length < all.length ? null : (row.delivery?.status ?? null);
  const names = events.map(({ event }) => event.event);
  const notification = account.notifications?.find(({ id }) => sameName(id, row.notification));
  return {
    id: idOf(row.id),
    at: shown(row.at),
    channel: row.channel ?? null,
    notification:
      row.notification === undefined
        ? null
        : {
            id: idOf(row.notification),
            name: notification?.name ?? null,
            label: notification ? notificationName(notification) : `notification ${row.notification}`,
          },
    loan: idOf(row.loan),
    to: isEmpty(row.to) ? null : (row.to ?? null),
    subject: isEmpty(row.subject) ? null : (row.subject ?? null),
    status: row.status ?? null,
    deliveryStatus,
    fate: fateOf(names, deliveryStatus, row.status),
    events: events.map(({ event, at }) => ({
      event: event.event ?? null,
      at: shown(event.at),
      reason: isEmpty(event.reason) ? null : (event.reason ?? null),
      evidence: seen([...path, 'delivery', 'events', at]),
    })),
    evidence: seen(path),
  };
}

/** The latest final event; else the delivery status, what goes on still, and what LoanPro did. */
function fateOf(
  names: readonly RowEvent['event'][],
  deliveryStatus: LoggedMessage['deliveryStatus'],
  status: HistoryRow['status'],
): Fate {
  const final = names.findLast(
    (name) => name === 'delivered' || name === 'bounce' || name === 'blocked' || name === 'dropped',
  );
  if (final) return final;
  // Whoever marked it as spam has it.
  if (deliveryStatus === 'DELIVERED' || names.includes('complaint')) return 'delivered';
  const open = names.findLast((name) => name === 'deferred' || name === 'processed');
  if (names.includes('deferred')) return 'deferred';
  if (deliveryStatus === 'NOT_DELIVERED') return 'not-delivered';
  return open ?? status ?? 'unknown';
}

function hasStatus({ status, fate, events }: LoggedMessage, asked: LoggedStatus | undefined): boolean {
  if (asked === undefined || asked === status || asked === fate) return true;
  if (asked === 'not-delivered') return fate === 'bounce' || fate === 'blocked' || fate === 'dropped';
  return events.some(({ event }) => event === asked);
}

/** It, or what became of it, is as late as that. */
function isSince({ at, events }: LoggedMessage, since: number | undefined): boolean {
  if (since === undefined) return true;
  return [at, ...events.map((event) => event.at)].some((text) => (timeOf(text) ?? -Infinity) >= since);
}

function isAfter(text: string | null | undefined, until: number | undefined): boolean {
  return until !== undefined && (timeOf(text) ?? Number.NEGATIVE_INFINITY) > until;
}

const timeOf = (text: string | null | undefined) => (text ? parseInstant(text)?.epochMs : undefined);
const idOf = (id: string | number | null | undefined) => (id == null ? null : String(id));

function placeOf({ file, line, column, readAt }: Place): Place {
  return {
    file,
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    ...(readAt !== undefined && { readAt }),
  };
}
