import { fieldAt } from '../../account/fields.js';
import type { Path } from '../../account/pointer.js';
import type { Check, Status } from '../../core/check.js';
import { type Diagnosis, diagnose, emailsAsked } from '../../core/diagnose.js';
import { tracer } from '../../core/evidence.js';
import type { Question as Asked } from '../../core/facts.js';
import type { Probed } from '../../core/probed.js';
import type { Place } from '../../core/result.js';
import { type Known, nothingKnown, wholeOf } from './known.js';
import { isBlocked, nextQuestion, openQuestions, type Situation, withAnswer } from './open-questions.js';
import type { FactQuestion } from './question.js';
import { type Answer, type Read, readAnswer } from './read-answer.js';
import type { Symptom } from './symptoms.js';

/** How far an interview is. */
export type Progress =
  | { readonly state: 'asking'; readonly question: FactQuestion; readonly diagnosis: Diagnosis }
  /** Something stops the mail for certain; asking on could only find more. */
  | { readonly state: 'blocked'; readonly diagnosis: Diagnosis }
  /** No answer can change the verdict any more. */
  | { readonly state: 'settled'; readonly diagnosis: Diagnosis };

/** What an interview starts from. */
export interface InterviewStart {
  readonly checks: readonly Check[];
  /** Ids of the checks left out by --only or --skip. */
  readonly leftOut?: ReadonlySet<string>;
  readonly asked: Asked;
  readonly symptom: Symptom | undefined;
  /** What an export or LoanPro's API has given already; nothing where left out. */
  readonly known?: Known;
  /**
   * The person alone says what is known, so also what an export may leave out because it counts as nothing is asked:
   * restrictions, an archived loan, the log. True where nothing is given, else false, unless said: answers that were
   * saved and are read again are still those of a person.
   */
  readonly isFromScratch?: boolean;
  /** Of the customer among the customers of the export; 0 unless said. */
  readonly customerIndex?: number;
  /** Id or name of the one notification asked about. */
  readonly message?: string | undefined;
  /** Id or display ID of the one loan asked about. */
  readonly loan?: string | undefined;
  /** What the network said. */
  readonly probed?: Probed | undefined;
  /** Where a fact stands that was given; answers have no place. */
  readonly locate?: (path: Path) => Place;
}

/** What one check says so far, the gravest over all emails. */
export interface ChainLink {
  readonly check: string;
  readonly status: Status;
}

interface State {
  readonly known: Known;
  readonly givenUp: ReadonlyMap<string, FactQuestion>;
  readonly notEmpty: ReadonlySet<string>;
  readonly isLookingOn: boolean;
}

const GRAVEST_FIRST: readonly Status[] = ['fail', 'crash', 'unknown', 'delay', 'warn', 'pass', 'skip'];
const ANSWERS: Place = { file: 'your answers' };

/**
 * Asks for the absent facts that can still change the verdict, one at a time, and judges after each answer. The
 * questions are what the checks say they lack; no check knows that somebody is asked.
 *
 * It reads no input and prints nothing. `diagnose` throws its UsageError through every function here, for an unknown
 * notification or loan.
 */
export class Interview {
  readonly #start: InterviewStart;
  readonly #states: [State, ...State[]];
  #situation: { readonly of: State; readonly is: Situation } | undefined;
  #progress: { readonly of: State; readonly is: Progress } | undefined;

