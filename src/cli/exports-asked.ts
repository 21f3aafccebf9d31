import { existsSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../core/errors.js';

const NAMES = ['mailcheck.yaml', 'mailcheck.yml', 'mailcheck.json'];

/**
 * The export files to read: those named, else `MAILCHECK_EXPORT`, else the nearest `mailcheck.yaml`, `.yml` or
 * `.json`, from the working folder upwards.
 * @throws UsageError when there is none and one is needed.
 */
export function exportsAsked(named: readonly string[], isNeeded = true): readonly string[] {
  if (named.length > 0) return named;
  const fromEnvironment = process.env['MAILCHECK_EXPORT'];
  if (fromEnvironment) return [fromEnvironment];
  for (let folder = process.cwd(); ; folder = path.dirname(folder)) {
    const found = NAMES.map((name) => path.join(folder, name)).find((file) => existsSync(file));
    if (found) return [path.relative(process.cwd(), found)];
    if (folder === path.dirname(folder)) break;
  }
  if (!isNeeded) return [];
  throw new UsageError(
    'usage',
    `No export is named. Use --export FILE (- is standard input), set MAILCHECK_EXPORT, or put one of ${NAMES.join(', ')} into this folder or one above it.`,
  );
}
