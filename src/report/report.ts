import type { Scope, Status } from '../core/check.js';
import type { Evidence, Remediation } from '../core/result.js';
import type { Accepted, Level } from '../findings/mark.js';
import type { Headline } from './headline.js';
import type { Source } from './json.js';

export type { Accepted, Level } from '../findings/mark.js';

/**
 * What the formats for machines and pages print: plain data with every text made, people masked where that was asked
 * for, and an account's own text otherwise untouched. Each format makes that text harmless by its own rules.
 */
export interface Report {
  readonly command: 'diagnose' | 'check' | 'scan';
  /** Of mailcheck. */
  readonly version: string;
  /** The first line for a person. */
  readonly headline: Headline;
  /** The moment asked about. */
  readonly asOf: string;
  readonly sources: readonly Source[];
  readonly accounts: readonly ReportedAccount[];
  /** What mailcheck has to say of its suppressions and its baseline. */
  readonly upkeep: readonly ReportedResult[];
  readonly notes: readonly string[];
}

/** One account: its settings, then its notifications (in `check`), then its emails. */
export interface ReportedAccount {
  /** The export it was read from, or several with a plus sign; or LoanPro's API. */
  readonly name: string;
  /** The gates that are the same for every email. */
  readonly settings: Section;
  readonly notifications: readonly Section[];
  readonly emails: readonly Section[];
}

/** Results that belong together. */
export interface Section {
  /** Unique within the account and the same from run to run, such as `notification 7`. */
  readonly id: string;
  /** For a person, such as `"Payment due" to Jane Roe about loan LN-4101`. */
  readonly title: string;
  /** For an email: the id of the section of its notification, whose gates it passes too. */
  readonly notification?: string;
  readonly verdict: 'sends' | 'delayed' | 'blocked' | 'unknown';
  /** False for a notification that is switched off, and for emails that the message or the loan itself stops. */
  readonly isCounted: boolean;
  /** When a delayed email can leave. */
  readonly nextSendAt?: string;
  readonly assumptions: readonly string[];
  /** In the order of the checks. */
  readonly results: readonly ReportedResult[];
}

/** One result of one check. */
export interface ReportedResult {
  /** Position among all checks; results of several sections are joined by it. */
  readonly order: number;
  readonly check: string;
  /** The healthy condition. */
  readonly title: string;
  readonly scope: Scope;
  readonly status: Status;
  /** Of a finding: warn, delay, fail, or a probe that could not tell. */
  readonly code?: string;
  /** Of a skip. */
  readonly reason?: string;
  /** What it weighs in this run: of a finding its own weight or that of the configuration. */
  readonly level: Level;
  readonly summary: string;
  readonly why?: string;
  readonly unconfirmed?: true;
  readonly evidence: readonly Evidence[];
  /** JSON pointers of absent facts. */
  readonly missing: readonly string[];
  readonly remediation?: Remediation;
  /** Where a person would edit: the first fact that has a line, else the first line of the account's file. */
  readonly place: { readonly file: string; readonly line: number; readonly column: number };
  /** The same for the same finding from run to run, whatever line it stands on. */
  readonly fingerprint: string;
  /** Known and accepted, so it does not count. */
  readonly accepted?: Accepted;
}

/** All sections of an account in the order in which they are printed. */
export function sectionsOf({ settings, notifications, emails }: ReportedAccount): readonly Section[] {
  return [settings, ...notifications, ...emails];
}

/** Every gate of the road that the email of a section takes: those of the account and of its notification too. */
export function roadOf(account: ReportedAccount, section: Section): readonly ReportedResult[] {
  const message = account.notifications.find(({ id }) => id === section.notification);
  const own = new Set(section.results.map(({ check }) => check));
  const before = [account.settings, ...(message ? [message] : [])].filter((other) => other !== section);
  return [
    ...before.flatMap(({ results }) => results.filter(({ check }) => !own.has(check))),
    ...section.results,
  ].toSorted((a, b) => a.order - b.order);
}
