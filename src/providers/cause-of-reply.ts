import type { Meaning } from '../core/probed.js';
import type { ReplyStage, SmtpCause, SmtpReply } from '../core/probed-smtp.js';
import { isAboutStorage, limitIn, plainWords } from './limit-words.js';
import type { Provider, ReplyLine } from './provider.js';
import { providers } from './providers.js';

/** What a reply that was no success means. */
export interface ReplyCause {
  readonly cause: SmtpCause;
  /** The reply is of class 4: the server itself calls it temporary (RFC 5321, section 4.2.1). */
  readonly isTemporary: boolean;
  readonly meaning?: Meaning;
}

/**
 * What a refusal means at its stage. What the provider is known to say comes first, then the words of limits, then
 * the enhanced code and the code (RFC 5321, RFC 4954, RFC 3207, RFC 3463).
 */
export function causeOfReply(
  stage: ReplyStage,
  reply: SmtpReply,
  provider: Provider | undefined,
): ReplyCause {
  const isTemporary = Math.floor(reply.code / 100) === 4;
  const words = plainWords(reply.text);
  const limit = limitIn(words, isTemporary);
  const known = knownLine(reply, provider, limit);
  const detail = reply.enhanced?.slice(reply.enhanced.indexOf('.') + 1) ?? '';
  const cause =
    known?.line.cause ?? limit ?? byStage[stage]({ code: reply.code, isTemporary, detail, words });
  return { cause, isTemporary, ...(known && { meaning: meaningOf(known.provider, known.line) }) };
}

interface Known {
  readonly provider: Provider;
  readonly line: ReplyLine;
}

function knownLine(
  reply: SmtpReply,
  provider: Provider | undefined,
  limit: SmtpCause | undefined,
): Known | undefined {
  // What a provider says of refused passwords yields to a limit the reply names.
  const counts = ({ cause }: ReplyLine) => limit === undefined || cause !== 'auth-bad-credentials';
  const own = provider?.replies.find((line) => counts(line) && fits(line, reply, true));
  if (provider && own) return { provider, line: own };
  for (const other of providers) {
    const line = other.replies.find(
      (candidate) => candidate.isForAnyHost && counts(candidate) && fits(candidate, reply, false),
    );
    if (line) return { provider: other, line };
  }
  return undefined;
}

function fits({ codes, enhanced, words }: ReplyLine, reply: SmtpReply, isOwnHost: boolean): boolean {
  if (!codes.includes(reply.code)) return false;
  const mayLackCode = isOwnHost && words.length > 0 && reply.enhanced === undefined;
  if (enhanced !== undefined && enhanced !== reply.enhanced && !mayLackCode) return false;
  const text = reply.text.toLowerCase().replace(/\s+/g, ' ');
  return words.every((piece) => text.includes(piece));
}

const meaningOf = ({ name }: Provider, { says, steps, source }: ReplyLine): Meaning => ({
  provider: name,
  says,
  steps,
  source,
});

interface Refusal {
  readonly code: number;
  readonly isTemporary: boolean;
  /** Subject and detail of the enhanced code, such as `7.8`; empty without one. */
  readonly detail: string;
  readonly words: string;
}

const TLS_FIRST =
  /\bstarttls\b|\b(?:ssl|tls|encrypt\w*|secure connection)\b.{0,30}\b(?:required|needed|first|must)\b|\b(?:must|requires?)\b.{0,30}\b(?:ssl|tls|encrypt\w*)\b/;
const MECHANISM =
  /\b(?:invalid|unrecogni[sz]ed|unsupported|unknown|no (?:suitable|supported)) (?:\w+ )?(?:mechanisms?|type|method)\b|\bmechanism (?:is )?(?:not supported|not available|too weak|invalid)\b/;
const APP_PASSWORD = /\bapp(?:lication)?[- ](?:specific )?passwords?\b/;
const SWITCHED_OFF =
  /\bauth(?:entication)?\b.{0,40}\b(?:disabled|(?:switched|turned) off|is not supported)\b|\b(?:disabled|blocked) by\b|\baccount (?:is |has been )?(?:disabled|locked|suspended|blocked)\b|\bsmtpclientauthentication\b/;
const LOGIN_FIRST =
  /\b(?:authentication|auth|log-?in) (?:is )?(?:required|needed|first)\b|\bmust (?:be )?authenticated?\b|\b(?:not |un)-?authenticated\b|\bplease (?:authenticate|log in)\b|\bauthenticate first\b|\bnot logged in\b/;
