import { CustomerSearch } from '../../account/find-customer.js';
import { type Path, toPointer } from '../../account/pointer.js';
import { describeValue } from './describe-value.js';
import type { ExportFile, Part } from './export-file.js';
import type { Faults } from './faults.js';
import { shownKey } from './secrets.js';
import type { Place } from './source-text.js';

/** All files as one export. */
export interface Merged {
  /** Without the customers, unless `customers` is no list. */
  readonly account: Readonly<Record<string, unknown>>;
  /** The customers asked for, or all, with their index among the customers of all files. */
  readonly customers: readonly { readonly index: number; readonly customer: unknown }[];
  locate(path: Path, part?: Part): Place;
}

/** Joins files by their top-level keys; what must not be there twice is a fault. */
export function merge(
  files: readonly [ExportFile, ...ExportFile[]],
  wanted: string | undefined,
  faults: Faults,
): Merged {
  const owners = new Map<string, ExportFile>();
  const account = new Map<string, unknown>();
  for (const file of files) {
    for (const [key, value] of file.sections) {
      const owner = owners.get(key);
      if (owner && key !== 'mailcheck') addTwice(key, file, owner, faults);
      if (key === 'mailcheck' && value !== 1) addVersion(file, value, faults);
      if (owner) continue;
      owners.set(key, file);
      account.set(key, value);
    }
    if (!file.customers || file.isCustomerFile) continue;
    const owner = owners.get('customers');
    if (owner) addTwice('customers', file, owner, faults);
    else owners.set('customers', file);
  }
  const exportWithCustomers = owners.get('customers');
  const customerFile = files.find((file) => file.isCustomerFile);
  if (exportWithCustomers && customerFile) {
    faults.add(() => ({
      ...exportWithCustomers.locate(['customers'], 'key'),
      pointer: '/customers',
      message: `Customers are here and in ${customerFile.name}; keep them in one place.`,
    }));
  }
  return { account: Object.fromEntries(account), ...mergeCustomers(files, wanted, owners) };
}

function mergeCustomers(
  files: readonly [ExportFile, ...ExportFile[]],
  wanted: string | undefined,
  owners: ReadonlyMap<string, ExportFile>,
): Pick<Merged, 'customers' | 'locate'> {
  const search = new CustomerSearch<Merged['customers'][number]>(wanted ?? '');
  const all: Merged['customers'][number][] = [];
  const ranges: { file: ExportFile; from: number; to: number }[] = [];
  let from = 0;
  for (const file of files) {
    if (!file.customers) continue;
    for (const { index, match, customer } of file.customers.chosen) {
      const item = { index: from + index, customer };
      if (match) search.keep(match, item);
      else all.push(item);
    }
    const to = from + file.customers.count;
    ranges.push({ file, from, to });
    from = to;
  }
  return {
    customers: wanted === undefined ? all : search.hits.map(({ item }) => item),
    locate: (path, part) => {
      const [key, index, ...rest] = path;
      const range = key === 'customers' && ranges.find(({ to }) => Number(index) < to);
      if (range) return range.file.locate([key, Number(index) - range.from, ...rest], part);
      return (owners.get(String(key)) ?? files[0]).locate(path, part);
    },
  };
}

function addTwice(key: string, file: ExportFile, owner: ExportFile, faults: Faults): void {
  faults.add(() => {
    const first = owner.locate([key], 'key');
    const message = `"${shownKey(key)}" is also in ${first.file} on line ${first.line}; of the files that are read together only one may have it.`;
    return { ...file.locate([key], 'key'), pointer: toPointer([shownKey(key)]), message };
  });
}

function addVersion(file: ExportFile, value: unknown, faults: Faults): void {
  faults.add(() => {
    const found = describeValue(value, { isSecret: false });
    const message =
      typeof value === 'number'
        ? `This is version ${value} of the format; this program understands version 1.`
        : `The version of the format must be 1, a number without quotes; here is ${found}.`;
    return { ...file.locate(['mailcheck']), pointer: '/mailcheck', expected: '1', found, message };
  });
}
