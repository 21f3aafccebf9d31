import { type Check, defineCheck } from '../../src/core/check.js';

type Behaviour = 'pass' | 'warn' | 'delay' | 'fail' | 'unknown' | 'skip' | 'throw';

/** A check that always says the same, and remembers how often it was asked. */
export function fakeCheck(
  id: string,
  behaviour: Behaviour,
  shape: Partial<Pick<Check, 'scope' | 'worst' | 'needs'>> = {},
): Check & { asked: number } {
  const finding = { why: 'Because.', evidence: () => [], fix: () => ({ steps: ['Click.'] as const }) };
  const check = defineCheck({
    id,
    title: `${id} is well`,
    article: 'None',
    scope: 'customer',
    worst: 'fail',
    needs: [],
    ...shape,
    outcomes: {
      pass: { status: 'pass', summary: 'Well.', evidence: () => [] },
      warn: { status: 'warn', summary: 'Odd.', ...finding },
      delay: { status: 'delay', summary: 'Later.', ...finding, until: () => 1000 },
      fail: { status: 'fail', summary: 'Bad.', ...finding },
      unknown: { status: 'unknown', missing: () => [['tenant', 'timezone']] },
      skip: { status: 'skip', reason: 'no-data', summary: 'Nothing.' },
    },
    run: (_, say) => {
      fake.asked += 1;
      if (behaviour === 'throw') throw new Error('a bug');
      return say[behaviour]();
    },
  });
  const fake = { ...check, asked: 0 };
  return fake;
}
