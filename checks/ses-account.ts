import { offlineCheck } from '../src/core/offline-check.js';

export default offlineCheck(
  {
    id: 'ses-account',
    title: 'Amazon SES lets this account send',
    article: 'SMTP or SES Configuration',
    scope: 'account',
    worst: 'fail',
  },
  'Amazon SES was not asked: nothing is connected to.',
);
