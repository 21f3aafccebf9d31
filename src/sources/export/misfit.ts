import { fieldAt } from '../../account/fields.js';
import { nearest } from '../../account/nearest.js';
import { type Path, toPointer } from '../../account/pointer.js';
import type { Breach } from '../../account/rules-of-export.js';
import type { ErrorDetail } from '../../core/errors.js';
import { describeValue, excerpt } from './describe-value.js';
import { holdsSecret, isInSecret } from './secrets.js';
import type { Place } from './source-text.js';

/** A value that does not fit its field, as a detail for the error. A value that is missing is `undefined`. */
export function misfitDetail(path: Path, value: unknown, place: Place): ErrorDetail {
  const field = fieldAt(path)?.field;
  const expected = field?.expected ?? 'something else';
  const isSecret = isInSecret(path) || (field !== undefined && holdsSecret(field));
  return detail(path, place, expected, describeValue(value, { isSecret }), advice(value, expected));
}

/** A value that breaks a rule; the paths of the breach begin at the root of the export. */
export function breachDetail(breach: Breach, value: unknown, locate: (path: Path) => Place): ErrorDetail {
  const first = breach.first && locate(breach.first);
  const there = first && `The same id is in ${first.file} on line ${first.line}.`;
  const found = describeValue(value, { isSecret: false });
  return detail(breach.path, locate(breach.path), breach.expected, found, breach.advice ?? there);
}

function detail(
  path: Path,
  place: Place,
  expected: string,
  found: string,
  more: string | undefined,
): ErrorDetail {
  const pointer = toPointer(path.map((step) => (typeof step === 'string' ? excerpt(step) : step)));
  const message = `${pointer}: expected ${expected}; found ${found}.${more ? ` ${more}` : ''}`;
  return { ...place, pointer, expected, found, message };
}

/** What would make a value fit, where that can be told. */
function advice(value: unknown, expected: string): string | undefined {
  const isTextExpected = /a text|a date|an instant|a time of day|one of/.test(expected);
  switch (typeof value) {
    case 'number':
      if (Number.isInteger(value) && !Number.isSafeInteger(value) && isTextExpected) {
        return 'Such a number loses digits: write it in quotes.';
      }
      return isTextExpected ? 'Write it in quotes.' : undefined;
    case 'boolean':
      return isTextExpected ? 'Write it in quotes.' : undefined;
    case 'string':
      return adviceOnText(value.trim().toLowerCase(), expected);
    case 'object':
      return expected.includes('MAILCHECK_') && !Array.isArray(value)
        ? 'The name of the variable must begin with MAILCHECK_, so that an export cannot ask for any other.'
        : undefined;
    default:
      return undefined;
  }
}

function adviceOnText(word: string, expected: string): string | undefined {
  const choices = /^one of (.*?)(?: or null)?$/.exec(expected)?.[1]?.split(', ');
  if (choices) {
    const [meant] = choices.filter((choice) => word.startsWith(choice)).concat(nearest(word, choices));
    return meant && `Did you mean ${meant}?`;
  }
  if (expected.startsWith('true or false')) {
    if (/^(?:y|yes|on)$/.test(word)) return 'YAML 1.2 takes this word for a text: write true.';
    if (/^(?:n|no|off)$/.test(word)) return 'YAML 1.2 takes this word for a text: write false.';
    if (/^(?:true|false)$/.test(word)) return 'Write it without quotes.';
  }
  return /number/.test(expected) && /^[-+]?\d+(?:\.\d+)?$/.test(word)
    ? 'Write it without quotes.'
    : undefined;
}
