import { at as argument, described, index } from './arguments.js';
import { dataOf, mapFrom, setFrom } from './data.js';
import type { Form, Span } from './form.js';
import { anonymous, functionOf, shortFunction } from './functions.js';
import { LIMITS, type Meter } from './limits.js';
import {
  type Builtin,
  type Expression,
  findBound,
  type Machine,
  type NumberKinds,
  type Scope,
} from './machine.js';
import { NUMBER_FUNCTIONS } from './number-functions.js';
import { Refusal } from './refusal.js';
import { SEQUENCE_FUNCTIONS } from './sequence-functions.js';
import { SPECIAL_FORMS } from './special-forms.js';
import { TEXT_FUNCTIONS } from './text-functions.js';
import { isUnknown, type Outcome, unknown, unknownAmong, unknownFrom } from './unknown.js';
import { depthOf, isNumber, keyOf, type RuleValue, sequence, weightOf } from './value.js';
import { lookUp, VALUE_FUNCTIONS } from './value-functions.js';

const BUILTINS: Readonly<Record<string, Builtin>> = {
  ...NUMBER_FUNCTIONS,
  ...VALUE_FUNCTIONS,
  ...TEXT_FUNCTIONS,
  ...SEQUENCE_FUNCTIONS,
};
const MOST_NOTES = 20;

/** How a rule is to be read where LoanPro and Clojure may differ. */
export interface Reading {
  /** Leaves `not=` of three or more open: LoanPro's help calls it "all operands differ", Clojure "not all equal". */
  readonly leavesManyNotEqualOpen?: boolean;
}

const named = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined => {
  const plain = name.startsWith('clojure.core/') ? name.slice('clojure.core/'.length) : name;
  return Object.hasOwn(table, plain) ? table[plain] : undefined;
};
/** Works out expressions over what is known of the variables. Throws only `LimitReached`. */
export class Evaluator implements Machine {
  readonly meter: Meter;
  readonly numberKinds: NumberKinds[] = [];
  readonly #variables: ReadonlyMap<string, RuleValue>;
  readonly #reading: Reading;
  #depth = 0;

  constructor(variables: ReadonlyMap<string, RuleValue>, meter: Meter, reading: Reading = {}) {
    this.#variables = variables;
    this.meter = meter;
    this.#reading = reading;
  }

  evaluate(expression: Expression, scope: Scope | undefined): Outcome {
    this.meter.spend(1);
    return this.#deeper(expression, () => this.attempt(expression, () => this.#evaluate(expression, scope)));
  }

