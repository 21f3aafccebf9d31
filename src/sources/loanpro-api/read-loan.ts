import type { Path } from '../../account/pointer.js';
import type { EnrollmentRow, Link, Loan } from '../../account/types.js';
import { localDate, offsetMinutes } from '../../calendar/zone.js';
import type { Answer } from './client.js';
import type { Session } from './session.js';
import type { StatusNames } from './status-names.js';
import {
  dateOf,
  eBillingOf,
  entityOf,
  entriesOf,
  type Fields,
  fieldsOf,
  flagOf,
  idOf,
  instantOf,
  keyOf,
  nameOf,
  numberOf,
  present,
  roleOf,
  textOf,
} from './values.js';

/** How loans are read. */
export interface LoanReading {
  readonly session: Session;
  readonly names: StatusNames;
  readonly now: number;
  /** The daily figures wanted are the latest up to this moment (epoch milliseconds); the latest of all unless given. */
  readonly at: number | undefined;
  /** The company's zone, for dates. */
  readonly zone: string | undefined;
  /** Read the titles of portfolios too, one more request a loan. */
  readonly portfolios: boolean;
}

/** What LoanPro answered about a loan of a customer. */
export interface AskedLoan {
  /** The loan as the answer about the customer has it. */
  readonly entity: Fields;
  /** Of the three below, without what is asked of the path. */
  readonly path: string;
  readonly settings?: Answer | undefined;
  readonly days?: Answer | undefined;
  readonly groups?: Answer | undefined;
}

const DAY_MS = 86_400_000;
const DAYS_BACK = 5;

/** Asks for settings, daily figures and portfolios of a loan. */
export async function askLoan(reading: LoanReading, entity: Fields): Promise<AskedLoan> {
  const { session } = reading;
  const key = keyOf(entity['id']);
  if (key === undefined) return { entity, path: 'odata.svc/Loans' };
  const path = `odata.svc/Loans(${key})`;
  const [settings, days, groups] = await Promise.all([
    session.get(`${path}/LoanSettings`, { $expand: 'LoanStatus,LoanSubStatus' }),
    session.get(`${path}/StatusArchive`, { $filter: daysWanted(reading) }),
    reading.portfolios ? session.get(path, { $expand: 'Portfolios,SubPortfolios' }) : undefined,
  ]);
  return { entity, path, settings, days, groups };
}

function firstDay({ at, now }: LoanReading): string {
  return localDate((at ?? now) - DAYS_BACK * DAY_MS, 0);
}

function daysWanted(reading: LoanReading): string {
  const { at, zone } = reading;
  const first = `date ge datetime'${firstDay(reading)}T00:00:00'`;
  if (at === undefined) return first;
  return `${first} and date le datetime'${localDate(at, zone ? offsetMinutes(zone, at) : 0)}T00:00:00'`;
}

/** Takes the names of statuses out of the answers: those of one loan serve for all. */
export function learnNames(names: StatusNames, { settings, days }: AskedLoan): void {
  const entity = settings?.ok ? entityOf(settings.d) : undefined;
  names.learnStatus(entityOf(entity?.['LoanStatus']));
  names.learnSubStatus(entityOf(entity?.['LoanSubStatus']));
  for (const day of (days?.ok && entriesOf(days.d)) || []) names.learnDay(day);
}

/** A loan of a customer, and the row of Enrollment By Loan Status that its sub-status stands for. */
export interface ReadLoan {
  readonly link: Link;
  readonly enrollment: EnrollmentRow | undefined;
  readonly settingsPath: string;
}

/** Puts the answers together. The answer about the customer came from `from`; `place` is where the link stands. */
export function loanOf(reading: LoanReading, asked: AskedLoan, from: string, place: Path): ReadLoan {
  const { entity, path, settings } = asked;
  const { session, zone } = reading;
  const at = (...keys: string[]): Path[] => keys.map((key) => [...place, 'loan', key]);
  const settingsPath = `${path}/LoanSettings`;
  const own = settings?.ok ? (entityOf(settings.d) ?? undefined) : undefined;
  const day = latestDay(asked.days);
  const loan: Loan = present({
    id: idOf(entity['id']) ?? undefined,
    displayId: nameOf(entity['displayId']),
    active: flagOf(entity['active']),
    archived: flagOf(entity['archived']),
    deleted: flagOf(entity['deleted']),
    ...settingsOf(reading, own ?? entityOf(entity['LoanSettings']) ?? {}, day),
    ...groupsOf(asked.groups),
    ...figuresOf(day, zone),
    lastMaintenance: dateOf(entity['lastMaintRun'], zone),
  });
  const enrollment = own && enrollmentOf(own, loan);
  const absent = (...keys: (keyof Loan & string)[]) => at(...keys.filter((key) => loan[key] === undefined));

  const ofSettings = ['status', 'subStatus', 'eBilling', 'sourceCompany'] as const;
  if (own) session.came(settingsPath, ...at(...ofSettings));
  if (settings && !settings.ok) {
    session.failed(settingsPath, settings.failure, [...absent(...ofSettings), ['enrollmentByStatus']]);
  } else if (settings && !enrollment && loan.subStatus !== null) {
    const words = 'The answer leaves out the sub-status of the loan.';
    session.unanswered(settingsPath, words, [...absent('status', 'subStatus'), ['enrollmentByStatus']]);
  }

  const archivePath = `${path}/StatusArchive`;
  const ofDay = [
    'loanAge',
    'daysPastDue',
    'amountPastDue',
    'lastHumanActivity',
    'loanRecency',
    'snapshotDate',
  ] as const;
  if (day) session.came(archivePath, ...at(...ofDay, 'variables'));
  else if (asked.days?.ok) {
    const words = entriesOf(asked.days.d)
      ? `LoanPro has no daily figures of the ${DAYS_BACK} days from ${firstDay(reading)}; it keeps none while a loan is archived, not set up, or being modified.`
      : 'The answer holds no list.';
    session.unanswered(archivePath, words, absent(...ofDay, 'sourceCompany'));
  } else if (asked.days) session.failed(archivePath, asked.days.failure, absent(...ofDay, 'sourceCompany'));

  const ofGroups = ['portfolios', 'subPortfolios'] as const;
  if (asked.groups?.ok) {
    session.came(path, ...at(...ofGroups));
    if (!loan.portfolios || !loan.subPortfolios) {
      session.unanswered(path, 'The answer leaves out titles.', absent(...ofGroups));
    }
  } else if (asked.groups) session.failed(path, asked.groups.failure, absent(...ofGroups));

  return { link: { ...accessOf(session, entity, from, place), loan }, enrollment, settingsPath };
}

