import { yahooSmallBusinessLimit } from '../known-limits.js';
import { documented, type Provider, type ReplyLine, reported } from '../provider.js';

const DAY = '2026-11-22';
const SETTINGS = 'https://help.yahoo.com/kb/SLN4724.html';
const APP_PASSWORDS = 'https://help.yahoo.com/kb/SLN15241.html';
const PRESETS = 'https://github.com/nodemailer/nodemailer/blob/master/lib/well-known/services.json';

/** Yahoo and AOL are one company, and their servers answer alike. */
const replies = (company: string, account: string): readonly ReplyLine[] => [
  {
    codes: [535],
    words: ['#auth005'],
    cause: 'auth-too-many-attempts',
    says: `${company} is reported to answer so, even to the first attempt, when the password of the account is used where an app password belongs.`,
    steps: [
      `Sign in at ${account}, open Security and choose Generate app password.`,
      'Put the app password in Password of the SMTP settings in LoanPro, without blanks, and save.',
      'Wait an hour before the next attempt.',
    ],
    isForAnyHost: true,
    ...reported(DAY, 'https://github.com/nedimf/maildroid/issues/17'),
  },
  {
    codes: [535],
    words: [],
    enhanced: '5.7.0',
    cause: 'auth-bad-credentials',
    says: `${company} is reported to refuse every password but an app password.`,
    steps: [
      `Sign in at ${account}, open Security and choose Generate app password.`,
      'Put the app password in Password of the SMTP settings in LoanPro, without blanks, and save.',
    ],
    ...reported(DAY, 'https://github.com/chatmail/provider-db/blob/master/_providers/yahoo.md'),
  },
];

export const yahoo: Provider = {
  id: 'yahoo',
  name: 'Yahoo Mail',
  hosts: ['smtp.mail.yahoo.com', 'smtp.bizmail.yahoo.com'],
  ports: [
    { port: 465, security: 'tls' },
    { port: 587, security: 'starttls' },
  ],
  server: {
    says: 'smtp.mail.yahoo.com is for Yahoo Mail; smtp.bizmail.yahoo.com was for Yahoo Small Business.',
    ...documented(DAY, SETTINGS),
  },
  user: { says: 'The full Yahoo address.', ...documented(DAY, SETTINGS) },
  password: {
    says: 'An app password made under Account Security; the password of the account is refused.',
    ...documented(DAY, APP_PASSWORDS),
  },
  limits: [
    yahooSmallBusinessLimit,
    {
      says: 'Yahoo Mail closes a connection after 20 emails without a word; connecting again goes on.',
      ...documented(DAY, 'https://help.yahoo.com/kb/SLN3433.html'),
    },
  ],
  replies: replies('Yahoo', 'https://login.yahoo.com/account/security'),
};

export const aol: Provider = {
  id: 'aol',
  name: 'AOL Mail',
  hosts: ['smtp.aol.com'],
  ports: [
    { port: 465, security: 'tls' },
    { port: 587, security: 'starttls' },
  ],
  server: { says: 'One server is reported to be for all AOL mailboxes.', ...reported(DAY, PRESETS) },
  user: { says: 'The full AOL address is reported to be right.', ...reported(DAY, PRESETS) },
  password: {
    says: 'An app password is reported to be needed, made under Account Security; the password of the account is refused.',
    ...reported(DAY, 'https://raw.githubusercontent.com/aon082910/ghost-hub/main/docs/SETUP-YAHOO-IMAP.md'),
  },
  limits: [],
  replies: replies('AOL', 'https://login.aol.com/account/security'),
};
