import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';

export const MiB = 2 ** 20;
const blockSize = MiB;

/** Something that cannot be read. The message is a sentence for the person, without the file's name. */
export class Unreadable extends Error {
  override name = 'Unreadable';
  readonly line: number | undefined;

  constructor(
    message: string,
    { line, ...options }: ErrorOptions & { readonly line?: number | undefined } = {},
  ) {
    super(message, options);
    this.line = line;
  }
}

/**
 * All bytes of a file, `-` being standard input.
 *
 * @param limit The most bytes there may be.
 * @throws Unreadable
 */
export async function readBytes(name: string, limit: number): Promise<Buffer> {
  if (name !== '-') return readFile(name, limit);
  const blocks: Buffer[] = [];
  let length = 0;
  for await (const block of standardInput()) {
    length += block.length;
    if (length > limit) throw tooLarge(limit);
    blocks.push(block);
  }
  return Buffer.concat(blocks);
}

function readFile(name: string, limit: number): Buffer {
  const { file, size } = openFile(name);
  try {
    if (size > limit) throw tooLarge(limit);
    // The size is a hint: the file may grow, and those of /proc have none. The byte more tells the end.
    let bytes = Buffer.allocUnsafe(size + 1);
    let length = 0;
    while (true) {
      if (length === bytes.length) bytes = Buffer.concat([bytes], 2 * length + blockSize);
      const read = inWords(() => readSync(file, bytes, length, bytes.length - length, null));
      if (read === 0) return bytes.subarray(0, length);
      length += read;
      if (length > limit) throw tooLarge(limit);
    }
  } finally {
    closeSync(file);
  }
}

/** @throws Unreadable */
export function* blocksOf(name: string): Generator<Buffer, void> {
  const { file } = openFile(name);
  try {
    while (true) {
      const block = Buffer.allocUnsafe(blockSize);
      const length = inWords(() => readSync(file, block, 0, blockSize, null));
      if (length === 0) return;
      yield block.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

/**
 * The bytes of a file from an offset on. Each block is overwritten by the next.
 *
 * @throws Unreadable
 */
export function* blocksFrom(name: string, offset: number): Generator<Buffer, void> {
  const { file } = openFile(name);
  const block = Buffer.allocUnsafe(blockSize);
  try {
    for (let at = offset; ; ) {
      const length = inWords(() => readSync(file, block, 0, blockSize, at));
      if (length === 0) return;
      at += length;
      yield block.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

/**
 * The size of a file in bytes.
 *
 * @throws Unreadable
 */
export function sizeOf(name: string): number {
  const { file, size } = openFile(name);
  closeSync(file);
  return size;
}

function tooLarge(limit: number): Unreadable {
  return new Unreadable(
    `It is larger than ${limit / MiB} MiB. Put the customers into a file of their own, one JSON object a line (.ndjson).`,
  );
}

function openFile(name: string): { file: number; size: number } {
  // Opening a pipe waits for its writer, unless told not to; Windows has no such flag.
  const file = inWords(() => openSync(name, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)));
  const stats = inWords(() => fstatSync(file));
  const refusal = refusalOf(stats);
  if (refusal === undefined) return { file, size: stats.size };
  closeSync(file);
  throw new Unreadable(refusal);
}

function refusalOf(stats: Stats): string | undefined {
  if (stats.isFile()) return undefined;
  if (stats.isDirectory()) return 'This is a folder. Name a file in it.';
  if (stats.isFIFO()) return 'This is a pipe. Write - and connect it to standard input.';
  return 'This is a device, not a file. Write - to read standard input.';
}

/**
 * @param signal ends it, as if nothing came any more.
 * @throws Unreadable
 */
export async function* standardInput(signal?: AbortSignal): AsyncGenerator<Buffer, void> {
  const end = () => process.stdin.destroy();
  signal?.addEventListener('abort', end);
  try {
    for await (const block of process.stdin) yield block;
  } catch (error) {
    if (!signal?.aborted) throw inOurWords(error);
  } finally {
    signal?.removeEventListener('abort', end);
  }
}

function inWords<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw inOurWords(error);
  }
}

function inOurWords(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const sentences: Record<string, string> = {
    ENOENT: 'There is no such file.',
    ENOTDIR: 'There is no such file: a part of its path is not a folder.',
    EACCES: 'You have no permission to read it.',
    EPERM: 'You have no permission to read it.',
    EISDIR: 'This is a folder. Name a file in it.',
    ELOOP: 'Its symbolic links go in a circle.',
    ENXIO: 'This is a socket or a device, not a file.',
    ENAMETOOLONG: 'There is no such file: its name is too long.',
    ERR_INVALID_ARG_VALUE: 'There is no such file: its name holds a zero byte.',
  };
  const sentence = sentences[String(error.code)] ?? `The system cannot read it (${String(error.code)}).`;
  return new Unreadable(sentence, { cause: error });
}
