import type { Check } from '../core/check.js';
import { funnelOf } from './funnel.js';
import type { Tally } from './tally.js';

/** A limit on the share of emails that may be stopped: by anything, by one check, or by one finding. */
export interface Limit {
  /** Absent: by anything. */
  readonly name?: string | undefined;
  /** From 0 to 1. */
  readonly share: number;
}

interface Thresholds {
  readonly failOn: 'fail' | 'warn';
  readonly onUnknown: 'pass' | 'fail' | undefined;
  /** Where there are any, they decide in place of single emails. */
  readonly limits: readonly Limit[];
  /** Lines or shards were left out, or a source broke. */
  readonly isBroken: boolean;
}

interface Scanned {
  readonly enabled: boolean;
  readonly tally: Tally;
}

/**
 * The exit code of a scan, as of any run: 1 something stops emails, 4 something broke, 3 undecided, 0 none of these. A
 * notification that is switched off does not count.
 */
export function scanExitCode(
  notifications: readonly Scanned[],
  checks: readonly Check[],
  { failOn, onUnknown, limits, isBroken }: Thresholds,
): 0 | 1 | 3 | 4 {
  const funnels = notifications.flatMap(({ enabled, tally }) => (enabled ? [funnelOf(tally, checks)] : []));
  const counted = notifications.flatMap(({ enabled, tally }) => (enabled ? [tally] : []));
  const isStopped =
    limits.length > 0
      ? counted.some((tally) => limits.some((limit) => shareOf(tally, limit.name) > limit.share))
      : funnels.some(({ blocked }) => blocked > 0);
  const hasWarning =
    failOn === 'warn' && funnels.some(({ others }) => others.some(({ status }) => status === 'warn'));
  if (isStopped || hasWarning) return 1;
  const isUndecided = funnels.some(({ unknown }) => unknown > 0);
  if (isUndecided && onUnknown === 'fail') return 1;
  if (isBroken || funnels.some(({ crashed }) => crashed > 0)) return 4;
  return isUndecided && onUnknown === undefined ? 3 : 0;
}

/** The share of emails that are stopped by a check or a finding, or by anything. */
export function shareOf({ combinations }: Tally, name: string | undefined): number {
  let all = 0;
  let stopped = 0;
  for (const { stoppedBy, pairs } of combinations) {
    all += pairs;
    const isMeant = (finding: string) =>
      name === undefined || finding === name || finding.startsWith(`${name}/`);
    if (stoppedBy.some(isMeant)) stopped += pairs;
  }
  return all === 0 ? 0 : stopped / all;
}
