import { offlineCheck } from '../src/core/offline-check.js';

export default offlineCheck(
  {
    id: 'recipient-domain',
    title: 'The recipient domain takes mail',
    article: 'Valid Customer Email Address',
    scope: 'customer',
    worst: 'fail',
  },
  'DNS was not asked: nothing is connected to.',
);
