import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SmtpProbed } from '../../src/core/probed-smtp.js';
import type { SmtpAsk } from '../../src/probes/smtp/attempt.js';
import { probeSmtp } from '../../src/probes/smtp/handshake.js';
import type { CertificateKind } from '../servers/certificates.js';
import { type Exim, type EximFlag, type EximStage, password, startExim } from '../servers/exim.js';
import { lacks } from '../servers/needs.js';
import { type Postfix, postfixFaults, startPostfix } from '../servers/postfix.js';
import { askOf, inWords, resultsOf } from '../support/ask-smtp.js';

const NOTICES = 'notices@lender.example';
const OF_OTHERS = 'office@cedar-credit.example';
const IN_CLEAR = 'warn auth-offered-without-tls';

/** What is asked of a server on this machine, by its port. */
type Change = Omit<Partial<SmtpAsk>, 'port'> & { readonly isTlsPort?: true };

interface Said {
  readonly says: readonly string[];
  readonly reply: string;
  readonly probed: SmtpProbed;
}

async function asked({ port, tlsPort }: Exim | Postfix, { isTlsPort, ...change }: Change): Promise<Said> {
  const ask = askOf(isTlsPort ? tlsPort : port, {
    user: NOTICES,
    password,
    senders: [NOTICES],
    timeoutMs: 12_000,
    ...change,
  });
  const probed = await probeSmtp(ask);
  const trouble = probed.trouble ?? [...probed.envelopes.values()].find((answer) => answer.trouble)?.trouble;
  const results = resultsOf(probed, ask);
  for (const { remediation, status } of results)
    if (status !== 'pass') expect(remediation?.steps.length).toBeGreaterThan(0);
  expect(probed.ms).toBeLessThan(12_000);
  return {
    says: results.map(inWords),
    reply: [trouble?.reply?.code, trouble?.reply?.enhanced].join(' ').trim(),
    probed,
  };
}

/** A case: its name, what is asked, the results, and the reply they come from. */
type Case = readonly [name: string, change: Change, says: readonly string[], reply: string];

/** What both servers say in much the same way. */
const common: readonly Case[] = [
  ['right password', {}, ['pass'], ''],
  ['right password, TLS from the first byte', { isTlsPort: true, security: 'tls' }, ['pass'], ''],
  ['sender not owned', { user: 'clerk@lender.example' }, ['fail sender-not-allowed'], '553 5.7.1'],
  ['login without TLS', { security: 'none' }, ['fail auth-not-offered'], ''],
  ['greylisting', { recipient: 'grey@example.com' }, ['warn recipient-greylisted'], '450 4.2.0'],
  ['recipient not known', { recipient: 'nobody@example.com' }, ['fail recipient-unknown'], '550 5.1.1'],
  ['TLS to a port that begins in clear text', { security: 'tls' }, ['fail tls-port-expects-plain'], ''],
  [
    'clear text to a port of TLS from the first byte',
    { isTlsPort: true, timeoutMs: 2_000 },
    ['fail greeting-expects-tls'],
    '',
  ],
  ['certificate not trusted', { ca: undefined }, ['fail tls-cert-unknown-issuer'], ''],
];

