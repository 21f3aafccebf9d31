import { toPointer, valueAt } from '../../account/pointer.js';
import { uniqueId } from '../../account/rules-of-export.js';
import type { ExportFile } from './export-file.js';
import { Faults } from './faults.js';
import type { Merged } from './merge.js';
import { readExportFile } from './read-export.js';

/**
 * Adds a fault when another customer has the id of the one that was asked for by something else: rows of the history
 * name customers by id, so it would be judged by what is somebody else's.
 */
export async function refuseSharedId(
  files: readonly ExportFile[],
  { customers, locate }: Merged,
  wanted: string,
  faults: Faults,
): Promise<void> {
  const [only, ...others] = customers;
  const { value: id } = valueAt(only?.customer, ['id']);
  if (!only || others.length > 0 || (typeof id !== 'string' && typeof id !== 'number')) return;
  // Asked for by this id, the other one would have been found too.
  if (String(id).trim() === wanted.trim()) return;
  let count = 0;
  for (const file of files) count += await countInFile(file, String(id));
  if (count < 2) return;
  const path = ['customers', only.index, 'id'];
  faults.add(() => ({
    ...locate(path),
    pointer: toPointer(path),
    expected: uniqueId,
    found: `an id that ${count} customers have`,
    message: `${toPointer(path)}: ${count} customers have this id; expected ${uniqueId}.`,
  }));
}

async function countInFile(file: ExportFile, id: string): Promise<number> {
  if (!file.isCustomerFile) {
    const known = file.customers?.known() ?? [];
    return known.filter((customer) => String(valueAt(customer, ['id']).value) === id).length;
  }
  // A file of customers may be larger than memory, so nothing of it was kept; what is wrong in it was said before.
  const again = await readExportFile(file.name, id, new Faults());
  return again?.customers?.chosen.filter(({ match }) => match === 'id').length ?? 0;
}
