import { differsInCaseOnly, isEmpty, sameName, statusName } from '../src/account/lookup.js';
import type { Loan, Range, Restrictions } from '../src/account/types.js';
import { addDays, localDate, offsetMinutes } from '../src/calendar/zone.js';
import { defineCheck, type FindingSpec, type Outcome } from '../src/core/check.js';
import type { View } from '../src/core/facts.js';
import { counted, dollars, listed, quoted } from '../src/core/words.js';

type Seen = View<'tenant' | 'notification' | 'link'>;
type Names = readonly (string | number)[] | null | undefined;
/** Whether a loan meets one restriction; `on-bound` meets it at the very end of a range. */
type Meets = 'yes' | 'on-bound' | 'no' | 'unknown';

const MENU = 'Settings > Company > Notifications > (notification) > Email > Restrictions';
const URL = 'https://help.loanpro.io/article/435zbyyc6w-event-based-notifications-system';

const restrictionsOf = (facts: Seen): Restrictions => facts.notification?.email?.restrictions ?? {};
const loanOf = (facts: Seen): Loan => facts.link?.loan ?? {};
const restrictionPath = (facts: Seen, field: string) => [
  ...facts.at.notification,
  'email',
  'restrictions',
  field,
];
const loanPath = (facts: Seen, field: string) => [...facts.at.link, 'loan', field];

/** The date of the moment asked about, in the company time zone, else in the offset of the moment given. */
function dateOf({ tenant, question }: Seen): string {
  const zone = tenant?.timezone?.trim();
  return localDate(question.now, zone ? offsetMinutes(zone, question.now) : question.offset);
}

const isSet = (range: Range | null | undefined): range is Range => range?.min != null || range?.max != null;

function inRange(range: Range | null | undefined, value: number | null | undefined): Meets {
  if (!isSet(range)) return 'yes';
  if (value == null) return 'unknown';
  if ((range.min != null && value < range.min) || (range.max != null && value > range.max)) return 'no';
  return value === range.min || value === range.max ? 'on-bound' : 'yes';
}

function inNames(wanted: Names, has: Names): Meets {
  if (!wanted?.length) return 'yes';
  if (has === undefined) return 'unknown';
  return wanted.some((name) => has?.some((other) => sameName(name, other))) ? 'yes' : 'no';
}

function meetsStatus(wanted: Restrictions['loanStatus'], { status, subStatus }: Loan): Meets {
  if (!wanted?.length) return 'yes';
  if (status === undefined || isEmpty(status)) return 'unknown';
  let result: Meets = 'no';
  for (const entry of wanted) {
    if (!sameName(entry.status, status)) continue;
    if (entry.subStatus === undefined || isEmpty(entry.subStatus) || sameName(entry.subStatus, subStatus))
      return 'yes';
    if (subStatus === undefined) result = 'unknown';
  }
  return result;
}

function meetsRecency(range: Range | null | undefined, recency: number | null | undefined): Meets {
  // No payment ever is longer ago than any number of days.
  if (recency === null && isSet(range)) return range.max == null ? 'yes' : 'no';
  return inRange(range, recency);
}

function meetsActivity(
  within: number | null | undefined,
  last: string | null | undefined,
  facts: Seen,
): Meets {
  if (within == null) return 'yes';
  if (last === undefined) return 'unknown';
  if (last === null) return 'no';
  const earliest = addDays(dateOf(facts), -within);
  if (last === earliest) return 'on-bound';
  return last > earliest ? 'yes' : 'no';
}

function both(a: Meets, b: Meets): Meets {
  if (a === 'no' || b === 'no') return 'no';
  return a === 'unknown' || b === 'unknown' ? 'unknown' : 'yes';
}

interface Restriction {
  readonly name: string;
  /** Fields of the restrictions it is made of, with the loan fields they look at. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  readonly meets: (restrictions: Restrictions, loan: Loan, facts: Seen) => Meets;
  /** What it asks for and what the loan has. */
  readonly miss: (restrictions: Restrictions, loan: Loan, facts: Seen) => string;
}

const days = (count: number) => counted(count, 'day');
const range = ({ min, max }: Range, show: (n: number) => string) => {
  if (min == null) return `at most ${show(max ?? 0)}`;
  return max == null ? `${show(min)} or more` : `${show(min)} to ${show(max)}`;
};
const ranged = (
  name: string,
  field: 'loanAging' | 'daysPastDue' | 'amountPastDue',
  loanField: 'loanAge' | 'daysPastDue' | 'amountPastDue',
  show: (n: number) => string,
): Restriction => ({
  name,
  fields: { [field]: [loanField] },
  meets: (restrictions, loan) => inRange(restrictions[field], loan[loanField]),
  miss: (restrictions, loan) =>
    `${name}: needs ${range(restrictions[field] ?? {}, show)}, has ${show(loan[loanField] ?? 0)}`,
});
const names = (list: Names) => (list?.length ? listed(list.map(quoted)) : 'none');

