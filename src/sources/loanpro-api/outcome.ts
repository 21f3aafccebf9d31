import { readEnvelope, repeatable } from './envelope.js';
import type { Failure, FailureKind } from './failure.js';
import type { NoAnswer, RawAnswer } from './send.js';

/** What one attempt came to. */
export type Outcome = { readonly ok: true; readonly d: unknown } | NotOk;

interface NotOk {
  readonly ok: false;
  readonly failure: Failure;
  readonly isWorthAgain: boolean;
  /** Milliseconds that LoanPro asked to wait. */
  readonly askedPause?: number | undefined;
}

const forGood = (kind: FailureKind, words: string): NotOk => ({
  ok: false,
  failure: { kind, words },
  isWorthAgain: false,
});
const forNow = (kind: FailureKind, words: string, askedPause?: number): NotOk => ({
  ok: false,
  failure: { kind, words },
  isWorthAgain: true,
  askedPause,
});

/** Of an attempt without a whole answer. */
export function outcomeOfNone({ trouble, message }: NoAnswer): NotOk {
  switch (trouble) {
    case 'timeout':
    case 'network':
      return forNow('no-connection', `No answer: ${message}`);
    case 'certificate':
      return forGood('no-connection', `No answer: ${message}`);
    case 'cut-off':
      return forNow('too-much', 'The answer was cut off');
    case 'too-large':
      return forGood('failed', `LoanPro sent ${message}`);
  }
}

/**
 * Of an answer, at a moment in epoch milliseconds. What the codes mean:
 * https://developers.loanpro.io/docs/response-codes; the rest is what HTTP says.
 */
export function outcomeOf(answer: RawAnswer, token: string, now: number): Outcome {
  const { status } = answer;
  if (status === 200) return outcomeOfBody(answer, token);
  if (status >= 300 && status < 400) {
    const where = answer.redirectHost === undefined ? '' : ` to ${repeatable(answer.redirectHost, token)}`;
    return forGood(
      'failed',
      `The answer was a redirect${where} (${status}), which is not followed; check LOANPRO_API_URL`,
    );
  }
  const retryAfter = pauseAsked(answer.retryAfter, now);
  switch (status) {
    case 401:
      return forGood('credentials', `LoanPro refused the token or the tenant id (401)${said(answer, token)}`);
    case 403:
      return forGood(
        'refused',
        "LoanPro refused it (403): the role of the token's user lacks this endpoint, or an IP rule bars this machine",
      );
    case 404:
    case 409:
      return forGood('not-found', `LoanPro does not find it (${status})${said(answer, token)}`);
    case 408:
      return forNow('no-connection', 'LoanPro gave up waiting (408)');
    case 429:
      return forNow('failed', 'LoanPro asked to slow down (429)', retryAfter);
  }
  return status >= 500
    ? forNow('too-much', `LoanPro's server failed (${status})`, retryAfter)
    : forGood('failed', `LoanPro did not accept the question (${status})${said(answer, token)}`);
}

function outcomeOfBody(answer: RawAnswer, token: string): Outcome {
  const type = answer.contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type !== '' && !/[/+]json$/.test(type)) {
    return forGood(
      'failed',
      `The answer was not JSON but ${repeatable(type, token)}; check LOANPRO_API_URL and whatever stands between this machine and LoanPro`,
    );
  }
  const envelope = readEnvelope(answer.text);
  switch (envelope.kind) {
    case 'data':
      return { ok: true, d: envelope.d };
    case 'unreadable':
      return forNow('too-much', 'The answer was cut off');
    case 'foreign':
      return forGood('failed', 'The answer does not have the form of an answer of LoanPro');
    case 'error': {
      const words = quoted(envelope.message, token);
      return /not found|does not exist|invalid (tenant|instance)/i.test(envelope.message)
        ? forGood('not-found', `LoanPro does not find it${words}`)
        : forGood('failed', `LoanPro answered with an error${words}`);
    }
  }
}

/** LoanPro's own words about an error, where it has some. */
function said(answer: RawAnswer, token: string): string {
  const envelope = readEnvelope(answer.text);
  return envelope.kind === 'error' ? quoted(envelope.message, token) : '';
}

function quoted(message: string, token: string): string {
  const text = repeatable(message, token);
  return text === '' ? '' : `: "${text}"`;
}

/** Retry-After gives seconds or a date (RFC 9110, 10.2.3). */
function pauseAsked(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(value)) return Number(value) * 1000;
  const until = Date.parse(value);
  return Number.isNaN(until) ? undefined : Math.max(0, until - now);
}
