import type { Location, Log, Notification, ReportingDescriptor, Result, Run, Suppression } from 'sarif';
import type { Evidence } from '../core/result.js';
import { harmlessJson } from './harmless.js';
import type { Report, ReportedResult } from './report.js';
import { sectionsOf } from './report.js';
import {
  acceptedWords,
  findingsOf,
  grouped,
  HELP,
  linesOf,
  type ReportedFinding,
  relativePath,
  shown,
} from './report-findings.js';

// https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
const MOST_RESULTS = 5000;
const MOST_LOCATIONS = 100;

/**
 * SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html) as GitHub's code scanning takes it:
 * every result has a place with a relative address, because one without makes GitHub refuse the whole file.
 */
export function sarifReport(report: Report): string {
  const all = findingsOf(report);
  const findings = all.slice(0, MOST_RESULTS);
  const byName = grouped(findings, ({ name }) => name);
  const indexes = new Map(byName.map(([{ name }], i) => [name, i]));
  const run: Run = {
    tool: {
      driver: {
        name: 'mailcheck',
        version: shown(report.version),
        informationUri: HELP,
        rules: byName.map(ruleOf),
      },
    },
    columnKind: 'utf16CodeUnits',
    invocations: [
      {
        executionSuccessful: !resultsOf(report).some(({ status }) => status === 'crash'),
        toolExecutionNotifications: [...notificationsOf(report), ...leftOut(all.length - findings.length)],
      },
    ],
    results: findings.map((finding) => resultOf(finding, indexes.get(finding.name) ?? -1)),
  };
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  };
  return `${harmlessJson(log)}\n`;
}

/** It holds nothing of an account, so that a rule reads the same in every run. */
function ruleOf(findings: readonly [ReportedFinding, ...ReportedFinding[]]): ReportingDescriptor {
  const [{ name: fullName, result }] = findings;
  const name = shown(fullName);
  const check = shown(result.check);
  const statuses = new Set(findings.map(({ result: { status } }) => status));
  const level = statuses.has('fail') ? 'error' : statuses.has('warn') ? 'warning' : 'note';
  const expected = `Healthy means: ${shown(result.title)}.`;
  return {
    id: name,
    shortDescription: { text: `${check}: ${shown(result.code ?? '').replaceAll('-', ' ')}.` },
    fullDescription: { text: `Found by the check ${check}. ${expected}` },
    help: {
      text: `${expected} "mailcheck explain ${name}" says what it means and how to fix it. See also ${HELP}`,
      markdown: `${withoutMarkup(expected)}\n\n\`mailcheck explain ${name.replaceAll('`', "'")}\` says what it means and how to fix it. See also [Troubleshooting Automatic Email](${HELP}).`,
    },
    helpUri: HELP,
    defaultConfiguration: { level },
    properties: { tags: ['email', 'loanpro', result.scope, check] },
  };
}

function resultOf({ name, weight, result, section }: ReportedFinding, ruleIndex: number): Result {
  const { place, evidence, fingerprint, accepted } = result;
  const main = evidence.find(({ file, line }) => file === place.file && line === place.line) ?? evidence[0];
  const further = evidence.flatMap((fact) => [
    ...(fact === main ? [] : [related(fact, 'also rests on')]),
    ...(fact.contradicts ? [related({ ...fact.contradicts, pointer: fact.pointer }, 'does not agree')] : []),
  ]);
  const about = section && section.id !== 'settings' ? `${shown(section.title)}: ` : '';
  return {
    ruleId: shown(name),
    ruleIndex,
    level: weight,
    message: { text: messageText(`${about}${linesOf(result).join('\n')}`) },
    locations: [
      {
        ...locationOf(place),
        ...(main && { logicalLocations: [{ fullyQualifiedName: shown(main.pointer) || '/' }] }),
      },
    ],
    ...(further.length > 0 && {
      relatedLocations: further.slice(0, MOST_LOCATIONS - 1).map((one, i) => ({ id: i + 1, ...one })),
    }),
    // GitHub reads the first alone.
    ...(fingerprint !== '' && {
      partialFingerprints: { primaryLocationLineHash: fingerprint, 'mailcheckFinding/v1': fingerprint },
    }),
    ...(accepted && { suppressions: [suppressionOf(accepted)] }),
  };
}

function suppressionOf(accepted: NonNullable<ReportedResult['accepted']>): Suppression {
  return {
    kind: accepted.by === 'comment' ? 'inSource' : 'external',
    status: 'accepted',
    justification: acceptedWords(accepted),
  };
}

function locationOf({ file, line, column }: Pick<Evidence, 'file' | 'line' | 'column'>): Location {
  const uri = relativePath(file).split('/').map(encodeURIComponent).join('/');
  return {
    physicalLocation: {
      artifactLocation: { uri },
      ...(line !== undefined && { region: { startLine: line, startColumn: column ?? 1 } }),
    },
  };
}

function related(fact: Omit<Evidence, 'value' | 'contradicts'>, says: string): Location {
  return { ...locationOf(fact), message: { text: messageText(`${shown(fact.pointer) || '/'} ${says}`) } };
}

/** What could not be judged: crashes, missing facts and checks not tried, once for all sections that say the same. */
function notificationsOf(report: Report): Notification[] {
  const said = resultsOf(report).filter(
    ({ status, code, reason, accepted }) =>
      status === 'crash' ||
      (status === 'unknown' && code === undefined && !accepted) ||
      (status === 'skip' && reason !== 'not-applicable'),
  );
  const keyOf = ({ check, status, reason, summary }: ReportedResult) =>
    JSON.stringify(status === 'skip' ? [check, reason] : [check, status, summary]);
  return grouped(said, keyOf).map((same) => notificationOf(same[0], same.length));
}

function notificationOf(result: ReportedResult, count: number): Notification {
  const { status, reason, place } = result;
  const state = status === 'skip' ? `skip, ${shown(reason ?? '')}` : status;
  const times = count > 1 ? `; ${count} times` : '';
  return {
    level: status === 'crash' ? 'error' : status === 'unknown' ? 'warning' : 'note',
    message: { text: messageText(`${shown(result.check)} (${state}${times}): ${shown(result.summary)}`) },
    locations: [locationOf(place)],
  };
}

function leftOut(count: number): Notification[] {
  if (count <= 0) return [];
  return [{ level: 'warning', message: { text: `${count} more results are left out, the worst are here.` } }];
}

function resultsOf({ accounts }: Report): readonly ReportedResult[] {
  return accounts.flatMap(sectionsOf).flatMap(({ results }) => results);
}

/** A message may hold links `[text](target)` (3.11.6); a stranger's text makes none. */
function messageText(text: string): string {
  return text.replaceAll('](', '\\](');
}

/** Text in Markdown that means itself. */
function withoutMarkup(text: string): string {
  return text.replace(/[\\`*_[\]<>&#|~@]/g, (char) => `&#${char.charCodeAt(0)};`);
}
