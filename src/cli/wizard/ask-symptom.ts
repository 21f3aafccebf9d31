import { loanName, notificationName } from '../../account/lookup.js';
import { cut } from '../../core/words.js';
import type { Known } from '../../sources/answers/known.js';
import type { Symptom } from '../../sources/answers/symptoms.js';
import type { Subjects } from './doors.js';
import type { Screen } from './screen.js';

const WORDS: readonly (readonly [Symptom | undefined, string])[] = [
  ['nobody', 'Nobody gets any email'],
  ['one-message', 'One message never arrives; others do'],
  ['one-customer', 'One customer gets nothing; others do'],
  ['since-a-date', 'It went well, and stopped on a date'],
  ['late', 'It comes, but too late'],
  ['log-says-sent', 'The log says sent, and it is not there'],
  [undefined, "I don't know"],
];

/** What the person sees of the fault: it orders the questions. */
export function askSymptom(screen: Screen): Promise<Symptom | undefined> {
  return screen.choose(
    { text: 'What do you see?', help: ['It decides what is asked first.'] },
    WORDS.map(([value, name]) => ({ name, value })),
  );
}

/** Which of several messages and loans the export has is meant; all of them where the person wants that. */
export async function askSubjects(
  screen: Screen,
  { account, customer }: Known,
  given: Subjects,
  isDirect: boolean,
): Promise<Subjects> {
  const message =
    given.message ??
    (isDirect
      ? undefined
      : await askWhich(
          screen,
          'Which message is it about?',
          (account.notifications ?? []).map((one) => ({
            key: one.id ?? one.name,
            name: notificationName(one),
          })),
        ));
  const loan =
    given.loan ??
    (await askWhich(
      screen,
      'Which loan is it about?',
      (customer.links ?? []).map(({ loan: one }) => ({
        key: one?.id ?? one?.displayId,
        name: loanName(one) ?? '',
      })),
    ));
  return { message, loan };
}

interface Named {
  readonly key: string | number | null | undefined;
  readonly name: string;
}

async function askWhich(screen: Screen, text: string, all: readonly Named[]): Promise<string | undefined> {
  const keys = new Set(all.map(({ key }) => String(key ?? '').trim()));
  // Without a key for each nothing can be picked, and of one there is nothing to pick.
  if (all.length < 2 || keys.size < all.length || keys.has('')) return undefined;
  return screen.choose<string | undefined>({ text }, [
    ...all.map(({ key, name }) => ({ name: cut(name, 100), value: String(key) })),
    { name: 'All of them', value: undefined },
  ]);
}
