import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';

const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');

/** A password that is nowhere else: what it begins with, and 16 letters and digits by chance. */
export function canary(before: string): string {
  return `${before}${randomBytes(8).toString('hex')}`;
}

/** The ways in which a server may say a password, as it was sent or otherwise. */
export function formsOf(user: string, password: string): string[] {
  const auth = base64(`\0${user}\0${password}`);
  return [
    password,
    auth,
    auth.slice(-16),
    auth.slice(0, -9),
    `AUTH PLAIN ${auth}`,
    base64(password),
    base64(password).slice(0, 12),
    base64(password).slice(5, 15),
    base64(`${user}:${password}`),
    base64(`x${password}x`),
    base64(`{"password":"${password}"}`),
    Buffer.from(password, 'utf8').toString('base64url'),
    encodeURIComponent(password),
    new URLSearchParams({ password }).toString(),
  ];
}

/**
 * Fails when a text holds a canary: as it is, its part by chance, or nine letters in a row of what base64 makes of
 * that part, whatever stands before it.
 */
export function expectNone(password: string, texts: Readonly<Record<string, string>>): void {
  const random = /[0-9a-f]{16}/.exec(password)?.[0] ?? expect.fail('no canary');
  const coded = [0, 1, 2].map((before) => {
    const shared = Math.ceil((before * 8) / 6);
    return base64('x'.repeat(before) + random).slice(shared, shared + 18);
  });
  const pieces = coded.flatMap((text) => Array.from({ length: 10 }, (_, i) => text.slice(i, i + 9)));
  const secrets = [password.trim(), random, JSON.stringify(password.trim()).slice(1, -1), ...pieces];
  for (const [name, text] of Object.entries(texts))
    for (const secret of secrets)
      if (text.includes(secret)) expect.fail(`${name} holds ${secret}: ${text.slice(0, 2_000)}`);
}
