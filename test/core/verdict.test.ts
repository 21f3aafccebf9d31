import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prepare } from '../../src/core/run.js';
import { type EmailVerdict, judge, type OverallVerdict, overall } from '../../src/core/verdict.js';
import { fakeCheck } from '../support/fake-check.js';

const question = { now: 0, offset: 0, direct: false, event: undefined };
const subject = {
  customer: { value: {}, index: 0 },
  notification: undefined,
  link: undefined,
  linkage: 'no-links',
} as const;

function judged(...checks: ReturnType<typeof fakeCheck>[]) {
  return judge(checks, prepare(checks, { mailcheck: 1 }, question)(subject).said);
}

describe('the verdict of one email', () => {
  it.each([
    [['pass', 'skip', 'warn'], 'sends'],
    [['delay', 'pass'], 'delayed'],
    [['delay', 'unknown'], 'unknown'],
    [['unknown', 'throw'], 'unknown'],
    [['throw', 'pass'], 'unknown'],
    [['unknown', 'fail', 'delay'], 'blocked'],
  ] as const)('of %j is %s', (behaviours, verdict) => {
    const checks = behaviours.map((behaviour, i) => fakeCheck(`c${i}`, behaviour));
    expect(judged(...checks).verdict).toBe(verdict);
  });

  it('is not made unknown by a check that can at worst warn', () => {
    const check = fakeCheck('a', 'unknown', { worst: 'warn' });
    expect(judged(check)).toMatchObject({ verdict: 'sends', unknowns: ['a'] });
  });

  it('lists blockers, unknowns and warnings in the order of the checks', () => {
    const checks = [
      fakeCheck('z', 'fail'),
      fakeCheck('y', 'warn'),
      fakeCheck('b', 'unknown'),
      fakeCheck('a', 'fail'),
    ];
    expect(judged(...checks)).toMatchObject({ blockers: ['z', 'a'], unknowns: ['b'], warnings: ['y'] });
  });

  it('says when a delayed email can leave, and only then', () => {
    expect(judged(fakeCheck('a', 'delay')).nextSendAt).toBe(1000);
    expect(judged(fakeCheck('a', 'delay'), fakeCheck('b', 'fail')).nextSendAt).toBeUndefined();
  });

  it('tells when the message itself is what stops it', () => {
    expect(judged(fakeCheck('a', 'fail', { scope: 'message' })).isStoppedByMessage).toBe(true);
    expect(
      judged(fakeCheck('a', 'fail'), fakeCheck('b', 'warn', { scope: 'message' })).isStoppedByMessage,
    ).toBe(false);
  });
});

describe('the verdict over several emails', () => {
  const table: [EmailVerdict[], OverallVerdict][] = [
    [[], 'blocked'],
    [['sends', 'sends'], 'sends'],
    [['blocked', 'blocked'], 'blocked'],
    [['blocked', 'sends'], 'partial'],
    [['blocked', 'unknown'], 'partial'],
    [['unknown', 'sends'], 'unknown'],
    [['unknown', 'delayed'], 'unknown'],
    [['delayed', 'sends'], 'delayed'],
    [['delayed'], 'delayed'],
  ];
  it.each(table)('of %j is %s', (verdicts, expected) => {
    expect(overall(verdicts)).toBe(expected);
  });

  it('does not depend on their order or number', () => {
    const verdict = fc.constantFrom<EmailVerdict>('sends', 'delayed', 'blocked', 'unknown');
    fc.assert(
      fc.property(fc.array(verdict), (verdicts) => {
        expect(overall([...verdicts].reverse())).toBe(overall(verdicts));
        expect(overall([...verdicts, ...verdicts])).toBe(overall(verdicts));
      }),
    );
  });
});
