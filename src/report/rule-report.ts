import type { Status } from '../core/check.js';
import { counted, listed } from '../core/words.js';
import { harmlessJson } from './harmless.js';
import { Page, type PageOptions } from './page.js';

/** What became of one rule. */
export interface RuleSaid {
  readonly rule: string;
  /** Undefined where it is not known. */
  readonly truth: boolean | undefined;
  readonly value: string | undefined;
  readonly variables: ReadonlyMap<string, string>;
  /** The parts that decided it, with their place in the rule. */
  readonly decidedBy: readonly {
    readonly text: string;
    readonly line: number;
    readonly column: number;
    readonly says: string;
  }[];
  /** The fewest variables that would decide it. */
  readonly settledBy: readonly string[];
  /** What else keeps it open. */
  readonly obstacles: readonly string[];
  /** Days until it is true by the passing of days alone. */
  readonly inDays: number | undefined;
  /** Numbers of two kinds that were compared by `=`. */
  readonly mixedNumbers: readonly (readonly string[])[];
  /** It rests on something LoanPro's documentation leaves open. */
  readonly isUnconfirmed: boolean;
}

/** The report of `mailcheck rule` for people. */
export function ruleReport(said: RuleSaid, options: PageOptions): string {
  const page = new Page(options);
  const [status, word] = headOf(said.truth);
  page.headline(status, word, `${sentence(said)}${said.isUnconfirmed ? ' (Not confirmed by LoanPro.)' : ''}`);
  page.paragraph(said.rule.replace(/\s+/g, ' ').trim(), 0, '', 'dim');
  if (said.decidedBy.length > 0) {
    page.heading('Decided by');
    for (const { line, column, text, says } of said.decidedBy) {
      page.paragraph(`${line}:${column} ${text.replace(/\s+/g, ' ')}: ${says}`, 2, '- ');
    }
  }
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
        `${listed(pair)} are compared by =. In Clojure an integer never equals a decimal; == compares both kinds.`,
        2,
        '! ',
      );
    }
  }
  return page.text();
}

/** The JSON document of `mailcheck rule`; its schema is `mailcheck schema report`. */
export function ruleJson({ truth, variables, inDays, isUnconfirmed, ...said }: RuleSaid): string {
  return harmlessJson({
    schemaVersion: 1,
    command: 'rule',
    ...said,
    truth: truth ?? null,
    value: said.value ?? null,
    variables: Object.fromEntries(variables),
    trueInDays: inDays ?? null,
    ...(isUnconfirmed && { unconfirmed: true }),
  });
}

function headOf(truth: boolean | undefined): readonly [Status, string] {
  if (truth === undefined) return ['unknown', 'CANNOT TELL'];
  return truth ? ['pass', 'TRUE'] : ['fail', 'FALSE'];
}

function sentence({ truth, decidedBy, settledBy, obstacles, value }: RuleSaid): string {
  if (truth === undefined) {
    const open =
      settledBy.length > 0 ? [`${listed(settledBy)} ${settledBy.length > 1 ? 'are' : 'is'} not known`] : [];
    return `${listed([...open, ...obstacles.slice(0, 2)])}.`;
  }
  if (decidedBy.length > 0) return `${listed(decidedBy.map(({ says }) => says))}.`;
  return `the rule is ${value ?? (truth ? 'true' : 'false')}, whatever the loan.`;
}
