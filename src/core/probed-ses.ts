import type { ProbeStage } from './probed.js';

/** A step of the probe: the account, the from addresses, the recipients of a sandbox, the suppression list, other Regions. */
export type SesStage = 'account' | 'sender' | 'recipient' | 'suppression' | 'other-regions';

/** Secrets of the settings that this machine may not have. */
export type SesSecret = 'secretAccessKey' | 'sessionToken';

/** Reasons that need no more than a few words. */
export type SesPlainCause =
  | 'key-unknown'
  | 'secret-wrong'
  | 'smtp-password-used-as-secret'
  | 'token-expired'
  | 'not-subscribed'
  | 'sending-paused'
  | 'unreachable';

/**
 * Why nothing could be asked: the key, the way to Amazon, or this machine. The causes are public: they are finding
 * codes. `detail` is a few words, such as Amazon's own name for the error; never a secret.
 */
export type SesRefusal =
  | { readonly cause: SesPlainCause; readonly detail: string }
  | {
      readonly cause: 'region-unknown';
      readonly detail: string;
      /** A Region with Amazon SES that is written nearly so. */
      readonly nearest?: string | undefined;
    }
  | {
      readonly cause: 'clock-skew';
      /** By how many seconds this machine's clock is ahead of Amazon's; below 0: behind. */
      readonly ahead?: number | undefined;
    }
  | { readonly cause: 'secret-withheld'; readonly detail: string; readonly field: SesSecret };

/** The key is right, but its user may not make the call. */
export interface SesDenied {
  readonly kind: 'denied';
  /** The missing permission, such as `ses:GetAccount`. */
  readonly action: string;
}

/** One call brought no answer, while others may have. */
export interface SesFailed {
  readonly kind: 'failed';
  readonly cause: 'throttled' | 'unreachable';
  /** A few words, to follow a colon. */
  readonly detail: string;
}

/** What one call came to. */
export type SesAnswer<T> = { readonly kind: 'answered'; readonly value: T } | SesDenied | SesFailed;

/** State of an AWS account in one Region. https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetAccount.html */
export interface SesAccount {
  readonly sendingEnabled: boolean;
  /** False in the sandbox. */
  readonly production: boolean;
  /** HEALTHY, PROBATION or SHUTDOWN. */
  readonly enforcement?: string | undefined;
  readonly quota?: SesQuota | undefined;
}

/** Emails counted by recipient. */
export interface SesQuota {
  /** In any 24 hours; -1: no limit. */
  readonly max: number;
  /** In the last 24 hours. */
  readonly sent: number;
  readonly perSecond?: number | undefined;
}

/** An address or a domain that the account has in a Region. */
export interface SesIdentity {
  /** The address or the domain. */
  readonly name: string;
  readonly isVerified: boolean;
  /** How far verification is: PENDING, SUCCESS, FAILED and the like. */
  readonly status?: string | undefined;
  readonly dkim?: string | undefined;
  readonly mailFrom?: SesMailFrom | undefined;
}

/** A MAIL FROM domain of one's own. https://docs.aws.amazon.com/ses/latest/dg/mail-from.html */
export interface SesMailFrom {
  readonly domain: string;
  /** PENDING, SUCCESS, FAILED or TEMPORARY_FAILURE. */
  readonly status: string;
  /** Amazon refuses the mail while the domain's MX record is not right; else its own domain stands in. */
  readonly refusesMail: boolean;
}

/** What is known of one address: the identities that cover it, the address itself first, then its domain and those above. */
export interface SesIdentities {
  readonly found: readonly SesIdentity[];
  /** Why one of them could not be asked for. */
  readonly trouble?: SesDenied | SesFailed | undefined;
  /** Of the other Regions asked, those where it is verified. */
  readonly elsewhere: readonly string[];
}

/** An entry of the account's suppression list. */
export interface SesSuppression {
  readonly reason: 'BOUNCE' | 'COMPLAINT';
  /** ISO instant. */
  readonly since?: string | undefined;
}

/** What Amazon SES said of an account, its senders and its recipients. Addresses are keys made by `addressKey`. */
export interface SesProbed {
  /** The endpoint and Region asked. */
  readonly target: string;
  readonly region: string;
  readonly stages: readonly ProbeStage[];
  /** Wall-clock time of the whole, in milliseconds. */
  readonly ms: number;
  /** Nothing could be asked; all that follows is empty. */
  readonly refused?: SesRefusal | undefined;
  readonly account?: SesAnswer<SesAccount> | undefined;
  readonly senders: ReadonlyMap<string, SesIdentities>;
  /** Only in the sandbox, where a recipient must be verified too. */
  readonly recipients: ReadonlyMap<string, SesIdentities>;
  /** By recipient; answered with undefined where the address is not on the list. */
  readonly suppressed: ReadonlyMap<string, SesAnswer<SesSuppression | undefined>>;
}

/** The key of an address; addresses compare without case. */
export function addressKey(address: string): string {
  return address.trim().toLowerCase();
}

/** Whether Amazon takes mail with an address. `unread`: an identity that could decide it could not be asked for. */
export type SesStanding =
  | { readonly state: 'verified'; readonly via: SesIdentity }
  | { readonly state: 'unverified'; readonly found: SesIdentity; readonly elsewhere: readonly string[] }
  | { readonly state: 'missing'; readonly elsewhere: readonly string[] }
  | { readonly state: 'unread'; readonly trouble: SesDenied | SesFailed };

/**
 * One verified identity is enough: a verified domain covers its addresses and subdomains
 * (https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html).
 */
export function standingOf({ found, trouble, elsewhere }: SesIdentities): SesStanding {
  const via = found.find(({ isVerified }) => isVerified);
  if (via) return { state: 'verified', via };
  if (trouble) return { state: 'unread', trouble };
  const [closest] = found;
  return closest ? { state: 'unverified', found: closest, elsewhere } : { state: 'missing', elsewhere };
}

/** How an address stands among those asked about; undefined where it was not. */
export function standingIn(
  asked: ReadonlyMap<string, SesIdentities>,
  address: string | undefined,
): SesStanding | undefined {
  const identities = address === undefined ? undefined : asked.get(addressKey(address));
  return identities && standingOf(identities);
}
