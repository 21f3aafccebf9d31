import { defineCheck } from '../src/core/check.js';

export default defineCheck({
  id: 'recipient-suppression',
  title: 'Amazon SES does not suppress the address',
  article: 'Communication Log: BOUNCE',
  scope: 'customer',
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
