import { at, described, elements, index } from './arguments.js';
import type { Builtin, Helper } from './machine.js';
import { Refusal } from './refusal.js';
import { boolean, integer, isNumber, isTruthy, keyOf, NIL, type RuleValue } from './value.js';

const MANY = Number.POSITIVE_INFINITY;

const one = (run: (value: RuleValue) => RuleValue): Builtin => ({
  least: 1,
  most: 1,
  run: (args) => run(at(args, 0)),
});
const test = (holds: (value: RuleValue) => boolean): Builtin => one((value) => boolean(holds(value)));

function allEqual(args: readonly RuleValue[], helper: Helper): boolean {
  for (let i = 1; i < args.length; i += 1) {
    if (!helper.equal(at(args, i - 1), at(args, i))) return false;
  }
  return true;
}

/** What Clojure's `get` finds. */
export function lookUp(collection: RuleValue, key: RuleValue, otherwise: RuleValue): RuleValue {
  switch (collection.kind) {
    case 'map':
      return collection.entries.get(keyOf(key))?.[1] ?? otherwise;
    case 'set':
      return collection.members.get(keyOf(key)) ?? otherwise;
    case 'vector':
      return key.kind === 'integer' ? (collection.items[index(key)] ?? otherwise) : otherwise;
    case 'text': {
      if (!isNumber(key)) return otherwise;
      // Of a decimal, Clojure takes the whole part.
      const place = key.kind === 'decimal' ? Math.trunc(key.value) : index(key);
      const character = collection.value.charAt(place);
      return character === '' ? otherwise : { kind: 'character', value: character };
    }
    default:
      return otherwise;
  }
}

function contains(collection: RuleValue, key: RuleValue): boolean {
  switch (collection.kind) {
    case 'nil':
      return false;
    case 'map':
      return collection.entries.has(keyOf(key));
    case 'set':
      return collection.members.has(keyOf(key));
    case 'vector':
      return key.kind === 'integer' && collection.items[index(key)] !== undefined;
    case 'text': {
      const place = index(key);
      return place >= 0 && place < collection.value.length;
    }
    default:
      throw new Refusal(`it looks into maps, sets, vectors and texts, not into ${described(collection)}`);
  }
}

function count(value: RuleValue): number {
  if (value.kind === 'map') return value.entries.size;
  if (value.kind === 'set') return value.members.size;
  if (value.kind === 'text') return value.value.length;
  return elements(value).length;
}

function nth(args: readonly RuleValue[]): RuleValue {
  const [collection = NIL, place = NIL, otherwise] = args;
  const where = index(place);
  if (collection.kind === 'nil') return otherwise ?? NIL;
  if (collection.kind === 'map' || collection.kind === 'set')
    throw new Refusal(`it needs something with an order, not ${described(collection)}`);
  const found = elements(collection)[where] ?? otherwise;
  if (found === undefined) throw new Refusal(`there is no element ${where}`);
  return found;
}

// Not to be found in any collection: values are compared by identity here.
const NOTHING: RuleValue = { kind: 'symbol', namespace: undefined, name: 'nothing' };

function lookUpIn([collection = NIL, path = NIL, otherwise = NIL]: readonly RuleValue[]): RuleValue {
  let found = collection;
  for (const key of elements(path)) {
    found = lookUp(found, key, NOTHING);
    if (found === NOTHING) return otherwise;
  }
  return found;
}

/** Equality, questions about a value, and looking into collections. */
export const VALUE_FUNCTIONS: Readonly<Record<string, Builtin>> = {
  '=': { least: 1, most: MANY, run: (args, helper) => boolean(allEqual(args, helper)) },
  'not=': { least: 1, most: MANY, run: (args, helper) => boolean(!allEqual(args, helper)) },
  not: test((value) => !isTruthy(value)),
  'nil?': test((value) => value.kind === 'nil'),
  'some?': test((value) => value.kind !== 'nil'),
  'true?': test((value) => value.kind === 'boolean' && value.value),
  'false?': test((value) => value.kind === 'boolean' && !value.value),
  'string?': test((value) => value.kind === 'text'),
  'number?': test(isNumber),
  'empty?': test((value) => count(value) === 0),
  count: one((value) => integer(BigInt(count(value)))),
  'contains?': { least: 2, most: 2, run: (args) => boolean(contains(at(args, 0), at(args, 1))) },
  get: { least: 2, most: 3, run: (args) => lookUp(at(args, 0), at(args, 1), at(args, 2)) },
  'get-in': { least: 2, most: 3, run: lookUpIn },
  first: one((value) => elements(value)[0] ?? NIL),
  last: one((value) => elements(value).at(-1) ?? NIL),
  nth: { least: 2, most: 3, run: nth },
};
