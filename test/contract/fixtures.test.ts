import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checks, settingsChecks } from '../../checks/index.js';
import { codesOf, isProbe } from '../../src/core/check.js';
import { diagnosisJson } from '../../src/report/json.js';
import { reportSchema } from '../../src/report/report-schema.js';
import { checkSettingsOf } from '../support/check-settings.js';
import { diagnoseFile } from '../support/diagnose-file.js';

interface Row {
  readonly file: string;
  readonly check: string;
  readonly code: string;
  readonly status: string;
  readonly args?: readonly string[];
}

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const rows: readonly Row[] = parse(readFileSync(path.join(fixtures, 'cases.yaml'), 'utf8'));

function option(row: Row, name: string): Record<string, string> {
  const value = row.args?.[row.args.indexOf(`--${name}`) + 1];
  return row.args?.includes(`--${name}`) && value ? { [name]: value } : {};
}

const isForCheckAlone = ({ check }: Row) => settingsChecks.some(({ id }) => id === check);

describe('every broken fixture', () => {
  it.each(rows.filter(isForCheckAlone))(
    '$file: $status $check/$code of the settings, and nothing else',
    async (row) => {
      expect(await checkSettingsOf(`fixtures/${row.file}`, [...checks, ...settingsChecks])).toEqual([
        `${row.status} ${row.check}/${row.code}`,
      ]);
    },
  );

  it.each(rows.filter((row) => !isForCheckAlone(row)))(
    '$file: $status $check/$code, and nothing else',
    async (row) => {
      const asked = { ...option(row, 'at'), ...option(row, 'event') };
      const { diagnosis, loaded } = await diagnoseFile(`fixtures/${row.file}`, '2001', asked);
      const said = diagnosis.emails.flatMap(({ results }) =>
        results
          .filter(({ status }) => status !== 'pass' && status !== 'skip')
          .map(({ status, check, code }) => `${status} ${check.id}/${code}`),
      );
      expect(said).toEqual([`${row.status} ${row.check}/${row.code}`]);
      expect(await checkSettingsOf(`fixtures/${row.file}`, settingsChecks)).toEqual([]);
      reportSchema.parse(JSON.parse(diagnosisJson(diagnosis, loaded.sources, loaded.notes)));
    },
  );

  it('covers every finding code that needs no network, and every file is used', () => {
    const codes = [...checks, ...settingsChecks]
      .filter((check) => !isProbe(check))
      .flatMap((check) => codesOf(check).map((code) => `${check.id}/${code}`));
    expect([...new Set(rows.map(({ check, code }) => `${check}/${code}`))].sort()).toEqual(codes.sort());
    const files = readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
      .map((file) => file.split(path.sep).join('/'))
      .filter(
        (file) => file.includes('/') && !/^(accounts|delivery-logs|loanpro-api|rules|schemas)\//.test(file),
      );
    expect(files.sort()).toEqual(rows.map(({ file }) => file).sort());
  });
});

describe('the whole accounts', () => {
  it.each(['healthy.yaml', 'compact.yaml'])('%s: no check says anything', async (file) => {
    const customers: { id: number }[] = parse(
      readFileSync(path.join(fixtures, 'accounts', file), 'utf8'),
    ).customers;
    for (const { id } of customers) {
      const { diagnosis } = await diagnoseFile(`fixtures/accounts/${file}`, String(id));
      expect(diagnosis.verdict).toBe('sends');
      const said = diagnosis.emails.flatMap(({ results }) =>
        results
          .filter(({ status }) => status !== 'pass' && status !== 'skip')
          .map(({ check, code }) => `${check.id}/${code}`),
      );
      expect(said).toEqual([]);
    }
    expect(await checkSettingsOf(`fixtures/accounts/${file}`, [...checks, ...settingsChecks])).toEqual([]);
  });

  it.each([
    ['1042', 'Payment due', 'LN-4101', 'customer-enrollment/not-enrolled'],
    ['1057', 'Payment due', 'LN-4117', 'delivery-history/suppressed'],
    ['1076', 'Payment due', 'LN-4131', 'loan-status-enrollment/status-off'],
    ['1080', 'Payment due', undefined, 'customer-enrollment/not-linked'],
    ['1088', 'Late fee charged', 'LN-4140', 'message-restrictions/days-past-due'],
    ['1101', 'Payment due', 'LN-3620', 'message-trigger/loan-not-maintained'],
    ['1113', 'Second notice', 'LN-4180', 'message-restrictions/human-activity'],
    ['1120', 'Payment due', 'LN-4160', 'customer-email/invalid'],
    ['1128', 'Payment due', 'LN-4187', 'customer-email/missing'],
    ['1042', 'Hardship plan started', 'LN-4101', 'from-address/not-verified'],
    ['1042', 'Payment reminder', 'LN-4101', 'message-enabled/off'],
    ['1042', 'AutoPay failed', 'LN-4101', 'message-present/agents-only'],
    ['1042', 'Refinance offer', 'LN-4101', 'message-present/missing-body'],
  ])('acme-lending.yaml: the ticket of %s, "%s", %s is %s', async (customer, message, loan, expected) => {
    const asked = { message, ...(loan && { loan }) };
    const { diagnosis } = await diagnoseFile('fixtures/accounts/acme-lending.yaml', customer, asked);
    expect(diagnosis.verdict).toBe('blocked');
    const first = diagnosis.emails[0]?.results.find(({ status }) => status === 'fail');
    expect(`${first?.check.id}/${first?.code}`).toBe(expected);
  });
});
