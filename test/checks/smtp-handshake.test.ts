import { describe, expect, it } from 'vitest';
import check from '../../checks/smtp-handshake.js';
import type { Meaning } from '../../src/core/probed.js';
import {
  type EnvelopeAnswer,
  envelopeKey,
  type SmtpCause,
  type SmtpProbed,
  type SmtpStage,
  type SmtpTrouble,
} from '../../src/core/probed-smtp.js';
import { harmlessJson, visible } from '../../src/report/harmless.js';
import { resultJson } from '../../src/report/json.js';
import { type Case, checkTable, run, type WholeAccount } from '../support/check-table.js';
import { compactAccount } from '../support/compact-account.js';
import { ACTIVE, HOSTILE } from '../support/hostile.js';

const SENDER = 'office@cedar-credit.example';
const CUSTOMER = 'nora.lindqvist@mail.example';
const settings = {
  host: 'smtp.mail.example',
  user: 'login@cedar-credit.example',
  password: 'hunter2 hunter2',
};
const own = { mode: 'smtp', smtp: settings };
const MENU = 'Settings > Company > Plugins > Connections > Services > Email Service > settings icon';

const trouble = (
  cause: SmtpCause,
  stage: SmtpStage = 'auth',
  more: Partial<SmtpTrouble> = {},
): SmtpTrouble => ({
  cause,
  stage,
  isTemporary: false,
  ...more,
});
const answers = (...entries: readonly (readonly [key: string, answer: EnvelopeAnswer])[]) => new Map(entries);

/** A handshake that went well, with some of it changed. */
const seen = (changes: Partial<SmtpProbed> = {}): SmtpProbed => ({
  target: 'smtp.mail.example:587',
  stages: [],
  addresses: ['192.0.2.25'],
  capabilities: ['STARTTLS', 'AUTH PLAIN LOGIN'],
  tls: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' },
  transcript: [],
  ms: 212,
  warnings: [],
  envelopes: answers([envelopeKey(SENDER), { reached: 'mail' }]),
  ...changes,
});

/** Own SMTP, and what was seen of it. */
const live = (changes: Partial<SmtpProbed>, rest: Omit<Case, 'probed'>): Case => ({
  ...rest,
  set: { '/transport': own, ...rest.set },
  probed: { smtp: seen(changes) },
});
/** It ended before a sender was named. */
const ended = (what: SmtpTrouble, rest: Omit<Case, 'probed'>) =>
  live({ trouble: what, envelopes: answers() }, rest);
/** The login was good, and the sender of the email got an answer. */
const answered = (what: SmtpTrouble, rest: Omit<Case, 'probed'>) =>
  live({ envelopes: answers([envelopeKey(SENDER), { reached: undefined, trouble: what }]) }, rest);

const TARGET = 'smtp.mail.example:587';
const LOGIN = '"login@cedar-credit.example"';

