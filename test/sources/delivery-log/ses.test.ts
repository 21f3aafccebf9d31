import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inShort, readLogs, shuffled } from './reading.js';

// The form of https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-examples.html
const to = 'jane.roe@mail.example';
const mail = {
  timestamp: '2026-11-03T15:00:08.012Z',
  source: 'Acme Lending <billing@acme-lending.example>',
  messageId: '0100019a2b3c4d5e-1f2a3b4c-000000',
  destination: [to],
  commonHeaders: { subject: 'Your payment is due', messageId: '0100019a2b3c4d5e-1f2a3b4c-000000' },
};
const timestamp = '2026-11-03T15:02:00.669Z';
const at = '11-03T15:02:00.669Z';
const sent = '11-03T15:00:08.012Z';
const who = { emailAddress: `Jane Roe <${to}>`, diagnosticCode: 'smtp; 550 5.1.1 user unknown' };
const record = (eventType: string, part: object) => ({ eventType, mail, ...part });
const bounce = (bounceType: string, bounceSubType: string) =>
  record('Bounce', {
    bounce: { bounceType, bounceSubType, bouncedRecipients: [who], timestamp, feedbackId: '0100-f' },
  });
const complaint = (fields: object) =>
  record('Complaint', {
    complaint: { complainedRecipients: [{ emailAddress: to }], timestamp, feedbackId: '0100-c', ...fields },
  });

describe('records of Amazon SES', () => {
  it.each<[record: object, said: string]>([
    [record('Send', { send: {} }), `-: processed ${sent}`],
    [
      record('Delivery', { delivery: { timestamp, recipients: [to], smtpResponse: '250 ok' } }),
      `DELIVERED: delivered ${at} (250 ok)`,
    ],
    [
      record('DeliveryDelay', {
        deliveryDelay: {
          timestamp,
          delayType: 'MailboxFull',
          delayedRecipients: [{ emailAddress: to, status: '4.2.2' }],
        },
      }),
      `NOT_DELIVERED: deferred ${at} (MailboxFull; 4.2.2)`,
    ],
    [bounce('Permanent', 'General'), `NOT_DELIVERED: bounce ${at} (General; 550 5.1.1 user unknown)`],
    [bounce('Permanent', 'NoEmail'), `NOT_DELIVERED: bounce ${at} (NoEmail; 550 5.1.1 user unknown)`],
    [
      bounce('Permanent', 'OnAccountSuppressionList'),
      `NOT_DELIVERED: dropped ${at} (OnAccountSuppressionList; 550 5.1.1 user unknown)`,
    ],
    [
      bounce('Transient', 'MailboxFull'),
      `NOT_DELIVERED: blocked ${at} (MailboxFull; 550 5.1.1 user unknown)`,
    ],
    [
      bounce('Undetermined', 'Undetermined'),
      `NOT_DELIVERED: blocked ${at} (Undetermined; 550 5.1.1 user unknown)`,
    ],
    [complaint({ complaintFeedbackType: 'abuse' }), `DELIVERED: complaint ${at} (abuse)`],
    [
      complaint({ complaintSubType: 'OnAccountSuppressionList' }),
      `NOT_DELIVERED: dropped ${at} (OnAccountSuppressionList)`,
    ],
    [record('Reject', { reject: { reason: 'Bad content' } }), `NOT_DELIVERED: blocked ${sent} (Bad content)`],
    [
      record('Rendering Failure', { failure: { errorMessage: 'Attribute name is missing' } }),
      `NOT_DELIVERED: blocked ${sent} (Attribute name is missing)`,
    ],
    [
      record('Open', { open: { timestamp, ipAddress: '192.0.2.1' } }),
      'DELIVERED: delivered (the delivery itself is not logged; opened 2026-11-03T15:02:00.669Z)',
    ],
  ])('%j', async (one, said) => {
    const read = await readLogs(JSON.stringify(one));
    expect([inShort(read), read.unreadable]).toEqual([[`${to} ${said}`], []]);
    expect(read.rows[0]?.row.subject).toBe('Your payment is due');
  });

  const all = [
    record('Send', { send: {} }),
    record('DeliveryDelay', {
      deliveryDelay: { timestamp, delayType: 'General', delayedRecipients: [{ emailAddress: to }] },
    }),
    { ...bounce('Permanent', 'General'), mail: { ...mail, destination: [to, 'john@mail.example'] } },
  ];
  const told = [
    `${to} NOT_DELIVERED: processed ${sent}, deferred ${at} (General), bounce ${at} (General; 550 5.1.1 user unknown)`,
  ];
  const inSns = (one: object) => ({ Type: 'Notification', MessageId: 'm', Message: JSON.stringify(one) });
  const inEventBridge = (detail: object) => ({ version: '0', source: 'aws.ses', 'detail-type': 'x', detail });
  const { eventType: _, ...first } = all[0] ?? { eventType: '' };
  const texts: [string, unknown[]][] = [
    ['bare', all],
    ['in Amazon SNS', all.map(inSns)],
    ['in EventBridge', all.map(inEventBridge)],
    ['in both', all.map((one) => inSns(inEventBridge(one)))],
    ['as notifications', [{ ...first, notificationType: 'Send' }, ...all.slice(1)]],
    ['out of order', shuffled(all)],
    ['twice', [...all, ...all.map(inSns)]],
  ];
  it.each(texts)('%s', async (_name, records) => {
    for (const text of [
      records.map((one) => JSON.stringify(one)).join('\n'),
      JSON.stringify(records, null, 2),
    ]) {
      const read = await readLogs(text);
      expect([inShort(read), read.unreadable]).toEqual([told, []]);
    }
  });

  it('passes over what Amazon SNS says itself, and counts a message that is cut short', async () => {
    const read = await readLogs(
      [
        { Type: 'SubscriptionConfirmation', Message: 'You have chosen to subscribe to the topic.' },
        { notificationType: 'AmazonSnsSubscriptionSucceeded', message: 'You have subscribed.' },
        { Type: 'Notification', Message: JSON.stringify(all[0]).slice(0, 50) },
        all[0],
      ]
        .map((one) => JSON.stringify(one))
        .join('\n'),
    );
    expect([read.rows.length, read.unreadable[0]?.lines]).toEqual([1, [3]]);
  });

  it('reads the shipped log', async () => {
    const read = await readLogs(readFileSync('fixtures/delivery-logs/ses.ndjson'));
    expect([
      read.unreadable,
      read.rows.map(({ row }) => row.delivery?.events?.map(({ event }) => event)),
    ]).toEqual([[], [['processed', 'deferred', 'bounce']]]);
  });
});
