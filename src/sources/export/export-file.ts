import { type CustomerMatch, CustomerSearch } from '../../account/find-customer.js';
import type { Path } from '../../account/pointer.js';
import type { ErrorDetail } from '../../core/errors.js';
import type { IgnoreComment } from '../../core/ignore-comment.js';
import { describeValue } from './describe-value.js';
import type { Place, SourceText } from './source-text.js';

/** One file as it was read, before it is merged with others and judged. */
export interface ExportFile {
  /** As typed. */
  readonly name: string;
  /** One JSON customer a line, nothing else. */
  readonly isCustomerFile: boolean;
  /** The values of the top-level keys; `customers` only when it is no list. */
  readonly sections: ReadonlyMap<string, unknown>;
  readonly customers: CustomersOfFile | undefined;
  /** What was said to mailcheck in comments; none in JSON. */
  readonly comments?: readonly IgnoreComment[];
  /** The place of a value or of its key; of what is absent, that of its nearest present parent. */
  locate(path: Path, part?: Part): Place;
}

export interface CustomersOfFile {
  /** How many the file has, whoever was asked for. */
  readonly count: number;
  /** Those asked for. */
  readonly chosen: readonly ChosenCustomer[];
  /** What is known of all of them, to name some that are like the one asked for. */
  known(): readonly unknown[];
}

export interface ChosenCustomer {
  /** In the list of this file. */
  readonly index: number;
  /** What it was found by, when one was asked for. */
  readonly match: CustomerMatch | undefined;
  readonly customer: unknown;
}

/** A key, or the value behind it. Entries of a list have no key. */
export type Part = 'key' | 'value';

/** Some text as read by one of the languages. */
export interface ReadText {
  readonly value: unknown;
  offsetOf(path: Path, part: Part): number;
}

/** A file whose whole text was read, or what is wrong with it at its root. */
export function wholeFile(
  { value, offsetOf }: ReadText,
  source: SourceText,
  wanted: string | undefined,
): ExportFile | readonly ErrorDetail[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const found = describeValue(value, { isSecret: true });
    const here = value === null ? 'the file has none' : `here is ${found}`;
    const message = `An export has keys with values at its root; ${here}.`;
    const place = source.at(offsetOf([], 'value'));
    return [{ ...place, pointer: '', expected: 'keys with values', found, message }];
  }
  const sections = new Map<string, unknown>(Object.entries(value));
  const list = sections.get('customers');
  let customers: CustomersOfFile | undefined;
  if (list === null || Array.isArray(list)) {
    sections.delete('customers');
    customers = { count: list?.length ?? 0, chosen: choose(list ?? [], wanted), known: () => list ?? [] };
  }
  return {
    name: source.name,
    isCustomerFile: false,
    sections,
    customers,
    locate: (path, part = 'value') => source.at(offsetOf(path, part)),
  };
}

function choose(customers: readonly unknown[], wanted: string | undefined): ChosenCustomer[] {
  if (wanted === undefined) {
    return customers.map((customer, index) => ({ index, match: undefined, customer }));
  }
  const search = new CustomerSearch<number>(wanted);
  customers.forEach((customer, index) => {
    search.offer(customer, index);
  });
  return search.hits.map(({ kind, item }) => ({ index: item, match: kind, customer: customers[item] }));
}
