import type { Path } from '../../account/pointer.js';
import { valueAt } from '../../account/pointer.js';
import { breachesOfCustomer } from '../../account/rules-of-export.js';
import type { Customer } from '../../account/types.js';
import type { RunRequest } from '../../core/diagnose.js';
import { type Counts, Scan } from '../../scan/scan-customers.js';
import type { Range } from '../../sources/export/large-json.js';
import { breachDetail, misfitDetail } from '../../sources/export/misfit.js';
import { Unreadable } from '../../sources/export/read-bytes.js';
import type { NoCustomer } from '../../sources/export/read-customer.js';
import {
  customersOfElements,
  customersOfRange,
  customersOfStream,
  type Shard,
  type Visitor,
} from '../../sources/export/stream-customers.js';
import type { ScanControl } from './control.js';
import { type ListPart, ListWriter } from './list.js';

const MOST_EXPLAINED = 5;

/** A part of the customers that one thread reads. */
export type Slice = { readonly list?: ListPart | undefined } & (
  | { readonly kind: 'range' | 'elements'; readonly file: string; readonly range: Range }
  | { readonly kind: 'stream'; readonly file: string; readonly shard: Shard }
  | { readonly kind: 'customers'; readonly customers: readonly Customer[] }
);

/** What is the same for every part of a scan. */
export interface PartRequest extends RunRequest {
  readonly strict: boolean;
  /** More bad lines than these end the scan. */
  readonly mostBadLines: number;
}

/** A line that is no customer, by its number or by the offset at which it begins. */
export interface BadLineAt {
  readonly file: string;
  readonly at: { readonly offset: number } | { readonly line: number };
  readonly message: string;
}

/** What came of some parts. */
export interface PartCounts extends Counts {
  readonly badLines: number;
  /** The first of each file. */
  readonly firstBad: readonly BadLineAt[];
  /** Files that could not be read to their end, and why. */
  readonly unread: readonly { readonly file: string; readonly message: string }[];
}

/**
 * Reads and counts parts of the customers, one after the other.
 * @throws UsageError when a list cannot be written.
 */
export async function scanParts(
  slices: readonly Slice[],
  request: PartRequest,
  control: ScanControl,
): Promise<PartCounts> {
  let writer: ListWriter | undefined;
  const hasList = slices.some(({ list }) => list !== undefined);
  const scan = new Scan(request, hasList ? (stopped) => writer?.take(stopped) : undefined);
  let file = '';
  let customers = 0;
  let badLines = 0;
  let shown = 0;
  const bad: { readonly file: string; readonly at: BadLineAt['at']; readonly why: NoCustomer }[] = [];
  const visitor: Visitor = {
    customer: (customer) => {
      customers += 1;
      scan.take(customer);
    },
    refused: (why, at) => {
      badLines += 1;
      shown += 1;
      if (shown <= MOST_EXPLAINED) bad.push({ file, at, why });
      control.addBadLine(request.mostBadLines);
    },
  };
  const unread: { file: string; message: string }[] = [];
  for (const slice of slices) {
    if (control.isStopped) break;
    writer = slice.list && new ListWriter(slice.list);
    file = slice.kind === 'customers' ? '' : slice.file;
    shown = 0;
    try {
      let before = customers;
      for await (const bytes of blocksOf(slice, request.strict, visitor, control.signal)) {
        control.add(bytes, customers - before);
        before = customers;
        if (control.isStopped) break;
        // A turn for Ctrl-C and the progress.
        if (slice.kind !== 'stream') await new Promise((resolve) => setImmediate(resolve));
      }
      control.add(0, customers - before);
    } catch (error) {
      // What was read before counts; the report says that it is a part.
      if (!(error instanceof Unreadable)) throw error;
      if (control.isStopped) break;
      unread.push({ file, message: error.message });
    } finally {
      writer?.end();
    }
  }
  const firstBad: BadLineAt[] = [];
  for (const one of bad) firstBad.push({ file: one.file, at: one.at, message: await words(one.why) });
  return { ...scan.counts(), badLines, firstBad, unread };
}

function blocksOf(
  slice: Slice,
  strict: boolean,
  visitor: Visitor,
  signal: AbortSignal,
): Iterable<number> | AsyncIterable<number> {
  switch (slice.kind) {
    case 'range':
      return customersOfRange(slice.file, slice.range, strict, visitor);
    case 'elements':
      return customersOfElements(slice.file, slice.range, strict, visitor);
    case 'stream':
      return customersOfStream(slice.file, slice.shard, strict, visitor, signal);
    default:
      return judged(slice.customers, visitor);
  }
}

function* judged(customers: readonly Customer[], visitor: Visitor): Generator<number, void> {
  for (const [i, customer] of customers.entries()) {
    visitor.customer(customer);
    if (i % 1000 === 999) yield 0;
  }
}

/** What is wrong with a line. The schema that explains a value is loaded only where a line is wrong. */
async function words(why: NoCustomer): Promise<string> {
  if ('message' in why) return why.message;
  const value: unknown = JSON.parse(why.text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'The line is no JSON object.';
  const { misfitsOfCustomer } = await import('../../account/explain-shape.js');
  const place = { file: '', line: 1, column: 1 };
  const [misfit] = misfitsOfCustomer(value);
  if (misfit)
    return misfitDetail(below(misfit), valueAt(value, misfit).value, place).message.replace(
      /^\/customers\/0/,
      '',
    );
  const [breach] = breachesOfCustomer(value);
  if (!breach) return 'The line is no customer of the format.';
  const detail = breachDetail(
    { ...breach, path: below(breach.path) },
    valueAt(value, breach.path).value,
    () => place,
  );
  return detail.message.replace(/^\/customers\/0/, '');
}

const below = (path: Path): Path => ['customers', 0, ...path];
