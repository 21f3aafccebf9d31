import { longestLine } from './customer-lines.js';

/** Takes an element of the list; `undefined` when it is longer than allowed. Offsets count in bytes. */
export type TakeElement = (bytes: Buffer | undefined, offset: number) => void;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Cuts a JSON list that comes in blocks of bytes into its elements, and hands on each as it is found: it is valid only
 * until the call is over. Holds no more than one element. Whether an element is JSON is for whoever takes it to see.
 */
export class ElementFeed {
  /** The list has ended. */
  isOver = false;
  /** A comma has come with no element before it, or none behind it. */
  hasStrayComma = false;
  readonly #take: TakeElement;
  /** Of the block that comes next. */
  #offset: number;
  /** Of the element that is being read; -1 between two. */
  #start = -1;
  /** Whether an element has come since the last comma. */
  #isBehindElement = false;
  #count = 0;
  #depth = 0;
  #inText = false;
  #isEscaped = false;
  #rest: Buffer[] = [];
  #restLength = 0;

  /** @param offset where the first block stands: behind the bracket that opens the list, or before an element. */
  constructor(offset: number, take: TakeElement) {
    this.#offset = offset;
    this.#take = take;
  }

  /** Where the element begins that is being read or comes next. */
  get offset(): number {
    return this.#start === -1 ? this.#offset : this.#start;
  }

  /** Returns how many bytes of the block belong to the list, without its closing bracket. */
  push(block: Buffer): number {
    let from = 0;
    for (let i = 0; i < block.length; i += 1) {
      if (this.#inText) {
        i = this.#endOfText(block, i);
        continue;
      }
      const byte = block[i] ?? 0;
      if (byte <= 0x20) continue;
      if (this.#start === -1) {
        if (byte === 0x2c) {
          this.hasStrayComma ||= !this.#isBehindElement;
          this.#isBehindElement = false;
          continue;
        }
        if (byte === 0x5d) {
          this.hasStrayComma ||= this.#count > 0 && !this.#isBehindElement;
          this.isOver = true;
          this.#offset += i;
          return i;
        }
        this.#start = this.#offset + i;
        from = i;
      } else if (this.#depth === 0 && (byte === 0x2c || byte === 0x5d)) {
        this.#finish(block.subarray(from, i));
        i -= 1;
        continue;
      }
      if (byte === QUOTE) this.#inText = true;
      else if (byte === 0x5b || byte === 0x7b) this.#depth += 1;
      else if (byte === 0x5d || byte === 0x7d) this.#depth -= 1;
    }
    // Copied, since the block is used again.
    if (this.#start !== -1) this.#hold(Buffer.from(block.subarray(from)));
    this.#offset += block.length;
    return block.length;
  }

  /** The last element, where nothing comes behind it. */
  end(): void {
    if (this.#start !== -1) this.#finish(Buffer.alloc(0));
  }

  /** The last byte of a text, or of the block where the text goes on in the next. */
  #endOfText(block: Buffer, at: number): number {
    let i = at;
    if (this.#isEscaped) {
      this.#isEscaped = false;
      i += 1;
    }
    for (; i < block.length; i += 1) {
      const byte = block[i];
      if (byte === BACKSLASH) {
        i += 1;
        if (i === block.length) this.#isEscaped = true;
      } else if (byte === QUOTE) {
        this.#inText = false;
        return i;
      }
    }
    return block.length;
  }

  #hold(part: Buffer): void {
    this.#restLength += part.length;
    if (this.#restLength > longestLine) this.#rest = [];
    else this.#rest.push(part);
  }

  #finish(last: Buffer): void {
    const length = this.#restLength + last.length;
    const bytes = this.#restLength === 0 ? last : Buffer.concat([...this.#rest, last]);
    const start = this.#start;
    this.#rest = [];
    this.#restLength = 0;
    this.#start = -1;
    this.#isBehindElement = true;
    this.#count += 1;
    this.#take(length > longestLine ? undefined : bytes, start);
  }
}
