import { readable } from './print.js';
import { Refusal } from './refusal.js';
import { isNumber, NIL, type NumberValue, type RuleValue, sequence } from './value.js';

const KIND_NAMES: Readonly<Record<RuleValue['kind'], string>> = {
  nil: 'nil',
  boolean: 'a boolean',
  text: 'a text',
  character: 'a character',
  integer: 'a number',
  ratio: 'a number',
  decimal: 'a number',
  'exact-decimal': 'a number',
  keyword: 'a keyword',
  symbol: 'a symbol',
  list: 'a list',
  vector: 'a vector',
  map: 'a map',
  set: 'a set',
  function: 'a function',
};
const SHOWN = 40;

/** `"4" (a text)`, for a sentence. */
export function described(value: RuleValue): string {
  if (value.kind === 'nil' || value.kind === 'function') return KIND_NAMES[value.kind];
  const written = readable(value);
  return `${written.length > SHOWN ? `${written.slice(0, SHOWN)}…` : written} (${KIND_NAMES[value.kind]})`;
}

/** The argument at an index, nil beyond the last. */
export const at = (args: readonly RuleValue[], index: number): RuleValue => args[index] ?? NIL;

/** Throws `Refusal` unless the value is a number. */
export function number(value: RuleValue): NumberValue {
  if (!isNumber(value)) throw new Refusal(`it needs a number, not ${described(value)}`);
  return value;
}

/** A whole number that fits where Clojure takes an index; throws `Refusal` for others. */
export function index(value: RuleValue): number {
  if (value.kind !== 'integer') throw new Refusal(`it needs a whole number, not ${described(value)}`);
  return BigInt.asIntN(32, value.value) === value.value ? Number(value.value) : -1;
}

/** Throws `Refusal` unless the value is a text. */
export function textOf(value: RuleValue): string {
  if (value.kind !== 'text') throw new Refusal(`it needs a text, not ${described(value)}`);
  return value.value;
}

/** The elements of what Clojure can walk through; throws `Refusal` for the rest. */
export function elements(value: RuleValue): readonly RuleValue[] {
  switch (value.kind) {
    case 'nil':
      return [];
    case 'list':
    case 'vector':
      return value.items;
    case 'text':
      return value.value.split('').map((character) => ({ kind: 'character', value: character }));
    case 'map':
      // Clojure keeps up to eight entries in the order they were given.
      if (value.entries.size > 8) throw noOrder('map');
      return [...value.entries.values()].map((entry) => sequence('vector', entry));
    case 'set':
      if (value.members.size > 1) throw noOrder('set');
      return [...value.members.values()];
    default:
      throw new Refusal(`it needs a collection, not ${described(value)}`);
  }
}

const noOrder = (kind: string) => new Refusal(`the order of a ${kind}`, 'unsupported');
