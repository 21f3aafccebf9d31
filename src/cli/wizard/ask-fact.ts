import { cut } from '../../core/words.js';
import { type FactQuestion, WITHHELD } from '../../sources/answers/question.js';
import type { Answer } from '../../sources/answers/read-answer.js';
import type { Asked, Item, Screen } from './screen.js';

/** What a person says to a question. */
export type Reply = Answer | 'back';

const UNKNOWN = "I don't know";
const BACK = 'Back';
/** The one secret that is of use here: the log-in can be tried with it. */
const PASSWORD = '/transport/smtp/password';

/** Asks for one fact, in the way its kind wants; "I don't know" and "Back" are always among the answers. */
export async function askFact(
  screen: Screen,
  question: FactQuestion,
  problemOf: (answer: Answer) => string | undefined,
): Promise<Reply> {
  const asked = wordsOf(question);
  const { kind } = question;
  switch (kind.type) {
    case 'yes-no':
      return screen.choose<Reply>(asked, [
        { name: 'Yes', value: { value: true } },
        { name: 'No', value: { value: false } },
        ...ALWAYS,
      ]);
    case 'choice': {
      const picked = await screen.choose<Reply | 'other'>(asked, [
        ...kind.choices.map(({ name, value }): Item<Reply> => ({ name: cut(name, 200), value: { value } })),
        ...(kind.isOpen ? [{ name: 'Something else (type it)', value: 'other' as const }] : []),
        ...ALWAYS,
      ]);
      return picked === 'other' ? typed(screen, question, problemOf) : picked;
    }
    case 'secret':
      return secret(screen, question);
    case 'lines':
    case 'text':
    case 'number':
      return typed(screen, question, problemOf);
  }
}

const ALWAYS: readonly Item<Reply>[] = [
  { name: UNKNOWN, value: 'unknown' },
  { name: BACK, value: 'back' },
];

/** The question, and one line of where to look. */
function wordsOf({ text, about, menu, help, kind }: FactQuestion): Required<Pick<Asked, 'text' | 'help'>> {
  const where = [menu && `Look at: ${menu}.`, kind.type === 'choice' ? undefined : spoken(help)]
    .filter((part) => part)
    .join(' ');
  return {
    text: about === undefined ? text : `${cut(about, 60)}: ${text}`,
    help: where === '' ? [] : [where],
  };
}

/** What the format says of a value, without the words for the author of a file: "null: none.", "true: ...". */
function spoken(help = ''): string {
  return help
    .replace(/(?:^|; | )(?:null|\[\])(?: or "")?(?::| when) [^.]*\.?/g, '.')
    .replace(/^true: /, 'If so, ')
    .replace(/\.+/g, '.')
    .replace(/^\.$/, '');
}

const UNKNOWN_SIGN = '?';
const BACK_SIGN = '<';
const EMPTY_SIGN = '-';

async function typed(
  screen: Screen,
  question: FactQuestion,
  problemOf: (answer: Answer) => string | undefined,
): Promise<Reply> {
  const { kind, empty } = question;
  const isLines = kind.type === 'lines';
  const isLong = isLines || (kind.type === 'text' && kind.isLong);
  const canBeEmpty = empty !== undefined || isLines;
  const { text, help } = wordsOf(question);
  const signs = new Map([
    [UNKNOWN_SIGN, UNKNOWN],
    [BACK_SIGN, BACK],
    ...(canBeEmpty ? [[EMPTY_SIGN, empty ?? 'none'] as const] : []),
  ]);
  const inWords = [...signs].map(([sign, words]) => `${sign} = ${words === BACK ? 'back' : words}`);
  const toAnswer = (said: string): Reply => {
    const sign = said.trim();
    if (sign === UNKNOWN_SIGN) return 'unknown';
    if (sign === BACK_SIGN) return 'back';
    return { text: sign === EMPTY_SIGN && canBeEmpty ? '' : said };
  };
  const asked = {
    text,
    help: [
      ...help,
      ...(isLines ? [`One a line, such as: ${kind.example}`] : []),
      ...(isLong ? ['Type or paste lines; Enter on an empty line ends.'] : []),
      `${inWords.join(', ')}.`,
    ],
    signs,
    problem: (said: string) => {
      const answer = toAnswer(said);
      if (answer === 'back') return undefined;
      return said.trim() === '' ? 'Expected an answer.' : problemOf(answer);
    },
  };
  return toAnswer(isLong ? await screen.typeLines(asked) : await screen.type(asked));
}

/** Whether it is set is all that a verdict needs; the password itself may be typed, to log in with it. */
async function secret(screen: Screen, question: FactQuestion): Promise<Reply> {
  const asked = wordsOf(question);
  const canType = question.pointer === PASSWORD;
  for (;;) {
    const picked = await screen.choose<Reply | 'typed'>(asked, [
      { name: canType ? 'It is set; I do not type it here' : 'It is set', value: { value: WITHHELD } },
      ...(canType
        ? [{ name: 'It is set; I type it unseen, to try to log in', value: 'typed' as const }]
        : []),
      {
        name: `It is empty${question.empty === undefined ? '' : ` (${question.empty})`}`,
        value: { value: '' },
      },
      ...ALWAYS,
    ]);
    if (picked !== 'typed') return picked;
    const text = await screen.typeUnseen({
      text: 'The password',
      help: ['It is not shown, not stored, and not sent before you say yes.', 'Enter alone = back.'],
    });
    if (text !== '') return { text };
  }
}