const ALL = {
  'loan-status': {
    name: 'Loan Status',
    fields: { loanStatus: ['status', 'subStatus'] },
    meets: ({ loanStatus }, loan) => meetsStatus(loanStatus, loan),
    miss: ({ loanStatus }, loan) => {
      const wanted = listed(
        (loanStatus ?? []).map((entry) => quoted(statusName(entry))),
        'or',
      );
      const isCase = (loanStatus ?? []).some(
        (e) => differsInCaseOnly(e.status, loan.status) || differsInCaseOnly(e.subStatus, loan.subStatus),
      );
      return `Loan Status: needs ${wanted}, has ${quoted(statusName(loan))}${isCase ? ' (upper and lower case differ)' : ''}`;
    },
  },
  'e-billing': {
    name: 'E-Billing',
    fields: { eBilling: ['eBilling'] },
    meets: ({ eBilling }, loan) => {
      if (eBilling === undefined) return 'yes';
      if (loan.eBilling === undefined) return 'unknown';
      return eBilling === loan.eBilling ? 'yes' : 'no';
    },
    miss: ({ eBilling }) => `E-Billing: needs ${eBilling ? 'on, has off' : 'off, has on'}`,
  },
  'source-company': {
    name: 'Source Company',
    fields: { sourceCompany: ['sourceCompany'] },
    meets: ({ sourceCompany }, loan) => {
      if (!sourceCompany?.length) return 'yes';
      if (loan.sourceCompany === undefined) return 'unknown';
      return sourceCompany.some((name) => sameName(name, loan.sourceCompany)) ? 'yes' : 'no';
    },
    miss: ({ sourceCompany }, loan) => {
      const isCase = (sourceCompany ?? []).some((name) => differsInCaseOnly(name, loan.sourceCompany));
      return `Source Company: needs ${listed((sourceCompany ?? []).map(quoted), 'or')}, has ${
        loan.sourceCompany?.trim() ? quoted(loan.sourceCompany) : 'none'
      }${isCase ? ' (upper and lower case differ)' : ''}`;
    },
  },
  'loan-aging': ranged('Loan Aging', 'loanAging', 'loanAge', days),
  'days-past-due': ranged('Days Past Due', 'daysPastDue', 'daysPastDue', days),
  'amount-past-due': ranged('Amount Past Due', 'amountPastDue', 'amountPastDue', dollars),
  'human-activity': {
    name: 'Human Activity',
    fields: { humanActivity: ['lastHumanActivity'] },
    meets: ({ humanActivity }, loan, facts) =>
      meetsActivity(humanActivity?.withinDays, loan.lastHumanActivity, facts),
    miss: ({ humanActivity }, loan, facts) =>
      `Human Activity: needs activity on or after ${addDays(dateOf(facts), -(humanActivity?.withinDays ?? 0))} (within ${days(
        humanActivity?.withinDays ?? 0,
      )}), last was ${loan.lastHumanActivity ?? 'never'}`,
  },
  'loan-recency': {
    name: 'Loan Recency',
    fields: { loanRecency: ['loanRecency'] },
    meets: ({ loanRecency }, loan) => meetsRecency(loanRecency, loan.loanRecency),
    miss: ({ loanRecency }, loan) =>
      `Loan Recency: needs ${range(loanRecency ?? {}, days)} without a payment, has ${
        loan.loanRecency == null ? 'no payment ever' : days(loan.loanRecency)
      }`,
  },
  portfolios: {
    name: 'Portfolios',
    fields: { portfolios: ['portfolios'], subPortfolios: ['subPortfolios'] },
    meets: ({ portfolios, subPortfolios }, loan) =>
      both(inNames(portfolios, loan.portfolios), inNames(subPortfolios, loan.subPortfolios)),
    miss: ({ portfolios, subPortfolios }, loan) =>
      [
        inNames(portfolios, loan.portfolios) === 'no' &&
          `Portfolios: needs ${listed((portfolios ?? []).map(quoted), 'or')}, has ${names(loan.portfolios)}`,
        inNames(subPortfolios, loan.subPortfolios) === 'no' &&
          `Sub Portfolios: needs ${listed((subPortfolios ?? []).map(quoted), 'or')}, has ${names(loan.subPortfolios)}`,
      ]
        .filter((text) => text)
        .join('; '),
  },
} satisfies Record<string, Restriction>;

type Code = keyof typeof ALL;
// Object.keys gives texts, though the keys of this constant are known.
const codes = Object.keys(ALL) as readonly Code[];

const setCodes = new WeakMap<Restrictions, readonly Code[]>();

