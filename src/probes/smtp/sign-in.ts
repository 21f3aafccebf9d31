import { TooLate } from '../stages.js';
import type { Attempt } from './attempt.js';
import { mechanismsOf, type Session, SessionLost } from './session.js';

// What a session signs in with; the order is that of nodemailer.
const MECHANISMS = ['PLAIN', 'LOGIN', 'CRAM-MD5'];
const TOKENS = /^(XOAUTH2|OAUTHBEARER|OAUTH10A)$/;

/**
 * One login, over an encrypted connection unless clear text was chosen.
 * @throws Trouble, and what `Stages.within` throws.
 */
export async function signIn(attempt: Attempt, session: Session): Promise<void> {
  const { stages, ask } = attempt;
  const { user, password, security } = ask;
  stages.enter('auth');
  const method = methodOf(attempt, session);
  if (password === undefined) throw attempt.trouble('secret-withheld', ask.withheld);
  if (!session.encrypted && security !== 'none')
    throw new Error('a login in clear text was about to be sent');
  const { left } = stages;
  try {
    await session.login(user, password, method);
  } catch (error) {
    if (error instanceof TooLate) {
      // Where earlier answers took most of the time, silence says little.
      const isOurs = left < ask.timeoutMs / 2;
      throw attempt.trouble(isOurs ? 'auth-not-answered' : 'auth-dropped', error.waited);
    }
    if (!(error instanceof SessionLost)) throw error;
    throw attempt.refused('auth', error.heard) ?? attempt.trouble('auth-dropped', error.how);
  }
  stages.done('pass', `${method}${session.encrypted ? '' : ', in clear text'}`);
}

function methodOf(attempt: Attempt, session: Session): string {
  const offered = mechanismsOf(attempt.capabilities);
  const method = MECHANISMS.find((name) => offered.includes(name));
  if (method) return method;
  if (offered.length > 0) {
    const isTokenOnly = offered.some((name) => TOKENS.test(name));
    throw attempt.trouble(isTokenOnly ? 'auth-oauth-only' : 'auth-no-common-mechanism', offered.join(', '));
  }
  const before = mechanismsOf(session.clearCapabilities);
  throw attempt.trouble('auth-not-offered', before.length > 0 ? 'offered only before TLS' : undefined);
}
