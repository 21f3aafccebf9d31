import { documented, type Provider, reported } from '../provider.js';

const DAY = '2026-11-22';
const SMTP = 'https://developers.brevo.com/docs/smtp-integration';
const TROUBLE = 'https://help.brevo.com/hc/en-us/articles/115000188150';

export const brevo: Provider = {
  id: 'brevo',
  name: 'Brevo',
  hosts: ['smtp-relay.brevo.com', 'smtp-relay.sendinblue.com'],
  ports: [
    { port: 587, security: 'starttls' },
    { port: 465, security: 'tls' },
    { port: 2525, security: 'starttls' },
  ],
  server: {
    says: 'The domain of the sender must be authenticated at Brevo, else the sender is replaced.',
    ...documented(DAY, TROUBLE),
  },
  user: { says: 'The SMTP login shown on the SMTP page of Brevo.', ...documented(DAY, SMTP) },
  password: {
    says: 'An SMTP key; an API key and the password of the account are refused.',
    ...documented(DAY, SMTP),
  },
  limits: [
    {
      says: 'The free plan is reported to be limited to 300 emails a day.',
      perDay: 300,
      ...reported(DAY, 'https://www.captaindns.com/en/blog/brevo-transactional-email-technical-guide'),
    },
  ],
  spfIncludes: ['spf.brevo.com', 'spf.sendinblue.com'],
  dkimSelectors: ['brevo1', 'brevo2', 'mail'],
  isSenderReplaced: true,
  dns: [
    {
      says: 'Brevo is reported to put an address of its own on the envelope, so the SPF record of the sender need not name it unless a dedicated IP address is used. The usual DKIM selectors are brevo1, brevo2 and mail.',
      ...reported(DAY, 'https://www.captaindns.com/en/blog/brevo-transactional-email-technical-guide'),
    },
  ],
  replies: [
    {
      codes: [525, 535],
      words: ['unauthorized ip'],
      cause: 'auth-disabled-by-admin',
      says: 'Brevo is reported to answer so to a sign-in from an address that is not among its authorised ones; here that is the address of this machine, and LoanPro sends from others.',
      steps: [
        'Sign in to Brevo and open Settings > Security > Authorized IPs.',
        'Add the addresses LoanPro sends from, or deactivate the blocking for SMTP keys.',
      ],
      ...reported(DAY, 'https://wpmailsmtp.com/docs/brevo-unauthorized-not-verified/'),
    },
    {
      codes: [535],
      words: [],
      cause: 'auth-bad-credentials',
      says: 'Brevo refuses this user and password: it wants its SMTP login and an SMTP key, not an API key and not the password of the account.',
      steps: [
        'Sign in to Brevo, open Settings > SMTP & API > SMTP and choose Generate a new SMTP key.',
        'Put the SMTP login in User and the key in Password of the SMTP settings in LoanPro and save.',
      ],
      ...documented(DAY, TROUBLE),
    },
  ],
};