/** The weight of every cause that ends a handshake, and what the sentence names. */
const ENDS: readonly (readonly [SmtpStage, 'fail' | 'warn' | 'unknown', SmtpCause, naming: string])[] = [
  ['resolve', 'fail', 'dns-not-found', '"smtp.mail.example"'],
  ['resolve', 'unknown', 'dns-server-trouble', 'the mail leaves from elsewhere'],
  ['resolve', 'unknown', 'address-not-allowed', 'private, loopback, link-local'],
  ['connect', 'fail', 'tcp-refused', `${TARGET} refuses`],
  ['connect', 'unknown', 'tcp-timeout', 'the mail leaves from elsewhere'],
  ['connect', 'unknown', 'tcp-unreachable', 'many block ports 25, 465 and 587'],
  ['connect', 'unknown', 'tcp-reset', 'the mail leaves from elsewhere'],
  ['greeting', 'unknown', 'greeting-silent', 'the mail leaves from elsewhere'],
  ['greeting', 'fail', 'greeting-expects-tls', 'TLS from the first byte'],
  ['greeting', 'fail', 'greeting-other-protocol', 'does not answer as a mail server'],
  ['greeting', 'warn', 'greeting-busy', TARGET],
  ['greeting', 'fail', 'greeting-blocked', TARGET],
  ['greeting', 'unknown', 'greeting-closed', 'the mail leaves from elsewhere'],
  ['ehlo', 'fail', 'ehlo-refused', 'EHLO'],
  ['ehlo', 'unknown', 'ehlo-timeout', 'the mail leaves from elsewhere'],
  ['ehlo', 'unknown', 'ehlo-dropped', 'the mail leaves from elsewhere'],
  ['tls', 'fail', 'tls-port-expects-plain', 'clear text'],
  ['starttls', 'fail', 'tls-starttls-missing', 'STARTTLS'],
  ['starttls', 'fail', 'tls-starttls-refused', 'STARTTLS'],
  ['tls', 'fail', 'tls-too-old', 'TLS 1.0'],
  ['certificate', 'fail', 'tls-cert-self-signed', TARGET],
  ['certificate', 'fail', 'tls-cert-unknown-issuer', TARGET],
  ['certificate', 'fail', 'tls-cert-expired', TARGET],
  ['certificate', 'fail', 'tls-cert-not-yet-valid', TARGET],
  ['certificate', 'fail', 'tls-cert-wrong-name', 'Host "smtp.mail.example"'],
  ['tls', 'fail', 'tls-handshake-failed', TARGET],
  ['tls', 'unknown', 'tls-timeout', 'the mail leaves from elsewhere'],
  ['auth', 'fail', 'auth-not-offered', TARGET],
  ['auth', 'fail', 'auth-no-common-mechanism', TARGET],
  ['auth', 'fail', 'auth-oauth-only', 'OAuth 2.0'],
  ['auth', 'fail', 'auth-app-password-required', LOGIN],
  ['auth', 'fail', 'auth-bad-credentials', LOGIN],
  ['auth', 'fail', 'auth-disabled-by-admin', LOGIN],
  ['auth', 'fail', 'auth-encryption-required', TARGET],
  ['auth', 'warn', 'auth-temporary', LOGIN],
  ['auth', 'fail', 'auth-too-many-attempts', LOGIN],
  ['auth', 'fail', 'auth-dropped', LOGIN],
  ['auth', 'unknown', 'auth-not-answered', 'too little time left'],
  ['auth', 'fail', 'limit-daily', LOGIN],
  ['auth', 'warn', 'limit-rate', TARGET],
];
const ANSWERS: readonly (readonly ['mail' | 'rcpt', 'fail' | 'warn' | 'unknown', SmtpCause, string])[] = [
  ['mail', 'fail', 'sender-not-allowed', `"${SENDER}"`],
  ['mail', 'fail', 'sender-not-verified', `"${SENDER}"`],
  ['mail', 'fail', 'sender-auth-required', `"${SENDER}"`],
  ['mail', 'warn', 'sender-temporary', `"${SENDER}"`],
  ['mail', 'fail', 'sender-dropped', `"${SENDER}"`],
  ['mail', 'unknown', 'sender-timeout', `"${SENDER}"`],
  ['mail', 'unknown', 'sender-not-tried', `The sender "${SENDER}"`],
  ['rcpt', 'unknown', 'sender-not-tried', `The recipient "${CUSTOMER}"`],
  ['rcpt', 'fail', 'recipient-unknown', `"${CUSTOMER}"`],
  ['rcpt', 'warn', 'recipient-greylisted', `"${CUSTOMER}"`],
  ['rcpt', 'fail', 'recipient-suppressed', `"${CUSTOMER}"`],
  ['rcpt', 'fail', 'recipient-refused', `"${CUSTOMER}"`],
  ['rcpt', 'fail', 'recipient-dropped', `"${CUSTOMER}"`],
  ['rcpt', 'unknown', 'recipient-timeout', `"${CUSTOMER}"`],
  ['mail', 'fail', 'limit-daily', LOGIN],
  ['mail', 'warn', 'limit-rate', TARGET],
  ['mail', 'fail', 'limit-size', TARGET],
];
const ODD_SECRET = 'config-looks-like-wrong-secret-kind';
const WARNINGS: readonly (readonly [SmtpStage, SmtpCause, detail: string, naming: string])[] = [
  ['auth', 'config-whitespace', 'the password', '(the password)'],
  ['auth', 'config-looks-like-wrong-secret-kind', 'an API key', '(an API key)'],
  ['ehlo', 'auth-offered-without-tls', 'starttls', 'before TLS'],
  ['certificate', 'tls-cert-expires-soon', '2026-11-09T00:00:00Z', 'ends on 2026-11-09T00:00:00Z'],
  ['connect', 'tcp-other-port-answers', '465', 'on port 465, not on the default port 587'],
];

