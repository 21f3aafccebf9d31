import { type Path, toPointer, valueAt } from '../account/pointer.js';
import type { Evidence, Trace } from './result.js';

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const WITHHELD = '[redacted]';
const LONGEST_TEXT = 1000;
const MOST_ENTRIES = 50;
const DEEPEST = 8;
const SECRETS: ReadonlySet<string | number> = new Set(['password', 'secretAccessKey', 'sessionToken']);

/** Evidence from an account and the places of its values. Secrets never enter it. */
export function tracer(account: unknown, locate: (path: Path) => Place): Trace {
  return (path): Evidence => {
    const { found, value } = valueAt(account, path);
    const place = locate(path);
    const evidence = { pointer: toPointer(path), file: place.file, line: place.line, column: place.column };
    if (!found) return evidence;
    return { ...evidence, value: path.some((step) => SECRETS.has(step)) ? hidden(value) : shown(value, 0) };
  };
}

/** A secret: whether it is empty may be said, and which variable holds it, but not what it is. */
function hidden(value: unknown): unknown {
  if (typeof value === 'string') return value.trim() === '' ? value : WITHHELD;
  return typeof value === 'object' && value !== null && 'env' in value ? { env: shown(value.env, 0) } : null;
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
      .map(([key, entry]) => [key, SECRETS.has(key) ? hidden(entry) : shown(entry, depth + 1)]),
  );
}

function shownText(text: string): string {
  const bounded =
    text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}… (${text.length} characters)` : text;
  // A password inside an address such as smtp://user:password@host is a secret too.
  return bounded.replace(/:\/\/[^/@\s]*@/g, `://${WITHHELD}@`);
}
