import { type ErrorDetail, UsageError } from '../../core/errors.js';

const mostListed = 50;

/** Gathers everything that is wrong with the files, so that it can all be told at once. */
export class Faults {
  readonly #of: 'export' | 'configuration';
  readonly #listed: ErrorDetail[] = [];
  #count = 0;

  /** @param of what the files are. */
  constructor(of: 'export' | 'configuration' = 'export') {
    this.#of = of;
  }

  /** The detail is made only while the list has room: finding its place may cost something. */
  add(makeDetail: () => ErrorDetail): void {
    this.#count += 1;
    if (this.#listed.length < mostListed) this.#listed.push(makeDetail());
  }

  /** Whether further faults would only be counted. */
  get isFull(): boolean {
    return this.#count >= mostListed;
  }

  /** @throws UsageError `export-invalid` with all that was added, by file (in the order given) and line. */
  throwIfAny(files: readonly string[]): void {
    if (this.#count === 0) return;
    const rank = ({ file }: ErrorDetail) => (file === undefined ? -1 : files.indexOf(file));
    const details = this.#listed.toSorted(
      (a, b) => rank(a) - rank(b) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
    );
    const errors = this.#count === 1 ? '1 error' : `${this.#count} errors`;
    const said = this.isFull ? `at least ${errors}, of which ${details.length} are listed` : errors;
    const code = this.#of === 'export' ? 'export-invalid' : 'usage';
    throw new UsageError(code, `The ${this.#of} cannot be used: ${said}.`, details);
  }
}
