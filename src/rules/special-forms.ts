import { dataOf } from './data.js';
import type { Expression, Machine, Scope, SpecialForm } from './machine.js';
import { Refusal } from './refusal.js';
import { threading } from './threading.js';
import { anyOf, isUnknown, type Outcome, truthOf, type Unknown, unknownFrom } from './unknown.js';
import { boolean, keyOf, NIL, type RuleValue, TRUE, weightOf } from './value.js';

const wrongCount = (name: string) => new Refusal(`${name} has too few or too many parts`);

function needParts(
  name: string,
  args: readonly unknown[],
  least: number,
  most = Number.POSITIVE_INFINITY,
): void {
  if (args.length < least || args.length > most) throw wrongCount(name);
}

/**
 * `and` for `decider` false, `or` for true: the first argument that counts as it decides, wherever it stands; what
 * comes before it and is unknown then leaves open which value it is, but not what it counts as.
 */
const junction =
  (decider: boolean, empty: RuleValue): SpecialForm =>
  (args, scope, machine) => {
    const open: Unknown[] = [];
    let last: Outcome = empty;
    for (const arg of args) {
      last = machine.evaluate(arg, scope);
      const truth = truthOf(last);
      if (truth === decider) return open.length > 0 ? unknownFrom([...open, last], { truth }) : last;
      if (truth === undefined && isUnknown(last)) open.push(last);
    }
    const [first] = open;
    return first ? unknownFrom([...open, last], { stops: first.stops }) : last;
  };

function choose(condition: Outcome, then: () => Outcome, otherwise: () => Outcome): Outcome {
  const truth = truthOf(condition);
  if (truth === undefined && isUnknown(condition)) return anyOf([condition], [then(), otherwise()]);
  return truth ? then() : otherwise();
}

const conditional =
  (name: string, isNegated: boolean): SpecialForm =>
  (args, scope, machine) => {
    needParts(name, args, 2, 3);
    const [condition, then, otherwise] = args;
    const run = (part: Expression | undefined) => () => (part ? machine.evaluate(part, scope) : NIL);
    const outcome = run(condition)();
    return isNegated
      ? choose(outcome, run(otherwise), run(then))
      : choose(outcome, run(then), run(otherwise));
  };

const guard =
  (name: string, isNegated: boolean): SpecialForm =>
  ([condition, ...body], scope, machine) => {
    if (!condition) throw wrongCount(name);
    const run = () => inTurn(body, scope, machine);
    const outcome = machine.evaluate(condition, scope);
    return isNegated ? choose(outcome, () => NIL, run) : choose(outcome, run, () => NIL);
  };

const cond: SpecialForm = (args, scope, machine) => {
  if (args.length % 2 === 1) throw new Refusal('cond needs a result for every test');
  const open: Unknown[] = [];
  const candidates: Outcome[] = [];
  for (let i = 0; i < args.length; i += 2) {
    const [test, result] = [args[i], args[i + 1]];
    if (!test || !result) break;
    const outcome = machine.evaluate(test, scope);
    const truth = truthOf(outcome);
    if (truth === false) continue;
    candidates.push(machine.evaluate(result, scope));
    if (truth === true) return settled(open, candidates);
    if (isUnknown(outcome)) open.push(outcome);
  }
  return settled(open, [...candidates, NIL]);
};

const settled = (open: readonly Unknown[], candidates: readonly Outcome[]): Outcome =>
  open.length === 0 ? (candidates[0] ?? NIL) : anyOf(open, candidates);

