import check from '../../checks/message-consistency.js';
import type { EnrollmentRow, Notification, Restrictions, StatusRef } from '../../src/account/types.js';
import { type Case, checkTable } from '../support/check-table.js';

const list = '/notifications';
const enabled = `${list}/0/email/enabled`;
const event = `${list}/0/event`;
const kind = `${list}/0/kind`;
const loanStatus = `${list}/0/email/restrictions/loanStatus`;
const table = '/enrollmentByStatus';

const open = { status: 'Open' };
const repaying = { status: 'Open', subStatus: 'Repaying' };
const closed = { status: 'Closed' };
const paidOff = { status: 'Closed', subStatus: 'Paid Off' };
const on = (row: StatusRef): EnrollmentRow => ({ ...row, emailEnroll: true });
const off = (row: StatusRef): EnrollmentRow => ({ ...row, emailEnroll: false });

type Event = Notification['event'];
type Change = NonNullable<NonNullable<NonNullable<Event>['statusChanges']>[number]>;
const changes = (...statusChanges: Change[]): Event => ({ statusChanges });
const added = (...names: (string | number)[]): Event => ({ portfolioChanges: { added: names } });
const removed = (...names: (string | number)[]): Event => ({ portfolioChanges: { removed: names } });
const builtIn = (name: string | null): Event => ({ builtIn: name });

const sent = (name: string, on: Event, restrictions: Restrictions | null = null): Notification => ({
  name,
  kind: 'event',
  event: on,
  email: { enabled: true, restrictions },
});

/** One trigger notification. */
const ruled = (rule: string, restrictions: Restrictions) => ({
  [kind]: 'trigger',
  [event]: undefined,
  [`${list}/0/rule`]: rule,
  [`${list}/0/email/restrictions`]: restrictions,
});

/** Two notifications, of which the second is asked about. */
function two(first: Notification, second: Notification) {
  return { set: { [list]: [first, second] }, notification: 1 };
}

const sameEvents: readonly { name: string; events: readonly [Event, Event]; words: string }[] = [
  {
    name: 'a built-in event',
    events: [builtIn('payment posted'), builtIn(' payment posted ')],
    words: '"payment posted"',
  },
  { name: 'a portfolio', events: [added('Boat', 'Auto'), added('Auto')], words: 'added to "Auto"' },
  { name: 'a portfolio by id', events: [removed(7), removed('7')], words: 'removed from "7"' },
  {
    name: 'a status change',
    events: [changes({ from: open, to: paidOff }), changes({ from: open, to: paidOff })],
    words: 'Open → Closed / Paid Off',
  },
  {
    name: 'one of several status changes',
    events: [
      changes({ from: closed, to: open }, { from: open, to: closed }),
      changes({ from: repaying, to: repaying }, { from: open, to: closed }),
    ],
    words: 'Open → Closed',
  },
  {
    name: 'a status covers its sub-statuses',
    events: [changes({ from: open, to: closed }), changes({ from: repaying, to: paidOff })],
    words: 'Open / Repaying → Closed / Paid Off',
  },
  {
    name: 'each covers a side of the other',
    events: [changes({ from: open, to: paidOff }), changes({ from: repaying, to: closed })],
    words: 'Open / Repaying → Closed',
  },
  {
    name: 'any status covers every status',
    events: [changes({ to: closed }), changes({ from: repaying, to: paidOff })],
    words: 'Open / Repaying → Closed / Paid Off',
  },
  {
    name: 'subStatus null is a status alone',
    events: [
      changes({ from: open, to: { ...closed, subStatus: null } }),
      changes({ from: open, to: paidOff }),
    ],
    words: 'Open → Closed / Paid Off',
  },
];

