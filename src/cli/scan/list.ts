import { closeSync, createReadStream, createWriteStream, openSync, writeSync } from 'node:fs';
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
  /** A file of its own, that is put together with the others at the end. */
  readonly file: string;
  /** The list itself, as it was named. */
  readonly of: string;
  readonly finding: string;
  readonly format: 'ndjson' | 'csv';
}

/** Writes everybody whom one finding stops. */
export class ListWriter {
  readonly #part: ListPart;
  readonly #file: number;
  #text = '';

  /** @throws UsageError when it cannot be written, as the other methods do. */
  constructor(part: ListPart) {
    this.#part = part;
    this.#file = this.#written(() => openSync(part.file, 'wx'));
  }

  take(stopped: Stopped): void {
    if (stopped.finding !== this.#part.finding) return;
    this.#text += lineOf(stopped, this.#part.format);
    if (this.#text.length >= BLOCK) this.#write();
  }

  end(): void {
    try {
      this.#write();
    } finally {
      closeSync(this.#file);
    }
  }

  #write(): void {
    const bytes = Buffer.from(this.#text);
    this.#text = '';
    this.#written(() => {
      for (let written = 0; written < bytes.length; ) written += writeSync(this.#file, bytes, written);
    });
  }

  #written<T>(write: () => T): T {
    try {
      return write();
    } catch (error) {
      throw notWritten(this.#part.of, error);
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
  readonly #parts: string[] = [];

  constructor(file: string, finding: string) {
    this.#file = file;
    this.#finding = finding;
    this.#format = /\.csv$/i.test(file) ? 'csv' : 'ndjson';
  }

  /** The next part, in the order of the list. */
  part(): ListPart {
    const file = this.#beside(String(this.#parts.length));
    this.#parts.push(file);
    return { file, of: this.#file, finding: this.#finding, format: this.#format };
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
        for (const part of parts) yield* createReadStream(part);
      }
      await pipeline(Readable.from(texts()), createWriteStream(whole, { flags: 'wx' }));
      await rename(whole, this.#file);
    } catch (error) {
      await rm(whole, { force: true });
      throw notWritten(this.#file, error);
    }
  }

  /** Takes everything away that is not the list itself. */
  async clear(): Promise<void> {
    for (const part of this.#parts) await rm(part, { force: true });
  }

  #beside(suffix: string): string {
    return path.join(path.dirname(this.#file), `.${path.basename(this.#file)}.${process.pid}.${suffix}`);
  }
}

function notWritten(file: string, error: unknown): UsageError {
  const why = error instanceof Error ? error.message : String(error);
  return new UsageError('usage', `--output "${file}" cannot be written: ${why}`, [], { cause: error });
}
