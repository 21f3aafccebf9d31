import { documented, type Provider, reported } from '../provider.js';

const DAY = '2026-11-22';
const SETTINGS = 'https://support.apple.com/en-us/102525';
const LIMITS = 'https://support.apple.com/en-ca/102198';

export const icloud: Provider = {
  id: 'icloud',
  name: 'iCloud Mail',
  hosts: ['smtp.mail.me.com'],
  ports: [{ port: 587, security: 'starttls' }],
  server: {
    says: 'Port 587 with STARTTLS; sources disagree on port 465.',
    ...documented(DAY, SETTINGS),
  },
  user: { says: 'The full iCloud address.', ...documented(DAY, SETTINGS) },
  password: {
    says: 'An app-specific password, four groups of four letters; the password of the Apple Account is refused.',
    ...documented(DAY, 'https://support.apple.com/en-us/102654'),
  },
  limits: [
    {
      says: '1,000 emails and 1,000 recipients a day, 500 recipients and 20 MB per email.',
      perDay: 1000,
      ...documented(DAY, LIMITS),
    },
  ],
  spfIncludes: ['icloud.com'],
  dkimSelectors: ['sig1'],
  dns: [
    {
      says: 'The SPF record of a domain of your own includes icloud.com; the DKIM selector is sig1.',
      ...documented(DAY, 'https://support.apple.com/en-us/102374'),
    },
  ],
  replies: [
    {
      codes: [550],
      words: ['exceeded your daily sending limit'],
      cause: 'limit-daily',
      says: 'This account has sent as many emails as iCloud allows in a day.',
      steps: [
        'Wait until the next day; nothing has to be changed.',
        'For more emails a day use a mail service meant for companies: iCloud is meant for private mail.',
      ],
      ...documented(DAY, 'https://support.apple.com/en-us/HT202305'),
    },
    {
      codes: [535],
      words: ['authentication failed'],
      cause: 'auth-bad-credentials',
      says: 'iCloud is reported to answer so when the password of the Apple Account is used where an app-specific password belongs.',
      steps: [
        'Sign in at https://account.apple.com, open Sign-In and Security > App-Specific Passwords and make one.',
        'Put it in Password of the SMTP settings in LoanPro and save.',
      ],
      ...reported(DAY, 'https://www.sendarix.com/smtp/icloud-settings'),
    },
  ],
};