/** The switches that stand in Links & Access; a loan read by itself does not have them. */
function accessOf(session: Session, entity: Fields, from: string, place: Path): Omit<Link, 'loan'> {
  const related = entityOf(entity['_relatedMetadata']);
  if (!related) {
    session.unanswered(
      from,
      "The answer leaves out the customer's access to this loan (_relatedMetadata).",
      ['emailAccess', 'webAccess', 'smsAccess', 'role'].map((key) => [...place, key]),
    );
    return {};
  }
  return present({
    role: roleOf(related['customerRole']),
    emailAccess: flagOf(related['customerEmailEnrollmentAccess']),
    webAccess: flagOf(related['customerWebAccess']),
    smsAccess: flagOf(related['customerSmsAccess']),
  });
}

function settingsOf({ names }: LoanReading, settings: Fields, day: Fields | undefined): Loan {
  return present({
    ...names.refOf(settings['loanStatusId'], settings['loanSubStatusId']),
    eBilling: eBillingOf(settings['eBilling']),
    sourceCompany: sourceCompanyOf(settings['sourceCompany'], day),
  });
}

/** The settings give the id alone; the name stands in the daily figures, if they are about the same company. */
function sourceCompanyOf(value: unknown, day: Fields | undefined): string | null | undefined {
  const id = idOf(value);
  if (id == null) return id;
  return day && idOf(day['sourceCompanyId']) === id ? textOf(day['sourceCompanyText']) : undefined;
}

function enrollmentOf(settings: Fields, { status, subStatus }: Loan): EnrollmentRow | undefined {
  const entity = entityOf(settings['LoanSubStatus']);
  if (!entity || status == null || subStatus == null) return undefined;
  return present({
    status,
    subStatus,
    emailEnroll: flagOf(entity['emailEnroll']),
    webAccess: flagOf(entity['webAccess']),
    smsEnroll: flagOf(entity['smsEnroll']),
  });
}

function latestDay(answer: Answer | undefined): Fields | undefined {
  const days = (answer?.ok && entriesOf(answer.d)) || [];
  const timeOf = (day: Fields | undefined) => instantOf(day?.['date']) ?? Number.NEGATIVE_INFINITY;
  return days.reduce<Fields | undefined>(
    (latest, day) => (latest && timeOf(latest) >= timeOf(day) ? latest : day),
    undefined,
  );
}

// Fields and the variables of the same meaning: https://help.loanpro.io/article/vwpfqkyxxf and the context engine
// glossary, https://loanpro.helpjuice.com/context-engine/context-engine-glossary-general
const VARIABLES: Readonly<Record<string, string>> = {
  payoff: 'status-payoff',
  perdiem: 'status-perdiem',
  nextPaymentAmount: 'status-next-payment-amount',
  dueFees: 'status-due-fees',
  dueEscrow: 'status-due-escrow',
  dueDiscount: 'status-due-discount',
};

function figuresOf(day: Fields | undefined, zone: string | undefined): Loan {
  if (!day) return {};
  const variables = Object.entries(VARIABLES).flatMap(([field, name]) => {
    const value = numberOf(day[field]);
    return value === undefined ? [] : [[name, value] as const];
  });
  return present({
    loanAge: numberOf(day['loanAge']),
    daysPastDue: numberOf(day['daysPastDue']),
    // What came due and is unpaid; LoanPro labels the variable of it "Amount Past Due".
    amountPastDue: numberOf(day['amountDue']),
    lastHumanActivity: dateOf(day['lastHumanActivity'], zone),
    loanRecency: numberOf(day['loanRecency']),
    snapshotDate: dateOf(day['date'], zone),
    variables: variables.length > 0 ? Object.fromEntries(variables) : undefined,
  });
}

function groupsOf(answer: Answer | undefined): Loan {
  const fields = (answer?.ok && fieldsOf(answer.d)) || {};
  return present({
    portfolios: titlesOf(fields['Portfolios']),
    subPortfolios: titlesOf(fields['SubPortfolios']),
  });
}

/** A list with an entry that has no title is as good as unknown: a restriction could not be compared with it. */
function titlesOf(value: unknown): string[] | undefined {
  const titles = entriesOf(value)?.map(({ title }) => textOf(title));
  return titles?.every((title) => typeof title === 'string') ? titles : undefined;
}
