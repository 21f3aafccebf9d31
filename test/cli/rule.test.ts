import { describe, expect, it } from 'vitest';
import { reportSchema } from '../../src/report/report-schema.js';
import { mailcheck } from '../support/mailcheck.js';

const LATE = '(and (= loan-status "Open") (>= status-days-past-due 5))';

describe('mailcheck rule', () => {
  it.each<[name: string, args: string[], code: number, said: string]>([
    ['true', [LATE, '--set', 'loan-status=Open', '--set', 'status-days-past-due=5'], 0, 'TRUE'],
    [
      'false',
      [LATE, '--set', 'loan-status="Open"', '--set', 'status-days-past-due=4'],
      1,
      'FALSE: status-days-past-due is 4, needs at least 5.',
    ],
    [
      'false, with a day to come',
      [LATE, '--set', 'loan-status=Open', '--set', 'status-days-past-due=4'],
      1,
      'true in 1 day',
    ],
    ['open', [LATE, '--set', 'loan-status=Open'], 3, 'CANNOT TELL: status-days-past-due is not known.'],
    ['decided without what is not known', [LATE, '--set', 'status-days-past-due=4'], 1, 'FALSE'],
    [
      'numbers of two kinds',
      ['(= status-amount-due 0)', '--set', 'status-amount-due=0.0'],
      1,
      'never equals',
    ],
    ['nil', ['(nil? source-company)', '--set', 'source-company=nil'], 0, 'TRUE'],
    ['no host access', ['(System/exit 0)'], 3, 'CANNOT TELL'],
    ['a constant', ['false'], 1, 'FALSE'],
    [
      'true, by several parts',
      [LATE, '--set', 'loan-status=Open', '--set', 'status-days-past-due=6'],
      0,
      'TRUE: loan-status is "Open"; and status-days-past-due is 6, which is at least 5.',
    ],
    [
      'false, where either of two would do',
      ['(or (> a 1) (< a 1))', '--set', 'a=1'],
      1,
      'FALSE: a is 1, needs more than 1; or a is 1, needs less than 1.',
    ],
    [
      'an amount, which is a decimal however it is written',
      ['(= status-amount-due 0)', '--set', 'status-amount-due=0'],
      1,
      'a decimal never equals',
    ],
    ['a text that is also a function', ['(= freq "min")', '--set', 'freq=min'], 0, 'TRUE'],
    ['too large to look at', [`(str ${'"a" '.repeat(26_000)})`], 3, 'CANNOT TELL: it is longer than'],
  ])('%s', async (_, args, code, said) => {
    const ran = await mailcheck(['rule', ...args]);
    expect([ran.code, ran.stdout]).toEqual([code, expect.stringContaining(said)]);
    const json = await mailcheck(['rule', ...args, '--format', 'json']);
    reportSchema.parse(JSON.parse(json.stdout));
    expect(json.code).toBe(code);
  });

  it.each([
    ['a parenthesis too few', ['(= 1'], 'never closed (line 1, column 1)'],
    ['two expressions', ['true true'], 'line 1, column 6'],
    ['nothing', [' '], 'no expression'],
    ['a value without a name', ['true', '--set', '4'], 'expected name=value'],
    ['a value for what is no variable', ['true', '--set', 'true=false'], 'expected name=value'],
    ['two values for one name', ['x', '--set', 'x=1', '--set', 'x=2'], 'x has a value already'],
    ['another format', ['true', '--format', 'xml'], 'xml'],
  ])('%s is refused', async (_, args, said) => {
    const { code, stderr } = await mailcheck(['rule', ...args]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)]);
  });
});