const otherEvents: readonly { name: string; events: readonly [Event, Event] }[] = [
  { name: 'another built-in event', events: [builtIn('payment posted'), builtIn('payment reversed')] },
  { name: 'case alone', events: [builtIn('payment posted'), builtIn('Payment posted')] },
  { name: 'two blank events', events: [builtIn(' '), builtIn('')] },
  { name: 'added and removed', events: [added('Auto'), removed('Auto')] },
  { name: 'a portfolio named like an event', events: [builtIn('Auto'), added('Auto')] },
  {
    name: 'another sub-status',
    events: [
      changes({ from: open, to: paidOff }),
      changes({ from: open, to: { ...closed, subStatus: 'Refinanced' } }),
    ],
  },
  {
    name: 'the way back',
    events: [changes({ from: open, to: closed }), changes({ from: closed, to: open })],
  },
];

const apart: readonly { name: string; restrictions: readonly [Restrictions, Restrictions] }[] = [
  { name: 'other statuses', restrictions: [{ loanStatus: [open] }, { loanStatus: [closed] }] },
  { name: 'E-Billing on and off', restrictions: [{ eBilling: true }, { eBilling: false }] },
  {
    name: 'other source companies',
    restrictions: [{ sourceCompany: ['Main Street'] }, { sourceCompany: ['Lakeview'] }],
  },
  { name: 'other portfolios', restrictions: [{ portfolios: ['Auto'] }, { portfolios: ['Boat'] }] },
  { name: 'other sub portfolios', restrictions: [{ subPortfolios: ['Used'] }, { subPortfolios: [3] }] },
  { name: 'other ages', restrictions: [{ loanAging: { max: 20 } }, { loanAging: { min: 21 } }] },
  {
    name: 'days that meet at an end',
    restrictions: [{ daysPastDue: { min: 30 } }, { daysPastDue: { min: 5, max: 30 } }],
  },
  {
    name: 'other amounts',
    restrictions: [{ amountPastDue: { min: 100, max: 200 } }, { amountPastDue: { max: 99.99 } }],
  },
  { name: 'other recency', restrictions: [{ loanRecency: { min: 60 } }, { loanRecency: { max: 30 } }] },
];

const together: readonly { name: string; restrictions: readonly [Restrictions, Restrictions] }[] = [
  {
    name: 'a status and its sub-status',
    restrictions: [{ loanStatus: [open, closed] }, { loanStatus: [repaying] }],
  },
  { name: 'only one is restricted', restrictions: [{ eBilling: true, portfolios: ['Auto'] }, {}] },
  { name: 'a common portfolio', restrictions: [{ portfolios: ['Auto', 7] }, { portfolios: ['7'] }] },
  {
    name: 'empty lists',
    restrictions: [
      { portfolios: [], loanStatus: [{}] },
      { portfolios: ['Auto'], loanStatus: [open] },
    ],
  },
  { name: 'ranges that overlap', restrictions: [{ daysPastDue: { max: 30 } }, { daysPastDue: { min: 29 } }] },
  {
    name: 'ranges without ends',
    restrictions: [{ daysPastDue: { max: null } }, { daysPastDue: { min: 29 } }],
  },
];

const bothPosted = (a: Restrictions, b: Restrictions) =>
  two(sent('First', builtIn('payment posted'), a), sent('Second', builtIn('payment posted'), b));

