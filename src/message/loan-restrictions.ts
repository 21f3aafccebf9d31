import { sameInAnyCase, sameName, statusName } from '../account/lookup.js';
import type { Loan, Range, Restrictions, StatusRef } from '../account/types.js';
import { counted, dollars, listed, quoted } from '../core/words.js';

/** Whether a loan meets a restriction; `on-bound` meets it at the very end of a range. */
export type Meets = 'yes' | 'on-bound' | 'no' | 'unknown';

export type RestrictionCode =
  | 'loan-status'
  | 'e-billing'
  | 'source-company'
  | 'loan-aging'
  | 'days-past-due'
  | 'amount-past-due'
  | 'human-activity'
  | 'loan-recency'
  | 'portfolios';

/** One restriction that a person has set for an email. Portfolios and Sub Portfolios share a code. */
export interface Restriction {
  readonly code: RestrictionCode;
  /** What the screen calls it. */
  readonly name: string;
  readonly field: keyof Restrictions;
  readonly loanFields: readonly (keyof Loan)[];
  readonly meets: (loan: Loan, same?: typeof sameName) => Meets;
  /** The fields whose absence leaves it unknown; asked only then. All of `loanFields` where left out. */
  readonly lacks?: (loan: Loan) => readonly (keyof Loan)[];
  /** How far the loan is from the nearer end of a range, in days or dollars; left out where there is no range. */
  readonly room?: (loan: Loan) => number;
  /** What it asks for, in words. */
  readonly needs: string;
  /** What the loan has, in words. */
  readonly has: (loan: Loan) => string;
}

type Name = string | number;
type Names = readonly Name[] | null | undefined;

/**
 * The restrictions that are set: null, blank and empty ones are not. Each is made once and then asked of every loan.
 * @param today the date `YYYY-MM-DD` that Human Activity is counted from.
 */
export function setRestrictions(wanted: Restrictions, today: string): Restriction[] {
  return [
    byStatus(wanted.loanStatus),
    byEBilling(wanted.eBilling),
    byNames('source-company', 'Source Company', 'sourceCompany', wanted.sourceCompany),
    byRange('loan-aging', 'Loan Aging', 'loanAging', 'loanAge', wanted.loanAging),
    byRange('days-past-due', 'Days Past Due', 'daysPastDue', 'daysPastDue', wanted.daysPastDue),
    byRange(
      'amount-past-due',
      'Amount Past Due',
      'amountPastDue',
      'amountPastDue',
      wanted.amountPastDue,
      dollars,
      dollars,
    ),
    byActivity(wanted.humanActivity?.withinDays, today),
    byRecency(wanted.loanRecency),
    byNames('portfolios', 'Portfolios', 'portfolios', wanted.portfolios),
    byNames('portfolios', 'Sub Portfolios', 'subPortfolios', wanted.subPortfolios),
  ].filter((restriction) => restriction !== undefined);
}

/** Why a loan misses a restriction: "Days Past Due needs 5 or more, has 4 days". */
export function missInWords({ name, needs, has, meets }: Restriction, loan: Loan): string {
  const note = meets(loan, sameInAnyCase) === 'no' ? '' : ' (upper and lower case differ)';
  return `${name} needs ${needs}, has ${has(loan)}${note}`;
}

/** That a loan meets a restriction: "Days Past Due has 6 days, needs 5 or more", "E-Billing is on, as it must be". */
export function metInWords({ name, needs, has }: Restriction, loan: Loan): string {
  const value = has(loan);
  return value === needs ? `${name} is ${value}, as it must be` : `${name} has ${value}, needs ${needs}`;
}

/** Restrictions, first the one to an end of whose range the loan is nearest; those without a range come last. */
export function nearestFirst(restrictions: readonly Restriction[], loan: Loan): Restriction[] {
  const room = (one: Restriction) => one.room?.(loan) ?? Number.MAX_VALUE;
  return restrictions.toSorted((a, b) => room(a) - room(b));
}

const DAY_MS = 86_400_000;
const NEVER_PAID: Loan = { loanRecency: Number.POSITIVE_INFINITY };

const isNamed = (name: Name | null | undefined) => typeof name === 'number' || Boolean(name?.trim());
const days = (count: number) => counted(count, 'day');

function byStatus(entries: readonly StatusRef[] | null | undefined): Restriction | undefined {
  const wanted = (entries ?? [])
    .filter(({ status }) => isNamed(status))
    .map(({ status, subStatus }) => ({ status, subStatus: subStatus?.trim() || undefined }));
  if (wanted.length === 0) return undefined;
  return {
    code: 'loan-status',
    name: 'Loan Status',
    field: 'loanStatus',
    loanFields: ['status', 'subStatus'],
    meets: ({ status, subStatus }, same = sameName) => {
      if (!isNamed(status)) return 'unknown';
      let meets: Meets = 'no';
      for (const entry of wanted) {
        if (!same(entry.status, status)) continue;
        if (entry.subStatus === undefined || same(entry.subStatus, subStatus)) return 'yes';
        if (subStatus === undefined) meets = 'unknown';
      }
      return meets;
    },
    lacks: ({ status, subStatus }) => {
      const lacksSub = subStatus === undefined && wanted.some((entry) => entry.subStatus !== undefined);
      return [...(isNamed(status) ? [] : ['status' as const]), ...(lacksSub ? ['subStatus' as const] : [])];
    },
    needs: listed(wanted.map(statusName).map(quoted), 'or'),
    has: (loan) => quoted(statusName(loan)),
  };
}

