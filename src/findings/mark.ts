import type { Result } from '../core/result.js';

/** What a result weighs in a run: `error` makes it fail, `warning` with `--fail-on warn`; `none` is not looked at. */
export type Level = 'error' | 'warning' | 'note' | 'none';

/** Why a finding that is there does not count. */
export interface Accepted {
  readonly by: 'baseline' | 'comment' | 'configuration';
  readonly reason?: string;
  /** The last day on which it is accepted, `YYYY-MM-DD`. */
  readonly until?: string;
}

/** A result, and how it stands in this run. */
export interface Mark {
  /** The same for the same finding from run to run, whatever line it stands on; empty for what is no finding. */
  readonly fingerprint: string;
  readonly level: Level;
  readonly accepted?: Accepted;
  /** It belongs to something that counts: a notification that is switched on, an email of the verdict. */
  readonly isCounted: boolean;
}

/** A result that has something to say: neither a pass nor a skip. */
export function isFound({ status }: Result): boolean {
  return status !== 'pass' && status !== 'skip';
}

/** A finding can be named, accepted and put into a baseline; what is unknown without a code is none. */
export function nameOf({ check, code }: Result): string {
  return code === undefined ? check.id : `${check.id}/${code}`;
}
