import { type Path, valueAt } from '../../account/pointer.js';
import { parseInstant } from '../../calendar/zone.js';
import { bareAddress, bareMessageId, type LogEvent, type Reading, reasonOf } from './log-event.js';

/** Sub-types of a bounce or complaint that Amazon SES makes itself, without any try. */
const SUPPRESSED: ReadonlySet<string | undefined> = new Set([
  'Suppressed',
  'OnAccountSuppressionList',
  'UnsubscribedRecipient',
]);

/** What one kind of record says, of the recipients it lists or of all. */
interface Said extends Pick<LogEvent, 'name' | 'reason'> {
  /** The part of the record that tells of it. */
  readonly part: string;
  /** The key of its list of recipients, whose entries may have a reason of their own. */
  readonly recipients?: string;
}

type Texts = (...path: Path) => string | undefined;

/**
 * A record of Amazon SES: of event publishing (`eventType`) or a notification (`notificationType`).
 * Source: https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export function sesEvents(record: unknown): Reading {
  const text: Texts = (...path) => {
    const { value } = valueAt(record, path);
    return typeof value === 'string' ? value : undefined;
  };
  const kind = text('eventType') ?? text('notificationType');
  if (kind === undefined) return undefined;
  // What Amazon sends to try out a new topic.
  if (kind === 'AmazonSnsSubscriptionSucceeded') return [];
  const said = meaningOf(kind, text);
  const key = text('mail', 'messageId');
  const sentAt = instant(text('mail', 'timestamp'));
  const at = said && (instant(text(said.part, 'timestamp')) ?? sentAt);
  if (!said || at === undefined || key === undefined) return undefined;
  const recipients = recipientsOf(record, said);
  // Who of several opened it is not said.
  if (said.name === 'seen' && recipients.length !== 1) return [];
  const message = {
    key: `ses ${key}`,
    name: key,
    messageId: bareMessageId(text('mail', 'commonHeaders', 'messageId')),
    subject: text('mail', 'commonHeaders', 'subject'),
    sentAt,
  };
  const id = text(said.part, 'feedbackId');
  return recipients.length === 0
    ? undefined
    : recipients.map(({ address, reason }) => ({
        message,
        to: address,
        name: said.name,
        at,
        reason: reasonOf(said.reason, reason),
        id,
      }));
}

function meaningOf(kind: string, text: Texts): Said | undefined {
  switch (kind) {
    case 'Send':
      return { name: 'processed', part: 'send' };
    case 'Delivery':
      return {
        name: 'delivered',
        part: 'delivery',
        recipients: 'recipients',
        reason: text('delivery', 'smtpResponse'),
      };
    case 'DeliveryDelay':
      return {
        name: 'deferred',
        part: 'deliveryDelay',
        recipients: 'delayedRecipients',
        reason: text('deliveryDelay', 'delayType'),
      };
    case 'Bounce': {
      const subType = text('bounce', 'bounceSubType');
      const isForGood = text('bounce', 'bounceType') === 'Permanent';
      return {
        name: !isForGood ? 'blocked' : SUPPRESSED.has(subType) ? 'dropped' : 'bounce',
        part: 'bounce',
        recipients: 'bouncedRecipients',
        reason: subType,
      };
    }
    case 'Complaint': {
      const part = { part: 'complaint', recipients: 'complainedRecipients' };
      const subType = text('complaint', 'complaintSubType');
      const type = text('complaint', 'complaintFeedbackType');
      if (SUPPRESSED.has(subType)) return { ...part, name: 'dropped', reason: subType };
      // The opposite of a complaint: the recipient takes the mark of spam away.
      if (type === 'not-spam') return { ...part, name: 'seen', reason: 'marked as no spam' };
      return { ...part, name: 'complaint', reason: type };
    }
    case 'Reject':
      return { name: 'blocked', part: 'reject', reason: text('reject', 'reason') };
    case 'Rendering Failure':
      return { name: 'blocked', part: 'failure', reason: text('failure', 'errorMessage') };
    case 'Open':
      return { name: 'seen', part: 'open', reason: 'opened' };
    case 'Click':
      return { name: 'seen', part: 'click', reason: 'clicked' };
    case 'Subscription':
      return { name: 'seen', part: 'subscription', reason: 'changed its subscription' };
    default:
      return undefined;
  }
}

interface Recipient {
  readonly address: string;
  readonly reason?: string | undefined;
}

function recipientsOf(record: unknown, { part, recipients: key }: Said): Recipient[] {
  const { value } = valueAt(record, key === undefined ? ['mail', 'destination'] : [part, key]);
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown): Recipient[] => {
    const textOf = (name: string) => {
      const { value: found } = valueAt(entry, [name]);
      return typeof found === 'string' ? found : undefined;
    };
    const address = typeof entry === 'string' ? entry : textOf('emailAddress');
    if (!address?.trim()) return [];
    const reason = textOf('diagnosticCode')?.replace(/^smtp;\s*/i, '') ?? textOf('status');
    return [{ address: bareAddress(address), reason }];
  });
}

const instant = (text: string | undefined) => (text === undefined ? undefined : parseInstant(text)?.epochMs);
