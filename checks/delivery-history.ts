import {
  type Deliveries,
  type Entry,
  emailsTo,
  lastLeft,
  readDeliveries,
} from '../src/account/delivery-log.js';
import { leavesThrough, notificationName } from '../src/account/lookup.js';
import type { Account, Customer } from '../src/account/types.js';
import { formatInstant, offsetMinutes, parseInstant } from '../src/calendar/zone.js';
import { defineCheck, type Outcome, type Said } from '../src/core/check.js';
import type { Question, View } from '../src/core/facts.js';
import { quoted } from '../src/core/words.js';

/** The entry a pass rests on, beside all that was read. */
interface Found extends Deliveries {
  readonly entry: Entry;
}

type Seen = View<'tenant' | 'transport' | 'communicationHistory' | 'notification' | 'customer'>;

const CONTACT = 'Users > Customer Manager > (customer) > Contact & Personal Information';
const LOG = 'Users > Customer Manager > (customer) > communication history';
const ARTICLE_URL = 'https://help.loanpro.io/article/4jc2skej4l-troubleshooting-automatic-email';
const RESULTS_URL = 'https://docs.bossinsights.com/product-guide/communication-log';
const EVENTS_URL = 'https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event';
const BLOCKS_URL = 'https://www.twilio.com/docs/sendgrid/api-reference/blocks-api';
const DEFERRALS_URL = 'https://www.twilio.com/docs/sendgrid/glossary/throttling';
const SES_LIST_URL = 'https://docs.aws.amazon.com/ses/latest/dg/sending-email-suppression-list.html';
/** How long a sending service keeps trying: see DEFERRALS_URL. */
const TRIED_MS = 72 * 3_600_000;

const rowOf = ({ communicationHistory }: Seen, { row }: Entry) => communicationHistory?.[row];
const eventOf = (facts: Seen, entry: Entry) =>
  entry.event === undefined ? undefined : rowOf(facts, entry)?.delivery?.events?.[entry.event];
const field = ({ row }: Entry, ...keys: (string | number)[]) => ['communicationHistory', row, ...keys];
const eventPath = (entry: Entry) =>
  entry.event === undefined
    ? field(entry, 'delivery', 'status')
    : field(entry, 'delivery', 'events', entry.event);
const address = ({ at }: Seen) => [...at.customer, 'email'];

const local = ({ tenant }: Seen, epochMs: number, otherwise: string) => {
  const zone = tenant?.timezone?.trim();
  return zone ? formatInstant(epochMs, offsetMinutes(zone, epochMs)) : otherwise;
};
/** In the company's zone; where that is not known, as it is written. */
const at = (facts: Seen, entry: Entry) => {
  const written = eventOf(facts, entry)?.at ?? rowOf(facts, entry)?.at;
  return written ? `at ${local(facts, entry.at, written)}` : 'at a time the log does not give';
};
const to = (facts: Seen, entry: Entry) => {
  const recipient = rowOf(facts, entry)?.to?.trim();
  return recipient ? quoted(recipient) : 'an address the log does not give';
};
const reason = (facts: Seen, entry: Entry) => {
  const said = eventOf(facts, entry)?.reason?.trim();
  return said ? ` (${quoted(said)})` : '';
};

/** The row with which the notification in question last left. */
function lastTime({ communicationHistory, notification, customer, question }: Seen): Entry | undefined {
  if (!communicationHistory || notification?.id === undefined || customer?.id === undefined) return undefined;
  const rows = emailsTo(communicationHistory, customer.id);
  return lastLeft(communicationHistory, rows, notification.id, question.now);
}

function lastTimeText(facts: Seen): readonly string[] {
  if (facts.notification?.id === undefined) return [];
  const name = quoted(notificationName(facts.notification));
  const last = lastTime(facts);
  if (!last) return [`${name} is not logged as sent to this customer`];
  const loan = rowOf(facts, last)?.loan;
  const about = loan === undefined ? '' : ` about loan ${quoted(loan)}`;
  return [`${name} last left ${at(facts, last)} to ${to(facts, last)}${about}`];
}

const sentence = (...parts: readonly string[]) => `${parts.join('; ')}.`;
const withLastTime = (facts: Seen, ...paths: ReturnType<typeof field>[]) => {
  const last = lastTime(facts);
  return [...paths, ...(last ? [field(last, 'at')] : [])];
};
const bounceText = (facts: Seen, { bouncedElsewhere: bounce }: Deliveries) =>
  bounce ? [`an email to ${to(facts, bounce)} bounced ${at(facts, bounce)}${reason(facts, bounce)}`] : [];
const bouncePath = ({ bouncedElsewhere: bounce }: Deliveries) => (bounce ? [eventPath(bounce)] : []);

