import { nearest } from '../account/nearest.js';
import type { Account } from '../account/types.js';
import type { Check } from '../core/check.js';
import { codesOf, isProbe } from '../core/check.js';
import type { AccountReport } from '../core/check-account.js';
import { factsOf, type Question } from '../core/facts.js';
import type { IgnoreComment } from '../core/ignore-comment.js';
import { type Evidence, Result } from '../core/result.js';
import type { BaselineEntry } from './baseline.js';
import { fingerprints } from './fingerprint.js';
import { type Accepted, isFound, type Level, type Mark, nameOf } from './mark.js';
import { type Section, sectionsOf } from './sections.js';
import { readComment, type Suppression } from './suppression.js';
import { outcomeOf, suppressions as upkeepCheck } from './upkeep.js';

/** One account of a run, with what its findings are known by. */
export interface JudgedAccount {
  readonly report: AccountReport;
  readonly account: Account;
  /** The account itself, with its customers: entries of lists are known by their ids. */
  readonly whole: unknown;
  /** The tenant, else the file. */
  readonly owner: string;
  readonly comments: readonly IgnoreComment[];
}

/** What a person has said of findings before the run. */
export interface Acceptance {
  /** Of the configuration. */
  readonly suppressions: readonly Suppression[];
  readonly baseline: readonly BaselineEntry[] | undefined;
  /** Of a check or a finding: what it weighs instead of its own weight. */
  readonly levels: ReadonlyMap<string, 'fail' | 'warn' | 'off'>;
  readonly checks: readonly Check[];
  readonly leftOut: ReadonlySet<string>;
  readonly hasProbed: boolean;
  /** Only a part of the account was asked about, so what was not found may still be there. */
  readonly isPartial: boolean;
  readonly question: Question;
}

/** Nothing was said before: what a diagnosis finds counts as it is. */
export function nothingAccepted(checks: readonly Check[], question: Question): Acceptance {
  return {
    suppressions: [],
    baseline: undefined,
    levels: new Map(),
    checks,
    leftOut: new Set(),
    hasProbed: true,
    isPartial: true,
    question,
  };
}

/** How every result of a run stands. */
export interface Standing {
  readonly marks: ReadonlyMap<Result, Mark>;
  /** Suppressions that are unused, expired or malformed. */
  readonly upkeep: readonly Result[];
  /** Every finding that only a baseline can accept, as it would remember it. */
  readonly entries: readonly BaselineEntry[];
  /** What the baseline has and this run looked for and has not; absent without one. */
  readonly vanished: readonly BaselineEntry[] | undefined;
  /** What the baseline has and this run did not look for: another account, a check left out, a part alone. */
  readonly unseen: readonly BaselineEntry[];
}

/** Sets aside what is accepted, and says which acceptances are no longer needed. */
export function accept(accounts: readonly JudgedAccount[], acceptance: Acceptance): Standing {
  const { baseline, question } = acceptance;
  const marks = new Map<Result, Mark>();
  const entries: (() => BaselineEntry)[] = [];
  const upkeep: Result[] = [];
  const used = new Set<Suppression>();
  const found = new Set<string>();
  const isInBaseline = taking(baseline ?? []);

  for (const { report, account, whole, owner, comments } of accounts) {
    const fingerprintOf = fingerprints(owner, whole);
    const today = report.asOf.slice(0, 10);
    const say = (code: 'unused' | 'expired' | 'malformed', data: unknown, place: Suppression['place']) =>
      upkeep.push(upkeepResult(account, question, code, data, place));
    const inFile: Suppression[] = [];
    for (const comment of comments) {
      const read = readComment(comment);
      const fault = 'fault' in read ? read.fault : faultOfName(read.finding, acceptance.checks);
      if (fault !== undefined) say('malformed', fault, comment);
      else if (!('fault' in read)) inFile.push(read);
    }
    const all = [...inFile, ...acceptance.suppressions];
    const valid = new Set(all.filter(({ until }) => until === undefined || today <= until));
    const fitting = suppressionsBy(valid);

    for (const section of sectionsOf(report)) {
      for (const result of section.results) {
        if (!isFound(result)) continue;
        const level = levelOf(result, acceptance.levels);
        const isFinding = result.code !== undefined;
        const fingerprint = isFinding
          ? fingerprintOf(result, section.id, result.pointers[0] ?? '')
          : () => '';
        const fit = fitting(result).filter((one) => fits(one, result, section));
        for (const one of fit) used.add(one);
        const [suppression] = fit;
        const accepted = acceptedBy(
          suppression,
          baseline !== undefined && isFinding && section.isCounted && isInBaseline(fingerprint()),
          level,
        );
        marks.set(result, {
          get fingerprint() {
            return fingerprint();
          },
          level: section.isCounted || level === 'none' ? level : 'note',
          isCounted: section.isCounted,
          ...(accepted && { accepted }),
        });
        if (isFinding && section.isCounted && result.status !== 'delay') {
          if (baseline !== undefined) found.add(fingerprint());
          if (!accepted || accepted.by === 'baseline') {
            entries.push(() => ({
              fingerprint: fingerprint(),
              finding: nameOf(result),
              about: aboutOf(section),
              account: owner,
            }));
          }
        }
      }
    }
    for (const one of inFile) {
      if (!valid.has(one)) say('expired', one, one.place);
      else if (!used.has(one) && wasLookedFor(one.finding, acceptance)) say('unused', one, one.place);
    }
  }

  const [first] = accounts;
  if (first) {
    const today = first.report.asOf.slice(0, 10);
    for (const one of acceptance.suppressions) {
      const isExpired = one.until !== undefined && today > one.until;
      if (!isExpired && (used.has(one) || !wasLookedFor(one.finding, acceptance))) continue;
      upkeep.push(upkeepResult(first.account, question, isExpired ? 'expired' : 'unused', one, one.place));
    }
  }
  const owners = new Set(accounts.map(({ owner }) => owner));
  const gone = baseline?.filter(({ fingerprint }) => !found.has(fingerprint));
  const isUnseen = ({ account, finding }: BaselineEntry) =>
    !owners.has(account) || !wasLookedFor(finding, acceptance);
  return {
    marks,
    upkeep,
    get entries() {
      return entries.map((entry) => entry());
    },
    vanished: gone?.filter((entry) => !isUnseen(entry)),
    unseen: gone?.filter(isUnseen) ?? [],
  };
}

