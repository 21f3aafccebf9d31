import type { Status } from '../core/check.js';
import { counted, cut, listed } from '../core/words.js';
import { harmlessJson } from './harmless.js';
import { Page, type PageOptions } from './page.js';

/** A part of a rule with its place there, and a clause on what it is. */
interface DecidedBy {
  readonly text: string;
  readonly line: number;
  readonly column: number;
  readonly says: string;
}

/** What became of one rule. */
export interface RuleSaid {
  readonly rule: string;
  /** Undefined where it is not known. */
  readonly truth?: boolean | undefined;
  readonly value?: string | undefined;
  readonly variables: ReadonlyMap<string, string>;
  /** The parts that decided it: several lists where each would turn it by itself. */
  readonly ways: readonly (readonly DecidedBy[])[];
  /** The fewest variables that would decide it. */
  readonly settledBy: readonly string[];
  /** What else keeps it open. */
  readonly obstacles: readonly string[];
  /** Days until it is true by the passing of days alone. */
  readonly inDays?: number | undefined;
  /** Numbers of two kinds that were compared by `=`. */
  readonly mixedNumbers: readonly (readonly string[])[];
  /** It rests on something LoanPro's documentation leaves open. */
  readonly isUnconfirmed?: boolean;
}

/** How much of a rule is shown. */
const LONGEST = 1000;

/** The report of `mailcheck rule` for people. */
export function ruleReport(said: RuleSaid, options: PageOptions): string {
  const page = new Page(options);
  const [status, word] = headOf(said.truth);
  page.headline(status, word, `${sentence(said)}${said.isUnconfirmed ? ' (Not confirmed by LoanPro.)' : ''}`);
  page.paragraph(cut(said.rule.replace(/\s+/g, ' ').trim(), LONGEST), 0, '', 'dim');
  said.ways.forEach((way, i) => {
    page.heading(i === 0 ? 'Decided by' : said.truth ? 'And by' : 'Or');
    for (const { line, column, text, says } of way) {
      page.paragraph(`${line}:${column} ${cut(text.replace(/\s+/g, ' '), LONGEST)}: ${says}`, 2, '- ');
    }
  });
  if (said.truth === undefined) {
    page.heading('Not known');
    for (const name of said.settledBy) page.paragraph(`--set ${name}=... would help to settle it`, 2, '? ');
    for (const obstacle of said.obstacles) page.paragraph(obstacle, 2, '? ');
  }
  if (said.inDays !== undefined) {
    page.heading('Later');
    page.paragraph(
      `If nothing else changes, it is true in ${counted(said.inDays, 'day')}; the nightly run after that would send.`,
      2,
    );
  }
  if (said.mixedNumbers.length > 0) {
    page.heading('Also worth a look');
    for (const pair of said.mixedNumbers) {
      page.paragraph(
        `${listed(pair)} are compared by = or not=. In Clojure numbers of two kinds, such as an integer and a decimal, are never equal by these; == compares their size.`,
        2,
        '! ',
      );
    }
  }
  return page.text();
}

/** The JSON document of `mailcheck rule`; its schema is `mailcheck schema report`. */
export function ruleJson({ truth, variables, ways, inDays, isUnconfirmed, ...said }: RuleSaid): string {
  const [decidedBy = [], ...alternatives] = ways;
  return harmlessJson({
    schemaVersion: 1,
    command: 'rule',
    ...said,
    truth: truth ?? null,
    value: said.value ?? null,
    variables: Object.fromEntries(variables),
    decidedBy,
    alternatives,
    trueInDays: inDays ?? null,
    ...(isUnconfirmed && { unconfirmed: true }),
  });
}

function headOf(truth: RuleSaid['truth']): readonly [Status, string] {
  if (truth === undefined) return ['unknown', 'CANNOT TELL'];
  return truth ? ['pass', 'TRUE'] : ['fail', 'FALSE'];
}

function sentence({ truth, ways, settledBy, obstacles, value }: RuleSaid): string {
  if (truth === undefined) {
    const open =
      settledBy.length > 0 ? [`${listed(settledBy)} ${settledBy.length > 1 ? 'are' : 'is'} not known`] : [];
    return `${listed([...open, ...obstacles.slice(0, 2)])}.`;
  }
  const clauses = ways.map((way) => listed(way.map(({ says }) => says)));
  if (clauses.length > 0) return `${clauses.join(truth ? '; and ' : '; or ')}.`;
  return `the rule is ${value ?? (truth ? 'true' : 'false')}, whatever the loan.`;
}
