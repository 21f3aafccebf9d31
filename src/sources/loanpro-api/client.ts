import { setTimeout as wait } from 'node:timers/promises';
import type { Failure } from './failure.js';
import { type Outcome, outcomeOf, outcomeOfNone } from './outcome.js';
import { keepAliveAgent, NoAnswer, pathOf, type Question, send } from './send.js';
import type { LoanProSettings, RequestLine } from './settings.js';
import { type Clock, Turns } from './turns.js';

/** What LoanPro answered: `d` of the envelope, or why there is none. */
export type Answer =
  | { readonly ok: true; readonly d: unknown }
  | { readonly ok: false; readonly failure: Failure };

const MOST_AT_ONCE = 4;
const MOST_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 1000;
/** Asked to wait longer, it is better to say so. */
const LONGEST_PAUSE_MS = 30_000;

const realClock: Clock = {
  now: Date.now,
  random: Math.random,
  sleep: async (ms, signal) => {
    try {
      await wait(ms, undefined, { signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
};

/** Asks LoanPro, a few questions at a time, and asks again where that may help. */
export class LoanProClient {
  readonly settings: LoanProSettings;
  readonly #clock: Clock;
  readonly #agent: ReturnType<typeof keepAliveAgent>;
  readonly #turns: Turns;
  readonly #signal: AbortSignal;
  readonly #closing = new AbortController();
  #requests = 0;

  constructor(settings: LoanProSettings, clock: Clock = realClock) {
    this.settings = settings;
    this.#clock = clock;
    this.#agent = keepAliveAgent(settings, MOST_AT_ONCE);
    this.#turns = new Turns(MOST_AT_ONCE, clock);
    this.#signal = AbortSignal.any([this.#closing.signal, ...(settings.signal ? [settings.signal] : [])]);
  }

  /** Requests sent so far, repeated ones included. */
  get requests(): number {
    return this.#requests;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#clock.now();
  }

  /** Ends what is still being asked, and closes the connections. */
  close(): void {
    this.#closing.abort();
    this.#agent.destroy();
  }

  /**
   * Asks, and at most twice again after a fault that may pass.
   *
   * @throws the reason of the signal when that is aborted.
   */
  async ask(question: Question): Promise<Answer> {
    const signal = this.#signal;
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#turns.take(signal, () => this.#attempt(question, attempt));
      if (outcome.ok) return outcome;
      const { failure, isWorthAgain, askedPause } = outcome;
      const isPatient = askedPause === undefined || askedPause <= LONGEST_PAUSE_MS;
      if (!isWorthAgain || attempt === MOST_ATTEMPTS || !isPatient) {
        return { ok: false, failure: { ...failure, words: summedUp(failure.words, attempt, askedPause) } };
      }
      if (askedPause) this.#turns.pause(askedPause);
      else await this.#clock.sleep(pauseAfter(attempt, this.#clock.random()), signal);
    }
  }

  async #attempt(question: Question, attempt: number): Promise<Outcome> {
    this.#requests++;
    const start = performance.now();
    let status: number | undefined;
    let problem: string | undefined;
    try {
      const answer = await send(question, { ...this.settings, signal: this.#signal }, this.#agent);
      status = answer.status;
      const outcome = outcomeOf(answer, this.settings.token, this.#clock.now());
      if (!outcome.ok) problem = outcome.failure.words;
      return outcome;
    } catch (error) {
      if (!(error instanceof NoAnswer)) {
        problem = 'ended before the answer';
        throw error;
      }
      status = error.status;
      const outcome = outcomeOfNone(error);
      problem = outcome.failure.words;
      return outcome;
    } finally {
      const ms = Math.round(performance.now() - start);
      const { method } = question;
      const line: RequestLine = { method, path: pathOf(question), status, ms, attempt, problem };
      this.settings.onRequest?.(line);
    }
  }
}

/** Full pauses of 1 and 2 seconds, of which up to a half is left out so that clients do not return all at once. */
function pauseAfter(attempt: number, random: number): number {
  return FIRST_PAUSE_MS * 2 ** (attempt - 1) * (1 - random / 2);
}

function summedUp(words: string, attempts: number, askedPause: number | undefined): string {
  const pause = askedPause ? `, and asked to wait ${Math.ceil(askedPause / 1000)} s` : '';
  return `${words}${pause}${attempts > 1 ? ` (tried ${attempts} times)` : ''}.`;
}
