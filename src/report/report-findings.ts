import { cut } from '../core/words.js';
import { visible } from './harmless.js';
import type { Report, ReportedAccount, ReportedResult, Section } from './report.js';
import { sectionsOf } from './report.js';

/** How heavily a finding weighs in a format that knows three weights. */
export type Weight = 'error' | 'warning' | 'note';

/** A finding, and where in the report it stands. */
export interface ReportedFinding {
  /** `check/code`. */
  readonly name: string;
  readonly weight: Weight;
  readonly result: ReportedResult;
  /** Neither accepted nor of a section that does not count. */
  readonly isCounted: boolean;
  /** Absent for what mailcheck says of its own suppressions and baseline. */
  readonly account?: ReportedAccount;
  readonly section?: Section;
}

/** A public page that helps with every finding. */
export const HELP = 'https://help.loanpro.io/article/4jc2skej4l-troubleshooting-automatic-email';

const WEIGHTS: readonly Weight[] = ['error', 'warning', 'note'];
const MOST_STEPS = 20;
const LONGEST = 1000;
const LONGEST_FILE = 500;

/** `check/code` of a finding; the check alone of what has no code. */
export function fullName({ check, code }: ReportedResult): string {
  return code === undefined ? check : `${check}/${code}`;
}

/** Every finding of a report: errors first, then warnings, then notes, each in the order of the report. */
export function findingsOf(report: Report): readonly ReportedFinding[] {
  const found: ReportedFinding[] = [];
  const add = (result: ReportedResult, where: { account?: ReportedAccount; section?: Section }) => {
    if (result.code === undefined) return;
    const weight = weightOf(result, where.section);
    const isCounted = !result.accepted && where.section?.isCounted !== false;
    found.push({ name: fullName(result), weight, result, isCounted, ...where });
  };
  for (const account of report.accounts) {
    for (const section of sectionsOf(account)) {
      for (const result of section.results) add(result, { account, section });
    }
  }
  for (const result of report.upkeep) add(result, {});
  return WEIGHTS.flatMap((weight) => found.filter((finding) => finding.weight === weight));
}

/** What a result weighs: nothing in a section that does not count is more than a note. */
export function weightOf({ level, status, accepted }: ReportedResult, section?: Section): Weight {
  if (section?.isCounted === false) return 'note';
  if (level !== 'none') return level;
  // What mailcheck says of its own upkeep has no level of the configuration.
  return status === 'warn' && !accepted ? 'warning' : 'note';
}

/** Entries with the same key together, in the order in which the keys first appear. */
export function grouped<T>(entries: readonly T[], keyOf: (entry: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  return [...groups.values()];
}

/** Results that say the same of the same place, which a reader needs once. */
export function sayingKey({ check, code, status, summary, place }: ReportedResult): string {
  return JSON.stringify([check, code, status, summary, place.file, place.line]);
}

/**
 * A stranger's text on one line, cut, with every active character spelt out; also the two that neither XML 1.0 (2.2)
 * nor YAML 1.2 (5.1) allows.
 */
export function shown(text: string, longest = LONGEST): string {
  return visible(cut(text, longest)).replace(
    /[\ufffe\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16)}`,
  );
}

/** What a person reads of a result: what happened, then why it matters. */
export function wordsOf({ summary, why, unconfirmed }: ReportedResult): string[] {
  if (why === undefined) return [shown(summary)];
  return [shown(summary), `${shown(why)}${unconfirmed ? ' (Not confirmed by LoanPro.)' : ''}`];
}

/** What to do about a result, one act a line, not yet numbered. */
export function stepsOf({ remediation }: ReportedResult): string[] {
  const steps = remediation?.steps ?? [];
  const left = steps.length - MOST_STEPS;
  return [
    ...steps.slice(0, MOST_STEPS).map((step) => shown(step)),
    ...(left > 0 ? [`(${left} more steps are left out.)`] : []),
  ];
}

/** What happened, why it matters, and the numbered steps. */
export function linesOf(result: ReportedResult): string[] {
  return [...wordsOf(result), ...stepsOf(result).map((step, i) => `${i + 1}. ${step}`)];
}

/** `file:line:column`, for a person and for tools that find places in texts. */
export function placeWords({ file, line, column }: ReportedResult['place']): string {
  return `${shown(file, LONGEST_FILE)}:${line}:${column}`;
}

/** Why a finding does not count. */
export function acceptedWords({ by, reason, until }: NonNullable<ReportedResult['accepted']>): string {
  const where = { baseline: 'the baseline', comment: 'a comment', configuration: 'the configuration' }[by];
  const why = reason === undefined ? '' : `: ${shown(reason)}`;
  return `Accepted by ${where}${until === undefined ? '' : ` until ${shown(until)}`}${why}`;
}

/**
 * A file as a path below the working folder, with forward slashes, and never empty: services that keep reports take
 * no other. Standard input is called `stdin`; the letter of a drive is left out.
 */
export function relativePath(file: string): string {
  if (file === '-') return 'stdin';
  const parts: string[] = [];
  for (const part of cut(file, LONGEST_FILE)
    .replaceAll('\\', '/')
    .replace(/^[a-z]:\//i, '')
    .split('/')) {
    const name = shown(part).trim();
    if (name === '..') parts.pop();
    else if (name !== '' && name !== '.') parts.push(name);
  }
  return parts.join('/') || 'unnamed';
}
