import { type Path, toPointer, valueAt } from '../../account/pointer.js';
import type { StatusRef } from '../../account/types.js';
import type { Check } from '../../core/check.js';
import type { Diagnosis, EmailReport } from '../../core/diagnose.js';
import type { Subject } from '../../core/facts.js';
import { type Known, wholeOf, withValue } from './known.js';
import { absentThatCount, type FactQuestion, questionAbout } from './question.js';
import { inOrderOf, isTheMatter, type Symptom } from './symptoms.js';
import { likelyValues, standings } from './trial.js';

/** A moment of a session: what is known and said, and what follows from it. */
export interface Situation {
  readonly known: Known;
  /** Of the customer among the customers of the export. */
  readonly index: number;
  readonly diagnosis: Diagnosis;
  /** What each email of the diagnosis is about, in the same order. */
  readonly subjects: readonly Subject[];
  /** What follows if this is known. */
  readonly judge: (known: Known) => Diagnosis;
  readonly checks: readonly Check[];
  readonly symptom: Symptom | undefined;
  /** Pointers of what the person does not know. */
  readonly givenUp: ReadonlyMap<string, FactQuestion>;
  /** Pointers of lists of which only so much is known that they are not empty. */
  readonly notEmpty: ReadonlySet<string>;
  /** There is no export, so an absent fact is not one that its author left out because it counts as nothing. */
  readonly isFromScratch: boolean;
  /** One notification was asked about, so no email is left out of the verdict. */
  readonly hasMessageAsked: boolean;
  /** The person wants to know what else is wrong although the verdict is certain. */
  readonly isLookingOn: boolean;
}

/** A question that waits for an answer, at the first check that waits for it. */
interface Open {
  readonly check: string;
  readonly question: FactQuestion;
}

/** Every email is stopped for certain. */
export function isBlocked({ emails }: Diagnosis): boolean {
  return emails.every(isStopped);
}

const isStopped = ({ judged }: EmailReport) => judged.verdict === 'blocked';

/** What is known when a question has this value for its answer. */
export function withAnswer(known: Known, { path, row }: FactQuestion, value: unknown): Known {
  if (!row) return withValue(known, path, value);
  const { status, subStatus } = row;
  return withValue(known, path.slice(0, -1), { status, ...(subStatus && { subStatus }), emailEnroll: value });
}

/** Every question whose answer can still change what is said, in the order of the checks. */
export function openQuestions(situation: Situation): FactQuestion[] {
  const open = openIn(situation);
  return questionsOf(open).filter(
    (question) => !isHarmless(question, situation) || decides(question, situation),
  );
}

/**
 * The question to ask next: of the first check, in the order of the symptom, that waits for one. A question whose
 * answers can neither stop the mail nor bring up another is put off: once something stops the mail, it is not needed.
 */
export function nextQuestion(situation: Situation): FactQuestion | undefined {
  const open = openIn(situation);
  const putOff: FactQuestion[] = [];
  for (const { id } of inOrderOf(situation.symptom, situation.checks)) {
    for (const { check, question } of open) {
      if (check !== id) continue;
      if (!isHarmless(question, situation)) return question;
      if (!isTheMatter(situation.symptom, id)) putOff.push(question);
      else if (decides(question, situation)) return question;
    }
  }
  return putOff.find((question) => decides(question, situation));
}

const questionsOf = (open: readonly Open[]): FactQuestion[] => [
  ...new Map(open.map(({ question }) => [question.pointer, question])).values(),
];

/** What waits for an answer, check by check; a question that several checks wait for is there for each of them. */
function openIn(situation: Situation): Open[] {
  const { diagnosis, checks, known, notEmpty } = situation;
  if (isBlocked(diagnosis) && !situation.isLookingOn) return [];
  const counting = situation.isFromScratch ? countingAbsent(situation) : [];
  const wanted = checks.flatMap((check) => [
    ...counting.flatMap((one) => (one.check === check.id ? [one] : [])),
    ...(check.worst === 'fail' ? missingOf(check, situation) : []),
  ]);

  const waiting = new Map<string, string[]>();
  for (const { pointer, check } of wanted) {
    waiting.set(pointer, [...new Set([...(waiting.get(pointer) ?? []), check])]);
  }
  const entries = new Map(wanted.map((one) => [`${one.check} ${one.pointer}`, one]));
  return [...entries.values()].map(({ check, pointer, ...rest }) => ({
    check,
    question: questionAbout({ ...rest, checks: waiting.get(pointer) ?? [] }, known, notEmpty.has(pointer)),
  }));
}

