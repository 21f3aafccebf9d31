import type { SmtpCause } from '../core/probed-smtp.js';
import { NO_PORT_FIELD, PASSING, TRY_LATER } from './reaching.js';
import { fields, findingsOf, inLoanPro, MENU, open, type Seen, server, user } from './words.js';

const RFC_AUTH = 'https://www.rfc-editor.org/rfc/rfc4954#section-6';
const CANNOT_SIGN_IN =
  'LoanPro signs in with the same user and password, so the server takes none of its mail.';
const ASKS_FOR_PASSWORD = 'LoanPro asks for a user and a password, and here they cannot be used.';
const ONCE = 'Run the probe once more, not over and over: servers lock out repeated failures.';

const finding = findingsOf({ evidence: fields.login, url: RFC_AUTH });

/** The login. */
export const signInFindings = {
  'auth-not-offered': finding('fail', {
    says: (facts) => `${server(facts)} offers no login`,
    why: 'Without a login a server takes no mail for others from the internet.',
    evidence: fields.encryption,
    steps: inLoanPro(
      [
        'Compare Host and port with those your mail provider gives for outgoing mail with a login: port 25 is often for other servers only.',
        NO_PORT_FIELD,
      ],
      'If they are right, ask whoever runs the server to offer AUTH PLAIN or LOGIN after TLS.',
    ),
  }),
  'auth-no-common-mechanism': finding('fail', {
    says: (facts) => `${server(facts)} offers no way to sign in with a user and a password`,
    why: ASKS_FOR_PASSWORD,
    steps: [
      'Ask whoever runs the server to offer AUTH PLAIN or LOGIN over TLS.',
      'Or ask your mail provider which server takes a user and a password, and put it in Host.',
    ],
  }),
  'auth-oauth-only': finding('fail', {
    says: (facts) => `${server(facts)} takes access tokens (OAuth 2.0) and no password`,
    why: ASKS_FOR_PASSWORD,
    steps: [
      'Ask your mail provider whether logins with a password or an app password can be allowed for this mailbox.',
      'If not, send through another service: one with SMTP passwords, your own Amazon SES, or the house account.',
    ],
  }),
  'auth-app-password-required': finding('fail', {
    says: (facts) => `${server(facts)} wants an app password for ${user(facts)}`,
    why: CANNOT_SIGN_IN,
    steps: [
      'In the security settings of that mailbox switch two-step verification on, and make an app password.',
      `Open ${MENU} and put it in Password.`,
      'Click Save.',
      'Put it in the export too.',
      ONCE,
    ],
  }),
  'auth-bad-credentials': finding('fail', {
    says: (facts) => `${server(facts)} refuses the login of ${user(facts)}`,
    why: CANNOT_SIGN_IN,
    steps: inLoanPro(
      [
        'Enter User as your mail provider wants it: often the whole address, sometimes a fixed word or a key.',
        'Enter Password again: often an app password or an SMTP key, not the password of the mailbox.',
      ],
      'Put the same values in the export.',
      ONCE,
    ),
  }),
  'auth-disabled-by-admin': finding('fail', {
    says: (facts) => `${server(facts)} has logins by password switched off for ${user(facts)}`,
    why: CANNOT_SIGN_IN,
    steps: [
      'Ask the administrator of that mail system to allow SMTP logins (authenticated SMTP) for this mailbox.',
      'If that is not allowed, send through another service: one with SMTP passwords, your own Amazon SES, or the house account.',
    ],
  }),
  'auth-encryption-required': finding('fail', {
    says: (facts) => `${server(facts)} takes logins only over encryption that it accepts`,
    why: 'Without a login the server takes no mail of this account.',
    evidence: fields.encryption,
    steps: inLoanPro(['Choose STARTTLS with port 587, or TLS with port 465.', NO_PORT_FIELD]),
  }),
  'auth-temporary': finding('warn', {
    says: (facts) => `${server(facts)} cannot check the login of ${user(facts)} at the moment`,
    why: PASSING,
    steps: [TRY_LATER, 'If it stays so, ask your mail provider what the reply means.'],
  }),
  'auth-too-many-attempts': finding('fail', {
    says: (facts) => `${server(facts)} takes no more logins of ${user(facts)}, after too many`,
    why: 'While the lock is on, the server takes no mail of this account.',
    steps: [
      'Find out who signs in with an old password, LoanPro included, and put it right there.',
      'Ask your mail provider to lift the lock, or wait until it ends.',
      ONCE,
    ],
  }),
  'auth-too-many-attempts-temporary': {
    ...finding('warn', {
      says: (facts) => `${server(facts)} takes no more logins of ${user(facts)} for now, after too many`,
      why: PASSING,
      steps: ['Wait until the lock ends, often some minutes to an hour.', ONCE],
    }),
    code: 'auth-too-many-attempts',
  },
  'auth-dropped': finding('fail', {
    says: (facts) => `${server(facts)} gave no answer to the login of ${user(facts)}`,
    why: 'Without an answer to the login the server takes no mail; some break off instead of refusing a password.',
    steps: [
      'Look in the log of your mail provider for this login and its reason.',
      'Compare User and Password with those your mail provider gives.',
      ONCE,
    ],
  }),
} satisfies Partial<Record<SmtpCause | 'auth-too-many-attempts-temporary', unknown>>;

/** How to hand the password over: it is in a variable that is not set here, or nowhere. */
const handOver = ({ transport }: Seen) => {
  const password = transport?.smtp?.password;
  return typeof password === 'object' && password !== null
    ? ([
        `Set the environment variable ${password.env} on this machine to the password, and run the probe again.`,
      ] as const)
    : ([
        'Replace the password in the export by { env: MAILCHECK_SMTP_PASSWORD }.',
        'Set that environment variable on this machine to the password, and run the probe again.',
      ] as const);
};

export const signInOpen = {
  'auth-not-answered': open({
    says: (facts) => `${server(facts)} had too little time left to answer the login of ${user(facts)}`,
    ending: ', because its earlier answers took so long',
    evidence: fields.login,
    steps: () => [
      'Run the probe again with more time, for example --timeout 60.',
      'If it stays so slow, ask whoever runs the server why: LoanPro may not wait as long either.',
    ],
  }),
  'secret-withheld': open({
    says: (facts) => `The password of ${user(facts)} is not at hand`,
    ending: ', so the login was not tried',
    evidence: fields.login,
    missing: [['transport', 'smtp', 'password']],
    steps: handOver,
  }),
} satisfies Partial<Record<SmtpCause, unknown>>;
