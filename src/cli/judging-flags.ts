import type { QuestionFlags } from './question.js';

/** The options that say what the exit code is. */
export interface WeighingFlags {
  readonly failOn: 'fail' | 'warn';
  readonly onUnknown?: 'pass' | 'fail';
}

/** What all commands that judge emails can be told: which of them, from what, by which checks. */
export interface JudgingFlags extends QuestionFlags, WeighingFlags {
  readonly export: readonly string[];
  readonly loan?: string;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly live: boolean;
  readonly probe: boolean;
  readonly strict: boolean;
  readonly quiet: boolean;
  readonly debug: boolean;
}
