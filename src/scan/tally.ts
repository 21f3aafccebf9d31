import type { EmailVerdict } from '../core/verdict.js';
import { compareTexts, type Example, Examples } from './examples.js';

/** How many pairs of customer and loan came to the same end: a verdict, and every finding that stops them. */
export interface Combination {
  readonly verdict: EmailVerdict;
  /** Findings of weight fail (`check/code`), in the order in which a diagnosis lists them. */
  readonly stoppedBy: readonly string[];
  readonly pairs: number;
}

/** A warning or a delay. */
export interface OtherFinding {
  readonly finding: string;
  readonly status: 'warn' | 'delay';
  readonly pairs: number;
}

/** A fact that is absent where the verdict is unknown: its JSON pointer, with `*` for places in lists. */
export interface MissingFact {
  readonly fact: string;
  readonly pairs: number;
}

/**
 * What was counted of one notification. Everything in it can be added up, in any order and any grouping, with the
 * same end: so threads, shards and `mailcheck merge` give the report of a single run.
 */
export interface Tally {
  readonly combinations: readonly Combination[];
  readonly others: readonly OtherFinding[];
  readonly missing: readonly MissingFact[];
  /** Of each finding that stops somebody those with the lowest ids, at most five. */
  readonly examples: readonly { readonly finding: string; readonly pairs: readonly Example[] }[];
  /** Pairs for which a check stopped on a bug. */
  readonly crashed: number;
}

/** Adds counts of the same notification up. The result is in an order of its own, whatever that of the counts. */
export function mergeTallies(tallies: readonly Tally[]): Tally {
  const examples = new Map<string, Examples>();
  for (const { finding, pairs } of tallies.flatMap((tally) => tally.examples)) {
    const kept = examples.get(finding) ?? new Examples([]);
    examples.set(finding, kept);
    for (const pair of pairs) kept.keep(pair);
  }
  return {
    combinations: added(
      tallies.flatMap(({ combinations }) => combinations),
      ({ verdict, stoppedBy }) => [...stoppedBy, verdict].join(' '),
    ),
    others: added(
      tallies.flatMap(({ others }) => others),
      ({ finding, status }) => `${finding} ${status}`,
    ),
    missing: added(
      tallies.flatMap(({ missing }) => missing),
      ({ fact }) => fact,
    ),
    examples: [...examples]
      .sort(([a], [b]) => compareTexts(a, b))
      .map(([finding, kept]) => ({ finding, pairs: kept.list })),
    crashed: tallies.reduce((sum, { crashed }) => sum + crashed, 0),
  };
}

function added<T extends { readonly pairs: number }>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const sums = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item);
    const earlier = sums.get(key);
    sums.set(key, earlier ? { ...item, pairs: earlier.pairs + item.pairs } : item);
  }
  return [...sums].sort(([a], [b]) => compareTexts(a, b)).map(([, item]) => item);
}
