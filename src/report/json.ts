import { toPointer } from '../account/pointer.js';
import type { Diagnosis, EmailReport } from '../core/diagnose.js';
import type { ErrorDetail } from '../core/errors.js';
import type { Result } from '../core/result.js';
import { cut } from '../core/words.js';
import { harmlessJson } from './harmless.js';
import { probedJson } from './probed-json.js';

/** One source the facts came from. */
export interface Source {
  readonly kind: 'export' | 'live' | 'delivery-log';
  readonly name: string;
  /** When it was true; for the live account when it was read. */
  readonly exportedAt: string | null;
}

const LONGEST_NAME = 500;
const bounded = (text: string | null) => text && cut(text, LONGEST_NAME);

/** The JSON document of `diagnose`; its schema is `mailcheck schema report`. */
export function diagnosisJson(
  diagnosis: Diagnosis,
  sources: readonly Source[],
  notes: readonly string[],
): string {
  const { customer } = diagnosis;
  return harmlessJson({
    schemaVersion: 1,
    command: 'diagnose',
    asOf: diagnosis.asOf,
    sources,
    customer: customerJson(customer),
    verdict: diagnosis.verdict,
    emails: diagnosis.emails.map((email) => emailJson(email, resultJson)),
    ...(diagnosis.probed && { probes: probedJson(diagnosis.probed) }),
    notes,
  });
}

/** One email, the same in every command. */
export function emailJson(
  { notification, loan, judged, nextSendAt, assumptions, results }: EmailReport,
  toJson: (result: Result) => object,
): object {
  return {
    notification: subjectJson(notification),
    loan: loan && { id: loan.id, displayId: bounded(loan.displayId) },
    verdict: judged.verdict,
    firstBlocker: judged.blockers[0] ?? null,
    blockers: judged.blockers,
    unknowns: judged.unknowns,
    warnings: judged.warnings,
    nextSendAt,
    assumptions,
    results: results.map(toJson),
  };
}

/** A customer, with texts cut to what a report can hold. */
export function customerJson({ id, name, email }: Diagnosis['customer']): object {
  return { id, name: bounded(name), email: bounded(email) };
}

/** A notification; null for direct mail. */
export function subjectJson(notification: EmailReport['notification']): object | null {
  return notification && { id: notification.id, name: bounded(notification.name) };
}

/** One result, the same in every command. */
export function resultJson(result: Result): object {
  const { missing, evidence } = result;
  return {
    check: result.check.id,
    status: result.status,
    code: result.code,
    reason: result.reason,
    summary: result.summary,
    why: result.why,
    unconfirmed: result.unconfirmed,
    evidence,
    missing: missing.length > 0 ? missing.map(toPointer) : undefined,
    remediation: result.remediation,
  };
}

/** The JSON document of a run that ended without a verdict. */
export function errorJson(code: string, message: string, details: readonly ErrorDetail[]): string {
  return harmlessJson({ schemaVersion: 1, error: { code, message, details } });
}
