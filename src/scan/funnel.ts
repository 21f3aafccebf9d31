import type { Check } from '../core/check.js';
import { compareTexts, type Example } from './examples.js';
import type { OtherFinding, Tally } from './tally.js';

/** What one finding stops, among the emails of one notification. */
export interface Gate {
  readonly check: string;
  readonly code: string;
  /** Pairs that no earlier finding stops. */
  readonly reached: number;
  readonly stopped: number;
  /** Those of them that no earlier finding stops; over all gates they add up to what is blocked. */
  readonly stoppedFirst: number;
  /** Those of them that nothing else stops. */
  readonly stoppedOnly: number;
  readonly examples: readonly Example[];
}

/** Two findings that stop the same pairs. */
export interface Overlap {
  readonly findings: readonly [string, string];
  readonly pairs: number;
}

/** The emails of one notification, gate by gate. */
export interface Funnel {
  /** Pairs of a customer and a loan; a customer without a loan counts once. */
  readonly pairs: number;
  readonly sends: number;
  readonly delayed: number;
  readonly blocked: number;
  readonly unknown: number;
  /** In the order of the checks. */
  readonly gates: readonly Gate[];
  /** Of different checks; the most frequent first. */
  readonly overlaps: readonly Overlap[];
  /** The most often missing first. */
  readonly missing: Tally['missing'];
  /** Warnings and delays, in the order of the checks. */
  readonly others: readonly OtherFinding[];
  readonly crashed: number;
}

/** What the counts of one notification say. */
export function funnelOf(
  { combinations, others, missing, examples, crashed }: Tally,
  checks: readonly Check[],
): Funnel {
  const total = { sends: 0, delayed: 0, blocked: 0, unknown: 0 };
  const stopped = new Map<string, number>();
  const first = new Map<string, number>();
  const only = new Map<string, number>();
  const overlaps = new Map<string, Overlap>();
  for (const { verdict, stoppedBy, pairs } of combinations) {
    total[verdict] += pairs;
    stoppedBy.forEach((finding, i) => {
      add(stopped, finding, pairs);
      if (i === 0) add(first, finding, pairs);
      if (stoppedBy.length === 1) add(only, finding, pairs);
      for (const other of stoppedBy.slice(i + 1)) {
        if (checkOf(other) === checkOf(finding)) continue;
        const key = `${finding} ${other}`;
        overlaps.set(key, { findings: [finding, other], pairs: (overlaps.get(key)?.pairs ?? 0) + pairs });
      }
    });
  }
  const rankOf = ranks(checks);
  const byRank = (a: string, b: string) => rankOf(a) - rankOf(b) || compareTexts(a, b);
  const pairs = total.sends + total.delayed + total.blocked + total.unknown;
  let reached = pairs;
  const gates = [...stopped]
    .sort(([a], [b]) => byRank(a, b))
    .map(([finding, count]): Gate => {
      const here = reached;
      reached -= first.get(finding) ?? 0;
      return {
        check: checkOf(finding),
        code: finding.slice(checkOf(finding).length + 1),
        reached: here,
        stopped: count,
        stoppedFirst: first.get(finding) ?? 0,
        stoppedOnly: only.get(finding) ?? 0,
        examples: examples.find((one) => one.finding === finding)?.pairs ?? [],
      };
    });
  return {
    pairs,
    ...total,
    gates,
    overlaps: [...overlaps.values()].sort(
      (a, b) =>
        b.pairs - a.pairs || byRank(a.findings[0], b.findings[0]) || byRank(a.findings[1], b.findings[1]),
    ),
    missing: [...missing].sort((a, b) => b.pairs - a.pairs || compareTexts(a.fact, b.fact)),
    others: [...others].sort((a, b) => byRank(a.finding, b.finding)),
    crashed,
  };
}

const checkOf = (finding: string) => finding.slice(0, finding.indexOf('/'));

function add(counts: Map<string, number>, key: string, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

/** Where a finding stands among all findings, in the order of the checks and of their catalogues. */
function ranks(checks: readonly Check[]): (finding: string) => number {
  const names = checks.flatMap(({ id, outcomes }) =>
    Object.entries(outcomes).map(([key, { code }]) => `${id}/${code ?? key}`),
  );
  const rank = new Map<string, number>();
  names.forEach((name, i) => {
    if (!rank.has(name)) rank.set(name, i);
  });
  return (finding) => rank.get(finding) ?? names.length;
}
