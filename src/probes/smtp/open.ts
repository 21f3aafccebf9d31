import { isIP, type Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { isEnded } from '../stages.js';
import { trustedBeside } from '../trust.js';
import { type Attempt, Trouble } from './attempt.js';
import { causeOfTls, codeOf } from './cause-of-error.js';
import { certificateFault, expiresSoon, tlsOf } from './certificate.js';
import { mechanismsOf, Session, SessionLost } from './session.js';

/**
 * Greeting, EHLO and encryption over an open connection; then the certificate is judged.
 * @throws Trouble, and what `Stages.within` throws.
 */
export async function open(attempt: Attempt, connected: Socket): Promise<Session> {
  const { host, port, security, ca } = attempt.ask;
  const trusted = trustedBeside(ca);
  const socket = security === 'tls' ? await encrypt(attempt, connected, trusted) : connected;
  const session = new Session({
    socket,
    host,
    port,
    isSecured: security === 'tls',
    isClear: security === 'none',
    ca: trusted,
    stages: attempt.stages,
    mask: attempt.mask,
  });
  attempt.session = session;
  try {
    await session.open();
  } catch (error) {
    throw error instanceof SessionLost ? notOpened(attempt, session, error) : error;
  }
  attempt.capabilities = session.capabilities;
  const { encrypted } = session;
  if (security === 'starttls' && !offersStartTls(session)) {
    // It took the command all the same, which other clients do not try.
    attempt.stages.enter('starttls');
    throw attempt.trouble('tls-starttls-missing');
  }
  attempt.stages.done();
  if (encrypted) judgeCertificate(attempt, encrypted);
  const inClear = encrypted ? session.clearCapabilities : attempt.capabilities;
  if (security !== 'tls' && mechanismsOf(inClear).length > 0)
    attempt.warn('auth-offered-without-tls', 'ehlo', security);
  return session;
}

async function encrypt(
  attempt: Attempt,
  socket: Socket,
  ca: readonly string[] | undefined,
): Promise<TLSSocket> {
  const { stages, ask } = attempt;
  stages.enter('tls');
  const encrypted = connect({
    socket,
    host: ask.host,
    ...(isIP(ask.host) ? {} : { servername: ask.host }),
    // Judged afterwards, to say what is wrong with the certificate; nothing secret is sent before.
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2',
    ...(ca && { ca: [...ca] }),
  });
  try {
    await stages.within(
      new Promise<void>((resolve, reject) => {
        encrypted.once('secureConnect', resolve);
        encrypted.once('error', reject);
      }),
    );
  } catch (error) {
    if (isEnded(error)) throw error;
    throw attempt.trouble(causeOfTls(codeOf(error)), codeOf(error));
  }
  encrypted.removeAllListeners('error');
  encrypted.on('error', () => {});
  stages.done('pass', `${encrypted.getProtocol()} ${encrypted.getCipher().name}`);
  return encrypted;
}

function judgeCertificate(attempt: Attempt, encrypted: TLSSocket): void {
  const { stages } = attempt;
  const tls = tlsOf(encrypted);
  attempt.tls = tls;
  stages.enter('certificate');
  const fault = certificateFault(encrypted, tls, attempt.ask.host);
  if (fault) throw attempt.trouble(fault.cause, fault.detail);
  const { certificate } = tls;
  stages.done('pass', certificate ? `${certificate.subject}, until ${certificate.validTo}` : '');
  const end = expiresSoon(tls, Date.now());
  if (end !== undefined) attempt.warn('tls-cert-expires-soon', 'certificate', end);
}

/** Why a session did not open; the stage tells what a fault means. */
function notOpened(attempt: Attempt, session: Session, { code, heard }: SessionLost): Error {
  const { reply, said } = heard;
  const isGarbage = reply === undefined && (said !== '' || code === 'EPROTOCOL');
  switch (attempt.stages.current) {
    case 'starttls': {
      if (!offersStartTls(session))
        return new Trouble({ cause: 'tls-starttls-missing', stage: 'starttls', isTemporary: false, reply });
      return (
        attempt.refused('starttls', heard) ??
        attempt.trouble('tls-handshake-failed', 'the connection was closed at STARTTLS')
      );
    }
    case 'tls': {
      const cause = causeOfTls(code);
      // After STARTTLS it is no port that expects clear text: the server just did not go over to TLS.
      return attempt.trouble(cause === 'tls-port-expects-plain' ? 'tls-handshake-failed' : cause, code);
    }
    case 'ehlo':
      if (isGarbage) return attempt.trouble('greeting-other-protocol', protocolOf(said));
      return attempt.refused('ehlo', heard) ?? attempt.trouble('ehlo-dropped');
    default:
      if (isGarbage) return attempt.trouble('greeting-other-protocol', protocolOf(said));
      return (
        attempt.refused('greeting', heard) ??
        attempt.trouble(code === 'ECONNRESET' ? 'tcp-reset' : 'greeting-closed')
      );
  }
}

const offersStartTls = ({ clearCapabilities }: Session) =>
  clearCapabilities.some((line) => /^STARTTLS$/i.test(line));

/** The protocol of somebody who is no mail server, by how it greets. */
function protocolOf(said: string): string {
  if (said === '') return 'a reply without an end';
  if (/^HTTP\/|^</i.test(said)) return 'HTTP';
  if (/^SSH-/.test(said)) return 'SSH';
  if (/^\* /.test(said)) return 'IMAP';
  if (/^\+OK/.test(said)) return 'POP3';
  return JSON.stringify(said.slice(0, 60));
}
