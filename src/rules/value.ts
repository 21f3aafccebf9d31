import type { Outcome } from './unknown.js';

/** A whole number. Clojure keeps two kinds: 64 bits, which overflow, and `isBig` ones of any size. */
export interface Integer {
  readonly kind: 'integer';
  readonly value: bigint;
  readonly isBig: boolean;
}

/** A fraction in lowest terms, its denominator above 1. */
export interface Ratio {
  readonly kind: 'ratio';
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** A double; never NaN, never infinite. */
export interface Decimal {
  readonly kind: 'decimal';
  readonly value: number;
}

/** A number written with `M`: `unscaled` divided by 10 to the power of `scale`. */
export interface ExactDecimal {
  readonly kind: 'exact-decimal';
  readonly unscaled: bigint;
  readonly scale: number;
}

export type NumberValue = Integer | Ratio | Decimal | ExactDecimal;

/** A keyword or a quoted symbol, without the colon. */
export interface Name {
  readonly kind: 'keyword' | 'symbol';
  readonly namespace: string | undefined;
  readonly name: string;
}

interface Collected {
  /** Characters and elements, all told. */
  readonly weight: number;
  readonly depth: number;
}

/** A list or a vector; the two are equal when their elements are. */
export interface Sequence extends Collected {
  readonly kind: 'list' | 'vector';
  readonly items: readonly RuleValue[];
  /** Made by `map` or `filter`, whose own text in Clojure means nothing. */
  readonly isLazy: boolean;
}

/** Entries by `keyOf` their key, in the order they were given. */
export interface MapValue extends Collected {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, readonly [RuleValue, RuleValue]>;
}

/** Members by `keyOf` themselves. */
export interface SetValue extends Collected {
  readonly kind: 'set';
  readonly members: ReadonlyMap<string, RuleValue>;
}

export interface FunctionValue {
  readonly kind: 'function';
  /** Its own in a process, so that two functions are never taken for one. */
  readonly id: number;
  readonly invoke: (args: readonly Outcome[]) => Outcome;
}

/** A value of the rule language. */
export type RuleValue =
  | { readonly kind: 'nil' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'character'; readonly value: string }
  | NumberValue
  | Name
  | Sequence
  | MapValue
  | SetValue
  | FunctionValue;

export const NIL: RuleValue = { kind: 'nil' };
export const TRUE: RuleValue = { kind: 'boolean', value: true };
export const FALSE: RuleValue = { kind: 'boolean', value: false };

export const boolean = (value: boolean): RuleValue => (value ? TRUE : FALSE);
export const text = (value: string): RuleValue => ({ kind: 'text', value });
/** A whole number, of 64 bits where it fits. */
export const integer = (value: bigint): Integer => ({
  kind: 'integer',
  value,
  isBig: BigInt.asIntN(64, value) !== value,
});

/** Only nil and false count as false. */
export const isTruthy = (value: RuleValue): boolean =>
  value.kind !== 'nil' && (value.kind !== 'boolean' || value.value);

export function isNumber(value: RuleValue): value is NumberValue {
  switch (value.kind) {
    case 'integer':
    case 'ratio':
    case 'decimal':
    case 'exact-decimal':
      return true;
    default:
      return false;
  }
}

/** `status/open` is the name `open` of the namespace `status`. */
export function named(kind: Name['kind'], full: string): Name {
  const slash = full === '/' ? -1 : full.indexOf('/');
  return slash < 0
    ? { kind, namespace: undefined, name: full }
    : { kind, namespace: full.slice(0, slash), name: full.slice(slash + 1) };
}

export const fullName = ({ namespace, name }: Name): string =>
  namespace === undefined ? name : `${namespace}/${name}`;

export function sequence(kind: Sequence['kind'], items: readonly RuleValue[], isLazy = false): Sequence {
  return { kind, items, isLazy, ...measured(items) };
}

/** Undefined where a key is repeated. */
export function mapOf(pairs: readonly (readonly [RuleValue, RuleValue])[]): MapValue | undefined {
  const entries = new Map(pairs.map((pair) => [keyOf(pair[0]), pair] as const));
  return entries.size < pairs.length ? undefined : { kind: 'map', entries, ...measured(pairs.flat()) };
}

/** Undefined where a member is repeated. */
export function setOf(items: readonly RuleValue[]): SetValue | undefined {
  const members = new Map(items.map((item) => [keyOf(item), item] as const));
  return members.size < items.length ? undefined : { kind: 'set', members, ...measured(items) };
}

export const weightOf = (value: RuleValue): number => {
  switch (value.kind) {
    case 'text':
      return 1 + value.value.length;
    case 'list':
    case 'vector':
    case 'map':
    case 'set':
      return value.weight;
    case 'ratio':
    case 'exact-decimal':
      return 20;
    case 'integer':
      return value.isBig ? 20 : 1;
    default:
      return 1;
  }
};

export const depthOf = (value: RuleValue): number => ('depth' in value ? value.depth : 0);

function measured(items: readonly RuleValue[]): Collected {
  let weight = 1;
  let depth = 0;
  for (const item of items) {
    weight += weightOf(item);
    depth = Math.max(depth, depthOf(item));
  }
  return { weight, depth: depth + 1 };
}

/** A text that two values share exactly when Clojure's `=` says that they are equal. */
export function keyOf(value: RuleValue): string {
  switch (value.kind) {
    case 'nil':
      return 'nil';
    case 'boolean':
      return String(value.value);
    case 'integer':
      return `i${value.value}`;
    case 'ratio':
      return `r${value.numerator}/${value.denominator}`;
    case 'decimal':
      // Both zeros are written alike.
      return `d${value.value}`;
    case 'exact-decimal': {
      const { digits, scale } = withoutTrailingZeros(value);
      return `m${digits}e${scale}`;
    }
    case 'text':
      return JSON.stringify(value.value);
    case 'character':
      return `c${JSON.stringify(value.value)}`;
    case 'keyword':
    case 'symbol':
      return `${value.kind}${JSON.stringify([value.namespace, value.name])}`;
    case 'list':
    case 'vector':
      return `[${value.items.map(keyOf).join(' ')}]`;
    case 'map':
      return `{${[...value.entries].map(([key, [, item]]) => `${key} ${keyOf(item)}`).sort()}}`;
    case 'set':
      return `#{${[...value.members.keys()].sort()}}`;
    case 'function':
      return `f${value.id}`;
  }
}

function withoutTrailingZeros({ unscaled, scale }: ExactDecimal): { digits: string; scale: number } {
  if (unscaled === 0n) return { digits: '0', scale: 0 };
  const digits = String(unscaled);
  const short = digits.replace(/0+$/, '');
  return { digits: short, scale: scale - (digits.length - short.length) };
}