/** For a finding that an event of the log states. */
const evidence = (facts: Seen, entry: Entry) =>
  withLastTime(facts, eventPath(entry), field(entry, 'to'), address(facts));
const finding =
  (mail: string, what: string, consequence = '') =>
  (facts: Seen, entry: Entry) =>
    sentence(
      `${mail} to ${to(facts, entry)} ${what} ${at(facts, entry)}${reason(facts, entry)}${consequence}`,
      ...lastTimeText(facts),
    );

function waitText(facts: Seen, entry: Entry): string {
  const sent = parseInstant(rowOf(facts, entry)?.at ?? '');
  if (!sent) return 'Wait up to 72 hours from when the email was sent.';
  const end = sent.epochMs + TRIED_MS;
  const text = local(facts, end, formatInstant(end, sent.offsetMinutes));
  return end > facts.question.now
    ? `Wait: the email is tried again until about ${text}.`
    : `Wait no longer: the 72 hours were over at ${text}.`;
}

/** Whose suppression list it is depends on the server the mail leaves through. */
function whereToLift({ transport, question }: Seen): string {
  switch (leavesThrough(transport, question.direct)) {
    case 'ses':
      return 'open the Amazon SES console > Configuration > Suppression list in the Region of your mail, and remove the address';
    case 'smtp':
      return 'remove the address from the suppression list (bounce list) of your mail provider, where it keeps one';
    case 'house':
      return 'ask LoanPro support to remove the address from the suppression list of the house account';
    case undefined:
      return 'remove the address from the suppression list of the service that sends the mail';
  }
}
const listUrl = ({ transport, question }: Seen, otherwise: string) =>
  leavesThrough(transport, question.direct) === 'ses' ? SES_LIST_URL : otherwise;

