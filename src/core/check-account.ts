import type { Found } from '../account/find-subject.js';
import type { Customer, Notification } from '../account/types.js';
import type { Check, Said } from './check.js';
import {
  aboutLeftOut,
  type Diagnosis,
  diagnosing,
  type EmailReport,
  emailsAsked,
  momentsOf,
  notificationOf,
  notificationsAsked,
  type RunRequest,
  resultsOf,
} from './diagnose.js';
import type { Subject } from './facts.js';
import type { Result, Trace } from './result.js';
import { NO_CUSTOMER, prepare } from './run.js';
import { type EmailVerdict, type Judged, judge, type OverallVerdict, overall } from './verdict.js';

/** What `check` asks of one account. */
export interface CheckRequest extends RunRequest {
  /** Checks that compare a notification with the rest of the account; a single email is not judged by them. */
  readonly settingsChecks: readonly Check[];
  readonly customers: readonly Found<Customer>[];
  /** Of the account, or of one customer of it. */
  readonly traceOf: (customer: Found<Customer> | undefined) => Trace;
}

/** One notification as far as its own settings and those of the account decide; null for direct mail. */
export interface NotificationReport {
  readonly notification: EmailReport['notification'];
  /** Switched off: listed, and never a failure. */
  readonly isOff: boolean;
  /** With the gates of the account. */
  readonly judged: Judged;
  /** Without the gates of the account. */
  readonly results: readonly Result[];
}

/** One account: its settings once, every notification, and its customers where it has any. */
export interface AccountReport {
  /** The moment asked about, in the company's offset. */
  readonly asOf: string;
  readonly verdict: OverallVerdict;
  /** The gates that are the same for every email. */
  readonly judged: Judged;
  readonly results: readonly Result[];
  readonly notifications: readonly NotificationReport[];
  readonly customers: readonly CustomerReport[];
  readonly assumptions: readonly string[];
}

export interface CustomerReport extends Omit<Diagnosis, 'emails'> {
  /** In the list of the export. */
  readonly index: number;
  readonly emails: readonly CheckedEmail[];
}

export interface CheckedEmail extends EmailReport {
  /** Its findings make a run fail: its notification is on, and the customer's verdict rests on it. */
  readonly isCounted: boolean;
}

/**
 * Judges an account as a whole.
 * @throws UsageError when there is no notification to check, or the one asked about is unknown or ambiguous.
 */
export function checkAccount(request: CheckRequest): AccountReport {
  const { account, question, customers, traceOf } = request;
  const asked = question.direct ? [undefined] : notificationsAsked(account, request.message);
  const judgeWith = (checks: readonly Check[]) => {
    const evaluate = prepare(checks, account, question, request.leftOut, request.probed);
    const trace = traceOf(undefined);
    return (notification: Found<Notification> | undefined) => {
      const { facts, said } = evaluate(withoutCustomer(notification));
      const known = customers.length > 0 ? said : withoutLog(checks, said);
      return { judged: judge(checks, known), results: resultsOf(checks, known, facts, trace) };
    };
  };

  const settings = judgeWith(request.checks.filter(({ scope }) => scope === 'account'))(undefined);
  const all = [...request.checks, ...request.settingsChecks];
  const judgeOne = judgeWith(all);
  const notifications = asked.map((notification): NotificationReport => {
    const { judged, results } = judgeOne(notification);
    return {
      notification: notification ? notificationOf(notification) : null,
      isOff: notification?.value.email?.enabled === false,
      judged,
      results: results.filter(({ check }) => check.scope !== 'account'),
    };
  });

  const diagnoseOne = diagnosing(request);
  const reports = customers.map((customer): CustomerReport => {
    const diagnosis = diagnoseOne(customer, traceOf(customer));
    return { ...diagnosis, index: customer.index, emails: counted(diagnosis, notifications) };
  });
  return {
    asOf: momentsOf(account, question)(question.now),
    verdict: verdictOf(settings.judged, notifications, reports),
    ...settings,
    notifications,
    customers: reports,
    assumptions: aboutLeftOut(all, request.leftOut),
  };
}

/** The emails of a request, those of no customer first. */
export function subjectsOf(
  request: Pick<CheckRequest, 'account' | 'question' | 'message' | 'loan' | 'customers'>,
): Subject[] {
  const { account, question, message, customers } = request;
  const asked = question.direct ? [undefined] : notificationsAsked(account, message);
  return [
    ...asked.map(withoutCustomer),
    ...customers.flatMap((customer) => emailsAsked({ ...request, customer })),
  ];
}

const withoutCustomer = (notification: Found<Notification> | undefined): Subject => ({
  notification,
  customer: undefined,
  link: undefined,
  linkage: 'no-customer',
});

/** Without customers there is no mail to count in the communication log. */
function withoutLog(checks: readonly Check[], said: readonly Said[]): Said[] {
  return checks.map((check, i) =>
    check.needs.includes('communicationHistory') ? NO_CUSTOMER : (said[i] ?? []),
  );
}

/**
 * Emails that the message or the loan itself stops do not count, as in a diagnosis, unless that leaves the customer
 * without any; one that is switched off never does.
 */
function counted({ emails }: Diagnosis, notifications: readonly NotificationReport[]): CheckedEmail[] {
  const off = new Set(
    notifications.flatMap(({ isOff, notification }) => (isOff ? [notification?.index] : [])),
  );
  const on = emails.filter(({ notification }) => !off.has(notification?.index));
  const isLast = on.every(({ isUncounted }) => isUncounted);
  return emails.map((email) => ({
    ...email,
    isCounted: !off.has(email.notification?.index) && (isLast || !email.isUncounted),
  }));
}

/** Over the notifications that are on and the emails that count; where there is none, that of the settings alone. */
function verdictOf(
  settings: Judged,
  notifications: readonly NotificationReport[],
  customers: readonly CustomerReport[],
): OverallVerdict {
  const verdicts: EmailVerdict[] = [
    ...notifications.flatMap(({ isOff, judged }) => (isOff ? [] : [judged.verdict])),
    ...customers.flatMap(({ emails }) =>
      emails.flatMap(({ isCounted, judged }) => (isCounted ? [judged.verdict] : [])),
    ),
  ];
  return verdicts.length > 0 ? overall(verdicts) : settings.verdict;
}
