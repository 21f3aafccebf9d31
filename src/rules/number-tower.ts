import {
  exactDivide,
  exactDouble,
  exactQuotient,
  exactRemainder,
  greatestCommonDivisor,
  toScale,
} from './exact-decimal.js';
import { LIMITS } from './limits.js';
import { Refusal } from './refusal.js';
import type { ExactDecimal, Integer, NumberValue, Ratio } from './value.js';

// Clojure's numbers: a double makes the result a double, then an exact decimal an exact decimal, then a ratio.
type Operation = 'add' | 'subtract' | 'multiply' | 'divide' | 'quotient' | 'remainder';

const DOUBLES: Readonly<Record<Operation, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  quotient: (a, b) => Math.trunc(a / b) + 0,
  remainder: (a, b) => a - (Math.trunc(a / b) + 0) * b,
};
const tooLarge = 10n ** BigInt(LIMITS.digits);

/** Two numbers make a third; throws `Refusal` where Clojure would, and wherever something is divided by zero. */
export function calculate(operation: Operation, a: NumberValue, b: NumberValue): NumberValue {
  const isDivision = operation !== 'add' && operation !== 'subtract' && operation !== 'multiply';
  if (isDivision && signOf(b) === 0) throw new Refusal('it divides by zero');
  if (a.kind === 'decimal' || b.kind === 'decimal')
    return finite(DOUBLES[operation](toDouble(a), toDouble(b)));
  if (a.kind === 'exact-decimal' || b.kind === 'exact-decimal')
    return bounded(exactly(operation, toExact(a), toExact(b)));
  if (a.kind === 'ratio' || b.kind === 'ratio') return bounded(fractionally(operation, a, b));
  return bounded(wholly(operation, a, b));
}

function wholly(operation: Operation, a: Integer, b: Integer): Integer | Ratio {
  const isBig = a.isBig || b.isBig;
  switch (operation) {
    case 'add':
      return whole(a.value + b.value, isBig);
    case 'subtract':
      return whole(a.value - b.value, isBig);
    case 'multiply':
      return whole(a.value * b.value, isBig);
    case 'quotient':
      return whole(a.value / b.value, isBig);
    case 'remainder':
      return whole(a.value % b.value, isBig);
    case 'divide': {
      const result = fraction(a.value, b.value);
      return result.kind === 'integer' ? whole(result.value, isBig) : result;
    }
  }
}

function whole(value: bigint, isBig: boolean): Integer {
  if (!isBig && BigInt.asIntN(64, value) !== value) throw new Refusal('the whole number overflows 64 bits');
  return { kind: 'integer', value, isBig };
}

function fractionally(operation: Operation, a: Integer | Ratio, b: Integer | Ratio): Integer | Ratio {
  const [an, ad] = parts(a);
  const [bn, bd] = parts(b);
  switch (operation) {
    case 'add':
      return fraction(an * bd + bn * ad, ad * bd);
    case 'subtract':
      return fraction(an * bd - bn * ad, ad * bd);
    case 'multiply':
      return fraction(an * bn, ad * bd);
    case 'divide':
      return fraction(an * bd, ad * bn);
    case 'quotient':
      return fraction((an * bd) / (ad * bn), 1n);
    case 'remainder':
      return fraction(an * bd - ((an * bd) / (ad * bn)) * bn * ad, ad * bd);
  }
}

function exactly(operation: Operation, a: ExactDecimal, b: ExactDecimal): ExactDecimal {
  const scale = Math.max(a.scale, b.scale);
  switch (operation) {
    case 'add':
      return { kind: 'exact-decimal', unscaled: toScale(a, scale) + toScale(b, scale), scale };
    case 'subtract':
      return { kind: 'exact-decimal', unscaled: toScale(a, scale) - toScale(b, scale), scale };
    case 'multiply':
      return { kind: 'exact-decimal', unscaled: a.unscaled * b.unscaled, scale: a.scale + b.scale };
    case 'divide':
      return exactDivide(a, b);
    case 'quotient':
      return exactQuotient(a, b);
    case 'remainder':
      return exactRemainder(a, b);
  }
}

