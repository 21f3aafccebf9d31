import { notificationName, statusName } from '../src/account/lookup.js';
import type { Path } from '../src/account/pointer.js';
import type { EnrollmentRow, Notification } from '../src/account/types.js';
import { defineCheck, type FindingSpec, type Outcome } from '../src/core/check.js';
import type { View } from '../src/core/facts.js';
import { listed, quoted } from '../src/core/words.js';
import { configuredKinds } from '../src/message/configured-event.js';
import {
  canPassAfter,
  isNearlySame,
  namedStatuses,
  RESTRICTION,
  restrictedStatuses,
  rowsThatStopAll,
  type UnlistedStatus,
  unlistedStatuses,
} from '../src/message/named-statuses.js';
import { type Contradiction, contradictionIn } from '../src/message/rule-within-restrictions.js';
import { areKeptApart, eventOf, type SharedEvent, sharedEvent } from '../src/message/shared-event.js';

type Seen = View<'notification' | 'notifications' | 'enrollmentByStatus'>;

/** An earlier notification with the same event. */
interface Twin extends SharedEvent {
  readonly index: number;
  readonly name: string;
}

/** What was compared and is as it should be, and what is absent for it, in words. */
interface Compared {
  readonly said: readonly string[];
  readonly lacking: readonly string[];
  readonly evidence: readonly Path[];
}

const EVENT_MENU = 'Settings > Company > Notifications > Event Based Notifications';
const EVENT_URL = 'https://help.loanpro.io/article/r6jn36hxly-create-event-based-notification';
const RESTRICTIONS_MENU = 'Settings > Company > Notifications > (notification) > Email > Restrictions';
const RESTRICTIONS_URL = 'https://help.loanpro.io/article/9upclgygta-event-based-notifications-email';
const TABLE_MENU = 'Settings > Defaults > New Customer > Enrollment By Loan Status';
const TABLE_URL = 'https://help.loanpro.io/article/l74ai8oqk5-communication-enrollment-by-status';
const TABLE: Path = ['enrollmentByStatus'];
/** As many as a sentence names. */
const MOST = 6;

const below = ({ at }: Seen, path: Path): Path => [...at.notification, ...path];
const message = ({ notification }: Seen) => quoted(notification ? notificationName(notification) : '');
const changesOf = ({ notification }: Seen) => (notification && eventOf(notification)?.statusChanges) ?? [];
const rowsOf = ({ enrollmentByStatus }: Seen): readonly EnrollmentRow[] => enrollmentByStatus ?? [];
const restrictedTo = ({ notification }: Seen) =>
  listed(
    (notification ? restrictedStatuses(notification) : []).map(({ status }) => quoted(statusName(status))),
    'or',
  );

function becomes(facts: Seen): string {
  const names = changesOf(facts).map(({ to }) => quoted(statusName(to ?? {})));
  return listed([...new Set(names)], 'or');
}

/** The emails that the customer would get besides this one: that are on, go to customers, and may be about the loan. */
function twinsOf({ notification, notifications, at }: Seen): Twin[] {
  const event = notification && eventOf(notification);
  if (!event || !goesToCustomers(notification)) return [];
  const { restrictions } = notification.email ?? {};
  return (notifications ?? []).slice(0, Number(at.notification.at(-1))).flatMap((other, index) => {
    const theirs = eventOf(other);
    const shared = theirs && goesToCustomers(other) ? sharedEvent(event, theirs) : undefined;
    if (!shared || areKeptApart(restrictions, other.email?.restrictions)) return [];
    return [{ ...shared, index, name: notificationName(other) }];
  });
}

const emails = (twins: readonly Twin[]) => (twins.length > 1 ? 'all of these emails' : 'both emails');
const goesToCustomers = ({ email }: Notification) => email?.enabled === true && email.deliverTo !== 'agents';

function compared(facts: Seen): Compared {
  const { notification = {}, enrollmentByStatus } = facts;
  const { kind, event, email } = notification;
  const hasEvent = configuredKinds(eventOf(notification) ?? null).length > 0;
  const isOnKnown = email?.enabled !== undefined;
  const named = namedStatuses(notification).length > 0;
  const restricted = restrictedStatuses(notification).length > 0;
  const hasRows = rowsOf(facts).some(({ status }) => status?.trim());
  const said: string[] = [];
  const lacking: string[] = [];
  const evidence: Path[] = [];

  if (hasEvent && isOnKnown) said.push('no earlier email that is on has its event');
  if (hasEvent && !isOnKnown) lacking.push('whether the email is on');
  if (hasEvent) evidence.push(below(facts, ['event']));
  if (kind !== 'trigger' && event === undefined) lacking.push('the event');
  if (named && hasRows) said.push('the statuses it names are listed');
  if (named && !hasRows)
    lacking.push(`${enrollmentByStatus === undefined ? '' : 'rows of '}Enrollment By Loan Status`);
  if (restricted) evidence.push(below(facts, RESTRICTION));
  if (named && hasRows) evidence.push(TABLE);
  return { said, lacking, evidence };
}

