import { isAccount, isCustomer } from '../../account/derived/validate.js';
import { type Path, toPointer, valueAt } from '../../account/pointer.js';
import {
  type Breach,
  breachesOfAccount,
  breachesOfCustomer,
  doubledIds,
  uniqueId,
} from '../../account/rules-of-export.js';
import type { Faults } from './faults.js';
import type { Merged } from './merge.js';
import { breachDetail, misfitDetail } from './misfit.js';

/** Adds all values of an export that do not fit their field or break a rule. The version is not looked at. */
export async function judge({ account, customers, locate }: Merged, faults: Faults): Promise<void> {
  const misfits = isAccount(account) ? [] : (await explain()).misfitsOfAccount(account);
  const isList = !Object.hasOwn(account, 'customers');
  const shown = [...misfits.filter(([key]) => key !== 'mailcheck'), ...(isList ? [] : [['customers']])];
  addAll(account, [], shown, breachesOfAccount(account));

  for (const { index, customer } of customers) {
    // Explaining is slow, and nothing more would be listed.
    if (faults.isFull) return;
    const misfits = isCustomer(customer) ? [] : (await explain()).misfitsOfCustomer(customer);
    addAll(customer, ['customers', index], misfits, breachesOfCustomer(customer));
  }
  const idOf = (position: number): Path => ['customers', customers[position]?.index ?? position, 'id'];
  for (const { index, first } of doubledIds(customers.map(({ customer }) => customer))) {
    const breach = { path: idOf(index), expected: uniqueId, first: idOf(first) };
    const { value } = valueAt(customers[index]?.customer, ['id']);
    faults.add(() => breachDetail(breach, value, locate));
  }

  function addAll(root: unknown, at: Path, misfits: readonly Path[], breaches: readonly Breach[]): void {
    const seen = new Set(misfits.map(toPointer));
    for (const path of misfits) {
      const place = [...at, ...path];
      faults.add(() => misfitDetail(place, valueAt(root, path).value, locate(place)));
    }
    for (const { path, first, ...breach } of breaches) {
      if (seen.has(toPointer(path))) continue;
      const place = { path: [...at, ...path], ...(first && { first: [...at, ...first] }) };
      faults.add(() => breachDetail({ ...breach, ...place }, valueAt(root, path).value, locate));
    }
  }
}

// The schema brings zod, which takes longer to load than a good export to read.
const explain = () => import('../../account/explain-shape.js');
