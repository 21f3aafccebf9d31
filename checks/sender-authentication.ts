import { offlineCheck } from '../src/core/offline-check.js';

export default offlineCheck(
  {
    id: 'sender-authentication',
    title: "The sender's domain authenticates the mail (SPF, DKIM, DMARC)",
    article: 'Spam and junk, "What can go wrong with SMTP?"',
    scope: 'message',
    worst: 'warn',
  },
  'DNS was not asked: nothing is connected to.',
);
