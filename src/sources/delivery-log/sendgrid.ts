import { valueAt } from '../../account/pointer.js';
import { bareAddress, bareMessageId, type LogEvent, type Reading, reasonOf } from './log-event.js';

/** What a drop is called that has nothing to do with a suppression: the message or the request was refused. */
const REFUSED = /^(invalid|spam content|recipient list over package quota)/i;
const SEEN: Readonly<Record<string, string>> = {
  open: 'opened',
  click: 'clicked',
  unsubscribe: 'unsubscribed',
  group_unsubscribe: 'unsubscribed',
};
/** Nothing of a delivery. */
const OTHER: ReadonlySet<string> = new Set(['group_resubscribe', 'account_status_change']);

/**
 * An event of SendGrid's Event Webhook.
 * Source: https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event
 */
export function sendGridEvent(record: unknown): Reading {
  const text = (key: string) => {
    const { value } = valueAt(record, [key]);
    return typeof value === 'string' ? value : undefined;
  };
  const event = text('event');
  if (event === undefined) return undefined;
  if (OTHER.has(event)) return [];
  const to = text('email');
  const at = secondsOf(valueAt(record, ['timestamp']).value);
  const what = meaningOf(event, text);
  if (!to?.trim() || at === undefined || !what) return undefined;
  const messageId = bareMessageId(text('smtp-id'));
  const id = text('sg_event_id');
  const name = text('sg_message_id') ?? messageId;
  return [
    {
      message: {
        key: `sendgrid ${name ?? `${id} ${to} ${at} ${event}`}`,
        name,
        messageId,
        // None of SendGrid's own fields: senders add it as a custom argument.
        subject: text('subject'),
        sentAt: event === 'processed' ? at : undefined,
      },
      to: bareAddress(to),
      at,
      id,
      ...what,
    },
  ];
}

function meaningOf(
  event: string,
  text: (key: string) => string | undefined,
): Pick<LogEvent, 'name' | 'reason'> | undefined {
  const seen = Object.hasOwn(SEEN, event) ? SEEN[event] : undefined;
  if (seen !== undefined) return { name: 'seen', reason: seen };
  switch (event) {
    case 'processed':
      return { name: 'processed' };
    case 'delivered':
      return { name: 'delivered', reason: text('response') };
    case 'deferred':
      return { name: 'deferred', reason: reasonOf(text('response') ?? text('reason'), attempt(text)) };
    case 'bounce':
      // A block is a bounce of another type, and it does not suppress the address.
      return {
        name: (text('type') ?? 'bounce') === 'bounce' ? 'bounce' : 'blocked',
        reason: reasonOf(text('reason'), status(text), text('bounce_classification')),
      };
    case 'blocked':
      return { name: 'blocked', reason: text('reason') };
    case 'dropped': {
      const reason = text('reason');
      return { name: REFUSED.test(reason ?? '') ? 'blocked' : 'dropped', reason };
    }
    case 'spamreport':
      return { name: 'complaint' };
    default:
      return undefined;
  }
}

type Texts = (key: string) => string | undefined;
const attempt = (text: Texts) => {
  const number = text('attempt')?.trim();
  return number ? `attempt ${number}` : undefined;
};
/** Often it stands in the reason already. */
const status = (text: Texts) => {
  const code = text('status')?.trim();
  return code && !text('reason')?.includes(code) ? code : undefined;
};

/** Seconds since 1970, as a number or its digits, in milliseconds. */
function secondsOf(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  return typeof seconds === 'number' && seconds > 0 && seconds < LAST_SECOND
    ? Math.round(seconds * 1000)
    : undefined;
}
/** The end of the year 9999. */
const LAST_SECOND = 253_402_300_800;
