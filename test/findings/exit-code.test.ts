import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exitCodeOf, type Thresholds, type Weighed } from '../../src/core/exit-code.js';
import '../support/fixed-seed.js';

const result: fc.Arbitrary<Weighed> = fc.record({
  status: fc.constantFrom('pass', 'warn', 'delay', 'fail', 'unknown', 'skip', 'crash'),
  check: fc.record({ worst: fc.constantFrom('warn', 'fail') }),
});
const thresholds: fc.Arbitrary<Thresholds> = fc.record({
  failOn: fc.constantFrom('fail', 'warn'),
  onUnknown: fc.constantFrom(undefined, 'pass', 'fail'),
  isBroken: fc.boolean(),
});
const ORDER = [0, 3, 4, 1];

describe('the exit code of results', () => {
  it('does not depend on their order, and more results never make it milder', () => {
    fc.assert(
      fc.property(fc.array(result), fc.array(result), thresholds, (some, more, limits) => {
        const code = exitCodeOf([...some, ...more], limits);
        expect(exitCodeOf([...more, ...some], limits)).toBe(code);
        expect(ORDER.indexOf(code)).toBeGreaterThanOrEqual(ORDER.indexOf(exitCodeOf(some, limits)));
      }),
    );
  });

  it('is 0 where nothing is said but passes, skips and delays', () => {
    const harmless = result.filter(({ status }) => ['pass', 'skip', 'delay'].includes(status));
    fc.assert(
      fc.property(fc.array(harmless), thresholds, (results, limits) => {
        expect(exitCodeOf(results, { ...limits, isBroken: false })).toBe(0);
      }),
    );
  });

  it.each<[Weighed['status'], NonNullable<Weighed['level']>, Partial<Thresholds>, number]>([
    ['fail', 'error', {}, 1],
    ['fail', 'warning', {}, 0],
    ['fail', 'warning', { failOn: 'warn' }, 1],
    ['fail', 'none', { failOn: 'warn' }, 0],
    ['warn', 'error', {}, 1],
    ['warn', 'warning', {}, 0],
    ['warn', 'warning', { failOn: 'warn' }, 1],
    ['unknown', 'note', {}, 3],
    ['unknown', 'note', { onUnknown: 'pass' }, 0],
    ['unknown', 'note', { onUnknown: 'fail' }, 1],
    ['crash', 'error', {}, 4],
    ['crash', 'error', { onUnknown: 'pass' }, 4],
    ['delay', 'note', { failOn: 'warn', onUnknown: 'fail' }, 0],
  ])('%s at level %s with %o is %i', (status, level, limits, code) => {
    const one = { status, check: { worst: 'fail' as const }, level };
    expect(exitCodeOf([one], { failOn: 'fail', onUnknown: undefined, ...limits })).toBe(code);
  });
});