const parts = (value: Integer | Ratio): readonly [bigint, bigint] =>
  value.kind === 'integer' ? [value.value, 1n] : [value.numerator, value.denominator];

/** A fraction in lowest terms; a whole one is a big integer, as Clojure makes it. The denominator is not zero. */
export function fraction(numerator: bigint, denominator: bigint): Integer | Ratio {
  const divisor = greatestCommonDivisor(numerator, denominator) * (denominator < 0n ? -1n : 1n);
  const [above, below] = [numerator / divisor, denominator / divisor];
  return below === 1n
    ? { kind: 'integer', value: above, isBig: true }
    : { kind: 'ratio', numerator: above, denominator: below };
}

/** Below, at or above zero as b is above, at or below a; throws `Refusal` where Clojure would. */
export function compare(a: NumberValue, b: NumberValue): number {
  if (a.kind === 'decimal' || b.kind === 'decimal') return toDouble(a) - toDouble(b);
  if (a.kind === 'exact-decimal' || b.kind === 'exact-decimal') {
    const [left, right] = [toExact(a), toExact(b)];
    const scale = Math.max(left.scale, right.scale);
    return order(toScale(left, scale), toScale(right, scale));
  }
  const [an, ad] = parts(a);
  const [bn, bd] = parts(b);
  return order(an * bd, bn * ad);
}

const order = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

export function negate(value: NumberValue): NumberValue {
  switch (value.kind) {
    case 'integer':
      return whole(-value.value, value.isBig);
    case 'ratio':
      return { ...value, numerator: -value.numerator };
    case 'decimal':
      return { ...value, value: -value.value };
    case 'exact-decimal':
      return { ...value, unscaled: -value.unscaled };
  }
}

/** -1, 0 or 1. */
export function signOf(value: NumberValue): number {
  switch (value.kind) {
    case 'integer':
      return order(value.value, 0n);
    case 'ratio':
      return order(value.numerator, 0n);
    case 'exact-decimal':
      return order(value.unscaled, 0n);
    case 'decimal':
      return Math.sign(value.value);
  }
}

function toDouble(value: NumberValue): number {
  switch (value.kind) {
    case 'integer':
      return Number(value.value);
    case 'decimal':
      return value.value;
    case 'exact-decimal':
      return exactDouble(value);
    case 'ratio':
      return ratioDouble(value);
  }
}

/** Clojure rounds a ratio to 16 digits, half to even, on its way to a double. */
function ratioDouble({ numerator, denominator }: Ratio): number {
  const size = numerator < 0n ? -numerator : numerator;
  let places = 16 - (String(size).length - String(denominator).length);
  const scaled = (): readonly [bigint, bigint] =>
    places >= 0 ? [size * 10n ** BigInt(places), denominator] : [size, denominator * 10n ** BigInt(-places)];
  if (String(scaled()[0] / scaled()[1]).length > 16) places -= 1;
  const [above, below] = scaled();
  const rest = (above % below) * 2n;
  const floor = above / below;
  const digits = rest > below || (rest === below && floor % 2n === 1n) ? floor + 1n : floor;
  return Number(`${numerator < 0n ? '-' : ''}${digits}e${-places}`);
}

function toExact(value: Integer | Ratio | ExactDecimal): ExactDecimal {
  if (value.kind === 'exact-decimal') return value;
  const [above, below] = parts(value);
  return exactDivide(
    { kind: 'exact-decimal', unscaled: above, scale: 0 },
    { kind: 'exact-decimal', unscaled: below, scale: 0 },
  );
}

function finite(value: number): NumberValue {
  if (!Number.isFinite(value)) throw new Refusal('the result is too large for a decimal');
  return { kind: 'decimal', value };
}

function bounded<T extends Integer | Ratio | ExactDecimal>(value: T): T {
  const [above, below, scale] =
    value.kind === 'integer'
      ? [value.value, 1n, 0]
      : value.kind === 'ratio'
        ? [value.numerator, value.denominator, 0]
        : [value.unscaled, 1n, value.scale];
  if (above >= tooLarge || above <= -tooLarge || below >= tooLarge || Math.abs(scale) > LIMITS.digits)
    throw new Refusal(`a number has more than ${LIMITS.digits} digits`, 'limit');
  return value;
}