interface Missing {
  readonly check: string;
  readonly path: Path;
  readonly pointer: string;
  readonly row?: StatusRef | undefined;
}

/** What a check lacks to decide the emails whose verdict it can still change. */
function missingOf(check: Check, situation: Situation): Missing[] {
  return situation.diagnosis.emails.flatMap((email, index) =>
    canChange(email, check, situation) ? usefulOf(check, index, situation) : [],
  );
}

// The same is wanted of one moment again and again, and worked out by many trials.
const usefulKnown = new WeakMap<Situation, Map<string, Missing[]>>();

/** What a check lacks of one email, as far as it can be asked for and is of use. */
function usefulOf(check: Check, index: number, situation: Situation): Missing[] {
  const known = usefulKnown.get(situation) ?? new Map<string, Missing[]>();
  usefulKnown.set(situation, known);
  const key = `${index} ${check.id}`;
  const found = known.get(key) ?? usefulNow(check, index, situation);
  known.set(key, found);
  return found;
}

function usefulNow(check: Check, index: number, situation: Situation): Missing[] {
  const { diagnosis, subjects, givenUp } = situation;
  const results = diagnosis.emails[index]?.results ?? [];
  const unknown = results.filter((result) => result.check === check && result.status === 'unknown');
  return unknown.flatMap(({ missing }) => {
    const wanted = missing.flatMap((path) => {
      const found = askable(path, subjects[index], situation);
      return found ? [{ ...found, check: check.id }] : [];
    });
    // What the person does not know may leave the rest without use, also where a check names it only later.
    const isWhole = givenUp.size === 0 && wanted.length === missing.length;
    return isWhole ? wanted : wanted.filter((one) => isOfUse(one, wanted, situation));
  });
}

/** Where it is there and still missing, it has no row for the loan's status, which can be asked for. */
const STATUS_TABLE = '/enrollmentByStatus';

/** Where a missing fact can be asked for; undefined where it was given in vain, or the person does not know it. */
function askable(
  path: Path,
  subject: Subject | undefined,
  situation: Situation,
): Omit<Missing, 'check'> | undefined {
  const { known, index, givenUp } = situation;
  const wanted = { path, pointer: toPointer(path) };
  const { value } = valueAt(wholeOf(known, index), path);
  if (value === undefined) return givenUp.has(wanted.pointer) ? undefined : wanted;
  if (wanted.pointer !== STATUS_TABLE) return undefined;
  const { status, subStatus } = subject?.link?.value.loan ?? {};
  if (!status?.trim()) return undefined;
  const cell = [...path, Array.isArray(value) ? value.length : 0, 'emailEnroll'];
  const pointer = toPointer(cell);
  return givenUp.has(pointer) ? undefined : { path: cell, pointer, row: { status, subStatus } };
}

/**
 * A check can change an email that nothing stops. Of one that is stopped, a check of the message still decides whether
 * it counts, as long as that makes a difference to the verdict over all emails.
 */
function canChange(email: EmailReport, { scope }: Check, situation: Situation): boolean {
  const { diagnosis, hasMessageAsked, isLookingOn } = situation;
  if (isLookingOn || !isStopped(email)) return true;
  if (hasMessageAsked || scope !== 'message' || email.judged.isStoppedByMessage) return false;
  return !diagnosis.emails.some((other) => other !== email && countsForCertain(other));
}

function countsForCertain(email: EmailReport): boolean {
  const isOpen = email.results.some(({ check, status }) => check.scope === 'message' && status === 'unknown');
  return isStopped(email) && !email.judged.isStoppedByMessage && !isOpen;
}