function byEBilling(wanted: boolean | undefined): Restriction | undefined {
  const word = (isOn: boolean | undefined) => (isOn ? 'on' : 'off');
  if (wanted === undefined) return undefined;
  return {
    code: 'e-billing',
    name: 'E-Billing',
    field: 'eBilling',
    loanFields: ['eBilling'],
    meets: ({ eBilling }) => {
      if (eBilling === undefined) return 'unknown';
      return eBilling === wanted ? 'yes' : 'no';
    },
    needs: word(wanted),
    has: ({ eBilling }) => word(eBilling),
  };
}

function byNames(
  code: RestrictionCode,
  name: string,
  field: 'sourceCompany' | 'portfolios' | 'subPortfolios',
  entries: Names,
): Restriction | undefined {
  const wanted = (entries ?? []).filter(isNamed);
  if (wanted.length === 0) return undefined;
  const isWanted = (has: Name, same: typeof sameName) => wanted.some((one) => same(one, has));
  return {
    code,
    name,
    field,
    loanFields: [field],
    meets: ({ [field]: has }, same = sameName) => {
      if (has === undefined) return 'unknown';
      const isMet = typeof has === 'string' ? isWanted(has, same) : has?.some((one) => isWanted(one, same));
      return isMet ? 'yes' : 'no';
    },
    needs: listed(wanted.map(quoted), 'or'),
    has: ({ [field]: has }) =>
      listed((typeof has === 'string' ? [has] : (has ?? [])).filter(isNamed).map(quoted)) || 'none',
  };
}

function byRange(
  code: RestrictionCode,
  name: string,
  field: keyof Restrictions,
  loanField: 'loanAge' | 'daysPastDue' | 'amountPastDue' | 'loanRecency',
  range: Range | null | undefined,
  showLimit: (limit: number) => string = String,
  showValue: (value: number) => string = days,
): Restriction | undefined {
  const { min, max } = range ?? {};
  if (min == null && max == null) return undefined;
  const ends = [min, max].map((end) => (end == null ? undefined : showLimit(end)));
  const [from, to] = ends;
  return {
    code,
    name,
    field,
    loanFields: [loanField],
    meets: (loan) => placeInRange(loan[loanField], min, max),
    room: ({ [loanField]: value }) => {
      // No payment ever is far from any lower end.
      const has = value ?? Number.MAX_VALUE;
      return Math.min(has - (min ?? Number.NEGATIVE_INFINITY), (max ?? Number.POSITIVE_INFINITY) - has);
    },
    needs: from === undefined ? `at most ${to}` : to === undefined ? `${from} or more` : `${from} to ${to}`,
    has: (loan) => showValue(loan[loanField] ?? 0),
  };
}

function byRecency(range: Range | null | undefined): Restriction | undefined {
  const plain = byRange('loan-recency', 'Loan Recency', 'loanRecency', 'loanRecency', range);
  return (
    plain && {
      ...plain,
      // No payment ever is longer ago than any number of days.
      meets: (loan) => plain.meets(loan.loanRecency === null ? NEVER_PAID : loan),
      has: (loan) => (loan.loanRecency === null ? 'no payment ever' : `${plain.has(loan)} without a payment`),
    }
  );
}

function byActivity(withinDays: number | null | undefined, today: string): Restriction | undefined {
  if (withinDays == null) return undefined;
  const now = Date.parse(today);
  const daysSince = (last: string) => (now - Date.parse(last)) / DAY_MS;
  return {
    code: 'human-activity',
    name: 'Human Activity',
    field: 'humanActivity',
    loanFields: ['lastHumanActivity'],
    meets: ({ lastHumanActivity: last }) => {
      if (last === undefined) return 'unknown';
      return last === null ? 'no' : placeInRange(daysSince(last), undefined, withinDays);
    },
    room: ({ lastHumanActivity: last }) => withinDays - daysSince(last ?? today),
    needs: `activity within ${days(withinDays)} before ${today}`,
    has: ({ lastHumanActivity }) => lastHumanActivity ?? 'none ever',
  };
}

function placeInRange(
  value: number | null | undefined,
  min: number | null | undefined,
  max: number | null | undefined,
): Meets {
  if (value == null) return 'unknown';
  if ((min != null && value < min) || (max != null && value > max)) return 'no';
  return value === min || value === max ? 'on-bound' : 'yes';
}
