import { describe, expect, it } from 'vitest';
import type { Diagnosis, EmailReport } from '../../src/core/diagnose.js';
import { exitCode, type Thresholds } from '../../src/core/exit-code.js';
import { type EmailVerdict, overall } from '../../src/core/verdict.js';

interface Email {
  readonly verdict: EmailVerdict;
  readonly warnings?: readonly string[];
  readonly crashed?: boolean;
  readonly isUncounted?: boolean;
}

function diagnosisOf(emails: readonly Email[]): Diagnosis {
  const reports = emails.map(
    ({ verdict, warnings = [], crashed = false, isUncounted = false }): EmailReport => ({
      notification: null,
      loan: null,
      judged: {
        verdict,
        warnings,
        crashed,
        blockers: [],
        unknowns: [],
        isStoppedByMessage: isUncounted,
        nextSendAt: undefined,
      },
      nextSendAt: null,
      assumptions: [],
      results: [],
      isUncounted,
    }),
  );
  return {
    asOf: '2026-11-03T10:30:00-07:00',
    customer: { id: '1', name: null, email: null },
    verdict: overall(emails.flatMap(({ verdict, isUncounted }) => (isUncounted ? [] : [verdict]))),
    emails: reports,
  };
}

const strict: Thresholds = { failOn: 'warn', onUnknown: 'fail' };
const usual: Thresholds = { failOn: 'fail', onUnknown: undefined };
const lenient: Thresholds = { failOn: 'fail', onUnknown: 'pass' };

describe('the exit code', () => {
  it.each<[string, readonly Email[], Thresholds, number]>([
    ['all send', [{ verdict: 'sends' }], usual, 0],
    ['a delay', [{ verdict: 'delayed' }], strict, 0],
    ['blocked', [{ verdict: 'blocked' }], lenient, 1],
    ['some blocked', [{ verdict: 'blocked' }, { verdict: 'sends' }], usual, 1],
    ['all left out', [{ verdict: 'blocked', isUncounted: true }], usual, 1],
    [
      'left out beside one that sends',
      [{ verdict: 'blocked', isUncounted: true }, { verdict: 'sends' }],
      usual,
      0,
    ],
    ['unknown', [{ verdict: 'unknown' }], usual, 3],
    ['unknown that passes', [{ verdict: 'unknown' }], lenient, 0],
    ['unknown that fails', [{ verdict: 'unknown' }], { ...usual, onUnknown: 'fail' }, 1],
    ['a warning', [{ verdict: 'sends', warnings: ['a'] }], usual, 0],
    ['a warning that fails', [{ verdict: 'sends', warnings: ['a'] }], strict, 1],
    [
      'a warning on what is left out',
      [{ verdict: 'blocked', warnings: ['a'], isUncounted: true }, { verdict: 'sends' }],
      strict,
      0,
    ],
    ['a crash', [{ verdict: 'unknown', crashed: true }], usual, 4],
    ['a crash, unknown passing', [{ verdict: 'unknown', crashed: true }], lenient, 4],
    ['a crash beside a blocker', [{ verdict: 'blocked', crashed: true }], usual, 1],
    ['unknown and delayed', [{ verdict: 'unknown' }, { verdict: 'delayed' }], usual, 3],
  ])('of %s is its own', (_, emails, thresholds, expected) => {
    expect(exitCode(diagnosisOf(emails), thresholds)).toBe(expected);
  });
});