/** Some value of it makes a difference, whatever the others turn out to be that are asked for along with it. */
function isOfUse(one: Missing, all: readonly Missing[], situation: Situation): boolean {
  const toQuestion = ({ check, ...rest }: Missing) =>
    questionAbout({ ...rest, checks: [check] }, situation.known, true);
  const question = toQuestion(one);
  const inWords = (known: Known) => {
    const whole = wholeOf(known, situation.index);
    const isStillAsked = (path: Path) => {
      const pointer = toPointer(path);
      const isGiven = valueAt(whole, path).value !== undefined;
      return isGiven ? pointer === STATUS_TABLE : pointer !== one.pointer && !situation.givenUp.has(pointer);
    };
    return JSON.stringify([...standings(situation.judge(known).emails, isStillAsked)]);
  };
  const matters = (known: Known) => {
    const before = inWords(known);
    return likelyValues(question).some((value) => inWords(withAnswer(known, question, value)) !== before);
  };

  if (matters(situation.known)) return true;
  let cases = [situation.known];
  for (const other of all.filter(({ pointer }) => pointer !== one.pointer).map(toQuestion)) {
    const values = likelyValues(other);
    const next = cases.flatMap((known) => values.map((value) => withAnswer(known, other, value)));
    // Of the cases of which the same is said, one is enough: else there are millions with ten facts to ask for.
    cases = [...new Map(next.map((known) => [inWords(known), known])).values()];
    if (cases.length > MOST_CASES) return true;
  }
  return cases.some(matters);
}

const MOST_CASES = 100;

/** Absent facts that count as something, where another value would make a difference; at each check it changes. */
function countingAbsent(situation: Situation): Missing[] {
  const { known, index, diagnosis, givenUp, checks } = situation;
  const canChangeAt = diagnosis.emails.map((email) => situation.isLookingOn || !isStopped(email));
  const isUndecidableAt = diagnosis.emails.map((_, at) => isUndecidable(at, situation));
  const standing = ({ emails }: Diagnosis) =>
    standings(
      emails.map((email, at) => (canChangeAt[at] ? email : undefined)),
      (path) => !givenUp.has(toPointer(path)),
      (at) => isUndecidableAt[at] === true,
    );
  const before = standing(diagnosis);
  return absentThatCount(wholeOf(known, index)).flatMap((path) => {
    const pointer = toPointer(path);
    if (givenUp.has(pointer)) return [];
    const question = questionAbout({ path, checks: [] }, known, true);
    const changed = new Set<string>();
    for (const value of likelyValues(question)) {
      const after = standing(situation.judge(withAnswer(known, question, value)));
      for (const [id, text] of after) if (before.get(id) !== text) changed.add(id);
      if (changed.size > 0) break;
    }
    return checks.flatMap(({ id }) => (changed.has(id) ? [{ check: id, path, pointer }] : []));
  });
}

/** Nothing that can still be asked decides the email; it can only turn out to be stopped. */
function isUndecidable(at: number, situation: Situation): boolean {
  return (situation.diagnosis.emails[at]?.results ?? []).some(
    ({ check, status }) =>
      check.worst === 'fail' &&
      (status === 'crash' || (status === 'unknown' && usefulOf(check, at, situation).length === 0)),
  );
}

/** None of its answers stops an email or leaves the checks that wait for it undecided. */
function isHarmless(question: FactQuestion, situation: Situation): boolean {
  const { known, diagnosis, judge } = situation;
  const blockers = diagnosis.emails.map(({ judged }) => judged.blockers.length);
  return likelyValues(question).every((value) => {
    const { emails } = judge(withAnswer(known, question, value));
    return (
      emails.length === diagnosis.emails.length &&
      emails.every(({ judged, results }, i) => {
        const isDecided = results.every(
          ({ check, status }) => status !== 'unknown' || !question.checks.includes(check.id),
        );
        return isDecided && judged.blockers.length <= (blockers[i] ?? 0);
      })
    );
  });
}

/** A harmless answer decides only an email that nothing stops, and that can still be called sent or delayed. */
function decides(question: FactQuestion, situation: Situation): boolean {
  return situation.diagnosis.emails.some(
    (email, at) =>
      !isStopped(email) &&
      !isUndecidable(at, situation) &&
      email.results.some(({ check, status }) => status === 'unknown' && question.checks.includes(check.id)),
  );
}
