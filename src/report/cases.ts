import type { Report, ReportedAccount, ReportedResult, Section } from './report.js';
import { sectionsOf } from './report.js';
import { acceptedWords, fullName, grouped, shown, weightOf } from './report-findings.js';

/** A check of a section as test runners see it. */
export interface Case {
  readonly check: string;
  /** The healthy condition. */
  readonly title: string;
  /**
   * `failed`: a finding that makes a run fail. `broken`: a bug of mailcheck, or of a scan a part that could not be read. `accepted`: all that was found does not
   * count. `skipped`: it does not apply, was not tried, or a fact is missing. A warning and a delay pass.
   */
  readonly outcome: 'passed' | 'failed' | 'broken' | 'accepted' | 'skipped';
  /** Why it was accepted or skipped. */
  readonly because: string;
  /** The results that made the outcome, and for one that passed the findings that it passed with. */
  readonly results: readonly ReportedResult[];
  /** Further findings beside a failure. */
  readonly beside: readonly ReportedResult[];
}

/** The cases of a section. */
export interface Suite {
  readonly name: string;
  /** The same from run to run. */
  readonly id: string;
  readonly cases: readonly Case[];
}

/** Every section as a suite, with one case a check, passes included; then the suppressions, where they need a look. */
export function suitesOf({ accounts, upkeep }: Report): readonly Suite[] {
  const suites = accounts.flatMap((account) =>
    sectionsOf(account).map((section) => suiteOf(account, section)),
  );
  if (upkeep.length === 0) return suites;
  return [...suites, { name: 'mailcheck: suppressions', id: 'suppressions', cases: casesOf(upkeep) }];
}

function suiteOf({ name }: ReportedAccount, section: Section): Suite {
  const account = shown(name);
  return {
    name: `${account}: ${shown(section.title)}`,
    id: `${account}: ${shown(section.id)}`,
    cases: casesOf(section.results, section),
  };
}

function casesOf(results: readonly ReportedResult[], section?: Section): Case[] {
  return grouped(results, ({ check }) => check).map((all) => caseOf(all, section));
}

function caseOf(results: readonly [ReportedResult, ...ReportedResult[]], section: Section | undefined): Case {
  const [first] = results;
  const base = {
    check: shown(first.check),
    title: shown(first.title),
    because: '',
    beside: [],
  };
  const having = (...statuses: readonly ReportedResult['status'][]) =>
    results.filter(({ status }) => statuses.includes(status));
  const crashed = having('crash');
  if (crashed.length > 0) return { ...base, outcome: 'broken', results: crashed };

  const found = having('fail', 'warn', 'delay');
  const counted = section?.isCounted === false ? [] : found.filter(({ accepted }) => !accepted);
  const failed = counted.filter((result) => weightOf(result, section) === 'error');
  if (failed.length > 0) {
    const beside = counted.filter((result) => !failed.includes(result));
    return { ...base, outcome: 'failed', results: failed, beside };
  }
  const [open] = having('unknown').filter(({ accepted }) => !accepted);
  if (open) return { ...base, outcome: 'skipped', because: reasonOf(open), results: [open], beside: counted };
  if (counted.length > 0) return { ...base, outcome: 'passed', results: counted };
  const [set, ...others] = [...found, ...having('unknown')];
  if (set) return { ...base, outcome: 'accepted', because: reasonOf(set), results: [set, ...others] };
  const [skipped] = having('skip');
  if (skipped && having('pass').length === 0) {
    return { ...base, outcome: 'skipped', because: reasonOf(skipped), results: [skipped] };
  }
  return { ...base, outcome: 'passed', results: [] };
}

function reasonOf(result: ReportedResult): string {
  const { accepted, reason, status } = result;
  const said = shown(result.summary);
  if (accepted) return `${acceptedWords(accepted)} (${shown(fullName(result))})`;
  if (status === 'skip') return `${said} (${shown(reason ?? 'skip')})`;
  if (status === 'unknown') return `${said} (unknown)`;
  return `${said} (${shown(fullName(result))}; not counted)`;
}
