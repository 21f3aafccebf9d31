import type { Path } from '../../account/pointer.js';
import type { Part, ReadText } from './export-file.js';
import { JsonOffsets, measureJson } from './json-scan.js';
import { type TextFault, tooDeep } from './text-fault.js';

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

/** Whether a key is there twice in a JSON text with this value: JSON.parse keeps the last without a word. */
export function hasDoubledKeys(text: string, value: unknown): boolean {
  return countMembers(value) !== measureJson(text).members;
}

/** What is wrong with JSON text that `readJsonText` refuses. */
export async function faultsOfJson(text: string): Promise<readonly TextFault[]> {
  const { tooDeepAt } = measureJson(text);
  if (tooDeepAt !== undefined) return [{ offset: tooDeepAt, message: tooDeep }];
  const { syntaxFault, doubledKeys } = await import('./json-faults.js');
  const fault = syntaxFault(text);
  return fault ? [fault] : doubledKeys(text);
}

function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const members = Object.values(value);
  let count = Array.isArray(value) ? 0 : members.length;
  for (const member of members) count += countMembers(member);
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
