import type {
  GetAccountCommandOutput,
  GetEmailIdentityCommandOutput,
  GetSuppressedDestinationCommandOutput,
} from '@aws-sdk/client-sesv2';
import type { SesAccount, SesFailed, SesIdentity, SesQuota, SesSuppression } from '../../core/probed-ses.js';

// The client hands on what the JSON holds, so the types of its outputs prove nothing: each field is looked at. What lacks
// a field that the call must give is undefined.

/** Reads a word, such as PENDING or a domain; undefined where there is none. */
export type ReadWord = (value: unknown) => string | undefined;

/** HTTP and JSON, but not the fields that the call must give. */
export const NOT_AN_ANSWER: SesFailed = {
  kind: 'failed',
  cause: 'unreachable',
  detail: 'an answer that is not from Amazon SES',
};

export function readAccount(output: GetAccountCommandOutput, word: ReadWord): SesAccount | undefined {
  const { SendingEnabled, ProductionAccessEnabled, EnforcementStatus, SendQuota } = output;
  if (typeof SendingEnabled !== 'boolean' || typeof ProductionAccessEnabled !== 'boolean') return undefined;
  return {
    sendingEnabled: SendingEnabled,
    production: ProductionAccessEnabled,
    enforcement: word(EnforcementStatus),
    quota: readQuota(SendQuota),
  };
}

function readQuota(quota: GetAccountCommandOutput['SendQuota']): SesQuota | undefined {
  const max = readNumber(quota?.Max24HourSend);
  const sent = readNumber(quota?.SentLast24Hours);
  if (max === undefined || sent === undefined) return undefined;
  return { max, sent, perSecond: readNumber(quota?.MaxSendRate) };
}

export function readIdentity(
  name: string,
  output: GetEmailIdentityCommandOutput,
  word: ReadWord,
): SesIdentity | undefined {
  const { VerifiedForSendingStatus, VerificationStatus, DkimAttributes, MailFromAttributes } = output;
  if (typeof VerifiedForSendingStatus !== 'boolean') return undefined;
  const { MailFromDomain, MailFromDomainStatus, BehaviorOnMxFailure } = MailFromAttributes ?? {};
  const domain = word(MailFromDomain);
  return {
    name,
    isVerified: VerifiedForSendingStatus,
    status: word(VerificationStatus),
    dkim: word(DkimAttributes?.Status),
    mailFrom: domain
      ? {
          domain,
          status: word(MailFromDomainStatus) ?? 'unknown',
          refusesMail: BehaviorOnMxFailure === 'REJECT_MESSAGE',
        }
      : undefined,
  };
}

export function readSuppression(output: GetSuppressedDestinationCommandOutput): SesSuppression | undefined {
  const { Reason, LastUpdateTime } = output.SuppressedDestination ?? {};
  if (Reason !== 'BOUNCE' && Reason !== 'COMPLAINT') return undefined;
  return { reason: Reason, since: readInstant(LastUpdateTime) };
}

const readNumber = (value: unknown) => (Number.isFinite(value) ? Number(value) : undefined);

function readInstant(value: unknown): string | undefined {
  if (!(value instanceof Date) || Number.isNaN(value.getTime())) return undefined;
  return value.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
