import type { Status } from '../core/check.js';
import type { Fate, LoggedMessage, MessageEvent, MessageEventName, MessageLog } from '../core/message-log.js';
import { counted, cut, listed } from '../core/words.js';
import { harmlessJson } from './harmless.js';
import type { HumanOptions } from './human.js';
import { customerJson, type Source } from './json.js';
import { Page } from './page.js';

const MOST_MESSAGES = 40;
const MOST_EVENTS = 12;
const LONGEST = 200;

/** What each event means for the email and the address. */
const EVENTS: Readonly<Record<MessageEventName, string>> = {
  processed: 'PROCESSED: taken by the sending service, on its way',
  delivered: 'DELIVERED: taken by the receiving server; may be in spam or junk',
  deferred: 'DEFERRED: put off by the receiving server, tried again; not final',
  bounce: 'BOUNCE: refused for good; the address is suppressed from now on',
  blocked: 'BLOCKED: this email was refused; the address is not suppressed',
  dropped: 'DROPPED: not tried; mostly the address was suppressed already',
  complaint: 'COMPLAINT: marked as spam by the recipient',
};

const FATES: Readonly<Record<Fate, readonly [status: Status, word: string]>> = {
  delivered: ['pass', 'delivered'],
  bounce: ['fail', 'bounced'],
  blocked: ['fail', 'blocked'],
  dropped: ['fail', 'dropped'],
  deferred: ['delay', 'put off (not final)'],
  processed: ['delay', 'on its way'],
  'not-delivered': ['warn', 'not delivered'],
  sent: ['skip', 'sent (result not looked up)'],
  failed: ['fail', 'failed'],
  queued: ['delay', 'queued'],
  unknown: ['unknown', 'result not logged'],
};

/** What LoanPro did, where no event says what came of it. */
const STATUSES: Readonly<Record<NonNullable<LoggedMessage['status']>, string>> = {
  sent: 'SENT: handed over by LoanPro; its result has not been looked up',
  failed: 'FAILED: LoanPro could not hand it over, and should try again',
  queued: 'QUEUED: LoanPro has not sent it yet',
};
const DELIVERY = {
  DELIVERED: 'DELIVERED: taken by the receiving server; when is not logged',
  NOT_DELIVERED: 'NOT_DELIVERED: not taken by the receiving server; why is not logged',
};
const CHANNELS = { email: 'email', sms: 'SMS', system: 'system', mailHouse: 'letter', webhook: 'webhook' };

/** A communication log for people: a timeline, the oldest message first. */
export function logReport(log: MessageLog, sources: readonly Source[], options: HumanOptions): string {
  const page = new Page(options);
  const { messages } = log;
  page.headline(...headOf(log));
  context(page, log, sources);
  const shown = options.verbose ? messages : messages.slice(-MOST_MESSAGES);
  const earlier = messages.length - shown.length;
  if (messages.length > 0) page.heading('Messages, the oldest first');
  if (earlier > 0) page.paragraph(`${earlier} earlier; --verbose shows all, --since fewer`, 4, '', 'dim');
  for (const one of shown) message(page, one, options);
  if (log.leftOut > 0) {
    const isOne = log.leftOut === 1;
    page.heading('Left out');
    page.paragraph(
      `${counted(log.leftOut, 'message')} of this log ${isOne ? 'is' : 'are'} not what --status, --message or --since ${isOne ? 'asks' : 'ask'} for.`,
      2,
    );
  }
  return page.text();
}

function headOf({ log, hasLog, messages, leftOut }: MessageLog): readonly [Status, string, string] {
  const whose = log === 'customer' ? 'this customer' : 'the lender';
  if (!hasLog) {
    return [
      'unknown',
      'NO LOG',
      `No communication log is given, so no message to ${whose} is known. Add communicationHistory to the export, or --delivery-log.`,
    ];
  }
  if (messages.length === 0) {
    const asked = leftOut > 0 ? ' that you asked for' : '';
    return ['skip', 'NOTHING', `No message to ${whose}${asked} is logged.`];
  }
  const counts = new Map<Fate, number>();
  for (const { fate } of messages) counts.set(fate, (counts.get(fate) ?? 0) + 1);
  const order = Object.keys(FATES);
  const fates = [...counts.keys()].sort((a, b) => order.indexOf(a) - order.indexOf(b));
  const parts = fates.map((fate) => `${counts.get(fate)} ${FATES[fate][1]}`);
  const complaints = messages.filter(({ events }) => events.some(({ event }) => event === 'complaint'));
  const spam = complaints.length > 0 ? `; ${complaints.length} marked as spam` : '';
  const isFine = complaints.length === 0 && fates.every((fate) => fate === 'delivered');
  return [isFine ? 'pass' : 'warn', 'LOG', `${counted(messages.length, 'message')}: ${allOf(parts)}${spam}.`];
}

