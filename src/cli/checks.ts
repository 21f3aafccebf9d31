import { checks } from '../../checks/index.js';
import { codesOf, isProbe } from '../core/check.js';
import { UsageError } from '../core/errors.js';
import { pad } from '../report/layout.js';

/** The list of checks, for people or as JSON. */
export function listChecks(format: string): string {
  if (format === 'json') {
    const list = checks.map((check) => {
      const { id, title, article, scope, worst } = check;
      return { id, title, article, scope, worst, needsProbe: isProbe(check), codes: codesOf(check) };
    });
    return `${JSON.stringify({ schemaVersion: 1, command: 'checks', checks: list }, undefined, 2)}\n`;
  }
  if (format !== 'human') throw new UsageError('usage', `--format "${format}": checks prints human or json.`);
  const rows = checks.map(
    (check, i) =>
      `${pad(`${i + 1}`, 3)} ${pad(check.id, 23)} ${pad(check.scope, 9)} ${check.title}${isProbe(check) ? ' (--probe)' : ''}`,
  );
  return `${[`${pad('', 4)}${pad('check', 24)}${pad('scope', 10)}healthy when`, ...rows].join('\n')}\n`;
}