const busy = trouble('greeting-busy', 'greeting', {
  isTemporary: true,
  reply: { code: 421, enhanced: '4.7.0', text: 'Too busy' },
});
const meaning: Meaning = {
  provider: 'Mail Example',
  says: 'Mail Example wants an app password, not the password of the mailbox.',
  steps: ['Open the security page of Mail Example.', 'Make an app password.'],
  source: 'https://mail.example/help/app-passwords',
};

const otherSender = 'billing@cedar-credit.example';
const refused = trouble('sender-not-allowed', 'mail', {
  reply: { code: 553, enhanced: '5.7.1', text: 'not owned by user' },
});
const several = answers(
  [envelopeKey(SENDER), { reached: 'mail' }],
  [envelopeKey(otherSender), { reached: undefined, trouble: refused }],
);
const from = '/notifications/0/email/from';
const toCustomer = envelopeKey(SENDER, CUSTOMER);

checkTable(check, [
  // What leaves nothing to try.
  { name: 'nothing was asked', set: { '/transport': own }, says: ['skip offline'] },
  { name: 'nothing was asked, house account', says: ['skip offline'] },
  { name: 'house account', probed: {}, says: ['skip not-applicable'], naming: ['the house account'] },
  {
    name: 'Amazon SES',
    set: { '/transport': { mode: 'ses' } },
    probed: {},
    says: ['skip not-applicable'],
    naming: ['Amazon SES'],
  },
  {
    name: 'for direct emails only, automated mail',
    set: { '/transport': { ...own, onlyDirectEmails: true } },
    probed: { smtp: seen() },
    says: ['skip not-applicable'],
    naming: ['Automated mail leaves by the house account'],
  },
  {
    name: 'for direct emails only, direct mail',
    direct: true,
    set: { '/transport': { ...own, onlyDirectEmails: true } },
    probed: { smtp: seen() },
    says: ['pass'],
    naming: ['through MAIL FROM'],
  },
  ...[
    ['mode not given', { smtp: settings }],
    ['transport not given', undefined],
    ['settings not given', { mode: 'smtp' }],
    ['host empty', { mode: 'smtp', smtp: { ...settings, host: ' ' } }],
    ['host not given', { mode: 'smtp', smtp: { ...settings, host: undefined } }],
    ['host with a scheme', { mode: 'smtp', smtp: { ...settings, host: 'smtp://smtp.mail.example' } }],
    ['host with a port', { mode: 'smtp', smtp: { ...settings, host: 'smtp.mail.example:25' } }],
    ['host with a blank', { mode: 'smtp', smtp: { ...settings, host: ' smtp.mail.example' } }],
    ['user empty', { mode: 'smtp', smtp: { ...settings, user: null } }],
    ['user not given', { mode: 'smtp', smtp: { ...settings, user: undefined } }],
    ['password empty', { mode: 'smtp', smtp: { ...settings, password: '' } }],
    ['password null', { mode: 'smtp', smtp: { ...settings, password: null } }],
    ['password not given', { mode: 'smtp', smtp: { ...settings, password: undefined } }],
  ].map(
    ([name, transport]): Case => ({
      name: String(name),
      set: { '/transport': transport },
      probed: { smtp: seen() },
      says: ['skip blocked-by:smtp-settings'],
    }),
  ),
  {
    name: 'the server was not tried',
    set: { '/transport': own },
    probed: {},
    says: ['skip blocked-by:smtp-settings'],
  },

  // How far it went.
  live(
    {},
    {
      name: 'through MAIL FROM',
      says: ['pass'],
      naming: ['through MAIL FROM', 'TLSv1.3', '212 ms', SENDER, TARGET],
    },
  ),
  live(
    { envelopes: answers([envelopeKey(SENDER), { reached: 'mail' }], [toCustomer, { reached: 'rcpt' }]) },
    { name: 'through RCPT TO', says: ['pass'], naming: ['through RCPT TO', SENDER, CUSTOMER] },
  ),
  live(
    { envelopes: answers([envelopeKey(SENDER, 'someone.else@mail.example'), { reached: 'rcpt' }]) },
    { name: 'only another recipient was named', says: ['unknown sender-not-tried'] },
  ),
  live({ envelopes: answers() }, { name: 'the sender was not reached', says: ['unknown sender-not-tried'] }),
  live(
    { envelopes: answers() },
    {
      name: 'no from address set',
      set: { [from]: null },
      says: ['pass'],
      naming: ['through AUTH', LOGIN],
    },
  ),
  live(
    { envelopes: answers() },
    { name: 'no primary address', set: { '/companyEmails': [] }, says: ['pass'], naming: ['through AUTH'] },
  ),
  live(
    { tls: undefined },
    {
      name: 'in clear text',
      set: { '/transport': { mode: 'smtp', smtp: { ...settings, security: 'none' } } },
      says: ['pass'],
      naming: ['without TLS'],
    },
  ),
  live({}, { name: 'password in a variable', set: variable(), says: ['pass'] }),
  live({}, { name: 'direct mail, from the primary address', direct: true, says: ['pass'], naming: [SENDER] }),

  // Several senders share a session.
  live(
    { envelopes: several },
    { name: 'several senders: this one is taken', says: ['pass'], naming: [SENDER] },
  ),
  live(
    { envelopes: several },
    {
      name: 'several senders: this one is refused',
      set: { [from]: otherSender },
      says: ['fail sender-not-allowed'],
      naming: [otherSender, LOGIN, 'it said 553 5.7.1 "not owned by user"'],
    },
  ),
  live(
    { envelopes: several },
    {
      name: 'several senders: addresses compare without case',
      set: { [from]: ` ${otherSender.toUpperCase()} ` },
      says: ['fail sender-not-allowed'],
    },
  ),
  live(
    { envelopes: several },
    {
      name: 'several senders: this one was not named',
      set: { [from]: 'third@cedar-credit.example' },
      says: ['unknown sender-not-tried'],
      naming: ['third@cedar-credit.example'],
    },
  ),
  live(
    {
      envelopes: answers(
        [envelopeKey(SENDER), { reached: 'mail' }],
        [toCustomer, { reached: 'mail', trouble: trouble('recipient-unknown', 'rcpt') }],
      ),
    },
    { name: 'the recipient is refused', says: ['fail recipient-unknown'], naming: [CUSTOMER] },
  ),

  // Every cause, with its weight.
  ...ENDS.map(([stage, weight, cause, naming]) =>
    ended(trouble(cause, stage, { isTemporary: weight === 'warn' }), {
      name: `${cause} at ${stage}`,
      says: [`${weight} ${cause}`],
      naming: [naming],
    }),
  ),
  ...ANSWERS.map(([stage, weight, cause, naming]) =>
    answered(trouble(cause, stage, { isTemporary: weight === 'warn' }), {
      name: `${cause} at ${stage}`,
      says: [`${weight} ${cause}`],
      naming: [naming],
    }),
  ),
  ...WARNINGS.filter(([, cause]) => cause !== ODD_SECRET).flatMap(([stage, cause, detail, naming]) => [
    live(
      { warnings: [trouble(cause, stage, { detail })] },
      { name: `${cause} beside a pass`, says: ['pass', `warn ${cause}`], naming: [naming] },
    ),
    live(
      { warnings: [trouble(cause, stage)] },
      { name: `${cause} without a detail`, says: ['pass', `warn ${cause}`] },
    ),
  ]),
  live(
    { warnings: [trouble(ODD_SECRET, 'auth')] },
    { name: 'an odd password that was taken needs no guess', says: ['pass'] },
  ),
  live(
    {
      warnings: [trouble(ODD_SECRET, 'auth')],
      trouble: trouble('auth-bad-credentials', 'auth', { meaning }),
      envelopes: answers(),
    },
    { name: 'an odd password of which the provider says what is wrong', says: ['fail auth-bad-credentials'] },
  ),
  live(
    {
      warnings: [trouble(ODD_SECRET, 'auth', { detail: 'an API key' })],
      trouble: trouble('auth-bad-credentials', 'auth'),
      envelopes: answers(),
    },
    {
      name: 'an odd password that was refused',
      says: ['fail auth-bad-credentials', `warn ${ODD_SECRET}`],
      naming: ['(an API key)'],
    },
  ),
  ...(['auth-too-many-attempts', 'tls-starttls-refused'] as const).map((cause) =>
    ended(trouble(cause, 'auth', { isTemporary: true }), {
      name: `${cause}, for now`,
      says: [`warn ${cause}`],
      naming: [TARGET],
    }),
  ),
  ended(trouble('tls-cert-expired', 'certificate', { isTemporary: true }), {
    name: 'temporary or not, where only one weight is known',
    says: ['fail tls-cert-expired'],
  }),
  ended(trouble('secret-withheld', 'auth', { detail: 'the export withholds it' }), {
    name: 'password withheld',
    set: { '/transport': { mode: 'smtp', smtp: { ...settings, password: '[redacted]' } } },
    says: ['unknown secret-withheld /transport/smtp/password'],
    naming: ['(the export withholds it), so the login was not tried'],
  }),
  ended(trouble('secret-withheld', 'auth', { detail: 'MAILCHECK_MAIL is not set on this machine' }), {
    name: 'password in a variable that is not set',
    set: variable(),
    says: ['unknown secret-withheld /transport/smtp/password'],
    naming: ['MAILCHECK_MAIL is not set on this machine'],
  }),

  // Several at once.
  ended(busy, {
    name: 'a reply is quoted',
    says: ['warn greeting-busy'],
    naming: ['it said 421 4.7.0 "Too busy".'],
  }),
  live(
    {
      trouble: trouble('tcp-refused', 'connect', { detail: '192.0.2.25' }),
      warnings: [
        trouble('tcp-other-port-answers', 'connect', { detail: '465' }),
        trouble('config-whitespace', 'auth', { detail: 'the user' }),
      ],
    },
    {
      name: 'warnings beside a trouble',
      says: ['fail tcp-refused', 'warn tcp-other-port-answers', 'warn config-whitespace'],
      naming: ['refuses the connection (192.0.2.25).', 'on port 465, not on the default port 587.'],
    },
  ),
  live(
    {
      envelopes: several,
      warnings: [trouble('tls-cert-expires-soon', 'certificate', { detail: '2026-11-09T00:00:00Z' })],
    },
    {
      name: 'warnings beside a sender refused',
      set: { [from]: otherSender },
      says: ['fail sender-not-allowed', 'warn tls-cert-expires-soon'],
    },
  ),
  live(
    { envelopes: answers(), warnings: [trouble('auth-offered-without-tls', 'ehlo')] },
    {
      name: 'warnings beside a sender that was not named',
      says: ['unknown sender-not-tried', 'warn auth-offered-without-tls'],
    },
  ),
  live(
    { tls: undefined, warnings: [trouble('auth-offered-without-tls', 'ehlo', { detail: 'none' })] },
    {
      name: 'the login went in clear text',
      set: { '/transport': { mode: 'smtp', smtp: { ...settings, security: 'none' } } },
      says: ['pass', 'warn auth-offered-without-tls'],
      naming: [`With encryption "none" the login went to ${TARGET} in clear text.`],
    },
  ),
]);

