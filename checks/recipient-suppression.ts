import { offlineCheck } from '../src/core/offline-check.js';

export default offlineCheck(
  {
    id: 'recipient-suppression',
    title: 'Amazon SES does not suppress the address',
    article: 'Communication Log: BOUNCE',
    scope: 'customer',
    worst: 'fail',
  },
  'Amazon SES was not asked: nothing is connected to.',
);
