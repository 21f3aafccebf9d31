import { domainToASCII } from 'node:url';
import { type EnvelopeAnswer, envelopeKey } from '../../core/probed-smtp.js';
import { TooLate } from '../stages.js';
import { type Attempt, inWords, type Trouble, weightOf } from './attempt.js';
import { type Session, SessionLost } from './session.js';

const MOST_SENDERS = 20;
/** In milliseconds. */
const LONGEST_RESET = 5000;

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
    // One address beyond ASCII makes the whole envelope so (RFC 6531, section 3.4).
    const isWide = [sender, recipient].some((address) => !isAscii(pathOf(address ?? '') ?? ''));
    const mail = await name(attempt, session, 'mail', sender, isWide);
    attempt.envelopes.set(envelopeKey(sender), answerOf(mail));
    let last = mail;
    if (recipient !== undefined) {
      if (mail.reached) last = await name(attempt, session, 'rcpt', recipient);
      attempt.envelopes.set(envelopeKey(sender, recipient), answerOf(last));
    }
    if (last.isOver || !(await isReset(attempt, session))) return;
  }
}

const answerOf = ({ reached, trouble }: Answer): EnvelopeAnswer => ({ reached, trouble });

async function name(
  attempt: Attempt,
  session: Session,
  stage: 'mail' | 'rcpt',
  address: string,
  isWide = false,
): Promise<Answer> {
  const { stages } = attempt;
  const isMail = stage === 'mail';
  const reached = isMail ? undefined : 'mail';
  const path = pathOf(address);
  const takesWide = attempt.capabilities.some((line) => /^SMTPUTF8$/i.test(line));
  if (path === undefined || (isWide && !takesWide)) {
    const detail = path === undefined ? 'it is no plain address' : 'the server takes ASCII letters alone';
    return {
      reached,
      trouble: { cause: 'sender-not-tried', stage, isTemporary: false, detail },
      isOver: false,
    };
  }
  stages.enter(stage);
  const line = `${isMail ? 'MAIL FROM' : 'RCPT TO'}:<${path}>${isWide ? ' SMTPUTF8' : ''}`;
  try {
    const heard = await session.command(line);
    const code = heard.reply?.code ?? 0;
    const refused = code < 300 ? undefined : attempt.refused(stage, heard);
    if (refused) return refusedBy(attempt, address, reached, refused, code === 421);
    stages.done('pass', `${address}: ${code}`);
    return { reached: stage, isOver: false };
  } catch (error) {
    if (!(error instanceof SessionLost || error instanceof TooLate)) throw error;
    const refused = error instanceof SessionLost ? attempt.refused(stage, error.heard) : undefined;
    const isLate = error instanceof TooLate;
    const dropped = isMail ? 'sender-dropped' : 'recipient-dropped';
    const cause = isLate ? (isMail ? 'sender-timeout' : 'recipient-timeout') : dropped;
    const how = isLate ? error.waited : error.how;
    return refusedBy(attempt, address, reached, refused ?? attempt.trouble(cause, how), true);
  }
}

function refusedBy(
  { stages }: Attempt,
  address: string,
  reached: EnvelopeAnswer['reached'],
  { trouble }: Trouble,
  isOver: boolean,
): Answer {
  stages.done(weightOf(trouble), `${address}: ${inWords(trouble)}`);
  return { reached, trouble, isOver };
}

/** Whether RSET was taken in time; if not, the session is over. */
async function isReset({ stages }: Attempt, session: Session): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const isLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(true), Math.min(stages.left, LONGEST_RESET));
  });
  try {
    const code = await Promise.race([session.command('RSET').then(({ reply }) => reply?.code), isLate]);
    return typeof code === 'number' && code < 300;
  } catch (error) {
    if (error instanceof SessionLost) return false;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

const isAscii = (text: string) => /^[ -~]*$/.test(text);

/** An address as an envelope takes it; undefined for one that would be more than an address in a command line. */
function pathOf(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  const domain = domainToASCII(address.slice(at + 1)) || address.slice(at + 1);
  const path = `${address.slice(0, at)}@${domain}`;
  return at < 1 || path.length > 254 || /[\s<>\p{Cc}]/u.test(path) ? undefined : path;
}
