import type { ErrorDetail } from '../../core/errors.js';
import { type ExportFile, wholeFile } from './export-file.js';
import { MiB } from './read-bytes.js';
import type { SourceText } from './source-text.js';
import { detailsOf, type TextFault } from './text-fault.js';
import { readYamlParts } from './yaml-parts.js';
import { readYamlText } from './yaml-text.js';

// The YAML package takes a second and some 55 MiB of memory for each MiB.
const mostYaml = 16 * MiB;

/** Reads a YAML export, or says what is wrong with it. */
export function readYamlFile(
  source: SourceText,
  wanted: string | undefined,
): ExportFile | readonly ErrorDetail[] {
  const parts = readYamlParts(source, wanted, mostYaml);
  if (parts && !('faults' in parts)) return parts;
  const faults = (faults: readonly TextFault[]) => detailsOf(faults, (offset) => source.at(offset));
  if (source.text.length > mostYaml) return faults(parts?.faults ?? [tooLarge]);
  const yaml = readYamlText(source.text);
  if ('faults' in yaml) return faults(yaml.faults);
  return wholeFile(
    { value: yaml.value, offsetOf: (path, part) => yaml.find(path, part).offset },
    source,
    wanted,
  );
}

const tooLarge: TextFault = {
  offset: 0,
  message: `More than ${mostYaml / MiB} MiB of this YAML would have to be read. Save it as JSON, or put the customers into a file of their own, one JSON object a line (.ndjson).`,
};
