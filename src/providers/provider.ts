import type { SmtpCause } from '../core/probed-smtp.js';
import type { KnownLimit } from './known-limits.js';

/** Where a statement comes from. */
export interface Origin {
  /** A public page. */
  readonly source: string;
  /** The day that page was last looked at, `YYYY-MM-DD`. */
  readonly checked: string;
  /** `documented` by the provider itself, or `reported` by others. */
  readonly confidence: 'documented' | 'reported';
}

/** A statement in one or two sentences. */
export interface Fact extends Origin {
  readonly says: string;
}

/** How many emails may leave, in words and, where it is so simple, in numbers. */
export interface SendingLimit extends Fact, Pick<Partial<KnownLimit>, 'perDay' | 'perHour' | 'perMinute'> {}

/** A port, and how a session on it is encrypted: from the first byte, or after STARTTLS. */
export interface Port {
  readonly port: number;
  readonly security: 'tls' | 'starttls';
}

/** A reply that means something particular at a provider. */
export interface ReplyLine extends Fact {
  /** The reply code is one of these. */
  readonly codes: readonly [number, ...number[]];
  /** The reply has this enhanced code (RFC 3463); one without any may have the words alone. */
  readonly enhanced?: string;
  /** Pieces of its text in lower case; all of them occur. None where the code alone says enough at this provider. */
  readonly words: readonly string[];
  /** Absent where the reply means at each stage what its code says. */
  readonly cause?: SmtpCause;
  /** What to do, one act each. */
  readonly steps: readonly [string, ...string[]];
  /** No other server says so: it counts where the provider hides behind a company's own host name. */
  readonly isForAnyHost?: true;
}

/** What is publicly known of one provider's mail server. */
export interface Provider {
  /** As in `mailcheck explain provider/<id>`; public. */
  readonly id: string;
  readonly name: string;
  /** Host names in lower case; `*` stands for one part between dots. */
  readonly hosts: readonly [string, ...string[]];
  /** The best one first. */
  readonly ports: readonly [Port, ...Port[]];
  /** On hosts and ports. */
  readonly server: Fact;
  /** What User must be. */
  readonly user: Fact;
  /** What Password must be. */
  readonly password: Fact;
  readonly limits: readonly SendingLimit[];
  /** Domains whose `include:` in the sender's SPF record stands for this provider; one of them is enough. */
  readonly spfIncludes?: readonly string[];
  /** Selectors it usually signs with (RFC 6376, section 3.6.2.1); others are possible. */
  readonly dkimSelectors?: readonly string[];
  /**
   * It puts an address of its own on the envelope, so that receivers judge SPF by another domain than the sender's
   * (RFC 7208, section 2.4).
   */
  readonly isSenderReplaced?: true;
  /** On SPF and DKIM. */
  readonly dns?: readonly Fact[];
  /** The first one that fits a reply counts. */
  readonly replies: readonly ReplyLine[];
}

/** A page of the provider's own, and the day it was looked at. */
export function documented(checked: string, source: string): Origin {
  return { source, checked, confidence: 'documented' };
}

/** A page of somebody else's. */
export function reported(checked: string, source: string): Origin {
  return { source, checked, confidence: 'reported' };
}