  /** @param saved what the person said they do not know in an earlier sitting: questions of `unknownAnswers`. */
  constructor(start: InterviewStart, saved: readonly FactQuestion[] = []) {
    this.#start = start;
    const { account, customer } = start.known ?? nothingKnown();
    this.#states = [
      {
        // To ask about a notification there has to be one.
        known: {
          account: {
            ...account,
            notifications: account.notifications === undefined ? [{}] : account.notifications,
          },
          customer,
        },
        givenUp: new Map(saved.map((question) => [question.pointer, question])),
        notEmpty: new Set(),
        isLookingOn: false,
      },
    ];
  }

  /** What to ask next, or why to stop. */
  progress(): Progress {
    const state = this.#state;
    if (this.#progress?.of !== state) this.#progress = { of: state, is: this.#progressOf(this.#now()) };
    return this.#progress.is;
  }

  /** Why an answer cannot be taken, in words; undefined where it can. Changes nothing. */
  problem(question: FactQuestion, answer: Answer): string | undefined {
    const read = this.#read(question, answer);
    return read && 'problem' in read ? read.problem : undefined;
  }

  /**
   * Takes an answer, to whichever question; "unknown" is not asked again.
   * @returns why it cannot be taken, in words; then nothing has changed.
   */
  answer(question: FactQuestion, answer: Answer): string | undefined {
    const read = this.#read(question, answer);
    if (read && 'problem' in read) return read.problem;
    const { known, givenUp, notEmpty, isLookingOn } = this.#state;
    const stillGivenUp = new Map(givenUp);
    stillGivenUp.delete(question.pointer);
    if (!read) stillGivenUp.set(question.pointer, question);
    const taken = read ? settled(question, read.value) : undefined;
    this.#states.push({
      known: taken && 'value' in taken ? withAnswer(known, question, taken.value) : known,
      givenUp: stillGivenUp,
      notEmpty: taken && !('value' in taken) ? new Set([...notEmpty, question.pointer]) : notEmpty,
      isLookingOn,
    });
    return undefined;
  }

  /** Takes back the last answer, or the wish to look on. False where there is none. */
  back(): boolean {
    if (this.#states.length === 1) return false;
    this.#states.pop();
    return true;
  }

  /** After `blocked`: ask on, for what else stops the mail. */
  keepLooking(): void {
    this.#states.push({ ...this.#state, isLookingOn: true });
  }

  /** The facts so far: a valid export. Secrets that were typed are in it; `writeExport` leaves them out. */
  known(): Known {
    return this.#state.known;
  }

  /** What the person did not know, each with where to look. */
  unknownAnswers(): FactQuestion[] {
    return [...this.#state.givenUp.values()];
  }

  /** Every question that can still change what is said, in the order of the checks. */
  openQuestions(): FactQuestion[] {
    return openQuestions(this.#now());
  }

  /** How each check stands, in their order. */
  chain(): ChainLink[] {
    const { emails } = this.#now().diagnosis;
    const said = new Map<string, ReadonlySet<Status>>();
    for (const { check, status } of emails.flatMap(({ results }) => results)) {
      said.set(check.id, new Set([...(said.get(check.id) ?? []), status]));
    }
    return this.#start.checks.map(({ id }) => ({
      check: id,
      status: GRAVEST_FIRST.find((status) => said.get(id)?.has(status)) ?? 'skip',
    }));
  }

  get #state(): State {
    return this.#states.at(-1) ?? this.#states[0];
  }

  #read(question: FactQuestion, answer: Answer): Read | undefined {
    return answer === 'unknown' ? undefined : readAnswer(question, answer, this.#state.known);
  }

  #progressOf(situation: Situation): Progress {
    const { diagnosis, isLookingOn } = situation;
    if (isBlocked(diagnosis) && !isLookingOn) return { state: 'blocked', diagnosis };
    const question = nextQuestion(situation);
    return question ? { state: 'asking', question, diagnosis } : { state: 'settled', diagnosis };
  }

  #now(): Situation {
    const state = this.#state;
    if (this.#situation?.of !== state) this.#situation = { of: state, is: this.#situationOf(state) };
    return this.#situation.is;
  }

  #situationOf(state: State): Situation {
    const { asked, checks, symptom, message, loan, leftOut = new Set(), probed } = this.#start;
    const { known: given, isFromScratch = given === undefined, customerIndex: index = 0 } = this.#start;
    const { locate = () => ANSWERS } = this.#start;
    const request = ({ account, customer }: Known) => ({
      account,
      customer: { value: customer, index },
      question: asked,
      message,
      loan,
    });
    const judge = (known: Known) =>
      diagnose({ ...request(known), checks, leftOut, probed, trace: tracer(wholeOf(known, index), locate) });
    return {
      ...state,
      index,
      checks,
      symptom,
      isFromScratch,
      hasMessageAsked: message !== undefined,
      judge,
      diagnosis: judge(state.known),
      subjects: emailsAsked(request(state.known)),
    };
  }
}

/** The value an answer settles; none where a yes brings the question which. */
function settled(question: FactQuestion, value: unknown): { readonly value: unknown } | Record<never, never> {
  if (!question.asksWhether) return { value };
  const field = fieldAt(question.path)?.field;
  if (value === false) return { value: field?.type === 'list' ? [] : null };
  // What has no lines of its own is one entry, whose facts are asked one by one.
  return field?.example === undefined ? { value: [{}] } : {};
}
