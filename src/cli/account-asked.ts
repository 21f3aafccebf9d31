import { findCustomers, nearestCustomers } from '../account/find-customer.js';
import { sameName } from '../account/lookup.js';
import type { Path } from '../account/pointer.js';
import type { Account, Customer } from '../account/types.js';
import { isSourceFailed } from '../core/errors.js';
import type { Contradicts } from '../core/evidence.js';
import type { Question } from '../core/facts.js';
import type { Place } from '../core/result.js';
import type { Source } from '../report/json.js';
import { type LoadedExport, loadExport } from '../sources/export/load.js';
import { type Layer, layered } from '../sources/layers.js';
import type { LiveRead } from '../sources/loanpro-api/read-customer.js';
import { eventInNotes } from './event-in-notes.js';
import { faultNote } from './fault-note.js';
import type { LiveFlags } from './live.js';
import { onlyCustomer } from './only-customer.js';

/** What a command about one customer reads. */
export interface AccountFlags extends LiveFlags {
  readonly live: boolean;
  readonly message?: string;
  readonly strict: boolean;
}

/** One customer of one account, from all the sources that were asked for. */
export interface AccountAsked {
  readonly account: Account;
  readonly customer: { readonly index: number; readonly value: Customer };
  readonly sources: readonly Source[];
  readonly notes: readonly string[];
  readonly locate: (path: Path) => Place;
  readonly contradicts?: Contradicts;
  /** A source broke after its retries. */
  readonly isBroken: boolean;
}

/**
 * Reads the export, the account itself, or both: then the account counts, and the export gives what it does not have.
 * @throws UsageError for an export that cannot be used, and a customer who is nowhere or is several.
 */
export async function accountAsked(
  customer: string,
  files: readonly string[],
  { now: at, event }: Question,
  flags: AccountFlags,
): Promise<AccountAsked> {
  const { strict } = flags;
  if (!flags.live) return fromExport(customer, await loadExport({ files, customer, strict }));
  const load = await exportFor(files, strict);
  const exported = await load?.(customer);
  const { readLive } = await import('./live.js');
  const zone = exported?.account.tenant?.timezone?.trim() || undefined;
  let read: LiveRead;
  try {
    const rows = exported?.account.enrollmentByStatus ?? [];
    const subStatusNames = new Set(rows.flatMap(({ subStatus }) => subStatus?.trim() || []));
    const statusChanges = event?.kind === 'status';
    read = await readLive({ customer, at, zone, subStatusNames, statusChanges }, flags);
  } catch (error) {
    // What the export says is still worth saying.
    if (!isSourceFailed(error) || !exported) throw error;
    const rest = fromExport(customer, exported);
    return { ...rest, notes: [...rest.notes, error.message], isBroken: true };
  }
  const { customer: found } = onlyCustomer(read.customers, customer, read.nearest);
  // The export may know the customer by another name than the one that was typed.
  const known = await load?.(String(found.id));
  const [below] = known?.customers ?? [];
  const index = below?.index ?? 0;
  const inRead = (path: Path): Path => (path[0] === 'customers' ? ['customers', 0, ...path.slice(2)] : path);
  const above: Layer = {
    account: read.account,
    customer: found,
    locate: (path) => placeIn(inRead(path), read),
  };
  // The API does not show notifications: the email asked about is one of which its name alone is known.
  const notifications = [flags.message === undefined ? {} : { name: flags.message }];
  const noted = eventInNotes(event, read.statusChanges);
  const broken = read.faults.filter(({ isBroken }) => isBroken);
  const rest = {
    sources: [
      { kind: 'live' as const, name: 'LoanPro API', exportedAt: read.readAt },
      ...(known?.sources ?? []),
    ],
    notes: [
      ...(known?.notes ?? []),
      ...otherTenant(known?.account, read.account),
      ...read.faults.map(faultNote),
      ...(noted === undefined ? [] : [noted]),
    ],
    isBroken: broken.length > 0,
  };
  if (!known) {
    const account = { ...above.account, notifications };
    return { ...rest, account, customer: { index, value: found }, locate: above.locate };
  }
  const both = layered(
    above,
    { account: known.account, customer: below?.customer, locate: known.locate },
    index,
  );
  return {
    ...rest,
    account: { notifications, ...both.account },
    customer: { index, value: both.customer ?? found },
    locate: both.locate,
    contradicts: both.contradicts,
  };
}

/** Loads the export with the customer of a name. Standard input can be read only once, so then all of it is loaded. */
async function exportFor(
  files: readonly string[],
  strict: boolean,
): Promise<((customer: string) => Promise<LoadedExport>) | undefined> {
  if (files.length === 0) return undefined;
  if (!files.includes('-')) return (customer) => loadExport({ files, customer, strict });
  const all = await loadExport({ files, strict });
  const everybody = all.customers.map(({ customer }) => customer);
  return async (name) => {
    const customers = findCustomers(everybody, name).flatMap((index) => all.customers[index] ?? []);
    return { ...all, customers, nearest: customers.length > 0 ? [] : nearestCustomers(everybody, name) };
  };
}

/** The ids of one lender say nothing about another's. */
function otherTenant(exported: Account | undefined, { tenant }: Account): string[] {
  const other = exported?.tenant?.id;
  if (other == null || sameName(other, tenant?.id)) return [];
  return [
    `The export is of tenant ${other}, and LOANPRO_TENANT_ID is ${tenant?.id}: what the export adds may be another lender's.`,
  ];
}

function fromExport(
  customer: string,
  { account, customers, nearest, sources, notes, locate }: LoadedExport,
): AccountAsked {
  const asked = onlyCustomer(customers, customer, nearest);
  return {
    account,
    customer: { index: asked.index, value: asked.customer },
    sources,
    notes,
    locate,
    isBroken: false,
  };
}

/** The endpoint that gave a fact, or its nearest parent. */
export function placeIn(
  path: Path,
  read: { readonly readAt: string; readonly placeOf: (path: Path) => string | undefined },
): Place {
  for (let length = path.length; length >= 0; length -= 1) {
    const endpoint = read.placeOf(path.slice(0, length));
    if (endpoint !== undefined) return { file: `LoanPro API ${endpoint}`, readAt: read.readAt };
  }
  return { file: 'LoanPro API', readAt: read.readAt };
}
