import { isDate, isZone } from '../calendar/zone.js';
import { nearest } from './nearest.js';
import { type Path, valueAt } from './pointer.js';

/** What is wrong with an export although every value has the right shape. */
export interface Breach {
  readonly path: Path;
  /** What should be there, in words. */
  readonly expected: string;
  /** What else there is to say, as a sentence. */
  readonly advice?: string;
  /** Of a doubled id: where it stands first. */
  readonly first?: Path;
}

/** Lists whose ids must be unique. Those of customers are compared by `doubledIds`, over all files. */
const listsWithIds = ['companyEmails', 'notifications', 'communicationHistory'];

/** Doubled ids, unknown zones and impossible dates of an account without its customers. Tolerates any value. */
export function breachesOfAccount(account: unknown): Breach[] {
  return [
    ...impossibleDate(account, ['exportedAt']),
    ...unknownZone(account, ['tenant', 'timezone']),
    ...listsWithIds.flatMap((key) =>
      doubledIds(entries(account, [key])).map(({ index, first }) => ({
        path: [key, index, 'id'],
        expected: uniqueId,
        first: [key, first, 'id'],
      })),
    ),
    ...entries(account, ['communicationHistory']).flatMap((row, index) =>
      [
        ...impossibleDate(row, ['at']),
        ...entries(row, ['delivery', 'events']).flatMap((_, event) =>
          impossibleDate(row, ['delivery', 'events', event, 'at']),
        ),
      ].map(below(['communicationHistory', index])),
    ),
  ];
}

/** Unknown zones and impossible dates of one customer; paths begin at the customer. Tolerates any value. */
export function breachesOfCustomer(customer: unknown): Breach[] {
  return [
    ...unknownZone(customer, ['timezone']),
    ...entries(customer, ['links']).flatMap((_, index) =>
      ['lastHumanActivity', 'snapshotDate', 'lastMaintenance'].flatMap((key) =>
        impossibleDate(customer, ['links', index, 'loan', key]),
      ),
    ),
  ];
}

export const uniqueId = 'an id that no other entry of the list has';

/** The entries of a list whose id an earlier entry has too, with the index of that; ids compare as texts. */
export function doubledIds(list: readonly unknown[]): { index: number; first: number }[] {
  const firsts = new Map<string, number>();
  return list.flatMap((entry, index) => {
    const { value: id } = valueAt(entry, ['id']);
    if (typeof id !== 'string' && typeof id !== 'number') return [];
    const first = firsts.get(String(id));
    if (first !== undefined) return [{ index, first }];
    firsts.set(String(id), index);
    return [];
  });
}

function unknownZone(root: unknown, path: Path): Breach[] {
  const { value } = valueAt(root, path);
  if (typeof value !== 'string' || value.trim() === '' || isZone(value)) return [];
  const [name] = nearest(value, Intl.supportedValuesOf('timeZone'));
  return [
    {
      path,
      expected: 'an IANA time zone, such as America/Denver',
      ...(name && { advice: `Did you mean ${name}?` }),
    },
  ];
}

function impossibleDate(root: unknown, path: Path): Breach[] {
  const { value } = valueAt(root, path);
  const date =
    typeof value === 'string' ? /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])/.exec(value) : null;
  if (!date || isDate(date[0])) return [];
  return [{ path, expected: 'a date that the calendar has' }];
}

function entries(root: unknown, path: Path): readonly unknown[] {
  const { value } = valueAt(root, path);
  return Array.isArray(value) ? value : [];
}

const below =
  (parent: Path) =>
  (breach: Breach): Breach => ({ ...breach, path: [...parent, ...breach.path] });
