import { isIP } from 'node:net';
import { Cancelled } from '../../core/errors.js';
import type { SmtpCause, SmtpProbed, SmtpStage, SmtpTrouble } from '../../core/probed-smtp.js';
import { suspectSecret } from '../../providers/suspect-secret.js';
import { mayContact } from '../guard.js';
import { TooLate } from '../stages.js';
import { Attempt, inWords, type SmtpAsk, Trouble, weightOf } from './attempt.js';
import { nameSenders } from './envelopes.js';
import { open } from './open.js';
import { greets, otherPort, speaksTls } from './other-ways.js';
import { reach } from './reach.js';
import { signIn } from './sign-in.js';

/**
 * Tries a server as LoanPro's Connections would: finds it, connects, switches to TLS, judges the certificate, signs
 * in once, and names each sender. It resets after every envelope and never sends DATA, so no message leaves.
 * Whatever the network does ends in a result, within the time given.
 * @throws Cancelled when the signal is aborted.
 */
export async function probeSmtp(ask: SmtpAsk): Promise<SmtpProbed> {
  const attempt = new Attempt(ask);
  lookBeforehand(attempt);
  const ended = await handshake(attempt);
  const trouble = ended && (await lookCloser(attempt, ended));
  if (ask.signal?.aborted) throw new Cancelled();
  const stages = attempt.stages.list.map((stage) => ({ ...stage, stage: STAGE_NAMES[stage.stage] }));
  // A closer look may tell more of the stage that ended it than was seen there.
  const last = trouble !== ended && stages.pop();
  if (trouble && last) stages.push({ ...last, status: weightOf(trouble), detail: inWords(trouble) });
  return {
    target: `${isIP(ask.host) === 6 ? `[${ask.host}]` : ask.host}:${ask.port}`,
    provider: attempt.provider?.name,
    stages,
    addresses: attempt.addresses,
    capabilities: attempt.capabilities.map(attempt.mask),
    tls: attempt.tls,
    transcript: attempt.session?.transcript ?? [],
    ms: attempt.stages.elapsed,
    trouble,
    warnings: attempt.warnings,
    envelopes: attempt.envelopes,
  };
}

/** The handshake itself; returns what ended it, if something did. */
async function handshake(attempt: Attempt): Promise<SmtpTrouble | undefined> {
  const { stages } = attempt;
  try {
    const socket = await reach(attempt);
    const session = await open(attempt, socket);
    await signIn(attempt, session);
    await nameSenders(attempt, session);
    stages.enter('quit');
    session.quit();
    stages.done();
    return undefined;
  } catch (error) {
    const trouble = troubleOf(error, attempt);
    if (trouble) stages.done(weightOf(trouble), inWords(trouble));
    // Who leaves without a word after a refused login may be taken for an attacker.
    if (error instanceof Trouble && attempt.session) attempt.session.quit();
    else {
      attempt.session?.close();
      attempt.socket?.destroy();
    }
    if (trouble === undefined) throw error;
    return trouble;
  } finally {
    stages.close();
  }
}

/** What can be doubted before anything is sent. */
function lookBeforehand(attempt: Attempt): void {
  const { host, user, password } = attempt.ask;
  const padded = [user !== user.trim() && 'the user', password !== password?.trim() && 'the password'];
  const which = padded.filter((part) => part !== false);
  if (which.length > 0) attempt.warn('config-whitespace', 'auth', which.join(' and '));
  const suspect = password === undefined ? undefined : suspectSecret({ host, user, password });
  if (!suspect) return;
  const { detail, meaning } = suspect;
  const cause = 'config-looks-like-wrong-secret-kind';
  attempt.warnings.push({ cause, stage: 'auth', isTemporary: false, detail, meaning });
}

function troubleOf(error: unknown, attempt: Attempt): SmtpTrouble | undefined {
  if (error instanceof Trouble) return error.trouble;
  if (!(error instanceof TooLate)) return undefined;
  const stage = attempt.stages.current ?? 'connect';
  return { cause: LATE[stage], stage, isTemporary: false, detail: error.waited };
}

/** Where a port is silent or refuses, another way of speaking to the host may say what is wrong with it. */
async function lookCloser(attempt: Attempt, trouble: SmtpTrouble): Promise<SmtpTrouble> {
  const { address, ask, stages } = attempt;
  const { host, port, security } = ask;
  const { cause } = trouble;
  if (address === '' || !mayContact(address, ask.allowPrivate)) return trouble;
  // Two looks at most, within the time for the whole.
  const ms = Math.min(3000, stages.left / 2);
  const look = { address, servername: isIP(host) ? '' : host, ms, signal: ask.signal };
  if (cause === 'tls-port-expects-plain' && !(await greets(look, port))) {
    return { ...trouble, cause: 'tls-handshake-failed' };
  }
  if (cause === 'greeting-silent' && security !== 'tls' && (await speaksTls(look, port))) {
    return { ...trouble, cause: 'greeting-expects-tls', detail: 'it answers TLS from the first byte' };
  }
  if (cause === 'tcp-refused' || cause === 'tcp-timeout' || cause === 'greeting-silent') {
    const other = await otherPort(look, port, ask.usualPorts);
    if (other !== undefined) attempt.warn('tcp-other-port-answers', 'connect', String(other));
  }
  return trouble;
}

/** The stages by the words of the protocol. */
export const STAGE_NAMES: Readonly<Record<SmtpStage, string>> = {
  resolve: 'resolve',
  connect: 'connect',
  greeting: 'greeting',
  ehlo: 'EHLO',
  starttls: 'STARTTLS',
  tls: 'TLS',
  certificate: 'certificate',
  auth: 'AUTH',
  mail: 'MAIL FROM',
  rcpt: 'RCPT TO',
  quit: 'QUIT',
};

/** What it means that a stage took too long. */
const LATE: Readonly<Record<SmtpStage, SmtpCause>> = {
  resolve: 'dns-server-trouble',
  connect: 'tcp-timeout',
  greeting: 'greeting-silent',
  ehlo: 'ehlo-timeout',
  starttls: 'tls-timeout',
  tls: 'tls-timeout',
  certificate: 'tls-timeout',
  auth: 'auth-dropped',
  mail: 'sender-timeout',
  rcpt: 'recipient-timeout',
  quit: 'ehlo-timeout',
};
