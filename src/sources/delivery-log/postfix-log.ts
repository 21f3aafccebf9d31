import type { Place } from '../export/source-text.js';
import type { LogClock } from './log-clock.js';
import {
  bareAddress,
  bareMessageId,
  type EventName,
  type LogEvent,
  type LogMessage,
  reasonOf,
} from './log-event.js';
import { type Delivery, type PostfixLine, readPostfixLine } from './postfix-line.js';
import { Recent } from './recent.js';

/** Takes in an event; false where nobody asked about its recipient. */
export type Keep = (event: LogEvent, place: Place) => boolean;

interface Mark {
  readonly stamp: string;
  readonly place: Place;
}

/** An email in Postfix's queue. */
interface Queued {
  readonly message: LogMessage;
  expired?: Mark;
  removed?: string;
  /** The recipients that were asked about, and whether each has a final result. */
  people?: Map<string, boolean>;
}

/** How many emails are remembered: those of which no recipient was asked about so far, and the others. */
const WAITING = 10_000;
const ASKED = 50_000;
/** The longest a busy queue may take to log that it removed an email before its last delivery. */
const LATE_MS = 2000;

/**
 * Reads the lines of Postfix's mail log, and joins those of one email by its queue id. Lines need not be in order. An
 * id that is used again, after its email was removed, is another email.
 */
export class PostfixLog {
  readonly #clock: LogClock;
  readonly #keep: Keep;
  readonly #waiting = new Recent<Queued>(WAITING);
  readonly #asked = new Recent<Queued>(ASKED);
  #emails = 0;
  /** Deliveries, to whomever. */
  deliveries = 0;

  constructor(clock: LogClock, keep: Keep) {
    this.#clock = clock;
    this.#keep = keep;
  }

  /** Whether the line could be read, whatever it is about. */
  take(text: string, place: Place): boolean {
    const line = readPostfixLine(text);
    if (line === 'other' || line === undefined) return line === 'other';
    const email = this.#emailOf(line);
    switch (line.kind) {
      case 'message-id':
        email.message.messageId ??= bareMessageId(line.text);
        return true;
      case 'subject':
        // An encoded subject (RFC 2047) would look like no other.
        if (!line.text.includes('=?')) email.message.subject ??= line.text.trim() || undefined;
        return true;
      case 'notice':
        email.message.isNotice = true;
        return true;
      case 'removed':
        email.removed = line.stamp;
        return true;
      case 'active':
        return this.#accepted(email.message, { stamp: line.stamp, place });
      case 'expired':
        email.expired = { stamp: line.stamp, place };
        for (const to of email.people?.keys() ?? []) this.#givenUp(email, to);
        return true;
      case 'delivery':
        this.deliveries += 1;
        return this.#delivery(line.queueId, email, line.delivery, { stamp: line.stamp, place });
    }
  }

  /** Each try takes it up anew. */
  #accepted(message: LogMessage, { stamp, place }: Mark): boolean {
    const at = this.#clock.read(stamp);
    if (at === undefined) return false;
    if (!message.accepted || at < message.accepted.at) message.accepted = { at, place };
    return true;
  }

  #delivery(queueId: string, email: Queued, delivery: Delivery, { stamp, place }: Mark): boolean {
    const at = this.#clock.read(stamp);
    if (at === undefined) return false;
    const name = meaningOf(delivery);
    const { relay } = delivery;
    // A reply is quoted with the name of its server.
    const reason = reasonOf(
      delivery.reason,
      delivery.reason.includes(relay.replace(/:\d+$/, '')) ? undefined : `relay ${relay}`,
    );
    const addresses = [delivery.to, delivery.originalTo].flatMap((address) => address || []).map(bareAddress);
    const to = addresses.find((address) =>
      this.#keep({ message: email.message, to: address, name, at, reason }, place),
    );
    if (to === undefined) return true;
    this.#waiting.delete(queueId);
    this.#asked.set(queueId, email);
    email.people ??= new Map();
    const isFinal = name !== 'deferred' && name !== 'processed';
    email.people.set(to, isFinal || email.people.get(to) === true);
    this.#givenUp(email, to);
    return true;
  }

  #givenUp({ expired, message, people }: Queued, to: string): void {
    const at = expired && this.#clock.read(expired.stamp);
    if (!expired || at === undefined || !people || people.get(to) === true) return;
    people.set(to, true);
    this.#keep({ message, to, name: 'blocked', at, reason: EXPIRED }, expired.place);
  }

  #emailOf({ queueId, stamp }: PostfixLine): Queued {
    const known = this.#asked.get(queueId) ?? this.#waiting.get(queueId);
    if (known && !this.#isLaterUse(known, stamp)) return known;
    this.#asked.delete(queueId);
    this.#waiting.delete(queueId);
    this.#emails += 1;
    const message = { key: `postfix ${queueId} ${this.#emails}`, name: queueId };
    const email: Queued = { message };
    this.#waiting.set(queueId, email);
    return email;
  }

  #isLaterUse({ removed }: Queued, stamp: string): boolean {
    if (removed === undefined || removed === stamp) return false;
    const [end, at] = [this.#clock.read(removed), this.#clock.read(stamp)];
    return end !== undefined && at !== undefined && at > end + LATE_MS;
  }
}

const EXPIRED = 'given up after the longest time in the queue, and returned to the sender';

/**
 * A server of one's own, or a sending service: it has taken the email, and the receiving server has still to do so.
 * Without any relay an email was thrown away as told (https://www.postfix.org/discard.8.html).
 */
const ON_THE_WAY = new RegExp(
  String.raw`^(?:none$|127\.|localhost\b|\S*\[(?:127\.|::1\])|(?:smtp|smtp-relay|smtp-broadcasts|smtp\.eu|in-v3|email-smtp\.[a-z0-9-]+)\.(?:${[
    'sendgrid.net',
    'amazonaws.com',
    'mailgun.org',
    'mandrillapp.com',
    'postmarkapp.com',
    'mailjet.com',
    'sparkpostmail.com',
    'brevo.com',
    'sendinblue.com',
    'gmail.com',
    'office365.com',
  ]
    .map((name) => name.replace('.', '\\.'))
    .join('|')})[[:])`,
  'i',
);
/** No such mailbox or domain, a mailbox that is switched off, no way to its server, or a new owner (RFC 3463, RFC 7293). */
const OF_THE_ADDRESS = /^5\.(?:0\.|1\.(?![78]$)|2\.[01]$|4\.[14]$|7\.1[78]$)/;

/**
 * Postfix knows no suppression. A refusal that means the address is a bounce; one that means the message, its sender
 * or a full mailbox is a block, as is an email that was given up.
 */
function meaningOf({ status, dsn, relay }: Delivery): EventName {
  switch (status) {
    case 'sent':
      return ON_THE_WAY.test(relay) ? 'processed' : 'delivered';
    case 'deferred':
      return 'deferred';
    case 'expired':
      return 'blocked';
    case 'bounced':
      return OF_THE_ADDRESS.test(dsn) ? 'bounce' : 'blocked';
  }
}
