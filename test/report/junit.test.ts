import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parse, type TestCase, type TestSuites } from 'junit2json';
import { describe, expect, it } from 'vitest';
import { junitReport } from '../../src/report/junit.js';
import type { Report } from '../../src/report/report.js';
import { lacks, serverProgram } from '../servers/needs.js';
import { ACTIVE } from '../support/hostile.js';
import {
  aFailure,
  anAccount,
  anUnknown,
  aSection,
  aWarning,
  blockedReport,
  HOSTILE,
  hostileReport,
  sampleReport,
  severalAccountsReport,
} from '../support/sample-report.js';
import { scanFindings } from '../support/sample-scan.js';
import { spelled } from '../support/spelled.js';

const schema = fileURLToPath(new URL('../../fixtures/schemas/junit-10.xsd', import.meta.url));

async function read(report: Report): Promise<TestSuites> {
  const read = await parse(junitReport(report));
  if (!read || !('testsuite' in read)) throw new Error('not a test report');
  return read;
}

/** Every case as `suite > check: what became of it`. */
async function casesOf(report: Report): Promise<string[]> {
  const { testsuite = [] } = await read(report);
  return testsuite.flatMap(({ name, testcase = [] }) =>
    testcase.map((one) => `${name} > ${one.name}: ${outcomeOf(one)}`),
  );
}

function outcomeOf({ failure, error, skipped, ...rest }: TestCase): string {
  const aside = rest['system-out'] ? ', said' : '';
  if (failure) return `failure ${failure[0]?.type}${aside}`;
  if (error) return `error${aside}`;
  return skipped ? `skipped, ${skipped[0]?.message}${aside}` : `passed${aside}`;
}

