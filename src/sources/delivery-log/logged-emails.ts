import type { HistoryRow } from '../../account/types.js';
import type { Place } from '../export/source-text.js';
import type { EventName, LogEvent, LogMessage } from './log-event.js';

type RowEvent = NonNullable<NonNullable<HistoryRow['delivery']>['events']>[number];

/** An email to one recipient, as delivery logs tell of it. */
export interface LoggedEmail {
  /** A row as in `communicationHistory`; whose log it belongs to is not known. */
  readonly row: HistoryRow;
  /** When it was handed over, where a log says so, and its first event; milliseconds since 1970. */
  readonly sentAt: number | undefined;
  readonly firstAt: number | undefined;
  /** Where the logs have its events: of the row the first, and each of `row.delivery.events`. */
  readonly place: Place;
  readonly eventPlaces: readonly Place[];
}

interface KeptEvent {
  readonly name: EventName;
  readonly at: number;
  readonly reason: string | undefined;
  readonly id: string | undefined;
  readonly place: Place;
}

interface Kept {
  readonly message: LogMessage;
  readonly to: string;
  readonly events: KeptEvent[];
  /** The first time that it was opened, and so on. */
  readonly seen: Map<string, { readonly at: number; readonly place: Place }>;
}

const MiB = 2 ** 20;
/** About as many characters as are kept of all emails. */
const MOST_KEPT = 64 * MiB;
const MOST_EVENTS = 200;
const LONGEST_TEXT = 1000;
/** The order of what is logged at the same time. */
const ORDER: readonly EventName[] = [
  'processed',
  'deferred',
  'dropped',
  'blocked',
  'bounce',
  'delivered',
  'complaint',
];

/** Gathers events into emails, one a message and recipient, in bounded memory. */
export class LoggedEmails {
  readonly #addresses: ReadonlySet<string> | undefined;
  readonly #kept = new Map<string, Kept>();
  #size = 0;
  /** How many emails were left out for want of room, and events of emails that have too many. */
  leftOut = { emails: 0, events: 0 };

  /** @param addresses in lower case; only emails to these are kept. Absent: all. */
  constructor(addresses: ReadonlySet<string> | undefined) {
    this.#addresses = addresses;
  }

  /** Takes in an event, once; false where nobody asked about its recipient. */
  add({ message, to, name, at, reason, id }: LogEvent, place: Place): boolean {
    if (this.#addresses && !this.#addresses.has(to)) return false;
    const email = this.#emailOf(message, to);
    const event = { at, reason: reason?.slice(0, LONGEST_TEXT), id, place };
    if (name === 'seen') {
      const how = reason ?? 'seen';
      const earlier = email.seen.get(how);
      if (!earlier || at < earlier.at) email.seen.set(how, event);
    } else if (!email.events.some((one) => isSame(one, { name, ...event }))) {
      if (email.events.length < MOST_EVENTS) {
        email.events.push({ name, ...event });
        this.#size += sizeOfEvent(event);
      } else this.leftOut.events += 1;
    }
    this.#makeRoom();
    return true;
  }

  /** All emails, the oldest first. */
  all(): LoggedEmail[] {
    const whole = new Map<string, Kept>();
    for (const [key, email] of this.#kept) {
      if (email.message.isNotice) continue;
      // A message that passed several servers is in the logs of each, by names of their own.
      const { messageId } = email.message;
      const name = messageId === undefined ? key : `${messageId}\n${email.to}`;
      const known = whole.get(name);
      if (known) join(known, email);
      else whole.set(name, email);
    }
    return [...whole.values()].map(loggedEmail).sort((a, b) => timeOf(a) - timeOf(b));
  }

  #emailOf(message: LogMessage, to: string): Kept {
    const key = `${message.key}\n${to}`;
    const known = this.#kept.get(key);
    if (known) {
      fillIn(known.message, message);
      return known;
    }
    const email: Kept = { message, to, events: [], seen: new Map() };
    this.#kept.set(key, email);
    this.#size += sizeOf(email);
    return email;
  }

  /** The emails that were logged first go first. */
  #makeRoom(): void {
    for (const [key, email] of this.#size > MOST_KEPT ? this.#kept : []) {
      if (this.#size <= MOST_KEPT * 0.9) return;
      this.#kept.delete(key);
      this.#size -= sizeOf(email);
      this.leftOut.emails += 1;
    }
  }
}

function sizeOf({ message, to, events }: Kept): number {
  const texts = [message.key, message.name, message.messageId, message.subject, to];
  return (
    500 +
    texts.reduce((sum, text) => sum + (text?.length ?? 0), 0) +
    events.reduce((sum, event) => sum + sizeOfEvent(event), 0)
  );
}

