/** Remembers at least so many entries that were put in or asked for last, and at most twice as many. */
export class Recent<T> {
  readonly #least: number;
  #young = new Map<string, T>();
  #old = new Map<string, T>();

  constructor(least: number) {
    this.#least = least;
  }

  get(key: string): T | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, entry: T): void {
    this.#young.set(key, entry);
    if (this.#young.size < this.#least) return;
    // All old ones at once: taking single entries out of the front of a large map is slow.
    this.#old = this.#young;
    this.#young = new Map();
  }

  delete(key: string): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }
}
