import { readFileSync } from 'node:fs';
import { checks } from '../../checks/index.js';
import { toPointer } from '../account/pointer.js';
import { UsageError } from '../core/errors.js';
import { pairsOf } from '../report/scan/json.js';
import { isIncomplete, type ScanReport } from '../report/scan/report.js';
import { mergeBadLines } from '../scan/bad-lines.js';
import { scanExitCode } from '../scan/exit-code.js';
import { mergeTallies } from '../scan/tally.js';
import { failureDocument } from './failure.js';
import type { WeighingFlags } from './judging-flags.js';
import { type OutputFlags, refuseToOverwrite, writeFailure } from './outputs.js';
import { limitsOf } from './scan/limits.js';
import { scanOutputs, writeScan } from './scan/outputs.js';
import { refuseNobody } from './scan/refuse-nobody.js';

/** The options of `mailcheck merge`, as commander hands them over. */
export interface MergeFlags extends OutputFlags, WeighingFlags {
  readonly maxBlocked: readonly string[];
}

/** Runs `mailcheck merge` and returns its exit code. */
export async function runMerge(files: readonly string[], flags: MergeFlags): Promise<number> {
  const outputs = scanOutputs(flags, false);
  const limits = limitsOf(flags.maxBlocked, checks);
  refuseToOverwrite(files, flags.output);
  try {
    const report = mergeScans(await Promise.all(files.map(readScan)));
    refuseNobody(report);
    await writeScan(outputs, report, limits, flags);
    return scanExitCode(report.notifications, checks, {
      failOn: flags.failOn,
      onUnknown: flags.onUnknown,
      limits,
      isBroken: report.shard !== undefined || isIncomplete(report),
    });
  } catch (error) {
    await writeFailure(outputs.copies, failureDocument(error));
    throw error;
  }
}

interface NamedScan {
  readonly file: string;
  readonly report: ScanReport;
}

/** @throws UsageError when it is no JSON report of a scan. */
async function readScan(file: string): Promise<NamedScan> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'it is no JSON' : error instanceof Error ? error.message : '';
    throw notMergeable(file, `It cannot be read: ${why}.`);
  }
  // Loaded only here: zod is needed by no scan.
  const { scanDocument } = await import('./schemas.js');
  const { data, error } = scanDocument.safeParse(value);
  if (!data) {
    const [issue] = error.issues;
    const at = toPointer((issue?.path ?? []).map(String));
    throw notMergeable(
      file,
      `It is no report of mailcheck scan --format json: ${at === '' ? '' : `${at}: `}${issue?.message ?? ''}.`,
    );
  }
  const { badLines, firstBadLines, notifications, shard, partial, broken, ...rest } = data;
  const report: ScanReport = {
    ...rest,
    ...(shard && { shard }),
    ...(partial && { partial }),
    ...(broken && { broken }),
    badLines: { count: badLines, first: firstBadLines },
    notifications: notifications.map(
      ({ notification, enabled, place, assumptions, gates, combinations, others, missing, crashed }) => ({
        notification,
        enabled,
        place,
        assumptions,
        tally: {
          combinations,
          others,
          missing,
          examples: gates.map(({ check, code, examples }) => ({
            finding: `${check}/${code}`,
            pairs: examples,
          })),
          crashed,
        },
      }),
    ),
  };
  if (pairsOf(report) !== data.pairs) throw notMergeable(file, 'Its numbers do not add up.');
  return { file, report };
}

function notMergeable(file: string, message: string): UsageError {
  return new UsageError('usage', 'These reports cannot be added up.', [{ file, message }]);
}

/**
 * Adds up the reports of the shards of one scan.
 * @throws UsageError when they are not of the same scan, or a shard is there twice.
 */
export function mergeScans(scans: readonly NamedScan[]): ScanReport {
  const [first] = scans;
  if (!first) throw new UsageError('usage', 'There is no report to add up.');
  const seen = new Map<number, string>();
  for (const { file, report } of scans) {
    const { shard } = report;
    if (!shard)
      throw notMergeable(file, 'It is of all customers: only the reports of shards (--shard) are added up.');
    refuseDifference(file, report, first);
    for (const part of shard.parts) {
      const earlier = seen.get(part);
      if (earlier !== undefined) throw notMergeable(file, `Shard ${part} is also in ${earlier}.`);
      seen.set(part, file);
    }
  }
  const reports = scans.map(({ report }) => report);
  const of = first.report.shard?.of ?? 1;
  const parts = [...seen.keys()].sort((a, b) => a - b);
  const { shard: _, partial: __, broken: ___, ...same } = first.report;
  return {
    ...same,
    ...(parts.length < of && { shard: { parts, of } }),
    ...(reports.some(({ partial }) => partial) && { partial: true }),
    ...(reports.some(({ broken }) => broken) && { broken: true }),
    customers: reports.reduce((sum, { customers }) => sum + customers, 0),
    badLines: mergeBadLines(reports.map(({ badLines }) => badLines)),
    notifications: same.notifications.map((one, i) => ({
      ...one,
      tally: mergeTallies(reports.flatMap(({ notifications }) => notifications[i]?.tally ?? [])),
    })),
    notes: [...new Set(reports.flatMap(({ notes }) => notes))],
  };
}

/** What must be the same in all of them, and how it is made the same. */
const SAME: readonly (readonly [of: (report: ScanReport) => unknown, message: string])[] = [
  [({ asOf }) => asOf, 'They are of different moments; give all shards the same --at.'],
  [({ sources }) => sources, 'They were read from different files.'],
  [({ asked }) => asked, 'They were made with different options.'],
  [({ shard }) => shard?.of, 'They are shards of different numbers of shards.'],
  [
    ({ notifications }) => notifications.map(({ tally: _, ...notification }) => notification),
    'Their notifications are not the same.',
  ],
];

function refuseDifference(file: string, report: ScanReport, first: NamedScan): void {
  for (const [of, message] of SAME) {
    if (JSON.stringify(of(report)) === JSON.stringify(of(first.report))) continue;
    throw notMergeable(file, `It does not belong to ${first.file}. ${message}`);
  }
}
