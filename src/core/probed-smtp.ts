import type { Meaning, ProbeStage } from './probed.js';

/** Where a handshake stands. `certificate` is judged after the TLS handshake itself is through. */
export type SmtpStage =
  | 'resolve'
  | 'connect'
  | 'greeting'
  | 'ehlo'
  | 'starttls'
  | 'tls'
  | 'certificate'
  | 'auth'
  | 'mail'
  | 'rcpt'
  | 'quit';

/** A stage at which a server answers with a reply code. */
export type ReplyStage = 'greeting' | 'ehlo' | 'starttls' | 'auth' | 'mail' | 'rcpt';

/** A reply of a server (RFC 5321, section 4.2), its lines joined. Secrets are masked. */
export interface SmtpReply {
  /** Three digits. */
  readonly code: number;
  /** Enhanced status code such as `5.7.8` (RFC 3463), where the server gave one. */
  readonly enhanced?: string | undefined;
  /** The text without the codes, in one line. */
  readonly text: string;
}

/** Why a handshake ended, or what is doubtful about it. The names are public: they are the finding codes. */
export type SmtpCause =
  | 'dns-not-found'
  | 'dns-server-trouble'
  | 'address-not-allowed'
  | 'tcp-refused'
  | 'tcp-timeout'
  | 'tcp-unreachable'
  | 'tcp-reset'
  | 'greeting-silent'
  | 'greeting-expects-tls'
  | 'greeting-other-protocol'
  | 'greeting-busy'
  | 'greeting-blocked'
  | 'greeting-closed'
  | 'ehlo-refused'
  | 'ehlo-timeout'
  | 'ehlo-dropped'
  | 'tls-port-expects-plain'
  | 'tls-starttls-missing'
  | 'tls-starttls-refused'
  | 'tls-too-old'
  | 'tls-cert-self-signed'
  | 'tls-cert-unknown-issuer'
  | 'tls-cert-expired'
  | 'tls-cert-not-yet-valid'
  | 'tls-cert-wrong-name'
  | 'tls-handshake-failed'
  | 'tls-timeout'
  | 'auth-not-offered'
  | 'auth-no-common-mechanism'
  | 'auth-oauth-only'
  | 'auth-app-password-required'
  | 'auth-bad-credentials'
  | 'auth-disabled-by-admin'
  | 'auth-encryption-required'
  | 'auth-temporary'
  | 'auth-too-many-attempts'
  | 'auth-dropped'
  | 'auth-not-answered'
  | 'secret-withheld'
  | 'sender-not-allowed'
  | 'sender-not-verified'
  | 'sender-auth-required'
  | 'sender-temporary'
  | 'sender-dropped'
  | 'sender-timeout'
  | 'sender-not-tried'
  | 'recipient-unknown'
  | 'recipient-greylisted'
  | 'recipient-suppressed'
  | 'recipient-refused'
  | 'recipient-dropped'
  | 'recipient-timeout'
  | 'limit-daily'
  | 'limit-rate'
  | 'limit-size'
  // Beside a handshake that goes on, or beside the cause that ended it.
  | 'config-whitespace'
  | 'config-looks-like-wrong-secret-kind'
  | 'auth-offered-without-tls'
  | 'tls-cert-expires-soon'
  | 'tcp-other-port-answers';

/** One thing that is wrong, with what is known of it. */
export interface SmtpTrouble {
  readonly cause: SmtpCause;
  readonly stage: SmtpStage;
  /** The server itself calls it temporary (a reply of class 4), so LoanPro's next try may succeed. */
  readonly isTemporary: boolean;
  readonly reply?: SmtpReply | undefined;
  /** A few words for the summary: the name on the certificate, the port that answers, the time waited. */
  readonly detail?: string | undefined;
  /** What the provider's documentation says of it. */
  readonly meaning?: Meaning | undefined;
}

/** A certificate as far as a person needs it. */
export interface SmtpCertificate {
  readonly subject: string;
  /** DNS names and IP addresses it is for. */
  readonly names: readonly string[];
  readonly issuer: string;
  /** ISO instants. */
  readonly validFrom: string;
  readonly validTo: string;
}

/** The encryption of a session. */
export interface SmtpTls {
  /** Such as `TLSv1.3`. */
  readonly version: string;
  readonly cipher: string;
  readonly certificate?: SmtpCertificate | undefined;
}

/** One line of the dialogue, secrets masked. */
export interface TranscriptLine {
  readonly from: 'client' | 'server';
  readonly text: string;
}

/** What one server said to one envelope: MAIL FROM and, where asked, RCPT TO. */
export interface EnvelopeAnswer {
  /** How far it went without trouble. */
  readonly reached: 'mail' | 'rcpt' | undefined;
  readonly trouble?: SmtpTrouble | undefined;
}

/** A handshake with one server: one session, one login, an envelope a sender; never DATA. */
export interface SmtpProbed {
  /** `host:port`. */
  readonly target: string;
  /** The provider recognised by the host. */
  readonly provider?: string | undefined;
  readonly stages: readonly ProbeStage[];
  /** The addresses tried, in order. */
  readonly addresses: readonly string[];
  /** The last EHLO reply, a line each. */
  readonly capabilities: readonly string[];
  readonly tls?: SmtpTls | undefined;
  readonly transcript: readonly TranscriptLine[];
  /** Wall-clock time of the whole, in milliseconds. */
  readonly ms: number;
  /** What ended it before a sender was named; absent when the login was accepted. */
  readonly trouble?: SmtpTrouble | undefined;
  readonly warnings: readonly SmtpTrouble[];
  /** By sender, and by sender and recipient where RCPT TO was asked for; keys made by `envelopeKey`. */
  readonly envelopes: ReadonlyMap<string, EnvelopeAnswer>;
}

/** The key of an envelope; addresses compare without case. */
export function envelopeKey(sender: string, recipient?: string): string {
  return [sender, ...(recipient === undefined ? [] : [recipient])].join('\n').toLowerCase();
}
