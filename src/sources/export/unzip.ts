import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { blocksFrom, MiB, Unreadable } from './read-bytes.js';

/** Whether a file is compressed with gzip, whatever its name: by its first two bytes (RFC 1952, section 2.3.1). */
export function isCompressed(name: string): boolean {
  for (const block of blocksFrom(name, 0)) return isGzip(block);
  return false;
}

/** Whether these bytes begin a file that is compressed with gzip. */
export function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * The bytes that were compressed with gzip.
 *
 * @throws Unreadable
 */
export async function* unzipped(
  compressed: Iterable<Buffer> | AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, void> {
  const gunzip = createGunzip({ chunkSize: MiB / 4 });
  // Its errors arrive where `gunzip` is read.
  pipeline(Readable.from(compressed), gunzip, () => {});
  try {
    for await (const block of gunzip) yield block;
  } catch (error) {
    throw inWords(error);
  }
}

function inWords(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'Z_BUF_ERROR') return new Unreadable('The compressed file is cut off.', { cause: error });
  if (code === 'Z_DATA_ERROR') {
    return new Unreadable('The file is damaged, or not compressed with gzip.', { cause: error });
  }
  return error;
}