export default defineCheck({
  id: 'delivery-history',
  title: 'No earlier delivery result stops mail to the address',
  article: 'Communication Log',
  scope: 'customer',
  worst: 'fail',
  needs: ['tenant', 'transport', 'communicationHistory', 'notification', 'customer'],

  outcomes: {
    delivered: {
      status: 'pass',
      summary: (facts, found: Found) =>
        sentence(
          `Mail to ${to(facts, found.entry)} was delivered ${at(facts, found.entry)}`,
          ...lastTimeText(facts),
          ...bounceText(facts, found),
          'if an email was delivered but not seen, look in spam and junk',
        ),
      evidence: (facts, found: Found) => withLastTime(facts, eventPath(found.entry), ...bouncePath(found)),
    },
    'no-result': {
      status: 'pass',
      summary: (facts, found: Found) => {
        const status = rowOf(facts, found.entry)?.status;
        return sentence(
          `The last email to ${to(facts, found.entry)} is logged${status ? ` as ${status}` : ''} ${at(facts, found.entry)}, without a delivery result`,
          ...lastTimeText(facts),
          ...bounceText(facts, found),
        );
      },
      evidence: (facts, found: Found) =>
        withLastTime(facts, field(found.entry, 'status'), ...bouncePath(found)),
    },
    'other-address': {
      status: 'pass',
      summary: (facts, found: Deliveries) =>
        sentence(
          facts.customer?.email?.trim()
            ? `No email to the present address ${quoted(facts.customer.email.trim())} is logged`
            : 'The customer has no address now, so no logged email concerns it',
          ...lastTimeText(facts),
          ...bounceText(facts, found),
        ),
      evidence: (facts, found: Deliveries) => withLastTime(facts, address(facts), ...bouncePath(found)),
    },
    'nothing-logged': {
      status: 'pass',
      summary: 'No email to this customer is logged up to the moment asked about.',
      // Not the whole history: it is long, and about other people.
      evidence: ({ at: place, communicationHistory }) => [
        communicationHistory?.length ? [...place.customer, 'id'] : ['communicationHistory'],
      ],
    },
    suppressed: {
      status: 'fail',
      summary: finding('Mail', 'bounced', ', so the address is suppressed'),
      why: 'A bounce is a refusal for good: the sending service puts the address on its suppression list and drops all later mail to it, even when the mailbox works again.',
      evidence,
      fix: (facts) => ({
        menu: CONTACT,
        url: listUrl(facts, RESULTS_URL),
        steps: [
          'Ask the customer whether the address is right and the mailbox works.',
          `If the address is wrong, open ${CONTACT}, correct it and click Save: a new address is not suppressed.`,
          `If it is right, have the mailbox repaired first; then ${whereToLift(facts)}.`,
        ],
      }),
    },
    dropped: {
      status: 'fail',
      summary: finding('Mail', 'was dropped'),
      why: 'The sending service did not try to deliver: it drops mail to an address on its suppression list, and mail it takes for unwanted.',
      evidence,
      fix: (facts) => ({
        menu: LOG,
        url: listUrl(facts, EVENTS_URL),
        steps: [
          'Read the reason of the drop in the log of the sending service.',
          `After an earlier bounce: have the mailbox or the address put right first; then ${whereToLift(facts)}.`,
          'After a complaint or an unsubscription: leave the address on the list; only the recipient can ask for mail again.',
          'For a reason in the message itself: correct the message.',
        ],
      }),
    },
    blocked: {
      status: 'warn',
      summary: finding('Mail', 'was blocked'),
      why: 'The receiving server refused that one email, for its content or its sender; the address is not suppressed, so the next email may arrive or be refused for the same reason.',
      evidence,
      fix: () => ({
        menu: LOG,
        url: BLOCKS_URL,
        steps: [
          'Read the reason in the log of the sending service.',
          'Put right what it names: the content of the message, or the SPF, DKIM and DMARC records of the sender.',
          "If it names neither, ask the administrators of the recipient's mail server to let the sender through.",
        ],
      }),
    },
    complaint: {
      status: 'warn',
      unconfirmed: true,
      summary: finding('Mail', 'was marked as spam'),
      why: 'Many sending services drop all mail to a recipient who complained, and what still leaves is likely to land in spam.',
      evidence,
      fix: () => ({
        menu: LOG,
        url: EVENTS_URL,
        steps: [
          'Ask the customer whether they want these emails.',
          'If they do, have them move the email out of spam or junk and save the sender as safe (as a contact or safe sender).',
          'Leave the address on the suppression list: never lift a complaint by yourself; only the recipient can ask for mail again.',
        ],
      }),
    },
    deferred: {
      status: 'warn',
      summary: finding('The last email', 'was put off by the receiving server'),
      why: 'This is not a failure yet: the sending service tries again for up to 72 hours and only then gives up.',
      evidence,
      fix: (facts, entry: Entry) => ({
        menu: LOG,
        url: DEFERRALS_URL,
        steps: [
          waitText(facts, entry),
          'Then look up the final result in the log of the sending service.',
          'If the email was given up, read the reason, and ask the customer whether the mailbox is full or switched off.',
        ],
      }),
    },
    'failed-will-retry': {
      status: 'warn',
      unconfirmed: true,
      summary: finding('The last email', 'is logged as failed'),
      why: 'LoanPro sends failed email again by itself; how often and for how long it does not say.',
      evidence: (facts, entry: Entry) =>
        withLastTime(facts, field(entry, 'status'), field(entry, 'to'), address(facts)),
      fix: () => ({
        menu: LOG,
        url: ARTICLE_URL,
        steps: [
          'Put right what the other findings name, if there are any; until then the next try fails too.',
          `Wait for the next try, then open ${LOG} and look whether the email is logged as sent.`,
        ],
      }),
    },
    'no-history': {
      status: 'skip',
      reason: 'no-data',
      summary: 'The communication history is not given; it is not needed for a verdict.',
    },
    'no-match': {
      status: 'skip',
      reason: 'no-data',
      summary: "The customer's id or address is not known, so no logged email can be matched to it.",
    },
  },

  run({ communicationHistory: history, customer, question }, say) {
    if (history === undefined) return say['no-history']();
    if (customer?.id === undefined || customer.email === undefined) return say['no-match']();
    if (history === null) return say['nothing-logged']();
    const rows = emailsTo(history, customer.id);
    if (rows.length === 0) return say['nothing-logged']();

    return remembered(history, customer, question, () => {
      const found = readDeliveries(history, rows, customer.email, question.now);
      const { final, complaint, latest, deferred } = found;
      const said: Outcome[] = [];
      if (final?.name === 'bounce') said.push(say.suppressed(final));
      else if (final && final.name !== 'delivered') said.push(say[final.name](final));
      if (complaint) said.push(say.complaint(complaint));
      if (deferred) said.push(say.deferred(deferred));
      if (latest && history[latest.row]?.status === 'failed') said.push(say['failed-will-retry'](latest));
      if (said.length > 0) return said;
      if (final) return say.delivered({ ...found, entry: final });
      if (latest) return say['no-result']({ ...found, entry: latest });
      return found.isEmpty ? say['nothing-logged']() : say['other-address'](found);
    });
  },
});

interface Last {
  readonly customer: Customer;
  readonly question: Question;
  readonly said: Said;
}
const lasts = new WeakMap<NonNullable<Account['communicationHistory']>, Last>();

/** The notification changes only the texts, so a customer's many emails are judged once. */
function remembered(
  history: NonNullable<Account['communicationHistory']>,
  customer: Customer,
  question: Question,
  judge: () => Said,
): Said {
  const last = lasts.get(history);
  if (last?.customer === customer && last.question === question) return last.said;
  const said = judge();
  lasts.set(history, { customer, question, said });
  return said;
}
