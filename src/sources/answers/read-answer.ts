import { fieldAt } from '../../account/fields.js';
import { type Known, misfitOf } from './known.js';
import type { FactQuestion } from './question.js';
import { readLines } from './read-lines.js';
import { isWordForNo, isWordForYes, numberIn, ReadingFault, scalarIn } from './words.js';

/** What a person said to a question: a value of the field, a text still to be read, or that they do not know. */
export type Answer = { readonly value: unknown } | { readonly text: string } | 'unknown';

/** The value an answer stands for, or in words why it cannot be taken. */
export type Read = { readonly value: unknown } | { readonly problem: string };

/** Reads an answer and judges it by the export format itself. */
export function readAnswer(question: FactQuestion, answer: Exclude<Answer, 'unknown'>, known: Known): Read {
  const read = 'text' in answer ? valueIn(question, answer.text) : answer;
  if ('problem' in read) return read;
  if (question.asksWhether) {
    return typeof read.value === 'boolean' ? read : { problem: 'Expected yes or no.' };
  }
  const misfit = misfitOf(known, question.path, read.value);
  if (!misfit) return read;
  const expected = misfit.expected ?? fieldAt(question.path)?.field.expected ?? 'another value';
  // A person says in another way that there is none.
  return {
    problem: [`Expected ${expected.replace(/ or null$/, '')}.`, misfit.advice]
      .filter((part) => part)
      .join(' '),
  };
}

function valueIn({ kind, path, empty, asksWhether }: FactQuestion, text: string): Read {
  const trimmed = text.trim();
  const isEmpty = trimmed === '' || trimmed.toLowerCase() === empty?.toLowerCase();
  if (asksWhether || kind.type === 'yes-no') {
    if (isWordForYes(trimmed)) return { value: true };
    return isWordForNo(trimmed) ? { value: false } : { problem: 'Expected yes or no.' };
  }
  if (kind.type === 'lines') {
    try {
      return { value: readLines(path, isEmpty ? '' : text) };
    } catch (error) {
      if (!(error instanceof ReadingFault)) throw error;
      return { problem: `Cannot be read: ${error.message}.` };
    }
  }
  if (isEmpty) return empty === undefined ? { problem: 'Expected an answer.' } : { value: null };
  switch (kind.type) {
    case 'number': {
      const value = numberIn(trimmed);
      return value === undefined ? { problem: 'Expected a number.' } : { value };
    }
    case 'choice': {
      const wanted = trimmed.toLowerCase();
      const hit = kind.choices.find(
        ({ value, name }) => name.toLowerCase() === wanted || String(value).toLowerCase() === wanted,
      );
      if (hit) return { value: hit.value };
      if (kind.isOpen) return { value: text };
      return { problem: `Expected one of: ${kind.choices.map(({ name }) => name).join('; ')}.` };
    }
    case 'secret':
      return { value: text };
    case 'text':
      return { value: fieldAt(path)?.field.type === 'text' ? text : scalarIn(text) };
  }
}
