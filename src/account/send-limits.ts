import type { Transport } from './types.js';

/** A stretch of time in which only so many emails may leave, and the field of the export that limits it. */
interface Window {
  readonly field: 'perDay' | 'perHour' | 'perMinute' | 'perSecond';
  readonly unit: 'day' | 'hour' | 'minute' | 'second';
  readonly ms: number;
}

/** What a provider publishes about a server. */
interface Provider {
  readonly name: string;
  readonly perDay: number;
  readonly perMinute?: number;
  /** The public page that says so. */
  readonly source: string;
  /** The day that page was last looked at, `YYYY-MM-DD`. */
  readonly checked: string;
}

/** So many emails within a window; `provider` is absent where the export itself sets the limit. */
export interface SendLimit {
  readonly window: Window;
  readonly emails: number;
  readonly provider: Provider | undefined;
}

// The longest first.
const windows: readonly Window[] = [
  { field: 'perDay', unit: 'day', ms: 86_400_000 },
  { field: 'perHour', unit: 'hour', ms: 3_600_000 },
  { field: 'perMinute', unit: 'minute', ms: 60_000 },
  { field: 'perSecond', unit: 'second', ms: 1000 },
];

// Plans differ and limits change, so this is what applies when the export says nothing. All of them are for the
// paid business plans; a trial or a private mailbox has less.
const providers: ReadonlyMap<string, Provider> = new Map([
  [
    'smtp.gmail.com',
    {
      name: 'Google Workspace',
      perDay: 2000,
      source: 'https://support.google.com/a/answer/166852',
      checked: '2026-11-22',
    },
  ],
  [
    'smtp.office365.com',
    {
      name: 'Microsoft 365',
      perDay: 10_000,
      perMinute: 30,
      source:
        'https://learn.microsoft.com/en-us/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits#sending-limits-1',
      checked: '2026-11-22',
    },
  ],
  [
    'smtp.bizmail.yahoo.com',
    {
      name: 'Yahoo Small Business',
      perDay: 500,
      source:
        'https://help.yahoo.com/mkb/article.php?page=content&y=PROD_YSB_BZMAIL&locale=en_US&id=SLN17518&actp=lorax',
      checked: '2026-11-22',
    },
  ],
]);

/**
 * The limits of an account that sends through a server of its own (`transport.mode` smtp or ses), the longest window
 * first. What the export sets replaces all that is known of the provider, and a limit set to null is none.
 */
export function sendLimits({ mode, smtp, sendLimit = {} }: Transport): readonly SendLimit[] {
  const isSet = windows.some(({ field }) => sendLimit[field] !== undefined);
  const host = mode === 'smtp' ? smtp?.host?.trim().toLowerCase() : undefined;
  const provider = isSet || !host ? undefined : providers.get(host);
  const { perDay, perMinute } = provider ?? {};
  const numbers: NonNullable<Transport['sendLimit']> = isSet ? sendLimit : { perDay, perMinute };
  return windows.flatMap((window) => {
    const emails = numbers[window.field];
    return typeof emails === 'number' ? [{ window, emails, provider }] : [];
  });
}
