import { isAccount, isCustomer } from '../../account/derived/validate.js';
import { type Path, valueAt } from '../../account/pointer.js';
import { type Breach, breachesOfAccount, breachesOfCustomer } from '../../account/rules-of-export.js';
import type { Account, Customer } from '../../account/types.js';

/** What is known, as far as it was asked or given: a valid export. */
export interface Known {
  /** Without customers. */
  readonly account: Account;
  readonly customer: Customer;
}

/**
 * What a session begins with that has no export: one notification and one customer, of whom nothing is known. The
 * customer has an id, so that a log can name it and `mailcheck diagnose 1` finds it in what is saved.
 */
export function nothingKnown(): Known {
  return { account: { mailcheck: 1, notifications: [{}] }, customer: { id: 1 } };
}

/** The whole as a path sees it: the customer among the customers. */
export function wholeOf({ account, customer }: Known, index: number): object {
  return { ...account, customers: { [index]: customer } };
}

/** What is known with one more value; nothing that was known before is changed. */
export function withValue({ account, customer }: Known, path: Path, value: unknown): Known {
  // The values fit the format: an answer goes through `misfitOf` first, and trial values are of the field's own kind.
  if (path[0] === 'customers') return { account, customer: put(customer, path.slice(2), value) as Customer };
  return { account: put(account, path, value) as Account, customer };
}

/** Why a value does not fit the export format at this place; undefined where it does. */
export function misfitOf(known: Known, path: Path, value: unknown): Partial<Breach> | undefined {
  const { account, customer } = withValue(known, path, value);
  if (!isAccount(account) || !isCustomer(customer)) return {};
  const before = new Set([...breachesOf(known)].map(inWords));
  return breachesOf({ account, customer }).find((breach) => !before.has(inWords(breach)));
}

const breachesOf = ({ account, customer }: Known) => [
  ...breachesOfAccount(account),
  ...breachesOfCustomer(customer),
];
const inWords = ({ path, expected }: Breach) => `${path.join('/')} ${expected}`;

function put(parent: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  const child = put(valueAt(parent, [step]).value, rest, value);
  if (typeof step === 'number')
    return Object.assign(Array.isArray(parent) ? [...parent] : [], { [step]: child });
  return { ...(typeof parent === 'object' ? parent : {}), [step]: child };
}
