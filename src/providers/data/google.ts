import { googleWorkspaceLimit } from '../known-limits.js';
import { documented, type Fact, type Provider, type ReplyLine, reported } from '../provider.js';

const DAY = '2026-11-22';
const ERRORS = 'https://support.google.com/a/answer/3726730';
const RELAY_ERRORS = 'https://support.google.com/a/answer/6140680';
const APP_PASSWORDS = 'https://support.google.com/accounts/answer/185833';
const SPENT =
  'https://www.simplefastwebsites.com/errors/email/smtp-550-5-4-5-daily-sending-quota-exceeded-gmail/';
const SET_UP = 'https://support.google.com/a/answer/176600';

const makeAppPassword = [
  'Sign in to the Google account of this user, open Security and turn on 2-Step Verification if it is off.',
  'Open https://myaccount.google.com/apppasswords, type a name such as LoanPro and choose Create.',
  'Copy the 16 letters it shows into Password of the SMTP settings in LoanPro and save.',
] as const;

const waitADay = [
  'Wait up to 24 hours; nothing has to be changed.',
  'If you did not send so much, change the password of the account and look for strange activity under Security.',
  'For more emails a day use the SMTP relay of Google Workspace or a mail service for bulk mail.',
] as const;

const appPassword: Fact = {
  says: 'An app password, 16 letters that Google makes for an account with 2-Step Verification; the password of the account itself is refused.',
  ...documented(DAY, APP_PASSWORDS),
};

const dns: Fact = {
  says: 'The SPF record of the sender is reported to include _spf.google.com, and the usual DKIM selector to be google; DKIM is switched on in the Admin console.',
  ...reported(DAY, 'https://mxio.io/providers/google-workspace'),
};

const signIn: readonly ReplyLine[] = [
  {
    codes: [534],
    enhanced: '5.7.9',
    words: ['application-specific password'],
    cause: 'auth-app-password-required',
    says: 'Google wants an app password in place of the password of the account.',
    steps: makeAppPassword,
    ...documented(DAY, ERRORS),
  },
  {
    codes: [534, 535],
    words: ['invalidsecondfactor'],
    cause: 'auth-app-password-required',
    says: 'Google wants an app password in place of the password of the account.',
    steps: makeAppPassword,
    isForAnyHost: true,
    ...documented(DAY, ERRORS),
  },
  {
    codes: [535],
    enhanced: '5.7.8',
    words: ['username and password not accepted'],
    cause: 'auth-bad-credentials',
    says: 'Google refuses this user and password: the password is wrong, the app password was revoked, or it is the password of the account where an app password belongs.',
    steps: ['Make sure that User is the full address of the Google account.', ...makeAppPassword],
    isForAnyHost: true,
    ...documented(DAY, ERRORS),
  },
  {
    codes: [534],
    enhanced: '5.7.14',
    words: ['log in', 'web browser'],
    cause: 'auth-bad-credentials',
    says: 'Google is reported to answer so when it holds a sign-in as suspicious.',
    steps: [
      'Sign in to the Google account of this user in a web browser and confirm that the attempt was yours.',
      ...makeAppPassword,
    ],
    isForAnyHost: true,
    ...reported(DAY, 'https://support.google.com/mail/answer/78754'),
  },
  {
    codes: [454],
    enhanced: '4.7.0',
    words: ['too many login attempts'],
    cause: 'auth-too-many-attempts',
    says: 'Google has seen too many sign-ins for this account and refuses more for a while.',
    steps: ['Stop other programs that sign in with an old password.', 'Wait an hour, then try again.'],
    ...documented(DAY, ERRORS),
  },
  {
    codes: [454],
    enhanced: '4.7.0',
    words: ['cannot authenticate'],
    cause: 'auth-temporary',
    says: 'Google cannot check the sign-in at the moment.',
    steps: ['Try again later; nothing has to be changed.'],
    ...documented(DAY, ERRORS),
  },
  {
    codes: [530],
    enhanced: '5.7.0',
    words: ['must issue a starttls'],
    cause: 'auth-encryption-required',
    says: 'Google takes commands on this port only after STARTTLS.',
    steps: ['Choose STARTTLS with port 587, or TLS with port 465, in the SMTP settings in LoanPro and save.'],
    ...documented(DAY, ERRORS),
  },
];

