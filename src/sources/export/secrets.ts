import type { Field } from '../../account/fields.js';
import type { Path } from '../../account/pointer.js';
import { excerpt } from './describe-value.js';

const secretKeys = new Set(['password', 'secretAccessKey', 'sessionToken']);

/** Whether a value is a secret or part of one. */
export function isInSecret(path: Path): boolean {
  return path.some((step) => secretKeys.has(String(step)));
}

/** Whether there is a secret among the values of a field, so that a text in its place may hold one. */
export function holdsSecret({ keys = {} }: Field): boolean {
  return Object.entries(keys).some(([key, field]) => secretKeys.has(key) || holdsSecret(field));
}

/** An unknown key, fit to be printed: what `password:hunter2`, written without a space, makes of a secret is cut off. */
export function shownKey(key: string): string {
  return excerpt(/pass|pwd|secret|token|key|credential/i.test(key) ? key.replace(/[:=].*/s, '…') : key);
}
