import { nearest } from './nearest.js';
import { valueAt } from './pointer.js';

/** What a customer was recognised by. */
export type CustomerMatch = 'id' | 'customId' | 'address' | 'name';

/** In the order in which they decide: a hit of an earlier kind makes those of a later one moot. */
const kinds: readonly CustomerMatch[] = ['id', 'customId', 'address', 'name'];

/**
 * The indexes of the customers that `wanted` names: by id, else by custom id, else by address, else by full name.
 * Several indexes mean that it is ambiguous, none that there is no such customer. Values that are no customers at
 * all are passed over.
 */
export function findCustomers(customers: readonly unknown[], wanted: string): number[] {
  const search = new CustomerSearch<number>(wanted);
  customers.forEach((customer, index) => {
    search.offer(customer, index);
  });
  return search.hits.map(({ item }) => item);
}

/** Looks for a customer among those it is offered one by one, and keeps only the hits of the deciding kind. */
export class CustomerSearch<T> {
  readonly #wanted: string;
  readonly #folded: string;
  #hits: { readonly kind: CustomerMatch; readonly item: T }[] = [];

  constructor(wanted: string) {
    this.#wanted = wanted.trim();
    this.#folded = fold(wanted);
  }

  /** `item` stands for the customer in `hits`. */
  offer(customer: unknown, item: T): void {
    const kind = this.#match(customer);
    if (kind) this.keep(kind, item);
  }

  /** Takes in a hit found by another search for the same customer. */
  keep(kind: CustomerMatch, item: T): void {
    const best = this.#hits[0]?.kind;
    if (best && kinds.indexOf(kind) > kinds.indexOf(best)) return;
    if (kind !== best) this.#hits = [];
    this.#hits.push({ kind, item });
  }

  get hits(): readonly { readonly kind: CustomerMatch; readonly item: T }[] {
    return this.#hits;
  }

  #match(customer: unknown): CustomerMatch | undefined {
    if (this.#wanted === '') return undefined;
    return kinds.find((kind) =>
      namesOf(customer, kind).some((name) =>
        // Ids are compared letter by letter, addresses and names whatever their case.
        kind === 'id' || kind === 'customId' ? name.trim() === this.#wanted : fold(name) === this.#folded,
      ),
    );
  }
}

/** Names and ids of customers that are spelt almost like `wanted`, at most five, the likest first. */
export function nearestCustomers(customers: Iterable<unknown>, wanted: string): string[] {
  const names = new Set<string>();
  for (const customer of customers) {
    for (const kind of kinds) for (const name of namesOf(customer, kind)) names.add(name);
  }
  return nearest(wanted, names, 5);
}

function namesOf(customer: unknown, kind: CustomerMatch): string[] {
  const names =
    kind === 'name'
      ? [`${text(customer, 'firstName')} ${text(customer, 'lastName')}`, text(customer, 'companyName')]
      : [text(customer, kind === 'address' ? 'email' : kind)];
  return names.filter((name) => name.trim() !== '');
}

function text(customer: unknown, key: string): string {
  const { value } = valueAt(customer, [key]);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

const fold = (name: string): string => name.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