const limits: readonly ReplyLine[] = [
  {
    codes: [550, 452],
    words: ['daily user sending', 'exceeded'],
    cause: 'limit-daily',
    says: 'This account is reported to have sent as many emails as it may in 24 hours when Google answers so; the limit rolls, so room comes back bit by bit.',
    steps: waitADay,
    isForAnyHost: true,
    ...reported(DAY, SPENT),
  },
  {
    codes: [550, 452],
    words: ['daily', 'sending', 'exceeded'],
    cause: 'limit-daily',
    says: 'This account is reported to have sent as many emails as it may in 24 hours when Google answers so; the limit rolls, so room comes back bit by bit.',
    steps: waitADay,
    ...reported(
      DAY,
      'https://hromadnaposta.cz/podpora/reseni-problemu/111-error-550-545-daily-sending-quota-exceeded-gsmtp',
    ),
  },
  {
    codes: [550],
    enhanced: '5.4.5',
    words: [],
    cause: 'limit-daily',
    says: 'Google is reported to use this code when an account has sent as many emails as it may in 24 hours.',
    steps: waitADay,
    ...reported(DAY, SPENT),
  },
  {
    codes: [421],
    enhanced: '4.7.0',
    words: ['unusual rate of unsolicited mail'],
    cause: 'limit-rate',
    says: 'Google holds back mail from this address of the internet for a while, because of how much unwanted mail came from it.',
    steps: ['Wait, then try again.', 'Send less at a time, and only to people who expect the mail.'],
    isForAnyHost: true,
    ...documented(DAY, ERRORS),
  },
  {
    codes: [421],
    enhanced: '4.7.0',
    words: ['try again later'],
    says: 'Google is busy, or holds back connections from this address for a while.',
    steps: ['Try again later; nothing has to be changed.'],
    ...documented(DAY, ERRORS),
  },
  {
    codes: [452],
    enhanced: '4.5.3',
    words: ['too many recipients'],
    cause: 'limit-rate',
    says: 'Google takes at most 100 recipients for one email by SMTP.',
    steps: ['Send to fewer recipients at a time.'],
    ...documented(DAY, ERRORS),
  },
];

export const gmail: Provider = {
  id: 'gmail',
  name: 'Gmail',
  hosts: ['smtp.gmail.com', 'smtp.googlemail.com'],
  ports: [
    { port: 465, security: 'tls' },
    { port: 587, security: 'starttls' },
  ],
  server: {
    says: 'The server for Gmail and Google Workspace mailboxes; it requires TLS and a sign-in.',
    ...documented(DAY, SET_UP),
  },
  user: { says: 'The full address of the Google account.', ...documented(DAY, SET_UP) },
  password: appPassword,
  limits: [
    googleWorkspaceLimit,
    {
      says: 'A private Gmail account is reported to be limited to 500 emails in 24 hours and 100 recipients per email by SMTP.',
      perDay: 500,
      ...reported(DAY, 'https://developer.nylas.com/docs/cookbook/email/gmail-smtp-settings.md'),
    },
  ],
  spfIncludes: ['_spf.google.com'],
  dkimSelectors: ['google'],
  dns: [dns],
  replies: [...signIn, ...limits],
};

const registerRelay = [
  'Sign in to the Google Admin console as an administrator.',
  'Open Apps > Google Workspace > Gmail > Routing > SMTP relay service.',
  'Allow the domain of the from address there, require SMTP authentication, and save.',
] as const;

export const googleWorkspaceRelay: Provider = {
  id: 'google-workspace-relay',
  name: 'Google Workspace SMTP relay',
  hosts: ['smtp-relay.gmail.com'],
  ports: [
    { port: 587, security: 'starttls' },
    { port: 465, security: 'tls' },
    { port: 25, security: 'starttls' },
  ],
  server: {
    says: 'The relay must be switched on in the Google Admin console, and the senders it allows are set there.',
    ...documented(DAY, SET_UP),
  },
  user: {
    says: 'The full address of a Google Workspace user; the relay can also be set to know you by your IP address, but LoanPro does not send from yours.',
    ...documented(DAY, SET_UP),
  },
  password: appPassword,
  limits: [
    {
      says: 'Set for each customer and each user, 100 recipients per email; the reply tells which limit is used up.',
      ...documented(DAY, RELAY_ERRORS),
    },
  ],
  spfIncludes: ['_spf.google.com'],
  dkimSelectors: ['google'],
  dns: [dns],
  replies: [
    {
      codes: [550],
      enhanced: '5.7.1',
      words: ['invalid credentials for relay'],
      cause: 'sender-not-allowed',
      says: 'The relay does not know the domain of the sender, or the address the connection comes from.',
      steps: registerRelay,
      isForAnyHost: true,
      ...documented(DAY, RELAY_ERRORS),
    },
    {
      codes: [550],
      enhanced: '5.7.0',
      words: ['mail relay denied'],
      cause: 'sender-not-allowed',
      says: 'The domain of the sender, or the address the connection comes from, is not registered for the relay.',
      steps: registerRelay,
      isForAnyHost: true,
      ...documented(DAY, RELAY_ERRORS),
    },
    {
      codes: [550, 450],
      words: ['daily', 'smtp relay limit exceeded'],
      cause: 'limit-daily',
      says: 'The relay has sent as many emails as it may in 24 hours, for this user or for all of Google Workspace.',
      steps: [
        'Wait up to 24 hours; nothing has to be changed.',
        'Ask your Google Workspace administrator which relay limit your edition has.',
      ],
      isForAnyHost: true,
      ...documented(DAY, RELAY_ERRORS),
    },
    {
      codes: [450, 421],
      words: ['peak smtp relay limit exceeded'],
      cause: 'limit-rate',
      says: 'The relay has taken too many emails in a short time and puts off more for a while.',
      steps: ['Wait some minutes; LoanPro tries again.', 'Spread large runs over a longer time.'],
      isForAnyHost: true,
      ...documented(DAY, RELAY_ERRORS),
    },
    ...signIn,
    ...limits,
  ],
};
