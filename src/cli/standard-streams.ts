import { fstatSync, writeSync } from 'node:fs';
import { EXIT_BROKEN } from '../core/exit-code.js';

const FULL_PIPE_PAUSE = 2; // milliseconds

/**
 * Standard output or standard error. A file or a pipe is written to without a stream of Node.js, which takes a sixth
 * of the time of an empty process to load. A terminal has its stream.
 */
class StandardStream {
  readonly #descriptor: 1 | 2;
  #stream: NodeJS.WriteStream | undefined;
  #isDirect: boolean | undefined;

  constructor(descriptor: 1 | 2) {
    this.#descriptor = descriptor;
  }

  /** Its stream, for libraries that want one. A reader that leaves and a full disk are seen to. */
  get stream(): NodeJS.WriteStream {
    if (this.#stream === undefined) {
      this.#stream = this.#descriptor === 1 ? process.stdout : process.stderr;
      this.#stream.on('error', (error: NodeJS.ErrnoException) => this.#lose(error));
    }
    return this.#stream;
  }

  /** Its stream, where a person looks at it. */
  get terminal(): NodeJS.WriteStream | undefined {
    if (this.#writesDirectly()) return undefined;
    return this.stream.isTTY ? this.stream : undefined;
  }

  write(text: string): void {
    if (!this.#writesDirectly()) {
      this.stream.write(text);
      return;
    }
    const bytes = Buffer.from(text);
    try {
      for (let done = 0; done < bytes.length; ) done += this.#writeSome(bytes, done);
    } catch (error) {
      this.#lose(error as NodeJS.ErrnoException);
    }
  }

  /** Calls back once all of it is written. */
  whenWritten(then: () => void): void {
    if (this.#writesDirectly()) then();
    else this.stream.write('', then);
  }

  /** Returns how many bytes were taken. */
  #writeSome(bytes: Buffer, from: number): number {
    try {
      return writeSync(this.#descriptor, bytes, from);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      // The pipe is full, and whoever else has it open said that nobody is to wait for it.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FULL_PIPE_PAUSE);
      return 0;
    }
  }

  #writesDirectly(): boolean {
    if (this.#isDirect === undefined) {
      const kind = fstatSync(this.#descriptor);
      this.#isDirect = kind.isFile() || kind.isFIFO() || kind.isSocket();
    }
    return this.#isDirect;
  }

  /** A reader that has seen enough, such as `head`, is no error; a full disk is. */
  #lose({ code, message }: NodeJS.ErrnoException): void {
    // Windows has a word of its own for a closed pipe.
    if (code === 'EPIPE' || code === 'EOF') return;
    process.exitCode = EXIT_BROKEN;
    if (this.#descriptor === 1)
      standardError.write(`mailcheck: the report could not be written: ${message}\n`);
  }
}

/** The report. */
export const standardOutput = new StandardStream(1);
/** What is said beside the report. */
export const standardError = new StandardStream(2);
