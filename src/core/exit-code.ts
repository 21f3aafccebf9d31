import type { Diagnosis } from './diagnose.js';

/** The levels that make a run fail. */
export interface Thresholds {
  readonly failOn: 'fail' | 'warn';
  /** What an undecided run comes to; absent: an exit code of its own. */
  readonly onUnknown: 'pass' | 'fail' | undefined;
}

/** Exit code of a usage error: the run could not start. */
export const EXIT_USAGE = 2;
/** Exit code of a source or a check that broke. */
export const EXIT_BROKEN = 4;

/**
 * The exit code of a diagnosis, the same in every format: 0 nothing found, 1 found, 3 undecided, 4 a check crashed.
 * Several at once: the first of 1, 4, 3, 0. Emails left out of the verdict do not count.
 */
export function exitCode(diagnosis: Diagnosis, { failOn, onUnknown }: Thresholds): 0 | 1 | 3 | 4 {
  const counted = diagnosis.emails.filter((email) => !email.isUncounted);
  const isBlocked = diagnosis.verdict === 'blocked' || diagnosis.verdict === 'partial';
  const hasWarning = failOn === 'warn' && counted.some(({ judged }) => judged.warnings.length > 0);
  if (isBlocked || hasWarning) return 1;
  const isUndecided = diagnosis.verdict === 'unknown';
  if (isUndecided && onUnknown === 'fail') return 1;
  if (diagnosis.emails.some(({ judged }) => judged.crashed)) return 4;
  return isUndecided && onUnknown === undefined ? 3 : 0;
}
