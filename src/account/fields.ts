import { exportFields } from './derived/fields.js';
import type { Path } from './pointer.js';

/** One field of the export: what a person needs to find it in LoanPro, and the fields below it. */
export interface Field {
  /** What LoanPro calls it. */
  readonly title?: string;
  readonly description?: string;
  /** Menu path in LoanPro. */
  readonly menu?: string;
  /** The question a person can answer about it. */
  readonly ask?: string;
  /** For a list or a group: the yes/no question that comes first, where a no settles it. */
  readonly any?: string;
  /** What a person calls it when there is nothing in it. */
  readonly empty?: string;
  /** What an absent one counts as, in words, where a check takes that for granted. */
  readonly absent?: string;
  /** What a person may type: one entry a line. */
  readonly example?: string;
  /** The values to choose from, each with what a person calls it. */
  readonly choices?: readonly { readonly value: string; readonly name: string }[];
  /** How a person can answer; absent where only the fields below can be asked about. */
  readonly type?: 'yes-no' | 'choice' | 'text' | 'number' | 'secret' | 'list' | 'any';
  /** A text of several lines. */
  readonly isLong?: true;
  /** What a value may be, in words. */
  readonly expected: string;
  /** Known keys, for an object whose keys are fixed. */
  readonly keys?: Readonly<Record<string, Field>>;
  /** What stands under each key, for an object whose keys are free. */
  readonly values?: Field;
  /** The entries, for a list. */
  readonly items?: Field;
}

/** A field as found by a path, with the menu of its nearest ancestor that has one. */
export interface FieldAt {
  readonly field: Field;
  readonly menu: string | undefined;
}

// A key such as "constructor" must not find what every object has.
function childOf({ keys = {} }: Field, key: string): Field | undefined {
  return Object.hasOwn(keys, key) ? keys[key] : undefined;
}

/** The field a path leads to; `undefined` where the export format has none. */
export function fieldAt(path: Path): FieldAt | undefined {
  let field: Field = exportFields;
  let menu = field.menu;
  for (const step of path) {
    const next: Field | undefined = field.items ?? childOf(field, String(step)) ?? field.values;
    if (!next) return undefined;
    field = next;
    menu = field.menu ?? menu;
  }
  return { field, menu };
}
