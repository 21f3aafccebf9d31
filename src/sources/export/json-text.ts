import type { Path } from '../../account/pointer.js';
import type { Part, ReadText } from './export-file.js';
import { JsonOffsets, measureJson } from './json-scan.js';
import { deepestNesting, type TextFault, tooDeep } from './text-fault.js';

/** Reads JSON text; `undefined` when anything is wrong with it, which `faultsOfJson` then names. */
export function readJsonText(text: string): ReadText | undefined {
  const { members, tooDeepAt } = measureJson(text);
  if (tooDeepAt !== undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  // A key is there twice.
  if (countMembers(value) !== members) return undefined;
  const offsets = new JsonOffsets(text);
  return { value, offsetOf: (path, part) => offsetIn(offsets, path, part) };
}

/**
 * What JSON.parse lets through without a word in a text with this value: a key that is there twice, of which it keeps
 * the last, and a text that nests too deep.
 */
export function hiddenFault(text: string, value: unknown): string | undefined {
  // Each member has its colon, so with no more colons than members none was lost. Nearly always this is enough, and
  // it takes a fraction of the time of a look at every character.
  const members = countMembers(value);
  if (members === countColons(text)) return undefined;
  const measured = measureJson(text);
  if (measured.tooDeepAt !== undefined) return tooDeep;
  return measured.members === members ? undefined : 'A key is there twice.';
}

function countColons(text: string): number {
  let count = 0;
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) count += 1;
  return count;
}

/** What is wrong with JSON text that `readJsonText` refuses. */
export async function faultsOfJson(text: string): Promise<readonly TextFault[]> {
  const { tooDeepAt } = measureJson(text);
  if (tooDeepAt !== undefined) return [{ offset: tooDeepAt, message: tooDeep }];
  const { syntaxFault, doubledKeys } = await import('./json-faults.js');
  const fault = syntaxFault(text);
  return fault ? [fault] : doubledKeys(text);
}

/** How many members all objects of a value have; no number where it nests too deep. */
function countMembers(value: unknown, level = 1): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (level > deepestNesting) return Number.NaN;
  let count = 0;
  if (Array.isArray(value)) {
    for (const entry of value) count += countMembers(entry, level + 1);
    return count;
  }
  const members = value as Readonly<Record<string, unknown>>;
  for (const key in members) count += 1 + countMembers(members[key], level + 1);
  return count;
}

function offsetIn(offsets: JsonOffsets, path: Path, part: Part): number {
  let at = { key: offsets.root, value: offsets.root };
  for (const step of path) {
    const child = offsets.child(at.value, String(step));
    if (!child) return at.value;
    at = child;
  }
  return at[part];
}