const sizeOfEvent = ({ reason }: Pick<KeptEvent, 'reason'>) => 200 + (reason?.length ?? 0);

function isSame(one: KeptEvent, other: KeptEvent): boolean {
  return one.name === other.name && one.at === other.at && one.id === other.id && one.reason === other.reason;
}

function fillIn(message: LogMessage, other: LogMessage): void {
  if (message === other) return;
  message.messageId ??= other.messageId;
  message.subject ??= other.subject;
  const { accepted } = other;
  if (accepted && accepted.at < (message.accepted?.at ?? Number.POSITIVE_INFINITY))
    message.accepted = accepted;
  if (other.sentAt !== undefined) message.sentAt = Math.min(message.sentAt ?? other.sentAt, other.sentAt);
}

function join(email: Kept, other: Kept): void {
  fillIn(email.message, other.message);
  email.events.push(...other.events);
  for (const [how, seen] of other.seen) {
    const earlier = email.seen.get(how);
    if (!earlier || seen.at < earlier.at) email.seen.set(how, seen);
  }
}

function loggedEmail({ message, to, events: all, seen }: Kept): LoggedEmail {
  const { accepted } = message;
  const first: KeptEvent[] = accepted
    ? [{ name: 'processed', ...accepted, reason: undefined, id: undefined }]
    : [];
  const events = [...first, ...all].sort(
    (a, b) => a.at - b.at || ORDER.indexOf(a.name) - ORDER.indexOf(b.name),
  );
  const texts: (RowEvent & { place: Place })[] = events.map(({ name, at, reason, place }) => ({
    event: name,
    at: instant(at),
    ...(reason !== undefined && { reason }),
    place,
  }));
  const [firstSeen] = seen.values();
  if (firstSeen) {
    const words = [...seen].map(([how, { at }]) => `${how} ${instant(at)}`).join(', ');
    const delivered = texts.findLast(({ event }) => event === 'delivered');
    const reason = `${delivered ? (delivered.reason ?? 'delivered') : 'the delivery itself is not logged'}; ${words}`;
    if (delivered) delivered.reason = reason;
    // Without a time: it was delivered before it was opened, and a bounce that came between must still count.
    else if (!texts.some(({ event }) => isFinal(event)))
      texts.push({ event: 'delivered', reason, place: firstSeen.place });
  }
  const firstAt = events[0]?.at;
  const sentAt = message.sentAt ?? accepted?.at;
  const at = Math.min(sentAt ?? Number.POSITIVE_INFINITY, firstAt ?? Number.POSITIVE_INFINITY);
  const rowEvents = texts.map(({ place: _, ...event }) => event);
  const status = deliveryStatus(rowEvents);
  const place = texts[0]?.place ?? firstSeen?.place;
  if (!place) throw new Error('an email without any event was kept');
  return {
    row: {
      ...((message.name ?? message.messageId) !== undefined && {
        id: (message.name ?? message.messageId ?? '').slice(0, LONGEST_TEXT),
      }),
      ...(Number.isFinite(at) && { at: instant(at) }),
      channel: 'email',
      to: to.slice(0, LONGEST_TEXT),
      ...(message.subject !== undefined && { subject: message.subject.slice(0, LONGEST_TEXT) }),
      status: 'sent',
      delivery: { ...(status && { status }), events: rowEvents },
    },
    sentAt,
    firstAt,
    place,
    eventPlaces: texts.map((one) => one.place),
  };
}

const isFinal = (name: RowEvent['event']) =>
  name === 'delivered' || name === 'bounce' || name === 'blocked' || name === 'dropped';

/** The status that events come to, in their order; undefined while there is only an acceptance. */
export function deliveryStatus(events: readonly RowEvent[]): 'DELIVERED' | 'NOT_DELIVERED' | undefined {
  const final = events.findLast(({ event }) => isFinal(event))?.event;
  if (final !== undefined) return final === 'delivered' ? 'DELIVERED' : 'NOT_DELIVERED';
  if (events.some(({ event }) => event === 'complaint')) return 'DELIVERED';
  return events.some(({ event }) => event === 'deferred') ? 'NOT_DELIVERED' : undefined;
}

const timeOf = ({ sentAt, firstAt }: LoggedEmail) => sentAt ?? firstAt ?? Number.NEGATIVE_INFINITY;
const instant = (epochMs: number) => new Date(epochMs).toISOString().replace('.000Z', 'Z');
