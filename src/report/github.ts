import { counted } from '../core/words.js';
import type { Report, ReportedResult } from './report.js';
import { sectionsOf } from './report.js';
import {
  findingsOf,
  fullName,
  grouped,
  linesOf,
  relativePath,
  sayingKey,
  shown,
  weightOf,
} from './report-findings.js';

type Level = 'error' | 'warning' | 'notice';

/** GitHub shows some ten annotations of a level a step and drops the others without a word. */
const MOST = 10;
const LEVELS: readonly Level[] = ['error', 'warning', 'notice'];
const LEVEL_OF = { error: 'error', warning: 'warning', note: 'notice' } as const;

/**
 * Workflow commands that GitHub turns into annotations, worst first:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands. Accepted findings and those
 * of what does not count are left out.
 */
export function githubReport(report: Report): string {
  const said = [
    ...findingsOf(report)
      .filter(({ isCounted }) => isCounted)
      .map(({ result, weight }) => ({ result, level: LEVEL_OF[weight] })),
    ...undecided(report),
  ];
  const once = grouped(said, ({ result }) => sayingKey(result)).map(([first]) => first);
  return LEVELS.flatMap((level) =>
    commandsOf(
      level,
      once.filter((one) => one.level === level),
    ),
  )
    .map((line) => `${line}\n`)
    .join('');
}

/** What has no code, but decides how a run ends: a crash, and a fact that is missing. */
function undecided(report: Report): { result: ReportedResult; level: Level }[] {
  const all = report.accounts
    .flatMap(sectionsOf)
    .flatMap((section) =>
      section.results
        .filter((result) => result.code === undefined && !result.accepted)
        .map((result) => ({ result, section })),
    );
  return all.flatMap(({ result, section }) => {
    if (result.status === 'crash') return [{ result, level: 'error' as const }];
    if (result.status !== 'unknown' || !section.isCounted) return [];
    return [
      { result, level: weightOf(result, section) === 'error' ? ('error' as const) : ('warning' as const) },
    ];
  });
}

/** No more than are shown; the last says how many are left out. */
function commandsOf(level: Level, said: readonly { readonly result: ReportedResult }[]): string[] {
  if (said.length <= MOST) return said.map(({ result }) => commandOf(level, result));
  const left = said.length - (MOST - 1);
  return [
    ...said.slice(0, MOST - 1).map(({ result }) => commandOf(level, result)),
    `::${level} title=mailcheck::${data(`and ${counted(left, `more ${level}`)}; another format lists them all.`)}`,
  ];
}

function commandOf(level: Level, result: ReportedResult): string {
  const { file, line, column } = result.place;
  const place =
    file === '-' || file === ''
      ? []
      : [`file=${property(relativePath(file))}`, `line=${line}`, `col=${column}`];
  const properties = [...place, `title=${property(shown(fullName(result)))}`];
  return `::${level} ${properties.join(',')}::${data(linesOf(result).join('\n'))}`;
}

/** The runner decodes these and no others (actions/toolkit, packages/core/src/command.ts). */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
