import type { Customer } from '../../account/types.js';
import { longestLine } from './customer-lines.js';
import { withoutMark } from './decode-text.js';
import { ElementFeed } from './element-feed.js';
import type { Range } from './large-json.js';
import { LineFeed } from './line-feed.js';
import { blocksFrom, blocksOf, MiB, standardInput } from './read-bytes.js';
import { type NoCustomer, Refused, readCustomer } from './read-customer.js';
import { isGzip, unzipped } from './unzip.js';

/** One part of so many, counted from 1. */
export interface Shard {
  readonly part: number;
  readonly of: number;
}

/** Told of each line as it is read. */
export interface Visitor {
  customer(customer: Customer): void;
  /** A line that is no customer; where it stands, by what is known of it. */
  refused(why: NoCustomer, at: { readonly offset: number } | { readonly line: number }): void;
}

const tooLong: NoCustomer = { message: `It is longer than ${longestLine / MiB} MiB.` };

/**
 * Reads the customers of a part of a file, one JSON object a line. Yields after each block how many bytes it had, so
 * that whoever asks can do something else meanwhile, or leave.
 *
 * @throws Unreadable
 */
export function* customersOfRange(
  name: string,
  { from, to }: Range,
  strict: boolean,
  visitor: Visitor,
): Generator<number, void> {
  // The byte before tells whether a line begins at the first one.
  const start = Math.max(from - 1, 0);
  let isOver = false;
  const feed = new LineFeed(start, longestLine, (bytes, offset) => {
    if (offset >= to) isOver = true;
    if (isOver || (offset < from && from > 0)) return;
    visit(bytes, { offset }, offset === 0, strict, visitor);
  });
  if (from >= to) return;
  let at = start;
  for (const block of blocksFrom(name, start)) {
    feed.push(block);
    yield Math.max(0, Math.min(block.length, to - at));
    if (isOver || feed.offset >= to) return;
    at += block.length;
  }
  feed.end();
}

/**
 * The same for a part of the list of customers in a JSON export, as `readLargeJson` cuts it.
 *
 * @throws Unreadable
 */
export function* customersOfElements(
  name: string,
  { from, to }: Range,
  strict: boolean,
  visitor: Visitor,
): Generator<number, void> {
  let isOver = from >= to;
  const feed = new ElementFeed(from, (bytes, offset) => {
    isOver ||= offset >= to;
    if (!isOver) visit(bytes, { offset }, false, strict, visitor);
  });
  for (const block of isOver ? [] : blocksFrom(name, from)) {
    const length = feed.push(block);
    yield length;
    if (isOver || feed.isOver || feed.offset >= to) return;
  }
  if (!isOver) feed.end();
}

/**
 * The same for what can be read only from its beginning, `-` being standard input; plain or compressed with gzip. Yields
 * the bytes as they stand in the file.
 *
 * @param signal ends it, even while it waits for standard input.
 * @throws Unreadable
 */
export async function* customersOfStream(
  name: string,
  { part, of }: Shard,
  strict: boolean,
  visitor: Visitor,
  signal?: AbortSignal,
): AsyncGenerator<number, void> {
  let line = 0;
  const feed = new LineFeed(0, longestLine, (bytes) => {
    line += 1;
    if ((line - 1) % of === part - 1) visit(bytes, { line }, line === 1, strict, visitor);
  });
  let read = 0;
  const source = async function* () {
    for await (const block of name === '-' ? standardInput(signal) : blocksOf(name)) {
      read += block.length;
      yield block;
    }
  };
  for await (const block of plain(source())) {
    feed.push(block);
    yield read;
    read = 0;
  }
  feed.end();
}

function visit(
  bytes: Buffer | undefined,
  at: { readonly offset: number } | { readonly line: number },
  isFirst: boolean,
  strict: boolean,
  visitor: Visitor,
): void {
  if (bytes === undefined) {
    visitor.refused(tooLong, at);
    return;
  }
  const read = readCustomer(isFirst ? withoutMark(bytes) : bytes, strict);
  if (read instanceof Refused) visitor.refused(read.why, at);
  else if (read !== undefined) visitor.customer(read);
}

/** Takes gzip away, where there is some. */
async function* plain(blocks: AsyncGenerator<Buffer, void>): AsyncGenerator<Buffer, void> {
  const first = await blocks.next();
  if (first.done) return;
  const all = (async function* () {
    yield first.value;
    yield* blocks;
  })();
  yield* isGzip(first.value) ? unzipped(all) : all;
}

/** The lines in which offsets of a file stand, counted from 1; the offsets must rise. */
export function linesAt(name: string, offsets: readonly number[]): number[] {
  const lines: number[] = [];
  let line = 1;
  let at = 0;
  if (offsets.length === 0) return lines;
  for (const block of blocksFrom(name, 0)) {
    let start = 0;
    for (;;) {
      const end = block.indexOf(10, start);
      for (let next = offsets[lines.length]; next !== undefined; next = offsets[lines.length]) {
        if (next > at + (end === -1 ? block.length - 1 : end)) break;
        lines.push(line);
      }
      if (lines.length === offsets.length) return lines;
      if (end === -1) break;
      line += 1;
      start = end + 1;
    }
    at += block.length;
  }
  return lines;
}
