import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Log, Result, Run } from 'sarif';
import { describe, expect, it } from 'vitest';
import { checks } from '../../checks/index.js';
import { limitsOf } from '../../src/cli/scan/limits.js';
import type { Report, ReportedResult } from '../../src/report/report.js';
import { sarifReport } from '../../src/report/sarif.js';
import { scanAsReport } from '../../src/report/scan/findings.js';
import { ACTIVE } from '../support/hostile.js';
import {
  aFailure,
  anAccount,
  aSection,
  aSkip,
  blockedReport,
  HOSTILE,
  hostileReport,
  sampleReport,
  severalAccountsReport,
} from '../support/sample-report.js';
import { sampleScan, scanFindings } from '../support/sample-scan.js';
import { spelled } from '../support/spelled.js';

// The schema as Microsoft's SARIF SDK ships it (@microsoft/sarif-multitool 5.7.0): that of OASIS, in JSON Schema 2020-12.
const schema = JSON.parse(
  readFileSync(new URL('../../fixtures/schemas/sarif-2.1.0.json', import.meta.url), 'utf8'),
);
const isValid = new Ajv2020({
  strict: false,
  formats: {
    uri: (text) => URL.canParse(text),
    'uri-reference': (text) => /^[\w\-.~:/?#[\]@!$&'()*+,;=%]*$/.test(text) && !/%(?![\da-f]{2})/i.test(text),
    'date-time': true,
    uuid: true,
  },
}).compile<Log>(schema);

function read(report: Report): Run {
  const log: unknown = JSON.parse(sarifReport(report));
  if (!isValid(log)) throw new Error(JSON.stringify(isValid.errors?.slice(0, 5), undefined, 1));
  const [run] = log.runs ?? [];
  if (!run) throw new Error('no run');
  return run;
}

const resultsOf = (report: Report): readonly Result[] => read(report).results ?? [];
const uriOf = (result: Result | undefined) => result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri;

const withResults = (results: readonly ReportedResult[]) =>
  sampleReport({ accounts: [anAccount({ notifications: [aSection({ results })], emails: [] })] });

describe('sarifReport', () => {
  it('has a result a finding, worst first', () => {
    const results = resultsOf(blockedReport());
    expect(results.map(({ level, ruleId }) => `${level} ${ruleId}`)).toEqual([
      'error message-present/body-empty',
      'error message-present/from-empty',
      'warning connections-balance/low',
      'warning message-present/subject-long',
      'warning suppressions/unused',
      'note do-not-disturb/in-window',
      'note message-enabled/disabled',
    ]);
    expect(results[0]).toEqual({
      ruleId: 'message-present/body-empty',
      ruleIndex: 0,
      level: 'error',
      message: {
        text: [
          '"Payment due": The body of "Payment due" is empty.',
          'LoanPro sends no message without a body.',
          '1. Open Settings > Communications > Email > Notifications.',
          '2. Choose "Payment due".',
          '3. Write the body and choose Save.',
        ].join('\n'),
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'acme.yaml' },
            region: { startLine: 44, startColumn: 13 },
          },
          logicalLocations: [{ fullyQualifiedName: '/notifications/0/email/body' }],
        },
      ],
      relatedLocations: [
        {
          id: 1,
          physicalLocation: {
            artifactLocation: { uri: 'acme.yaml' },
            region: { startLine: 43, startColumn: 16 },
          },
          message: { text: '/notifications/0/email/subject also rests on' },
        },
      ],
      partialFingerprints: {
        primaryLocationLineHash: '0123456789abcdef0123456789abcdef',
        'mailcheckFinding/v1': '0123456789abcdef0123456789abcdef',
      },
    });
  });

  it('says what is accepted, by whom and why', () => {
    const suppressed = resultsOf(blockedReport()).flatMap(({ ruleId, suppressions }) =>
      suppressions ? [[ruleId, suppressions]] : [],
    );
    expect(suppressed).toEqual([
      [
        'message-present/from-empty',
        [{ kind: 'external', status: 'accepted', justification: 'Accepted by the baseline' }],
      ],
      [
        'message-present/subject-long',
        [
          {
            kind: 'inSource',
            status: 'accepted',
            justification: 'Accepted by a comment until 2027-01-31: agreed with marketing',
          },
        ],
      ],
    ]);
  });

  it('has a result a finding of a scan, however many emails it stops', () => {
    const results = resultsOf(scanFindings());
    expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['customer-email/missing', 'error'],
      ['customer-enrollment/not-enrolled', 'error'],
      ['customer-email/likely-typo', 'warning'],
      // Of the notification that is switched off.
      ['customer-email/missing', 'note'],
      ['customer-enrollment/not-enrolled', 'note'],
      ['customer-email/likely-typo', 'note'],
    ]);
    expect(results[0]?.message.text).toContain('It stops 25 of 1000 emails (2.5 %)');
    expect([uriOf(results[0]), results[0]?.locations?.[0]?.physicalLocation?.region?.startLine]).toEqual([
      'acme.yaml',
      12,
    ]);
  });

  it('weighs the findings of a scan by the limits that decide its exit code', () => {
    const report = sampleScan();
    const [first] = report.notifications;
    if (!first) throw new Error('the sample has no notification');
    const blocked = (code: string) => ({
      verdict: 'blocked' as const,
      stoppedBy: [`customer-email/${code}`],
      pairs: 10,
    });
    const combinations = [
      blocked('missing'),
      blocked('invalid'),
      { verdict: 'sends' as const, stoppedBy: [], pairs: 980 },
    ];
    const twice = [first, first].map((one) => ({
      ...one,
      tally: { ...one.tally, combinations, others: [] },
    }));
    const levels = (...limits: readonly string[]) =>
      resultsOf(scanAsReport({ ...report, notifications: twice }, checks, limitsOf(limits, checks), '1.2.3'));
    expect(levels('customer-email=1.5%').map(({ level }) => level)).toEqual(Array(4).fill('error'));
    expect(levels('customer-email=2%').map(({ level }) => level)).toEqual(Array(4).fill('warning'));
    const fingerprints = levels().map(
      ({ partialFingerprints }) => partialFingerprints?.['mailcheckFinding/v1'],
    );
    expect(new Set(fingerprints).size).toBe(4);
  });

  it('describes every rule that a result names', () => {
    const { tool, results = [] } = read(blockedReport());
    const rules = tool.driver.rules ?? [];
    for (const { ruleId, ruleIndex = -1 } of results) expect(rules[ruleIndex]?.id).toBe(ruleId);
    for (const rule of rules) {
      expect(rule.shortDescription?.text).toMatch(/^[\w-]+: [\w ]+\.$/);
      expect(rule.fullDescription?.text).toContain('Healthy means: ');
      expect(rule.help?.text).toContain(`mailcheck explain ${rule.id}`);
      expect(rule.help?.markdown).toContain(`\`mailcheck explain ${rule.id}\``);
      expect(rule.helpUri).toBe('https://help.loanpro.io/article/4jc2skej4l-troubleshooting-automatic-email');
      expect(rule.properties?.tags?.length).toBeLessThanOrEqual(10);
    }
    expect(rules.map(({ id, defaultConfiguration }) => `${defaultConfiguration?.level} ${id}`)).toEqual([
      'error message-present/body-empty',
      'error message-present/from-empty',
      'warning connections-balance/low',
      'warning message-present/subject-long',
      'warning suppressions/unused',
      'note do-not-disturb/in-window',
      'error message-enabled/disabled',
    ]);
  });

  it('says once what could not be judged', () => {
    const offline = Array.from({ length: 3 }, (_, i) =>
      aSection({
        id: `notification ${i}`,
        results: [aSkip('offline'), aSkip('not-applicable', { check: 'x' })],
      }),
    );
    const [account] = blockedReport().accounts;
    if (!account) throw new Error('no account');
    const report = sampleReport({ accounts: [account, anAccount({ notifications: offline })] });
    const { invocations: [invocation] = [] } = read(report);
    expect(invocation?.executionSuccessful).toBe(false);
    expect(
      invocation?.toolExecutionNotifications?.map(({ level, message }) => `${level} ${message.text}`),
    ).toEqual([
      'note smtp-handshake (skip, offline): Not tried: --probe was not given.',
      'error send-limits (crash): The check stopped on a bug of mailcheck: x is not a function. The other checks are complete.',
      'warning message-trigger (unknown): Not known: the trigger.',
      'note recipient-suppression (skip, blocked-by:customer-email): Not looked at, because customer-email failed.',
      'note ses-settings (skip, offline; 3 times): The account sends over SMTP.',
    ]);
  });

  it('is an empty list of results for a healthy account', () => {
    const run = read(sampleReport());
    expect(run.results).toEqual([]);
    expect(run.invocations).toEqual([{ executionSuccessful: true, toolExecutionNotifications: [] }]);
    expect(run.columnKind).toBe('utf16CodeUnits');
  });

  it.each([
    ['-', 'stdin'],
    ['exports/acme corp#1?.yaml', 'exports/acme%20corp%231%3F.yaml'],
    ['C:\\exports\\acme.yaml', 'exports/acme.yaml'],
    ['file:///srv/acme.yaml', 'file%3A/srv/acme.yaml'],
    ['/srv/acme.yaml', 'srv/acme.yaml'],
    ['', 'unnamed'],
    ['\ud800.yaml', '%5Cud800.yaml'],
    ['LoanPro API', 'LoanPro%20API'],
  ])('%j stands as the relative address %j', (file, uri) => {
    const [result] = resultsOf(
      withResults([aFailure({ evidence: [], place: { file, line: 1, column: 1 } })]),
    );
    expect(uriOf(result)).toBe(uri);
  });

  it('places every result, also one that rests on an endpoint', () => {
    const results = [...resultsOf(severalAccountsReport()), ...resultsOf(hostileReport())];
    expect(results.length).toBeGreaterThan(100);
    for (const result of results) {
      const uri = uriOf(result) ?? '';
      expect(uri).toMatch(/^[^/:\\]+(\/[^/:\\]+)*$/);
      expect(uri.split('/')).not.toContain('..');
    }
  });

  it('keeps what GitHub keeps: 5,000 results, the worst, and 100 places each', () => {
    const [fact] = aFailure().evidence;
    if (!fact) throw new Error('no evidence');
    const evidence = Array.from({ length: 300 }, (_, i) => ({ ...fact, line: i + 1 }));
    const notes = Array.from({ length: 5000 }, () => aFailure({ level: 'note', evidence: [] }));
    const run = read(
      withResults([...notes, aFailure({ evidence, place: { file: 'acme.yaml', line: 1, column: 1 } })]),
    );
    expect(run.results).toHaveLength(5000);
    expect(run.results?.[0]?.level).toBe('error');
    expect(run.results?.[0]?.relatedLocations).toHaveLength(99);
    expect(run.invocations?.[0]?.toolExecutionNotifications?.at(-1)?.message.text).toBe(
      '1 more results are left out, the worst are here.',
    );
  });

  it('never prints a value', () => {
    const [fact] = aFailure().evidence;
    if (!fact) throw new Error('no evidence');
    const evidence = [
      { ...fact, value: 'a-value', contradicts: { file: 'b.yaml', line: 3, value: 'a-value' } },
    ];
    const sarif = sarifReport(withResults([aFailure({ evidence })]));
    expect(sarif).not.toContain('a-value');
    expect(sarif).toContain('b.yaml');
  });

  it.each(HOSTILE.map((text) => [text.slice(0, 40), text]))(
    '%j comes through and does nothing',
    (_, text) => {
      expect(sarifReport(hostileReport([text]))).not.toMatch(ACTIVE);
      const [first] = resultsOf(hostileReport([text]));
      const said = first?.message.text ?? '';
      // SARIF 2.1.0, 3.11.6: no part of it is a link.
      expect(said).not.toMatch(/(?<!\\)\]\(/);
      expect(said.replaceAll('\\](', '](').split('\n')).toEqual([
        spelled(`It says ${text}.`),
        spelled(text),
        `1. ${spelled(text)}`,
        `2. ${spelled(`Then ${text}`)}`,
      ]);
    },
  );
});