/** All parts; there are no more than there are kinds of results. */
const allOf = (parts: readonly string[]) =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

function context(page: Page, { log, customer, zone, since }: MessageLog, sources: readonly Source[]): void {
  const person = [customer?.name, customer?.email && `<${customer.email}>`].filter((part) => part).join(' ');
  const id = customer?.id == null ? '' : `, customer ${cut(customer.id)}`;
  const who =
    log === 'lender'
      ? "The lender's own log; each customer has another: mailcheck log <customer>"
      : `${cut(person || 'The customer', 120)}${id}`;
  page.paragraph(who, 0, '', 'dim');
  const from = sources.map(({ name, exportedAt }) => (exportedAt ? `${name} of ${exportedAt}` : name));
  const clock =
    zone === null ? 'times as the offset says, the company zone is not known' : `times in ${zone}`;
  page.paragraph(`${since === null ? '' : `since ${since}, `}${clock}, from ${listed(from)}`, 0, '', 'dim');
}

function message(page: Page, one: LoggedMessage, options: HumanOptions): void {
  const { at, channel, notification, subject, fate, events, loan, to, evidence } = one;
  const [status, word] = FATES[fate];
  const name = notification?.label ?? subject ?? (channel === null ? 'a message' : CHANNELS[channel]);
  const when = at === null ? 'time not logged' : minute(at);
  const spam = events.some(({ event }) => event === 'complaint') ? ', marked as spam' : '';
  page.title(status, `${when}  ${cut(name)}`, `: ${word}${spam}`);
  const about = loan === null ? '' : ` about ${cut(loan, 30)}`;
  const by = channel === null ? 'message' : CHANNELS[channel];
  page.paragraph(`${by} to ${to === null ? 'an address that is not logged' : cut(to, 120)}${about}`, 4);
  if (subject !== null && notification !== null) page.paragraph(cut(subject, 120), 4, 'subject: ');
  if (options.verbose) page.paragraph(placeOf(evidence), 4, '', 'dim');
  const [text] = events.length === 0 ? [statusText(one)] : [];
  if (text !== undefined) page.paragraph(text, 4);
  // LoanPro may hold for failed what a sending service had all the same.
  else if (one.status === 'failed' || one.status === 'queued') page.paragraph(STATUSES[one.status], 4);
  for (const each of events.slice(0, options.verbose ? undefined : MOST_EVENTS))
    event(page, each, at, options);
  const left = events.length - MOST_EVENTS;
  if (left > 0 && !options.verbose) page.paragraph(`${left} more; --verbose shows all`, 6, '', 'dim');
}

function statusText({ status, deliveryStatus }: LoggedMessage): string {
  if (deliveryStatus) return DELIVERY[deliveryStatus];
  return status ? STATUSES[status] : 'The log does not say what became of it.';
}

function event(page: Page, one: MessageEvent, sentAt: string | null, { verbose }: HumanOptions): void {
  const lead =
    one.at === null
      ? ''
      : `${one.at.slice(0, 10) === sentAt?.slice(0, 10) ? '' : `${one.at.slice(0, 10)} `}${one.at.slice(11, 19)}  `;
  page.paragraph(one.event === null ? 'an event without a name' : EVENTS[one.event], 4, lead);
  if (one.reason !== null) page.paragraph(cut(one.reason, LONGEST), 4 + lead.length);
  if (verbose) page.paragraph(placeOf(one.evidence), 4 + lead.length, '', 'dim');
}

const minute = (instant: string) => `${instant.slice(0, 10)} ${instant.slice(11, 16)}`;
const placeOf = ({ file, line, column }: LoggedMessage['evidence']) =>
  line === undefined ? file : `${file}:${line}${column === undefined ? '' : `:${column}`}`;

/** The JSON document of `mailcheck log`; its schema is `mailcheck schema report`. */
export function logJson(log: MessageLog, sources: readonly Source[], notes: readonly string[]): string {
  const { customer, messages, ...rest } = log;
  return harmlessJson({
    schemaVersion: 1,
    command: 'log',
    ...rest,
    sources,
    customer: customer && customerJson(customer),
    messages: messages.map(({ notification, events, ...one }) => ({
      ...one,
      notification: notification && { id: notification.id, name: notification.name },
      events: events.map((each) => ({ ...each, meaning: each.event && EVENTS[each.event] })),
    })),
    notes,
  });
}
