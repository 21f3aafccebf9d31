import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { gitlabReport } from '../../src/report/gitlab.js';
import type { Report } from '../../src/report/report.js';
import { ACTIVE } from '../support/hostile.js';
import {
  aFailure,
  anAccount,
  aSection,
  blockedReport,
  HOSTILE,
  hostileReport,
  sampleReport,
  severalAccountsReport,
} from '../support/sample-report.js';
import { spelled } from '../support/spelled.js';

interface Entry {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

const text = { type: 'string', minLength: 1 };
// Written from https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format.
const isValid = new Ajv().compile<Entry[]>({
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    properties: {
      description: text,
      check_name: text,
      fingerprint: text,
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          // Relative to the repository, and without ./ at the beginning.
          path: { ...text, not: { pattern: '^(\\.?/|[a-zA-Z]:|\\.\\.)|\\\\$' } },
          lines: {
            type: 'object',
            required: ['begin'],
            properties: { begin: { type: 'integer', minimum: 1 } },
            additionalProperties: false,
          },
        },
        additionalProperties: false,
      },
    },
    additionalProperties: false,
  },
});

function read(report: Report): Entry[] {
  const entries: unknown = JSON.parse(gitlabReport(report));
  if (!isValid(entries)) throw new Error(JSON.stringify(isValid.errors));
  return entries;
}

describe('gitlabReport', () => {
  it('lists findings that are not accepted, worst first', () => {
    expect(
      read(blockedReport()).map((one) => `${one.severity} ${one.check_name} ${one.location.lines.begin}`),
    ).toEqual([
      'critical message-present/body-empty 44',
      'minor connections-balance/low 9',
      'minor suppressions/unused 4',
      'info do-not-disturb/in-window 21',
      'info message-enabled/disabled 70',
    ]);
    expect(read(blockedReport())[0]).toEqual({
      description:
        '"Payment due": The body of "Payment due" is empty. LoanPro sends no message without a body.',
      check_name: 'message-present/body-empty',
      fingerprint: '0123456789abcdef0123456789abcdef',
      severity: 'critical',
      location: { path: 'acme.yaml', lines: { begin: 44 } },
    });
  });

  it('is an empty list where nothing was found', () => {
    expect(gitlabReport(sampleReport())).toBe('[]\n');
  });

  it.each([
    ['-', 'stdin'],
    ['./exports/acme.yaml', 'exports/acme.yaml'],
    ['exports/../acme.yaml', 'acme.yaml'],
    ['../acme.yaml', 'acme.yaml'],
    ['/srv/exports//acme.yaml', 'srv/exports/acme.yaml'],
    ['exports\\acme corp.yaml', 'exports/acme corp.yaml'],
    ['', 'unnamed'],
    ['..', 'unnamed'],
    ['LoanPro API GET /public/api/1', 'LoanPro API GET/public/api/1'],
  ])('%j stands as the path %j', (file, path) => {
    const results = [aFailure({ place: { file, line: 1, column: 1 } })];
    const report = sampleReport({ accounts: [anAccount({ notifications: [aSection({ results })] })] });
    expect(read(report)[0]?.location.path).toBe(path);
  });

  it('gives no fingerprint twice', () => {
    const twice = sampleReport({ accounts: [...blockedReport().accounts, ...blockedReport().accounts] });
    for (const report of [twice, severalAccountsReport(), hostileReport()]) {
      const fingerprints = read(report).map(({ fingerprint }) => fingerprint);
      expect(new Set(fingerprints).size).toBe(fingerprints.length);
    }
  });

  it('never prints a value', () => {
    const [fact] = aFailure().evidence;
    if (!fact) throw new Error('no evidence');
    const results = [aFailure({ evidence: [{ ...fact, value: 'a-value' }] })];
    const report = sampleReport({ accounts: [anAccount({ notifications: [aSection({ results })] })] });
    expect(gitlabReport(report)).not.toContain('a-value');
  });

  it.each(HOSTILE.map((hostile) => [hostile.slice(0, 40), hostile]))(
    '%j comes through and does nothing',
    (_, hostile) => {
      expect(gitlabReport(hostileReport([hostile]))).not.toMatch(ACTIVE);
      const [first] = read(hostileReport([hostile]));
      expect(first?.description).toContain(spelled(`It says ${hostile}.`));
    },
  );
});
