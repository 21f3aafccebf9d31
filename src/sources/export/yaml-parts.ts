import { CustomerSearch } from '../../account/find-customer.js';
import type { Path } from '../../account/pointer.js';
import type { ChosenCustomer, ExportFile, Part } from './export-file.js';
import type { SourceText } from './source-text.js';
import type { TextFault } from './text-fault.js';
import { identityOf } from './yaml-identity.js';
import type { Outline } from './yaml-outline.js';
import type { ReadYaml, YamlText } from './yaml-text.js';

/**
 * Reads a YAML export part by part: all but the customers, and of these the one that is wanted. Without one, each
 * is read on its own, which takes far less memory than all at once.
 *
 * @param limit The most characters to read, for the YAML package takes a second for each million.
 * @returns `undefined` when a part cannot be read on its own, faults when one is wrong. The text should
 * then be read as a whole, which has the last word.
 */
export function readYamlParts(
  source: SourceText,
  wanted: string | undefined,
  outline: Outline,
  limit: number,
  readYaml: ReadYaml,
): ExportFile | { faults: readonly TextFault[] } | undefined {
  const { name, text } = source;
  if (isAliasedAcross(text, outline)) return undefined;
  try {
    const parts = new Parts(text, outline, limit, readYaml);
    const chosen = wanted === undefined ? parts.all() : parts.search(wanted);
    const { value } = parts.account;
    return {
      name,
      isCustomerFile: false,
      sections: new Map(Object.entries(value ?? {})),
      customers: { count: outline.items.length, chosen, known: () => parts.known() },
      locate: (path, part = 'value') => source.at(parts.offsetOf(path, part)),
    };
  } catch (error) {
    if (error instanceof PartFailed) return error.faults && { faults: error.faults };
    throw error;
  }
}

/** An anchor among the customers could be meant by an alias behind them, which is read without them. */
function isAliasedAcross(text: string, { start, end }: Outline): boolean {
  const anchor = text.indexOf('&', start);
  return anchor !== -1 && anchor < end && text.includes('*', end);
}

class PartFailed extends Error {
  readonly faults: readonly TextFault[] | undefined;

  constructor(faults?: readonly TextFault[]) {
    super('A part of the YAML text could not be read.');
    this.faults = faults;
  }
}

class Parts {
  readonly #text: string;
  readonly #outline: Outline;
  readonly #readYaml: ReadYaml;
  readonly account: YamlText;
  /** The customers that were found. */
  readonly #kept = new Map<number, YamlText>();
  /** The customer that was located last; one is often asked for several places. */
  #latest: { readonly index: number; readonly read: YamlText } | undefined;
  #left: number;

  constructor(text: string, outline: Outline, limit: number, readYaml: ReadYaml) {
    this.#text = text;
    this.#outline = outline;
    this.#readYaml = readYaml;
    this.#left = limit;
    const { start, end } = outline;
    this.#spend(text.length - (end - start));
    this.account = this.#read(text.slice(0, start) + text.slice(end), (offset) =>
      this.#accountOffset(offset),
    );
  }

  all(): ChosenCustomer[] {
    this.#spend(this.#outline.end - this.#outline.start);
    return this.#outline.items.map((_, index) => ({
      index,
      match: undefined,
      customer: entryOf(this.#readItem(index)),
    }));
  }

  search(wanted: string): ChosenCustomer[] {
    const search = new CustomerSearch<number>(wanted);
    const unsure: number[] = [];
    this.#outline.items.forEach((_, index) => {
      const identity = this.#identity(index);
      if (identity) search.offer(identity, index);
      else {
        unsure.push(index);
        this.#spend(this.#lengthOf(index));
      }
    });
    for (const index of unsure) search.offer(entryOf(this.#readItem(index)), index);

    return search.hits
      .toSorted((a, b) => a.item - b.item)
      .map(({ kind, item }) => {
        this.#spend(this.#lengthOf(item));
        const read = this.#readItem(item);
        this.#kept.set(item, read);
        const customer = entryOf(read);
        const check = new CustomerSearch<number>(wanted);
        check.offer(customer, item);
        if (check.hits[0]?.kind !== kind) throw new PartFailed();
        return { index: item, match: kind, customer };
      });
  }

  /** What the customers can be asked for by. Those whose lines do not tell were read in the search already. */
  known(): readonly unknown[] {
    return this.#outline.items.map((_, index) => this.#identity(index) ?? entryOf(this.#readItem(index)));
  }

  offsetOf(path: Path, part: Part): number {
    const { root, start, list, items } = this.#outline;
    const [key, index, ...rest] = path;
    if (key !== 'customers') {
      const { offset, depth } = this.account.find(path, part);
      return depth === 0 ? root : this.#accountOffset(offset);
    }
    const item = items[Number(index)];
    if (index === undefined) return part === 'key' ? start : list;
    if (item === undefined) return list;
    return item + this.#find(Number(index), [0, ...rest], part);
  }

  #identity(index: number): Record<string, unknown> | undefined {
    return identityOf(this.#text, this.#outline.items[index] ?? 0, this.#endOf(index));
  }

  #find(index: number, path: Path, part: Part): number {
    if (this.#latest?.index !== index) {
      this.#latest = { index, read: this.#kept.get(index) ?? this.#readItem(index) };
    }
    return this.#latest.read.find(path, part).offset;
  }

  #readItem(index: number): YamlText {
    const start = this.#outline.items[index] ?? 0;
    return this.#read(this.#text.slice(start, this.#endOf(index)), (offset) => start + offset);
  }

  #read(part: string, offsetInFile: (offset: number) => number): YamlText {
    const read = this.#readYaml(part);
    if (!read) throw new PartFailed();
    if (!('faults' in read)) return read;
    throw new PartFailed(
      read.faults.map(({ message, offset, first }) => ({
        message,
        offset: offsetInFile(offset),
        ...(first !== undefined && { first: offsetInFile(first) }),
      })),
    );
  }

  #spend(characters: number): void {
    this.#left -= characters;
    if (this.#left < 0) throw new PartFailed();
  }

  #lengthOf(index: number): number {
    return this.#endOf(index) - (this.#outline.items[index] ?? 0);
  }

  #endOf(index: number): number {
    return this.#outline.items[index + 1] ?? this.#outline.end;
  }

  #accountOffset(offset: number): number {
    const { start, end } = this.#outline;
    return offset < start ? offset : offset + end - start;
  }
}

/** A part that holds a customer is a list of one. */
function entryOf({ value }: YamlText): unknown {
  if (!Array.isArray(value) || value.length !== 1) throw new PartFailed();
  return value[0];
}
