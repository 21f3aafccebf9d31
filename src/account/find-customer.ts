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
    if (this.#wanted === '') return;
    // Only kinds as good as the best so far still matter.
    const best = this.#hits[0]?.kind;
    for (const kind of kinds) {
      if (this.#isNamed(customer, kind)) {
        this.keep(kind, item);
        return;
      }
      if (kind === best) return;
    }
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

  #isNamed(customer: unknown, kind: CustomerMatch): boolean {
    // Ids are compared letter by letter, addresses and names whatever their case.
    return kind === 'id' || kind === 'customId'
      ? text(customer, kind).trim() === this.#wanted
      : namesOf(customer, kind).some((name) => fold(name) === this.#folded);
  }
}

/** Names and ids of customers that are spelt almost like `wanted`, at most five, the likest first. */
export function nearestCustomers(customers: readonly unknown[], wanted: string): string[] {
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

function fold(name: string): string {
  // Composing characters is slow, and of ASCII alone there is nothing to compose.
  const composed = /[^\x00-\x7f]/.test(name) ? name.normalize('NFC') : name;
  return composed.trim().replace(/\s+/g, ' ').toLowerCase();
}
