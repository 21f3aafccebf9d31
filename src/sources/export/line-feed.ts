/** Takes a line without its line feed; `undefined` when it is longer than allowed. Offsets count in bytes. */
export type TakeLine = (bytes: Buffer | undefined, offset: number) => void;

/**
 * Cuts blocks of bytes into lines and hands on each as it is found, without copying it: it is valid only until the
 * call is over. Holds no more than one line.
 */
export class LineFeed {
  readonly #longest: number;
  readonly #take: TakeLine;
  #offset: number;
  #rest: Buffer[] = [];
  #restLength = 0;

  /**
   * @param offset where the first block stands.
   * @param longest The most bytes a line may have.
   */
  constructor(offset: number, longest: number, take: TakeLine) {
    this.#offset = offset;
    this.#longest = longest;
    this.#take = take;
  }

  /** Where the line begins that comes next, or of which a part has come. */
  get offset(): number {
    return this.#offset;
  }

  push(block: Buffer): void {
    let start = 0;
    for (let end = block.indexOf(10); end !== -1; end = block.indexOf(10, start)) {
      this.#finish(block.subarray(start, end));
      start = end + 1;
    }
    // Copied, since the block is used again.
    if (start < block.length) this.#hold(Buffer.from(block.subarray(start)));
  }

  /** The last line, if it has no line feed. */
  end(): void {
    if (this.#restLength > 0) this.#finish(Buffer.alloc(0));
  }

  #hold(part: Buffer): void {
    this.#restLength += part.length;
    if (this.#restLength > this.#longest) this.#rest = [];
    else this.#rest.push(part);
  }

  #finish(last: Buffer): void {
    const length = this.#restLength + last.length;
    const at = this.#offset;
    const line = this.#restLength === 0 ? last : Buffer.concat([...this.#rest, last]);
    this.#rest = [];
    this.#restLength = 0;
    this.#offset += length + 1;
    this.#take(length > this.#longest ? undefined : line, at);
  }
}
