import { isUtf8 } from 'node:buffer';

/** Why bytes are no text, in words, and on which line if most of it is. */
export interface NotText {
  readonly message: string;
  readonly line?: number;
}

/** The text of UTF-8 bytes without its byte order mark, or why there is none. */
export function decodeText(bytes: Buffer): string | NotText {
  if (startsWith(bytes, 0x1f, 0x8b)) {
    return {
      message:
        'The file is compressed with gzip. Only customer files may be; their names end in .ndjson.gz or .jsonl.gz.',
    };
  }
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff) || startsWith(bytes, 0, 0, 0xfe, 0xff)) {
    return { message: 'The file is written in UTF-16 or UTF-32. Save it as UTF-8.' };
  }
  const nul = bytes.indexOf(0);
  if (nul !== -1) {
    return {
      message: `The file is binary: byte ${nul} is zero. An export is YAML or JSON text; save it as UTF-8.`,
    };
  }
  if (!isUtf8(bytes)) {
    const { offset, line } = firstInvalid(bytes);
    return { message: `The file is not UTF-8 text: byte ${offset} does not fit. Save it as UTF-8.`, line };
  }
  return withoutMark(bytes).toString('utf8');
}

/** Bytes without the UTF-8 byte order mark. */
export function withoutMark(bytes: Buffer): Buffer {
  return startsWith(bytes, 0xef, 0xbb, 0xbf) ? bytes.subarray(3) : bytes;
}

function startsWith(bytes: Buffer, ...start: number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

function firstInvalid(bytes: Buffer): { offset: number; line: number } {
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const newline = bytes.indexOf(10, start);
    const end = newline === -1 ? bytes.length : newline + 1;
    if (!isUtf8(bytes.subarray(start, end))) {
      let offset = start;
      while (offset < end) {
        const length = [1, 2, 3, 4].find((size) =>
          isUtf8(bytes.subarray(offset, Math.min(offset + size, end))),
        );
        if (length === undefined) break;
        offset += length;
      }
      return { offset, line };
    }
    start = end;
  }
  return { offset: bytes.length, line };
}