describe.skipIf(lacks('exim4'))('Exim', () => {
  let exim: Exim;
  beforeAll(async () => {
    exim = await startExim();
  }, 30_000);
  afterAll(() => exim.stop());

  const own: readonly Case[] = [
    // Exim knows who owns what by the domain of the sender alone.
    ...common.filter(([name]) => name !== 'sender not owned'),
    ['sender not owned', { senders: [OF_OTHERS] }, ['fail sender-not-allowed'], '553 5.7.1'],
    ['wrong password', { password: 'wrong' }, ['fail auth-bad-credentials'], '535'],
    ['quota used up', { user: 'spent@lender.example' }, ['fail limit-daily'], '452 4.7.28'],
    ['auth backend down', { user: 'down@lender.example' }, ['warn auth-temporary'], '435'],
  ];
  it.each(own)('%s', async (_, change, says, reply) => {
    expect(await asked(exim, change)).toMatchObject({ says, reply });
  });

  it('counts messages, and not the probes of several senders', async () => {
    const senders = Array.from({ length: 5 }, (_, i) => `s${i}@lender.example`);
    const { probed } = await asked(exim, { user: 'limited@lender.example', senders });
    const causes = [...probed.envelopes.values()].map(({ trouble }) => trouble?.cause ?? 'taken');
    expect(causes).toEqual(['taken', 'taken', 'taken', 'limit-daily', 'limit-daily']);
  });

  it.each<[EximFlag, Change, readonly string[]]>([
    ['no-starttls', {}, ['fail tls-starttls-missing']],
    ['tls11', {}, ['fail tls-too-old']],
    ['tls11', { isTlsPort: true, security: 'tls' }, ['fail tls-too-old']],
    ['clear-auth', {}, ['pass', IN_CLEAR]],
    ['clear-auth', { security: 'none' }, ['pass', IN_CLEAR]],
    ['no-auth', {}, ['fail auth-not-offered']],
    ['only-oauth', {}, ['fail auth-oauth-only']],
    ['other-greeting', {}, ['pass']],
  ])('with %s', async (flag, change, says) => {
    await exim.flag(flag, true);
    expect(await asked(exim, change)).toMatchObject({ says });
    await exim.reset();
  });

  it.each<[EximStage, string, readonly string[]]>([
    ['connect', '421 4.3.2 Too busy, try again later', ['warn greeting-busy']],
    ['connect', '554 5.7.1 Client host blocked', ['fail greeting-blocked']],
    ['helo', '550 5.7.1 Not from here', ['fail ehlo-refused']],
    ['starttls', '454 4.7.0 TLS not available', ['warn tls-starttls-refused']],
    ['auth', '534 5.7.9 Application-specific password required', ['fail auth-app-password-required']],
    ['auth', '535 5.7.139 SmtpClientAuthentication is disabled', ['fail auth-disabled-by-admin']],
    ['auth', '451 4.7.0 Authentication failed: Maximum credits exceeded', ['fail limit-daily']],
    ['mail', '530 5.7.0 Authentication required', ['fail sender-auth-required']],
    ['mail', '550 5.4.5 Daily user sending limit exceeded', ['fail limit-daily']],
    ['mail', '454 4.7.0 Throttling failure: Maximum sending rate exceeded', ['warn limit-rate']],
    ['mail', '554 5.7.1 Email address is not verified', ['fail sender-not-verified']],
  ])('told to answer %s with %s', async (stage, reply, says) => {
    await exim.answer(stage, reply);
    expect(await asked(exim, {})).toMatchObject({ says, reply: reply.split(' ').slice(0, 2).join(' ') });
    await exim.reset();
  });

  it.each<[CertificateKind, readonly string[]]>([
    ['expired', ['fail tls-cert-expired']],
    ['wrong-name', ['fail tls-cert-wrong-name']],
    ['self-signed', ['fail tls-cert-self-signed']],
    ['expiring', ['pass', 'warn tls-cert-expires-soon']],
  ])('with a certificate that is %s', async (kind, says) => {
    await exim.show(kind);
    expect(await asked(exim, {})).toMatchObject({ says });
    await exim.reset();
  });
});

describe.skipIf(lacks('postfix', 'dovecot', 'root'))('postfix with dovecot', () => {
  let postfix: Postfix;
  beforeAll(async () => {
    postfix = await startPostfix();
  }, 30_000);
  afterAll(() => postfix.stop());

  it.each<Case>([
    ...common,
    ['wrong password', { password: 'wrong' }, ['fail auth-bad-credentials'], '535 5.7.8'],
    ['sender of another domain', { senders: [OF_OTHERS] }, ['fail sender-not-allowed'], '553 5.7.1'],
  ])('%s', async (_, change, says, reply) => {
    expect(await asked(postfix, change)).toMatchObject({ says, reply });
  });

  it.each<[keyof typeof postfixFaults, times: number, Change, readonly string[], reply: string]>([
    ['fewConnections', 3, {}, ['warn limit-rate'], '421 4.7.0'],
    ['fewSignIns', 3, {}, ['warn auth-too-many-attempts'], '450 4.7.1'],
    ['fewMessages', 2, {}, ['warn limit-rate'], '450 4.7.1'],
    ['oldTls', 1, {}, ['fail tls-too-old'], ''],
    ['noTls', 1, {}, ['fail tls-starttls-missing'], '502 5.5.1'],
    ['clearAuth', 1, {}, ['pass', IN_CLEAR], ''],
    ['clearAuth', 1, { security: 'none' }, ['pass', IN_CLEAR], ''],
  ])('with %s, at try %i', async (fault, times, change, says, reply) => {
    await postfix.set(postfixFaults[fault]);
    for (let before = 1; before < times; before += 1)
      expect(await asked(postfix, change)).toMatchObject({ says: ['pass'] });
    expect(await asked(postfix, change)).toMatchObject({ says, reply });
  });

  it('takes its time over a wrong password, and fails for a time without dovecot', async () => {
    const slow = await startPostfix({ isSlow: true });
    // One process for all: another would look for dovecot at its start, and have no login to offer without it.
    await slow.set({ default_process_limit: '1' });
    const wrong = await asked(slow, { password: 'wrong' });
    expect(wrong).toMatchObject({ says: ['fail auth-bad-credentials'], reply: '535 5.7.8' });
    const auth = wrong.probed.stages.find(({ stage }) => stage === 'AUTH');
    expect(auth?.ms).toBeGreaterThan(1_500);
    await slow.endDovecot();
    expect(await asked(slow, {})).toMatchObject({ says: ['warn auth-temporary'], reply: '454 4.7.0' });
    await slow.stop();
  }, 30_000);
});