const NO_RELAY =
  /\brelay(?:ing)?\b.{0,30}\b(?:denied|not (?:permitted|allowed|authori[sz]ed)|prohibited|disallowed|refused)\b|\b(?:unable to|not (?:permitted|allowed|authori[sz]ed) to|cannot|do(?:es)? not) relay\b/;
const NOT_VERIFIED =
  /\b(?:not (?:yet )?(?:been )?|un)verified\b|\bdoes not match a verified\b|\bverify (?:the|your) (?:sender|domain)\b/;
const SENDER =
  /\bsender\b.{0,40}\b(?:rejected|refused|denied|blocked|verify failed|not (?:allowed|owned|permitted|authori[sz]ed))\b|\bnot owned by\b|\bsend as\b/;
const SUPPRESSED = /\bsuppress(?:ed|ion)?\b|\binactive recipients?\b|\brecipients?\b.{0,30}\binactive\b/;
const NO_MAILBOX =
  /\b(?:user|mailbox|recipient|address) (?:is )?unknown\b|\bunknown (?:user|recipient|address|mailbox)\b|\bno such (?:user|mailbox|recipient|address|person)\b|\b(?:does not|doesn't) exist\b|\b(?:user|mailbox|recipient|address|account) (?:was |could )?not (?:be )?found\b|\binvalid (?:recipient|mailbox|(?:e-?mail )?address)\b|\bno mailbox\b/;

const byStage: Readonly<Record<ReplyStage, (refusal: Refusal) => SmtpCause>> = {
  greeting: ({ isTemporary }) => (isTemporary ? 'greeting-busy' : 'greeting-blocked'),
  ehlo: ({ isTemporary }) => (isTemporary ? 'greeting-busy' : 'ehlo-refused'),
  // Whether it was offered at all is seen in the answer to EHLO.
  starttls: () => 'tls-starttls-refused',
  auth: atAuth,
  mail: atMail,
  rcpt: atRcpt,
};

function atAuth({ code, isTemporary, detail, words }: Refusal): SmtpCause {
  if (isTemporary) return 'auth-temporary';
  if (code === 538 || detail === '7.10' || detail === '7.11' || TLS_FIRST.test(words))
    return 'auth-encryption-required';
  if (code === 504 || detail === '5.4' || MECHANISM.test(words)) return 'auth-no-common-mechanism';
  if ((code === 534 && detail === '7.9') || APP_PASSWORD.test(words)) return 'auth-app-password-required';
  // A line too long for the server (RFC 4954, section 4) is the fault of what was in it.
  if ([500, 502, 503].includes(code) && detail !== '5.6') return 'auth-not-offered';
  if (['7.13', '7.30', '7.139'].includes(detail) || SWITCHED_OFF.test(words)) return 'auth-disabled-by-admin';
  // RFC 3207, section 4: 530 before STARTTLS.
  if (code === 530 && !LOGIN_FIRST.test(words)) return 'auth-encryption-required';
  // RFC 4954, section 6: 534 for a mechanism that is too weak.
  if (code === 534) return 'auth-no-common-mechanism';
  return 'auth-bad-credentials';
}

function atMail({ code, isTemporary, detail, words }: Refusal): SmtpCause {
  if (isTemporary) return 'sender-temporary';
  if (code === 530 && TLS_FIRST.test(words)) return 'auth-encryption-required';
  if (NOT_VERIFIED.test(words)) return 'sender-not-verified';
  if (needsLogin(code, words)) return 'sender-auth-required';
  if ((code === 552 && !isAboutStorage(words)) || detail === '3.4') return 'limit-size';
  return 'sender-not-allowed';
}

function atRcpt({ code, isTemporary, detail, words }: Refusal): SmtpCause {
  // Many servers judge the sender only now.
  const isOfSender = detail === '1.7' || detail === '1.8' || SENDER.test(words);
  if (isTemporary) return isOfSender ? 'sender-temporary' : 'recipient-greylisted';
  if (NOT_VERIFIED.test(words)) return 'sender-not-verified';
  if (needsLogin(code, words)) return 'sender-auth-required';
  if (isOfSender) return 'sender-not-allowed';
  if (SUPPRESSED.test(words)) return 'recipient-suppressed';
  if (detail === '3.4') return 'limit-size';
  if (isAboutStorage(words)) return 'recipient-refused';
  if (detail.startsWith('1.') || code === 551 || NO_MAILBOX.test(words)) return 'recipient-unknown';
  return 'recipient-refused';
}

const needsLogin = (code: number, words: string) =>
  code === 530 || LOGIN_FIRST.test(words) || NO_RELAY.test(words);
