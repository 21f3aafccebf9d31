import { describe, expect, it } from 'vitest';
import { accept } from '../../src/findings/accept.js';
import { readComment } from '../../src/findings/suppression.js';
import { compactAccount } from '../support/compact-account.js';
import { acceptance, judged } from './judged.js';

const comment = (text: string, from = 5, to = from) => ({
  file: 'acme.yaml',
  line: 4,
  column: 3,
  about: { from, to },
  text,
});

describe('a comment', () => {
  it.each([
    [' a/b: why', { finding: 'a/b', reason: 'why' }],
    [' a: why until 2027-01-31', { finding: 'a', reason: 'why', until: '2027-01-31' }],
    ['\ta/b :\twhy\tuntil\t2028-02-29\t', { reason: 'why', until: '2028-02-29' }],
    [' a: https://tracker.example/1: later', { reason: 'https://tracker.example/1: later' }],
    [' a: kept until further notice', { reason: 'kept until further notice' }],
    [' a: see 2027-01-31', { reason: 'see 2027-01-31' }],
    [' a/b why', { fault: expect.stringContaining('expected "mailcheck-ignore') }],
    ['', { fault: expect.stringContaining('expected "mailcheck-ignore') }],
    [' a/b:', { fault: 'the reason is missing' }],
    [' a/b: until 2027-01-31', { fault: 'the reason is missing' }],
    [' a/b: why until 2027-02-29', { fault: '"2027-02-29" is not a day such as 2027-01-31' }],
    [' a/b: why until Friday', { fault: '"Friday" is not a day such as 2027-01-31' }],
    [' a/b/c: why', { fault: expect.stringContaining('expected') }],
  ])('"%s"', (text, expected) => {
    expect(readComment(comment(text))).toMatchObject(expected);
  });

  it('is read in no time, however long', () => {
    const started = performance.now();
    readComment(comment(` a/b: ${' '.repeat(100_000)}x until`));
    readComment(comment(` ${'a until '.repeat(20_000)}`));
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('a suppression', () => {
  const lines: Record<string, number> = { '/notifications/0/email/subject': 5 };
  function standing(...texts: (readonly [string, number?, number?])[]) {
    const account = compactAccount();
    Object.assign(account.notifications?.[0]?.email ?? {}, { subject: '', fromTitle: '' });
    const comments = texts.map(([text, from, to]) => comment(text, from, to));
    const { marks, upkeep } = accept(
      [judged(account, comments, (pointer) => lines[pointer] ?? 1)],
      acceptance(),
    );
    return {
      accepted: [...marks].flatMap(([{ code }, mark]) =>
        mark.isCounted && mark.accepted ? [`${code}: ${mark.accepted.reason}`] : [],
      ),
      said: upkeep.map(({ code }) => code),
    };
  }
  const both = 'message-present/missing-subject';

  it.each<[string, Parameters<typeof standing>, string[], string[]]>([
    ['on its line', [[` ${both}: why`]], ['missing-subject: why'], []],
    ['by the check alone', [[' message-present: why']], ['missing-subject: why'], []],
    ['between lines', [[` ${both}: why`, 3, 7]], ['missing-subject: why'], []],
    ['on another line', [[` ${both}: why`, 6]], [], ['unused']],
    ['of another finding', [[' message-present/missing-body: why']], [], ['unused']],
    ['on its last day', [[` ${both}: why until 2026-11-03`]], ['missing-subject: why'], []],
    ['on the day after', [[` ${both}: why until 2026-11-02`]], [], ['expired']],
    ['of no finding', [[' message-present/missing-subjct: why']], [], ['malformed']],
    ['without reason', [[` ${both}:`]], [], ['malformed']],
    [
      'twice: the first holds, both are needed',
      [[` ${both}: one`], [' message-present: two']],
      ['missing-subject: one'],
      [],
    ],
  ])('%s', (_, comments, accepted, said) => {
    expect(standing(...comments)).toEqual({ accepted, said });
  });
});
