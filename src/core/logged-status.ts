/** What a message log may be asked for: a status, a delivery status or an event. */
export const LOGGED_STATUSES = [
  'queued',
  'sent',
  'failed',
  'delivered',
  'not-delivered',
  'processed',
  'deferred',
  'bounce',
  'blocked',
  'dropped',
  'complaint',
] as const;
export type LoggedStatus = (typeof LOGGED_STATUSES)[number];
