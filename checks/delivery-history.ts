import {
  type Deliveries,
  type Entry,
  emailsTo,
  readDeliveries,
  readTrail,
  resultOf,
} from '../src/account/delivery-log.js';
import { leavesThrough, loanName, notificationName, sameAddress } from '../src/account/lookup.js';
import { type Path, toPointer } from '../src/account/pointer.js';
import type { Account, Customer } from '../src/account/types.js';
import { formatInstant, offsetMinutes, parseInstant } from '../src/calendar/zone.js';
import { defineCheck, type Outcome, type Said } from '../src/core/check.js';
import type { Question, View } from '../src/core/facts.js';
import { quoted } from '../src/core/words.js';

type Seen = View<'tenant' | 'transport' | 'communicationHistory' | 'notification' | 'customer' | 'link'>;

const CONTACT = 'Users > Customer Manager > (customer) > Contact & Personal Information';
const LOG = 'Users > Customer Manager > (customer) > communication history';
const ARTICLE_URL = 'https://help.loanpro.io/article/4jc2skej4l-troubleshooting-automatic-email';
const RESULTS_URL = 'https://docs.bossinsights.com/product-guide/communication-log';
const EVENTS_URL = 'https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event';
const BLOCKS_URL = 'https://www.twilio.com/docs/sendgrid/api-reference/blocks-api';
const DEFERRALS_URL = 'https://www.twilio.com/docs/sendgrid/glossary/throttling';
const SES_LIST_URL = 'https://docs.aws.amazon.com/ses/latest/dg/sending-email-suppression-list.html';
/** How long the most patient sending service known keeps trying: see DEFERRALS_URL. */
const TRIED_MS = 72 * 3_600_000;

const rowOf = ({ communicationHistory }: Seen, { row }: Entry) => communicationHistory?.[row];
const eventOf = (facts: Seen, entry: Entry) =>
  entry.event === undefined ? undefined : rowOf(facts, entry)?.delivery?.events?.[entry.event];
const field = ({ row }: Entry, ...keys: (string | number)[]) => ['communicationHistory', row, ...keys];
const address = ({ at }: Seen) => [...at.customer, 'email'];
/** The reason says most, so it comes first. */
const eventPaths = (facts: Seen, entry: Entry): Path[] => {
  if (entry.event === undefined) return [field(entry, 'delivery', 'status')];
  const event = field(entry, 'delivery', 'events', entry.event);
  return eventOf(facts, entry)?.reason?.trim()
    ? [
        [...event, 'reason'],
        [...event, 'event'],
      ]
    : [event];
};

const local = ({ tenant }: Seen, epochMs: number, otherwise: string) => {
  const zone = tenant?.timezone?.trim();
  return zone ? formatInstant(epochMs, offsetMinutes(zone, epochMs)) : otherwise;
};
type Shown = (instant: string) => string;
const whole: Shown = (instant) => instant;
const minute: Shown = (instant) => `${instant.slice(0, 10)} ${instant.slice(11, 16)}`;
const day: Shown = (instant) => instant.slice(0, 10);
/** In the company's zone; where that is not known, as it is written. */
const time = (facts: Seen, entry: Entry, shown: Shown) => {
  const written = eventOf(facts, entry)?.at ?? rowOf(facts, entry)?.at;
  return written ? shown(local(facts, entry.at, written)) : 'at a time the log does not give';
};
const at = (facts: Seen, entry: Entry) => time(facts, entry, (instant) => `at ${instant}`);
const to = (facts: Seen, entry: Entry) => {
  const recipient = rowOf(facts, entry)?.to?.trim();
  return recipient ? quoted(recipient) : 'an address the log does not give';
};
const reason = (facts: Seen, entry: Entry) => {
  const said = eventOf(facts, entry)?.reason?.trim();
  return said ? ` (${quoted(said)})` : '';
};

/** The email asked about, in the log; undefined where none is. */
function askedEmail({ communicationHistory: history, notification, customer, link, question }: Seen) {
  if (!history || notification?.id === undefined || customer?.id === undefined) return undefined;
  const rows = emailsTo(history, customer.id);
  const trail = readTrail(history, rows, notification.id, link?.loan, question.now);
  return { ...trail, name: quoted(notificationName(notification)) };
}

const RESULT_WORDS = { delivered: 'delivered', bounce: 'bounced', blocked: 'blocked', dropped: 'dropped' };

