import { type Condition, presentTruths, type Skeleton, truthOfSkeleton } from './skeleton.js';

/** Conditions that together turn the answer, and what that costs. */
interface Way {
  readonly conditions: readonly Condition[];
  readonly cost: number;
}

const MOST_WAYS = 4;
const MOST_CHECKED = 50;
// A condition that is written out (`false`, `:else`) can only be edited, so that any other way is preferred; and a
// way over conditions that are known is preferred to one that hopes for what is not.
const HOPE = 1e4;
const EDIT = 1e9;
const NOTHING: readonly Way[] = [{ conditions: [], cost: 0 }];

/**
 * The smallest sets of conditions that turn the answer of a decided rule when each of them turns: one or, where
 * several are as small, up to four of them, in the order of the text. A rule that cannot be turned so has none.
 */
export function waysToTurn(rule: Skeleton): readonly (readonly Condition[])[] {
  const truth = truthOfSkeleton(rule, presentTruths);
  if (truth === undefined) return [];
  const first = ([condition]: readonly Condition[]) => condition?.form.start ?? 0;
  return new Search()
    .waysTo(rule, !truth)
    .map(({ conditions, cost }) => (cost % EDIT < HOPE ? conditions : neededOf(rule, conditions, truth)))
    .sort((one, other) => first(one) - first(other));
}

/** Finds ways node by node; each is asked for at most twice, since a test is wanted both true and false. */
class Search {
  readonly #found = new Map<Skeleton, Map<boolean, readonly Way[]>>();

  waysTo(node: Skeleton, wanted: boolean): readonly Way[] {
    const found = this.#found.get(node) ?? new Map<boolean, readonly Way[]>();
    const ways = found.get(wanted) ?? this.#search(node, wanted);
    this.#found.set(node, found.set(wanted, ways));
    return ways;
  }

  #search(node: Skeleton, wanted: boolean): readonly Way[] {
    switch (node.kind) {
      case 'never':
        return wanted ? [] : NOTHING;
      case 'condition': {
        const truth = presentTruths(node);
        if (truth === wanted) return NOTHING;
        return truth === undefined
          ? [{ conditions: [], cost: HOPE }]
          : [{ conditions: [node], cost: node.form.type === 'value' ? EDIT : 1 }];
      }
      case 'not':
        return this.waysTo(node.part, !wanted);
      case 'all':
      case 'any': {
        const each = node.parts.map((part) => this.waysTo(part, wanted));
        return (node.kind === 'all') === wanted ? each.reduce(both, NOTHING) : cheapest(each.flat());
      }
      case 'choice':
        return node.clauses.reduceRight<readonly Way[]>(
          (rest, [test, result]) => {
            const then = this.waysTo(result, wanted);
            // Where both come to what is wanted, an open test does not matter.
            return cheapest([
              ...both(this.waysTo(test, true), then),
              ...both(this.waysTo(test, false), rest),
              ...(truthOfSkeleton(test, presentTruths) === undefined ? both(then, rest) : []),
            ]);
          },
          this.waysTo(node.otherwise, wanted),
        );
    }
  }
}

function both(left: readonly Way[], right: readonly Way[]): readonly Way[] {
  return cheapest(
    left.flatMap((one) =>
      right.map((other) => ({
        conditions: [...one.conditions, ...other.conditions],
        cost: one.cost + other.cost,
      })),
    ),
  );
}

function cheapest(ways: readonly Way[]): readonly Way[] {
  const least = ways.reduce((cost, way) => Math.min(cost, way.cost), Number.POSITIVE_INFINITY);
  return ways.filter(({ cost }) => cost === least).slice(0, MOST_WAYS);
}

/** Without those that do as well without: hopes can leave such behind. */
function neededOf(rule: Skeleton, conditions: readonly Condition[], truth: boolean): readonly Condition[] {
  const result = turned(rule, conditions);
  const isEnough = (set: readonly Condition[]): boolean => {
    const without = turned(rule, set);
    return result === undefined ? without !== truth : without === result;
  };
  if (conditions.length > MOST_CHECKED) return conditions;
  for (const condition of conditions) {
    const fewer = conditions.filter((other) => other !== condition);
    if (isEnough(fewer)) return neededOf(rule, fewer, truth);
  }
  return conditions;
}

/** What a rule comes to when these conditions turn. */
function turned(rule: Skeleton, conditions: readonly Condition[]): boolean | undefined {
  const set = new Set(conditions);
  return truthOfSkeleton(rule, (condition) => {
    const truth = presentTruths(condition);
    return truth !== undefined && set.has(condition) ? !truth : truth;
  });
}
