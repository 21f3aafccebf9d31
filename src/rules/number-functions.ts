import { at, described, number } from './arguments.js';
import type { Builtin } from './machine.js';
import { calculate, compare, negate, signOf } from './number-tower.js';
import { Refusal } from './refusal.js';
import { boolean, integer, type NumberValue, type RuleValue, TRUE } from './value.js';

const ONE = integer(1n);
const ZERO = integer(0n);
const MANY = Number.POSITIVE_INFINITY;
const LEAST_LONG = -(2n ** 63n);

/** Clojure stops at the first pair that is out of order, without looking at the rest. */
function inOrder(holds: (order: number) => boolean): Builtin {
  return {
    least: 1,
    most: MANY,
    run(args) {
      for (let i = 1; i < args.length; i += 1) {
        if (!holds(compare(number(at(args, i - 1)), number(at(args, i))))) return boolean(false);
      }
      return TRUE;
    },
  };
}

/** `+` and `*`: of one argument they return it, and Clojure lets nil through. */
function total(operation: 'add' | 'multiply', start: NumberValue): Builtin {
  return {
    least: 0,
    most: MANY,
    run([first, ...rest]) {
      if (first === undefined) return start;
      if (rest.length === 0 && first.kind === 'nil') return first;
      return rest.reduce<NumberValue>((sum, next) => calculate(operation, sum, number(next)), number(first));
    },
  };
}

function lessening(operation: 'subtract' | 'divide', alone: (value: NumberValue) => NumberValue): Builtin {
  return {
    least: 1,
    most: MANY,
    run([first, ...rest]) {
      const start = number(first ?? ZERO);
      if (rest.length === 0) return alone(start);
      return rest.reduce<NumberValue>((left, next) => calculate(operation, left, number(next)), start);
    },
  };
}

/** The one of two that Clojure returns: the second when they are of equal size. A single argument is not looked at. */
function extreme(isBetter: (order: number) => boolean): Builtin {
  return {
    least: 1,
    most: MANY,
    run: ([first, ...rest]) =>
      rest.reduce<RuleValue>(
        (best, next) => (isBetter(compare(number(best), number(next))) ? best : next),
        first ?? ZERO,
      ),
  };
}

const one = (run: (value: NumberValue) => RuleValue): Builtin => ({
  least: 1,
  most: 1,
  run: ([value]) => run(number(value ?? ZERO)),
});
const two = (run: (a: NumberValue, b: NumberValue) => RuleValue): Builtin => ({
  least: 2,
  most: 2,
  run: (args) => run(number(at(args, 0)), number(at(args, 1))),
});
const isOdd = (value: NumberValue): boolean => {
  if (value.kind !== 'integer') throw new Refusal(`it needs a whole number, not ${described(value)}`);
  return value.value % 2n !== 0n;
};

function modulo(a: NumberValue, b: NumberValue): NumberValue {
  const rest = calculate('remainder', a, b);
  return signOf(rest) === 0 || signOf(rest) > 0 === signOf(b) > 0 ? rest : calculate('add', rest, b);
}

function absolute(value: NumberValue): NumberValue {
  // Clojure leaves the least 64-bit number as it is.
  if (value.kind === 'integer' && !value.isBig && value.value === LEAST_LONG) return value;
  return signOf(value) < 0 || Object.is('value' in value && value.value, -0) ? negate(value) : value;
}

/** Arithmetic and order. */
export const NUMBER_FUNCTIONS: Readonly<Record<string, Builtin>> = {
  '+': total('add', ZERO),
  '*': total('multiply', ONE),
  '-': lessening('subtract', negate),
  '/': lessening('divide', (value) => calculate('divide', ONE, value)),
  '<': inOrder((order) => order < 0),
  '<=': inOrder((order) => order <= 0),
  '>': inOrder((order) => order > 0),
  '>=': inOrder((order) => order >= 0),
  '==': inOrder((order) => order === 0),
  min: extreme((order) => order < 0),
  max: extreme((order) => order > 0),
  quot: two((a, b) => calculate('quotient', a, b)),
  rem: two((a, b) => calculate('remainder', a, b)),
  mod: two(modulo),
  inc: one((value) => calculate('add', value, ONE)),
  dec: one((value) => calculate('subtract', value, ONE)),
  abs: one(absolute),
  'zero?': one((value) => boolean(signOf(value) === 0)),
  'pos?': one((value) => boolean(signOf(value) > 0)),
  'neg?': one((value) => boolean(signOf(value) < 0)),
  'even?': one((value) => boolean(!isOdd(value))),
  'odd?': one((value) => boolean(isOdd(value))),
};
