import { describe, expect, it } from 'vitest';
import type { Question, Subject } from '../../src/core/facts.js';
import { Result } from '../../src/core/result.js';
import { prepare } from '../../src/core/run.js';
import { judge, outcomesOf } from '../../src/core/verdict.js';
import { fakeCheck } from '../support/fake-check.js';

const question: Question = { now: 0, offset: 0, direct: false, event: undefined };
const customers = [{ id: 1 }, { id: 2 }];
const notifications = [{ id: 7 }, { id: 8 }];

function subjects(): Subject[] {
  return customers.flatMap((customer, c) =>
    notifications.flatMap((notification, n) =>
      [0, 1].map(
        (l): Subject => ({
          customer: { value: customer, index: c },
          notification: { value: notification, index: n },
          link: { value: {}, index: l },
          linkage: 'linked',
        }),
      ),
    ),
  );
}

const [subject] = subjects();
if (!subject) throw new Error('no subject');

describe('the runner', () => {
  it('keeps the order of the checks', () => {
    const checks = [fakeCheck('b', 'pass'), fakeCheck('a', 'fail'), fakeCheck('c', 'warn')];
    const { said } = prepare(checks, { mailcheck: 1 }, question)(subject);
    expect(said.map((one) => outcomesOf(one)[0]?.spec.status)).toEqual(['pass', 'fail', 'warn']);
  });

  it('turns a check that throws into a crash of its own', () => {
    const checks = [fakeCheck('a', 'throw'), fakeCheck('b', 'pass')];
    const { said } = prepare(checks, { mailcheck: 1 }, question)(subject);
    expect(said.map((one) => outcomesOf(one)[0]?.spec.status)).toEqual(['crash', 'pass']);
    expect(judge(checks, said)).toMatchObject({ verdict: 'unknown', crashed: true, unknowns: ['a'] });
  });

  it('loses no report to a bug in the words of a check', () => {
    const check = fakeCheck('a', 'fail');
    const boom = () => {
      throw new Error('a bug');
    };
    const spec = {
      ...check.outcomes['fail'],
      status: 'fail' as const,
      summary: boom,
      why: boom,
      evidence: boom,
      fix: boom,
    };
    const trace = () => ({ pointer: '', file: '', line: 1, column: 1 });
    const { facts } = prepare([check], { mailcheck: 1 }, question)(subject);
    const result = new Result(check, { code: 'fail', spec, data: undefined }, facts, trace);
    expect(result.summary).toContain('A bug of mailcheck');
    expect(result.why).toContain('A bug of mailcheck');
    expect(result.evidence).toEqual([]);
    expect(result.remediation).toBeUndefined();
  });

  it('does not run what was left out', () => {
    const check = fakeCheck('a', 'fail');
    const { said } = prepare([check], { mailcheck: 1 }, question, new Set(['a']))(subject);
    expect(outcomesOf(said[0] ?? [])[0]?.spec).toMatchObject({ status: 'skip', reason: 'not-applicable' });
    expect(check.asked).toBe(0);
  });

  it('asks no check of the customer where there is no customer', () => {
    const check = fakeCheck('a', 'fail', { scope: 'customer' });
    const account = fakeCheck('b', 'fail', { scope: 'account' });
    const evaluate = prepare([check, account], { mailcheck: 1 }, question);
    const { said } = evaluate({ ...subject, customer: undefined, link: undefined, linkage: 'no-customer' });
    expect(said.map((one) => outcomesOf(one)[0]?.spec.status)).toEqual(['skip', 'fail']);
  });

  it.each([
    { needs: ['tenant'], asked: 1 },
    { needs: ['notification'], asked: 2 },
    { needs: ['customer'], asked: 2 },
    { needs: ['customer', 'notification'], asked: 8 },
    { needs: ['link'], asked: 8 },
  ] as const)('runs a check that needs $needs $asked times for 8 emails', ({ needs, asked }) => {
    const check = fakeCheck('a', 'pass', { needs });
    const evaluate = prepare([check], { mailcheck: 1 }, question);
    for (const one of subjects()) evaluate(one);
    expect(check.asked).toBe(asked);
  });
});
