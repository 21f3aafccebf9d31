import { fieldAt } from '../../account/fields.js';
import { fromPointer, type Path, toPointer } from '../../account/pointer.js';
import type { Diagnosis } from '../../core/diagnose.js';
import type { Known } from '../../sources/answers/known.js';
import { type FactQuestion, questionAbout } from '../../sources/answers/question.js';

/** The questions about the facts that stop the mail: what a person has changed to mend it is among them. */
export function factsBehind({ emails }: Diagnosis, known: Known): FactQuestion[] {
  const failing = emails.flatMap(({ results }) => results.filter(({ status }) => status === 'fail'));
  const wanted = failing.flatMap(({ check, remediation, evidence }) => {
    const changed = remediation?.changes?.map(({ path }) => path) ?? [];
    const pointers = changed.length > 0 ? changed : evidence.map(({ pointer }) => pointer);
    return pointers.flatMap((pointer) => {
      const path = askableWithin(fromPointer(pointer));
      return path ? [{ path, checks: [check.id] }] : [];
    });
  });
  const questions = wanted.map((one) => {
    const field = fieldAt(one.path)?.field;
    // Of a list without lines of its own only so much can be asked: whether there is any.
    return questionAbout(one, known, field?.any === undefined || field.example !== undefined);
  });
  return [...new Map(questions.map((question) => [toPointer(question.path), question])).values()];
}

/** The nearest place above a value that a person can be asked about. */
function askableWithin(path: Path): Path | undefined {
  const lengths = Array.from({ length: path.length }, (_, i) => path.length - i);
  const found = lengths.find((length) => fieldAt(path.slice(0, length))?.field.ask !== undefined);
  return found === undefined ? undefined : path.slice(0, found);
}
