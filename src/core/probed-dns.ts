import type { ProbeStage } from './probed.js';

/** What DNS said of the domains of senders and recipients. */
export interface DnsProbed {
  /** The resolvers asked. */
  readonly target: string;
  readonly stages: readonly ProbeStage[];
}