const notGiven = ({ lacking }: Compared) => (lacking.length > 0 ? `Not given: ${listed(lacking)}.` : '');

function inOneSentence({ said: [first = '', ...more], ...rest }: Compared): string {
  const text = [first.charAt(0).toUpperCase() + first.slice(1), ...more].join('; ');
  return `${text}. ${notGiven({ said: [], ...rest })}`.trim();
}

const ruleAndRestriction = {
  status: 'fail',
  summary: (facts, { restrictions }: Contradiction) =>
    `The rule of ${message(facts)} is false for every loan that its ${listed(restrictions.map(({ name }) => name))} ${restrictions.length > 1 ? 'restrictions let' : 'restriction lets'} through.`,
  why: 'The rule and the restrictions must both hold, so no loan gets the email.',
  evidence: (facts, { restrictions }: Contradiction) => [
    below(facts, ['rule']),
    ...restrictions.map(({ field }) => below(facts, ['email', 'restrictions', field])),
  ],
  fix: (facts) => ({
    menu: RESTRICTIONS_MENU,
    url: RESTRICTIONS_URL,
    steps: [
      `Decide which loans ${message(facts)} is for.`,
      `Open ${RESTRICTIONS_MENU} and take out the restriction that the rule contradicts, or mend the rule in the Formula Editor.`,
      'Click Save.',
    ],
  }),
} satisfies FindingSpec<Seen, Contradiction>;

