import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { type ErrorDetail, isUsageError, UsageError } from '../core/errors.js';
import { listed } from '../core/words.js';
import { type LoadedExport, loadExport } from '../sources/export/load.js';
import { exportsAsked } from './exports-asked.js';

/** The files of each account to check. */
export interface AccountsAsked {
  readonly groups: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

/**
 * What `check` is to read: each file named, or found in a folder or by a glob, is an account of its own; those given
 * by --export are one. Where nothing is named, what any command reads.
 * @throws UsageError when there is nothing.
 */
export async function accountsAsked(
  named: readonly string[],
  merged: readonly string[],
): Promise<AccountsAsked> {
  if (named.length === 0 && merged.length === 0) return { groups: [exportsAsked([])], notes: [] };
  const groups: string[][] = merged.length > 0 ? [[...merged]] : [];
  const notes: string[] = [];
  const idle: string[] = [];
  for (const name of named) {
    const isFolder = existsSync(name) && statSync(name).isDirectory();
    if (!isFolder && (existsSync(name) || !/[*?[\]{}]/.test(name))) {
      groups.push([name]);
      continue;
    }
    const { findExports } = await import('../sources/export/find-exports.js');
    const { files, skipped } = await findExports(name, isFolder);
    groups.push(...files.map((file) => [file]));
    if (skipped.length > 0) {
      notes.push(
        `${listed(skipped)} ${skipped.length === 1 ? 'was' : 'were'} skipped: without a key "mailcheck" at its root a file is no export.`,
      );
    }
    if (files.length === 0) idle.push(name);
  }
  const seen = new Set<string>();
  const unique = groups.filter((files) => {
    const key = JSON.stringify(files.map((file) => (file === '-' ? file : path.resolve(file))));
    return !seen.has(key) && seen.add(key);
  });
  // A folder that was renamed must not turn a check green.
  if (idle.length > 0) {
    throw new UsageError(
      'nothing-to-check',
      `There is nothing to check at ${listed(idle)}: no export was found there. ${notes.join(' ')}`.trim(),
    );
  }
  return { groups: unique, notes };
}

/**
 * Reads every account.
 * @throws UsageError with what is wrong with any of them.
 */
export async function loadAccounts(
  groups: readonly (readonly string[])[],
  strict: boolean,
): Promise<LoadedExport[]> {
  const loaded: LoadedExport[] = [];
  const details: ErrorDetail[] = [];
  let first: UsageError | undefined;
  for (const files of groups) {
    try {
      loaded.push(await loadExport({ files, strict }));
    } catch (error) {
      if (!isUsageError(error)) throw error;
      first ??= error;
      details.push(...error.details);
    }
  }
  if (!first) return loaded;
  if (groups.length === 1) throw first;
  throw new UsageError(
    first.code,
    `${groups.length - loaded.length} of ${groups.length} exports cannot be used.`,
    details,
  );
}
