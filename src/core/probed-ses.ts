import type { ProbeStage } from './probed.js';

/** What Amazon SES said of an account, its senders and its recipients. */
export interface SesProbed {
  /** The endpoint and Region asked. */
  readonly target: string;
  readonly stages: readonly ProbeStage[];
}
