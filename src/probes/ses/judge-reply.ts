import type { SesAnswer, SesPlainCause, SesRefusal } from '../../core/probed-ses.js';
import type { Reply } from './session.js';

/** What a call came to for the account: an answer, a refusal of the key itself, or "not there". */
export type Judged<T> = SesAnswer<T> | Refused | { readonly kind: 'not-found' };

/** Nothing can be asked with this key. */
export interface Refused {
  readonly kind: 'refused';
  readonly refusal: SesRefusal;
}

// The service, its gateway and older versions spell them differently.
// https://docs.aws.amazon.com/ses/latest/APIReference-V2/CommonErrors.html
const REFUSALS: ReadonlyMap<string, SesPlainCause> = new Map([
  ['UnrecognizedClientException', 'key-unknown'],
  ['InvalidClientTokenId', 'key-unknown'],
  ['InvalidAccessKeyId', 'key-unknown'],
  ['MissingAuthenticationToken', 'key-unknown'],
  ['MissingAuthenticationTokenException', 'key-unknown'],
  ['IncompleteSignature', 'key-unknown'],
  ['IncompleteSignatureException', 'key-unknown'],
  ['SignatureDoesNotMatch', 'secret-wrong'],
  ['InvalidSignatureException', 'secret-wrong'],
  ['ExpiredToken', 'token-expired'],
  ['ExpiredTokenException', 'token-expired'],
  ['OptInRequired', 'not-subscribed'],
  ['SubscriptionRequiredException', 'not-subscribed'],
  ['AccountSuspendedException', 'sending-paused'],
  ['SendingPausedException', 'sending-paused'],
]);
const CLOCK: ReadonlySet<string> = new Set(['RequestExpired', 'RequestTimeTooSkewed', 'RequestInTheFuture']);
const DENIALS: ReadonlySet<string> = new Set(['AccessDeniedException', 'AccessDenied', 'NotAuthorized']);
const THROTTLES: ReadonlySet<string> = new Set([
  'TooManyRequestsException',
  'ThrottlingException',
  'Throttling',
  'RequestLimitExceeded',
  'LimitExceededException',
]);

/**
 * What the reply to a call means.
 * @param action the permission the call needs
 * @param secret the secret access key, of which only the shape is looked at
 */
export function judgeReply<T>(reply: Reply<T>, action: string, secret: string): Judged<T> {
  switch (reply.kind) {
    case 'answer':
      return { kind: 'answered', value: reply.value };
    case 'none':
      return failed('unreachable', reply.detail);
    case 'stranger':
      return failed('unreachable', `an answer that is not from Amazon SES (HTTP ${reply.httpStatus})`);
    case 'error':
      return judgeError(reply, action, secret);
  }
}

function judgeError(
  { name, message, httpStatus, ahead }: Extract<Reply<never>, { kind: 'error' }>,
  action: string,
  secret: string,
): Judged<never> {
  if (DENIALS.has(name)) return { kind: 'denied', action };
  if (name === 'NotFoundException') return { kind: 'not-found' };
  if (THROTTLES.has(name) || httpStatus === 429)
    return failed('throttled', `too many requests (${known(name)})`);
  const cause = REFUSALS.get(name);
  // One name for a wrong secret, a wrong clock and a wrong Region: only the text tells them apart.
  const isSignature = cause === 'secret-wrong';
  if (CLOCK.has(name) || (isSignature && /signature expired|not yet current/i.test(message))) {
    return refused({ cause: 'clock-skew', ahead });
  }
  if (isSignature && /scoped to a valid region/i.test(message)) {
    return refused({ cause: 'region-unknown', detail: 'the endpoint is for another Region' });
  }
  if (isSignature) return refused({ ...secretCause(secret), detail: `${name}${shapeOf(secret)}` });
  if (cause) return refused({ cause, detail: name });
  return failed('unreachable', `an error of the service (${known(name)}, HTTP ${httpStatus})`);
}

const failed = (cause: 'throttled' | 'unreachable', detail: string) =>
  ({ kind: 'failed', cause, detail }) as const;
const refused = (refusal: SesRefusal) => ({ kind: 'refused', refusal }) as const;

/** A name of Amazon's own; anything else is a stranger's text. */
const known = (name: string) =>
  /^[A-Z][A-Za-z]{2,40}(Exception|Failure|Unavailable)$/.test(name) ? name : 'unknown';

/** A password derived for the SMTP server has 44 characters and begins with B. */
function secretCause(secret: string): { cause: 'secret-wrong' | 'smtp-password-used-as-secret' } {
  const isSmtpPassword = secret.length === 44 && secret.startsWith('B');
  return { cause: isSmtpPassword ? 'smtp-password-used-as-secret' : 'secret-wrong' };
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html shows the 40 characters.
function shapeOf(secret: string): string {
  if (secret !== secret.trim()) return '; it begins or ends with blanks';
  return secret.length === 40 ? '' : '; it does not have the 40 characters of a secret access key';
}