function variable() {
  return {
    '/transport': { mode: 'smtp', smtp: { ...settings, password: { env: 'MAILCHECK_MAIL' } } },
  };
}

/** What the check says of one trouble, with the settings given. */
function told(what: SmtpTrouble, smtp: object = {}, rest: Partial<Case> = {}) {
  const account: WholeAccount = {
    ...compactAccount(),
    transport: { mode: 'smtp', smtp: { ...settings, ...smtp } },
  };
  const results = run(check, account, {
    ...rest,
    probed: { smtp: seen({ trouble: what, envelopes: answers() }) },
  });
  const [result] = results;
  if (!result || results.length > 1) throw new Error(`${results.length} results`);
  return result;
}

describe("a provider's own words", () => {
  const reply = { code: 534, enhanced: '5.7.9', text: 'Application-specific password required' };

  it('take the place of sentence, steps and page', () => {
    const result = told(trouble('auth-app-password-required', 'auth', { reply, meaning }));
    expect(result.summary).toBe(
      'Mail Example wants an app password, not the password of the mailbox (smtp.mail.example:587): it said 534 5.7.9 "Application-specific password required".',
    );
    expect(result.remediation).toEqual({ steps: meaning.steps, url: meaning.source });
    expect(told(trouble('auth-app-password-required', 'auth', { reply })).summary).not.toContain(
      'Mail Example',
    );
  });

  it('keep the detail, also where the general sentence says it itself', () => {
    for (const cause of ['auth-bad-credentials', 'tls-cert-expires-soon'] as const) {
      expect(told(trouble(cause, 'auth', { detail: 'seen twice', meaning })).summary).toContain(
        '(smtp.mail.example:587, seen twice)',
      );
    }
  });

  it('say where to look when the probe could not tell', () => {
    const result = told(trouble('greeting-silent', 'greeting', { meaning }));
    expect(result.status).toBe('unknown');
    expect(result.summary).toContain('the mail leaves from elsewhere.');
    expect(result.remediation).toEqual({ steps: meaning.steps });
  });

  it('name the screen where their first step starts there', () => {
    const atLoanPro: Meaning = { ...meaning, steps: [`Open ${MENU}.`, 'Click Save.'] };
    expect(told(trouble('auth-bad-credentials', 'auth', { meaning: atLoanPro })).remediation?.menu).toBe(
      MENU,
    );
  });
});

