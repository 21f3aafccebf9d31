import { closeSync, createReadStream, createWriteStream, openSync, rmSync, writeSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UsageError } from '../../core/errors.js';
import { csvLine } from '../../report/csv.js';
import { harmlessJson } from '../../report/harmless.js';
import type { Stopped } from '../../scan/scan-customers.js';

const BLOCK = 65_536; // characters
const COLUMNS = ['customer', 'loan', 'notification', 'name', 'finding'];

/** A part of a list, written by one thread. */
export interface ListPart {
  /** A file of its own, that is put together with the others at the end: its descriptor, which threads share. */
  readonly to: number;
  /** The list itself, as it was named. */
  readonly of: string;
  readonly finding: string;
  readonly format: 'ndjson' | 'csv';
}

/** Writes everybody whom one finding stops. */
export class ListWriter {
  readonly #part: ListPart;
  #text = '';

  constructor(part: ListPart) {
    this.#part = part;
  }

  /** @throws UsageError when it cannot be written. */
  take(stopped: Stopped): void {
    if (stopped.finding !== this.#part.finding) return;
    this.#text += lineOf(stopped, this.#part.format);
    if (this.#text.length >= BLOCK) this.#write();
  }

  /** @throws UsageError when it cannot be written. */
  end(): void {
    this.#write();
  }

  #write(): void {
    const { to, of } = this.#part;
    const bytes = Buffer.from(this.#text);
    this.#text = '';
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(to, bytes, written);
    } catch (error) {
      throw notWritten(of, error);
    }
  }
}

function lineOf({ customer, loan, notification, finding }: Stopped, format: ListPart['format']): string {
  const id = notification?.value.id;
  const name = notification?.value.name?.trim() || null;
  const row = { customer, loan, notification: id == null ? null : String(id), name, finding };
  return format === 'csv' ? csvLine(Object.values(row)) : `${harmlessJson(row, 0)}\n`;
}

/** A list that is asked for, and the parts it is put together from. */
export class List {
  readonly #file: string;
  readonly #finding: string;
  readonly #format: ListPart['format'];
  readonly #parts: number[] = [];

  constructor(file: string, finding: string) {
    this.#file = file;
    this.#finding = finding;
    this.#format = /\.csv$/i.test(file) ? 'csv' : 'ndjson';
  }

  /**
   * The next part, in the order of the list.
   * @throws UsageError when it cannot be written.
   */
  part(): ListPart {
    const file = this.#beside(String(this.#parts.length));
    try {
      const to = openSync(file, 'wx+');
      this.#parts.push(to);
      // Without a name it goes with this process, however that ends.
      rmSync(file);
      return { to, of: this.#file, finding: this.#finding, format: this.#format };
    } catch (error) {
      throw notWritten(this.#file, error);
    }
  }

  /**
   * Puts the parts together; the list is there whole or not at all.
   * @throws UsageError when it cannot be written.
   */
  async finish(): Promise<void> {
    const whole = this.#beside('tmp');
    try {
      const parts = this.#parts;
      const head = this.#format === 'csv' ? csvLine(COLUMNS) : '';
      async function* texts() {
        yield Buffer.from(head);
        for (const fd of parts) yield* createReadStream('', { fd, start: 0, autoClose: false });
      }
      await pipeline(Readable.from(texts()), createWriteStream(whole, { flags: 'wx' }));
      await rename(whole, this.#file);
    } catch (error) {
      await rm(whole, { force: true });
      throw notWritten(this.#file, error);
    }
  }

  /** Gives back what the parts took. */
  close(): void {
    for (const part of this.#parts) closeSync(part);
  }

  #beside(suffix: string): string {
    return path.join(path.dirname(this.#file), `.${path.basename(this.#file)}.${process.pid}.${suffix}`);
  }
}

function notWritten(file: string, error: unknown): UsageError {
  const why = error instanceof Error ? error.message : String(error);
  return new UsageError('usage', `--output "${file}" cannot be written: ${why}`, [], { cause: error });
}
