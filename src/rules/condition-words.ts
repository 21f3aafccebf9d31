import type { Evaluator } from './evaluate.js';
import { type Expression, findBound, type Scope } from './machine.js';
import { compare } from './number-tower.js';
import { readable } from './print.js';
import { Refusal } from './refusal.js';
import { isUnknown } from './unknown.js';
import { isNumber, type RuleValue } from './value.js';

const LONGEST = 80;
const MOST_LISTED = 5;

/** What is needed of the left side, given the right side's words; and the operator with its sides exchanged. */
const COMPARISONS: Readonly<Record<string, { holds: string; fails: string; exchanged: string }>> = {
  '=': { holds: '', fails: 'anything but ', exchanged: '=' },
  '==': { holds: '', fails: 'anything but ', exchanged: '==' },
  'not=': { holds: 'anything but ', fails: '', exchanged: 'not=' },
  '<': { holds: 'less than ', fails: 'at least ', exchanged: '>' },
  '<=': { holds: 'at most ', fails: 'more than ', exchanged: '>=' },
  '>': { holds: 'more than ', fails: 'at most ', exchanged: '<' },
  '>=': { holds: 'at least ', fails: 'less than ', exchanged: '<=' },
};
const QUESTIONS: Readonly<Record<string, readonly [string, string]>> = {
  'nil?': ['nil', 'anything but nil'],
  'some?': ['anything but nil', 'nil'],
  'true?': ['true', 'anything but true'],
  'false?': ['false', 'anything but false'],
  'zero?': ['0', 'anything but 0'],
  'pos?': ['more than 0', 'at most 0'],
  'neg?': ['less than 0', 'at least 0'],
  'even?': ['an even number', 'an odd number'],
  'odd?': ['an odd number', 'an even number'],
  'empty?': ['an empty value', 'a value that is not empty'],
  'string?': ['a text', 'anything but a text'],
  'number?': ['a number', 'anything but a number'],
  'clojure.string/blank?': ['a blank text', 'a text that is not blank'],
};

/** One expression where it stands. */
interface Seen {
  readonly form: Expression;
  readonly scope: Scope | undefined;
}

/**
 * Says what a condition is, as a clause. Of a rule that is not true, what it needs besides: `status-days-past-due is 4,
 * needs at least 5`; of one that is true, what it has: `status-days-past-due is 6, which is at least 5`.
 */
export class ConditionWords {
  readonly #text: string;
  readonly #evaluator: Evaluator;
  readonly #isTrue: boolean;

  /** The evaluator is one over the variables that the words are about. `isTrue`: what the whole rule comes to. */
  constructor(text: string, evaluator: Evaluator, isTrue: boolean) {
    this.#text = text;
    this.#evaluator = evaluator;
    this.#isTrue = isTrue;
  }

  /** `wanted`: whether the condition should hold. A rule that is true has what it wants, another has the reverse. */
  of(condition: Seen, wanted: boolean): string {
    const seen = boundTo(condition);
    const { form } = seen;
    if (isLiteral(form)) return `the rule itself says ${this.#value(seen)} here`;
    if (form.type === 'symbol') return this.#ofWhole(seen, wanted);
    return this.#ofCall(seen, wanted) ?? this.#ofWhole(seen, wanted);
  }

