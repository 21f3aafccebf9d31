import type { DnsProbed } from './probed-dns.js';
import type { SesProbed } from './probed-ses.js';
import type { SmtpProbed } from './probed-smtp.js';

/**
 * What the network said when it was asked. A part is absent where there was nothing to ask: another transport, or
 * settings too incomplete to try.
 */
export interface Probed {
  readonly smtp?: SmtpProbed | undefined;
  readonly ses?: SesProbed | undefined;
  readonly dns?: DnsProbed | undefined;
  /** Parts that stopped on a bug of ours: each costs its own checks, not the report. */
  readonly crashes?: Readonly<Partial<Record<ProbedPart, unknown>>>;
}

export type ProbedPart = 'smtp' | 'ses' | 'dns';

/**
 * What a part of the network said; undefined where it was not asked.
 * @throws what the part stopped on, which makes the check that wanted it a crash.
 */
export function answerOf<P extends ProbedPart>(probed: Probed, part: P): Probed[P] {
  if (probed.crashes && part in probed.crashes) throw probed.crashes[part];
  return probed[part];
}

/** One step of a probe, in the order they were taken. */
export interface ProbeStage {
  readonly stage: string;
  /** `unknown`: it could not be told, for example because nothing answered in time. */
  readonly status: 'pass' | 'warn' | 'fail' | 'unknown' | 'skip';
  /** Wall-clock time it took, in milliseconds. */
  readonly ms: number;
  /** What was seen, in a few words; never a secret. */
  readonly detail: string;
}

/** What a provider's own documentation says of a reply, and what to do about it. */
export interface Meaning {
  /** The provider's name, such as "Gmail". */
  readonly provider: string;
  /** One sentence. */
  readonly says: string;
  /** One act each, in order. */
  readonly steps: readonly [string, ...string[]];
  /** The public page it comes from. */
  readonly source: string;
}
