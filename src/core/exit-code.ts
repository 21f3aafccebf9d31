import type { Check, Status } from './check.js';
import type { Diagnosis } from './diagnose.js';

/** The levels that make a run fail. */
export interface Thresholds {
  readonly failOn: 'fail' | 'warn';
  /** What an undecided run comes to; absent: an exit code of its own. */
  readonly onUnknown: 'pass' | 'fail' | undefined;
  /** A source broke after its retries. */
  readonly isBroken?: boolean;
}

/** Exit code of a usage error: the run could not start. */
export const EXIT_USAGE = 2;
/** Exit code of a source or a check that broke. */
export const EXIT_BROKEN = 4;
/** Exit code after Ctrl-C. */
export const EXIT_INTERRUPTED = 130;

/**
 * The exit code of a diagnosis, the same in every format: 0 nothing found, 1 found, 3 undecided, 4 a check crashed.
 * Several at once: the first of 1, 4, 3, 0. Emails left out of the verdict do not count.
 */
export function exitCode(diagnosis: Diagnosis, { failOn, onUnknown, isBroken }: Thresholds): 0 | 1 | 3 | 4 {
  const counted = diagnosis.emails.filter((email) => !email.isUncounted);
  const isBlocked = diagnosis.verdict === 'blocked' || diagnosis.verdict === 'partial';
  const hasWarning = failOn === 'warn' && counted.some(({ judged }) => judged.warnings.length > 0);
  if (isBlocked || hasWarning) return 1;
  const isUndecided = diagnosis.verdict === 'unknown';
  if (isUndecided && onUnknown === 'fail') return 1;
  if (isBroken || diagnosis.emails.some(({ judged }) => judged.crashed)) return 4;
  return isUndecided && onUnknown === undefined ? 3 : 0;
}

/** A result as far as an exit code goes. */
export interface Weighed {
  readonly status: Status;
  readonly check: { readonly worst: Check['worst'] };
  /** Where it is not what the status says. */
  readonly level?: 'error' | 'warning' | 'note' | 'none';
}

/** The exit code of results that make no verdict, by the same rule. */
export function exitCodeOf(
  results: readonly Weighed[],
  { failOn, onUnknown, isBroken }: Thresholds,
): 0 | 1 | 3 | 4 {
  const isFinding = ({ status }: Weighed) => status === 'fail' || status === 'warn';
  const weighs = (wanted: 'error' | 'warning') =>
    results.some(
      (result) =>
        isFinding(result) && (result.level ?? (result.status === 'fail' ? 'error' : 'warning')) === wanted,
    );
  if (weighs('error') || (failOn === 'warn' && weighs('warning'))) return 1;
  const isUndecided = results.some(({ status, check }) => status === 'unknown' && check.worst === 'fail');
  if (isUndecided && onUnknown === 'fail') return 1;
  if (isBroken || results.some(({ status }) => status === 'crash')) return 4;
  return isUndecided && onUnknown === undefined ? 3 : 0;
}