describe('a reply', () => {
  it.each([
    ['with an enhanced code', { code: 535, enhanced: '5.7.8', text: 'no' }, ': it said 535 5.7.8 "no".'],
    ['without one', { code: 535, text: 'no' }, ': it said 535 "no".'],
    ['without a text', { code: 535, enhanced: '5.7.8', text: ' ' }, ': it said 535 5.7.8.'],
    ['in which a secret was masked', { code: 535, text: 'no [redacted]' }, ': it said 535 "no [redacted]".'],
  ])('%s is quoted', (_, reply, end) => {
    expect(told(trouble('auth-bad-credentials', 'auth', { reply })).summary).toBe(
      `smtp.mail.example:587 refuses the login of "login@cedar-credit.example"${end}`,
    );
  });

  it.each([
    ['long', 'x'.repeat(5000), '(5,000 characters)'],
    ['of astral characters', '\u{1f4e7}'.repeat(500), '(1,000 characters)'],
  ])('that is %s is cut', (_, text, end) => {
    const { summary } = told(
      trouble('auth-bad-credentials', 'auth', { reply: { code: 535, text }, detail: text }),
    );
    expect(summary.length).toBeLessThan(500);
    expect(summary).toContain(end);
    expect(summary).not.toMatch(/\p{Surrogate}/u);
  });

  it.each(HOSTILE.map((text) => [JSON.stringify(text), text]))('that holds %s is harmless', (_, text) => {
    const result = told(
      trouble('auth-bad-credentials', 'auth', { reply: { code: 535, text: `<${text}>` }, detail: text }),
    );
    expect(result.summary).toContain(`it said 535 "<${text}>".`);
    expect(harmlessJson(resultJson(result))).not.toMatch(ACTIVE);
    expect(visible(result.summary)).not.toMatch(ACTIVE);
  });

  it('stays one sentence beside a long host', () => {
    const host = `${'a'.repeat(3000)}.example`;
    const { summary } = told(trouble('dns-not-found', 'resolve', { detail: 'ENOTFOUND' }), { host });
    expect(summary).toBe(`No server has the name "${'a'.repeat(60)}… (3,008 characters)" (ENOTFOUND).`);
  });
});