/** What became of one email, and when: "delivered 2026-11-03 08:00", "queued 2026-11-03 10:18, no result yet". */
function fate(facts: Seen, entry: Entry, shown: Shown): string {
  const result = resultOf(facts.communicationHistory ?? [], entry, facts.question.now);
  if (result) return `${RESULT_WORDS[result.name]} ${time(facts, result, shown)}`;
  const { status, delivery } = rowOf(facts, entry) ?? {};
  const so = `${status ?? 'logged'} ${time(facts, entry, shown)}`;
  if (status === 'failed') return so;
  return `${so}, ${status === 'sent' && !delivery ? 'result not looked up' : 'no result yet'}`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function leftText(facts: Seen, name: string, left: Entry | undefined): readonly string[] {
  if (!left) return [];
  const loan = rowOf(facts, left)?.loan;
  const about = loan === undefined ? '' : ` about loan ${quoted(loan)}`;
  return [`${name} last left ${at(facts, left)} to ${to(facts, left)}${about}`];
}

function bounceText(facts: Seen, { bouncedElsewhere: bounce }: Deliveries): readonly string[] {
  if (!bounce) return [];
  const whose = rowOf(facts, bounce)?.to?.trim()
    ? `an old address bounced, ${to(facts, bounce)}`
    : `${to(facts, bounce)} bounced`;
  return [`${whose} ${at(facts, bounce)}${reason(facts, bounce)}`];
}

/** First what became of the email asked about, or of the last one to the present address. */
function passText(facts: Seen, found: Deliveries): string {
  const { customer, link } = facts;
  const last = found.final ?? found.latest;
  const asked = askedEmail(facts);
  const bounced = bounceText(facts, found);
  const present = (shown: Shown) => {
    if (last) return capital(fate(facts, last, shown));
    return customer?.email?.trim()
      ? 'Nothing logged to the present address'
      : 'The customer has no address now';
  };
  const parts: string[] = [];
  if (!asked) parts.push(present(whole), ...bounced);
  else {
    const { name, latest } = asked;
    const loan = asked.isLogged ? loanName(link?.loan) : undefined;
    const notLogged = `${name} is not logged${loan === undefined ? '' : ` for loan ${quoted(loan)}`}`;
    const isElsewhere = latest && !sameAddress(rowOf(facts, latest)?.to, customer?.email);
    const which = isElsewhere ? `${name} to ${to(facts, latest)}` : name;
    if (!last || bounced.length > 0) {
      parts.push(present(day), ...bounced, latest ? `${which}: ${fate(facts, latest, minute)}` : notLogged);
    } else if (latest) {
      parts.push(`${capital(fate(facts, latest, minute))}: ${which}`);
      if (latest.row !== last.row) parts.push(`other mail ${fate(facts, last, day)}`);
    } else parts.push(`Other mail ${fate(facts, last, day)}`, notLogged);
    parts.push(...leftText(facts, name, asked.left));
  }
  if (found.final) parts.push('if an email was delivered but not seen, look in spam and junk');
  return `${parts.join('; ')}.`;
}

/** Paths, each once, and behind them the rows of the email asked about. */
function withAsked(facts: Seen, ...paths: readonly Path[]): readonly Path[] {
  const { latest, left } = askedEmail(facts) ?? {};
  const rows = [latest, left].flatMap((entry) =>
    entry ? [field(entry, 'at'), field(entry, 'to'), field(entry, 'status')] : [],
  );
  return [...new Map([...paths, ...rows].map((path) => [toPointer(path), path])).values()];
}

function passEvidence(facts: Seen, { final, latest, bouncedElsewhere: bounce }: Deliveries) {
  const last = final ? eventPaths(facts, final) : [latest ? field(latest, 'status') : address(facts)];
  return withAsked(facts, ...last, ...(bounce ? eventPaths(facts, bounce) : []));
}

/** For a finding that an event of the log states. It is the same for every notification, so it names none. */
const evidence = (facts: Seen, entry: Entry) =>
  withAsked(facts, ...eventPaths(facts, entry), field(entry, 'to'), address(facts));
const finding =
  (mail: string, what: string, consequence = '') =>
  (facts: Seen, entry: Entry) =>
    `${mail} to ${to(facts, entry)} ${what} ${at(facts, entry)}${reason(facts, entry)}${consequence}.`;

function waitText(facts: Seen, entry: Entry): string {
  const sent = parseInstant(rowOf(facts, entry)?.at ?? '');
  if (!sent) return 'Wait for hours from when the email was sent, with some services up to 72.';
  const end = sent.epochMs + TRIED_MS;
  const text = local(facts, end, formatInstant(end, sent.offsetMinutes));
  return end > facts.question.now
    ? `Wait: some services try the email again until about ${text}.`
    : `Wait no longer: even 72 hours were over at ${text}.`;
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
  needs: ['tenant', 'transport', 'communicationHistory', 'notification', 'customer', 'link'],

  outcomes: {
    clear: { status: 'pass', summary: passText, evidence: passEvidence },
    'nothing-logged': {
      status: 'pass',
      summary: 'No email to this customer is logged yet.',
      // Not the whole history: it is long, and about other people.
      evidence: ({ at: place, communicationHistory }) => [
        communicationHistory?.length ? [...place.customer, 'id'] : ['communicationHistory'],
      ],
    },
    suppressed: {
      status: 'fail',
      summary: finding(
        'Mail',
        'bounced',
        '; a sending service usually suppresses such an address from then on',
      ),
      why: 'A bounce is a refusal for good: a sending service usually puts the address on its suppression list and drops all later mail to it, even when the mailbox works again.',
      evidence,
      fix: (facts) => ({
        menu: CONTACT,
        url: listUrl(facts, RESULTS_URL),
        steps: [
          'Ask the customer whether the address is right and the mailbox works.',
          `If the address is wrong, open ${CONTACT}, correct it and click Save: a new address is not suppressed.`,
          `If it is right, have the mailbox repaired first; then, if the address is suppressed, ${whereToLift(facts)}.`,
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
      why: 'This is not a failure yet: the sending service tries again for hours, with some services up to 72, and only then gives up.',
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
      why: 'LoanPro should send the email again by itself; how often and for how long it tries is not documented.',
      evidence: (facts, entry: Entry) =>
        withAsked(facts, field(entry, 'status'), field(entry, 'to'), address(facts)),
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
      summary: 'No history is given; no verdict needs it.',
    },
    'no-match': {
      status: 'skip',
      reason: 'no-data',
      summary: 'No id or address to match the log with.',
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
      return found.isEmpty ? say['nothing-logged']() : say.clear(found);
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
