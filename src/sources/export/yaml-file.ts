import type { ErrorDetail } from '../../core/errors.js';
import { type ExportFile, wholeFile } from './export-file.js';
import { MiB } from './read-bytes.js';
import type { SourceText } from './source-text.js';
import { detailsOf, type TextFault } from './text-fault.js';
import { outlineOf } from './yaml-outline.js';
import { readYamlParts } from './yaml-parts.js';
import { readPlainYaml } from './yaml-plain.js';
import type { ReadYaml } from './yaml-text.js';

// The `yaml` package takes a second and some 55 MiB of memory for each MiB.
const mostYaml = 16 * MiB;

/** Reads a YAML export, or says what is wrong with it. */
export async function readYamlFile(
  source: SourceText,
  wanted: string | undefined,
): Promise<ExportFile | readonly ErrorDetail[]> {
  const plain = readWith(readPlainYaml, source, wanted);
  if (plain && 'locate' in plain) return plain;
  // Loaded only now: most exports are plain.
  const { readAnyYaml } = await import('./yaml-any.js');
  return readWith(readAnyYaml, source, wanted) ?? [];
}

function readWith(
  readYaml: ReadYaml,
  source: SourceText,
  wanted: string | undefined,
): ExportFile | readonly ErrorDetail[] | undefined {
  const { text } = source;
  const outline = outlineOf(text);
  const parts = outline && readYamlParts(source, wanted, outline, mostYaml, readYaml);
  if (parts && 'locate' in parts) return parts;
  const faults = (faults: readonly TextFault[]) => detailsOf(faults, (offset) => source.at(offset));
  if (text.length > mostYaml) return faults(parts?.faults ?? [tooLarge]);
  // What only parts of it are needed of is not read as a whole for a try.
  if (outline && readYaml === readPlainYaml) return undefined;
  const whole = readYaml(text);
  if (!whole) return undefined;
  if ('faults' in whole) return faults(whole.faults);
  return wholeFile(
    { value: whole.value, offsetOf: (path, part) => whole.find(path, part).offset },
    source,
    wanted,
  );
}

const tooLarge: TextFault = {
  offset: 0,
  message: `More than ${mostYaml / MiB} MiB of this YAML would have to be read. Save it as JSON, or put the customers into a file of their own, one JSON object a line (.ndjson).`,
};