  attempt(at: Span, run: () => Outcome): Outcome {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { start, end } = at;
      return error.kind === 'unsupported'
        ? unknown({ kind: 'unsupported', what: error.message, start, end })
        : unknown({ kind: error.kind, says: error.message, start, end });
    }
  }

  #deeper(at: Span, run: () => Outcome): Outcome {
    if (this.#depth >= LIMITS.callDepth)
      return unknown({ kind: 'limit', says: 'it calls too deep', start: at.start, end: at.end });
    this.#depth += 1;
    try {
      return run();
    } finally {
      this.#depth -= 1;
    }
  }

  #evaluate(form: Expression, scope: Scope | undefined): Outcome {
    switch (form.type) {
      case 'value':
        return form.value;
      case 'held':
        return form.outcome;
      case 'symbol':
        return this.#resolve(form.name, form, scope);
      case 'quote':
        return this.#admitted(dataOf(form.form));
      case 'unsupported':
        throw new Refusal(form.what, 'unsupported');
      case 'short-fn':
        return shortFunction(form.items, form, scope, this);
      case 'vector':
        return this.#collected(form.items, scope, (items) => sequence('vector', items));
      case 'map':
        return this.#collected(form.items, scope, mapFrom);
      case 'set':
        return this.#collected(form.items, scope, setFrom);
      case 'list': {
        const [head, ...args] = form.items;
        return head ? this.evaluateCall(head, args, scope, form) : sequence('list', []);
      }
    }
  }

  #collected(
    items: readonly Form[],
    scope: Scope | undefined,
    make: (items: readonly RuleValue[]) => RuleValue,
  ): Outcome {
    const outcomes = items.map((item) => this.evaluate(item, scope));
    return unknownAmong(outcomes) ?? this.#admitted(make(known(outcomes)));
  }

  #resolve(name: string, at: Span, scope: Scope | undefined): Outcome {
    const local = findBound(scope, name, this.meter);
    if (local) return local.outcome;
    const variable = this.#variables.get(name);
    if (variable) return variable;
    const builtin = named(BUILTINS, name);
    if (builtin) return functionOf((args) => this.#run(name, builtin, args, at));
    if (named(SPECIAL_FORMS, name) || named({ fn: true }, name))
      throw new Refusal(`${name} cannot stand for a value`);
    if (name.includes('/') && name !== '/') throw new Refusal(`the name ${name}`, 'unsupported');
    return unknown({ kind: 'variable', name, start: at.start, end: at.end });
  }

  evaluateCall(head: Expression, args: readonly Expression[], scope: Scope | undefined, at: Span): Outcome {
    if (head.type === 'symbol' && !findBound(scope, head.name, this.meter)) {
      const { name } = head;
      const special = named(SPECIAL_FORMS, name);
      if (special) return special(args, scope, this, at);
      if (named({ fn: true }, name)) return anonymous(args, scope, this);
      const builtin = named(BUILTINS, name);
      if (builtin) return this.#run(name, builtin, this.#all(args, scope), at);
      if (!this.#variables.has(name)) throw new Refusal(`the function ${name}`, 'unsupported');
    }
    const callee = this.evaluate(head, scope);
    return this.#call(callee, this.#all(args, scope), at);
  }

  #all(args: readonly Expression[], scope: Scope | undefined): readonly Outcome[] {
    return args.map((arg) => this.evaluate(arg, scope));
  }

  #call(callee: Outcome, args: readonly Outcome[], at: Span): Outcome {
    if (isUnknown(callee)) return unknownFrom([callee, ...args], { stops: true });
    if (callee.kind === 'function') return this.#deeper(at, () => callee.invoke(args));
    const missing = unknownAmong(args);
    if (missing) return missing;
    this.#pay(known(args));
    return lookedUp(callee, known(args));
  }

  #run(name: string, builtin: Builtin, outcomes: readonly Outcome[], at: Span): Outcome {
    const missing = unknownAmong(outcomes);
    if (missing) return missing;
    const args = known(outcomes);
    if (args.length < builtin.least || args.length > builtin.most)
      throw new Refusal(`\`${name}\` takes another number of arguments than ${args.length}`);
    if (name.endsWith('not=') && args.length > 2 && this.#reading.leavesManyNotEqualOpen)
      throw new Refusal('not= of three or more', 'unsupported');
    try {
      this.#pay(args);
      const outcome = builtin.run(args, {
        meter: this.meter,
        call: (callee, given) => this.#call(callee, given, at),
        equal: (a, b) => this.#areEqual(a, b, at),
      });
      return isUnknown(outcome) ? outcome : this.#admitted(outcome);
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind !== 'refused' || error.message.startsWith('`'))
        throw error;
      throw new Refusal(`\`${name}\` cannot be computed: ${error.message}`);
    }
  }

  /** Functions may look at every character and element they are given. */
  #pay(args: readonly RuleValue[]): void {
    for (const arg of args) this.meter.spend(1 + weightOf(arg) / 16);
  }

  #areEqual(a: RuleValue, b: RuleValue, at: Span): boolean {
    this.#noteKinds(a, b, at);
    return keyOf(a) === keyOf(b);
  }

  #noteKinds(left: RuleValue, right: RuleValue, { start, end }: Span): void {
    if (isNumber(left) && isNumber(right)) {
      if (category(left) !== category(right) && this.numberKinds.length < MOST_NOTES)
        this.numberKinds.push({ left, right, start, end });
    } else if ('items' in left && 'items' in right) {
      for (const [i, item] of left.items.entries()) {
        const other = right.items[i];
        if (other) this.#noteKinds(item, other, { start, end });
      }
    }
  }

  #admitted(value: RuleValue): RuleValue {
    const weight = weightOf(value);
    this.meter.spend(weight / 16);
    if (weight > LIMITS.weight || depthOf(value) > LIMITS.valueDepth)
      throw new Refusal('a value grows too large', 'limit');
    return value;
  }
}

/** Clojure's `=` of numbers looks no further when these differ; an integer and a ratio differ anyway. */
const category = ({ kind }: RuleValue): string => (kind === 'ratio' ? 'integer' : kind);

const known = (outcomes: readonly Outcome[]): readonly RuleValue[] =>
  outcomes.filter((outcome) => !isUnknown(outcome));

/** Keywords, symbols, maps, sets and vectors, called as functions. */
function lookedUp(callee: RuleValue, args: readonly RuleValue[]): RuleValue {
  const most = callee.kind === 'set' || callee.kind === 'vector' ? 1 : 2;
  const [first, second] = [argument(args, 0), argument(args, 1)];
  switch (callee.kind) {
    case 'keyword':
    case 'symbol':
    case 'map':
    case 'set':
    case 'vector':
      if (args.length < 1 || args.length > most)
        throw new Refusal(`${described(callee)} takes another number of arguments than ${args.length}`);
      break;
    default:
      throw new Refusal(`${described(callee)} cannot be called as a function`);
  }
  if (callee.kind === 'keyword' || callee.kind === 'symbol') return lookUp(first, callee, second);
  if (callee.kind !== 'vector') return lookUp(callee, first, second);
  const found = callee.items[index(first)];
  if (!found) throw new Refusal(`there is no element ${described(first)} in the vector`);
  return found;
}
