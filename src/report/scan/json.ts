import type { Check } from '../../core/check.js';
import { type Funnel, funnelOf } from '../../scan/funnel.js';
import { harmlessJson } from '../harmless.js';
import type { ScanReport } from './report.js';

/** Pairs of a customer and a loan that were judged for each notification. */
export function pairsOf({ notifications: [first] }: ScanReport): number {
  return first?.tally.combinations.reduce((sum, { pairs }) => sum + pairs, 0) ?? 0;
}

/** The JSON document of `scan` and `merge`; its schema is `mailcheck schema report`. */
export function scanJson(report: ScanReport, checks: readonly Check[]): string {
  const { asOf, sources, asked, shard, partial, broken, customers, badLines, assumptions, notes } = report;
  return harmlessJson({
    schemaVersion: 1,
    command: 'scan',
    asOf,
    sources,
    asked,
    shard,
    partial,
    broken,
    customers,
    pairs: pairsOf(report),
    badLines: badLines.count,
    firstBadLines: badLines.first,
    notifications: report.notifications.map((one) => ({
      notification: one.notification,
      enabled: one.enabled,
      place: one.place,
      ...funnelJson(funnelOf(one.tally, checks)),
      combinations: one.tally.combinations,
      assumptions: one.assumptions,
    })),
    assumptions,
    notes,
  });
}

function funnelJson({ others, overlaps, missing, ...funnel }: Funnel): object {
  return { ...funnel, overlaps, missing, others };
}
