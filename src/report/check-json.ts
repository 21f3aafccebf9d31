import type { AccountReport } from '../core/check-account.js';
import type { Result } from '../core/result.js';
import type { BaselineEntry } from '../findings/baseline.js';
import type { Mark } from '../findings/mark.js';
import { harmlessJson } from './harmless.js';
import { customerJson, emailJson, resultJson, type Source, subjectJson } from './json.js';

/** What `check` found, for the reports that are made for it. */
export interface CheckReport {
  readonly asOf: string;
  readonly accounts: readonly CheckedAccount[];
  readonly marks: ReadonlyMap<Result, Mark>;
  readonly upkeep: readonly Result[];
  /** Absent without --baseline. */
  readonly vanished: readonly BaselineEntry[] | undefined;
  readonly notes: readonly string[];
}

export interface CheckedAccount {
  readonly sources: readonly Source[];
  readonly report: AccountReport;
}

/** The name of an account: its source, or several with a plus sign. */
export function accountName({ sources }: CheckedAccount): string {
  return sources.map(({ name }) => (name === '-' ? 'standard input' : name)).join(' + ');
}

/** The JSON document of `check`; its schema is `mailcheck schema report`. */
export function checkJson(report: CheckReport): string {
  const { accounts, marks, upkeep, vanished, notes } = report;
  const marked = (result: Result) => {
    const mark = marks.get(result);
    return {
      ...resultJson(result),
      fingerprint: mark?.fingerprint || undefined,
      accepted: mark?.accepted,
    };
  };
  return harmlessJson({
    schemaVersion: 1,
    command: 'check',
    asOf: report.asOf,
    sources: accounts.flatMap(({ sources }) => sources),
    accounts: accounts.map((account) => ({
      source: { ...account.sources[0], name: account.sources.map(({ name }) => name).join(' + ') },
      verdict: account.report.verdict,
      results: account.report.results.map(marked),
      notifications: account.report.notifications.map(({ notification, isOff, judged, results }) => ({
        notification: subjectJson(notification),
        enabled: !isOff,
        verdict: judged.verdict,
        results: results.map(marked),
      })),
      customers: account.report.customers.map(({ customer, verdict, emails }) => ({
        customer: customerJson(customer),
        verdict,
        emails: emails.map((email) => emailJson(email, marked)),
      })),
    })),
    suppressions: upkeep.map(resultJson),
    baseline: vanished && {
      vanished: vanished.map(({ fingerprint, finding, about }) => ({ fingerprint, finding, about })),
    },
    notes,
  });
}
