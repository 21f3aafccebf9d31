import { documented, type Provider, type ReplyLine } from '../provider.js';

const DAY = '2026-11-22';
const CONNECT = 'https://docs.aws.amazon.com/ses/latest/dg/smtp-connect.html';
const CREDENTIALS = 'https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html';
const TROUBLE = 'https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-smtp.html';
const ERRORS = 'https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html';
const PRODUCTION = 'https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html';

const makeCredentials = [
  'Open the Amazon SES console in the Region that Host names, then SMTP settings > Create SMTP credentials.',
  'Put the user name and the password it shows in User and Password of the SMTP settings in LoanPro and save.',
] as const;

const replies: readonly ReplyLine[] = [
  {
    codes: [454],
    words: ['throttling failure', 'daily message quota exceeded'],
    cause: 'limit-daily',
    says: 'The account has sent as many emails as Amazon SES allows it in 24 hours.',
    steps: [
      'Wait until earlier emails are 24 hours old.',
      'Open the Amazon SES console > Account dashboard and choose Request a limit increase.',
    ],
    isForAnyHost: true,
    ...documented(DAY, TROUBLE),
  },
  {
    codes: [454],
    words: ['throttling failure', 'sigv2'],
    cause: 'limit-rate',
    says: 'SMTP credentials made before 10 January 2019 are slowed down by Amazon SES.',
    steps: makeCredentials,
    isForAnyHost: true,
    ...documented(DAY, ERRORS),
  },
  {
    codes: [454],
    words: ['throttling failure', 'maximum sending rate exceeded'],
    cause: 'limit-rate',
    says: 'More emails a second were sent than Amazon SES allows the account.',
    steps: [
      'Wait a minute; LoanPro tries again.',
      'Spread large runs over a longer time, or choose Request a limit increase on the Account dashboard of the Amazon SES console.',
    ],
    isForAnyHost: true,
    ...documented(DAY, TROUBLE),
  },
  {
    codes: [454],
    words: ['temporary authentication failure'],
    cause: 'auth-temporary',
    says: 'Amazon SES cannot check the sign-in at the moment.',
    steps: ['Try again later; nothing has to be changed.'],
    ...documented(DAY, TROUBLE),
  },
  {
    codes: [421],
    words: ['too many concurrent smtp connections'],
    cause: 'limit-rate',
    says: 'Too many connections to Amazon SES are open at the same time.',
    steps: ['Wait a minute; LoanPro tries again.'],
    ...documented(DAY, TROUBLE),
  },
  {
    codes: [451],
    words: ['temporary service failure'],
    says: 'Amazon SES cannot take the mail at the moment.',
    steps: ['Try again later; nothing has to be changed.'],
    ...documented(DAY, TROUBLE),
  },
  {
    codes: [535],
    words: ['account not subscribed to ses'],
    cause: 'auth-disabled-by-admin',
    says: 'The AWS account of these credentials has not activated Amazon SES.',
    steps: [
      'Sign in to the AWS account and open the Amazon SES console in the Region that Host names.',
      'Follow Get set up until the account may send.',
    ],
    isForAnyHost: true,
    ...documented(DAY, TROUBLE),
  },
  {
    codes: [535],
    words: ['authentication credentials invalid'],
    cause: 'auth-bad-credentials',
    says: 'Amazon SES refuses this user and password: they are wrong, made for another Region, or the secret access key of an IAM user in place of an SMTP password.',
    steps: makeCredentials,
    ...documented(DAY, TROUBLE),
  },
  {
    codes: [530],
    words: ['authentication required'],
    cause: 'sender-auth-required',
    says: 'Amazon SES was given no sign-in.',
    steps: makeCredentials,
    ...documented(DAY, TROUBLE),
  },
  {
    codes: [554],
    words: ['is not authorized to perform', 'ses:sendrawemail'],
    cause: 'sender-not-allowed',
    says: 'The IAM user behind these credentials, or a sending authorization policy, does not allow sending from this address.',
    steps: [
      'Open the IAM console > Users and the user that belongs to the SMTP user name.',
      'Attach a policy that allows ses:SendRawEmail for the identity of the from address.',
    ],
    isForAnyHost: true,
    ...documented(DAY, TROUBLE),
  },
  {
    codes: [554],
    words: ['not verified', 'failed the check in region'],
    cause: 'sender-not-verified',
    says: 'The from address is not verified in the Region that Host names; in the sandbox the recipient must be verified, too.',
    steps: [
      'Open the Amazon SES console in the Region the reply names, then Configuration > Identities.',
      'Verify the domain of the from address, or use the host of the Region where it is verified.',
      'If the reply names the recipient, choose Request production access on the Account dashboard to leave the sandbox.',
    ],
    isForAnyHost: true,
    ...documented(DAY, TROUBLE),
  },
  {
    codes: [553],
    words: ['invalid email address'],
    says: 'Amazon SES cannot read this address.',
    steps: [
      'Look for blanks, a missing part or an unusual character in the address and correct it in LoanPro.',
    ],
    ...documented(DAY, TROUBLE),
  },
  {
    codes: [552],
    words: ['message is too long'],
    cause: 'limit-size',
    says: 'The email is larger than Amazon SES takes (40 MB).',
    steps: ['Send smaller attachments.'],
    ...documented(DAY, TROUBLE),
  },
];

export const sesSmtp: Provider = {
  id: 'ses-smtp',
  name: 'Amazon SES (SMTP)',
  hosts: ['email-smtp.*.amazonaws.com', 'email-smtp-fips.*.amazonaws.com'],
  ports: [
    { port: 587, security: 'starttls' },
    { port: 465, security: 'tls' },
    { port: 2587, security: 'starttls' },
    { port: 2465, security: 'tls' },
    { port: 25, security: 'starttls' },
  ],
  server: {
    says: 'The host names the Region, such as email-smtp.us-east-1.amazonaws.com; credentials, identities and limits hold for one Region alone.',
    ...documented(DAY, CONNECT),
  },
  user: {
    says: 'The SMTP user name, which looks like an access key id: AKIA and 16 more letters and digits.',
    ...documented(DAY, CREDENTIALS),
  },
  password: {
    says: 'The SMTP password derived for the Region: 44 characters that begin with B. The secret access key itself is refused, and so are temporary credentials.',
    ...documented(DAY, CREDENTIALS),
  },
  limits: [
    {
      says: 'In the sandbox 200 emails in 24 hours, 1 a second, to verified recipients alone.',
      perDay: 200,
      ...documented(DAY, PRODUCTION),
    },
    {
      says: 'Afterwards each account has limits of its own, counted by recipient; 50 recipients and 40 MB per email.',
      ...documented(DAY, 'https://docs.aws.amazon.com/ses/latest/dg/quotas.html'),
    },
  ],
  spfIncludes: ['amazonses.com'],
  isSenderReplaced: true,
  dns: [
    {
      says: 'Amazon SES puts an address at a subdomain of amazonses.com on the envelope, or at a custom MAIL FROM domain, whose SPF record includes amazonses.com; the SPF record of the sender need not name it. The DKIM selectors are three tokens shown in the console.',
      ...documented(DAY, 'https://docs.aws.amazon.com/ses/latest/dg/mail-from.html'),
    },
  ],
  replies,
};
