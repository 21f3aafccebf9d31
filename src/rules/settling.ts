import { type Condition, presentTruths, type Skeleton, truthOfSkeleton } from './skeleton.js';
import { type Cause, isUnknown } from './unknown.js';

// Enough for rules that people write: up to 256 combinations for each variable.
const MOST_TRIED = 8;

/**
 * The fewest variables which, once known, decide a rule whatever they turn out to be: those of the open conditions
 * that can matter. None where variables alone cannot decide it.
 */
export function settlingVariables(rule: Skeleton, text: string): readonly string[] {
  const open = relevant(rule);
  let names = [...new Set(open.flatMap(variablesOf))];
  if (open.length > MOST_TRIED)
    return open.flatMap(causesOf).every(({ kind }) => kind === 'variable') ? names : [];
  if (!isSettledBy(rule, open, names, text)) return [];
  for (const name of names) {
    const fewer = names.filter((other) => other !== name);
    if (isSettledBy(rule, open, fewer, text)) names = fewer;
  }
  return names;
}

const causesOf = ({ outcome }: Condition): readonly Cause[] => (isUnknown(outcome) ? outcome.causes : []);
const variablesOf = (condition: Condition): string[] =>
  causesOf(condition).flatMap((cause) => (cause.kind === 'variable' ? [cause.name] : []));

/** Whether the rule is decided in every case once the conditions that hang on these variables alone are. */
function isSettledBy(
  rule: Skeleton,
  open: readonly Condition[],
  names: readonly string[],
  text: string,
): boolean {
  const source = ({ form }: Condition) => text.slice(form.start, form.end);
  const isSettled = (condition: Condition) =>
    causesOf(condition).every((cause) => cause.kind === 'variable' && names.includes(cause.name));
  // The same words where the same names are bound come to the same.
  const same = (one: Condition) => (other: Condition) =>
    source(one) === source(other) && one.scope === other.scope;
  const settled = open.filter(isSettled).filter((condition, i, all) => all.findIndex(same(condition)) === i);
  for (let combination = 0; combination < 2 ** settled.length; combination += 1) {
    const truth = truthOfSkeleton(rule, (condition) => {
      const place = isSettled(condition) ? settled.findIndex(same(condition)) : -1;
      return place < 0 ? presentTruths(condition) : Math.floor(combination / 2 ** place) % 2 === 1;
    });
    if (truth === undefined) return false;
  }
  return true;
}

/** The open conditions of the parts that are open themselves. */
function relevant(node: Skeleton): readonly Condition[] {
  if (truthOfSkeleton(node, presentTruths) !== undefined) return [];
  switch (node.kind) {
    case 'never':
      return [];
    case 'condition':
      return [node];
    case 'not':
      return relevant(node.part);
    case 'all':
    case 'any':
      return node.parts.flatMap(relevant);
    case 'choice':
      return relevantInChoice(node.clauses, node.otherwise);
  }
}

/** What comes after a test that is true cannot matter, nor what a test that is false would give. */
function relevantInChoice(
  clauses: readonly (readonly [Skeleton, Skeleton])[],
  otherwise: Skeleton,
): readonly Condition[] {
  const found: Condition[] = [];
  for (const [test, result] of clauses) {
    const truth = truthOfSkeleton(test, presentTruths);
    found.push(...relevant(test));
    if (truth !== false) found.push(...relevant(result));
    if (truth === true) return found;
  }
  return [...found, ...relevant(otherwise)];
}
