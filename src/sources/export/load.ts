import { exportFields } from '../../account/derived/fields.js';
import { nearestCustomers } from '../../account/find-customer.js';
import type { Path } from '../../account/pointer.js';
import type { Account, Customer } from '../../account/types.js';
import { UsageError } from '../../core/errors.js';
import type { IgnoreComment } from '../../core/ignore-comment.js';
import type { ExportFile } from './export-file.js';
import { Faults } from './faults.js';
import { judge } from './judge.js';
import { type Merged, merge } from './merge.js';
import { readExportFile } from './read-export.js';
import { refuseSharedId } from './same-id.js';
import type { Place } from './source-text.js';
import { notesOn, type UnknownKey, unknownKeysOf } from './unknown-keys.js';

export type { Place } from './source-text.js';

export interface ExportRequest {
  /** As typed; `-` is standard input. */
  readonly files: readonly string[];
  /** Only the customers this names are read and judged: by id, else custom id, address or full name. Absent: all. */
  readonly customer?: string;
  /** Unknown keys are errors. */
  readonly strict: boolean;
  /** How a file is read; absent: whole. */
  readonly read?: typeof readExportFile;
}

export interface LoadedExport {
  /** Without `customers`. */
  readonly account: Account;
  /** With their index among the customers of all files, for pointers such as `/customers/7`. */
  readonly customers: readonly { readonly index: number; readonly customer: Customer }[];
  /** When nobody was found: ids and names like the one asked for, at most five. */
  readonly nearest: readonly string[];
  readonly sources: readonly {
    readonly kind: 'export';
    readonly name: string;
    readonly exportedAt: string | null;
  }[];
  /** Unknown keys, each with its place and the key that may be meant. */
  readonly notes: readonly string[];
  /** What was said to mailcheck in comments of the files. */
  readonly comments: readonly IgnoreComment[];
  /**
   * Where a value stands: through anchors, aliases and merges to the line a person would edit; of an absent value,
   * its nearest present parent. Worked out when called.
   */
  locate(path: Path): Place;
}

/**
 * Reads an account from files, which are joined by their top-level keys.
 *
 * @throws UsageError `export-invalid` with everything that is wrong in any of the files.
 */
export async function loadExport({
  files: names,
  customer,
  strict,
  read = readExportFile,
}: ExportRequest): Promise<LoadedExport> {
  const faults = new Faults();
  const files: ExportFile[] = [];
  for (const [position, name] of names.entries()) {
    if (names.indexOf(name) === position) {
      const file = await read(name, customer, faults);
      if (file) files.push(file);
    } else faults.add(() => ({ file: name, message: 'The file is named twice.' }));
  }
  const [first, ...others] = files;
  if (!first) {
    faults.throwIfAny(names);
    throw new UsageError('usage', 'No export is named.');
  }

  const merged = merge([first, ...others], customer, faults);
  // The key may be in a file that could not be read.
  if (files.length === names.length) requireVersion(merged, files, faults);
  await judge(merged, faults);
  if (customer !== undefined) await refuseSharedId(files, merged, customer, faults);
  const unknown = [
    ...unknownKeysOf(merged.account),
    ...merged.customers.flatMap((entry) => unknownKeysOf(entry.customer, ['customers', entry.index])),
  ];
  if (strict && isLikeAnExport(merged, files)) addUnknown(unknown, merged, faults);
  faults.throwIfAny(names);

  const isLost = customer !== undefined && merged.customers.length === 0;
  return {
    // Both have been judged by the schema they are derived from.
    account: merged.account as unknown as Account,
    customers: merged.customers as LoadedExport['customers'],
    nearest: isLost
      ? nearestCustomers(
          files.flatMap((file) => file.customers?.known() ?? []),
          customer,
        )
      : [],
    sources: files.map((file) => ({ kind: 'export', name: file.name, exportedAt: exportedAt(file) })),
    notes: strict ? [] : notesOn(unknown, merged.locate),
    comments: files.flatMap(({ comments = [] }) => comments),
    locate: (path) => merged.locate(path),
  };
}

function requireVersion(merged: Merged, files: readonly ExportFile[], faults: Faults): void {
  if (Object.hasOwn(merged.account, 'mailcheck')) return;
  const file = files.find(({ isCustomerFile }) => !isCustomerFile);
  let message = 'This file adds customers to an export, which must be named too.';
  if (file && isLikeAnExport(merged, files)) {
    message = 'The key "mailcheck" is missing: write "mailcheck: 1", the version of the format.';
  } else if (file) {
    message =
      'This is no account export. One begins with "mailcheck: 1"; "mailcheck explain export" lists its fields.';
  }
  const place = (file ?? files[0])?.locate([]);
  faults.add(() => ({
    ...place,
    pointer: '/mailcheck',
    expected: 'mailcheck: 1',
    found: 'nothing',
    message,
  }));
}

function isLikeAnExport({ account }: Merged, files: readonly ExportFile[]): boolean {
  const known = exportFields.keys ?? {};
  return (
    Object.keys(account).some((key) => Object.hasOwn(known, key)) || files.some(({ customers }) => customers)
  );
}

function addUnknown(unknown: readonly UnknownKey[], { locate }: Merged, faults: Faults): void {
  for (const { path, pointer, message } of unknown) {
    faults.add(() => ({
      ...locate(path, 'key'),
      pointer,
      expected: 'a key of the format',
      found: 'an unknown key',
      message: `${pointer}: ${message}`,
    }));
  }
}

function exportedAt({ sections }: ExportFile): string | null {
  const instant = sections.get('exportedAt');
  return typeof instant === 'string' ? instant : null;
}
