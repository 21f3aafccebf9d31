import { exportFields } from '../../account/derived/fields.js';
import type { Field } from '../../account/fields.js';
import { nearest } from '../../account/nearest.js';
import { type Path, toPointer } from '../../account/pointer.js';
import { isInSecret, shownKey } from './secrets.js';
import type { Place } from './source-text.js';

/** A key that the format does not have. */
export interface UnknownKey {
  readonly path: Path;
  /** The path, fit to be printed. */
  readonly pointer: string;
  /** With the known key that may be meant. */
  readonly message: string;
}

/** The unknown keys of an export, or of one customer; `path` leads to the value. */
export function unknownKeysOf(value: unknown, path: Path = []): UnknownKey[] {
  const field = path.length === 0 ? exportFields : exportFields.keys?.['customers']?.items;
  const found: UnknownKey[] = [];
  if (field) collect(value, field, [...path], found);
  return found;
}

/** `path` is one array, changed on the way: a good export has far more values than unknown keys. */
function collect(value: unknown, field: Field, path: (string | number)[], found: UnknownKey[]): void {
  if (typeof value !== 'object' || value === null || isInSecret(path)) return;
  const { keys, items } = field;
  if (Array.isArray(value) !== (items !== undefined)) return;
  for (const [key, member] of Object.entries(value)) {
    const known = items ?? (keys && Object.hasOwn(keys, key) ? keys[key] : undefined);
    if (known) {
      path.push(items ? Number(key) : key);
      collect(member, known, path, found);
      path.pop();
    } else if (keys) found.push(unknownKey(key, Object.keys(keys), path));
  }
}

function unknownKey(key: string, known: readonly string[], parent: Path): UnknownKey {
  const [meant] = nearest(key, known);
  const message = `unknown key "${shownKey(key)}"`;
  return {
    path: [...parent, key],
    pointer: toPointer([...parent, shownKey(key)]),
    message: meant === undefined ? `${message}.` : `${message}. Did you mean "${meant}"?`,
  };
}

/** One line for each unknown key; those at the same key of several entries of a list share one. */
export function notesOn(
  unknown: readonly UnknownKey[],
  locate: (path: Path, part: 'key') => Place,
): string[] {
  const groups = new Map<string, { readonly first: UnknownKey; count: number }>();
  for (const key of unknown) {
    const group = JSON.stringify(key.path.map((step) => (typeof step === 'number' ? 0 : step)));
    const known = groups.get(group);
    if (known) known.count += 1;
    else groups.set(group, { first: key, count: 1 });
  }
  return [...groups.values()].map(({ first: { path, pointer, message }, count }) => {
    const { file, line, column } = locate(path, 'key');
    const more = count > 1 ? ` There are ${count} of them.` : '';
    return `${file}:${line}:${column}: ${pointer}: ${message}${more}`;
  });
}
