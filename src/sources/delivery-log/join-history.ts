import { sameName } from '../../account/lookup.js';
import type { Path } from '../../account/pointer.js';
import type { Account, HistoryRow } from '../../account/types.js';
import { parseInstant } from '../../calendar/zone.js';
import type { Place } from '../../core/result.js';
import { deliveryStatus, type LoggedEmail } from './logged-emails.js';

type RowEvent = NonNullable<NonNullable<HistoryRow['delivery']>['events']>[number];

/** A communication log with what delivery logs tell beside it. */
export interface JoinedHistory {
  readonly history: readonly HistoryRow[];
  /** Where a value of it stands, by its path in the account. */
  readonly locate: (path: Path) => Place;
  /** How many emails the log has for somebody else with the same address, and how many it does not have. */
  readonly others: number;
  readonly unlogged: number;
}

/** Whose log is asked about. Emails that the export does not have become rows of it. */
export interface Owner {
  readonly log: 'customer' | 'lender';
  /** In the log of a customer. */
  readonly customer?: string | number | undefined;
  /**
   * Whether an email that the log has for somebody else with the same address becomes a row too: it is no message of
   * this owner, but what became of it is true of the address.
   */
  readonly takesOthers: boolean;
}

const MINUTE_MS = 60_000;
/** Between LoanPro's entry in its log and the sending service's. */
const HAND_OVER_MS = 15 * MINUTE_MS;
/** The longest that a first event may come after an email was sent. */
const LATEST_EVENT_MS = 72 * 60 * MINUTE_MS;
/** One event in two logs, whose clocks differ. */
const SAME_EVENT_MS = MINUTE_MS;

/** An event, and where it stands: its index in the export, or its place in a delivery log. */
interface Origin {
  readonly event: RowEvent;
  readonly origin: number | Place;
}

/**
 * Joins the emails of delivery logs with the rows of a communication log: by the address, the subject where both have
 * one, and the time. Emails that it does not have become rows of their own, behind the others; without an owner, whose
 * rows these would be, they are left out.
 */
export function joinHistory(
  history: Account['communicationHistory'],
  emails: readonly LoggedEmail[],
  owner: Owner | undefined,
  below: (path: Path) => Place,
): JoinedHistory {
  const rows = [...(history ?? [])];
  const sent = sentTo(rows);
  const taken = new Set<number>();
  const joined = new Map<number, readonly Origin[]>();
  const places = new Map<number, LoggedEmail>();
  let others = 0;
  let unlogged = 0;
  for (const email of emails) {
    const candidates = sent.get(addressOf(email.row)) ?? [];
    const index = rowOf(
      email,
      rows,
      candidates.filter((one) => !taken.has(one)),
    );
    const row = index === undefined ? undefined : rows[index];
    if (index !== undefined) taken.add(index);
    if (index === undefined || !row || (owner && !isOf(row, owner))) {
      if (row) others += 1;
      else unlogged += 1;
      if (!owner || (row && !owner.takesOthers)) continue;
      places.set(rows.length, email);
      const { customer, log } = owner;
      rows.push({ ...email.row, log, ...(customer !== undefined && { customer }) });
      continue;
    }
    const events = joinEvents(row, email);
    joined.set(index, events);
    const all = events.map(({ event }) => event);
    const status = deliveryStatus(all) ?? row.delivery?.status;
    rows[index] = { ...row, delivery: { ...(status && { status }), events: all } };
  }
  return { history: rows, locate: (path) => placeIn(path, joined, places, below), others, unlogged };
}

/** By address, the rows of emails that were sent and of which it is known whose they are. */
function sentTo(rows: readonly HistoryRow[]): ReadonlyMap<string, readonly number[]> {
  const sent = new Map<string, number[]>();
  for (const [index, row] of rows.entries()) {
    const { channel, status = 'sent', log, customer } = row;
    if (channel !== 'email' || status !== 'sent' || (log !== 'lender' && customer === undefined)) continue;
    const address = addressOf(row);
    const known = sent.get(address);
    if (known) known.push(index);
    else sent.set(address, [index]);
  }
  return sent;
}