/** Constants are not evaluated; a list of them is a choice. */
const choice: SpecialForm = ([subject, ...clauses], scope, machine, at) => {
  if (!subject) throw wrongCount('case');
  const outcome = machine.evaluate(subject, scope);
  const fallback = clauses.length % 2 === 1 ? clauses.at(-1) : undefined;
  const otherwise = (): Outcome =>
    fallback
      ? machine.evaluate(fallback, scope)
      : machine.attempt(at, () => {
          throw new Refusal('no clause of this case matches');
        });
  if (!isUnknown(outcome)) machine.meter.spend(weightOf(outcome) / 16);
  const key = isUnknown(outcome) ? '' : keyOf(outcome);
  const results: Expression[] = [];
  for (let i = 0; i + 1 < clauses.length; i += 2) {
    const [constant, result] = [clauses[i], clauses[i + 1]];
    if (!constant || !result) break;
    if (isUnknown(outcome)) results.push(result);
    else if (isOneOf(key, constant, machine)) return machine.evaluate(result, scope);
  }
  if (!isUnknown(outcome)) return otherwise();
  return anyOf([outcome], [...results.map((result) => machine.evaluate(result, scope)), otherwise()]);
};

function isOneOf(key: string, constant: Expression, machine: Machine): boolean {
  const constants = constant.type === 'list' ? constant.items : [constant];
  return constants.some((one) => {
    machine.meter.spend(1);
    return keyOf(dataOf(one)) === key;
  });
}

/** The last value; what would stop Clojure before it stops us too. */
export function inTurn(body: readonly Expression[], scope: Scope | undefined, machine: Machine): Outcome {
  const stops: Unknown[] = [];
  let last: Outcome = NIL;
  for (const [i, form] of body.entries()) {
    last = machine.evaluate(form, scope);
    if (i < body.length - 1 && isUnknown(last) && last.stops) stops.push(last);
  }
  return stops.length > 0 ? unknownFrom([...stops, last], { stops: true }) : last;
}

/** What a `let` binds: the scope its body sees, and what would stop Clojure before that. */
export function bind(
  bindings: Expression | undefined,
  outer: Scope | undefined,
  machine: Machine,
): { readonly scope: Scope | undefined; readonly stops: readonly Unknown[] } {
  if (bindings?.type !== 'vector' || bindings.items.length % 2 === 1)
    throw new Refusal('let needs names and values in square brackets');
  let scope = outer;
  const stops: Unknown[] = [];
  for (let i = 0; i < bindings.items.length; i += 2) {
    const [target, init] = [bindings.items[i], bindings.items[i + 1]];
    if (target?.type !== 'symbol' || !init) throw new Refusal('taking a value apart in let', 'unsupported');
    const outcome = machine.evaluate(init, scope);
    if (isUnknown(outcome) && outcome.stops) stops.push(outcome);
    scope = { name: target.name, outcome, outer: scope, init };
  }
  return { scope, stops };
}

const binding: SpecialForm = ([bindings, ...body], outer, machine) => {
  const { scope, stops } = bind(bindings, outer, machine);
  const outcome = inTurn(body, scope, machine);
  return stops.length > 0 ? unknownFrom([...stops, outcome], { stops: true }) : outcome;
};

const not: SpecialForm = (args, scope, machine) => {
  needParts('not', args, 1, 1);
  const [outcome] = args.map((arg) => machine.evaluate(arg, scope));
  if (!outcome) throw wrongCount('not');
  const truth = truthOf(outcome);
  if (truth !== undefined) return boolean(!truth);
  return unknownFrom([outcome], { stops: isUnknown(outcome) && outcome.stops });
};

const quote: SpecialForm = (args) => {
  const [form] = args;
  if (!form || args.length > 1) throw wrongCount('quote');
  return dataOf(form);
};

/** Forms that decide what of them is evaluated. `not` is a function in Clojure, and here knows truth without value. */
export const SPECIAL_FORMS: Readonly<Record<string, SpecialForm>> = {
  and: junction(false, TRUE),
  or: junction(true, NIL),
  not,
  if: conditional('if', false),
  'if-not': conditional('if-not', true),
  when: guard('when', false),
  'when-not': guard('when-not', true),
  cond,
  case: choice,
  let: binding,
  do: (args, scope, machine) => inTurn(args, scope, machine),
  '->': threading(false, false),
  '->>': threading(true, false),
  'some->': threading(false, true),
  quote,
};
