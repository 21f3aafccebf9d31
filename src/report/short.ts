import { counted } from '../core/words.js';
import type { Report, ReportedResult } from './report.js';
import { sectionsOf } from './report.js';
import {
  findingsOf,
  fullName,
  grouped,
  placeWords,
  type ReportedFinding,
  sayingKey,
  shown,
} from './report-findings.js';

const MOST_FINDINGS = 8;
const LONGEST = 300;

/** For a chat: the verdict, then the findings that count, worst first, one line each, as plain text. */
export function shortReport(report: Report): string {
  const { headline } = report;
  const lines = [...foundLines(report), ...openLines(report)];
  return [
    `${shown(headline.word)}: ${shown(headline.text, LONGEST)}`,
    ...lines.slice(0, MOST_FINDINGS),
    ...(lines.length > MOST_FINDINGS ? [`and ${lines.length - MOST_FINDINGS} more`] : []),
    '',
  ]
    .map(unaddressed)
    .join('\n');
}

function foundLines(report: Report): string[] {
  const counting = findingsOf(report).filter(({ isCounted }) => isCounted);
  return grouped(counting, ({ result }) => sayingKey(result)).map((same) =>
    findingLine(same[0], same.length),
  );
}

function findingLine({ weight, result }: ReportedFinding, count: number): string {
  const many = count > 1 ? ` (${counted(count, 'time')})` : '';
  return `- ${result.status === 'delay' ? 'delay' : weight} ${saying(result)}${many}`;
}

/** Crashes and missing facts: no findings, but the verdict rests on them. */
function openLines(report: Report): string[] {
  const open = report.accounts
    .flatMap(sectionsOf)
    .filter(({ isCounted }) => isCounted)
    .flatMap(({ results }) => results)
    .filter(({ status, code }) => status === 'crash' || (status === 'unknown' && code === undefined));
  return grouped(open, sayingKey).map(([first]) => `- ${first.status} ${saying(first)}`);
}

function saying(result: ReportedResult): string {
  return `${shown(fullName(result))}: ${shown(result.summary, LONGEST)} (${placeWords(result.place)})`;
}

/**
 * Chats call people by `@name` and `<!channel>` and hide the target of `[text](link)`. The full-width forms of these
 * characters read the same and do nothing; an address keeps its `@`.
 */
function unaddressed(line: string): string {
  return line
    .replace(/(?<![\p{L}\p{N}._+-])@/gu, '＠')
    .replace(/<(?=[!@#])/g, '＜')
    .replaceAll('](', ']（');
}
