import { documented, type Provider } from '../provider.js';

const DAY = '2026-11-22';
const SETTINGS = 'https://docs.rackspace.com/support/how-to/rackspace-email-and-hosted-exchange-settings';
const BOUNCES = 'https://docs.rackspace.com/support/how-to/common-email-bounces';

export const rackspace: Provider = {
  id: 'rackspace',
  name: 'Rackspace Email',
  hosts: ['secure.emailsrvr.com', 'smtp.emailsrvr.com'],
  ports: [
    { port: 465, security: 'tls' },
    { port: 587, security: 'starttls' },
  ],
  server: {
    says: 'secure.emailsrvr.com with port 465 and TLS. Senders are limited to the domains of the same account.',
    ...documented(DAY, SETTINGS),
  },
  user: { says: 'The full address of the mailbox.', ...documented(DAY, SETTINGS) },
  password: { says: 'The password of that mailbox.', ...documented(DAY, SETTINGS) },
  limits: [
    {
      says: '10,000 recipients per calendar day (US Eastern time) for each mailbox; automated mail is limited far lower.',
      ...documented(
        DAY,
        'https://docs.rackspace.com/support/how-to/rackspace-hosted-email-system-daily-sending-limit',
      ),
    },
  ],
  spfIncludes: ['emailsrvr.com'],
  dns: [
    {
      says: 'The SPF record of the sender includes emailsrvr.com. Each domain has a DKIM selector of its own, shown in the control panel.',
      ...documented(DAY, 'https://docs.rackspace.com/support/how-to/create-an-spf-policy'),
    },
  ],
  replies: [
    {
      codes: [550],
      words: ['sender address rejected', 'user unknown'],
      cause: 'sender-not-allowed',
      says: 'The domain of the from address is known to Rackspace, but the address itself is not.',
      steps: [
        'Sign in to the Cloud Office control panel and make the from address as a mailbox, an alias or a group list.',
        'Or choose another from address in LoanPro.',
      ],
      ...documented(DAY, BOUNCES),
    },
    {
      codes: [421],
      words: ['too many concurrent connections'],
      cause: 'limit-rate',
      says: 'More connections to Rackspace are open at the same time than it allows (five).',
      steps: ['Wait a minute; LoanPro tries again.'],
      ...documented(DAY, BOUNCES),
    },
    {
      codes: [550, 552],
      words: ['message too large'],
      cause: 'limit-size',
      says: 'The email is larger than Rackspace takes (75 MB).',
      steps: ['Send smaller attachments.'],
      ...documented(DAY, BOUNCES),
    },
  ],
};
