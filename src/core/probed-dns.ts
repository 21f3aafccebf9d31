import type { ProbeStage } from './probed.js';

/** What a resolver told; where it could not tell, its words. That something is not there counts as told. */
export type Told<T> =
  | { readonly isKnown: true; readonly value: T }
  | { readonly isKnown: false; readonly words: string };

/** What DNS said of the domains of senders and recipients, both by domain in lower case (see `domainOf`). */
export interface DnsProbed {
  /** The resolvers asked. */
  readonly target: string;
  readonly stages: readonly ProbeStage[];
  readonly senders: ReadonlyMap<string, SenderDns>;
  /** SPF of the MAIL FROM domains that Amazon SES puts on the envelope in place of its own. */
  readonly mailFrom: ReadonlyMap<string, Told<Spf>>;
  readonly recipients: ReadonlyMap<string, Told<RecipientMail>>;
}

/** The records that authenticate mail from a domain. */
export interface SenderDns {
  readonly spf: Told<Spf>;
  /** The selectors asked for; none where none is known. */
  readonly dkim: readonly DkimSelector[];
  readonly dmarc: Told<Dmarc>;
}

/** The SPF records of a domain (RFC 7208). All but `domainExists` and `records` says nothing unless there is one record. */
export interface Spf {
  readonly domainExists: boolean;
  /** Exactly one is right. */
  readonly records: readonly string[];
  /** Why receivers cannot use the record: a clause without capital or full stop. */
  readonly fault?: string | undefined;
  /** Terms that make a receiver ask DNS, those of included records counted; at most 10 (section 4.6.4). */
  readonly lookups: number;
  /** False: there are at least so many, and the rest was not counted. */
  readonly isCounted: boolean;
  /** Those of them that find nothing; at most 2. */
  readonly voidLookups: number;
  /** Whether the server of the mail may send for the domain; absent where another domain is on the envelope. */
  readonly coverage?: SpfCoverage | undefined;
}

/** More than the 10 look-ups, or the 2 that find nothing, after which receivers give up (RFC 7208, section 4.6.4). */
export function hasTooManyLookups({ lookups, voidLookups }: Spf): boolean {
  return lookups > MOST_LOOKUPS || voidLookups > MOST_VOID_LOOKUPS;
}

const MOST_LOOKUPS = 10;
const MOST_VOID_LOOKUPS = 2;

export interface SpfCoverage {
  /** `unclear`: it depends on what only a receiver knows, or could not be told. */
  readonly verdict: 'covered' | 'not-covered' | 'unclear';
  /** The term that covers it, what is missing, or why it is unclear. */
  readonly how: string;
}

/** A DKIM key (RFC 6376, section 3.6.1). */
export interface DkimSelector {
  readonly selector: string;
  /** `revoked`: the record is there, and its key is empty. */
  readonly key: Told<'present' | 'revoked' | 'absent'>;
  /** Where an alias without a key behind it leads. */
  readonly pointsTo?: string | undefined;
}

/** What DMARC says of mail from a domain (RFC 9989). */
export interface Dmarc {
  /** The record that applies; absent where none does. */
  readonly record?: DmarcRecord | undefined;
  /** Records that do not count, and why: clauses. */
  readonly passedOver: readonly string[];
  /** Domains at or below it align with each other (section 4.10.2). */
  readonly organizationalDomain: string;
}

export interface DmarcRecord {
  readonly text: string;
  /** The domain it was found at: the sender's own, or one above it. */
  readonly at: string;
  /** What applies to mail from the sender's domain, a test period (`t=y`) taken into account. */
  readonly policy: DmarcPolicy;
  readonly spfAlignment: 'relaxed' | 'strict';
  readonly dkimAlignment: 'relaxed' | 'strict';
}

export type DmarcPolicy = 'none' | 'quarantine' | 'reject';

/** Where mail to a domain goes (RFC 5321, section 5.1; RFC 7505). */
export type RecipientMail =
  /** `isReserved`: nobody can own such a name (RFC 6761). */
  | { readonly kind: 'no-such-domain'; readonly isReserved: boolean }
  /** It says that it takes no mail. */
  | { readonly kind: 'null-mx' }
  /** The most preferred first. */
  | { readonly kind: 'mx'; readonly servers: readonly MailServer[] }
  /** Mail goes to the addresses of the domain itself, if it has any. */
  | { readonly kind: 'no-mx'; readonly addresses: readonly string[] };

export interface MailServer {
  readonly name: string;
  readonly addresses: readonly string[];
}

/** The domain of an address, in lower case; undefined for an address literal and for what has no domain. */
export function domainOf(address: string): string | undefined {
  const text = address.trim();
  const at = text.lastIndexOf('@');
  const domain = text.slice(at + 1).toLowerCase();
  return at < 0 || domain === '' || domain.startsWith('[') ? undefined : domain;
}
