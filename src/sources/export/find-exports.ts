import { lstatSync, readFileSync } from 'node:fs';
import { glob } from 'tinyglobby';
import { MiB } from './read-bytes.js';

/** What a folder or a glob comes to. */
export interface FoundExports {
  readonly files: readonly string[];
  /** Files of the right kind that are no exports. */
  readonly skipped: readonly string[];
}

const KINDS = '**/*.{yaml,yml,json}';
const LARGEST = 256 * MiB;

/**
 * The exports below a folder, or those a glob names, in the order of their names. Hidden files, `node_modules` and
 * symbolic links are left alone.
 */
export async function findExports(name: string, isFolder: boolean): Promise<FoundExports> {
  const found = await glob(isFolder ? KINDS : name, {
    ...(isFolder && { cwd: name }),
    ignore: ['**/node_modules/**'],
    followSymbolicLinks: false,
    expandDirectories: false,
  });
  const prefix = isFolder && name !== '.' ? `${name.replace(/[/\\]+$/, '')}/` : '';
  const all = found.map((file) => `${prefix}${file}`).sort();
  const files = all.filter(isExport);
  return { files, skipped: all.filter((file) => !files.includes(file)) };
}

/** The version key, which every export has at its root. */
function hasVersionKey(text: string): boolean {
  const content = text.replace(/^\ufeff?(?:\s|#.*|---)*/, '');
  return content.startsWith('{')
    ? /[{,]\s*["']?mailcheck["']?\s*:/.test(content)
    : /^["']?mailcheck["']?\s*:/m.test(content);
}

function isExport(file: string): boolean {
  const { size } = lstatSync(file);
  // What is too large to be read says so when it is read.
  return size > LARGEST || hasVersionKey(readFileSync(file, 'utf8'));
}
