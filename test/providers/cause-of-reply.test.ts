import { describe, expect, it } from 'vitest';
import type { ReplyStage, SmtpCause, SmtpReply } from '../../src/core/probed-smtp.js';
import { causeOfReply } from '../../src/providers/cause-of-reply.js';
import { providerOf } from '../../src/providers/providers.js';

/** `535 5.7.8 text` as a reply. */
function replyOf(line: string): SmtpReply {
  const [, code, enhanced, text = ''] = /^(\d{3}) (?:([245]\.\d+\.\d+) )?(.*)$/s.exec(line) ?? [];
  return { code: Number(code), enhanced, text };
}

type Row = readonly [
  stage: ReplyStage,
  reply: string,
  cause: SmtpCause,
  /** The provider whose words they are, where some are known. */
  meaning?: string | undefined,
  host?: string,
];

const OWN = 'mail.lender.example';
const GMAIL = 'smtp.gmail.com';
const RELAY = 'smtp-relay.gmail.com';
const M365 = 'smtp.office365.com';
const SES = 'email-smtp.eu-west-1.amazonaws.com';
const SENDGRID = 'smtp.sendgrid.net';
const IONOS = 'smtp.ionos.com';
const ZOHO = 'smtppro.zoho.eu';

const rows: readonly Row[] = [
  // Greeting: busy, blocked, and limits.
  [
    'greeting',
    '421 mail.lender.example Service not available, closing transmission channel',
    'greeting-busy',
  ],
  ['greeting', '421 4.3.2 System not accepting network messages', 'greeting-busy'],
  ['greeting', '421 4.7.0 mail.lender.example Error: too many connections from 192.0.2.7', 'limit-rate'],
  ['greeting', '421 4.7.0 Connection rate limit exceeded', 'limit-rate'],
  ['greeting', '421 too many failed login attempts from your address', 'auth-too-many-attempts'],
  ['greeting', '450 4.7.1 Daily connection quota exceeded', 'limit-daily'],
  ['greeting', '554 5.7.1 Service unavailable; client host blocked using a block list', 'greeting-blocked'],
  ['greeting', '554 No SMTP service here', 'greeting-blocked'],
  ['greeting', '521 5.3.2 This host accepts no mail', 'greeting-blocked'],
  ['greeting', '421 4.7.0 Try again later, closing connection', 'greeting-busy', 'Gmail', GMAIL],
  ['greeting', '421 limits.rate.example closing connection', 'greeting-busy'],
  ['greeting', '554 ESMTP not accepting connections', 'greeting-blocked', 'Titan Email', 'smtp.titan.email'],
  ['greeting', '421 Too many concurrent SMTP connections', 'limit-rate', 'Amazon SES (SMTP)', SES],

  // EHLO and STARTTLS.
  ['ehlo', '421 4.3.2 Shutting down', 'greeting-busy'],
  ['ehlo', '451 4.3.0 Local error', 'greeting-busy'],
  ['ehlo', '501 5.5.4 Invalid domain name', 'ehlo-refused'],
  ['ehlo', '550 5.7.1 Access denied', 'ehlo-refused'],
  ['starttls', '454 4.7.0 TLS not available due to temporary reason', 'tls-starttls-refused'],
  ['starttls', '502 5.5.1 Command not implemented', 'tls-starttls-refused'],
  ['starttls', '503 STARTTLS command used when not advertised', 'tls-starttls-refused'],
  ['starttls', '554 5.7.3 STARTTLS is not supported', 'tls-starttls-refused'],
  ['starttls', '501 5.5.4 Syntax error', 'tls-starttls-refused'],
  ['starttls', '421 4.7.0 Too many connections', 'limit-rate'],

  // AUTH: passwords.
  ['auth', '535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6', 'auth-bad-credentials'],
  ['auth', '535 Incorrect authentication data', 'auth-bad-credentials'],
  ['auth', '535 5.7.8 Corporate credentials cannot operate here, generate others', 'auth-bad-credentials'],
  ['auth', '501 5.5.2 Cannot decode response', 'auth-bad-credentials'],
  ['auth', '500 5.5.6 Authentication exchange line is too long', 'auth-bad-credentials'],
  ['auth', '550 5.7.1 Access denied', 'auth-bad-credentials'],
  [
    'auth',
    '535 5.7.8 Username and Password not accepted. Learn more at https://support.google.com/mail/?p=BadCredentials x - gsmtp',
    'auth-bad-credentials',
    'Gmail',
  ],
  [
    'auth',
    '535 5.7.3 Authentication unsuccessful [LO4P123CA0001.example]',
    'auth-bad-credentials',
    'Microsoft 365',
    M365,
  ],
  ['auth', '535 5.7.3 Authentication unsuccessful', 'auth-bad-credentials'],
  [
    'auth',
    '535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.',
    'auth-bad-credentials',
    'Microsoft 365',
  ],
  ['auth', '535 Authentication Credentials Invalid', 'auth-bad-credentials', 'Amazon SES (SMTP)', SES],
  ['auth', '535 Authentication Failed', 'auth-bad-credentials', 'Zoho Mail', ZOHO],
  [
    'auth',
    '535 Authentication failed: The provided authorization grant is invalid, expired, or revoked',
    'auth-bad-credentials',
    'SendGrid',
  ],
  ['auth', '535 5.7.8 authentication failed', 'auth-bad-credentials', 'Postmark', 'smtp.postmarkapp.com'],
  ['auth', '535 5.7.8 Authentication failed', 'auth-bad-credentials', 'Brevo', 'smtp-relay.brevo.com'],
  [
    'auth',
    '535 #5.7.1 authentication rejected',
    'auth-bad-credentials',
    'GoDaddy Workspace Email',
    'smtpout.secureserver.net',
  ],

  // AUTH: other passwords, other mechanisms, other doors.
  [
    'auth',
    '534 5.7.9 Application-specific password required. Learn more at https://support.google.com/mail/?p=InvalidSecondFactor x - gsmtp',
    'auth-app-password-required',
    'Gmail',
  ],
  ['auth', '534 5.7.9 Please use another password', 'auth-app-password-required'],
  ['auth', '535 5.7.8 An app password is required for this account', 'auth-app-password-required'],
  [
    'auth',
    '534 5.7.14 Please log in via your web browser and then try again',
    'auth-bad-credentials',
    'Gmail',
    GMAIL,
  ],
  ['auth', '534 Authentication mechanism is too weak', 'auth-no-common-mechanism'],
  ['auth', '504 5.7.4 Unrecognized authentication type', 'auth-no-common-mechanism'],
  ['auth', '504 5.5.4 Mechanism unknown', 'auth-no-common-mechanism'],
  [
    'auth',
    '535 5.7.8 Error: authentication failed: Invalid authentication mechanism',
    'auth-no-common-mechanism',
  ],
  ['auth', '503 5.5.1 Error: authentication not enabled', 'auth-not-offered'],
  ['auth', '503 AUTH command used when not advertised', 'auth-not-offered'],
  ['auth', '502 5.5.1 Command not implemented', 'auth-not-offered'],
  ['auth', '530 5.7.0 Must issue a STARTTLS command first', 'auth-encryption-required'],
  [
    'auth',
    '530 5.7.0 Must issue a STARTTLS command first. x - gsmtp',
    'auth-encryption-required',
    'Gmail',
    GMAIL,
  ],
  [
    'auth',
    '538 5.7.11 Encryption required for requested authentication mechanism',
    'auth-encryption-required',
  ],
  ['auth', '538 no', 'auth-encryption-required'],
  ['auth', '503 5.5.1 SSL is required before you authenticate', 'auth-encryption-required'],
  [
    'auth',
    '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.',
    'auth-disabled-by-admin',
    'Microsoft 365',
  ],
  [
    'auth',
    '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.',
    'auth-disabled-by-admin',
    'Microsoft 365',
    M365,
  ],
  [
    'auth',
    "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy.",
    'auth-disabled-by-admin',
    'Microsoft 365',
  ],
  [
    'auth',
    '535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully.',
    'auth-disabled-by-admin',
    'Microsoft 365',
  ],
  [
    'auth',
    '535 5.7.139 Authentication unsuccessful, basic authentication is disabled.',
    'auth-disabled-by-admin',
    'Outlook.com',
    'smtp-mail.outlook.com',
  ],
  ['auth', '535 5.7.139 Something new', 'auth-disabled-by-admin', 'Microsoft 365'],
  [
    'auth',
    '550 5.7.30 Basic authentication is not supported for Client Submission.',
    'auth-disabled-by-admin',
    'Microsoft 365',
  ],
  ['auth', '525 5.7.13 User account disabled', 'auth-disabled-by-admin'],
  ['auth', '535 Account not subscribed to SES', 'auth-disabled-by-admin', 'Amazon SES (SMTP)'],
  ['auth', '525 5.7.1 Unauthorized IP address', 'auth-disabled-by-admin', 'Brevo', 'smtp-relay.brevo.com'],

  // AUTH: temporary, attempts.
  [
    'auth',
    '454 4.7.0 Temporary authentication failure: Connection lost to authentication server',
    'auth-temporary',
  ],
  [
    'auth',
    '454 4.7.0 Cannot authenticate due to temporary system problem. Try again later',
    'auth-temporary',
    'Gmail',
    GMAIL,
  ],
  ['auth', '454 Temporary authentication failure', 'auth-temporary', 'Amazon SES (SMTP)', SES],
  ['auth', '435 Unable to authenticate at present', 'auth-temporary'],
  ['auth', '432 4.7.12 A password transition is needed', 'auth-temporary'],
  ['auth', '421 4.4.2 mail.lender.example Error: timeout exceeded', 'auth-temporary'],
  ['auth', '450 4.7.1 Error: too many AUTH commands from 192.0.2.7', 'auth-too-many-attempts'],
  ['auth', '421 4.7.0 Too many bad auth attempts', 'auth-too-many-attempts'],
  [
    'auth',
    '454 4.7.0 Too many login attempts, please try again later.',
    'auth-too-many-attempts',
    'Gmail',
    GMAIL,
  ],
  [
    'auth',
    '535 5.7.0 (#AUTH005) Too many bad auth attempts.',
    'auth-too-many-attempts',
    'Yahoo Mail',
    'smtp.mail.yahoo.com',
  ],

  // Limits win over what a reply speaks of first.
  ['auth', '451 Authentication failed: Maximum credits exceeded', 'limit-daily', 'SendGrid', SENDGRID],
  ['auth', '451 Authentication failed: Maximum credits exceeded', 'limit-daily', 'SendGrid'],
  [
    'auth',
    '535 Authentication failed: monthly sending limit reached',
    'limit-daily',
    undefined,
    'smtp.mailgun.org',
  ],
  ['auth', '535 5.7.8 authentication failed: hourly limit of 50 exceeded', 'limit-daily', undefined, GMAIL],
  ['auth', '454 Throttling failure: Daily message quota exceeded', 'limit-daily', 'Amazon SES (SMTP)', SES],
  ['auth', '454 Throttling failure: Maximum sending rate exceeded', 'limit-rate', 'Amazon SES (SMTP)', SES],
  [
    'mail',
    '454 Throttling failure: Maximum SigV2 SMTP sending rate exceeded',
    'limit-rate',
    'Amazon SES (SMTP)',
  ],
  ['auth', '432 4.3.2 Concurrent connections limit exceeded', 'limit-rate'],
  [
    'rcpt',
    '450 Requested mail action not taken: mailbox unavailable Mail send limit exceeded.',
    'limit-daily',
    'IONOS',
    IONOS,
  ],
  [
    'rcpt',
    '450 Requested mail action not taken: mailbox unavailable Mail send limit exceeded.',
    'limit-daily',
  ],
  [
    'mail',
    '550 5.4.5 Daily user sending limit exceeded. For more information go to https://support.google.com/a/answer/166852',
    'limit-daily',
    'Gmail',
  ],
  ['mail', '550 5.4.5 Daily sending quota exceeded. x.12 - gsmtp', 'limit-daily', 'Gmail', GMAIL],
  ['mail', '550 5.4.5 Daily sending quota exceeded', 'limit-daily'],
  ['mail', '550 5.4.5 Something else', 'limit-daily', 'Gmail', GMAIL],
  ['mail', '452 4.7.28 Daily sending quota exceeded', 'limit-daily'],
  [
    'rcpt',
    '550 5.7.1 You have exceeded your daily sending limit',
    'limit-daily',
    'iCloud Mail',
    'smtp.mail.me.com',
  ],
  [
    'rcpt',
    '550 Domain lender.example has exceeded the max emails per hour (150/150 (100%)) allowed.',
    'limit-daily',
  ],
  ['rcpt', '554 5.7.1 <jane@mail.example>: Recipient address rejected: Quota exceeded', 'limit-daily'],
  [
    'rcpt',
    "550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients",
    'limit-daily',
    undefined,
    M365,
  ],
  ['mail', '550 5.7.1 Your mail limit has been reached.', 'limit-daily'],
  ['mail', '452 4.4.5 Messages per second limit exceeded', 'limit-rate'],
  ['mail', '452 4.5.3 Daily message limit exceeded', 'limit-daily'],
  ['mail', '451 4.7.1 You are sending too fast, slow down', 'limit-rate'],
  [
    'mail',
    '421 4.7.0 Our system has detected an unusual rate of unsolicited mail originating from your IP address.',
    'limit-rate',
    'Gmail',
  ],
  ['rcpt', '450 4.7.1 Error: too many recipients from 192.0.2.7', 'limit-rate'],
  ['rcpt', '450 too frequent connects from 192.0.2.7, please try again later.', 'limit-rate'],
  [
    'rcpt',
    '450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages',
    'limit-rate',
  ],
  [
    'mail',
    '450 4.2.1 Peak SMTP relay limit exceeded for customer. This is a temporary error.',
    'limit-rate',
    'Google Workspace SMTP relay',
    RELAY,
  ],
  [
    'mail',
    '550 5.4.5 Daily SMTP relay limit exceeded for user.',
    'limit-daily',
    'Google Workspace SMTP relay',
    RELAY,
  ],
  [
    'mail',
    '421 Too many concurrent connections from this client (G2)',
    'limit-rate',
    'Rackspace Email',
    'secure.emailsrvr.com',
  ],

  // Words that only look like limits.
  ['mail', '421 4.4.2 Error: timeout exceeded', 'sender-temporary'],
  ['mail', '421 4.7.0 Error: too many errors', 'sender-temporary'],
  [
    'rcpt',
    '550 5.1.1 <rate.limit@daily.example>: Recipient address rejected: User unknown',
    'recipient-unknown',
  ],
  ['rcpt', '550 5.1.1 quota@daily-limit.example: no such user', 'recipient-unknown'],
  [
    'mail',
    '553 5.7.1 <daily@lender.example>: Sender address rejected: not owned by user limit@lender.example',
    'sender-not-allowed',
  ],
  ['rcpt', '450 4.2.0 Greylisted, please try again in 1 hour', 'recipient-greylisted'],
  [
    'mail',
    '554 5.7.1 Integrated operator generates corporate separate accelerated credentials',
    'sender-not-allowed',
  ],

  // MAIL FROM.
  ['mail', '451 4.3.0 Temporary service failure', 'sender-temporary', 'Amazon SES (SMTP)', SES],
  ['mail', '450 4.1.8 <news@lender.example>: Sender address rejected: Domain not found', 'sender-temporary'],
  ['mail', '452 4.3.1 Insufficient system storage', 'sender-temporary'],
  ['mail', '530 5.7.0 Authentication required', 'sender-auth-required'],
  ['mail', '530 Authentication required', 'sender-auth-required', 'Amazon SES (SMTP)', SES],
  ['mail', '530 5.7.0 Must issue a STARTTLS command first', 'auth-encryption-required'],
  [
    'mail',
    '530 5.7.57 Client not authenticated to send mail. [LO4P123CA0001.example]',
    'sender-auth-required',
    'Microsoft 365',
  ],
  ['mail', '550 Unauthenticated senders not allowed', 'sender-auth-required', 'SendGrid', SENDGRID],
  ['mail', '553 5.7.1 <news@lender.example>: Sender address rejected: not logged in', 'sender-auth-required'],
  [
    'mail',
    '550 The from address does not match a verified Sender Identity. Mail cannot be sent.',
    'sender-not-verified',
    'SendGrid',
    SENDGRID,
  ],
  [
    'mail',
    '554 Message rejected: Email address is not verified. The following identities failed the check in region EU-WEST-1: news@lender.example',
    'sender-not-verified',
    'Amazon SES (SMTP)',
  ],
  ['mail', '550 Sender domain not verified', 'sender-not-verified'],
  [
    'mail',
    '421 Domain mg.lender.example is not allowed to send: disabled',
    'sender-not-verified',
    'Mailgun',
    'smtp.mailgun.org',
  ],
  [
    'mail',
    '421 Domain sandbox1.mailgun.example is not allowed to send: Sandbox subdomains are for test purposes only. Please add your own domain or add the address to authorized recipients in Account Settings.',
    'sender-not-allowed',
    'Mailgun',
  ],
  [
    'mail',
    '554 Access denied: User ARN is not authorized to perform ses:SendRawEmail on resource',
    'sender-not-allowed',
    'Amazon SES (SMTP)',
    SES,
  ],
  [
    'mail',
    '553 5.7.1 <news@lender.example>: Sender address rejected: not owned by user jane',
    'sender-not-allowed',
  ],
  [
    'mail',
    '550 5.7.60 SMTP; Client does not have permissions to send as this sender',
    'sender-not-allowed',
    'Microsoft 365',
  ],
  ['mail', '550 5.1.8 Access denied, bad outbound sender', 'sender-not-allowed', 'Microsoft 365', M365],
  ['mail', '553 Relaying disallowed as news@lender.example', 'sender-not-allowed', 'Zoho Mail'],
  ['mail', '550 5.4.6 Unusual sending activity detected.', 'sender-not-allowed', 'Zoho Mail', ZOHO],
  [
    'mail',
    '550 Requested action not taken: mailbox unavailable Sender address is not allowed.',
    'sender-not-allowed',
    'IONOS',
    IONOS,
  ],
  [
    'mail',
    '550 5.7.1 Invalid credentials for relay [192.0.2.7].',
    'sender-not-allowed',
    'Google Workspace SMTP relay',
    RELAY,
  ],
  ['mail', '501 5.1.7 Bad sender address syntax', 'sender-not-allowed'],
  ['mail', '554 5.7.1 Rejected', 'sender-not-allowed'],
  ['mail', '552 5.3.4 Message size exceeds fixed limit', 'limit-size'],
  ['mail', '552 message size exceeds maximum permitted', 'limit-size'],
  ['mail', '552 Message is too long.', 'limit-size', 'Amazon SES (SMTP)', SES],
  ['mail', '552 5.2.2 The mailbox of the sender is full', 'sender-not-allowed'],

  // RCPT TO.
  ['rcpt', '450 4.2.0 <jane@mail.example>: Recipient address rejected: Greylisted', 'recipient-greylisted'],
  ['rcpt', '451 4.7.1 Please try again later', 'recipient-greylisted'],
  ['rcpt', '452 4.2.2 The email account that you tried to reach is over quota.', 'recipient-greylisted'],
  ['rcpt', '421 4.3.2 Closing', 'recipient-greylisted'],
  ['rcpt', '450 4.1.8 <news@lender.example>: Sender address rejected: Domain not found', 'sender-temporary'],
  [
    'rcpt',
    '550 5.1.1 <jane@mail.example>: Recipient address rejected: User unknown in relay recipient table',
    'recipient-unknown',
  ],
  ['rcpt', '550 No such user here', 'recipient-unknown'],
  ['rcpt', '551 User not local', 'recipient-unknown'],
  ['rcpt', '553 5.1.3 Address not well formed', 'recipient-unknown'],
  ['rcpt', '553 Invalid email address', 'recipient-unknown', 'Amazon SES (SMTP)', SES],
  ['rcpt', '556 5.1.10 Recipient address has null MX', 'recipient-unknown'],
  ['rcpt', '550 Requested action not taken: mailbox unavailable', 'recipient-refused'],
  ['rcpt', '554 5.7.1 Recipient address rejected: Access denied', 'recipient-refused'],
  ['rcpt', '550 5.1.1 The mailbox is over quota', 'recipient-refused'],
  ['rcpt', '552 5.2.2 <jane@mail.example>: Quota exceeded (mailbox for user is full)', 'recipient-refused'],
  ['rcpt', '550 5.7.1 Address is on the suppression list', 'recipient-suppressed'],
  ['rcpt', '554 Recipient is suppressed after a bounce', 'recipient-suppressed'],
  ['rcpt', '554 5.7.1 <jane@mail.example>: Relay access denied', 'sender-auth-required'],
  ['rcpt', '550 relay not permitted', 'sender-auth-required'],
  ['rcpt', '550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain', 'sender-auth-required'],
  ['rcpt', '530 5.7.1 Client was not authenticated', 'sender-auth-required'],
  [
    'rcpt',
    '553 5.7.1 <news@lender.example>: Sender address rejected: not owned by user jane',
    'sender-not-allowed',
  ],
  ['rcpt', '550 Sender verify failed', 'sender-not-allowed'],
  [
    'rcpt',
    '550 5.1.0 <news@lender.example>: Sender address rejected: User unknown in relay recipient table',
    'sender-not-allowed',
    'Rackspace Email',
    'secure.emailsrvr.com',
  ],
  ['rcpt', '554 Message rejected: Email address is not verified.', 'sender-not-verified'],
  ['rcpt', '550 5.3.4 Message too large (G17)', 'limit-size', 'Rackspace Email', 'secure.emailsrvr.com'],
];

