import { Refusal } from './refusal.js';
import type { ExactDecimal } from './value.js';

// Scales follow Java's BigDecimal, which Clojure computes with, since `str` shows them.

const exact = (unscaled: bigint, scale: number): ExactDecimal => ({ kind: 'exact-decimal', unscaled, scale });

/** The unscaled value at a scale not below its own. */
export const toScale = ({ unscaled, scale }: ExactDecimal, wanted: number): bigint =>
  unscaled * 10n ** BigInt(wanted - scale);

export const exactDouble = ({ unscaled, scale }: ExactDecimal): number => Number(`${unscaled}e${-scale}`);

/** Throws `Refusal` where the digits never end. */
export function exactDivide(a: ExactDecimal, b: ExactDecimal): ExactDecimal {
  const preferred = a.scale - b.scale;
  if (a.unscaled === 0n) return exact(0n, preferred);
  let below = b.unscaled / greatestCommonDivisor(a.unscaled, b.unscaled);
  if (below < 0n) below = -below;
  let places = 0;
  for (let power = 1n; power % below !== 0n; power *= 10n) {
    places += 1;
    // A denominator of so many binary digits divides no lower power of ten if it divides none up to here.
    if (places > below.toString(2).length) throw new Refusal('the digits of the quotient never end');
  }
  return exact((a.unscaled * 10n ** BigInt(places)) / b.unscaled, preferred + places);
}

/** The whole part, at the scale nearest to the one Java prefers. */
export function exactQuotient(a: ExactDecimal, b: ExactDecimal): ExactDecimal {
  const preferred = a.scale - b.scale;
  const scale = Math.max(a.scale, b.scale);
  let quotient = exact(toScale(a, scale) / toScale(b, scale), 0);
  if (preferred >= 0 || quotient.unscaled === 0n)
    return exact(quotient.unscaled * 10n ** BigInt(Math.max(preferred, 0)), preferred);
  while (quotient.scale > preferred && quotient.unscaled % 10n === 0n)
    quotient = exact(quotient.unscaled / 10n, quotient.scale - 1);
  return quotient;
}

export function exactRemainder(a: ExactDecimal, b: ExactDecimal): ExactDecimal {
  const quotient = exactQuotient(a, b);
  const taken = exact(quotient.unscaled * b.unscaled, quotient.scale + b.scale);
  const scale = Math.max(a.scale, taken.scale);
  return exact(toScale(a, scale) - toScale(taken, scale), scale);
}

/** Of two whole numbers, not both zero; positive. */
export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (smaller > 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}