  #ofCall({ form, scope }: Seen, wanted: boolean): string | undefined {
    if (form.type !== 'list') return undefined;
    const [head, ...forms] = form.items;
    const [left, right] = forms.map((one) => ({ form: one, scope }));
    if (!head || !left) return undefined;
    const name = head.type === 'symbol' && !findBound(scope, head.name) ? head.name : undefined;
    if (name !== undefined && Object.hasOwn(QUESTIONS, name) && forms.length === 1)
      return this.#is(left, QUESTIONS[name]?.[wanted ? 0 : 1]);
    if (name !== undefined && Object.hasOwn(COMPARISONS, name) && right && forms.length === 2)
      return this.#ofComparison(name, left, right, wanted);
    if (name === 'contains?' && right && forms.length === 2) return this.#ofMember(left, right, wanted);
    return head.type === 'set' && forms.length === 1
      ? this.#ofMember({ form: head, scope }, left, wanted)
      : undefined;
  }

  #ofComparison(name: string, left: Seen, right: Seen, wanted: boolean): string | undefined {
    const comparison = COMPARISONS[name];
    if (!comparison) return undefined;
    if (isLiteral(left.form) && isLiteral(right.form)) return undefined;
    if (isLiteral(left.form)) return this.#ofComparison(comparison.exchanged, right, left, wanted);
    const needs = wanted ? comparison.holds : comparison.fails;
    const bound = isLiteral(right.form) ? this.#value(right) : this.#named(right);
    return bound && this.#is(left, `${needs}${bound}${this.#noteOfKinds(name, left, right)}`);
  }

  /** Why two numbers of equal size are not equal. */
  #noteOfKinds(name: string, left: Seen, right: Seen): string {
    if (name !== '=' && name !== 'not=') return '';
    const [a, b] = [this.#evaluate(left), this.#evaluate(right)];
    if (!a || !b || !isNumber(a) || !isNumber(b) || a.kind === b.kind) return '';
    try {
      return compare(a, b) === 0 ? ' (to =, a decimal never equals a whole number)' : '';
    } catch (error) {
      if (error instanceof Refusal) return '';
      throw error;
    }
  }

  #ofMember(collection: Seen, member: Seen, wanted: boolean): string | undefined {
    const { form } = collection;
    if (form.type !== 'set' || !form.items.every(isLiteral) || form.items.length === 0) return undefined;
    const listed = form.items.slice(0, MOST_LISTED).map((item) => this.#source(item));
    const more = form.items.length > MOST_LISTED ? `, or ${form.items.length - MOST_LISTED} more` : '';
    const several = form.items.length > 1;
    return this.#is(
      member,
      `${wanted ? (several ? 'one of ' : '') : several ? 'none of ' : 'anything but '}${listed.join(', ')}${more}`,
    );
  }

  #is(subject: Seen, needs: string | undefined): string | undefined {
    const value = this.#value(subject);
    return value === undefined || needs === undefined
      ? undefined
      : `${this.#source(subject.form)} is ${value}${this.#besides(value, needs)}`;
  }

  #besides(value: string, needs: string): string {
    if (!this.#isTrue) return `, needs ${needs}`;
    return needs === value ? '' : `, which is ${needs.replace(/^anything but /, 'not ')}`;
  }

  #named(seen: Seen): string | undefined {
    const value = this.#value(seen);
    return value && `${this.#source(seen.form)}, which is ${value}`;
  }

  #ofWhole(seen: Seen, wanted: boolean): string {
    const needs = this.#isTrue ? '' : `, needs to be ${wanted ? 'true' : 'false or nil'}`;
    return `${this.#source(seen.form)} is ${this.#value(seen) ?? 'not known'}${needs}`;
  }

  #evaluate({ form, scope }: Seen): RuleValue | undefined {
    const outcome = this.#evaluator.evaluate(form, scope);
    return isUnknown(outcome) ? undefined : outcome;
  }

  #value(seen: Seen): string | undefined {
    const value = this.#evaluate(seen);
    if (!value) return undefined;
    return value.kind === 'function' ? 'a function' : cut(readable(value));
  }

  #source({ start, end }: Expression): string {
    return cut(this.#text.slice(start, end).replace(/\s+/g, ' '));
  }
}

/** What a name of `let` stands for, so that the words are about the loan and not about the name. */
function boundTo(seen: Seen): Seen {
  let { form, scope } = seen;
  for (;;) {
    const local = form.type === 'symbol' ? findBound(scope, form.name) : undefined;
    if (!local?.init) return { form, scope };
    form = local.init;
    scope = local.outer;
  }
}

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
const isLiteral = (form: Expression): boolean => form.type === 'value';