export default defineCheck({
  id: 'message-consistency',
  title: 'The message agrees with the others and with the statuses',
  article: 'Create Event-Based Notification',
  scope: 'message',
  worst: 'fail',
  needs: ['notification', 'notifications', 'enrollmentByStatus'],

  outcomes: {
    consistent: {
      status: 'pass',
      summary: (_, seen: Compared) => inOneSentence(seen),
      evidence: (_, seen: Compared) => seen.evidence,
    },
    'same-event': {
      status: 'warn',
      summary: (facts, twins: readonly Twin[]) => {
        const [first] = twins;
        const names = listed(twins.map(({ name }) => quoted(name)));
        return `${message(facts)} and ${names} are sent on the same event: ${first?.words ?? ''}.`;
      },
      why: (_, twins: readonly Twin[]) =>
        `Each notification is sent on its own, so a customer gets ${emails(twins)} when the event happens.`,
      evidence: (facts, twins: readonly Twin[]) => [
        ...twins.slice(0, 1).map(({ mine }) => below(facts, mine)),
        ...twins.slice(0, MOST).map(({ index, other }) => ['notifications', index, ...other]),
      ],
      fix: (facts, twins: readonly Twin[]) => ({
        menu: EVENT_MENU,
        url: EVENT_URL,
        steps: [
          `Decide whether a customer is meant to get ${emails(twins)}.`,
          `If not, open ${EVENT_MENU} and the edit icon of the one that is not meant: ${listed([message(facts), ...twins.map(({ name }) => quoted(name))], 'or')}.`,
          'Switch its email off, take the event out of it, or set Restrictions that send the emails to different loans.',
          'Click Save.',
        ],
      }),
    },
    'status-not-listed': {
      status: 'warn',
      unconfirmed: true,
      summary: (facts, unlisted: readonly UnlistedStatus[]) =>
        `${message(facts)} names what Enrollment By Loan Status does not list: ${listed(unlisted.map(({ words }) => words))}.`,
      why: 'If no loan can be in that status, the email does not go out for it; the list in the export may also be incomplete.',
      evidence: (facts, unlisted: readonly UnlistedStatus[]) => [
        ...unlisted.slice(0, MOST).map(({ path }) => below(facts, path)),
        TABLE,
      ],
      fix: (facts) => ({
        menu: TABLE_MENU,
        url: TABLE_URL,
        steps: [
          `Open ${TABLE_MENU} and look for the status.`,
          `If it is there, add its row to the export at /${TABLE.join('/')}.`,
          `If it is not, open ${message(facts)} under Settings > Company > Notifications, choose a status that exists, and click Save.`,
          'Bring the export in line with what LoanPro then shows.',
        ],
      }),
    },
    'no-enrolled-status': {
      status: 'fail',
      summary: (facts) =>
        `${message(facts)} goes only to loans in ${restrictedTo(facts)}, where Email Enrollment is off.`,
      why: 'While a loan is in a status whose Email Enrollment is off, its notification emails do not go out; so no loan that the restriction lets pass can get this one.',
      evidence: (facts, rows: readonly number[]) => [
        below(facts, RESTRICTION),
        ...rows.slice(0, MOST).map((row) => [...TABLE, row, 'emailEnroll']),
      ],
      fix: (facts) => ({
        menu: TABLE_MENU,
        url: TABLE_URL,
        steps: [
          'Decide whether loans in these statuses are meant to get email: the switch may be off on purpose.',
          `If they are, open ${TABLE_MENU} and switch Email Enrollment on for the statuses meant; it saves by itself.`,
          `If they are not, open ${RESTRICTIONS_MENU} for ${message(facts)}, change Loan Status, and click Save; or switch the email off.`,
        ],
      }),
    },
    'event-and-restriction': {
      status: 'warn',
      unconfirmed: true,
      summary: (facts, differs: boolean) =>
        `${message(facts)} is sent when a loan becomes ${becomes(facts)}, but only to loans in ${restrictedTo(facts)}${differs ? ' (case or white space differs)' : ''}.`,
      why: 'If LoanPro judges the restriction by the status that the loan has just got, this email never goes out; its documentation does not say which status counts.',
      evidence: (facts) => [
        ...changesOf(facts)
          .slice(0, MOST)
          .map((_, i) => below(facts, ['event', 'statusChanges', i, 'to'])),
        below(facts, RESTRICTION),
      ],
      fix: (facts) => ({
        menu: RESTRICTIONS_MENU,
        url: RESTRICTIONS_URL,
        steps: [
          `Open ${RESTRICTIONS_MENU} for ${message(facts)}.`,
          'Under Loan Status choose the status that the loan comes to, or take the restriction out: the event says already which loans are meant.',
          'Click Save.',
        ],
      }),
    },
    'rule-and-restriction': ruleAndRestriction,
    'rule-and-status': {
      ...ruleAndRestriction,
      code: 'rule-and-restriction',
      status: 'warn',
      unconfirmed: true,
      why: 'No loan would get the email, if loan-status holds the name of the status alone; it may hold the sub-status too.',
    },
    direct: {
      status: 'skip',
      reason: 'not-applicable',
      summary: 'Direct mail has no notification to compare.',
    },
    off: { status: 'skip', reason: 'not-applicable', summary: 'The email is switched off.' },
    nothing: {
      status: 'skip',
      reason: 'not-applicable',
      summary: 'It has no event and names no status.',
    },
    'no-data': {
      status: 'skip',
      reason: 'no-data',
      summary: (_, seen: Compared) => notGiven(seen),
    },
  },

  run(facts, say) {
    const { notification, question } = facts;
    if (question.direct || !notification) return say.direct();
    if (notification.email?.enabled === false) return say.off();

    const said: Outcome[] = [];
    const twins = twinsOf(facts);
    if (twins.length > 0) said.push(say['same-event'](twins));

    const rows = rowsOf(facts);
    const hasRows = rows.some(({ status }) => status?.trim());
    const unlisted = hasRows ? unlistedStatuses(namedStatuses(notification), rows) : [];
    if (unlisted.length > 0) said.push(say['status-not-listed'](unlisted));

    const restricted = restrictedStatuses(notification);
    const stopping = rowsThatStopAll(restricted, rows);
    // Where a name is in doubt, so is the row that decides.
    if (stopping && unlistedStatuses(restricted, rows).length === 0)
      said.push(say['no-enrolled-status'](stopping));

    const isAboutStatus = configuredKinds(eventOf(notification) ?? null).join() === 'status';
    if (isAboutStatus && restricted.length > 0 && !canPassAfter(changesOf(facts), restricted)) {
      const differs = canPassAfter(changesOf(facts), restricted, isNearlySame);
      // One cause, one finding: a misspelt status has been named above.
      if (!differs || unlisted.length === 0) said.push(say['event-and-restriction'](differs));
    }

    const contradiction = contradictionIn(notification);
    if (contradiction) {
      const { isByStatus } = contradiction;
      said.push(say[isByStatus ? 'rule-and-status' : 'rule-and-restriction'](contradiction));
    }

    if (said.length > 0) return said;
    const seen = compared(facts);
    if (seen.said.length > 0) return say.consistent(seen);
    return seen.lacking.length > 0 ? say['no-data'](seen) : say.nothing();
  },
});
