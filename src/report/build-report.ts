import { toPointer } from '../account/pointer.js';
import type { Account, Customer } from '../account/types.js';
import type { Check } from '../core/check.js';
import type { AccountReport } from '../core/check-account.js';
import type { Result } from '../core/result.js';
import type { Mark } from '../findings/mark.js';
import { type Section as Judged, sectionsOf } from '../findings/sections.js';
import type { Headline } from './headline.js';
import type { Source } from './json.js';
import { type Mask, maskedEvidence, maskedValue, maskOf, ownAddresses, unmasked } from './mask.js';
import type { Report, ReportedAccount, ReportedResult, Section } from './report.js';

/** What a report is made from. */
export interface ReportInput {
  readonly command: Report['command'];
  readonly version: string;
  readonly headline: Headline;
  readonly asOf: string;
  readonly sources: readonly Source[];
  readonly accounts: readonly {
    readonly name: string;
    /** The file that stands for a fact without a place of its own. */
    readonly file: string;
    readonly report: AccountReport;
    readonly account: Account;
    /** In the order of the report's customers. */
    readonly customers: readonly Customer[];
  }[];
  readonly upkeep: readonly Result[];
  readonly notes: readonly string[];
  readonly marks: ReadonlyMap<Result, Mark>;
  /** In their order. */
  readonly checks: readonly Check[];
}

/** Makes the report that the formats print, with the names and addresses of people, or without. */
export function buildReport(input: ReportInput, isMasked: boolean): Report {
  const orders = new Map(input.checks.map(({ id }, i) => [id, i]));
  const everybody = input.accounts.flatMap(({ customers }) => customers);
  const own = new Set(input.accounts.flatMap(({ account }) => ownAddresses(account)));
  // The headline of a diagnosis names its customer, as its notes may.
  const [only, ...others] = everybody;
  const general = isMasked ? maskOf(others.length === 0 ? only : undefined, own) : unmasked;
  const resultOf = (result: Result, file: string, mask: Mask) =>
    reported(result, input.marks.get(result), orders.get(result.check.id) ?? orders.size, file, mask);

  const accounts = input.accounts.map(({ name, file, report, customers }): ReportedAccount => {
    const people = new Map(report.customers.map(({ customer }, i) => [customer, customers[i]]));
    const sections = sectionsOf(report).map((section) => {
      const person = section.of.kind === 'email' ? people.get(section.of.customer) : undefined;
      const mask = isMasked ? maskOf(person, own) : unmasked;
      return {
        kind: section.of.kind,
        section: sectionOf(section, report, (result) => resultOf(result, file, mask), mask, isMasked),
      };
    });
    const ofKind = (wanted: string) =>
      sections.flatMap(({ kind, section }) => (kind === wanted ? [section] : []));
    const [settings] = ofKind('settings');
    if (!settings) throw new Error('an account without settings');
    return { name, settings, notifications: ofKind('notification'), emails: ofKind('email') };
  });
  const { headline } = input;
  return {
    command: input.command,
    version: input.version,
    headline: { ...headline, text: general(headline.text) },
    asOf: input.asOf,
    sources: input.sources,
    accounts,
    upkeep: input.upkeep.map((result) => resultOf(result, input.accounts[0]?.file ?? '', general)),
    notes: input.notes.map(general),
  };
}

function sectionOf(
  { id, verdict, isCounted, results, of }: Judged,
  report: AccountReport,
  resultOf: (result: Result) => ReportedResult,
  mask: Mask,
  isMasked: boolean,
): Section {
  const base = { id: mask(id), verdict, isCounted, results: results.map(resultOf) };
  switch (of.kind) {
    case 'settings':
      return { ...base, title: 'Account settings', assumptions: report.assumptions };
    case 'notification': {
      const { notification, isOff } = of.report;
      const title = notification === null ? 'Direct email' : `"${notification.label}"`;
      return { ...base, title: isOff ? `${title} (switched off)` : title, assumptions: [] };
    }
    case 'email': {
      const { notification, loan, nextSendAt, assumptions } = of.report;
      const { id: customerId, name, email } = of.customer;
      const person =
        isMasked || (name ?? email) === null ? `customer ${customerId ?? ''}`.trim() : (name ?? email);
      const what = notification === null ? 'Direct email' : `"${notification.label}"`;
      return {
        ...base,
        title: `${what} to ${person}${loan ? ` about loan ${loan.label}` : ''}`,
        ...(of.message !== undefined && { notification: mask(of.message) }),
        ...(nextSendAt !== null && { nextSendAt }),
        assumptions: assumptions.map(mask),
      };
    }
  }
}

function reported(
  result: Result,
  mark: Mark | undefined,
  order: number,
  file: string,
  mask: Mask,
): ReportedResult {
  const { check, status, code, reason, why, unconfirmed, remediation } = result;
  const evidence = result.evidence.map((fact) => maskedEvidence(fact, mask));
  const placed = evidence.find(({ line }) => line !== undefined);
  return {
    order,
    check: check.id,
    title: check.title,
    scope: check.scope,
    status,
    ...(code !== undefined && { code }),
    ...(reason !== undefined && { reason }),
    // What has no mark is a pass, a skip, or what mailcheck says of its suppressions.
    level: mark?.level ?? (status === 'warn' ? 'warning' : 'none'),
    summary: mask(result.summary),
    ...(why !== undefined && { why: mask(why) }),
    ...(unconfirmed && { unconfirmed }),
    evidence,
    missing: result.missing.map(toPointer),
    ...(remediation && {
      remediation: {
        ...remediation,
        steps: remediation.steps.map(mask),
        ...(remediation.changes && {
          changes: remediation.changes.map((change) => ({
            ...change,
            value: maskedValue(change.value, mask),
          })),
        }),
      },
    }),
    place: { file: placed?.file ?? file, line: placed?.line ?? 1, column: placed?.column ?? 1 },
    fingerprint: mark?.fingerprint ?? '',
    ...(mark?.accepted && { accepted: mark.accepted }),
  };
}