const names: readonly { name: string; wanted: StatusRef; rows: readonly EnrollmentRow[]; naming?: string }[] =
  [
    { name: 'a status', wanted: open, rows: [on(open)] },
    { name: 'a status that has rows for sub-statuses alone', wanted: open, rows: [on(repaying)] },
    { name: 'a sub-status', wanted: repaying, rows: [on(repaying)] },
    { name: "a sub-status under the status's row", wanted: repaying, rows: [on(open)] },
    { name: 'blanks around it', wanted: { status: ' Open ', subStatus: 'Repaying ' }, rows: [on(repaying)] },
    { name: 'subStatus null', wanted: { ...open, subStatus: null }, rows: [on(repaying)] },
    {
      name: 'another status',
      wanted: { status: 'Bankruptcy' },
      rows: [on(open)],
      naming: 'does not list: "Bankruptcy".',
    },
    {
      name: 'a status misspelt',
      wanted: { status: 'Opne', subStatus: 'Repaying' },
      rows: [on(closed), on(open)],
      naming: '"Opne" (did you mean "Open"?).',
    },
    {
      name: 'a status in another case',
      wanted: { status: 'open' },
      rows: [on(open)],
      naming: '"open" (did you mean "Open"? Upper and lower case differ.)',
    },
    {
      name: 'a status with other white space',
      wanted: { status: 'ChargedOff' },
      rows: [on({ status: 'Charged Off' })],
      naming: '(did you mean "Charged Off"? White space differs.)',
    },
    {
      name: 'case and white space',
      wanted: { status: 'charged  off' },
      rows: [on({ status: 'Charged Off' })],
      naming: '(did you mean "Charged Off"? Case and white space differ.)',
    },
    {
      name: 'the text that LoanPro shows',
      wanted: { status: 'Open - Repaying' },
      rows: [on(repaying)],
      naming: '"Open - Repaying" (did you mean "Open / Repaying"?)',
    },
    {
      name: 'a sub-status in place of the status',
      wanted: { status: 'Repaying' },
      rows: [on(repaying)],
      naming: '"Repaying" (did you mean "Open / Repaying"?)',
    },
    {
      name: 'another sub-status',
      wanted: { ...open, subStatus: 'Hardship' },
      rows: [on(repaying)],
      naming: 'does not list: "Open / Hardship".',
    },
    {
      name: 'a sub-status misspelt',
      wanted: { ...open, subStatus: 'Repayng' },
      rows: [on(repaying)],
      naming: '"Open / Repayng" (did you mean "Open / Repaying"?)',
    },
    {
      name: "a sub-status in another case, beside the status's row",
      wanted: { ...open, subStatus: 'repaying' },
      rows: [on(repaying), on(open)],
      naming: '(did you mean "Open / Repaying"? Upper and lower case differ.)',
    },
  ];

const enrolled: readonly {
  name: string;
  wanted: readonly StatusRef[];
  rows: readonly EnrollmentRow[];
  stops: boolean;
}[] = [
  { name: 'the status is off', wanted: [open], rows: [off(open)], stops: true },
  {
    name: 'the status and its sub-statuses are off',
    wanted: [open],
    rows: [off(open), off(repaying)],
    stops: true,
  },
  { name: 'the sub-status is off', wanted: [repaying], rows: [off(repaying), on(open)], stops: true },
  { name: "the sub-status by the status's row", wanted: [repaying], rows: [off(open)], stops: true },
  {
    name: 'several statuses, all off',
    wanted: [repaying, closed],
    rows: [off(open), off(closed)],
    stops: true,
  },
  { name: 'one of several is on', wanted: [repaying, closed], rows: [off(open), on(closed)], stops: false },
  { name: 'a sub-status is on', wanted: [open], rows: [off(open), on(repaying)], stops: false },
  { name: 'the sub-status is on', wanted: [repaying], rows: [off(open), on(repaying)], stops: false },
  {
    name: "there may be other sub-statuses: no row of the status's own",
    wanted: [open],
    rows: [off(repaying)],
    stops: false,
  },
  { name: 'a row does not say', wanted: [open], rows: [off(open), repaying], stops: false },
];

const becomesClosed = changes({ from: open, to: closed });