/** The restrictions that a person has set; the same for every loan, so they are looked for once. */
function setOnes(facts: Seen): readonly Code[] {
  const restrictions = restrictionsOf(facts);
  let found = setCodes.get(restrictions);
  if (!found) {
    // A loan of which nothing is known meets only what is not set.
    found = codes.filter((code) => ALL[code].meets(restrictions, {}, facts) !== 'yes');
    setCodes.set(restrictions, found);
  }
  return found;
}

const setNames = (facts: Seen) => listed(setOnes(facts).map((code) => ALL[code].name));
const setPaths = (facts: Seen) => setOnes(facts).flatMap((code) => paths(facts, ALL[code]));

function paths(facts: Seen, { fields }: Restriction) {
  const restrictions: object = restrictionsOf(facts);
  return Object.entries(fields).flatMap(([field, loanFields]) =>
    field in restrictions
      ? [restrictionPath(facts, field), ...loanFields.map((loanField) => loanPath(facts, loanField))]
      : [],
  );
}

const missed = (code: Code): FindingSpec<Seen, unknown> => ({
  status: 'fail',
  summary: (facts) => `${ALL[code].miss(restrictionsOf(facts), loanOf(facts), facts)}.`,
  why: 'The email goes only to loans that meet every restriction set on its Email tab.',
  evidence: (facts) => paths(facts, ALL[code]),
  fix: () => ({
    menu: MENU,
    url: URL,
    steps: [
      'Decide whether this loan is meant to get the message: the restriction may be right.',
      `If it is, open ${MENU}, change ${ALL[code].name}, and click Save.`,
      'If the figure of the loan is wrong, correct it on the loan.',
    ],
  }),
});

export default defineCheck({
  id: 'message-restrictions',
  title: 'The loan meets the restrictions of the email',
  article: 'Email Restrictions',
  scope: 'message',
  worst: 'fail',
  needs: ['tenant', 'notification', 'link'],

  outcomes: {
    none: {
      status: 'pass',
      summary: 'No restriction is set.',
      evidence: ({ at }) => [[...at.notification, 'email', 'restrictions']],
    },
    met: {
      status: 'pass',
      summary: (facts) => `The loan meets what is set: ${setNames(facts)}.`,
      evidence: setPaths,
    },
    'met-on-bound': {
      status: 'pass',
      unconfirmed: true,
      summary: (facts) =>
        `The loan meets what is set (${setNames(facts)}), one of them exactly at its limit, which LoanPro is not said to include.`,
      evidence: setPaths,
    },
    'loan-status': missed('loan-status'),
    'e-billing': missed('e-billing'),
    'source-company': missed('source-company'),
    'loan-aging': missed('loan-aging'),
    'days-past-due': missed('days-past-due'),
    'amount-past-due': missed('amount-past-due'),
    'human-activity': missed('human-activity'),
    'loan-recency': missed('loan-recency'),
    portfolios: missed('portfolios'),
    unknown: {
      status: 'unknown',
      missing: (facts, open: readonly Code[]) => {
        const loan: object = loanOf(facts);
        const restrictions: object = restrictionsOf(facts);
        return open.flatMap((code) =>
          Object.entries(ALL[code].fields).flatMap(([field, loanFields]) =>
            field in restrictions
              ? loanFields
                  .filter((loanField) => (Reflect.get(loan, loanField) ?? undefined) === undefined)
                  .map((loanField) => loanPath(facts, loanField))
              : [],
          ),
        );
      },
    },
    'links-unknown': { status: 'unknown', missing: ({ at }) => [[...at.customer, 'links']] },
    blocked: {
      status: 'skip',
      reason: 'blocked-by:customer-enrollment',
      summary: 'Restrictions are looked at for each loan, and there is no loan in question.',
    },
    direct: { status: 'skip', reason: 'not-applicable', summary: 'Direct mail has no restrictions.' },
  },

  run(facts, say) {
    const { notification, linkage, question } = facts;
    if (question.direct) return say.direct();
    if (linkage === 'no-links' || linkage === 'not-among-links') return say.blocked();
    const restrictions = notification?.email?.restrictions;
    const set = restrictions ? setOnes(facts) : [];
    if (!restrictions || set.length === 0) return say.none();
    if (linkage === 'links-absent') return say['links-unknown']();

    const loan = loanOf(facts);
    const failed: Outcome[] = [];
    const open: Code[] = [];
    let isOnBound = false;
    for (const code of set) {
      const meets = ALL[code].meets(restrictions, loan, facts);
      if (meets === 'no') failed.push(say[code]());
      else if (meets === 'unknown') open.push(code);
      else if (meets === 'on-bound') isOnBound = true;
    }
    if (failed.length > 0) return failed;
    if (open.length > 0) return say.unknown(open);
    return isOnBound ? say['met-on-bound']() : say.met();
  },
});
