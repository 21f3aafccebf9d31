import type { Path } from '../../account/pointer.js';
import type { Part } from './export-file.js';
import type { TextFault } from './text-fault.js';

/** A YAML document as read: its value, and where the parts of it stand. */
export interface YamlText {
  readonly value: unknown;
  find(path: Path, part: Part): Found;
}

/** Where something stands in a YAML text. `depth` tells how many steps of the path are there. */
export interface Found {
  readonly offset: number;
  readonly depth: number;
}

/** Reads one document, or says what is wrong with it; `undefined` where it cannot tell. */
export type ReadYaml = (text: string) => YamlText | { faults: readonly TextFault[] } | undefined;
