import { emailsAsked } from '../../core/diagnose.js';
import { listed } from '../../core/words.js';
import { headline } from '../../report/headline.js';
import { stages } from '../../report/stages.js';
import { askFact } from './ask-fact.js';
import { chainLine } from './chain-line.js';
import type { Doors, Subjects } from './doors.js';
import type { Screen } from './screen.js';
import type { LogIn, Session } from './session.js';

const HANDSHAKE = 'smtp-handshake';

/** What a person is with: the terminal, the interview, and what it is about. */
export interface Sitting {
  readonly screen: Screen;
  readonly session: Session;
  readonly doors: Doors;
  readonly subjects: Subjects;
  /** Of the customer among the customers of the export. */
  readonly customerIndex: number;
}

/** Asks until nothing more can change the verdict, or the person has seen enough; "back" before the first answer. */
export async function interviewed(sitting: Sitting): Promise<'done' | 'back'> {
  const { screen, session } = sitting;
  for (;;) {
    const progress = session.interview.progress();
    if (progress.state === 'blocked') {
      const wish = await atBlocker(sitting);
      if (wish === 'enough') return 'done';
      if (wish === 'more') session.keepLooking();
      else if (!session.back()) return 'back';
      continue;
    }
    const logIn = session.logIn();
    if (logIn) {
      const wish = await logInAsked(sitting, logIn);
      if (wish === 'back' && !session.back()) return 'back';
      continue;
    }
    if (progress.state === 'settled') return 'done';
    const { question } = progress;
    const reply = await askFact(screen, question, (answer) => session.interview.problem(question, answer));
    if (reply === 'back') {
      if (!session.back()) return 'back';
    } else {
      const problem = session.answer(question, reply);
      if (problem !== undefined) screen.tell(problem);
      sayChain(sitting);
    }
  }
}

function sayChain({ screen, session }: Sitting): void {
  screen.tell(chainLine(session.interview.chain(), screen.isAscii));
}

async function atBlocker({ screen, session, doors, subjects }: Sitting): Promise<'more' | 'enough' | 'back'> {
  const { diagnosis } = doors.conclude(session.interview.known(), session.probed, subjects);
  const { status, word, text } = headline(diagnosis);
  screen.say((page) => page.headline(status, word, text));
  return screen.choose({ text: 'This is certain. Keep looking for more?' }, [
    { name: 'No, show the report', value: 'enough' },
    { name: 'Yes, ask on', value: 'more' },
    { name: 'Back', value: 'back' },
  ]);
}

async function logInAsked(sitting: Sitting, logIn: LogIn): Promise<'answered' | 'back'> {
  const { screen, session, doors } = sitting;
  const wish = await screen.choose(
    {
      text: 'Try to log in now?',
      help: [
        `The user and the password go to ${logIn.host}. No message is sent, and nothing is stored.`,
        ...(logIn.senders.length > 0 ? [`The from address is named: ${listed(logIn.senders)}.`] : []),
      ],
    },
    [
      { name: 'Yes', value: 'yes' },
      { name: 'No', value: 'no' },
      { name: 'Back', value: 'back' },
    ],
  );
  if (wish === 'back') return 'back';
  if (wish === 'no') {
    session.decline(logIn);
    return 'answered';
  }
  const { account, customer } = session.interview.known();
  const { message, loan } = sitting.subjects;
  const emails = emailsAsked({
    account,
    customer: { value: customer, index: sitting.customerIndex },
    question: doors.question,
    message,
    loan,
  });
  const probed = await doors.logIn(account, emails);
  session.tried(logIn, probed);
  screen.say((page) => stages(page, probed));
  // The stages say where it ended; the finding says what that means.
  const { emails: judged } = session.interview.progress().diagnosis;
  const findings = judged.flatMap(({ results }) => results.filter(({ check }) => check.id === HANDSHAKE));
  const [finding] = findings.filter(({ status }) => status === 'unknown' || status === 'warn');
  if (finding) screen.tell(finding.summary);
  sayChain(sitting);
  return 'answered';
}
