import { describe, expect, it } from 'vitest';
import { shortReport } from '../../src/report/short.js';
import { ACTIVE } from '../support/hostile.js';
import {
  aFailure,
  anAccount,
  aSection,
  blockedReport,
  HOSTILE,
  hostileReport,
  sampleReport,
} from '../support/sample-report.js';
import { spelled } from '../support/spelled.js';

const manyFailures = Array.from({ length: 12 }, (_, i) =>
  aFailure({ summary: `Fault ${i}.`, place: { file: 'acme.yaml', line: i + 1, column: 1 } }),
);

describe('shortReport', () => {
  it('is the verdict alone where nothing was found', () => {
    expect(shortReport(sampleReport())).toBe(
      'WOULD SEND: nothing that was looked at stops 1 notification and 1 email.\n',
    );
  });

  it('lists what counts, worst first, one line each', () => {
    const lines = shortReport(blockedReport()).trimEnd().split('\n');
    expect(lines.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      'BLOCKED: none of',
      '- error message-present/body-empty:',
      '- warning connections-balance/low:',
      '- warning suppressions/unused:',
      '- delay do-not-disturb/in-window:',
      '- crash send-limits:',
      '- unknown message-trigger:',
    ]);
    expect(lines[1]).toBe(
      '- error message-present/body-empty: The body of "Payment due" is empty. (acme.yaml:44:13)',
    );
  });

  it('stops after eight', () => {
    const report = sampleReport({
      accounts: [anAccount({ notifications: [aSection({ results: manyFailures })] })],
    });
    const lines = shortReport(report).trimEnd().split('\n');
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toBe('and 4 more');
  });

  it('says alike findings of several sections once', () => {
    const sections = [1, 2, 3].map((i) => aSection({ id: `notification ${i}`, results: [aFailure()] }));
    const lines = shortReport(sampleReport({ accounts: [anAccount({ notifications: sections })] })).split(
      '\n',
    );
    expect(lines.filter((line) => line.startsWith('-'))).toEqual([
      '- error message-present/body-empty: The body of "Payment due" is empty. (acme.yaml:44:13) (3 times)',
    ]);
  });

  it.each(HOSTILE.map((text) => [text.slice(0, 40), text]))(
    '%j comes through and does nothing',
    (_, text) => {
      const short = shortReport(hostileReport([text]));
      expect(short).not.toMatch(ACTIVE);
      expect(short).not.toMatch(/(?<!\w)@\w|<[!@#]|\]\(/);
      expect(short.length).toBeLessThan(20_000);
      // The forms that chats do not act on are the same text to Unicode.
      expect(short.normalize('NFKC')).toContain(
        `It says ${spelled(text, 300 - 'It says '.length)}`.slice(0, 250).normalize('NFKC'),
      );
    },
  );
});
