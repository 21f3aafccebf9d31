import type { Evaluator } from './evaluate.js';
import { type Expression, findBound, type Scope } from './machine.js';
import { Refusal } from './refusal.js';
import { bind } from './special-forms.js';
import { isUnknown, type Outcome, truthOf } from './unknown.js';

/** A condition that the rule combines with others, and that is not itself a combination. */
export interface Condition {
  readonly kind: 'condition';
  readonly form: Expression;
  readonly scope: Scope | undefined;
  readonly outcome: Outcome;
}

/**
 * What a rule says with and, or, not and choices, over its conditions. A choice takes the result of the first clause
 * whose test is true, else `otherwise`; `never` is the nil of a branch that is not written.
 */
export type Skeleton =
  | Condition
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Skeleton[] }
  | { readonly kind: 'not'; readonly part: Skeleton }
  | {
      readonly kind: 'choice';
      readonly clauses: readonly (readonly [Skeleton, Skeleton])[];
      readonly otherwise: Skeleton;
    }
  | { readonly kind: 'never' };

const NEVER: Skeleton = { kind: 'never' };
const MOST_NODES = 2000;

/** Takes a rule apart; beyond a size that no rule has, what is left is taken for one condition. Throws `LimitReached`. */
export function skeletonOf(form: Expression, evaluator: Evaluator): Skeleton {
  return new Dissection(evaluator).take(form, undefined);
}

class Dissection {
  readonly #evaluator: Evaluator;
  #nodes = 0;

  constructor(evaluator: Evaluator) {
    this.#evaluator = evaluator;
  }

  take(form: Expression, scope: Scope | undefined): Skeleton {
    this.#nodes += 1;
    return (
      this.#combination(form, scope) ?? {
        kind: 'condition',
        form,
        scope,
        outcome: this.#evaluator.evaluate(form, scope),
      }
    );
  }

  #combination(form: Expression, scope: Scope | undefined): Skeleton | undefined {
    if (form.type !== 'list' || this.#nodes + form.items.length > MOST_NODES) return undefined;
    const [head, ...args] = form.items;
    const [first, second, third] = args;
    if (head?.type !== 'symbol' || !first || findBound(scope, head.name)) return undefined;
    const take = (part: Expression) => this.take(part, scope);
    const choice = (test: Skeleton, then: Skeleton, otherwise: Skeleton): Skeleton => ({
      kind: 'choice',
      clauses: [[test, then]],
      otherwise,
    });
    const opposite = (part: Skeleton): Skeleton => ({ kind: 'not', part });
    switch (head.name.replace(/^clojure\.core\//, '')) {
      case 'and':
        return { kind: 'all', parts: args.map(take) };
      case 'or':
        return { kind: 'any', parts: args.map(take) };
      case 'not':
        return args.length === 1 ? opposite(take(first)) : undefined;
      case 'if':
      case 'if-not': {
        if (!second || args.length > 3) return undefined;
        const test = head.name.endsWith('not') ? opposite(take(first)) : take(first);
        return choice(test, take(second), third ? take(third) : NEVER);
      }
      case 'when':
        return choice(take(first), this.#last(args.slice(1), scope), NEVER);
      case 'when-not':
        return choice(opposite(take(first)), this.#last(args.slice(1), scope), NEVER);
      case 'cond':
        return args.length % 2 === 0 ? this.#cond(args, scope) : undefined;
      case 'do':
        return this.#last(args, scope);
      case 'let':
        return this.#let(first, args.slice(1), scope);
      default:
        return undefined;
    }
  }

  /** The last of several forms, of which only the last can decide unless one before it ends the rule. */
  #last(body: readonly Expression[], scope: Scope | undefined): Skeleton {
    const last = body.at(-1);
    if (!last) return NEVER;
    for (const form of body.slice(0, -1)) {
      const outcome = this.#evaluator.evaluate(form, scope);
      if (isUnknown(outcome) && outcome.stops)
        return { kind: 'condition', form, scope, outcome: { ...outcome, truth: undefined } };
    }
    return this.take(last, scope);
  }

  #cond(args: readonly Expression[], scope: Scope | undefined): Skeleton {
    const clauses: (readonly [Skeleton, Skeleton])[] = [];
    for (let i = 0; i < args.length; i += 2) {
      const [test, result] = [args[i], args[i + 1]];
      if (test && result) clauses.push([this.take(test, scope), this.take(result, scope)]);
    }
    return { kind: 'choice', clauses, otherwise: NEVER };
  }

  #let(bindings: Expression, body: readonly Expression[], outer: Scope | undefined): Skeleton | undefined {
    try {
      const { scope, stops } = bind(bindings, outer, this.#evaluator);
      return stops.length > 0 ? undefined : this.#last(body, scope);
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }
}

/** What conditions count as; undefined where that is open. */
export type Truths = (condition: Condition) => boolean | undefined;

export const presentTruths: Truths = ({ outcome }) => truthOf(outcome);

/** What a rule comes to when its conditions count as given. */
export function truthOfSkeleton(node: Skeleton, truths: Truths): boolean | undefined {
  switch (node.kind) {
    case 'never':
      return false;
    case 'condition':
      return truths(node);
    case 'not': {
      const truth = truthOfSkeleton(node.part, truths);
      return truth === undefined ? undefined : !truth;
    }
    case 'all':
    case 'any': {
      const decider = node.kind === 'any';
      let isOpen = false;
      for (const part of node.parts) {
        const truth = truthOfSkeleton(part, truths);
        if (truth === decider) return decider;
        isOpen ||= truth === undefined;
      }
      return isOpen ? undefined : !decider;
    }
    case 'choice': {
      // The answers that are still possible.
      const possible = new Set<boolean | undefined>();
      for (const [test, result] of node.clauses) {
        const truth = truthOfSkeleton(test, truths);
        if (truth !== false) possible.add(truthOfSkeleton(result, truths));
        if (truth === true) return onlyOne(possible);
      }
      return onlyOne(possible.add(truthOfSkeleton(node.otherwise, truths)));
    }
  }
}

const onlyOne = (possible: ReadonlySet<boolean | undefined>): boolean | undefined =>
  possible.size === 1 ? [...possible][0] : undefined;

/** All conditions, in the order of the text. */
export function conditionsOf(node: Skeleton): readonly Condition[] {
  switch (node.kind) {
    case 'never':
      return [];
    case 'condition':
      return [node];
    case 'not':
      return conditionsOf(node.part);
    case 'all':
    case 'any':
      return node.parts.flatMap(conditionsOf);
    case 'choice':
      return [...node.clauses.flat(), node.otherwise].flatMap(conditionsOf);
  }
}
