import { documented, type Provider, reported } from '../provider.js';

const DAY = '2026-11-22';
const SETTINGS = 'https://www.zoho.com/mail/help/zoho-smtp.html';
// Of ZeptoMail, its sister service, whose server answers alike.
const ERRORS = 'https://www.zoho.com/zeptomail/help/api/smtp-error-codes.html';

export const zoho: Provider = {
  id: 'zoho',
  name: 'Zoho Mail',
  hosts: [
    'smtppro.zoho.*',
    'smtp.zoho.*',
    'smtppro.zoho.com.au',
    'smtp.zoho.com.au',
    'smtppro.zoho.com.cn',
    'smtp.zoho.com.cn',
  ],
  ports: [
    { port: 465, security: 'tls' },
    { port: 587, security: 'starttls' },
  ],
  server: {
    says: 'smtppro.zoho.com is for paid accounts with a domain of their own, smtp.zoho.com for private and free ones. The ending depends on the region of the account: .com, .eu, .in, .com.au, .jp, .com.cn, .sa. The wrong host looks like a wrong password.',
    ...documented(DAY, SETTINGS),
  },
  user: { says: 'The full address of the Zoho account.', ...documented(DAY, SETTINGS) },
  password: {
    says: 'The password of the account; with two-factor authentication an app password.',
    ...documented(DAY, SETTINGS),
  },
  limits: [],
  // Each region has its own, and the newer names stand beside the older ones.
  spfIncludes: [
    'zohomail.com',
    'zoho.com',
    'one.zoho.com',
    'zohomail.eu',
    'zoho.eu',
    'zoho.in',
    'zoho.com.au',
  ],
  dkimSelectors: ['zmail', 'zoho'],
  dns: [
    {
      says: 'The SPF record of the sender is reported to include the name of the region of the account, such as zohomail.com or zoho.eu, and the usual DKIM selector to be zmail; another one can be chosen.',
      ...reported(DAY, 'https://domainsecurityscanner.com/guides/zoho-mail'),
    },
  ],
  replies: [
    {
      codes: [553, 552, 550],
      words: ['relaying disallowed as'],
      cause: 'sender-not-allowed',
      says: 'The from address is neither the address nor an alias of the Zoho account that signs in.',
      steps: [
        'In LoanPro choose the address of the Zoho account as from address.',
        'Or add the from address as an alias of that account: Zoho Mail Admin Console > Users > this user > Mail settings > Email alias.',
      ],
      isForAnyHost: true,
      ...documented(DAY, ERRORS),
    },
    {
      codes: [530],
      words: ['must issue a starttls'],
      cause: 'auth-encryption-required',
      says: 'Zoho takes a sign-in on this port only after STARTTLS.',
      steps: [
        'Choose STARTTLS with port 587, or TLS with port 465, in the SMTP settings in LoanPro and save.',
      ],
      ...documented(DAY, ERRORS),
    },
    {
      codes: [550],
      enhanced: '5.4.6',
      words: ['unusual sending activity'],
      cause: 'sender-not-allowed',
      says: 'Zoho is reported to answer so when it has blocked an account from sending because of how it sends.',
      steps: [
        'Sign in to Zoho Mail and follow what it says about the block.',
        'If it says nothing, ask Zoho support to unblock the account.',
      ],
      ...reported(
        DAY,
        'https://help.zoho.com/portal/en/community/topic/unable-to-send-message-reason-550-5-4-6-unusual-sending-activity-detected',
      ),
    },
    {
      codes: [554, 550],
      enhanced: '5.1.8',
      words: ['sender address blocked'],
      cause: 'sender-not-allowed',
      says: 'Zoho is reported to answer so when it has blocked this address from sending.',
      steps: ['Ask Zoho support why the address is blocked.'],
      ...reported(DAY, 'https://help.zoho.com/portal/en/community/topic/issue-with-outgoing-mail'),
    },
    {
      codes: [535],
      words: ['authentication failed'],
      cause: 'auth-bad-credentials',
      says: 'Zoho refuses this user and password; a host of another region, or smtp where smtppro belongs, is answered alike.',
      steps: [
        'Sign in to Zoho Mail and look at the ending of its address, such as zoho.com or zoho.eu: Host must have the same.',
        'Use smtppro as first part of Host for a paid account with a domain of its own, else smtp.',
        'With two-factor authentication make an app password under My Account > Security > App Passwords.',
        'Put them in Host, User and Password of the SMTP settings in LoanPro and save.',
      ],
      ...documented(DAY, ERRORS),
    },
  ],
};
