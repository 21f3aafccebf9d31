import type { Check, Outcome, Said, Status } from './check.js';

/** Of one email. */
export type EmailVerdict = 'sends' | 'delayed' | 'blocked' | 'unknown';
/** Of all emails of a customer: `partial` when some are blocked and some are not. */
export type OverallVerdict = EmailVerdict | 'partial';

/** What the results of one email come to. Checks are named by id, in the order of the checks. */
export interface Judged {
  readonly verdict: EmailVerdict;
  readonly blockers: readonly string[];
  readonly unknowns: readonly string[];
  readonly warnings: readonly string[];
  readonly crashed: boolean;
  /** Stopped by a check of scope message: switched off or restricted away, which is often meant. */
  readonly isStoppedByMessage: boolean;
  /** When a delayed email can leave, in milliseconds since 1970; undefined for any other verdict. */
  readonly nextSendAt: number | undefined;
}

export const outcomesOf = (said: Said): readonly Outcome[] => ('spec' in said ? [said] : said);

/** Blocked if any check fails; else unknown if one that can fail is unknown or crashed; else delayed; else it sends. */
export function judge(checks: readonly Check[], said: readonly Said[]): Judged {
  const blockers: string[] = [];
  const unknowns: string[] = [];
  const warnings: string[] = [];
  let crashed = false;
  let isStoppedByMessage = false;
  let isUndecided = false;
  let nextSendAt: number | undefined;

  checks.forEach((check, index) => {
    const outcomes = outcomesOf(said[index] ?? []);
    const has = (status: Status) => outcomes.some(({ spec }) => spec.status === status);
    if (has('crash')) crashed = true;
    if (has('warn')) warnings.push(check.id);
    if (has('fail')) {
      blockers.push(check.id);
      if (check.scope === 'message') isStoppedByMessage = true;
    } else if (has('unknown') || has('crash')) {
      unknowns.push(check.id);
      if (check.worst === 'fail') isUndecided = true;
    }
    for (const { spec, data } of outcomes) {
      if (spec.status !== 'delay' || !spec.until) continue;
      const until = spec.until(data);
      nextSendAt = nextSendAt === undefined ? until : Math.max(nextSendAt, until);
    }
  });

  const verdict = verdictOf(blockers.length > 0, isUndecided, nextSendAt !== undefined);
  return {
    verdict,
    blockers,
    unknowns,
    warnings,
    crashed,
    isStoppedByMessage,
    nextSendAt: verdict === 'delayed' ? nextSendAt : undefined,
  };
}

function verdictOf(isBlocked: boolean, isUndecided: boolean, isDelayed: boolean): EmailVerdict {
  if (isBlocked) return 'blocked';
  if (isUndecided) return 'unknown';
  return isDelayed ? 'delayed' : 'sends';
}

/** The verdict over several emails, those left out already taken away. */
export function overall(verdicts: readonly EmailVerdict[]): OverallVerdict {
  const kinds = new Set(verdicts);
  if (kinds.size === 0) return 'blocked';
  const [only] = kinds;
  if (kinds.size === 1 && only) return only;
  if (kinds.has('blocked')) return 'partial';
  return kinds.has('unknown') ? 'unknown' : 'delayed';
}
