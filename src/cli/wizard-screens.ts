// The bundled file of what asks at a terminal: nothing here is loaded by a command that asks nothing.
import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Path } from '../account/pointer.js';
import { isCancelled, UsageError } from '../core/errors.js';
import type { Probed } from '../core/probed.js';
import type { Place } from '../core/result.js';
import type { InterviewStart } from '../sources/answers/interview.js';
import { type Known, nothingKnown } from '../sources/answers/known.js';
import type { FactQuestion } from '../sources/answers/question.js';
import type { Symptom } from '../sources/answers/symptoms.js';
import { afterwards } from './wizard/afterwards.js';
import { askSubjects, askSymptom } from './wizard/ask-symptom.js';
import { commandLine } from './wizard/command-line.js';
import type { Doors, Subjects } from './wizard/doors.js';
import { interviewed, type Sitting } from './wizard/interview-screens.js';
import { Screen } from './wizard/screen.js';
import { Session } from './wizard/session.js';
import {
  leave,
  leftOffIn,
  stateFile,
  unknownsOf,
  unknownsToLeave,
  whyNotWritten,
} from './wizard/written-answers.js';

export { probeOptions } from './probe-flags.js';

/** What a session begins with. */
interface Beginning {
  readonly known?: Known;
  readonly isFromScratch: boolean;
  readonly customerIndex: number;
  readonly locate?: (path: Path) => Place;
  readonly subjects: Subjects;
  readonly unknown: readonly FactQuestion[];
  readonly symptom?: { readonly is: Symptom | undefined };
}

const NOTHING: Beginning = { isFromScratch: true, customerIndex: 0, subjects: {}, unknown: [] };

/**
 * A whole session: questions, report, and what is done with it. Returns the exit code.
 * @throws Cancelled after Ctrl-C or the end of input, with the answers saved; UsageError where there is nothing to
 *   resume.
 */
export async function wizardSession(doors: Doors, isResumed: boolean, subjects: Subjects): Promise<number> {
  const file = stateFile();
  const beginning = isResumed ? await leftOff(doors, file, subjects) : { ...NOTHING, subjects };
  const exit = await seated(doors, beginning, async (screen, sit) => {
    if (!isResumed && existsSync(file)) {
      screen.tell('A session was left unfinished: mailcheck wizard --resume goes on with it.');
    }
    return afterwards(await asked(screen, doors, beginning, sit));
  });
  // Only this one is over. Where it cannot be removed, it can be resumed once more, which does no harm.
  if (isResumed) await rm(file, { force: true }).catch(() => undefined);
  return exit;
}

/** What an export has, and what the person added. */
export interface Filled {
  readonly known: Known;
  readonly subjects: Subjects;
  /** What the SMTP server said, where the person wanted to log in. */
  readonly probed: Probed | undefined;
}

/**
 * Asks for what an export lacks.
 * @throws Cancelled after Ctrl-C or the end of input, with the answers saved.
 */
export function gapsFilled(
  doors: Doors,
  given: Pick<Beginning, 'customerIndex' | 'subjects'> & Required<Pick<Beginning, 'known' | 'locate'>>,
): Promise<Filled> {
  const beginning: Beginning = { ...NOTHING, ...given, isFromScratch: false };
  return seated(doors, beginning, async (screen, sit) => {
    const { session, subjects } = await asked(screen, doors, beginning, sit);
    return { known: session.interview.known(), subjects, probed: session.probed };
  });
}

/** Asks for the symptom and then for facts; `sit` is told of each session that begins. */
async function asked(
  screen: Screen,
  doors: Doors,
  beginning: Beginning,
  sit: (sitting: Sitting, symptom: Symptom | undefined) => void,
): Promise<Sitting> {
  const { known = nothingKnown(), isFromScratch, customerIndex, locate } = beginning;
  const subjects = await askSubjects(screen, known, beginning.subjects, doors.question.direct);
  const begun = (symptom: Symptom | undefined) => {
    const start: InterviewStart = {
      checks: doors.checks,
      leftOut: doors.leftOut,
      asked: doors.question,
      symptom,
      known,
      isFromScratch,
      customerIndex,
      ...subjects,
      ...(locate && { locate }),
    };
    return new Session(start, beginning.unknown);
  };
  const { symptom } = beginning;
  // The symptom orders the questions; where there are none it need not be asked.
  let session = symptom || begun(undefined).isEnough ? begun(symptom?.is) : undefined;
  for (;;) {
    const is = session ? symptom?.is : await askSymptom(screen);
    const sitting = { screen, session: session ?? begun(is), doors, subjects, customerIndex };
    sit(sitting, is);
    if ((await interviewed(sitting)) === 'done') return sitting;
    session = undefined;
  }
}

/** Lends the terminal to `use`; when the person ends the session, the answers so far are saved. */
async function seated<T>(
  doors: Doors,
  { isFromScratch }: Beginning,
  use: (screen: Screen, sit: (sitting: Sitting, symptom: Symptom | undefined) => void) => Promise<T>,
): Promise<T> {
  const screen = new Screen(doors.style);
  let now: { readonly sitting: Sitting; readonly symptom: Symptom | undefined } | undefined;
  try {
    return await use(screen, (sitting, symptom) => {
      now = { sitting, symptom };
    });
  } catch (error) {
    // From here on a second Ctrl-C ends the process, also where a disk does not answer.
    screen.close();
    if (isCancelled(error) && now?.sitting.session.hasAnswers) {
      await answersKept(now.sitting, now.symptom, isFromScratch);
    }
    throw error;
  } finally {
    screen.close();
  }
}

/** Saves the answers of a session that was left, and says how to go on with it, or why that will not be possible. */
async function answersKept(
  { screen, session, subjects, doors }: Sitting,
  symptom: Symptom | undefined,
  isFromScratch: boolean,
): Promise<void> {
  const file = stateFile();
  try {
    await leave(file, session.interview.known(), {
      ...subjects,
      ...(symptom && { symptom }),
      isFromScratch,
      unknown: unknownsToLeave(session.interview.unknownAnswers()),
    });
  } catch (error) {
    screen.tell(
      `Your answers cannot be saved in ${file}: ${whyNotWritten(error)}. MAILCHECK_STATE_DIR names another folder.`,
    );
    return;
  }
  const again = commandLine(['mailcheck', 'wizard', '--resume', ...doors.sameOptions]);
  screen.tell(`Your answers are saved in ${file}. ${again} goes on with them.`);
}

async function leftOff(doors: Doors, file: string, given: Subjects): Promise<Beginning> {
  if (!existsSync(file)) {
    throw new UsageError('usage', `There is no session to resume: ${file} is not there. Leave out --resume.`);
  }
  const { account, customers } = await doors.load(file);
  const [customer] = customers;
  const state = leftOffIn(readFileSync(file, 'utf8'));
  if (!state || !customer) {
    throw new UsageError('usage', `${file} is not a session of mailcheck wizard. Leave out --resume.`);
  }
  const known = { account, customer };
  const { message = state.message, loan = state.loan } = given;
  return {
    known,
    isFromScratch: state.isFromScratch,
    customerIndex: 0,
    subjects: { message, loan },
    unknown: unknownsOf(state, known),
    symptom: { is: state.symptom },
  };
}
