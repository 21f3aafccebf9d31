import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { nearest } from '../account/nearest.js';
import { toPointer } from '../account/pointer.js';
import type { Suppression } from '../findings/suppression.js';
import { Faults } from '../sources/export/faults.js';
import { readExportFile } from '../sources/export/read-export.js';
import type { Place } from '../sources/export/source-text.js';
import type { Config } from './config-schema.js';

/** The names of a configuration file. */
const NAMES = ['.mailcheck.yaml', '.mailcheck.yml', '.mailcheck.json'];

/** A configuration as it was read. */
export interface ReadConfig {
  readonly file: string;
  readonly config: Config;
  /** Where the weight of a finding is set, by its name. */
  readonly levelPlaces: ReadonlyMap<string, Place>;
  readonly suppressions: readonly Suppression[];
}

/** The nearest configuration file, from a folder upwards to the root of its repository, or of the file system. */
export function nearestConfig(from: string): string | undefined {
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    const found = NAMES.map((name) => path.join(folder, name)).find((file) => existsSync(file));
    if (found) return path.relative(process.cwd(), found);
    if (folder === path.dirname(folder) || existsSync(path.join(folder, '.git'))) return undefined;
  }
}

/**
 * Reads a configuration file. Paths in it are taken from its folder.
 * @throws UsageError with everything that is wrong with it.
 */
export async function readConfig(file: string): Promise<ReadConfig> {
  if (saysNothing(file)) return { file, config: {}, levelPlaces: new Map(), suppressions: [] };
  const faults = new Faults('configuration');
  const read = await readExportFile(file, undefined, faults);
  if (!read) {
    faults.throwIfAny([file]);
    throw new Error('a file without faults was not read');
  }
  // Loaded only now: without a configuration nothing of zod is needed.
  const { judgeConfig, keysAt } = await import('./config-schema.js');
  const judged = judgeConfig(Object.fromEntries(read.sections));
  if (isFaulty(judged)) {
    for (const { path: at, message, unknown } of judged) {
      const [near] = unknown === undefined ? [] : nearest(unknown, keysAt(at));
      const place = unknown === undefined ? read.locate(at) : read.locate([...at, unknown], 'key');
      const where = [...at, ...(unknown === undefined ? [] : [unknown])];
      faults.add(() => ({
        ...place,
        pointer: toPointer(where),
        message: `${toPointer(where)}: ${message}${near ? `; did you mean "${near}"?` : ''}`,
      }));
    }
    faults.throwIfAny([file]);
    throw new Error('a configuration without faults was refused');
  }
  const folder = path.dirname(file);
  const from = (name: string) => (name === '-' ? name : path.join(folder, name));
  const { exports, outputs, baseline, plugins, suppressions = [], ...rest } = judged;
  return {
    file,
    config: {
      ...rest,
      ...(exports && { exports: exports.map(from) }),
      ...(outputs && { outputs: outputs.map(from) }),
      ...(plugins && { plugins: plugins.map(from) }),
      ...(baseline !== undefined && { baseline: from(baseline) }),
    },
    levelPlaces: new Map(
      Object.keys(judged.levels ?? {}).map((name) => [name, read.locate(['levels', name], 'key')]),
    ),
    suppressions: suppressions.map(({ finding, reason, until, notification }, i) => ({
      by: 'configuration',
      finding,
      reason,
      ...(until !== undefined && { until }),
      ...(notification !== undefined && { notification: String(notification) }),
      place: read.locate(['suppressions', i]),
    })),
  };
}

/** A file of comments alone, as a starter may be, leaves everything as it is. */
function saysNothing(file: string): boolean {
  if (/\.json$/i.test(file) || !existsSync(file) || !statSync(file).isFile()) return false;
  const lines = readFileSync(file, 'utf8')
    .replace(/^\ufeff/, '')
    .split('\n');
  return lines.every((line) => /^\s*(#|$)/.test(line));
}

function isFaulty<T>(judged: Config | readonly T[]): judged is readonly T[] {
  return Array.isArray(judged);
}
