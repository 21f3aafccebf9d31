import * as z from 'zod';
import { id, info, instant, list, text } from './field.js';

const delivery = z.object({
  status: info(z.enum(['DELIVERED', 'NOT_DELIVERED']), { title: 'Delivery status' }).optional(),
  events: info(
    list(
      z.object({
        event: info(
          z.enum(['processed', 'delivered', 'deferred', 'bounce', 'blocked', 'dropped', 'complaint']),
          { title: 'Event' },
        ).optional(),
        at: info(instant, { title: 'Time' }).optional(),
        reason: info(text, { title: 'Reason' }).optional(),
      }),
    ),
    { title: 'Events' },
  ).optional(),
});

export const historyRow = z.object({
  id: info(id, { title: 'Row id' }).optional(),
  at: info(instant, { title: 'Time' }).optional(),
  log: info(z.enum(['customer', 'lender']), { title: 'Log' }).optional(),
  channel: info(z.enum(['email', 'sms', 'system', 'mailHouse', 'webhook']), { title: 'Channel' }).optional(),
  customer: info(id, { title: 'Customer id' }).optional(),
  loan: info(id, { title: 'Loan id or display ID' }).optional(),
  notification: info(id, { title: 'Notification id' }).optional(),
  to: info(text, { title: 'Recipient' }).optional(),
  subject: info(text, { title: 'Subject' }).optional(),
  status: info(z.enum(['queued', 'sent', 'failed']), {
    title: 'Status',
    description: 'What LoanPro did; sent is not delivered.',
  }).optional(),
  delivery: info(delivery, { title: 'Delivery' }).optional(),
});
