import type { TextFault } from './text-fault.js';
import { findOffset } from './yaml-offsets.js';
import { parseYaml } from './yaml-parse.js';
import { readPlainYaml } from './yaml-plain.js';
import type { YamlText } from './yaml-text.js';
import { toValue } from './yaml-values.js';

/** Reads one document of any YAML, or says what is wrong with it. */
export function readAnyYaml(text: string): YamlText | { faults: readonly TextFault[] } {
  return readPlainYaml(text) ?? readByPackage(text);
}

/** By the `yaml` package alone. */
export function readByPackage(text: string): YamlText | { faults: readonly TextFault[] } {
  const { root, faults } = parseYaml(text);
  if (faults.length > 0) return { faults };
  const { value, targets, faults: faultsOfValue } = toValue(root);
  if (faultsOfValue.length > 0) return { faults: faultsOfValue };
  return { value, find: (path, part) => findOffset(text, root, targets, path, part) };
}