describe('secrets', () => {
  const causes = [...ENDS, ...ANSWERS].map(([stage, , cause]) => trouble(cause, stage));
  const warned = WARNINGS.map(([stage, cause, detail]) => trouble(cause, stage, { detail }));
  // With some providers the user is a token as secret as the password.
  const token = '7f3c1a52-9b0e-4d7c-8a11-5e2f90c4b6d3';
  const shown = (what: SmtpTrouble, user: string) => {
    const { summary, why, remediation, evidence } = told(what, { user, password: token });
    return JSON.stringify({ summary, why, remediation, evidence });
  };

  it.each([...causes, ...warned].map((what) => [`${what.cause} at ${what.stage}`, what] as const))(
    'stay out of what is said of %s',
    (_, what) => {
      const text = shown(what, token);
      expect(text).toContain('mail');
      expect(text).not.toContain(token);
    },
  );

  it('a short user and an address are named', () => {
    expect(shown(trouble('auth-bad-credentials'), 'apikey')).toContain('the login of \\"apikey\\"');
    expect(shown(trouble('auth-bad-credentials'), token)).toContain('the login of the user set');
  });
});

describe('what to do', () => {
  it.each(ENDS.map(([stage, weight, cause]) => [cause, stage, weight] as const))(
    '%s at %s: several steps, and a page for what is found',
    (cause, stage, weight) => {
      const { remediation, missing } = told(trouble(cause, stage, { isTemporary: weight === 'warn' }));
      expect(remediation?.steps.length).toBeGreaterThan(1);
      for (const step of remediation?.steps ?? []) expect(step).toMatch(/^[A-Z].*[.]$/);
      expect(remediation?.url ?? '').toMatch(weight === 'unknown' ? /^$/ : /^https:\/\//);
      expect(missing).toEqual([]);
      const opens = remediation?.steps[0] === `Open ${MENU}.`;
      expect(remediation?.menu).toBe(opens ? MENU : undefined);
    },
  );

  it('names the variable that is to be set', () => {
    const steps = (password: unknown) => told(trouble('secret-withheld'), { password }).remediation?.steps;
    expect(steps({ env: 'MAILCHECK_MAIL' })?.join(' ')).toContain('MAILCHECK_MAIL');
    expect(steps('[redacted]')?.join(' ')).toContain('{ env: MAILCHECK_SMTP_PASSWORD }');
  });

  it.each([
    ['an automated email', false, 'Email > From Address'],
    ['a direct one', true, 'send the email from an address'],
  ])('offers another sender for %s', (_, direct, words) => {
    const { remediation } = told(trouble('sender-not-allowed', 'mail'), {}, { direct });
    expect(remediation?.steps.join(' ')).toContain(words);
  });
});

describe('evidence', () => {
  const pointers = (cause: SmtpCause, stage: SmtpStage, rest: Partial<Case> = {}) =>
    told(trouble(cause, stage), {}, rest).evidence.map(({ pointer }) => pointer);
  const smtp = (...fields: string[]) => fields.map((field) => `/transport/smtp/${field}`);

  it.each([
    ['dns-not-found', 'resolve', smtp('host')],
    ['tcp-refused', 'connect', smtp('host', 'port')],
    ['greeting-expects-tls', 'greeting', smtp('host', 'port', 'security')],
    ['tls-cert-expired', 'certificate', smtp('host', 'port', 'security')],
    ['auth-bad-credentials', 'auth', smtp('user', 'password')],
    ['sender-not-allowed', 'mail', [from, '/companyEmails/0/email', ...smtp('user')]],
    ['recipient-unknown', 'rcpt', ['/customers/0/email']],
    ['sender-not-tried', 'mail', [from, '/companyEmails/0/email']],
    ['sender-not-tried', 'rcpt', ['/customers/0/email']],
    ['limit-daily', 'mail', smtp('host', 'user')],
  ] as const)('of %s at %s', (cause, stage, expected) => {
    expect(pointers(cause, stage)).toEqual(expected);
  });

  it('of a sender of direct mail is the company email', () => {
    expect(pointers('sender-not-tried', 'mail', { direct: true })).toEqual(['/companyEmails/0/email']);
  });
});
