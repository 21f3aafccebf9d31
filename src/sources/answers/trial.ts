import { fieldAt } from '../../account/fields.js';
import type { Path } from '../../account/pointer.js';
import type { EmailReport } from '../../core/diagnose.js';
import { type FactQuestion, WITHHELD } from './question.js';
import { readLines } from './read-lines.js';

const OTHER_NAME = '(another)';

/**
 * Values that answer a question in different ways, those that block among them as far as a value alone can. They show
 * what a question is good for before it is asked; no verdict rests on them.
 */
export function likelyValues({ kind, path, empty }: FactQuestion): readonly unknown[] {
  const field = fieldAt(path)?.field;
  const nothing = empty === undefined ? [] : [null];
  if (field?.any !== undefined) return likelyLists(path);
  switch (kind.type) {
    case 'yes-no':
      return [false, true];
    case 'choice': {
      const values = kind.choices.map(({ value }) => value);
      // A time zone has to be one of those that exist.
      return kind.isOpen && path.at(-1) !== 'timezone' ? [OTHER_NAME, ...values] : values;
    }
    case 'secret':
      return [null, WITHHELD];
    case 'number':
      return [...nothing, 0, 1e9, -1e9];
    case 'text': {
      const isDate = field?.expected.startsWith('a date') ?? false;
      return [...nothing, ...(isDate ? ['1970-01-01', '9999-12-31'] : [OTHER_NAME])];
    }
    case 'lines':
      return likelyLists(path);
  }
}

function likelyLists(path: Path): readonly unknown[] {
  const example = fieldAt(path)?.field.example;
  switch (path.at(-1)) {
    case 'restrictions':
      return [{ eBilling: false }, { eBilling: true }];
    case 'links':
      return [[], [{}]];
    case 'doNotDisturb':
      return [[], [{ start: '00:00', stop: '24:00' }]];
    default:
      return [readLines(path, ''), ...(example === undefined ? [] : [readLines(path, example)])];
  }
}

/**
 * What the checks that can stop mail say of the emails, to compare: each fails, for one reason or several, or lacks
 * what is still to be asked. Of an email that can no longer be called sent or delayed only that counts; else also that
 * it is not decided, or delayed.
 */
export function standings(
  emails: readonly (EmailReport | undefined)[],
  isStillAsked: (path: Path) => boolean,
  isUndecidable: (index: number) => boolean = () => false,
): ReadonlyMap<string, string> {
  const said = new Map<string, string>();
  emails.forEach((email, index) => {
    const failing = new Set(
      email?.results.flatMap(({ check, status }) => (status === 'fail' ? [check.id] : [])),
    );
    for (const { check, status, code = '', missing } of email?.results ?? []) {
      if (check.worst !== 'fail' || failing.has(check.id)) continue;
      const lacks = missing.filter(isStillAsked).map((path) => path.join('/'));
      const isWeighty =
        lacks.length > 0 || (!isUndecidable(index) && (status === 'unknown' || status === 'delay'));
      const text = isWeighty ? `${index} ${status} ${code} ${lacks.join(' ')};` : '';
      said.set(check.id, (said.get(check.id) ?? '') + text);
    }
    for (const id of failing) said.set(id, `${said.get(id) ?? ''}${index} fail;`);
  });
  return said;
}
