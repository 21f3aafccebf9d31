/** What the threads of a scan share: how far they are, and whether they are to stop. */
export class ScanControl {
  readonly shared: SharedArrayBuffer;
  readonly #numbers: BigInt64Array;
  readonly #end = new AbortController();

  constructor(shared = new SharedArrayBuffer(4 * BigInt64Array.BYTES_PER_ELEMENT)) {
    this.shared = shared;
    this.#numbers = new BigInt64Array(shared);
  }

  get isStopped(): boolean {
    return Atomics.load(this.#numbers, 0) === 1n;
  }

  /** Aborts when this thread is told to stop, for what waits meanwhile. */
  get signal(): AbortSignal {
    return this.#end.signal;
  }

  stop(): void {
    Atomics.store(this.#numbers, 0, 1n);
    this.#end.abort();
  }

  get bytes(): number {
    return Number(Atomics.load(this.#numbers, 1));
  }

  get customers(): number {
    return Number(Atomics.load(this.#numbers, 2));
  }

  get badLines(): number {
    return Number(Atomics.load(this.#numbers, 3));
  }

  /** So much more has been read. */
  add(bytes: number, customers: number): void {
    Atomics.add(this.#numbers, 1, BigInt(bytes));
    Atomics.add(this.#numbers, 2, BigInt(customers));
  }

  /** One more bad line; the scan stops when there are more than `most`. */
  addBadLine(most: number): void {
    const before = Number(Atomics.add(this.#numbers, 3, 1n));
    if (before + 1 > most) this.stop();
  }
}
