import { loanName, notificationName } from '../account/lookup.js';
import { type Path, toPointer } from '../account/pointer.js';
import { addDays, localDate, offsetMinutes } from '../calendar/zone.js';
import type { FindingSpec, OutcomeSpec } from '../core/check.js';
import type { View } from '../core/facts.js';
import { cut, listed, quoted } from '../core/words.js';
import { readable } from '../rules/print.js';
import type { RuleProblem } from '../rules/read-rule.js';
import { fieldOf, type RuleOfLoan } from './rule-of-loan.js';

type Seen = View<'notification' | 'link' | 'tenant'>;

const TRIGGER_MENU = 'Settings > Company > Notifications > Trigger Based Notifications';
const TRIGGER_URL = 'https://help.loanpro.io/article/n70vu5ezaj-create-trigger-based-notification';
const at = (facts: Seen, field: string) => [...facts.at.notification, field];
const name = ({ notification }: Seen) => quoted(notification ? notificationName(notification) : '');
const loanWords = ({ link }: Seen) => {
  const loan = loanName(link?.loan);
  return loan ? `loan ${quoted(loan)}` : 'the loan';
};
const loanPath = (facts: Seen, field: Path) => [...facts.at.link, 'loan', ...field];
const loanOf = ({ link }: Seen) => link?.loan ?? {};
const ruleEvidence = (facts: Seen, rule: RuleOfLoan) => [
  at(facts, 'rule'),
  ...rule.facts.map((field) => loanPath(facts, field)),
];

/** "5 November, the nightly run of …": when days alone make the rule true. */
function forecastText(facts: Seen, rule: RuleOfLoan): string {
  const { snapshotDate, archived, deleted } = loanOf(facts);
  // No nightly run takes up such a loan.
  if (archived || deleted) return '';
  const { forecast } = rule;
  if (forecast.status !== 'becomes-true') return '';
  const today = dayOf(facts);
  const day = snapshotDate ?? today;
  const run = addDays(day, forecast.day + 1);
  // As with `=`: the next day it is past.
  const alone = forecast.until === forecast.day + 1 ? ', and that run alone' : '';
  const moved = [...forecast.values].map(([variable, value]) => `${variable} is ${readable(value)}`);
  const reached = `${listed(moved)} on ${addDays(day, forecast.day)}, and the nightly run of ${run} would`;
  return run > today
    ? ` If nothing else changes, ${reached} send it${alone}.`
    : ` If nothing else changed since ${day}, the day of these figures, ${reached} have sent it${alone}.`;
}

/** The day of the moment asked about, for the company. */
function dayOf({ tenant, question }: Seen): string {
  const zone = tenant?.timezone?.trim();
  return localDate(question.now, zone ? offsetMinutes(zone, question.now) : question.offset);
}

const falseText = (facts: Seen, rule: RuleOfLoan) => {
  const ways = rule.reasons.map((way) => listed(way.map((reason) => cut(reason, 120))));
  const why = ways.length > 0 ? ways.join('; or ') : 'it comes out as false';
  return `The rule of ${name(facts)} is not true for ${loanWords(facts)}: ${why}.${forecastText(facts, rule)}`;
};

const ruleFalse = {
  code: 'rule-false',
  status: 'fail',
  summary: falseText,
  why: 'A trigger notification is made in the nightly run, and only while its rule is true.',
  evidence: ruleEvidence,
  fix: () => ({
    menu: TRIGGER_MENU,
    url: TRIGGER_URL,
    steps: [
      'Decide whether the message is meant for a loan like this one: if not, nothing is wrong.',
      `If it is, open ${TRIGGER_MENU} and the notification's edit icon, and mend the rule.`,
      'Validate it in the Formula Editor.',
      'Click Save.',
    ],
  }),
} satisfies FindingSpec<Seen, RuleOfLoan>;

