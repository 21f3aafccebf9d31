import type { FindingSpec, UnknownSpec } from '../core/check.js';
import type { SmtpCause, SmtpTrouble } from '../core/probed-smtp.js';
import { encryptionFindings, encryptionOpen } from './encryption.js';
import { envelopeFindings, envelopeOpen } from './envelope.js';
import { reachingFindings, reachingOpen } from './reaching.js';
import { signInFindings, signInOpen } from './sign-in.js';
import { warningFindings } from './warnings.js';
import type { Seen } from './words.js';

/** Causes that only warn where the server itself calls them temporary. */
type TwoWeights = 'auth-too-many-attempts' | 'tls-starttls-refused';
type Entry = SmtpCause | `${TwoWeights}-temporary`;

/** What holds of the server or the account. */
export const findings = {
  ...reachingFindings,
  ...encryptionFindings,
  ...signInFindings,
  ...envelopeFindings,
  ...warningFindings,
} satisfies Partial<Record<Entry, FindingSpec<Seen, SmtpTrouble>>>;

/** What may lie between this machine and the server, or could not be tried. */
export const openQuestions = {
  ...reachingOpen,
  ...encryptionOpen,
  ...signInOpen,
  ...envelopeOpen,
} satisfies Partial<Record<Entry, UnknownSpec<Seen, SmtpTrouble>>>;

/** The entry that says what a trouble is. */
export function entryOf({ cause, isTemporary }: SmtpTrouble): Entry {
  if (!isTemporary) return cause;
  return cause === 'auth-too-many-attempts' || cause === 'tls-starttls-refused'
    ? `${cause}-temporary`
    : cause;
}
