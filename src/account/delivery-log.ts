import { epochOf } from '../calendar/zone.js';
import { isEmpty, loanName, sameAddress, sameName } from './lookup.js';
import type { Customer, HistoryRow, Loan, Notification } from './types.js';

type History = readonly HistoryRow[];
type EventName = NonNullable<NonNullable<NonNullable<HistoryRow['delivery']>['events']>[number]['event']>;

/** A delivery result that no retry of the same email changes any more. */
type FinalEvent = Extract<EventName, 'delivered' | 'bounce' | 'blocked' | 'dropped'>;

/** Something the history says, by the index of its row and of its event there. */
export interface Entry {
  readonly row: number;
  /** Absent where the row itself, or its delivery status, says it. */
  readonly event?: number;
  /** Milliseconds since 1970; -Infinity where the history gives no time, so that all else is later. */
  readonly at: number;
}

/** A final result, by its event; without one where the delivery status says it. */
export interface FinalEntry extends Entry {
  readonly name: FinalEvent;
}

/** What became of the emails to one customer, up to a moment. */
export interface Deliveries {
  /** The latest final result for the present address. */
  readonly final: FinalEntry | undefined;
  /** The latest time mail to the present address was marked as spam. */
  readonly complaint: Entry | undefined;
  /** The latest row to the present address. */
  readonly latest: Entry | undefined;
  /** That row was put off by the receiving server and has no final result. */
  readonly deferred: Entry | undefined;
  /** The latest bounce in a row that is not to the present address. */
  readonly bouncedElsewhere: Entry | undefined;
  /** No row at all, to whatever address. */
  readonly isEmpty: boolean;
}

const finals: ReadonlySet<unknown> = new Set<FinalEvent>(['delivered', 'bounce', 'blocked', 'dropped']);
const isFinal = (name: unknown): name is FinalEvent => finals.has(name);

// By customer id, as a number and as a text, so that a lookup makes no new text: in a whole portfolio nearly all
// customers are looked up in vain.
type Index = ReadonlyMap<string | number, readonly number[]>;
const indexes = new WeakMap<History, Index>();
const none: readonly number[] = [];

/** Indexes of the emails to a customer: of the customer's log, or of no log in particular. */
export function emailsTo(history: History, customer: string | number): readonly number[] {
  let index = indexes.get(history);
  if (index === undefined) {
    index = indexed(history);
    indexes.set(history, index);
  }
  return index.get(customer) ?? none;
}

function indexed(history: History): Index {
  const index = new Map<string | number, number[]>();
  history.forEach(({ channel, log, customer }, row) => {
    if (channel !== 'email' || log === 'lender' || customer === undefined) return;
    const rows = index.get(customer);
    if (rows) {
      rows.push(row);
      return;
    }
    // Ids compare as texts, so 7 and "7" lead to the same list.
    const text = String(customer);
    const added = [row];
    index.set(text, added);
    if (String(Number(text)) === text) index.set(Number(text), added);
  });
  return index;
}

/** Reads the rows given, in the order of the file; of equal times the later in the file wins. */
export function readDeliveries(
  history: History,
  rows: readonly number[],
  address: Customer['email'],
  now: number,
): Deliveries {
  let final: FinalEntry | undefined;
  let complaint: Entry | undefined;
  let latest: Entry | undefined;
  let bouncedElsewhere: Entry | undefined;
  let isNothing = true;

  for (const row of rows) {
    const { at: sentAt, to, delivery } = history[row] ?? {};
    const at = timeOf(sentAt, -Infinity);
    if (at > now) continue;
    isNothing = false;
    const isPresent = !isEmpty(to) && sameAddress(to, address);
    if (isPresent) latest = later(latest, { row, at });

    for (const [event, one] of (delivery?.events ?? []).entries()) {
      const name = one.event;
      // Reading a time is the costly part, so it is done for events that count alone.
      if (name !== 'bounce' && !(isPresent && (isFinal(name) || name === 'complaint'))) continue;
      const entry = { row, event, at: timeOf(one.at, at) };
      if (entry.at > now) continue;
      if (!isPresent) bouncedElsewhere = later(bouncedElsewhere, entry);
      else if (name === 'complaint') complaint = later(complaint, entry);
      else final = later(final, { ...entry, name });
    }
    if (isPresent && isDeliveredByStatus(delivery)) final = later(final, { row, at, name: 'delivered' });
  }
  const deferred = latest && deferral(history[latest.row], latest, now);
  return { final, complaint, latest, deferred, bouncedElsewhere, isEmpty: isNothing };
}

/** A status without the event it stands for: it is as old as its row. */
function isDeliveredByStatus(delivery: HistoryRow['delivery']): boolean {
  return delivery?.status === 'DELIVERED' && !delivery.events?.some((one) => isFinal(one.event));
}

/** The latest deferral of a row that nothing has settled. A complaint settles it too: the recipient had the email. */
function deferral(row: HistoryRow | undefined, { row: index, at }: Entry, now: number): Entry | undefined {
  if (isDeliveredByStatus(row?.delivery)) return undefined;
  let deferred: Entry | undefined;
  for (const [event, one] of (row?.delivery?.events ?? []).entries()) {
    const entry = { row: index, event, at: timeOf(one.at, at) };
    if (entry.at > now) continue;
    if (isFinal(one.event) || one.event === 'complaint') return undefined;
    if (one.event === 'deferred') deferred = later(deferred, entry);
  }
  return deferred;
}

/** What the history has of one notification, to whatever address, up to a moment. */
export interface Trail {
  /** Its latest row about the loan, or about no loan in particular, whatever became of it. */
  readonly latest: Entry | undefined;
  /** The row with which it last left, about whatever loan. */
  readonly left: Entry | undefined;
  /** It is logged, if only about another loan. */
  readonly isLogged: boolean;
}

/** Reads the rows given, in the order of the file; where the loan has no name, rows about any loan are about it. */
export function readTrail(
  history: History,
  rows: readonly number[],
  notification: NonNullable<Notification['id']>,
  loan: Loan | undefined,
  now: number,
): Trail {
  let latest: Entry | undefined;
  let left: Entry | undefined;
  let isLogged = false;
  const isNamed = loanName(loan) !== undefined;
  for (const row of rows) {
    const { at: sentAt, status, notification: id, loan: name } = history[row] ?? {};
    if (id === undefined || String(id) !== String(notification)) continue;
    const entry = { row, at: timeOf(sentAt, -Infinity) };
    if (entry.at > now) continue;
    isLogged = true;
    if (status === 'sent') left = later(left, entry);
    const isAboutLoan = sameName(name, loan?.id) || sameName(name, loan?.displayId);
    if (!isNamed || name === undefined || isAboutLoan) latest = later(latest, entry);
  }
  return { latest, left, isLogged };
}

/** The latest final result of one row, to whatever address. */
export function resultOf(history: History, { row, at }: Entry, now: number): FinalEntry | undefined {
  const delivery = history[row]?.delivery;
  if (isDeliveredByStatus(delivery)) return { row, at, name: 'delivered' };
  let final: FinalEntry | undefined;
  for (const [event, one] of (delivery?.events ?? []).entries()) {
    const entryAt = timeOf(one.at, at);
    if (isFinal(one.event) && entryAt <= now)
      final = later(final, { row, event, at: entryAt, name: one.event });
  }
  return final;
}

function timeOf(text: string | null | undefined, otherwise: number): number {
  return (text ? epochOf(text) : undefined) ?? otherwise;
}

function later<E extends Entry>(one: E | undefined, other: E): E {
  return one === undefined || other.at >= one.at ? other : one;
}
