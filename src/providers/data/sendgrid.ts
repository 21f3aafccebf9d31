import { documented, type Provider, reported } from '../provider.js';

const DAY = '2026-11-22';
const SET_UP =
  'https://www.twilio.com/docs/sendgrid/for-developers/sending-email/integrating-with-the-smtp-api';
const ERRORS =
  'https://www.twilio.com/docs/sendgrid/for-developers/sending-email/smtp-errors-and-troubleshooting';

const makeKey = [
  'Sign in to SendGrid, open Settings > API Keys and choose Create API Key with full or restricted access to Mail Send.',
  'Copy the key, which begins with SG., into Password of the SMTP settings in LoanPro; it is shown only once.',
  'Put the word apikey in User and save.',
] as const;

export const sendgrid: Provider = {
  id: 'sendgrid',
  name: 'SendGrid',
  hosts: ['smtp.sendgrid.net'],
  ports: [
    { port: 587, security: 'starttls' },
    { port: 465, security: 'tls' },
    { port: 2525, security: 'starttls' },
    { port: 25, security: 'starttls' },
  ],
  server: {
    says: 'Ports 25, 587 and 2525 also take mail in clear text; use STARTTLS there.',
    ...documented(DAY, SET_UP),
  },
  user: { says: 'The word apikey, the same for everybody.', ...documented(DAY, SET_UP) },
  password: {
    says: 'An API key with the right Mail Send; it begins with SG. and has two more parts.',
    ...documented(DAY, SET_UP),
  },
  limits: [
    {
      says: 'The credits of the plan; 5,000 emails over one connection.',
      ...documented(DAY, SET_UP),
    },
  ],
  spfIncludes: ['sendgrid.net'],
  dkimSelectors: ['s1', 's2'],
  isSenderReplaced: true,
  dns: [
    {
      says: 'SendGrid puts an address at a subdomain such as em123 on the envelope, and SPF is judged there; the SPF record of the sender need not name SendGrid.',
      ...documented(
        DAY,
        'https://support.sendgrid.com/hc/en-us/articles/21415314709147-Email-Authentication-SendGrid-s-Automated-Security-Explained',
      ),
    },
    {
      says: 'The DKIM selectors of an authenticated domain are reported to be s1 and s2.',
      ...reported(DAY, 'https://mxio.io/providers/sendgrid'),
    },
  ],
  replies: [
    {
      codes: [451, 550, 535],
      words: ['maximum credits exceeded'],
      cause: 'limit-daily',
      says: 'The plan has no credits left; the password is not at fault, although the reply says that authentication failed.',
      steps: [
        'Sign in to SendGrid and look at Settings > Account Details > Your Products for what is left.',
        'Wait until the credits are renewed, or choose a larger plan.',
      ],
      isForAnyHost: true,
      ...documented(DAY, ERRORS),
    },
    {
      codes: [550, 403],
      words: ['does not match a verified sender identity'],
      cause: 'sender-not-verified',
      says: 'SendGrid sends only from verified addresses and authenticated domains, and the from address is none.',
      steps: [
        'Sign in to SendGrid and open Settings > Sender Authentication.',
        'Choose Authenticate Your Domain, or Verify a Single Sender, for the from address LoanPro uses.',
      ],
      isForAnyHost: true,
      ...documented(DAY, ERRORS),
    },
    {
      codes: [550],
      words: ['unauthenticated senders not allowed'],
      cause: 'sender-auth-required',
      says: 'SendGrid is reported to answer so where no sign-in came before.',
      steps: makeKey,
      isForAnyHost: true,
      ...reported(DAY, 'https://github.com/sendgrid/docs/issues/6473'),
    },
    {
      codes: [535],
      words: ['authorization grant is invalid'],
      cause: 'auth-bad-credentials',
      says: 'The API key is reported to be wrong, deleted or without the right Mail Send, or User is not the word apikey, when SendGrid answers so.',
      steps: makeKey,
      isForAnyHost: true,
      ...reported(DAY, 'https://github.com/sendgrid/docs/issues/3947'),
    },
    {
      codes: [535],
      words: [],
      cause: 'auth-bad-credentials',
      says: 'SendGrid wants the word apikey as user and an API key as password, and refuses what is there.',
      steps: makeKey,
      ...documented(DAY, SET_UP),
    },
  ],
};
