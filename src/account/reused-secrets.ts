import { valueAt } from './pointer.js';
import type { Account } from './types.js';

const PLACES = [
  ['transport', 'smtp', 'password'],
  ['transport', 'ses', 'secretAccessKey'],
  ['transport', 'ses', 'sessionToken'],
];
const WITHHELD = '[redacted]';
const LONG = 8;
const SECRET_KEYS = new Set(PLACES.map((path) => path.at(-1)));

/**
 * Withholds secrets that stand in other fields too, where they would be printed: a YAML alias can bring one
 * anywhere, and with some providers the user is the password. Returns the value itself when nothing is reused.
 */
export function withholdReused<T>(value: T, secrets: readonly string[]): T {
  return secrets.length === 0 ? value : replaced(value, secrets);
}

/** The secrets that are written out in an account; too short a text is no secret worth looking for. */
export function literalSecrets(account: Account): readonly string[] {
  return PLACES.flatMap((path) => {
    const { value } = valueAt(account, path);
    return typeof value === 'string' && value.length > 3 && value !== '[redacted]' ? [value] : [];
  });
}

function replaced<T>(value: T, secrets: readonly string[]): T;
function replaced(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return withoutSecrets(value, secrets);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => replaced(item, secrets));
    return items.some((item, i) => item !== value[i]) ? items : value;
  }
  const entries = Object.entries(value).map(
    ([key, child]) => [key, SECRET_KEYS.has(key) ? child : replaced(child, secrets)] as const,
  );
  return entries.some(([key, child]) => child !== Reflect.get(value, key))
    ? Object.fromEntries(entries)
    : value;
}

/** A short secret may be a common word, so within a longer text only longer ones are looked for. */
function withoutSecrets(text: string, secrets: readonly string[]): string {
  if (secrets.includes(text)) return WITHHELD;
  return secrets.reduce(
    (shown, secret) => (secret.length >= LONG ? shown.replaceAll(secret, WITHHELD) : shown),
    text,
  );
}
