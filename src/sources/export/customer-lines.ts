import { isUtf8 } from 'node:buffer';
import { CustomerSearch } from '../../account/find-customer.js';
import type { Path } from '../../account/pointer.js';
import { decodeText, withoutMark } from './decode-text.js';
import type { ChosenCustomer, ExportFile, Part } from './export-file.js';
import type { Faults } from './faults.js';
import { faultsOfJson, readJsonText } from './json-text.js';
import { type Line, LineSplitter } from './line-splitter.js';
import { blocksOf, MiB, Unreadable } from './read-bytes.js';
import type { Place } from './source-text.js';
import { detailsOf, type TextFault } from './text-fault.js';
import { unzipped } from './unzip.js';

/** The most bytes a line may have. */
export const longestLine = 16 * MiB;
const mostKept = 256 * MiB;
const unread: TextFault = { offset: 0, message: 'The line is no JSON object.' };

/**
 * Reads a file of customers, one JSON object a line, compressed with gzip when its name ends in `.gz`. With `wanted`,
 * memory does not grow with the file, and of the other customers only the syntax is judged.
 *
 * @throws Unreadable
 */
export async function readCustomerLines(
  name: string,
  wanted: string | undefined,
  faults: Faults,
): Promise<ExportFile> {
  const reading = new Reading(name, wanted, faults);
  const splitter = new LineSplitter(longestLine);
  let isFirst = true;
  for await (const block of /\.gz$/i.test(name) ? unzipped(blocksOf(name)) : blocksOf(name)) {
    if (isFirst) refuseBinary(block);
    isFirst = false;
    for (const line of splitter.push(block)) await reading.take(line);
  }
  for (const line of splitter.end()) await reading.take(line);
  return reading.finish();
}

interface CustomerLine {
  readonly index: number;
  readonly line: number;
  readonly text: string;
  readonly customer: unknown;
}

class Reading {
  readonly #name: string;
  readonly #faults: Faults;
  readonly #search: CustomerSearch<CustomerLine> | undefined;
  readonly #all: CustomerLine[] = [];
  #count = 0;
  #kept = 0;

  constructor(name: string, wanted: string | undefined, faults: Faults) {
    this.#name = name;
    this.#faults = faults;
    this.#search = wanted === undefined ? undefined : new CustomerSearch(wanted);
  }

  async take({ number, bytes }: Line): Promise<void> {
    if (bytes === undefined) {
      this.#count += 1;
      this.#refuse(number, [{ offset: 0, message: `The line is longer than ${longestLine / MiB} MiB.` }]);
      return;
    }
    const content = number === 1 ? withoutMark(bytes) : bytes;
    const text = content.toString('utf8');
    if (text.trim() === '') return;
    const index = this.#count;
    this.#count += 1;
    if (!isUtf8(content)) {
      this.#refuse(number, [{ offset: 0, message: 'The line is not UTF-8 text.' }]);
      return;
    }
    // Whoever is not wanted need not be searched for doubled keys.
    const customer = this.#search ? parsed(text) : readJsonText(text)?.value;
    if (customer === undefined) {
      // What exactly is wrong would not be listed any more.
      this.#refuse(number, this.#faults.isFull ? [unread] : await faultsOfJson(text));
      return;
    }
    const line = { index, line: number, text, customer };
    if (this.#search) this.#search.offer(customer, line);
    else this.#keep(line);
  }

  async finish(): Promise<ExportFile> {
    const chosen: ChosenCustomer[] = [];
    const lines = new Map(this.#all.map((line) => [line.index, line]));
    for (const { customer, index } of this.#all) chosen.push({ index, match: undefined, customer });
    for (const { kind, item } of this.#search?.hits ?? []) {
      chosen.push({ index: item.index, match: kind, customer: item.customer });
      lines.set(item.index, item);
      if (!readJsonText(item.text)) this.#refuse(item.line, await faultsOfJson(item.text));
    }
    return {
      name: this.#name,
      isCustomerFile: true,
      sections: new Map(),
      customers: { count: this.#count, chosen, known: () => [] },
      locate: (path, part = 'value') => placeIn(this.#name, lines, path, part),
    };
  }

  #keep(line: CustomerLine): void {
    this.#kept += line.text.length;
    if (this.#kept > mostKept) {
      throw new Unreadable(
        `It has more than ${mostKept / MiB} MiB of customers, more than can be read at once.`,
      );
    }
    this.#all.push(line);
  }

  #refuse(line: number, textFaults: readonly TextFault[]): void {
    const details = detailsOf(textFaults, (offset) => ({ file: this.#name, line, column: offset + 1 }));
    for (const detail of details) this.#faults.add(() => detail);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function placeIn(name: string, lines: ReadonlyMap<number, CustomerLine>, path: Path, part: Part): Place {
  const [, index, ...rest] = path;
  const line = lines.get(Number(index));
  const read = line && readJsonText(line.text);
  if (!line) return { file: name, line: 1, column: 1 };
  return { file: name, line: line.line, column: (read?.offsetOf(rest, part) ?? 0) + 1 };
}

/** @throws Unreadable if the file begins like no text at all; single lines are judged on their own. */
function refuseBinary(start: Buffer): void {
  const end = start.lastIndexOf(10);
  const text = decodeText(start.subarray(0, end === -1 ? start.length : end));
  if (typeof text !== 'string' && text.line === undefined) throw new Unreadable(text.message);
}
