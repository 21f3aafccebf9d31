import { existsSync } from 'node:fs';
import os from 'node:os';
import { headline } from '../../report/headline.js';
import { standardError, standardOutput } from '../standard-streams.js';
import { askFact } from './ask-fact.js';
import { commandLine } from './command-line.js';
import type { Concluded } from './doors.js';
import { factsBehind } from './facts-behind.js';
import { interviewed, type Sitting } from './interview-screens.js';
import { answersText, replaceWhole, whyNotWritten } from './written-answers.js';

const DEFAULT_FILE = 'answers.yaml';

/** The report, and what can be done with it. Returns the exit code of the last verdict. */
export async function afterwards(sitting: Sitting): Promise<number> {
  const { screen, session, doors, subjects } = sitting;
  const conclude = () => doors.conclude(session.interview.known(), session.probed, subjects);
  let concluded = conclude();
  let file: string | undefined;
  await report(concluded, sitting);
  for (;;) {
    const isBlocked = factsBehind(concluded.diagnosis, session.interview.known()).length > 0;
    const wish = await screen.choose({ text: 'What now?' }, [
      ...(isBlocked ? [{ name: 'Is it solved? Ask again what was changed', value: 'solved' as const }] : []),
      { name: 'Save the answers as an export', value: 'save' },
      { name: 'Print the same as a command', value: 'command' },
      { name: 'Print the text for a ticket (Markdown)', value: 'ticket' },
      { name: 'Finish', value: 'finish' },
    ]);
    switch (wish) {
      case 'finish':
        return concluded.exitCode;
      case 'ticket':
        standardOutput.write(await concluded.ticket());
        break;
      case 'command':
        sayCommand(sitting, file);
        break;
      case 'save':
        file = (await saved(sitting)) ?? file;
        break;
      case 'solved':
        if (await askedAgain(concluded, sitting)) {
          concluded = await solvedOrNot(concluded, conclude(), sitting);
        } else concluded = conclude(); // going back may have taken answers with it
        break;
    }
  }
}

async function report({ report: print }: Concluded, { doors }: Sitting): Promise<void> {
  standardError.write('\n');
  standardOutput.write(await print(doors.style()));
  standardError.write('\n');
}

/** Asks for the facts behind the blockers, and for what the answers bring up; false where the person goes back. */
async function askedAgain({ diagnosis }: Concluded, sitting: Sitting): Promise<boolean> {
  const { screen, session } = sitting;
  let taken = 0;
  for (const question of factsBehind(diagnosis, session.interview.known())) {
    const reply = await askFact(screen, question, (answer) => session.interview.problem(question, answer));
    if (reply === 'back') {
      for (; taken > 0; taken -= 1) session.back();
      return false;
    }
    const problem = session.answer(question, reply);
    if (problem === undefined) taken += 1;
    else screen.tell(problem);
  }
  session.forgetLogIn();
  return (await interviewed(sitting)) === 'done';
}

async function solvedOrNot(before: Concluded, now: Concluded, sitting: Sitting): Promise<Concluded> {
  const then = headline(before.diagnosis);
  const { status, word, text } = headline(now.diagnosis);
  await report(now, sitting);
  sitting.screen.say((page) => {
    page.paragraph(`Before: ${then.word}.`, 0);
    page.headline(status, `Now: ${word}`, text);
  });
  return now;
}

/** The command line that says the same of the saved answers. */
function sayCommand({ screen, session, doors, subjects }: Sitting, file: string | undefined): void {
  const { customer } = session.interview.known();
  const about = [
    ...(subjects.message === undefined ? [] : ['--message', subjects.message]),
    ...(subjects.loan === undefined ? [] : ['--loan', subjects.loan]),
  ];
  const words = [
    'mailcheck',
    'diagnose',
    String(customer.id ?? customer.email ?? ''),
    '--export',
    file ?? DEFAULT_FILE,
    ...about,
    ...doors.sameOptions,
    ...(session.probed ? ['--probe'] : []),
  ];
  if (file === undefined) screen.tell(`Save the answers first, for instance as ${DEFAULT_FILE}.`);
  if (session.probed) screen.tell('The password comes from MAILCHECK_SMTP_PASSWORD.');
  standardOutput.write(`${commandLine(words)}\n`);
}

/** Returns the file that was written; undefined where the person went back. */
async function saved({ screen, session }: Sitting): Promise<string | undefined> {
  for (;;) {
    const typed = await screen.type({
      text: 'Where to?',
      help: ['A .yaml or .yml file. Secrets are left out. < = back.'],
      initial: DEFAULT_FILE,
      problem: (text) =>
        text.trim() === '<' || /\.ya?ml$/i.test(text.trim()) ? undefined : 'Expected a .yaml or .yml file.',
    });
    // As a shell would read it.
    const file = typed.trim().replace(/^~(?=\/)/, os.homedir());
    if (file === '<') return undefined;
    if (existsSync(file)) {
      const wish = await screen.choose({ text: `${file} exists. Write over it?` }, [
        { name: 'No, another name', value: 'other' },
        { name: 'Yes, write over it', value: 'over' },
      ]);
      if (wish === 'other') continue;
    }
    try {
      await replaceWhole(file, answersText(session.interview.known()));
      screen.tell(`Saved in ${file}.`);
      return file;
    } catch (error) {
      screen.tell(`${file} cannot be written: ${whyNotWritten(error)}.`);
    }
  }
}
