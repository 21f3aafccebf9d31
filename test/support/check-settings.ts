import { fileURLToPath } from 'node:url';
import { parseInstant } from '../../src/calendar/zone.js';
import type { Check } from '../../src/core/check.js';
import { checkAccount } from '../../src/core/check-account.js';
import { tracer } from '../../src/core/evidence.js';
import { loadExport } from '../../src/sources/export/load.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * What the checks find in the settings and the notifications of a file below the project's folder, its customers
 * left aside; at 2026-11-03T17:30:00Z. Each as `<status> <check>/<code>`.
 */
export async function checkSettingsOf(file: string, checks: readonly Check[]): Promise<string[]> {
  const { account, locate } = await loadExport({ files: [`${root}${file}`], strict: true });
  const moment = parseInstant('2026-11-03T17:30:00Z');
  if (!moment) throw new Error('no moment');
  const report = checkAccount({
    account,
    question: { now: moment.epochMs, offset: moment.offsetMinutes, direct: false, event: undefined },
    message: undefined,
    loan: undefined,
    checks,
    settingsChecks: [],
    leftOut: new Set(),
    customers: [],
    traceOf: () => tracer(account, locate),
  });
  return [report, ...report.notifications].flatMap(({ results }) =>
    results
      .filter(({ status }) => status !== 'pass' && status !== 'skip')
      .map(({ status, check, code }) => `${status} ${check.id}/${code}`),
  );
}
