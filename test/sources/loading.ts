import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { type ErrorDetail, UsageError } from '../../src/core/errors.js';
import { type LoadedExport, loadExport } from '../../src/sources/export/load.js';

/** Options of `loadExport` other than the files. */
interface Options {
  readonly customer?: string;
  readonly strict?: boolean;
}

/** A temporary folder to read exports from. */
export class ExportFolder {
  readonly path = mkdtempSync(path.join(tmpdir(), 'mailcheck-sources-'));

  constructor() {
    afterAll(() => rmSync(this.path, { recursive: true, force: true }));
  }

  /** Writes files and loads them in the order given. */
  async load(files: Readonly<Record<string, string | Buffer>>, options: Options = {}): Promise<LoadedExport> {
    const names = Object.entries(files).map(([name, content]) => {
      const file = path.join(this.path, name);
      writeFileSync(file, content);
      return file;
    });
    return loadExport({ strict: false, ...options, files: names });
  }

  /** Everything that is wrong with files, one string a fault, `file:line:column message`. */
  async faults(files: Readonly<Record<string, string | Buffer>>, options: Options = {}): Promise<string[]> {
    return this.lines(await failure(() => this.load(files, options)));
  }

  lines({ details }: UsageError): string[] {
    return details.map((detail) => {
      const place = [detail.file && path.relative(this.path, detail.file), detail.line, detail.column];
      return `${place.filter((part) => part !== undefined).join(':')} ${this.#short(detail)}`;
    });
  }

  #short({ message }: ErrorDetail): string {
    return message.replaceAll(`${this.path}${path.sep}`, '');
  }
}

/** The error that loading ends with. */
export async function failure(act: () => Promise<unknown>): Promise<UsageError> {
  try {
    await act();
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('Nothing was found to be wrong.');
}