describe('junitReport', () => {
  it('has a suite a section and a case a check', async () => {
    expect(await casesOf(blockedReport())).toEqual([
      'acme.yaml: Account settings > connections-account: passed',
      'acme.yaml: Account settings > connections-balance: passed, said',
      'acme.yaml: Account settings > smtp-handshake: skipped, Not tried: --probe was not given. (offline)',
      'acme.yaml: Account settings > ses-settings: skipped, The account sends over SMTP. (not-applicable)',
      'acme.yaml: Account settings > do-not-disturb: passed, said',
      'acme.yaml: Account settings > send-limits: error',
      'acme.yaml: "Payment due" > message-enabled: passed',
      'acme.yaml: "Payment due" > message-present: failure message-present/body-empty',
      'acme.yaml: "Payment received" > message-enabled: passed',
      'acme.yaml: "Payment received" > message-present: skipped, Accepted by the baseline (message-present/from-empty), said',
      'acme.yaml: "Payment received" > message-trigger: skipped, Not known: the trigger. (unknown)',
      'acme.yaml: "Old promotion" (switched off) > message-enabled: skipped, The email of "Old promotion" is switched off. (message-enabled/disabled; not counted), said',
      'acme.yaml: "Payment received" to customer 1042 about loan LN-4101 > customer-enrollment: passed',
      'acme.yaml: "Payment received" to customer 1042 about loan LN-4101 > recipient-suppression: skipped, Not looked at, because customer-email failed. (blocked-by:customer-email)',
      'mailcheck: suppressions > suppressions: passed, said',
    ]);
  });

  it.each([
    [
      'two failures',
      [aFailure(), aFailure({ code: 'from-empty' })],
      'failure message-present/body-empty message-present/from-empty',
    ],
    [
      'a failure beside a warning',
      [aFailure(), aFailure({ status: 'warn', level: 'warning', code: 'odd' })],
      'failure message-present/body-empty, said',
    ],
    ['a failure that the configuration made a warning', [aFailure({ level: 'warning' })], 'passed, said'],
    [
      'a warning that the configuration made a failure',
      [aWarning({ level: 'error' })],
      'failure connections-balance/low',
    ],
    [
      'an accepted failure beside one that counts',
      [aFailure({ accepted: { by: 'baseline' } }), aFailure({ code: 'from-empty' })],
      'failure message-present/from-empty',
    ],
    [
      'a warning beside a missing fact',
      [anUnknown(), aWarning({ check: 'message-trigger' })],
      'skipped, Not known: the trigger. (unknown), said',
    ],
  ])('%s', async (_, results, expected) => {
    const settings = aSection({ id: 'settings', title: 'Account settings', results });
    const cases = await casesOf(
      sampleReport({ accounts: [anAccount({ settings, notifications: [], emails: [] })] }),
    );
    expect(cases).toEqual([`acme.yaml: Account settings > ${results[0]?.check}: ${expected}`]);
  });

  it('counts its cases', async () => {
    const { tests, failures, errors, testsuite = [] } = await read(blockedReport());
    expect({ tests, failures, errors }).toEqual({ tests: 15, failures: 1, errors: 1 });
    expect(testsuite.map((suite) => [suite.tests, suite.failures, suite.errors, suite.skipped])).toEqual([
      [6, 0, 1, 2],
      [2, 1, 0, 0],
      [3, 0, 0, 2],
      [1, 0, 0, 1],
      [2, 0, 0, 1],
      [1, 0, 0, 0],
    ]);
    for (const { timestamp, time } of testsuite) {
      expect({ timestamp, time }).toEqual({ timestamp: '2026-11-03T09:00:00-07:00', time: 0 });
    }
  });

  it('says the place first, then what, why and the steps', async () => {
    const { testsuite = [] } = await read(blockedReport());
    expect(testsuite[1]?.testcase?.[1]?.failure).toEqual([
      {
        message: 'The body of "Payment due" is empty.',
        type: 'message-present/body-empty',
        inner: [
          'acme.yaml:44:13',
          'fail message-present/body-empty',
          'The body of "Payment due" is empty.',
          'LoanPro sends no message without a body.',
          '1. Open Settings > Communications > Email > Notifications.',
          '2. Choose "Payment due".',
          '3. Write the body and choose Save.',
        ].join('\n'),
      },
    ]);
  });

  it.each(HOSTILE.map((text) => [text.slice(0, 40), text]))(
    '%j comes through and does nothing',
    async (_, text) => {
      const xml = junitReport(hostileReport([text]));
      expect(xml).not.toMatch(ACTIVE);
      expect(xml).not.toMatch(/[\ufffe\uffff]|\]\]>|<!|<\?(?!xml )/);
      const { testsuite = [] } = await read(hostileReport([text]));
      expect(testsuite.map(({ name }) => name)).toEqual([
        `${spelled(text)}: Account settings`,
        `${spelled(text)}: ${spelled(`"${text}"`)}`,
        'mailcheck: suppressions',
      ]);
      const [failed] = testsuite[0]?.testcase ?? [];
      expect(failed?.failure?.[0]?.message).toBe(spelled(`It says ${text}.`));
      expect(failed?.failure?.[0]?.inner).toContain(`1. ${spelled(text)}`.trimEnd());
    },
  );

  it('never prints a value', () => {
    const value = 'a-value-of-the-account';
    const [fact] = aFailure().evidence;
    if (!fact) throw new Error('no evidence');
    const evidence = [{ ...fact, value, contradicts: { file: 'b.yaml', value } }];
    const notifications = [aSection({ results: [aFailure({ evidence })] })];
    expect(junitReport(sampleReport({ accounts: [anAccount({ notifications })] }))).not.toContain(value);
  });
});

describe.skipIf(lacks('xmllint'))('the Jenkins schema', () => {
  it.each([
    ['healthy', sampleReport()],
    ['blocked', blockedReport()],
    ['several accounts', severalAccountsReport()],
    ['nothing', sampleReport({ accounts: [] })],
    ['hostile', hostileReport()],
    ['a scan', scanFindings()],
    ['a hostile scan', scanFindings(HOSTILE.join(''))],
  ])('takes a report: %s', (_, report) => {
    const { status, stderr } = spawnSync(
      serverProgram('xmllint'),
      ['--noout', '--nonet', '--schema', schema, '-'],
      {
        input: junitReport(report),
        encoding: 'utf8',
      },
    );
    expect(stderr).toBe('- validates\n');
    expect(status).toBe(0);
  });
});