const addressOf = ({ to }: HistoryRow) => to?.trim().toLowerCase() ?? '';

function isOf({ log, customer }: HistoryRow, owner: Owner): boolean {
  if ((log === 'lender') !== (owner.log === 'lender')) return false;
  return owner.customer === undefined || String(customer) === String(owner.customer);
}

/** The row an email is the one of; the nearest in time where several may be. */
function rowOf(
  email: LoggedEmail,
  rows: readonly HistoryRow[],
  candidates: readonly number[],
): number | undefined {
  const { row: logged, sentAt, firstAt } = email;
  const byId = candidates.find((index) => sameName(rows[index]?.id, logged.id));
  const about = sentAt ?? firstAt;
  if (byId !== undefined || about === undefined) return byId;
  const earliest = about - (sentAt === undefined ? LATEST_EVENT_MS : HAND_OVER_MS);
  let best: number | undefined;
  let distance = Number.POSITIVE_INFINITY;
  for (const index of candidates) {
    const { at, subject } = rows[index] ?? {};
    if (subject?.trim() && logged.subject?.trim() && !sameName(subject, logged.subject)) continue;
    const time = at ? parseInstant(at)?.epochMs : undefined;
    if (time === undefined || time < earliest || time > about + HAND_OVER_MS) continue;
    if (Math.abs(time - about) >= distance) continue;
    best = index;
    distance = Math.abs(time - about);
  }
  return best;
}

/** The events of both, in their order; one that both have, once. */
function joinEvents({ delivery }: HistoryRow, { row, eventPlaces }: LoggedEmail): readonly Origin[] {
  const all: Origin[] = (delivery?.events ?? []).map((event, origin) => ({ event, origin }));
  (row.delivery?.events ?? []).forEach((event, index) => {
    const origin = eventPlaces[index];
    if (!origin) return;
    const same = all.findIndex((one) => typeof one.origin === 'number' && isSame(one.event, event));
    if (same === -1) all.push({ event, origin });
    else if (
      says(event).length > says(all[same]?.event).length &&
      says(event).includes(says(all[same]?.event))
    )
      all[same] = { event, origin };
  });
  return all
    .map((one, index) => ({ one, index, at: timeOf(one.event) ?? Number.NEGATIVE_INFINITY }))
    .sort((a, b) => a.at - b.at || a.index - b.index)
    .map(({ one }) => one);
}

/** Where one says what the other does and more, it is the one to keep. */
const says = (event: RowEvent | undefined) => event?.reason?.trim() ?? '';

function isSame(one: RowEvent, other: RowEvent): boolean {
  if (one.event !== other.event) return false;
  const [a, b] = [timeOf(one), timeOf(other)];
  return a === undefined || b === undefined || Math.abs(a - b) <= SAME_EVENT_MS;
}

const timeOf = ({ at }: RowEvent) => (at ? parseInstant(at)?.epochMs : undefined);

function placeIn(
  path: Path,
  joined: ReadonlyMap<number, readonly Origin[]>,
  places: ReadonlyMap<number, LoggedEmail>,
  below: (path: Path) => Place,
): Place {
  const [root, row, delivery, list, event] = path;
  if (root !== 'communicationHistory' || typeof row !== 'number') return below(path);
  const isEvent = delivery === 'delivery' && list === 'events' && typeof event === 'number';
  const email = places.get(row);
  if (email) return (isEvent ? email.eventPlaces[event] : undefined) ?? email.place;
  const origins = joined.get(row);
  if (!origins || delivery !== 'delivery') return below(path);
  if (isEvent) {
    const origin = origins[event]?.origin;
    return typeof origin === 'object'
      ? origin
      : below([...path.slice(0, 4), origin ?? event, ...path.slice(5)]);
  }
  const last = origins.findLast(({ origin }) => typeof origin === 'object')?.origin;
  return list === 'status' && typeof last === 'object' ? last : below(path);
}
