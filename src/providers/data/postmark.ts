import { documented, type Provider, reported } from '../provider.js';

const DAY = '2026-11-22';
const DETAILS =
  'https://postmarkapp.com/support/article/811-what-are-the-smtp-details-api-tokens-i-should-be-using';

export const postmark: Provider = {
  id: 'postmark',
  name: 'Postmark',
  hosts: ['smtp.postmarkapp.com', 'smtp-broadcasts.postmarkapp.com'],
  ports: [
    { port: 587, security: 'starttls' },
    { port: 2525, security: 'starttls' },
    { port: 25, security: 'starttls' },
  ],
  server: {
    says: 'smtp-broadcasts.postmarkapp.com is for bulk mail. Port 465 is not offered.',
    ...documented(DAY, DETAILS),
  },
  user: {
    says: 'The Server API token, or the access key of an SMTP token.',
    ...documented(DAY, DETAILS),
  },
  password: {
    says: 'The same Server API token again, or the secret key of that SMTP token.',
    ...documented(DAY, DETAILS),
  },
  limits: [],
  spfIncludes: ['spf.mtasv.net'],
  isSenderReplaced: true,
  dns: [
    {
      says: 'Postmark is reported to put an address of its own on the envelope, and SPF is judged there; the SPF record of the sender need not name Postmark. Its DKIM selectors hold a date and cannot be guessed.',
      ...reported(DAY, 'https://trustyourinbox.com/kb/source-configuration/postmark'),
    },
  ],
  replies: [
    {
      codes: [535],
      words: [],
      cause: 'auth-bad-credentials',
      says: 'Postmark refuses this user and password: it wants the Server API token in both, or an SMTP token.',
      steps: [
        'Sign in to Postmark, open the server and its API Tokens tab, and copy the Server API token.',
        'Put it in User and in Password of the SMTP settings in LoanPro and save.',
      ],
      ...documented(DAY, DETAILS),
    },
  ],
};
