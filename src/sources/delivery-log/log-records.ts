/** A record of a log: a JSON object, or a line of text. */
export interface LogRecord {
  /** Where it begins; both count from 1, the column in bytes. */
  readonly line: number;
  readonly column: number;
  readonly kind: 'json' | 'text';
  /** Absent where the record is cut short, longer than is read, or no JSON. */
  readonly text?: string;
  /** It stands in lines of which an unreadable record has been told already. */
  readonly isDebris: boolean;
}

const MiB = 2 ** 20;
const DEEPEST = 64;

const LINE_FEED = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const LIST = 0x5b;
const BACKSLASH = 0x5c;
const LIST_END = 0x5d;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;
/** What stands between records: blanks, the brackets and commas of lists around them, and a byte order mark. */
const BETWEEN = new Set([0x09, 0x0d, 0x20, COMMA, LIST, LIST_END, 0xef, 0xbb, 0xbf]);

/**
 * Splits blocks of bytes into records. JSON objects may stand one a line, in lists, over many lines, or one behind the
 * other; whatever begins otherwise is a line of text. A record that is broken costs itself alone: what can be read in
 * its lines still is. Holds one block and one record.
 */
export class LogRecords {
  readonly #longest: number;
  #rest: Buffer = Buffer.alloc(0);
  #line = 1;
  /** Of bytes from the beginning of the line to the beginning of `#rest`. */
  #before = 0;
  #isSkipping = false;
  #brokenUntil = 0;

  /** @param longest The most bytes a record may have. */
  constructor(longest = 8 * MiB) {
    this.#longest = longest;
  }

  push(block: Buffer): Generator<LogRecord, void> {
    return this.#records(this.#rest.length > 0 ? Buffer.concat([this.#rest, block]) : block, false);
  }

  /** The records that only the end of the file ends. */
  end(): Generator<LogRecord, void> {
    return this.#records(this.#rest, true);
  }

  *#records(bytes: Buffer, isEnd: boolean): Generator<LogRecord, void> {
    let at = 0;
    // Where the line begins; before the block where it began in an earlier one.
    let lineAt = -this.#before;
    const feedFrom = (start: number) => {
      const found = bytes.indexOf(LINE_FEED, start);
      return found === -1 ? bytes.length : found;
    };
    // The next line feed from `at` on; the length of the block where it has none. Looked for once, not at every record.
    let feed = feedFrom(0);
    const moveTo = (end: number) => {
      while (feed < end) {
        this.#line += 1;
        lineAt = feed + 1;
        feed = feedFrom(lineAt);
      }
      at = end;
    };
    const found = (kind: LogRecord['kind'], text?: string): LogRecord => ({
      line: this.#line,
      column: at - lineAt + 1,
      kind,
      ...(text !== undefined && { text }),
      isDebris: this.#line <= this.#brokenUntil,
    });

    while (at < bytes.length) {
      const byte = bytes[at] ?? 0;
      const isTooLong = bytes.length - at > this.#longest;
      if (this.#isSkipping) {
        this.#isSkipping = feed === bytes.length;
        moveTo(feed);
      } else if (byte === LINE_FEED || BETWEEN.has(byte)) {
        moveTo(at + 1);
      } else if (byte === OBJECT) {
        const { end, broken } = readObject(bytes, at);
        if (end !== undefined) {
          yield found('json', bytes.toString('utf8', at, end));
          moveTo(end);
          continue;
        }
        if (broken === undefined && !isEnd && !isTooLong) break;
        yield found('json');
        const stopped = broken ?? bytes.length;
        const lastLine = this.#line + feedsBetween(bytes, at, stopped - 1);
        this.#brokenUntil = Math.max(this.#brokenUntil, lastLine);
        // What stands in its further lines may be good records that it seems to hold.
        if (feed < stopped) moveTo(feed + 1);
        else if (broken !== undefined) moveTo(Math.max(broken, at + 1));
        else {
          this.#isSkipping = true;
          moveTo(bytes.length);
        }
      } else {
        if (feed === bytes.length && !isEnd && !isTooLong) break;
        const isWhole = feed < bytes.length || isEnd;
        const isRead = isWhole && feed - at <= this.#longest;
        yield found('text', isRead ? bytes.toString('utf8', at, feed).trimEnd() : undefined);
        this.#isSkipping = !isWhole;
        moveTo(feed);
      }
    }
    // Copied, lest the rest of a record keep the whole block.
    this.#rest = Buffer.from(bytes.subarray(at));
    this.#before = at - lineAt;
  }
}

/**
 * Where the object that begins here ends. `broken` is where it turned out to be no JSON: such a place cannot be in the
 * middle of a good record, so a good one may begin there. Neither: the bytes end first.
 */
function readObject(
  bytes: Buffer,
  start: number,
): { readonly end?: number | undefined; readonly broken?: number } {
  const open: number[] = [];
  let last = COLON;
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    switch (byte) {
      case 0x20:
      case 0x09:
      case 0x0d:
      case LINE_FEED:
        continue;
      case QUOTE: {
        const { end, broken } = readString(bytes, at);
        if (broken !== undefined) return { broken };
        if (end === undefined) return {};
        at = end;
        break;
      }
      case OBJECT:
      case LIST: {
        const isExpected = last === COLON || (open.at(-1) === LIST && (last === LIST || last === COMMA));
        if (!isExpected || open.length === DEEPEST) return { broken: at };
        open.push(byte);
        break;
      }
      case OBJECT_END:
      case LIST_END:
        if (open.pop() !== (byte === OBJECT_END ? OBJECT : LIST)) return { broken: at };
        if (open.length === 0) return { end: at + 1 };
        break;
    }
    last = byte;
  }
  return {};
}

/** Where the text that begins here ends. A line feed cannot be in one (RFC 8259, section 7). */
function readString(
  bytes: Buffer,
  start: number,
): { readonly end?: number | undefined; readonly broken?: number } {
  for (let at = start + 1; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === BACKSLASH) at += 1;
    else if (byte === QUOTE) return { end: at };
    else if (byte === LINE_FEED) return { broken: at + 1 };
  }
  return {};
}

function feedsBetween(bytes: Buffer, start: number, end: number): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED, start); at !== -1 && at < end; count += 1) {
    at = bytes.indexOf(LINE_FEED, at + 1);
  }
  return count;
}
