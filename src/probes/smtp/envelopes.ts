import { domainToASCII } from 'node:url';
import { type EnvelopeAnswer, envelopeKey } from '../../core/probed-smtp.js';
import { TooLate } from '../stages.js';
import { type Attempt, inWords } from './attempt.js';
import { type Session, SessionLost } from './session.js';

const MOST_SENDERS = 20;

/** An answer, and whether the session ended with it. */
interface Answer extends EnvelopeAnswer {
  readonly isOver: boolean;
}

/** MAIL FROM for each sender, RCPT TO where asked, and RSET after each, so that nothing of an envelope is left. */
export async function nameSenders(attempt: Attempt, session: Session): Promise<void> {
  const { senders, recipient } = attempt.ask;
  if (senders.length === 0) return;
  session.beginEnvelopes();
  for (const sender of senders.slice(0, MOST_SENDERS)) {
    const mail = await name(attempt, session, 'mail', sender);
    attempt.envelopes.set(envelopeKey(sender), answerOf(mail));
    let last = mail;
    if (recipient !== undefined) {
      if (mail.reached) last = await name(attempt, session, 'rcpt', recipient);
      attempt.envelopes.set(envelopeKey(sender, recipient), answerOf(last));
    }
    if (last.isOver || !(await isReset(session))) return;
  }
}

const answerOf = ({ reached, trouble }: Answer): EnvelopeAnswer => ({ reached, trouble });

async function name(
  attempt: Attempt,
  session: Session,
  stage: 'mail' | 'rcpt',
  address: string,
): Promise<Answer> {
  const { stages } = attempt;
  const isMail = stage === 'mail';
  const reached = isMail ? undefined : 'mail';
  const path = pathOf(address);
  if (path === undefined) {
    const detail = `${isMail ? 'the sender' : 'the recipient'} is no plain address`;
    return {
      reached,
      trouble: { cause: 'sender-not-tried', stage, isTemporary: false, detail },
      isOver: false,
    };
  }
  stages.enter(stage);
  const isUtf8 =
    isMail && !/^[ -~]*$/.test(path) && attempt.capabilities.some((line) => /^SMTPUTF8$/i.test(line));
  const line = `${isMail ? 'MAIL FROM' : 'RCPT TO'}:<${path}>${isUtf8 ? ' SMTPUTF8' : ''}`;
  try {
    const reply = await session.command(line);
    if (reply.code < 300) {
      stages.done('pass', `${address}: ${reply.code}`);
      return { reached: stage, isOver: false };
    }
    const { trouble } = attempt.refused(stage, reply);
    stages.done(trouble.isTemporary ? 'warn' : 'fail', `${address}: ${inWords(trouble)}`);
    return { reached, trouble, isOver: reply.code === 421 };
  } catch (error) {
    if (!(error instanceof SessionLost || error instanceof TooLate)) throw error;
    const { trouble } =
      error instanceof SessionLost && error.reply
        ? attempt.refused(stage, error.reply)
        : attempt.trouble(
            isMail ? 'sender-dropped' : 'recipient-dropped',
            error instanceof TooLate ? error.waited : 'the connection was closed',
          );
    stages.done(trouble.isTemporary ? 'warn' : 'fail', `${address}: ${inWords(trouble)}`);
    return { reached, trouble, isOver: true };
  }
}

/** Whether RSET was taken; if not, the session is over. */
async function isReset(session: Session): Promise<boolean> {
  try {
    return (await session.command('RSET')).code < 300;
  } catch (error) {
    if (error instanceof SessionLost || error instanceof TooLate) return false;
    throw error;
  }
}

/** An address as an envelope takes it; undefined for one that would be more than an address in a command line. */
function pathOf(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  const domain = domainToASCII(address.slice(at + 1)) || address.slice(at + 1);
  const path = `${address.slice(0, at)}@${domain}`;
  return at < 1 || path.length > 254 || /[\s<>\p{Cc}]/u.test(path) ? undefined : path;
}
