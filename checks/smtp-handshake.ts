import { offlineCheck } from '../src/core/offline-check.js';

export default offlineCheck(
  {
    id: 'smtp-handshake',
    title: 'The SMTP server takes the login and the sender',
    article: 'SMTP or SES Configuration',
    scope: 'account',
    worst: 'fail',
  },
  'The login was not tried: nothing is connected to.',
);