describe('what a reply means', () => {
  const named = rows.map(([stage, line, cause, meaning, host = OWN]) => ({
    stage,
    line,
    cause,
    meaning,
    host,
  }));

  it.each(named)('$stage: $line is $cause ($host)', ({ stage, line, cause, meaning, host }) => {
    const found = causeOfReply(stage, replyOf(line), providerOf(host));
    expect(found.cause).toBe(cause);
    expect(found.isTemporary).toBe(line.startsWith('4'));
    expect(found.meaning?.provider).toBe(meaning);
  });

  it('tests no reply twice', () => {
    const keys = rows.map(([stage, line, , , host]) => `${stage} ${line} ${host}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeGreaterThanOrEqual(70);
  });

  it('takes a provider at its word without an enhanced code only at its own host', () => {
    const reply = replyOf('535 Username and Password not accepted');
    expect(causeOfReply('auth', reply, providerOf(GMAIL)).meaning?.provider).toBe('Gmail');
    expect(causeOfReply('auth', reply, undefined).meaning).toBeUndefined();
  });

  it('knows what to do, and where it is said', () => {
    const reply = replyOf('534 5.7.9 Application-specific password required');
    const { meaning } = causeOfReply('auth', reply, providerOf(GMAIL));
    expect(causeOfReply('auth', reply, undefined).meaning).toBeUndefined();
    expect(meaning?.says).toContain('app password');
    expect(meaning?.steps.length).toBeGreaterThan(1);
    expect(meaning?.source).toMatch(/^https:\/\/support\.google\.com\//);
  });
});

describe('every known reply', () => {
  const stages: readonly ReplyStage[] = ['greeting', 'ehlo', 'starttls', 'auth', 'mail', 'rcpt'];
  const lines = [...new Set(rows.map(([, line]) => line))];

  it('has a cause at every stage, whoever says it', () => {
    for (const stage of stages) {
      for (const line of lines) {
        for (const host of [OWN, GMAIL, M365, SES, SENDGRID, IONOS, ZOHO]) {
          const { cause, isTemporary } = causeOfReply(stage, replyOf(line), providerOf(host));
          expect(cause).toMatch(/^[a-z-]+$/);
          expect(isTemporary).toBe(line.startsWith('4'));
        }
      }
    }
  });

  it('is read in an instant, however long', () => {
    const start = performance.now();
    for (const piece of ['too many ', 'message ', 'a.', 'relay ', 'sender ', 'exceed ', '<', 'x@', 'try '])
      for (const stage of stages) causeOfReply(stage, { code: 550, text: piece.repeat(1000) }, undefined);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
