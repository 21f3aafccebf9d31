import { Cancelled } from '../core/errors.js';
import type { ProbeStage } from '../core/probed.js';

/** A stage took longer than it may. */
export class TooLate extends Error {
  override readonly name = 'TooLate';
  /** How long was waited, in words. */
  readonly waited: string;

  constructor(ms: number) {
    const waited = `no answer in ${Math.round(ms / 100) / 10} s`;
    super(waited);
    this.waited = waited;
  }
}

/** Whether a stage ended by its deadline or because the probe was cancelled, rather than by what it found. */
export function isEnded(error: unknown): boolean {
  return error instanceof TooLate || error instanceof Cancelled;
}

/** Limits of one probe, in milliseconds. */
export interface Limits<S extends string> {
  /** For the whole probe. */
  readonly total: number;
  readonly stage: (stage: S) => number;
}

/**
 * Records the stages of a probe and keeps their deadlines: one for each stage, and one for all. What runs is raced
 * against `within`, so that a server that hangs, or drips a reply without end, costs no more than that.
 */
export class Stages<S extends string> {
  readonly #list: (ProbeStage & { readonly stage: S })[] = [];
  readonly #limits: Limits<S>;
  readonly #onStage: (stage: S) => void;
  readonly #signal: AbortSignal | undefined;
  readonly #start = performance.now();
  readonly #ended: Promise<never>;
  #end: (error: Error) => void = () => {};
  #timer: NodeJS.Timeout | undefined;
  #current: { stage: S; since: number } | undefined;
  readonly #onAbort = () => this.#end(new Cancelled());

  constructor(limits: Limits<S>, onStage: (stage: S) => void = () => {}, signal?: AbortSignal) {
    this.#limits = limits;
    this.#onStage = onStage;
    this.#signal = signal;
    this.#ended = new Promise<never>((_, reject) => {
      this.#end = reject;
    });
    // Its rejection counts only where something is raced against it.
    this.#ended.catch(() => {});
    if (signal?.aborted) this.#onAbort();
    signal?.addEventListener('abort', this.#onAbort);
  }

  get list(): readonly (ProbeStage & { readonly stage: S })[] {
    return this.#list;
  }

  get current(): S | undefined {
    return this.#current?.stage;
  }

  /** Milliseconds since the probe began. */
  get elapsed(): number {
    return Math.round(performance.now() - this.#start);
  }

  /** Milliseconds left for the whole. */
  get left(): number {
    return Math.max(0, this.#limits.total - (performance.now() - this.#start));
  }

  /** Begins a stage; the one before it has passed. */
  enter(stage: S): void {
    if (this.#current?.stage === stage) return;
    this.done();
    this.#current = { stage, since: performance.now() };
    const limit = Math.min(this.left, this.#limits.stage(stage));
    this.#timer = setTimeout(() => this.#end(new TooLate(limit)), limit);
    this.#onStage(stage);
  }

  /** Ends the current stage. */
  done(status: ProbeStage['status'] = 'pass', detail = ''): void {
    clearTimeout(this.#timer);
    if (!this.#current) return;
    const { stage, since } = this.#current;
    this.#list.push({ stage, status, ms: Math.round(performance.now() - since), detail });
    this.#current = undefined;
  }

  /**
   * What a promise comes to, unless its stage ends first.
   * @throws TooLate past a deadline, Cancelled when the signal is aborted.
   */
  within<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#ended]);
  }

  /** Lets go of timers and the signal. */
  close(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#onAbort);
  }
}
