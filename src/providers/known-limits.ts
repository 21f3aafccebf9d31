/** A sending limit a provider publishes for one of its hosts. */
export interface KnownLimit {
  /** The product it holds for. */
  readonly name: string;
  readonly perDay?: number;
  readonly perHour?: number;
  readonly perMinute?: number;
  readonly says: string;
  /** The public page that says so. */
  readonly source: string;
  /** The day that page was last looked at, `YYYY-MM-DD`. */
  readonly checked: string;
  readonly confidence: 'documented';
}

// Plans differ and limits change, so this is what applies when the export says nothing. All of them are for the
// paid business plans; a trial or a private mailbox has less.

export const googleWorkspaceLimit: KnownLimit = {
  name: 'Google Workspace',
  perDay: 2000,
  says: 'Google Workspace: 2,000 emails in 24 hours for each user (500 on trial), 10,000 recipients, 100 recipients per email by SMTP.',
  source: 'https://support.google.com/a/answer/166852',
  checked: '2026-11-22',
  confidence: 'documented',
};

export const microsoft365Limit: KnownLimit = {
  name: 'Microsoft 365',
  perDay: 10_000,
  perMinute: 30,
  says: 'Microsoft 365: 10,000 recipients a day and 30 emails a minute for each mailbox.',
  source:
    'https://learn.microsoft.com/en-us/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits#sending-limits-1',
  checked: '2026-11-22',
  confidence: 'documented',
};

export const yahooSmallBusinessLimit: KnownLimit = {
  name: 'Yahoo Small Business',
  perDay: 500,
  says: 'Yahoo Small Business: 500 emails a day, 100 recipients per email.',
  source:
    'https://help.yahoo.com/mkb/article.php?page=content&y=PROD_YSB_BZMAIL&locale=en_US&id=SLN17518&actp=lorax',
  checked: '2026-11-22',
  confidence: 'documented',
};

const byHost: ReadonlyMap<string, KnownLimit> = new Map([
  ['smtp.gmail.com', googleWorkspaceLimit],
  ['smtp.office365.com', microsoft365Limit],
  ['smtp.bizmail.yahoo.com', yahooSmallBusinessLimit],
]);

/** What applies to a host when an export sets no limit; kept apart from the rest so that it loads in no time. */
export function knownLimit(host: string): KnownLimit | undefined {
  return byHost.get(host.trim().toLowerCase());
}
