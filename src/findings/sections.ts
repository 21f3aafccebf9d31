import type { AccountReport, CustomerReport, NotificationReport } from '../core/check-account.js';
import type { Diagnosis, EmailReport } from '../core/diagnose.js';
import type { Result } from '../core/result.js';
import type { EmailVerdict } from '../core/verdict.js';
import { isFound } from './mark.js';

/** Results that belong together; what stands in one section is not repeated in a later one. */
export interface Section {
  /** The same from run to run and unique in its account, such as `notification 7`. */
  readonly id: string;
  readonly verdict: EmailVerdict;
  /** Its findings make a run fail. */
  readonly isCounted: boolean;
  readonly results: readonly Result[];
  readonly of:
    | { readonly kind: 'settings' }
    | { readonly kind: 'notification'; readonly report: NotificationReport }
    | {
        readonly kind: 'email';
        readonly report: EmailReport;
        readonly customer: Diagnosis['customer'];
        /** The id of its notification's section. */
        readonly message: string | undefined;
      };
}

/** Asked for by everybody who prints a part of a report. */
const made = new WeakMap<AccountReport, readonly Section[]>();

/** The settings of the account, then its notifications, then the emails of its customers. */
export function sectionsOf(report: AccountReport): readonly Section[] {
  const sections = made.get(report) ?? makeSections(report);
  made.set(report, sections);
  return sections;
}

function makeSections(report: AccountReport): Section[] {
  const unique = uniqueNames();
  const settings: Section = {
    id: 'settings',
    verdict: report.judged.verdict,
    isCounted: true,
    results: report.results,
    of: { kind: 'settings' },
  };
  const notifications = report.notifications.map(
    (one): Section => ({
      id: unique(notificationId(one.notification)),
      verdict: one.judged.verdict,
      isCounted: !one.isOff,
      results: one.results,
      of: { kind: 'notification', report: one },
    }),
  );
  const isSaidByAccount = saidIn(settings.results);
  const said = new Map(
    notifications.map((section, i) => [
      report.notifications[i]?.notification?.index,
      { id: section.id, isSaid: saidIn([...settings.results, ...section.results]) },
    ]),
  );
  const emails = report.customers.flatMap(({ customer, emails }) =>
    emails.map((email): Section => {
      const message = said.get(email.notification?.index);
      const isSaid = message?.isSaid ?? isSaidByAccount;
      return {
        id: unique(emailId(customer, email)),
        verdict: email.judged.verdict,
        isCounted: email.isCounted,
        results: email.results.filter((result) => !isSaid(result)),
        of: { kind: 'email', report: email, customer, message: message?.id },
      };
    }),
  );
  return [settings, ...notifications, ...emails];
}

/** Whether a result is among these. */
function saidIn(results: readonly Result[]): (result: Result) => boolean {
  const byCheck = new Map<Result['check'], Result[]>();
  for (const result of results) {
    const others = byCheck.get(result.check);
    if (others) others.push(result);
    else byCheck.set(result.check, [result]);
  }
  return (result) => byCheck.get(result.check)?.some((earlier) => isSame(earlier, result)) ?? false;
}

/** A diagnosis as an account of which one customer was looked at. */
export function accountOf(diagnosis: Diagnosis): AccountReport {
  const { asOf, verdict, emails } = diagnosis;
  const [first] = emails;
  const isLast = emails.every(({ isUncounted }) => isUncounted);
  const customer: CustomerReport = {
    ...diagnosis,
    index: 0,
    emails: emails.map((email) => ({ ...email, isCounted: isLast || !email.isUncounted })),
  };
  const results = first?.results.filter(({ check }) => check.scope === 'account') ?? [];
  return {
    asOf,
    verdict,
    judged: {
      verdict: settingsVerdict(results),
      blockers: [],
      unknowns: [],
      warnings: [],
      crashed: false,
      isStoppedByMessage: false,
      nextSendAt: undefined,
    },
    results,
    notifications: [],
    customers: [customer],
    assumptions: [],
  };
}

function settingsVerdict(results: readonly Result[]): EmailVerdict {
  const has = (status: Result['status']) => results.some((result) => result.status === status);
  if (has('fail')) return 'blocked';
  if (has('unknown') || has('crash')) return 'unknown';
  return has('delay') ? 'delayed' : 'sends';
}

/** Of the same check: the same status, and where it is a finding, in the same words. */
function isSame(a: Result, b: Result): boolean {
  if (a.status !== b.status || a.code !== b.code || a.reason !== b.reason) return false;
  return !isFound(a) || a.summary === b.summary;
}

function notificationId(notification: NotificationReport['notification']): string {
  return notification === null ? 'direct email' : `notification ${notification.id ?? notification.label}`;
}

function emailId({ id, name }: Diagnosis['customer'], { notification, loan }: EmailReport): string {
  const parts = [`customer ${id ?? name ?? ''}`.trim(), notificationId(notification)];
  return [...parts, ...(loan ? [`loan ${loan.id ?? loan.label}`] : [])].join(', ');
}

/** Alike names are told apart by their order. */
export function uniqueNames(): (name: string) => string {
  const counts = new Map<string, number>();
  return (name) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name} #${count}`;
  };
}
