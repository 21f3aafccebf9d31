import type { ReplyStage, SmtpReply } from '../../core/probed-smtp.js';
import { causeOfReply, type ReplyCause } from '../../providers/cause-of-reply.js';
import type { Provider } from '../../providers/providers.js';

const LONGEST = 600;

/**
 * A server's reply taken apart (RFC 5321, section 4.2.1): lines joined, the codes of each line taken out. Undefined
 * for what is no reply at all.
 */
export function parseReply(response: string): SmtpReply | undefined {
  const lines = response.split(/\r?\n/).filter((line) => line.trim() !== '');
  const code = Number(/^([2-5]\d\d)(?:[ -]|$)/.exec(lines[0] ?? '')?.[1]);
  if (!code) return undefined;
  const taken = lines.map((line) => /^(?:\d{3}[ -]?)?(?:([245]\.\d{1,3}\.\d{1,3})\s)?\s*(.*)$/s.exec(line));
  const enhanced = taken.map((parts) => parts?.[1]).find((part) => part !== undefined);
  const text = taken
    .map((parts) => parts?.[2] ?? '')
    .join(' ')
    .trim();
  return { code, enhanced, text: text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text };
}

/**
 * What a server said at last: as it came, which tells what it means, and as it may be shown. A password such as
 * "password" would be missed in the words of a refusal once it is masked.
 */
export class Heard {
  /** Private to the language: no error and no report can show it. */
  readonly #raw: SmtpReply | undefined;
  /** Undefined where it is no reply. Secrets are masked. */
  readonly reply: SmtpReply | undefined;
  /** All of it, secrets masked; empty when nothing was said. */
  readonly said: string;

  constructor(response: string, mask: (text: string) => string) {
    this.#raw = parseReply(response);
    this.said = mask(response);
    this.reply = this.#raw && (parseReply(this.said) ?? { code: this.#raw.code, text: '' });
  }

  /** What the reply means at its stage; undefined where it is none. */
  causeAt(stage: ReplyStage, provider: Provider | undefined): ReplyCause | undefined {
    return this.#raw && causeOfReply(stage, this.#raw, provider);
  }
}

/** So many letters of base64 hold six bytes of what is written in it. */
const PIECE = 8;
/** Anything that may be base64, in its usual form or that for addresses (RFC 4648). */
const MAY_BE_BASE64 = /[\w+/=-]{4,}/g;

/**
 * Takes a password out of text: as it is, as addresses write it, and as AUTH writes it (base64), whatever stands
 * before and after it there; a server may echo what it was sent, in part too.
 */
export function masker(password: string | undefined): (text: string) => string {
  if (!password) return (text) => text;
  const secrets = asWritten(password)
    .filter((secret) => secret.length > 2)
    .sort((a, b) => b.length - a.length);
  const pieces = new Set(inBase64(password).flatMap(piecesOf));
  const sizes = [...new Set([...pieces].map((piece) => piece.length))];
  const isPartOf = (token: string) => {
    const usual = token.replaceAll('-', '+').replaceAll('_', '/');
    return sizes.some((size) => subtexts(usual, size).some((part) => pieces.has(part)));
  };
  return (text) =>
    secrets
      .reduce((masked, secret) => masked.replaceAll(secret, '[redacted]'), text)
      .replace(MAY_BE_BASE64, (token) => (isPartOf(token) ? '[redacted]' : token));
}

/** A password as it is and in the ways of addresses and forms, with and without blanks around it. */
function asWritten(password: string): string[] {
  // A half of a surrogate pair, which JSON can hold, is sent as U+FFFD.
  const sent = Buffer.from(password, 'utf8').toString('utf8');
  const forms = [sent, sent.trim()].flatMap((text) => [
    text,
    encodeURIComponent(text),
    new URLSearchParams([['', text]]).toString().slice(1),
    Buffer.from(text, 'utf8').toString('hex'),
  ]);
  const lower = forms.map((form) => form.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase()));
  return [...new Set([password, ...forms, ...lower])];
}

/** The letters of base64 that a text alone decides, after 0, 1 or 2 bytes more than whole groups of three. */
function inBase64(text: string): string[] {
  const bytes = Buffer.from(text.trim(), 'utf8');
  return [0, 1, 2].map((before) => {
    const all = Buffer.concat([Buffer.alloc(before), bytes]);
    const shared = Math.ceil((before * 8) / 6);
    return all.toString('base64').slice(shared, Math.floor((all.length * 8) / 6));
  });
}

function piecesOf(text: string): string[] {
  return text.length < 4 ? [] : subtexts(text, Math.min(PIECE, text.length));
}

function subtexts(text: string, size: number): string[] {
  return Array.from({ length: Math.max(0, text.length - size + 1) }, (_, i) => text.slice(i, i + size));
}