/** What the check of triggers can say of a rule. */
export const ruleOutcomes = {
  'rule-unreadable': {
    status: 'fail',
    summary: (facts, { at: { line, column }, says }: RuleProblem) =>
      `The rule of ${name(facts)} cannot be read: ${says} (line ${line}, column ${column} of the rule).`,
    why: 'A rule that is no single expression is never true.',
    evidence: (facts) => [at(facts, 'rule')],
    fix: () => ({
      menu: TRIGGER_MENU,
      url: TRIGGER_URL,
      steps: [
        `Open ${TRIGGER_MENU} and the notification's edit icon.`,
        'Mend the rule at that place.',
        'Validate it in the Formula Editor.',
        'Click Save.',
      ],
    }),
  },
  'rule-false': ruleFalse,
  'rule-false-unconfirmed': { ...ruleFalse, unconfirmed: true },
  'rule-true': {
    status: 'pass',
    summary: (facts) => `The rule of ${name(facts)} is true for ${loanWords(facts)}.`,
    evidence: ruleEvidence,
  },
  'rule-true-unconfirmed': {
    status: 'pass',
    unconfirmed: true,
    summary: (_, rule: RuleOfLoan) =>
      rule.turnsOnStatusName
        ? 'The rule is true, as far as loan-status is the name of the status alone; /variables settles it.'
        : 'The rule is true, unless LoanPro reads not= of three or more otherwise.',
    evidence: ruleEvidence,
  },
  'rule-number-kind': {
    status: 'warn',
    summary: (_, rule: RuleOfLoan) => {
      const [first] = rule.verdict.numberKinds;
      return `The rule compares ${first ? `${readable(first.left)} with ${readable(first.right)}` : 'numbers'} by =, an integer with a decimal.`;
    },
    why: 'In Clojure an integer never equals a decimal, so the comparison is false whatever the amounts.',
    evidence: ruleEvidence,
    fix: () => ({
      menu: TRIGGER_MENU,
      url: 'https://clojure.org/guides/equality',
      steps: [
        `Open ${TRIGGER_MENU} and the notification's edit icon.`,
        'Use == to compare numbers of both kinds, or write the number with a decimal point.',
        'Validate it in the Formula Editor.',
        'Click Save.',
      ],
    }),
  },
  'rule-open': {
    status: 'unknown',
    summary: (facts, rule: RuleOfLoan) => {
      const { settledBy, obstacles } = rule;
      const needs =
        settledBy.length > 0 ? `${listed(settledBy)} ${settledBy.length > 1 ? 'are' : 'is'} not known` : '';
      const why = [needs, ...obstacles.slice(0, 2).map((one) => cut(one, 120))].filter((part) => part);
      return `Whether the rule of ${name(facts)} is true is not known: ${listed(why)}.`;
    },
    missing: (facts, rule: RuleOfLoan) =>
      rule.settledBy.map((variable) => loanPath(facts, fieldOf(variable, loanOf(facts)))),
    evidence: (facts) => [at(facts, 'rule')],
    look: (facts, { settledBy }: RuleOfLoan) => [
      `Check the rule for this loan in the Formula Editor of ${name(facts)} (${TRIGGER_MENU}).`,
      ...(settledBy.length > 0
        ? [
            `Or add ${listed(settledBy)} to the export at ${toPointer(loanPath(facts, fieldOf(settledBy[0] ?? '', loanOf(facts))))}${settledBy.length > 1 ? ' and beside it' : ''}.`,
          ]
        : []),
    ],
  },
  'rule-too-large': {
    status: 'unknown',
    summary: (facts, says: string) => `Whether the rule of ${name(facts)} is true is not known: ${says}.`,
    missing: () => [],
    evidence: (facts) => [at(facts, 'rule')],
    look: (facts) => [
      `Check the rule for this loan in the Formula Editor of ${name(facts)} (${TRIGGER_MENU}).`,
    ],
  },
} satisfies Readonly<Record<string, OutcomeSpec<Seen, never>>>;
