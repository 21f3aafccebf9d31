import { defineCheck } from '../src/core/check.js';

export default defineCheck({
  id: 'sender-authentication',
  title: "The sender's domain authenticates the mail (SPF, DKIM, DMARC)",
  article: 'Spam and junk, "What can go wrong with SMTP?"',
  scope: 'message',
  worst: 'warn',
  needs: [],

  outcomes: {
    offline: { status: 'skip', reason: 'offline', summary: 'DNS was not asked: nothing is connected to.' },
  },

  run: (_, say) => say.offline(),
});
