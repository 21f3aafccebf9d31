import { documented, type Provider } from '../provider.js';

const DAY = '2026-11-22';
const SETTINGS = 'https://www.fastmail.com/help/technical/servernamesandports.html';

export const fastmail: Provider = {
  id: 'fastmail',
  name: 'Fastmail',
  hosts: ['smtp.fastmail.com'],
  ports: [
    { port: 465, security: 'tls' },
    { port: 587, security: 'starttls' },
  ],
  server: { says: 'Port 465 with TLS, sign-in with PLAIN.', ...documented(DAY, SETTINGS) },
  user: { says: 'The full Fastmail address, with its domain.', ...documented(DAY, SETTINGS) },
  password: {
    says: 'Always an app password; the password of the account is refused.',
    ...documented(DAY, SETTINGS),
  },
  limits: [],
  spfIncludes: ['spf.messagingengine.com'],
  dkimSelectors: ['fm1', 'fm2', 'fm3'],
  dns: [
    {
      says: 'The SPF record of the sender includes spf.messagingengine.com; the DKIM selectors are fm1, fm2 and fm3.',
      ...documented(DAY, 'https://www.fastmail.help/hc/en-us/articles/360060591153'),
    },
  ],
  replies: [
    {
      codes: [535],
      words: [],
      cause: 'auth-bad-credentials',
      says: 'Fastmail takes only app passwords, and refuses this user and password.',
      steps: [
        'Sign in to Fastmail, open Settings > Privacy & Security > Integrations and make an app password with access to SMTP.',
        'Put it in Password, and the full address in User, of the SMTP settings in LoanPro and save.',
      ],
      ...documented(DAY, SETTINGS),
    },
  ],
};
