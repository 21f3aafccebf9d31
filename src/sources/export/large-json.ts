import { decodeText } from './decode-text.js';
import { ElementFeed } from './element-feed.js';
import { type ExportFile, wholeFile } from './export-file.js';
import { faultsOfJson, readJsonText } from './json-text.js';
import { blocksFrom, MiB, sizeOf, Unreadable } from './read-bytes.js';
import { SourceText } from './source-text.js';
import { detailsOf } from './text-fault.js';

/** What an export may have beside its customers. */
const mostKept = 64 * MiB;

/** A part of a file in bytes: what begins in it. */
export interface Range {
  readonly from: number;
  /** Not in it any more. */
  readonly to: number;
}

/** An export in JSON of which the customers were left where they are. */
export interface LargeJson {
  /** Without customers. */
  readonly file: ExportFile;
  /** Where the customers stand: consecutive parts of the file, each beginning with a customer. */
  readonly customers: readonly Range[];
}

/**
 * Reads a JSON export whose customers are too many to be held, all but those.
 *
 * @param cuts offsets in bytes, rising: there a new part of the customers is to begin, or behind it.
 * @throws Unreadable
 */
export async function readLargeJson(name: string, cuts: readonly number[]): Promise<LargeJson> {
  const outline = outlineOf(name, cuts);
  const text = decodeText(outline.rest);
  if (typeof text !== 'string') throw new Unreadable(text.message, { line: text.line });
  const source = new SourceText(name, text);
  const at = outline.rest.toString('utf8', 0, outline.at).length;
  // Places behind the customers stand further down in the file than in the text without them.
  const lower = <P extends { readonly line: number }>(place: P, offset: number): P =>
    offset > at ? { ...place, line: place.line + outline.lines } : place;
  const read = readJsonText(text);
  if (!read) {
    const [fault] = detailsOf(await faultsOfJson(text), (offset) => lower(source.at(offset), offset));
    throw new Unreadable(fault?.message ?? 'This is no JSON.', { line: fault?.line });
  }
  const file = wholeFile(read, source, undefined);
  if (!('locate' in file)) throw new Unreadable(file[0]?.message ?? 'This is no export.');
  return {
    file: {
      ...file,
      locate: (path, part = 'value') => {
        const offset = read.offsetOf(path, part);
        return lower(source.at(offset), offset);
      },
    },
    customers: outline.customers,
  };
}

interface Outline {
  /** The file without what stands in the list of customers. */
  readonly rest: Buffer;
  /** Where in it the customers were. */
  readonly at: number;
  /** How many line feeds stood among them. */
  readonly lines: number;
  readonly customers: readonly Range[];
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

function outlineOf(name: string, cuts: readonly number[]): Outline {
  const kept: Buffer[] = [];
  let keptLength = 0;
  const keep = (bytes: Buffer) => {
    keptLength += bytes.length;
    if (keptLength > mostKept) {
      throw new Unreadable(`Beside its customers it has more than ${mostKept / MiB} MiB.`);
    }
    // Copied, since the block is used again.
    kept.push(Buffer.from(bytes));
  };
  const starts: number[] = [];
  let waiting = 0;
  let at = 0;
  let lines = 0;
  let end = 0;
  let elements: ElementFeed | undefined;
  let isDone = false;
  const root = new RootScan();
  let offset = 0;
  for (const block of blocksFrom(name, 0)) {
    let from = 0;
    while (from < block.length) {
      if (elements) {
        const length = elements.push(block.subarray(from));
        lines += count(block.subarray(from, from + length));
        from += length;
        if (!elements.isOver) continue;
        if (elements.hasStrayComma) {
          throw new Unreadable('Its list of customers has a comma with no customer before or behind it.');
        }
        end = offset + from;
        isDone = true;
        elements = undefined;
        continue;
      }
      const rest = block.subarray(from);
      const length = isDone ? rest.length : root.customersIn(rest);
      keep(rest.subarray(0, length));
      from += length;
      if (length === rest.length && !root.isInCustomers) continue;
      if (isDone) continue;
      at = keptLength;
      elements = new ElementFeed(offset + from, (_, start) => {
        const isFirst = starts.length === 0;
        let isCut = false;
        for (let cut = cuts[waiting]; cut !== undefined && start >= cut; cut = cuts[waiting]) {
          waiting += 1;
          isCut = true;
        }
        if (isFirst || isCut) starts.push(start);
      });
    }
    offset += block.length;
  }
  if (elements) throw new Unreadable('The file is cut off: its list of customers does not end.');
  const customers = starts.map((from, i) => ({ from, to: starts[i + 1] ?? end }));
  return { rest: Buffer.concat(kept), at, lines, customers };
}

function count(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines += 1;
  return lines;
}

/** Looks for the list under the key `customers` at the root of a JSON text that comes in blocks. */
class RootScan {
  isInCustomers = false;
  #depth = 0;
  #inText = false;
  #isEscaped = false;
  /** The text that was read last at the root, as far as it may be the key. */
  #text = '';
  #isKey = false;

  /** How many bytes stand before what is in that list; all of them where it does not begin here. */
  customersIn(bytes: Buffer): number {
    for (let i = 0; i < bytes.length; i += 1) {
      const byte = bytes[i] ?? 0;
      if (this.#inText) {
        this.#inString(byte);
        continue;
      }
      switch (byte) {
        case QUOTE:
          this.#inText = true;
          this.#text = '';
          break;
        case 0x3a: // :
          this.#isKey = this.#depth === 1 && this.#text === 'customers';
          break;
        case 0x5b: // [
        case 0x7b: // {
          if (byte === 0x5b && this.#isKey) {
            this.isInCustomers = true;
            return i + 1;
          }
          this.#depth += 1;
          this.#isKey = false;
          break;
        case 0x5d: // ]
        case 0x7d: // }
          this.#depth -= 1;
          break;
        case 0x2c: // ,
          this.#isKey = false;
          break;
        default:
      }
    }
    return bytes.length;
  }

  #inString(byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === BACKSLASH) this.#isEscaped = true;
    else if (byte === QUOTE) {
      this.#inText = false;
      return;
    }
    if (this.#depth === 1 && this.#text.length < 10) this.#text += String.fromCharCode(byte);
  }
}

/** Whether a file is a JSON export that is not read as a whole. */
export function isLargeJson(name: string): boolean {
  return name !== '-' && /\.json$/i.test(name) && sizeOf(name) > largestWhole;
}

/** Up to here a JSON file is read as a whole, which finds the place of every mistake. */
const largestWhole = 32 * MiB;
