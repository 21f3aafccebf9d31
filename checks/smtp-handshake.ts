import { defineCheck } from '../src/core/check.js';

export default defineCheck({
  id: 'smtp-handshake',
  title: 'The SMTP server takes the login and the sender',
  article: 'SMTP or SES Configuration',
  scope: 'account',
  worst: 'fail',
  needs: [],

  outcomes: {
    offline: {
      status: 'skip',
      reason: 'offline',
      summary: 'The login was not tried: nothing is connected to.',
    },
  },

  run: (_, say) => say.offline(),
});
