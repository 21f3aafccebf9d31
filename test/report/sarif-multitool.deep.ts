import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { sarifReport } from '../../src/report/sarif.js';
import {
  blockedReport,
  hostileReport,
  sampleReport,
  severalAccountsReport,
} from '../support/sample-report.js';

// A second opinion on SARIF: what the schema cannot say, and what GitHub's code scanning (Ghas) wants.
const folder = process.env['MAILCHECK_TEST_SERVERS'] ?? '';
const program = path.join(folder, 'sarif-multitool/node_modules/@microsoft/sarif-multitool/bin.js');
const isMissing = folder === '' || !existsSync(program);

if (isMissing && process.env['MAILCHECK_REQUIRE_SERVERS'] === '1') {
  throw new Error(
    'Required by MAILCHECK_REQUIRE_SERVERS=1: @microsoft/sarif-multitool below MAILCHECK_TEST_SERVERS/sarif-multitool',
  );
}
if (isMissing) {
  process.stderr.write(
    '\nSKIPPED tests with sarif-multitool: it is not below MAILCHECK_TEST_SERVERS/sarif-multitool\n',
  );
}

describe.skipIf(isMissing)('sarif-multitool validate', () => {
  const work = mkdtempSync(path.join(os.tmpdir(), 'mailcheck-sarif-'));
  afterAll(() => rmSync(work, { recursive: true }));

  const validate = (name: string, text: string) => {
    const file = path.join(work, `${name}.sarif`);
    writeFileSync(file, text);
    // Errors and warnings; it can do notes too.
    const args = [program, 'validate', file, '--rule-kind', 'Sarif', 'Ghas'];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    return { status, said: stdout.split('\n').filter((line) => / (?:error|warning) /.test(line)) };
  };

  it.each<[string, Report]>([
    ['healthy', sampleReport()],
    ['blocked', blockedReport()],
    ['several', severalAccountsReport()],
    ['hostile', hostileReport()],
  ])('finds no error and no warning: %s', (name, report) => {
    expect(validate(name, sarifReport(report))).toEqual({ status: 0, said: [] });
  });

  it('finds what is wrong', () => {
    const { said } = validate('wrong', sarifReport(blockedReport()).replaceAll('"acme.yaml"', '"a b.yaml"'));
    expect(said.join('\n')).toContain('error SARIF1');
  });
});
