import { exportFields } from '../../account/derived/fields.js';
import type { Field } from '../../account/fields.js';
import type { ErrorDetail } from '../../core/errors.js';
import type { Place } from './source-text.js';

/** What is wrong at an offset of a text, as a sentence. It never quotes the text: a secret may stand there. */
export interface TextFault {
  readonly offset: number;
  readonly message: string;
  /** The offset of what the sentence refers to; the line is added. */
  readonly first?: number;
}

/** How deep lists and keys may be nested, in YAML and JSON alike. */
export const deepestNesting = 100;
export const tooDeep = `Lists and keys are nested deeper than ${deepestNesting} levels.`;

export function keyTwice(name: string, offset: number, first: number): TextFault {
  // Only a key of the format is named: any other could be part of a secret.
  known ??= new Set(keysOf(exportFields));
  const key = known.has(name) ? `The key "${name}"` : 'This key';
  return { offset, first, message: `${key} is there twice; first` };
}

let known: Set<string> | undefined;

function keysOf({ keys = {}, items }: Field): string[] {
  return [...Object.keys(keys), ...Object.values(keys).flatMap(keysOf), ...(items ? keysOf(items) : [])];
}

/** The faults of one file as details for the error, one a line: what follows on the same line is often its echo. */
export function detailsOf(faults: readonly TextFault[], at: (offset: number) => Place): ErrorDetail[] {
  const details = new Map<number, ErrorDetail>();
  for (const { offset, message, first } of faults) {
    const place = at(offset);
    if (details.has(place.line)) continue;
    const text = first === undefined ? message : `${message} on line ${at(first).line}.`;
    details.set(place.line, { ...place, message: text });
  }
  return [...details.values()];
}
