import type { Facts } from '../core/facts.js';
import { type KnownLimit, knownLimit } from './known-limits.js';

type Transport = NonNullable<Facts['transport']>;

/** A stretch of time in which only so many emails may leave, and the field of the export that limits it. */
interface Window {
  readonly field: 'perDay' | 'perHour' | 'perMinute' | 'perSecond';
  readonly unit: 'day' | 'hour' | 'minute' | 'second';
  readonly ms: number;
}

/** So many emails within a window; `provider` is absent where the export itself sets the limit. */
export interface SendLimit {
  readonly window: Window;
  readonly emails: number;
  readonly provider: KnownLimit | undefined;
}

// The longest first.
const windows: readonly Window[] = [
  { field: 'perDay', unit: 'day', ms: 86_400_000 },
  { field: 'perHour', unit: 'hour', ms: 3_600_000 },
  { field: 'perMinute', unit: 'minute', ms: 60_000 },
  { field: 'perSecond', unit: 'second', ms: 1000 },
];

/**
 * The limits of an account that sends through a server of its own (`transport.mode` smtp or ses), the longest window
 * first. What the export sets replaces all that is known of the provider, and a limit set to null is none.
 */
export function sendLimits({ mode, smtp, sendLimit = {} }: Transport): readonly SendLimit[] {
  const isSet = windows.some(({ field }) => sendLimit[field] !== undefined);
  const provider = isSet || mode !== 'smtp' || !smtp?.host ? undefined : knownLimit(smtp.host);
  const { perDay, perHour, perMinute } = provider ?? {};
  const numbers: NonNullable<Transport['sendLimit']> = isSet ? sendLimit : { perDay, perHour, perMinute };
  return windows.flatMap((window) => {
    const emails = numbers[window.field];
    return typeof emails === 'number' ? [{ window, emails, provider }] : [];
  });
}