/** What a finding is about, for a file that is kept: customers by their ids alone. */
function aboutOf({ id, of }: Section): string {
  if (of.kind !== 'email' || of.customer.id !== null) return id;
  return ['a customer without an id', of.message].filter((part) => part !== undefined).join(', ');
}

const LEVELS: Readonly<Record<string, Level>> = { fail: 'error', crash: 'error', warn: 'warning' };

function levelOf(result: Result, levels: Acceptance['levels']): Level {
  const own = LEVELS[result.status] ?? 'note';
  const set = levels.get(nameOf(result)) ?? levels.get(result.check.id);
  if (set === undefined || result.status === 'crash') return own;
  if (set === 'off') return 'none';
  // A delay and what is unknown have no weight of their own to change.
  return result.status === 'fail' || result.status === 'warn' ? (LEVELS[set] ?? own) : own;
}

function acceptedBy(
  suppression: Suppression | undefined,
  isInBaseline: boolean,
  level: Level,
): Accepted | undefined {
  if (suppression) {
    const { by, reason, until } = suppression;
    return { by, reason, ...(until !== undefined && { until }) };
  }
  if (level === 'none') return { by: 'configuration', reason: 'switched off by levels' };
  return isInBaseline ? { by: 'baseline' } : undefined;
}

/** Each entry of a baseline accepts one finding: two exports of one company do not share an entry. */
function taking(baseline: readonly BaselineEntry[]): (fingerprint: string) => boolean {
  const left = new Map<string, number>();
  for (const { fingerprint } of baseline) left.set(fingerprint, (left.get(fingerprint) ?? 0) + 1);
  return (fingerprint) => {
    const count = left.get(fingerprint) ?? 0;
    left.set(fingerprint, count - 1);
    return count > 0;
  };
}

/** Finds what speaks of a finding, in the order given, without looking at every suppression for every result. */
function suppressionsBy(all: Iterable<Suppression>): (result: Result) => Suppression[] {
  const byName = new Map<string, Suppression[]>();
  for (const one of all) {
    const alike = byName.get(one.finding);
    if (alike) alike.push(one);
    else byName.set(one.finding, [one]);
  }
  return (result) =>
    [...new Set([nameOf(result), result.check.id])].flatMap((name) => byName.get(name) ?? []);
}

/** Whether a suppression speaks of this finding: by its line or its notification. */
function fits(suppression: Suppression, result: Result, section: Section): boolean {
  // A crash is a bug of mailcheck, not something a person can live with.
  if (result.status === 'crash') return false;
  const { about, place, notification } = suppression;
  if (about !== undefined) {
    return result.evidence.some(
      ({ file, line = 0 }) => file === place.file && line >= about.from && line <= about.to,
    );
  }
  if (notification === undefined) return true;
  const asked = section.of.kind === 'settings' ? null : section.of.report.notification;
  return asked !== null && (asked.id === notification || asked.name === notification);
}

/** Whether it would have been found, were it there: its check ran, over everything, or is no more. */
function wasLookedFor(
  finding: string,
  {
    checks,
    leftOut,
    hasProbed,
    isPartial,
  }: Pick<Acceptance, 'checks' | 'leftOut' | 'hasProbed' | 'isPartial'>,
): boolean {
  if (isPartial) return false;
  const check = checks.find(({ id }) => id === finding.split('/')[0]);
  return check === undefined || (!leftOut.has(check.id) && (hasProbed || !isProbe(check)));
}

/** What is wrong with the name of a check or a finding. */
export function faultOfName(finding: string, checks: readonly Check[]): string | undefined {
  const all = checks.flatMap((check) => [check.id, ...codesOf(check).map((code) => `${check.id}/${code}`)]);
  if (all.includes(finding)) return undefined;
  const [near] = nearest(finding, all);
  return `"${finding}" is no check and no finding${near ? `; did you mean ${near}?` : ''}`;
}

function upkeepResult(
  account: Account,
  question: Question,
  code: 'unused' | 'expired' | 'malformed',
  data: unknown,
  { file, line, column }: Suppression['place'],
): Result {
  const subject = {
    notification: undefined,
    customer: undefined,
    link: undefined,
    linkage: 'no-customer',
  } as const;
  const trace = (): Evidence => ({ pointer: '', file, line, column });
  return new Result(
    upkeepCheck,
    outcomeOf(upkeepCheck, code, data),
    factsOf(account, question, subject),
    trace,
  );
}
