import type { SmtpReply } from '../../core/probed-smtp.js';

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

/** Takes secrets out of text, as they are and as AUTH writes them (base64); a server may echo what it was sent. */
export function masker(user: string, password: string | undefined): (text: string) => string {
  if (!password) return (text) => text;
  const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');
  const forms = [
    password,
    base64(`\0${user}\0${password}`),
    base64(`${user}\0${user}\0${password}`),
    base64(password),
  ];
  const secrets = [...new Set([...forms, password.trim(), encodeURIComponent(password)])]
    .filter((secret) => secret.length > 2)
    .sort((a, b) => b.length - a.length);
  return (text) => secrets.reduce((masked, secret) => masked.replaceAll(secret, '[redacted]'), text);
}
