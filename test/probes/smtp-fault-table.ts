import { once } from 'node:events';
import net from 'node:net';
import { promisify } from 'node:util';
import type { SmtpStage } from '../../src/core/probed-smtp.js';
import type { SmtpAsk } from '../../src/probes/smtp/attempt.js';
import { type CertificateKind, certificate } from '../servers/certificates.js';
import { closedPort, fullBacklog, otherGreetings, otherProtocol, silentServer } from '../servers/no-smtp.js';
import { type Act, type Script, type ScriptedServer, scriptedSmtp } from '../servers/scripted-smtp.js';
import { RECIPIENT } from '../support/ask-smtp.js';

/** A server of a fault: what it is asked on, and how it is ended. */
export interface FaultyServer {
  readonly port: number;
  readonly scripted?: ScriptedServer;
  /** Ports to be looked at where this one does not answer. */
  readonly usualPorts?: readonly number[];
  readonly stop: () => Promise<void>;
}

/** One fault: how it is produced, and what is to be said of it. */
export interface Fault {
  readonly name: string;
  /** What the server does; a healthy one without it. */
  readonly server?: Script | (() => Promise<FaultyServer>);
  readonly ask?: Partial<SmtpAsk>;
  /** Status and code of the check's first result. */
  readonly says: string;
  /** Those of the others. */
  readonly beside?: readonly string[];
  readonly stage: SmtpStage;
  /** Reply code and enhanced code. */
  readonly reply?: string;
  /** Whose documentation explains the reply. */
  readonly provider?: string;
  /** A piece of the summary. */
  readonly naming?: string;
  /** It has to be waited for, so the probe is given little time. */
  readonly isSlow?: true;
}

const DROPS: Act = { does: 'close' };
const RESETS: Act = { does: 'reset' };
const SILENCE: Act = { does: 'silence' };
const LETTERS: Act = { does: 'drip', text: 'x', everyMs: 100 };
/** Lines of which each says that more follow. */
const lines = (code: number): Act => ({ does: 'drip', text: `${code}-more\r\n`, everyMs: 100 });
const HUGE: Act = { does: 'close', text: `250-${'x'.repeat(200)}\r\n`.repeat(1000) };
const IN_CLEAR = 'warn auth-offered-without-tls';

const scripted = async (script: Script): Promise<FaultyServer> => {
  const server = await scriptedSmtp(script);
  return { port: server.port, scripted: server, stop: server.stop };
};

/** A server beside another port that answers. */
const besideHealthy = async (port: number, stop: () => Promise<void>): Promise<FaultyServer> => {
  const other = await scripted({});
  const end = async () => {
    await Promise.all([stop(), other.stop()]);
  };
  return { port, usualPorts: [port, await closedPort(), other.port], stop: end };
};