const cases: readonly Case[] = [
  {
    name: 'healthy',
    says: ['pass'],
    naming: ['No earlier email that is on has its event; the statuses it names are listed.'],
  },
  { name: 'direct mail', direct: true, says: ['skip not-applicable'] },
  {
    name: 'switched off',
    set: { [enabled]: false, [loanStatus]: [{ status: 'x' }] },
    says: ['skip not-applicable'],
  },
  {
    name: 'not known whether it is on',
    set: { [enabled]: undefined },
    says: ['pass'],
    naming: ['The statuses it names are listed. Not given: whether the email is on.'],
  },
  {
    name: 'a trigger that names no status',
    set: { [kind]: 'trigger', [loanStatus]: [] },
    says: ['skip not-applicable'],
  },
  { name: 'a trigger that names a status', set: { [kind]: 'trigger' }, says: ['pass'] },
  { name: 'no event', set: { [event]: null, [loanStatus]: null }, says: ['skip not-applicable'] },
  {
    name: 'event not given',
    set: { [event]: undefined, [loanStatus]: undefined },
    says: ['skip no-data'],
    naming: ['Not given: the event.'],
  },
  {
    name: 'statuses not given, an event',
    set: { [table]: undefined },
    says: ['pass'],
    naming: ['No earlier email that is on has its event. Not given: Enrollment By Loan Status.'],
  },
  {
    name: 'statuses not given, no event',
    set: { [table]: undefined, [kind]: 'trigger' },
    says: ['skip no-data'],
    naming: ['Not given: Enrollment By Loan Status.'],
  },
  ...[null, [], [{}]].map((rows) => ({
    name: `no status listed: ${JSON.stringify(rows)}`,
    set: { [table]: rows, [kind]: 'trigger' },
    says: ['skip no-data'],
    naming: ['Not given: rows of Enrollment By Loan Status.'],
  })),

  ...sameEvents.map(({ name, events: [first, second], words }) => ({
    name: `same event: ${name}`,
    notification: 1,
    set: { [list]: [sent('First', first), sent('Second', second)], [table]: undefined },
    says: ['warn same-event'],
    naming: [`"Second" and "First" are sent on the same event: ${words}.`],
  })),
  ...otherEvents.map(({ name, events: [first, second] }) => ({
    name: `other events: ${name}`,
    notification: 1,
    set: { [list]: [sent('First', first), sent('Second', second)], [table]: undefined },
    says: [name === 'two blank events' ? 'skip not-applicable' : 'pass'],
  })),
  {
    name: 'same event: only the later one is told',
    ...bothPosted({}, {}),
    notification: 0,
    says: ['pass'],
  },
  {
    name: 'same event: three, all earlier ones are named',
    set: { [list]: ['First', 'Second', 'Third'].map((name) => sent(name, added('Auto'))) },
    notification: 2,
    says: ['warn same-event'],
    naming: ['"Third" and "First" and "Second" are sent on the same event'],
  },
  ...apart.map(({ name, restrictions: [a, b] }) => ({
    name: `same event, kept apart by ${name}`,
    ...bothPosted(a, b),
    says: ['pass'],
  })),
  ...together.map(({ name, restrictions: [a, b] }) => ({
    name: `same event, not kept apart: ${name}`,
    ...bothPosted(a, b),
    says: ['warn same-event'],
  })),
  ...[
    { name: 'is off', other: { email: { enabled: false } } },
    { name: 'is not known to be on', other: { email: {} } },
    { name: 'goes to agents', other: { email: { enabled: true, deliverTo: 'agents' as const } } },
    { name: 'is a trigger', other: { kind: 'trigger' as const } },
    { name: 'has no event', other: { event: null } },
  ].map(({ name, other }) => ({
    name: `same event: the other ${name}`,
    ...two({ ...sent('First', added('Auto')), ...other }, sent('Second', added('Auto'))),
    says: ['pass'],
  })),

  ...names.map(({ name, wanted, rows, naming }) => ({
    name: `a name: ${name}`,
    set: { [loanStatus]: [wanted], [table]: rows },
    says: [naming === undefined ? 'pass' : 'warn status-not-listed'],
    ...(naming !== undefined && { naming: [naming] }),
  })),
  {
    name: 'names in the event, each told once',
    set: {
      [event]: changes(
        { from: { status: 'Opne' }, to: closed },
        { from: { status: 'Opne' }, to: { status: 'Gone' } },
      ),
      [loanStatus]: [closed],
    },
    says: ['warn status-not-listed'],
    naming: [
      '"Payment received" names what Enrollment By Loan Status does not list: "Opne" (did you mean "Open"?) and "Gone".',
    ],
  },

  ...enrolled.map(({ name, wanted, rows, stops }) => ({
    name: `enrolment: ${name}`,
    set: { [loanStatus]: wanted, [table]: rows },
    says: [stops ? 'fail no-enrolled-status' : 'pass'],
  })),
  {
    name: 'enrolment: a status without any row',
    set: { [loanStatus]: [open, closed], [table]: [off(closed)] },
    says: ['warn status-not-listed'],
  },
  {
    name: 'enrolment: a name in doubt',
    set: { [loanStatus]: [{ ...open, subStatus: 'repaying' }], [table]: [off(open), on(repaying)] },
    says: ['warn status-not-listed'],
  },
  {
    name: 'enrolment: what the finding names',
    set: { [loanStatus]: [repaying, closed], [table]: [off(open), off(closed)] },
    says: ['fail no-enrolled-status'],
    naming: [
      '"Payment received" goes only to loans in "Open / Repaying" or "Closed", where Email Enrollment is off.',
    ],
  },

  {
    name: 'the new status cannot pass the restriction',
    set: { [event]: changes({ from: open, to: paidOff }, { from: repaying, to: closed }) },
    says: ['warn event-and-restriction'],
    naming: ['is sent when a loan becomes "Closed / Paid Off" or "Closed", but only to loans in "Open".'],
  },
  {
    name: 'one of the new statuses can pass',
    set: { [event]: changes({ from: open, to: closed }, { from: open, to: repaying }) },
    says: ['pass'],
  },
  {
    name: 'the new status may have the sub-status that passes',
    set: { [event]: becomesClosed, [loanStatus]: [paidOff] },
    says: ['pass'],
  },
  { name: 'any new status', set: { [event]: changes({ from: closed }) }, says: ['pass'] },
  {
    name: 'a status change without a restriction',
    set: { [event]: becomesClosed, [loanStatus]: [] },
    says: ['pass'],
  },
  {
    name: 'a portfolio change beside it',
    set: { [event]: { ...becomesClosed, ...added('Auto') } },
    says: ['pass'],
  },
  {
    name: 'the new status differs in case from the restriction, which is not listed: told once',
    set: { [event]: becomesClosed, [loanStatus]: [{ status: 'closed' }] },
    says: ['warn status-not-listed'],
  },
  {
    name: 'the new status differs in case from the restriction, statuses not given',
    set: { [event]: becomesClosed, [loanStatus]: [{ status: 'closed' }], [table]: undefined },
    says: ['warn event-and-restriction'],
    naming: ['"Closed", but only to loans in "closed" (case or white space differs).'],
  },
  {
    name: 'several at once',
    set: {
      [list]: [
        sent('First', becomesClosed, { loanStatus: [open] }),
        sent('Second', changes({ from: { status: 'Opne' }, to: closed }, { from: open, to: closed }), {
          loanStatus: [repaying],
        }),
      ],
      [table]: [off(open), on(closed)],
    },
    notification: 1,
    says: [
      'warn same-event',
      'warn status-not-listed',
      'fail no-enrolled-status',
      'warn event-and-restriction',
    ],
  },
  {
    name: 'a rule that no loan within Days Past Due meets',
    set: ruled('(>= status-days-past-due 5)', { daysPastDue: { max: 3 } }),
    says: ['fail rule-and-restriction'],
    naming: ['Days Past Due restriction lets through'],
  },
  {
    name: 'a rule that a loan within Days Past Due meets',
    set: ruled('(>= status-days-past-due 5)', { daysPastDue: { max: 5 } }),
    says: ['skip not-applicable'],
  },
  {
    name: 'a rule of another status than the restriction',
    set: ruled('(= loan-status "Closed")', { loanStatus: [open] }),
    says: ['warn rule-and-restriction'],
  },
];

checkTable(check, cases);
