import type { Path } from '../account/pointer.js';
import type { Loan, Notification } from '../account/types.js';
import { contextValue, growingOf } from '../rules/context-variables.js';
import { evaluateRule, obstaclesOf, turnsOn, type Variables, type Verdict } from '../rules/evaluate-rule.js';
import { type Explanation, explainRule } from '../rules/explain-rule.js';
import { type Forecast, forecastRule } from '../rules/forecast-rule.js';
import type { Rule } from '../rules/form.js';
import { ruleValueOf } from '../rules/from-json.js';
import { type ReadRule, readRule } from '../rules/read-rule.js';
import type { RuleValue } from '../rules/value.js';

/** The context variables that fields of a loan stand for, where the loan has none of that name itself. */
const DERIVED: Readonly<Record<string, keyof Loan>> = {
  'status-days-past-due': 'daysPastDue',
  'status-amount-due': 'amountPastDue',
  'status-loan-recency': 'loanRecency',
  'loan-status': 'status',
  'loan-display-id': 'displayId',
  'source-company': 'sourceCompany',
  'loan-human-activity-date': 'lastHumanActivity',
};

const known = new WeakMap<Notification, ReadRule>();

/** The rule of a notification; each is read once. */
export function ruleOf(notification: Notification): ReadRule {
  const read = known.get(notification) ?? readRule(notification.rule ?? '');
  known.set(notification, read);
  return read;
}

/** A rule worked out for one loan. What takes long is worked out when it is asked for. */
export class RuleOfLoan {
  readonly verdict: Verdict;
  readonly #rule: Rule;
  readonly #loan: Loan;
  readonly #variables: Variables;
  #explanation: { readonly is: Explanation | undefined } | undefined;

  constructor(rule: Rule, loan: Loan) {
    this.#rule = rule;
    this.#loan = loan;
    this.#variables = variablesOf(loan);
    this.verdict = evaluateRule(rule, this.#variables);
  }

  get #explained(): Explanation | undefined {
    this.#explanation ??= { is: explainRule(this.#rule, this.#variables) };
    return this.#explanation.is;
  }

  /**
   * Why it came out so: clauses such as "status-days-past-due is 4, needs at least 5", which together would turn it.
   * Several lists where each would do by itself; none where it cannot be said.
   */
  get reasons(): readonly (readonly string[])[] {
    return (this.#explained?.ways ?? []).map((way) => way.map(({ says }) => says));
  }

  /** The name LoanPro gives a status may hold its sub-status too, which only `variables` can tell. */
  get turnsOnStatusName(): boolean {
    const isDerived = !Object.hasOwn(this.#loan.variables ?? {}, 'loan-status');
    return isDerived && turnsOn(this.#rule, this.#variables, 'loan-status');
  }

  /** The fewest variables that would decide it. */
  get settledBy(): readonly string[] {
    return this.#explained?.settledBy ?? [];
  }

  /** What else keeps it open: clauses, each once. */
  get obstacles(): readonly string[] {
    return obstaclesOf(this.verdict);
  }

  /** When it comes true by the passing of days alone. */
  get forecast(): Forecast {
    return forecastRule(this.#rule, this.#variables, growingOf(this.#rule, this.#variables));
  }

  /** The paths of the facts it was worked out from, below the loan. */
  get facts(): readonly Path[] {
    const names = new Set(this.#explained?.ways.flat().flatMap(({ values }) => [...values.keys()]));
    return [...(names.size > 0 ? names : this.#variables.keys())].flatMap((name) =>
      this.#rule.text.includes(name) && this.#variables.has(name) ? [fieldOf(name, this.#loan)] : [],
    );
  }
}

/** Where a context variable stands below a loan: among its own, else the field it is made from. */
export function fieldOf(name: string, loan: Loan): Path {
  const field = Object.hasOwn(DERIVED, name) ? DERIVED[name] : undefined;
  const isOwn = field === undefined || Object.hasOwn(loan.variables ?? {}, name);
  return isOwn ? ['variables', name] : [field];
}

/** What is known of the context variables. A field that is null is nil; one that is absent is not known. */
function variablesOf(loan: Loan): Variables {
  const values = new Map<string, RuleValue>();
  for (const [name, field] of Object.entries(DERIVED)) {
    const made = asRuleValue(name, loan[field]);
    if (made) values.set(name, made);
  }
  for (const [name, value] of Object.entries(loan.variables ?? {})) {
    const made = asRuleValue(name, value);
    if (made) values.set(name, made);
    // A value that no rule can handle is not the one of the field either.
    else values.delete(name);
  }
  return values;
}

function asRuleValue(name: string, value: unknown): RuleValue | undefined {
  const made = ruleValueOf(value);
  return made && contextValue(name, made);
}
