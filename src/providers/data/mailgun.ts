import { documented, type Provider, reported } from '../provider.js';

const DAY = '2026-11-22';
const SENDING = 'https://documentation.mailgun.com/docs/mailgun/user-manual/sending-messages';
const CREDENTIALS = 'https://help.mailgun.com/hc/en-us/articles/203380100';
const SANDBOX = 'https://help.mailgun.com/hc/en-us/articles/217531258-Authorized-Recipients';

const resetPassword = [
  'Sign in to Mailgun, open Send > Sending > Domain settings > SMTP credentials and choose the sending domain.',
  'Choose Reset password for the SMTP user and copy what it shows.',
  'Put the user, such as postmaster@mg.example.com, and the password in the SMTP settings in LoanPro and save.',
] as const;

export const mailgun: Provider = {
  id: 'mailgun',
  name: 'Mailgun',
  hosts: ['smtp.mailgun.org', 'smtp.eu.mailgun.org'],
  ports: [
    { port: 587, security: 'starttls' },
    { port: 465, security: 'tls' },
    { port: 2525, security: 'starttls' },
    { port: 25, security: 'starttls' },
  ],
  server: {
    says: 'smtp.eu.mailgun.org is for domains in the EU region; the two regions do not know the users of each other.',
    ...documented(DAY, SENDING),
  },
  user: {
    says: 'The SMTP user of the sending domain, such as postmaster@mg.example.com.',
    ...documented(DAY, CREDENTIALS),
  },
  password: {
    says: 'The SMTP password of that user; the API key is refused.',
    ...documented(DAY, CREDENTIALS),
  },
  limits: [{ says: '25 MB per email; how many emails depends on the plan.', ...documented(DAY, SENDING) }],
  spfIncludes: ['mailgun.org'],
  dkimSelectors: ['pdk1', 'pdk2', 'mx', 'k1', 'pic'],
  isSenderReplaced: true,
  dns: [
    {
      says: 'SPF and DKIM are reported to belong on the sending domain of Mailgun, such as mg.example.com: its SPF record includes mailgun.org.',
      ...reported(DAY, 'https://spfwise.com/en/article/mailgun-spf-dkim-dmarc-setup'),
    },
    {
      says: 'The DKIM selectors are reported to be pdk1 and pdk2 for newer domains, mx, k1 or pic for older ones.',
      ...reported(DAY, 'https://mxio.io/providers/mailgun'),
    },
  ],
  replies: [
    {
      codes: [421, 550, 554],
      words: ['not allowed to send', 'authorized recipients'],
      cause: 'sender-not-allowed',
      says: 'A sandbox domain, and a free account, sends only to recipients that were authorised before.',
      steps: [
        'Sign in to Mailgun and open Send > Sending > Domains.',
        'Add and verify a domain of your own, and put its SMTP user and password in the SMTP settings in LoanPro.',
        'For a test alone add the recipient under Authorized Recipients.',
      ],
      isForAnyHost: true,
      ...documented(DAY, SANDBOX),
    },
    {
      codes: [421, 550, 554],
      words: ['domain', 'is not allowed to send'],
      cause: 'sender-not-verified',
      says: 'Mailgun is reported to answer so where the sending domain is not verified or is disabled.',
      steps: [
        'Sign in to Mailgun, open Send > Sending > Domain settings > DNS records and choose the sending domain.',
        'Publish the records it shows and choose Verify DNS settings.',
        'If they are verified, ask Mailgun support why the domain may not send.',
      ],
      ...reported(
        DAY,
        'https://help.kyriossystems.com/en/articles/13613564-email-errors-mailgun-google-workspace',
      ),
    },
    {
      codes: [535],
      words: [],
      cause: 'auth-bad-credentials',
      says: 'Mailgun refuses this user and password: it wants the SMTP password of the sending domain, not the API key, and the host of the region of the domain.',
      steps: [
        'Use smtp.eu.mailgun.org as Host for a domain in the EU region, else smtp.mailgun.org.',
        ...resetPassword,
      ],
      ...documented(DAY, CREDENTIALS),
    },
  ],
};
