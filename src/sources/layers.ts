import { sameAddress, sameName, statusName } from '../account/lookup.js';
import { type Path, valueAt } from '../account/pointer.js';
import type { Account, Customer, EnrollmentRow, HistoryRow, Link } from '../account/types.js';
import type { Contradicts } from '../core/evidence.js';
import type { Place } from '../core/result.js';

/** One customer and the account, as one source has them. */
export interface Layer {
  /** Without `customers`. */
  readonly account: Account;
  readonly customer: Customer | undefined;
  /** Where a value stands, by a path whose customer is `/customers/<index>`. */
  readonly locate: (path: Path) => Place;
}

/** Two layers as one account. */
export interface Layered extends Layer {
  /** What the layer below says of a fact, where it says something else. */
  readonly contradicts: Contradicts;
}

/**
 * Lays what was read just now over an export. The upper layer wins wherever it has a fact; the lower one gives what it
 * does not have. Lists that a source reads as a whole (company emails, statuses, links) are those of the upper layer;
 * its links take from the lower one what they lack of the same loan.
 * @param index of the customer among all, for paths such as `/customers/7`.
 */
export function layered(above: Layer, below: Layer, index: number): Layered {
  const { customer, twins } = joinCustomers(above.customer, below.customer);
  const tenant = joined(above.account.tenant, below.account.tenant);
  const logged = history(above.account, below.account);
  // What is oldest among the facts is what their age has to be reckoned by.
  const { exportedAt = above.account.exportedAt } = below.account;
  const rows = enrollmentRows(above.account.enrollmentByStatus, below.account.enrollmentByStatus);
  const account: Account = {
    ...below.account,
    ...known(above.account),
    ...(rows && { enrollmentByStatus: rows }),
    ...(exportedAt !== undefined && { exportedAt }),
    ...(tenant && { tenant }),
    ...(logged !== undefined && { communicationHistory: logged }),
  };
  const inAbove = treeOf(above, index);
  const inBelow = treeOf(below, index);
  const { companyEmails, enrollmentByStatus } = below.account;
  const places: Readonly<Record<string, (index: number) => number>> = {
    companyEmails: (at) => {
      const { email } = above.account.companyEmails?.[at] ?? {};
      return companyEmails?.findIndex((entry) => sameAddress(entry.email, email)) ?? -1;
    },
    enrollmentByStatus: (at) => {
      const row = rows?.[at] ?? {};
      return enrollmentByStatus?.findIndex((entry) => statusName(entry) === statusName(row)) ?? -1;
    },
    links: (at) => twins[at] ?? -1,
  };
  // An entry of a list may stand at another place in the lower layer, or not at all.
  const twin = (path: Path): Path | undefined => {
    const list = path[0] === 'customers' ? 2 : 0;
    const [at, place] = [path[list + 1], places[String(path[list])]];
    if (typeof at !== 'number' || !place) return path;
    const other = place(at);
    return other < 0 ? undefined : [...path.slice(0, list + 1), other, ...path.slice(list + 2)];
  };
  const lowerAt = (path: Path) => {
    const other = twin(path);
    return other && { path: other, ...valueAt(inBelow, other) };
  };
  return {
    account: known(account),
    customer,
    locate: (path) => {
      const isOnlyAbove = path[0] === 'customers' && below.customer === undefined;
      if (isOnlyAbove || valueAt(inAbove, path).found) return above.locate(path);
      const lower = lowerAt(path);
      return below.locate(lower?.path ?? path);
    },
    contradicts: (path) => {
      const upper = valueAt(inAbove, path);
      const lower = lowerAt(path);
      if (!upper.found || !lower?.found || isAlike(upper.value, lower.value)) return undefined;
      return { place: below.locate(lower.path), value: lower.value };
    },
  };
}

function treeOf({ account, customer }: Layer, index: number): unknown {
  return { ...account, ...(customer && { customers: { [index]: customer } }) };
}

/** Customers of one id, link by link; `twins` are the indexes of the links in the lower layer. */
function joinCustomers(
  above: Customer | undefined,
  below: Customer | undefined,
): { customer: Customer | undefined; twins: (number | undefined)[] } {
  if (!above || !below) return { customer: above ?? below, twins: below?.links?.map((_, i) => i) ?? [] };
  const lower = below.links ?? [];
  const twins = above.links?.map((link) => {
    const found = lower.findIndex(({ loan }) => sameName(loan?.id, link.loan?.id));
    return found < 0 ? undefined : found;
  });
  const links = above.links?.map((link, i) => joinLinks(link, lower[twins?.[i] ?? -1]));
  const customer = known({
    ...below,
    ...known(above),
    ...(links && { links }),
  });
  return { customer, twins: twins ?? lower.map((_, i) => i) };
}

function joinLinks(above: Link, below: Link | undefined): Link {
  if (!below) return above;
  const loan = joined(above.loan, below.loan);
  return known({ ...below, ...known(above), ...(loan && { loan }) });
}

/** Rows of the upper layer, which may know some statuses alone, and those of the lower one that it does not have. */
export function enrollmentRows(
  above: Account['enrollmentByStatus'],
  below: Account['enrollmentByStatus'],
): EnrollmentRow[] | undefined {
  if (!above && !below) return undefined;
  const isAbove = (row: EnrollmentRow) => above?.some((other) => statusName(other) === statusName(row));
  return [...(above ?? []), ...(below ?? []).filter((row) => !isAbove(row))];
}

/** What the lower layer logged, and of the upper one what is newer: both keep the same log, one knows more of each email. */
function history(above: Account, below: Account): HistoryRow[] | null | undefined {
  const lower = below.communicationHistory;
  const upper = above.communicationHistory;
  if (!lower?.length) return upper ?? lower;
  const newest = Math.max(...lower.map(timeOf));
  return [...lower, ...(upper ?? []).filter((row) => timeOf(row) > newest)];
}

const timeOf = ({ at }: HistoryRow) => Date.parse(at ?? '') || Number.NEGATIVE_INFINITY;

function joined<T extends object>(
  above: T | null | undefined,
  below: T | null | undefined,
): T | null | undefined {
  if (!above || !below) return above === undefined ? below : above;
  return known({ ...below, ...known(above) });
}

/** Without the keys whose value is undefined, which would hide what lies below. */
function known<T extends object>(value: T): T {
  // The type of what is left is the same: every key that goes may be absent.
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as T;
}

/** Texts, numbers and yes/no; whether lists and objects differ is a question of their parts. */
function isAlike(a: unknown, b: unknown): boolean {
  if (typeof a === 'object' && a !== null) return true;
  if (isAddress(a) && isAddress(b)) return sameAddress(a, b);
  return a === b || (isName(a) && isName(b) && sameName(a, b));
}

const isAddress = (value: unknown): value is string => typeof value === 'string' && value.includes('@');
const isName = (value: unknown): value is string | number =>
  typeof value === 'string' || typeof value === 'number';
