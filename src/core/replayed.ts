import type { Found } from '../account/find-subject.js';
import type { Account, Customer } from '../account/types.js';
import type { Check } from './check.js';
import type { Diagnosis, EmailReport } from './diagnose.js';
import type { Explanation } from './replay-explanations.js';
import type { Evidence, Result, Trace } from './result.js';
import type { EmailVerdict } from './verdict.js';

/** What `replay` is asked. */
export interface ReplayRequest {
  readonly account: Account;
  readonly customers: readonly Found<Customer>[];
  /** The only customer asked about is among `customers`; rows of others are not in question. */
  readonly isOneCustomer: boolean;
  /** Id or name of the one notification asked about. */
  readonly message: string | undefined;
  /** The period, both ends in it, in milliseconds since 1970. */
  readonly since: number | undefined;
  readonly until: number;
  /** Stands in for an unknown company time zone, in minutes east of UTC. */
  readonly offset: number;
  readonly checks: readonly Check[];
  /** Ids of the checks left out by --only or --skip. */
  readonly leftOut: ReadonlySet<string>;
  /** Ids of checks on what happens once LoanPro has handed an email over: "sent" says nothing against them. */
  readonly afterHandOff: ReadonlySet<string>;
  readonly trace: Trace;
}

export type ReplayOutcome = 'agrees' | 'differs' | 'not-compared';

/** One email, as the log has it and as it is judged at its own moment. */
export interface ReplayedEmail {
  readonly notification: NonNullable<EmailReport['notification']>;
  readonly customer: Diagnosis['customer'];
  readonly loan: EmailReport['loan'];
  /** In the company's offset; of an email that is not logged, the nightly run that would have made it. */
  readonly at: string;
  readonly logged: 'sent' | 'failed' | 'not-logged';
  readonly outcome: ReplayOutcome;
  readonly verdict: EmailVerdict;
  /**
   * What stops or delays it. Where a sent email agrees, what stopped it after LoanPro had handed it over. Of an email
   * that cannot be compared, what is not known.
   */
  readonly gates: readonly Result[];
  /** What LoanPro calls the facts that are absent. */
  readonly missing: readonly string[];
  readonly explanations: readonly Explanation[];
  /** Where the log, or the date of the figures, stands. */
  readonly evidence: Evidence;
}

/** How many emails agree, and how many do not. */
export type Tally = Readonly<Record<ReplayOutcome, number>>;

/** A row of the log that cannot be compared with anything, and why. */
export interface Unjoined {
  readonly reason: 'no-time' | 'no-customer' | 'no-notification' | 'no-loan' | 'no-status' | 'no-channel';
  readonly text: string;
  readonly evidence: Evidence;
}

/** Why the nightly run of a loan is not judged. */
export type NightReason = 'no-zone' | 'no-date' | 'outside' | 'log-ends' | 'left-out';

export interface Replay {
  /** The end of the period, in the company's offset. */
  readonly asOf: string;
  readonly since: string | null;
  /** Null where all are asked about. */
  readonly customer: Diagnosis['customer'] | null;
  /** The export has a communication log, if only an empty one. */
  readonly hasLog: boolean;
  readonly logged: Tally & { readonly queued: number };
  /** Emails of nightly runs that are not logged. */
  readonly notLogged: Tally;
  readonly notifications: readonly {
    readonly notification: ReplayedEmail['notification'];
    readonly logged: Tally & { readonly queued: number };
    readonly notLogged: Tally;
  }[];
  /** Every logged email, in the order of the log. */
  readonly emails: readonly ReplayedEmail[];
  /** Emails of nightly runs that should be logged, or of which nothing can be said. */
  readonly nightly: readonly ReplayedEmail[];
  /** What stopped the emails that were rightly not logged. */
  readonly nightlyGates: readonly {
    readonly check: string;
    readonly code: string;
    readonly emails: number;
  }[];
  readonly unjoined: readonly Unjoined[];
  /** Rows that are not in question. */
  readonly aside: { readonly channels: number; readonly lenderLog: number; readonly outside: number };
  /** Facts that were missing, the most often missing first. */
  readonly missing: readonly { readonly fact: string; readonly emails: number }[];
  /** Nightly runs not judged, by reason; how many loans of customers. */
  readonly notJudged: ReadonlyMap<NightReason, number>;
  readonly assumptions: readonly string[];
  readonly crashed: boolean;
}

/**
 * 1 when the log and the verdict differ, 4 when a check broke, 3 when nothing could be compared for lack of facts,
 * else 0.
 */
export function replayExitCode({ logged, notLogged, unjoined, crashed, hasLog }: Replay): 0 | 1 | 3 | 4 {
  if (logged.differs + notLogged.differs > 0) return 1;
  if (crashed) return 4;
  const lacking = logged['not-compared'] + notLogged['not-compared'] + unjoined.length;
  return !hasLog || (logged.agrees + notLogged.agrees === 0 && lacking > 0) ? 3 : 0;
}
