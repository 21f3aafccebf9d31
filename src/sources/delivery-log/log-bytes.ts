import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { blocksOf, MiB, Unreadable } from '../export/read-bytes.js';

/** A log that ends before it should, after all that could be read of it was handed out. */
export class CutOff extends Error {
  override name = 'CutOff';
}

/**
 * The bytes of a log, unpacked where its first bytes are those of gzip (RFC 1952, section 2.3.1), whatever its name.
 *
 * @param name `-` is standard input.
 * @throws Unreadable, and CutOff at the end of what could be unpacked.
 */
export async function* logBytes(name: string): AsyncGenerator<Buffer, void> {
  const blocks: AsyncIterator<Buffer, unknown> | Iterator<Buffer, unknown> =
    name === '-' ? process.stdin[Symbol.asyncIterator]() : blocksOf(name);
  let start: Buffer = Buffer.alloc(0);
  let isOver = false;
  // Standard input may come byte by byte.
  while (start.length < 2 && !isOver) {
    const { done, value } = await blocks.next();
    if (done) isOver = true;
    else start = Buffer.concat([start, value]);
  }
  const all = joined(start, blocks);
  yield* start[0] === 0x1f && start[1] === 0x8b ? unpacked(all) : all;
}

async function* joined(
  start: Buffer,
  rest: AsyncIterator<Buffer, unknown> | Iterator<Buffer, unknown>,
): AsyncGenerator<Buffer, void> {
  try {
    if (start.length > 0) yield start;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

async function* unpacked(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  const gunzip = createGunzip({ chunkSize: MiB / 4 });
  // Its errors arrive where `gunzip` is read.
  pipeline(Readable.from(packed), gunzip, () => {});
  try {
    for await (const block of gunzip) yield block;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'Z_BUF_ERROR') throw new CutOff('The compressed file is cut off.', { cause: error });
    if (code === 'Z_DATA_ERROR') throw new Unreadable('The compressed file is damaged.', { cause: error });
    throw error;
  }
}
