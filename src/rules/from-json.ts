import { LIMITS } from './limits.js';
import {
  boolean,
  type Decimal,
  depthOf,
  integer,
  mapOf,
  NIL,
  named,
  type RuleValue,
  sequence,
  text,
  weightOf,
} from './value.js';

/** A number that counts as a decimal even when whole, as amounts do. Undefined for NaN and the infinities. */
export const decimal = (value: number): Decimal | undefined =>
  Number.isFinite(value) ? { kind: 'decimal', value } : undefined;

/**
 * A value of an export as a rule sees it: a whole number is an integer, another a decimal, null is nil, and an object
 * has keywords for keys (`(-> settings-custom-fields :35 :value)`). Undefined for what is none, or larger than a rule
 * may handle.
 */
export const ruleValueOf = (value: unknown): RuleValue | undefined => convert(value, LIMITS.valueDepth);

function convert(value: unknown, depth: number): RuleValue | undefined {
  switch (typeof value) {
    case 'boolean':
      return boolean(value);
    case 'string':
      return bounded(text(value));
    case 'bigint':
      return integer(value);
    case 'number':
      return Number.isInteger(value) ? integer(BigInt(value)) : decimal(value);
    case 'object':
      return depth > 0 ? collection(value, depth) : undefined;
    default:
      return undefined;
  }
}

function collection(value: object | null, depth: number): RuleValue | undefined {
  if (value === null) return NIL;
  const entries = Object.entries(value);
  if (entries.length > LIMITS.weight) return undefined;
  const pairs: [RuleValue, RuleValue][] = [];
  for (const [key, item] of entries) {
    const converted = convert(item, depth - 1);
    if (!converted) return undefined;
    pairs.push([named('keyword', key), converted]);
  }
  const made = Array.isArray(value)
    ? sequence(
        'vector',
        pairs.map(([, item]) => item),
      )
    : mapOf(pairs);
  return made && bounded(made);
}

const bounded = (value: RuleValue): RuleValue | undefined =>
  weightOf(value) > LIMITS.weight || depthOf(value) > LIMITS.valueDepth ? undefined : value;
