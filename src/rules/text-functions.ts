import { at, described, elements, index, textOf } from './arguments.js';
import { isBlank } from './characters.js';
import { LIMITS } from './limits.js';
import type { Builtin } from './machine.js';
import { plain } from './print.js';
import { Refusal } from './refusal.js';
import { boolean, fullName, integer, NIL, named, type RuleValue, text } from './value.js';

const MANY = Number.POSITIVE_INFINITY;

/** As `str` writes it; throws `Refusal` where that depends on more than the value. */
function written(value: RuleValue): string {
  if (value.kind === 'function' || (value.kind === 'list' && value.isLazy))
    throw new Refusal('the text of a function or of what map and filter make', 'unsupported');
  if (hasUnorderedPart(value)) throw new Refusal('the order of a set or of a large map', 'unsupported');
  return plain(value);
}

function hasUnorderedPart(value: RuleValue): boolean {
  switch (value.kind) {
    case 'list':
    case 'vector':
      return value.items.some(hasUnorderedPart);
    case 'map':
      return value.entries.size > 8 || [...value.entries.values()].flat().some(hasUnorderedPart);
    case 'set':
      return value.members.size > 1 || [...value.members.values()].some(hasUnorderedPart);
    case 'function':
      return true;
    default:
      return false;
  }
}

function joined(parts: readonly string[], between = ''): string {
  const length = parts.reduce((sum, part) => sum + part.length + between.length, 0);
  if (length > LIMITS.weight) throw tooLong();
  return parts.join(between);
}

const tooLong = () => new Refusal(`a text is longer than ${LIMITS.weight} characters`, 'limit');

/** What Clojure calls `toString` on: any value but nil. */
function anything(value: RuleValue): string {
  if (value.kind === 'nil') throw new Refusal('it needs a text, not nil');
  return written(value);
}

function replaced([whole = NIL, sought = NIL, by = NIL]: readonly RuleValue[]): RuleValue {
  const source = anything(whole);
  if (sought.kind !== by.kind || (sought.kind !== 'text' && sought.kind !== 'character'))
    throw new Refusal('it replaces a text by a text or a character by a character');
  const pieces = source.split(sought.value);
  const replacement = plain(by);
  // An empty text is found before every character and at the end.
  return text(
    sought.value === '' ? joined(['', ...source.split(''), ''], replacement) : joined(pieces, replacement),
  );
}

function part([whole = NIL, from = NIL, to]: readonly RuleValue[]): RuleValue {
  const source = textOf(whole);
  const start = index(from);
  const end = to === undefined ? source.length : index(to);
  if (start < 0 || end > source.length || start > end)
    throw new Refusal(`it asks for the characters ${start} to ${end} of ${source.length}`);
  return text(source.slice(start, end));
}

function nameOf(value: RuleValue): RuleValue {
  if (value.kind === 'text') return value;
  if (value.kind === 'keyword' || value.kind === 'symbol') return text(value.name);
  throw new Refusal(`it needs a keyword, a symbol or a text, not ${described(value)}`);
}

function keyword([first = NIL, second]: readonly RuleValue[]): RuleValue {
  if (second !== undefined) {
    const namespace = first.kind === 'nil' ? undefined : textOf(first);
    return { kind: 'keyword', namespace, name: textOf(second) };
  }
  if (first.kind === 'text') return named('keyword', first.value);
  return first.kind === 'keyword' || first.kind === 'symbol' ? named('keyword', fullName(first)) : NIL;
}

function place(
  [whole = NIL, sought = NIL, from]: readonly RuleValue[],
  find: (source: string, sought: string, from: number | undefined) => number,
): RuleValue {
  if (sought.kind !== 'text' && sought.kind !== 'character')
    throw new Refusal(`it looks for a text or a character, not for ${described(sought)}`);
  const found = find(anything(whole), sought.value, from === undefined ? undefined : index(from));
  return found < 0 ? NIL : integer(BigInt(found));
}

const one = (run: (value: string) => RuleValue): Builtin => ({
  least: 1,
  most: 1,
  run: (args) => run(anything(at(args, 0))),
});
const strict = (run: (value: string) => RuleValue): Builtin => ({
  least: 1,
  most: 1,
  run: (args) => run(textOf(at(args, 0))),
});
const pair = (holds: (whole: string, sought: string) => boolean): Builtin => ({
  least: 2,
  most: 2,
  run: (args) => boolean(holds(anything(at(args, 0)), textOf(at(args, 1)))),
});
const isAllBlank = (value: string) => value.split('').every(isBlank);

function trimmed(value: string, atStart: boolean, atEnd: boolean): RuleValue {
  let [start, end] = [0, value.length];
  while (atStart && start < end && isBlank(value.charAt(start))) start += 1;
  while (atEnd && start < end && isBlank(value.charAt(end - 1))) end -= 1;
  return text(value.slice(start, end));
}

const STRING_FUNCTIONS: Readonly<Record<string, Builtin>> = {
  'blank?': {
    least: 1,
    most: 1,
    run: ([value = NIL]) => boolean(value.kind === 'nil' || isAllBlank(textOf(value))),
  },
  'lower-case': one((value) => text(value.toLowerCase())),
  'upper-case': one((value) => text(value.toUpperCase())),
  capitalize: one((value) => text(value.slice(0, 1).toUpperCase() + value.slice(1).toLowerCase())),
  reverse: strict((value) => text(value.split('').reverse().join(''))),
  trim: strict((value) => trimmed(value, true, true)),
  triml: strict((value) => trimmed(value, true, false)),
  trimr: strict((value) => trimmed(value, false, true)),
  'starts-with?': pair((whole, sought) => whole.startsWith(sought)),
  'ends-with?': pair((whole, sought) => whole.endsWith(sought)),
  'includes?': pair((whole, sought) => whole.includes(sought)),
  'index-of': {
    least: 2,
    most: 3,
    run: (args) => place(args, (whole, sought, from) => whole.indexOf(sought, from)),
  },
  'last-index-of': {
    least: 2,
    most: 2,
    run: (args) => place(args, (whole, sought) => whole.lastIndexOf(sought)),
  },
  replace: { least: 3, most: 3, run: replaced },
  join: {
    least: 1,
    most: 2,
    run: (args) =>
      args.length === 1
        ? text(joined(elements(at(args, 0)).map(written)))
        : text(joined(elements(at(args, 1)).map(written), written(at(args, 0)))),
  },
};

/** Texts and names, those of `clojure.string` under their full names. */
export const TEXT_FUNCTIONS: Readonly<Record<string, Builtin>> = {
  str: { least: 0, most: MANY, run: (args) => text(joined(args.map(written))) },
  subs: { least: 2, most: 3, run: part },
  name: { least: 1, most: 1, run: (args) => nameOf(at(args, 0)) },
  keyword: { least: 1, most: 2, run: keyword },
  ...Object.fromEntries(
    Object.entries(STRING_FUNCTIONS).map(([name, builtin]) => [`clojure.string/${name}`, builtin]),
  ),
};
