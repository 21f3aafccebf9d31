/**
 * What one rule may use at most. A rule that LoanPro runs every night for every loan stays far below; beyond, the
 * answer is "unknown" with the limit as the reason.
 */
export const LIMITS = {
  /** UTF-16 units of text. */
  textLength: 100_000,
  /** Forms within forms. */
  formDepth: 100,
  /** Forms within forms while evaluating, those inside called functions included. */
  callDepth: 250,
  /** Evaluated forms, compared elements, and blocks of 16 characters made. */
  steps: 100_000,
  /** Characters and elements, all told, in one value. */
  weight: 20_000,
  /** Collections within collections in one value. */
  valueDepth: 60,
  /** Digits of an exact number, and places behind or before its point. */
  digits: 500,
} as const;

/** Thrown where a rule uses more than it may; `message` says what, as a clause. */
export class LimitReached extends Error {}

/** Counts what an evaluation uses. */
export class Meter {
  #left: number;

  constructor(steps: number = LIMITS.steps) {
    this.#left = steps;
  }

  get left(): number {
    return this.#left;
  }

  /** Throws `LimitReached` once nothing is left. */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new LimitReached('it takes too many steps');
  }
}
