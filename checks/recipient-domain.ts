import { defineCheck } from '../src/core/check.js';

export default defineCheck({
  id: 'recipient-domain',
  title: 'The recipient domain takes mail',
  article: 'Valid Customer Email Address',
  scope: 'customer',
  worst: 'fail',
  needs: [],

  outcomes: {
    offline: { status: 'skip', reason: 'offline', summary: 'DNS was not asked: nothing is connected to.' },
  },

  run: (_, say) => say.offline(),
});
