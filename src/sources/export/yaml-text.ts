import type { Path } from '../../account/pointer.js';
import type { Part } from './export-file.js';
import type { TextFault } from './text-fault.js';
import { type Found, findOffset } from './yaml-offsets.js';
import { parseYaml } from './yaml-parse.js';
import { toValue } from './yaml-values.js';

/** A YAML document as read: its value, and where the parts of it stand. */
export interface YamlText {
  readonly value: unknown;
  find(path: Path, part: Part): Found;
}

export function readYamlText(text: string): YamlText | { faults: readonly TextFault[] } {
  const { root, faults } = parseYaml(text);
  if (faults.length > 0) return { faults };
  const { value, targets, faults: faultsOfValue } = toValue(root);
  if (faultsOfValue.length > 0) return { faults: faultsOfValue };
  return { value, find: (path, part) => findOffset(text, root, targets, path, part) };
}
