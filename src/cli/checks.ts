import { checks, settingsChecks } from '../../checks/index.js';
import { type Check, codesOf, isProbe } from '../core/check.js';
import { UsageError } from '../core/errors.js';
import { pad } from '../report/layout.js';

/** The list of checks, for people or as JSON. Those that `diagnose` leaves out come last. */
export function listChecks(format: string): string {
  if (format === 'json') {
    const lists = { checks: checks.map(listed), settingsChecks: settingsChecks.map(listed) };
    return `${JSON.stringify({ schemaVersion: 1, command: 'checks', ...lists }, undefined, 2)}\n`;
  }
  if (format !== 'human') throw new UsageError('usage', `--format "${format}": checks prints human or json.`);
  const rows = [
    ...checks.map((check, i) => row(`${i + 1}`, check, isProbe(check) ? ' (--probe)' : '')),
    ...settingsChecks.map((check) => row('', check, ' (mailcheck check)')),
  ];
  return `${[`${pad('', 4)}${pad('check', 24)}${pad('scope', 10)}healthy when`, ...rows].join('\n')}\n`;
}

function listed(check: Check) {
  const { id, title, article, scope, worst } = check;
  return { id, title, article, scope, worst, needsProbe: isProbe(check), codes: codesOf(check) };
}

function row(number: string, { id, scope, title }: Check, note: string): string {
  return `${pad(number, 3)} ${pad(id, 23)} ${pad(scope, 9)} ${title}${note}`;
}
