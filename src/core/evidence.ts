import { type Path, toPointer, valueAt } from '../account/pointer.js';
import type { Evidence, Place, Trace } from './result.js';
import { cut } from './words.js';

/** What another source says of a fact, where it says something else. */
export type Contradicts = (path: Path) => { readonly place: Place; readonly value: unknown } | undefined;

const WITHHELD = '[redacted]';
const LONGEST_TEXT = 1000;
const MOST_ENTRIES = 50;
const DEEPEST = 8;

/** Fields that hold a secret, or into which one is easily pasted, and what may be shown of them. */
const GUARDS: Readonly<Record<string, (value: unknown) => unknown>> = {
  password: hidden,
  secretAccessKey: hidden,
  sessionToken: hidden,
  // An id has 20 characters; a secret access key that was pasted into its place has 40.
  accessKeyId: (value) => beginning(value, /^.{0,29}$/s),
  // An address or a word; with some providers the user is a token as secret as the password.
  user: (value) => beginning(value, /@|^.{0,29}$/s),
  host: (value) =>
    typeof value === 'string' ? shownText(value.replace(/^.*:[^/].*@/s, `${WITHHELD}@`)) : value,
};

/** Evidence from an account and the places of its values. Secrets never enter it. */
export function tracer(
  account: unknown,
  locate: (path: Path) => Place,
  contradicts: Contradicts = () => undefined,
): Trace {
  return (path): Evidence => {
    const { found, value } = valueAt(account, path);
    const evidence = { pointer: toPointer(path), ...placeOf(locate(path)) };
    if (!found) return evidence;
    const key = path.at(-1) ?? '';
    const other = contradicts(path);
    return {
      ...evidence,
      value: guarded(key, value, 0),
      ...(other && { contradicts: { ...placeOf(other.place), value: guarded(key, other.value, 0) } }),
    };
  };
}

/** A place alone: what is handed over may know more. */
function placeOf({ file, line, column, readAt }: Place): Place {
  return {
    file,
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    ...(readAt !== undefined && { readAt }),
  };
}

/** A secret: whether it is empty may be said, and which variable holds it, but not what it is. */
function hidden(value: unknown): unknown {
  if (typeof value === 'string') return value.trim() === '' ? value : WITHHELD;
  return typeof value === 'object' && value !== null && 'env' in value ? { env: shown(value.env, 0) } : null;
}

/** A text of a harmless form, or the beginning of another: enough to recognise it by. */
function beginning(value: unknown, harmless: RegExp): unknown {
  if (typeof value !== 'string' || value.trim() === '' || harmless.test(value)) return shown(value, 0);
  return `${value.trim().slice(0, 4)}… ${WITHHELD}`;
}

function guarded(key: string | number, value: unknown, depth: number): unknown {
  const guard = Object.hasOwn(GUARDS, key) ? GUARDS[key] : undefined;
  return guard ? guard(value) : shown(value, depth);
}

/** A value as it may be printed: without secrets, and bounded in length and depth. */
function shown(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return shownText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) return '…';
  if (Array.isArray(value)) {
    const entries = value.slice(0, MOST_ENTRIES).map((entry) => shown(entry, depth + 1));
    return value.length > MOST_ENTRIES ? [...entries, `… ${value.length - MOST_ENTRIES} more`] : entries;
  }
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MOST_ENTRIES)
      .map(([key, entry]) => [key, guarded(key, entry, depth + 1)]),
  );
}

function shownText(text: string): string {
  // A password inside an address such as smtp://user:password@host is a secret too.
  return cut(text, LONGEST_TEXT).replace(/:\/\/[^/\s]*@/g, `://${WITHHELD}@`);
}
