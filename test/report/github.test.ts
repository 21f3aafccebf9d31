import { describe, expect, it } from 'vitest';
import { githubReport } from '../../src/report/github.js';
import type { Report } from '../../src/report/report.js';
import { ACTIVE } from '../support/hostile.js';
import {
  aDelay,
  aFailure,
  anAccount,
  aSection,
  aWarning,
  blockedReport,
  HOSTILE,
  hostileReport,
  sampleReport,
  severalAccountsReport,
} from '../support/sample-report.js';
import { spelled } from '../support/spelled.js';

interface Command {
  readonly command: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

const LINE_BREAKS: readonly (readonly [string, string])[] = [
  ['%0D', '\r'],
  ['%0A', '\n'],
];
const IN_PROPERTIES: readonly (readonly [string, string])[] = [
  ['%3A', ':'],
  ['%2C', ','],
];
// The percent sign comes last, or %253A would become a colon.
const PERCENT = ['%25', '%'] as const;

/** A line as GitHub's runner reads it: actions/runner, src/Runner.Common/ActionCommand.cs. Undefined: plain output. */
function decode(line: string): Command | undefined {
  const text = line.trim();
  const end = text.indexOf('::', 2);
  if (!text.startsWith('::') || end < 0) return undefined;
  const info = text.slice(2, end);
  const space = info.indexOf(' ');
  const properties = space < 0 ? [] : info.slice(space + 1).split(',');
  return {
    command: space < 0 ? info : info.slice(0, space),
    properties: Object.fromEntries(
      properties.map((property) => {
        const equals = property.indexOf('=');
        return [
          property.slice(0, equals),
          unescaped(property.slice(equals + 1), [...LINE_BREAKS, ...IN_PROPERTIES, PERCENT]),
        ];
      }),
    ),
    message: unescaped(text.slice(end + 2), [...LINE_BREAKS, PERCENT]),
  };
}

const unescaped = (text: string, pairs: readonly (readonly [string, string])[]) =>
  pairs.reduce((sofar, [from, to]) => sofar.replaceAll(from, to), text);

function commandsOf(report: Report): (Command | undefined)[] {
  return githubReport(report)
    .split(/\r\n|[\n\r\u0085\u2028\u2029]/)
    .filter((line) => line !== '')
    .map(decode);
}

const inOneSection = (results: Parameters<typeof aSection>[0]) =>
  sampleReport({ accounts: [anAccount({ notifications: [aSection(results)], emails: [] })] });

describe('githubReport', () => {
  it('says nothing of a healthy account', () => {
    expect(githubReport(sampleReport())).toBe('');
  });

  it('annotates what counts, worst first, and what could not be judged', () => {
    const commands = commandsOf(blockedReport());
    expect(commands.map((one) => `${one?.command} ${one?.properties['title']}`)).toEqual([
      'error message-present/body-empty',
      'error send-limits',
      'warning connections-balance/low',
      'warning suppressions/unused',
      'warning message-trigger',
      'notice do-not-disturb/in-window',
    ]);
    expect(commands[0]).toEqual({
      command: 'error',
      properties: { file: 'acme.yaml', line: '44', col: '13', title: 'message-present/body-empty' },
      message: [
        'The body of "Payment due" is empty.',
        'LoanPro sends no message without a body.',
        '1. Open Settings > Communications > Email > Notifications.',
        '2. Choose "Payment due".',
        '3. Write the body and choose Save.',
      ].join('\n'),
    });
  });

  it('names no file for standard input', () => {
    const commands = commandsOf(severalAccountsReport());
    expect(commands[1]?.properties).toEqual({
      file: 'GET/public/api/1/odata.svc/Settings',
      line: '1',
      col: '1',
      title: 'connections-account/not-linked',
    });
    expect(commands[0]?.properties).toEqual({ title: 'message-present/body-empty' });
  });

  it.each([
    [10, 10, 0],
    [11, 10, 2],
    [250, 10, 241],
  ])('of %i errors shows %i, the last of which may say how many are left', (count, shown, left) => {
    const results = Array.from({ length: count }, (_, i) => aFailure({ summary: `Fault ${i}.` }));
    const commands = commandsOf(inOneSection({ results: [...results, aWarning(), aDelay()] }));
    expect(commands.map((one) => one?.command)).toEqual([
      ...Array.from({ length: shown }, () => 'error'),
      'warning',
      'notice',
    ]);
    const last = commands[shown - 1]?.message ?? '';
    expect(Number(/^and (\d+) more errors; /.exec(last)?.[1] ?? 0)).toBe(left);
  });

  it('leaves out what is accepted or does not count', () => {
    const accepted = { results: [aFailure({ accepted: { by: 'baseline' } })] };
    expect(githubReport(inOneSection(accepted))).toBe('');
    expect(githubReport(inOneSection({ results: [aFailure()], isCounted: false }))).toBe('');
  });

  it('never prints a value', () => {
    const [fact] = aFailure().evidence;
    if (!fact) throw new Error('no evidence');
    const report = inOneSection({ results: [aFailure({ evidence: [{ ...fact, value: 'a-value' }] })] });
    expect(githubReport(report)).not.toContain('a-value');
  });

  it.each(HOSTILE.map((text) => [text.slice(0, 40), text]))(
    '%j comes through and does nothing',
    (_, text) => {
      const report = hostileReport([text]);
      expect(githubReport(report)).not.toMatch(ACTIVE);
      const commands = commandsOf(report);
      expect(commands.map((one) => one?.command)).toEqual([
        'error',
        'error',
        'warning',
        'warning',
        'warning',
        'notice',
      ]);
      for (const one of commands) {
        expect(
          Object.keys(one?.properties ?? {}).filter(
            (name) => !['file', 'line', 'col', 'title'].includes(name),
          ),
        ).toEqual([]);
      }
      expect(commands[0]?.properties['title']).toBe('message-present/body-empty');
      expect(commands[0]?.message.split('\n')).toEqual(
        [
          spelled(`It says ${text}.`),
          spelled(text),
          `1. ${spelled(text)}`,
          `2. ${spelled(`Then ${text}`)}`.trimEnd(),
        ].map((line) => expect.stringContaining(line.trim())),
      );
    },
  );
});
