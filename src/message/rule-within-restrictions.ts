import type { Notification } from '../account/types.js';
import { evaluateRule } from '../rules/evaluate-rule.js';
import type { Form } from '../rules/form.js';
import { decimal, ruleValueOf } from '../rules/from-json.js';
import { NIL, type RuleValue } from '../rules/value.js';
import { ruleOf } from './rule-of-loan.js';

type Restrictions = NonNullable<NonNullable<Notification['email']>['restrictions']>;
type Range = { readonly min?: number | null | undefined; readonly max?: number | null | undefined };

/** What the restrictions leave of a context variable. */
interface Restricted {
  readonly variable: string;
  /** As LoanPro calls the restriction. */
  readonly name: string;
  readonly field: keyof Restrictions;
  /** Values that stand for all that pass: between two numbers of the rule all fare alike. */
  readonly values: readonly RuleValue[];
}

/** A rule that no loan can meet whose figures pass the restrictions. */
export interface Contradiction {
  readonly restrictions: readonly { readonly name: string; readonly field: keyof Restrictions }[];
  /** It rests on the name of the status, which LoanPro may write with the sub-status. */
  readonly isByStatus: boolean;
}

const COMPARISONS = new Set(['=', 'not=', '==', '<', '<=', '>', '>=']);
const MOST_CASES = 500;

/**
 * Whether the rule of a trigger notification is false for every loan that passes its restrictions. Said only where
 * it is certain: the restricted variables stand in nothing but comparisons with numbers and texts.
 */
export function contradictionIn(notification: Notification): Contradiction | undefined {
  if (notification.kind !== 'trigger' || !notification.rule?.trim()) return undefined;
  const read = ruleOf(notification);
  if (read.status !== 'read') return undefined;
  const { rule } = read;
  const constants = numbersIn(rule.form);
  const restricted = restrictedBy(notification.email?.restrictions ?? {}, constants).filter(
    ({ variable }) => rule.text.includes(variable) && isOnlyCompared(rule.form, variable),
  );
  const cases = restricted.reduce((count, { values }) => count * values.length, 1);
  if (restricted.length === 0 || cases === 0 || cases > MOST_CASES) return undefined;
  // A rule that is false whatever the loan has no quarrel with its restrictions.
  if (evaluateRule(rule, new Map()).truth === false) return undefined;
  const isNeverTrue = combinations(restricted).every(
    (variables) => evaluateRule(rule, variables).truth === false,
  );
  if (!isNeverTrue) return undefined;
  return {
    restrictions: restricted.map(({ name, field }) => ({ name, field })),
    isByStatus: restricted.some(({ variable }) => variable === 'loan-status'),
  };
}

function restrictedBy(restrictions: Restrictions, constants: readonly number[]): Restricted[] {
  const { daysPastDue, amountPastDue, loanRecency, loanStatus, sourceCompany } = restrictions;
  const days = (range: Range) => samples(range, constants, 1).flatMap((value) => ruleValueOf(value) ?? []);
  const found: (Restricted | undefined)[] = [
    isSet(daysPastDue)
      ? {
          variable: 'status-days-past-due',
          name: 'Days Past Due',
          field: 'daysPastDue',
          values: days(daysPastDue),
        }
      : undefined,
    isSet(amountPastDue)
      ? {
          variable: 'status-amount-due',
          name: 'Amount Past Due',
          field: 'amountPastDue',
          values: samples(amountPastDue, constants, 0.01).flatMap((value) => decimal(value) ?? []),
        }
      : undefined,
    isSet(loanRecency)
      ? {
          variable: 'status-loan-recency',
          name: 'Loan Recency',
          field: 'loanRecency',
          // A loan without any payment passes a lower end.
          values: [...days(loanRecency), ...(loanRecency.max == null ? [NIL] : [])],
        }
      : undefined,
    loanStatus?.length
      ? {
          variable: 'loan-status',
          name: 'Loan Status',
          field: 'loanStatus',
          values: texts(loanStatus.map(({ status }) => status)),
        }
      : undefined,
    sourceCompany?.length
      ? {
          variable: 'source-company',
          name: 'Source Company',
          field: 'sourceCompany',
          values: texts(sourceCompany),
        }
      : undefined,
  ];
  return found.flatMap((one) => one ?? []);
}

function isSet(range: Range | null | undefined): range is Range {
  return range != null && (range.min != null || range.max != null);
}

function texts(values: readonly (string | number | null | undefined)[]): RuleValue[] {
  const names = new Set(values.flatMap((value) => (value == null ? [] : [String(value).trim()])));
  return [...names].flatMap((name) => ruleValueOf(name) ?? []);
}

/** The ends of a range, the constants in it, and a step to either side of each: every case there is. */
function samples({ min, max }: Range, constants: readonly number[], step: number): number[] {
  const low = min ?? Math.min(0, ...constants) - step;
  const high = max ?? Math.max(low, ...constants) + 2 * step;
  const points = [low, low + step, high - step, high].concat(
    constants.flatMap((constant) => {
      const whole = Math.floor(constant / step) * step;
      return step === 1 ? [whole, whole + 1, whole - 1] : [constant, constant + step, constant - step];
    }),
  );
  return [...new Set(points)].filter((point) => point >= low && point <= high);
}

function combinations(restricted: readonly Restricted[]): ReadonlyMap<string, RuleValue>[] {
  return restricted.reduce<ReadonlyMap<string, RuleValue>[]>(
    (before, { variable, values }) =>
      before.flatMap((known) => values.map((value) => new Map([...known, [variable, value]]))),
    [new Map()],
  );
}

/** All numbers of a rule, for a form of which nothing is too deep: the reader has a limit. */
function numbersIn(form: Form): number[] {
  if (form.type === 'value') {
    const { value } = form;
    if (value.kind === 'integer') return [Number(value.value)];
    return value.kind === 'decimal' ? [value.value] : [];
  }
  return 'items' in form ? form.items.flatMap(numbersIn) : [];
}

/** Whether a variable stands only beside numbers and texts in a comparison. */
function isOnlyCompared(form: Form, variable: string): boolean {
  if (form.type === 'symbol') return form.name !== variable;
  if (form.type === 'quote') return true;
  if (!('items' in form)) return form.type === 'value';
  const [head, ...rest] = form.items;
  const isComparison = form.type === 'list' && head?.type === 'symbol' && COMPARISONS.has(head.name);
  const isPlain = ({ type }: Form) => type === 'value' || type === 'symbol';
  if (isComparison && rest.every(isPlain)) {
    const others = rest.filter((one) => !(one.type === 'symbol' && one.name === variable));
    return others.length === rest.length || others.every(({ type }) => type === 'value');
  }
  return form.items.every((item) => isOnlyCompared(item, variable));
}
