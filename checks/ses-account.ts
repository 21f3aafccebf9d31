import { defineCheck } from '../src/core/check.js';

export default defineCheck({
  id: 'ses-account',
  title: 'Amazon SES lets this account send',
  article: 'SMTP or SES Configuration',
  scope: 'account',
  worst: 'fail',
  needs: [],

  outcomes: {
    offline: {
      status: 'skip',
      reason: 'offline',
      summary: 'Amazon SES was not asked: nothing is connected to.',
    },
  },

  run: (_, say) => say.offline(),
});