/** Resets what has connected: after a moment, as a reset at once can be seen while connecting. */
async function resetting(): Promise<FaultyServer> {
  const server = net.createServer((socket) => {
    setTimeout(() => socket.resetAndDestroy(), 50);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  const stop = async () => {
    await promisify(server.close.bind(server))();
  };
  return { port: address.port, stop };
}

/** One address, which `standBeforeConnect` or the guard keeps from being contacted. */
const to = (address: string): Partial<SmtpAsk> => ({ lookup: async () => [address] });

/** What a provider's server says in clear text, so that no certificate for its name is needed. */
function atProvider(
  host: string,
  at: NonNullable<Script['at']>,
): Pick<Fault, 'server' | 'ask' | 'beside'> & { readonly ask: Partial<SmtpAsk> } {
  return {
    server: { tls: 'none', at },
    ask: { host, security: 'none' },
    beside: [IN_CLEAR],
  };
}
/** In clear text, so that TLS takes none of the time in which an answer is waited for. */
const inClear = { ask: { security: 'none', timeoutMs: 3_000 }, beside: [IN_CLEAR] } as const;
const GMAIL = 'smtp.gmail.com';
/** Gmail's passwords have 16 letters; the test's has not. */
const atGmail = (at: NonNullable<Script['at']>) => ({
  ...atProvider(GMAIL, at),
  beside: [IN_CLEAR],
});
const SES = 'email-smtp.us-east-1.amazonaws.com';
const atSes = (at: NonNullable<Script['at']>) => ({
  ...atProvider(SES, at),
  beside: [IN_CLEAR],
});
const MICROSOFT = 'smtp.office365.com';

const rejecting = (code: string): Partial<SmtpAsk> => ({
  lookup: async () => {
    throw Object.assign(new Error(`query ${code}`), { code });
  },
});
const withCertificate = (kind: CertificateKind, tls: Script['tls'] = 'starttls'): Script => ({
  tls,
  certificate: certificate(kind),
});
const asking = (name: string, security: SmtpAsk['security'] = 'starttls') => ({ name, ask: { security } });

const resolving: readonly Fault[] = [
  { name: 'name not found', ask: rejecting('ENOTFOUND'), says: 'fail dns-not-found', stage: 'resolve' },
  {
    name: 'name without an address',
    ask: rejecting('ENODATA'),
    says: 'fail dns-not-found',
    stage: 'resolve',
  },
  {
    name: 'name server in trouble',
    ask: rejecting('EAI_AGAIN'),
    says: 'unknown dns-server-trouble',
    stage: 'resolve',
  },
  {
    name: 'silent name server',
    ask: { lookup: () => new Promise<never>(() => {}) },
    says: 'unknown dns-server-trouble',
    stage: 'resolve',
    isSlow: true,
  },
  {
    name: 'private address, not allowed',
    ask: { allowPrivate: false },
    says: 'unknown address-not-allowed',
    stage: 'resolve',
    naming: '127.0.0.1',
  },
  {
    name: 'link-local address, private ones allowed',
    ask: to('169.254.169.254'),
    says: 'unknown address-not-allowed',
    stage: 'resolve',
    naming: '169.254.169.254',
  },
];

const connecting: readonly Fault[] = [
  {
    name: 'port closed',
    server: async () => ({ port: await closedPort(), stop: async () => {} }),
    says: 'fail tcp-refused',
    stage: 'connect',
  },
  {
    name: 'port closed, another answers',
    server: async () => besideHealthy(await closedPort(), async () => {}),
    says: 'fail tcp-refused',
    beside: ['warn tcp-other-port-answers'],
    stage: 'connect',
  },
  { name: 'no route', ask: to('192.0.2.10'), says: 'unknown tcp-unreachable', stage: 'connect' },
  { name: 'reset at connect', ask: to('192.0.2.11'), says: 'unknown tcp-reset', stage: 'connect' },
  {
    name: 'every packet dropped',
    server: fullBacklog,
    says: 'unknown tcp-timeout',
    stage: 'connect',
    isSlow: true,
  },
];

const greeting: readonly Fault[] = [
  {
    name: 'silent port',
    server: silentServer,
    says: 'unknown greeting-silent',
    stage: 'greeting',
    isSlow: true,
  },
  {
    name: 'silent port, another answers',
    server: async () => {
      const silent = await silentServer();
      return besideHealthy(silent.port, silent.stop);
    },
    says: 'unknown greeting-silent',
    beside: ['warn tcp-other-port-answers'],
    stage: 'greeting',
    isSlow: true,
  },
  {
    ...asking('STARTTLS set for a port of TLS from the first byte'),
    server: { tls: 'implicit' },
    says: 'fail greeting-expects-tls',
    stage: 'greeting',
    isSlow: true,
  },
  {
    ...asking('a greeting, letter by letter without end'),
    server: { at: { greeting: LETTERS } },
    says: 'unknown greeting-silent',
    stage: 'greeting',
    isSlow: true,
  },
  {
    ...asking('a greeting of lines without end'),
    server: { at: { greeting: lines(220) } },
    says: 'unknown greeting-silent',
    stage: 'greeting',
    isSlow: true,
  },
  {
    ...asking('a huge greeting'),
    server: { at: { greeting: HUGE } },
    says: 'fail greeting-other-protocol',
    stage: 'greeting',
    naming: '(a reply without an end)',
  },
  {
    ...asking('drop in place of a greeting'),
    server: { at: { greeting: DROPS } },
    says: 'unknown greeting-closed',
    stage: 'greeting',
  },
  {
    ...asking('drop in the middle of a greeting'),
    server: { at: { greeting: { does: 'close', text: '220 mail.len' } } },
    says: 'unknown greeting-closed',
    stage: 'greeting',
  },
  {
    name: 'reset in place of a greeting',
    server: resetting,
    says: 'unknown tcp-reset',
    stage: 'greeting',
  },
  ...(['http', 'ssh', 'imap', 'pop3'] as const).map(
    (protocol): Fault => ({
      name: `greeting in ${protocol.toUpperCase()}`,
      server: async () => {
        const server = await otherProtocol(otherGreetings[protocol]);
        return { port: server.port, scripted: server, stop: server.stop };
      },
      says: 'fail greeting-other-protocol',
      stage: 'greeting',
      naming: `(${protocol.toUpperCase()})`,
    }),
  ),
  {
    ...asking('greeting in FTP'),
    server: () => otherProtocol(otherGreetings.ftp),
    says: 'fail ehlo-refused',
    stage: 'ehlo',
    reply: '500',
  },
  {
    ...asking('busy'),
    server: { at: { greeting: '421 4.3.2 Service not available, try again later' } },
    says: 'warn greeting-busy',
    stage: 'greeting',
    reply: '421 4.3.2',
  },
  {
    ...asking('too many connections'),
    server: { at: { greeting: '421 4.7.0 Error: too many connections from 127.0.0.1' } },
    says: 'warn limit-rate',
    stage: 'greeting',
    reply: '421 4.7.0',
  },
  {
    ...asking('turned away'),
    server: { at: { greeting: '554 5.7.1 client host [127.0.0.1] blocked using bl.example' } },
    says: 'fail greeting-blocked',
    stage: 'greeting',
    reply: '554 5.7.1',
  },
];

const ehlo: readonly Fault[] = [
  {
    ...asking('EHLO not known'),
    server: { at: { ehlo: '502 5.5.1 Command not implemented' } },
    says: 'fail ehlo-refused',
    stage: 'ehlo',
    reply: '502 5.5.1',
  },
  {
    ...asking('EHLO and HELO not known, in clear text', 'none'),
    server: { tls: 'none', at: { ehlo: '502 5.5.1 No', helo: '502 5.5.1 No' } },
    says: 'fail ehlo-refused',
    stage: 'ehlo',
    reply: '502 5.5.1',
  },
  {
    ...asking('421 at EHLO'),
    server: { at: { ehlo: '421 4.3.0 Closing' } },
    says: 'warn greeting-busy',
    stage: 'ehlo',
    reply: '421 4.3.0',
  },
  {
    ...asking('garbage at EHLO'),
    server: { at: { ehlo: 'What?' } },
    says: 'fail greeting-other-protocol',
    stage: 'ehlo',
    naming: 'What?',
  },
  {
    ...asking('drop at EHLO'),
    server: { at: { ehlo: DROPS } },
    says: 'unknown ehlo-dropped',
    stage: 'ehlo',
  },
  {
    ...asking('reset at EHLO'),
    server: { at: { ehlo: RESETS } },
    says: 'unknown ehlo-dropped',
    stage: 'ehlo',
  },
  {
    ...asking('silence at EHLO'),
    server: { at: { ehlo: SILENCE } },
    says: 'unknown ehlo-timeout',
    stage: 'ehlo',
    isSlow: true,
  },
  {
    ...asking('an answer to EHLO, letter by letter without end'),
    server: { at: { ehlo: LETTERS } },
    says: 'unknown ehlo-timeout',
    stage: 'ehlo',
    isSlow: true,
  },
  {
    ...asking('an answer to EHLO of lines without end'),
    server: { at: { ehlo: lines(250) } },
    says: 'unknown ehlo-timeout',
    stage: 'ehlo',
    isSlow: true,
  },
  {
    ...asking('a huge answer to EHLO'),
    server: { at: { ehlo: HUGE } },
    says: 'fail greeting-other-protocol',
    stage: 'ehlo',
    naming: '(a reply without an end)',
  },
];

const encrypting: readonly Fault[] = [
  {
    ...asking('STARTTLS not offered'),
    server: { offers: { before: ['SIZE 1000'] }, at: { starttls: '502 5.5.1 Not known' } },
    says: 'fail tls-starttls-missing',
    stage: 'starttls',
    reply: '502 5.5.1',
  },
  {
    ...asking('STARTTLS not offered, a login is'),
    server: { tls: 'none' },
    says: 'fail tls-starttls-missing',
    stage: 'starttls',
    reply: '502 5.5.2',
  },
  {
    ...asking('STARTTLS not offered and taken all the same'),
    server: { offers: { before: ['SIZE 1000'] } },
    says: 'fail tls-starttls-missing',
    stage: 'starttls',
  },
  {
    ...asking('STARTTLS offered and not known'),
    server: { at: { starttls: '502 5.5.1 Not implemented' } },
    says: 'fail tls-starttls-refused',
    stage: 'starttls',
    reply: '502 5.5.1',
  },
  {
    ...asking('STARTTLS refused for now'),
    server: { at: { starttls: '454 4.7.0 TLS not available due to local problem' } },
    says: 'warn tls-starttls-refused',
    stage: 'starttls',
    reply: '454 4.7.0',
  },
  {
    ...asking('STARTTLS refused'),
    server: { at: { starttls: '554 5.7.0 No TLS for you' } },
    says: 'fail tls-starttls-refused',
    stage: 'starttls',
    reply: '554 5.7.0',
  },
  {
    ...asking('drop at STARTTLS'),
    server: { at: { starttls: DROPS } },
    says: 'fail tls-handshake-failed',
    stage: 'starttls',
  },
  {
    ...asking('garbage after STARTTLS'),
    server: { at: { tls: 'This is no TLS' } },
    says: 'fail tls-handshake-failed',
    stage: 'tls',
  },
  {
    ...asking('drop after STARTTLS'),
    server: { at: { tls: DROPS } },
    says: 'fail tls-handshake-failed',
    stage: 'tls',
  },
  {
    ...asking('silence after STARTTLS'),
    server: { at: { tls: SILENCE } },
    says: 'unknown tls-timeout',
    stage: 'tls',
    isSlow: true,
  },
  {
    ...asking('TLS set for a port that begins in clear text', 'tls'),
    server: {},
    says: 'fail tls-port-expects-plain',
    stage: 'tls',
  },
  {
    ...asking('garbage in place of TLS', 'tls'),
    server: { tls: 'implicit', at: { tls: 'This is no TLS' } },
    says: 'fail tls-handshake-failed',
    stage: 'tls',
  },
  {
    ...asking('drop in place of TLS', 'tls'),
    server: { tls: 'implicit', at: { tls: DROPS } },
    says: 'fail tls-handshake-failed',
    stage: 'tls',
  },
  {
    ...asking('silence in place of TLS', 'tls'),
    server: { tls: 'implicit', at: { tls: SILENCE } },
    says: 'unknown tls-timeout',
    stage: 'tls',
    isSlow: true,
  },
  ...(['starttls', 'tls'] as const).map(
    (security): Fault => ({
      ...asking(`TLS 1.1 and nothing newer, ${security}`, security),
      server: { tls: security === 'tls' ? 'implicit' : 'starttls', maxVersion: 'TLSv1.1' },
      says: 'fail tls-too-old',
      stage: 'tls',
    }),
  ),
];

const certificates: readonly Fault[] = [
  ...(
    [
      ['expired', 'tls-cert-expired', '(expired on 20'],
      ['not-yet-valid', 'tls-cert-not-yet-valid', '(valid only from 20'],
      ['wrong-name', 'tls-cert-wrong-name', '(made for mail.other.example, not for mail.lender.example)'],
      ['self-signed', 'tls-cert-self-signed', '(signed by itself'],
      ['unknown-issuer', 'tls-cert-unknown-issuer', '(issued by a stranger'],
      ['private-chain', 'tls-cert-unknown-issuer', '(issued by a stranger'],
    ] as const
  ).map(
    ([kind, cause, naming]): Fault => ({
      ...asking(`certificate ${kind}`),
      server: withCertificate(kind),
      says: `fail ${cause}`,
      stage: 'certificate',
      naming,
    }),
  ),
  {
    ...asking('certificate expired, TLS from the first byte', 'tls'),
    server: withCertificate('expired', 'implicit'),
    says: 'fail tls-cert-expired',
    stage: 'certificate',
  },
  {
    name: 'certificate for the name alone, an address set',
    ask: { host: '127.0.0.1' },
    server: withCertificate('wrong-name'),
    says: 'fail tls-cert-wrong-name',
    stage: 'certificate',
    naming: 'not for 127.0.0.1',
  },
];

const signingIn: readonly Fault[] = [
  {
    ...asking('login not offered'),
    server: { offers: { after: ['SIZE 1000'] } },
    says: 'fail auth-not-offered',
    stage: 'auth',
  },
  {
    ...asking('login offered before TLS alone'),
    server: { offers: { before: ['STARTTLS', 'AUTH PLAIN'], after: ['SIZE 1000'] } },
    says: 'fail auth-not-offered',
    beside: [IN_CLEAR],
    stage: 'auth',
    naming: '(offered only before TLS)',
  },
  {
    ...asking('login offered after TLS alone, in clear text', 'none'),
    server: {},
    says: 'fail auth-not-offered',
    stage: 'auth',
  },
  {
    ...asking('tokens alone'),
    server: { offers: { after: ['AUTH XOAUTH2 OAUTHBEARER'] } },
    says: 'fail auth-oauth-only',
    stage: 'auth',
    naming: 'XOAUTH2',
  },
  {
    ...asking('NTLM alone'),
    server: { offers: { after: ['AUTH NTLM'] } },
    says: 'fail auth-no-common-mechanism',
    stage: 'auth',
    naming: 'NTLM',
  },
  {
    ...asking('wrong password'),
    server: { at: { auth: '535 5.7.8 Error: authentication failed: (reason unavailable)' } },
    says: 'fail auth-bad-credentials',
    stage: 'auth',
    reply: '535 5.7.8',
  },
  {
    ...asking('wrong password, in several lines and pieces'),
    server: {
      at: {
        auth: {
          does: 'pieces',
          text: '535-5.7.8 The login\n535-5.7.8 was not\n535 5.7.8 taken',
          size: 3,
          everyMs: 5,
        },
      },
    },
    says: 'fail auth-bad-credentials',
    stage: 'auth',
    reply: '535 5.7.8',
    naming: '"The login was not taken"',
  },
  {
    ...asking('wrong password, after a while'),
    server: { at: { auth: { does: 'late', text: '535 5.7.8 No', afterMs: 700 } } },
    says: 'fail auth-bad-credentials',
    stage: 'auth',
    reply: '535 5.7.8',
  },
  {
    ...asking('wrong password, cut off'),
    server: { at: { auth: { does: 'close', text: '535 5.7.8 Go aw' } } },
    says: 'fail auth-bad-credentials',
    stage: 'auth',
    reply: '535 5.7.8',
  },
  {
    ...asking('wrong password, at LOGIN'),
    server: { offers: { after: ['AUTH LOGIN'] }, at: { auth: '535 Incorrect authentication data' } },
    says: 'fail auth-bad-credentials',
    stage: 'auth',
    reply: '535',
  },
  {
    ...asking('wrong password, at CRAM-MD5'),
    server: { offers: { after: ['AUTH CRAM-MD5'] }, at: { auth: '535 5.7.8 No' } },
    says: 'fail auth-bad-credentials',
    stage: 'auth',
    reply: '535 5.7.8',
  },
  {
    name: 'Gmail: wrong password',
    ...atGmail({
      auth: '535-5.7.8 Username and Password not accepted. For more information, go to\n535 5.7.8  https://support.google.com/mail/?p=BadCredentials d2e1a72fcca58-gsmtp',
    }),
    says: 'fail auth-bad-credentials',
    stage: 'auth',
    reply: '535 5.7.8',
    provider: 'Gmail',
  },
  {
    name: 'Gmail: app password',
    ...atGmail({
      auth: '534-5.7.9 Application-specific password required. For more information, go to\n534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor x-gsmtp',
    }),
    says: 'fail auth-app-password-required',
    stage: 'auth',
    reply: '534 5.7.9',
    provider: 'Gmail',
  },
  {
    ...asking('app password, at a host of no provider'),
    server: { at: { auth: '534 5.7.9 Application-specific password required' } },
    says: 'fail auth-app-password-required',
    stage: 'auth',
    reply: '534 5.7.9',
  },
  {
    name: 'Microsoft: sign-in switched off for the organization',
    ...atProvider(MICROSOFT, {
      auth: '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information. [AM0PR02.example]',
    }),
    says: 'fail auth-disabled-by-admin',
    stage: 'auth',
    reply: '535 5.7.139',
    provider: 'Microsoft 365',
  },
  {
    name: 'Microsoft: basic sign-in removed',
    ...atProvider(MICROSOFT, {
      auth: '550 5.7.30 Basic authentication is not supported for Client Submission.',
    }),
    says: 'fail auth-disabled-by-admin',
    stage: 'auth',
    reply: '550 5.7.30',
    provider: 'Microsoft 365',
  },
  {
    name: 'SES: secret of IAM or of another Region',
    ...atSes({ auth: '535 Authentication Credentials Invalid' }),
    says: 'fail auth-bad-credentials',
    stage: 'auth',
    reply: '535',
    provider: 'Amazon SES (SMTP)',
  },
  {
    ...asking('login not to be checked at the moment'),
    server: { at: { auth: '454 4.7.0 Temporary authentication failure: Connection lost' } },
    says: 'warn auth-temporary',
    stage: 'auth',
    reply: '454 4.7.0',
  },
  {
    ...asking('login not to be checked at present'),
    server: { at: { auth: '435 Unable to authenticate at present' } },
    says: 'warn auth-temporary',
    stage: 'auth',
    reply: '435',
  },
  {
    ...asking('421 at the login'),
    server: { at: { auth: '421 4.3.2 Shutting down' } },
    says: 'warn auth-temporary',
    stage: 'auth',
    reply: '421 4.3.2',
  },
  {
    ...asking('too many logins'),
    server: { at: { auth: '450 4.7.1 Error: too many AUTH commands from 127.0.0.1' } },
    says: 'warn auth-too-many-attempts',
    stage: 'auth',
    reply: '450 4.7.1',
  },
  {
    ...asking('TLS wanted for the login', 'none'),
    server: { tls: 'none', at: { auth: '530 5.7.0 Must issue a STARTTLS command first' } },
    says: 'fail auth-encryption-required',
    beside: [IN_CLEAR],
    stage: 'auth',
    reply: '530 5.7.0',
  },
  {
    ...asking('encryption wanted for the mechanism', 'none'),
    server: {
      tls: 'none',
      at: { auth: '538 5.7.11 Encryption required for requested authentication mechanism' },
    },
    says: 'fail auth-encryption-required',
    beside: [IN_CLEAR],
    stage: 'auth',
    reply: '538 5.7.11',
  },
  {
    ...asking('mechanism refused'),
    server: { at: { auth: '504 5.5.4 Unrecognized authentication type' } },
    says: 'fail auth-no-common-mechanism',
    stage: 'auth',
    reply: '504 5.5.4',
  },
  {
    name: 'SendGrid: no credits',
    ...atProvider('smtp.sendgrid.net', { auth: '451 Authentication failed: Maximum credits exceeded' }),
    beside: [IN_CLEAR],
    says: 'fail limit-daily',
    stage: 'auth',
    reply: '451',
    provider: 'SendGrid',
  },
  {
    ...asking('drop at the login'),
    server: { at: { auth: DROPS } },
    says: 'fail auth-dropped',
    stage: 'auth',
  },
  {
    ...asking('reset at the login'),
    server: { at: { auth: RESETS } },
    says: 'fail auth-dropped',
    stage: 'auth',
  },
  {
    ...asking('garbage at the login'),
    server: { at: { auth: 'nonsense' } },
    says: 'fail auth-dropped',
    stage: 'auth',
    naming: '(no SMTP reply)',
  },
  {
    ...asking('a huge answer to the login'),
    server: { at: { auth: HUGE } },
    says: 'fail auth-dropped',
    stage: 'auth',
    naming: '(a reply without an end)',
  },
  {
    name: 'silence at the login',
    ...inClear,
    server: { tls: 'none', at: { auth: SILENCE } },
    says: 'fail auth-dropped',
    stage: 'auth',
    naming: '(no answer in ',
    isSlow: true,
  },
  {
    name: 'an answer to the login, letter by letter without end',
    ...inClear,
    server: { tls: 'none', at: { auth: LETTERS } },
    says: 'fail auth-dropped',
    stage: 'auth',
    isSlow: true,
  },
  {
    name: 'an answer to the login of lines without end',
    ...inClear,
    server: { tls: 'none', at: { auth: lines(235) } },
    says: 'fail auth-dropped',
    stage: 'auth',
    isSlow: true,
  },
  {
    name: 'the password is not here',
    ask: { password: undefined, withheld: 'the export withholds it' },
    says: 'unknown secret-withheld',
    stage: 'auth',
  },
];

const naming: readonly Fault[] = [
  {
    ...asking('sender of somebody else'),
    server: {
      at: { mail: '553 5.7.1 <x@y.example>: Sender address rejected: not owned by user z@y.example' },
    },
    says: 'fail sender-not-allowed',
    stage: 'mail',
    reply: '553 5.7.1',
  },
  {
    name: 'Microsoft: sender of somebody else',
    ...atProvider(MICROSOFT, {
      mail: '550 5.7.60 SMTP; Client does not have permissions to send as this sender',
    }),
    says: 'fail sender-not-allowed',
    stage: 'mail',
    reply: '550 5.7.60',
    provider: 'Microsoft 365',
  },
  {
    name: 'SES: not authorized to send',
    ...atSes({
      mail: '554 Access denied: User `arn:aws:iam::123456789012:user/ses` is not authorized to perform `ses:SendRawEmail` on resource',
    }),
    says: 'fail sender-not-allowed',
    stage: 'mail',
    reply: '554',
    provider: 'Amazon SES (SMTP)',
  },
  {
    name: 'SES: sender not verified',
    ...atSes({
      mail: '554 Message rejected: Email address is not verified. The following identities failed the check in region US-EAST-1: office@cedar-credit.example',
    }),
    says: 'fail sender-not-verified',
    stage: 'mail',
    reply: '554',
    provider: 'Amazon SES (SMTP)',
  },
  {
    name: 'SendGrid: sender not verified',
    ...atProvider('smtp.sendgrid.net', {
      mail: '550 The from address does not match a verified Sender Identity.',
    }),
    beside: [IN_CLEAR],
    says: 'fail sender-not-verified',
    stage: 'mail',
    reply: '550',
    provider: 'SendGrid',
  },
  {
    ...asking('login not counted'),
    server: { at: { mail: '530 5.7.0 Authentication required' } },
    says: 'fail sender-auth-required',
    stage: 'mail',
    reply: '530 5.7.0',
  },
  {
    ...asking('daily limit used up'),
    server: { at: { mail: '452 4.7.28 Daily sending quota exceeded' } },
    says: 'fail limit-daily',
    stage: 'mail',
    reply: '452 4.7.28',
  },
  {
    name: 'Gmail: daily limit used up',
    ...atGmail({
      mail: '550-5.4.5 Daily user sending limit exceeded. For more information on Gmail\n550 5.4.5 sending limits go to https://support.google.com/a/answer/166852 x-gsmtp',
    }),
    says: 'fail limit-daily',
    stage: 'mail',
    reply: '550 5.4.5',
    provider: 'Gmail',
  },
  {
    name: 'SES: daily limit used up',
    ...atSes({ mail: '454 Throttling failure: Daily message quota exceeded.' }),
    says: 'fail limit-daily',
    stage: 'mail',
    reply: '454',
    provider: 'Amazon SES (SMTP)',
  },
  {
    name: 'SES: too fast',
    ...atSes({ mail: '454 Throttling failure: Maximum sending rate exceeded.' }),
    says: 'warn limit-rate',
    stage: 'mail',
    reply: '454',
    provider: 'Amazon SES (SMTP)',
  },
  {
    name: 'IONOS: hourly limit used up',
    ...atProvider('smtp.ionos.com', {
      mail: '450 Requested mail action not taken: mailbox unavailable\n450 Mail send limit exceeded.'.replace(
        '450 R',
        '450-R',
      ),
    }),
    says: 'fail limit-daily',
    stage: 'mail',
    reply: '450',
    provider: 'IONOS',
  },
  {
    ...asking('sender put off'),
    server: { at: { mail: '451 4.3.0 Local error in processing' } },
    says: 'warn sender-temporary',
    stage: 'mail',
    reply: '451 4.3.0',
  },
  {
    ...asking('421 at the sender'),
    server: { at: { mail: '421 4.3.2 Shutting down' } },
    says: 'warn sender-temporary',
    stage: 'mail',
    reply: '421 4.3.2',
  },
  {
    ...asking('message too large for the server'),
    server: { at: { mail: '552 5.3.4 Message size exceeds fixed limit' } },
    says: 'fail limit-size',
    stage: 'mail',
    reply: '552 5.3.4',
  },
  {
    ...asking('drop at the sender'),
    server: { at: { mail: DROPS } },
    says: 'fail sender-dropped',
    stage: 'mail',
    naming: '(the connection was closed)',
  },
  {
    ...asking('reset at the sender'),
    server: { at: { mail: RESETS } },
    says: 'fail sender-dropped',
    stage: 'mail',
  },
  {
    ...asking('garbage at the sender'),
    server: { at: { mail: 'nonsense' } },
    says: 'fail sender-dropped',
    stage: 'mail',
    naming: '(no SMTP reply)',
  },
  {
    name: 'silence at the sender',
    ...inClear,
    server: { tls: 'none', at: { mail: SILENCE } },
    says: 'unknown sender-timeout',
    stage: 'mail',
    naming: '(no answer in ',
    isSlow: true,
  },
  {
    name: 'an answer to the sender, letter by letter without end',
    ...inClear,
    server: { tls: 'none', at: { mail: LETTERS } },
    says: 'unknown sender-timeout',
    stage: 'mail',
    isSlow: true,
  },
  {
    name: 'an answer to the sender of lines without end',
    ...inClear,
    server: { tls: 'none', at: { mail: lines(250) } },
    says: 'unknown sender-timeout',
    stage: 'mail',
    isSlow: true,
  },
  {
    ...asking('a huge answer to the sender'),
    server: { at: { mail: HUGE } },
    says: 'fail sender-dropped',
    stage: 'mail',
    naming: '(a reply without an end)',
  },
];

const toCustomer = (name: string) => ({ name, ask: { recipient: RECIPIENT } });

const reaching: readonly Fault[] = [
  {
    ...toCustomer('recipient not known'),
    server: { at: { rcpt: '550 5.1.1 User unknown' } },
    says: 'fail recipient-unknown',
    stage: 'rcpt',
    reply: '550 5.1.1',
  },
  {
    ...toCustomer('greylisting'),
    server: { at: { rcpt: '450 4.2.0 Recipient address rejected: Greylisted, try again later' } },
    says: 'warn recipient-greylisted',
    stage: 'rcpt',
    reply: '450 4.2.0',
  },
  {
    ...toCustomer('recipient suppressed'),
    server: { at: { rcpt: '550 5.7.1 Address is on the suppression list' } },
    says: 'fail recipient-suppressed',
    stage: 'rcpt',
    reply: '550 5.7.1',
  },
  {
    ...toCustomer('recipient refused'),
    server: { at: { rcpt: '554 5.7.1 Rejected by policy' } },
    says: 'fail recipient-refused',
    stage: 'rcpt',
    reply: '554 5.7.1',
  },
  {
    ...toCustomer('sender judged at the recipient'),
    server: { at: { rcpt: '553 5.7.1 Sender address rejected: not owned by user' } },
    says: 'fail sender-not-allowed',
    stage: 'rcpt',
    reply: '553 5.7.1',
  },
  {
    ...toCustomer('drop at the recipient'),
    server: { at: { rcpt: DROPS } },
    says: 'fail recipient-dropped',
    stage: 'rcpt',
  },
  {
    name: 'silence at the recipient',
    ...inClear,
    ask: { ...inClear.ask, recipient: RECIPIENT },
    server: { tls: 'none', at: { rcpt: SILENCE } },
    says: 'unknown recipient-timeout',
    stage: 'rcpt',
    isSlow: true,
  },
];

/** Every fault, each with a server that produces it. */
export const faults: readonly Fault[] = [
  ...resolving,
  ...connecting,
  ...greeting,
  ...ehlo,
  ...encrypting,
  ...certificates,
  ...signingIn,
  ...naming,
  ...reaching,
];

/** Starts the server of a fault. */
export async function started({ server = {} }: Fault): Promise<FaultyServer> {
  return typeof server === 'function' ? server() : scripted(server);
}
