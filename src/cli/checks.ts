import { checks } from '../../checks/index.js';
import { UsageError } from '../core/errors.js';
import { pad } from '../report/layout.js';

/** The list of checks, for people or as JSON. */
export function listChecks(format: string): string {
  if (format === 'json') {
    const list = checks.map(({ id, title, article, scope, worst, outcomes }) => ({
      id,
      title,
      article,
      scope,
      worst,
      codes: codesOf(outcomes),
    }));
    return `${JSON.stringify({ schemaVersion: 1, command: 'checks', checks: list }, undefined, 2)}\n`;
  }
  if (format !== 'human') throw new UsageError('usage', `--format "${format}": checks prints human or json.`);
  const rows = checks.map(
    ({ id, title, scope }, i) => `${pad(`${i + 1}`, 3)} ${pad(id, 23)} ${pad(scope, 9)} ${title}`,
  );
  return `${[`${pad('', 4)}${pad('check', 24)}${pad('scope', 10)}healthy when`, ...rows].join('\n')}\n`;
}

/** The public finding codes of a check, each once. */
export function codesOf(outcomes: (typeof checks)[number]['outcomes']): string[] {
  return [
    ...new Set(
      Object.entries(outcomes).flatMap(([key, spec]) =>
        spec.status === 'fail' || spec.status === 'warn' || spec.status === 'delay' ? [spec.code ?? key] : [],
      ),
    ),
  ];
}
