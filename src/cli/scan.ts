import { availableParallelism } from 'node:os';
import { checks } from '../../checks/index.js';
import { literalSecrets, withholdReused } from '../account/reused-secrets.js';
import { subjectsOf } from '../core/check-account.js';
import { aboutLeftOut, ageOf, momentsOf, notificationOf, resultsOf } from '../core/diagnose.js';
import { UsageError } from '../core/errors.js';
import { tracer } from '../core/evidence.js';
import { EXIT_INTERRUPTED } from '../core/exit-code.js';
import { prepare } from '../core/run.js';
import { visible } from '../report/harmless.js';
import { isIncomplete, type ScanReport } from '../report/scan/report.js';
import { type BadLines, MOST_SHOWN, mergeBadLines } from '../scan/bad-lines.js';
import { compareTexts } from '../scan/examples.js';
import { scanExitCode } from '../scan/exit-code.js';
import { mergeCounts, notificationsOf } from '../scan/scan-customers.js';
import { Unreadable } from '../sources/export/read-bytes.js';
import { linesAt, type Shard } from '../sources/export/stream-customers.js';
import { checksLeftOut } from './checks-left-out.js';
import { exportsAsked } from './exports-asked.js';
import { failureDocument } from './failure.js';
import type { JudgingFlags } from './judging-flags.js';
import { type ExportAsked, withLiveSettings } from './live-settings.js';
import { type OutputFlags, refuseToOverwrite, writeFailure } from './outputs.js';
import type { ProbeFlags } from './probe-flags.js';
import { partsOf, probeEmails } from './probe-parts.js';
import { noteOnEvent, questionOf } from './question.js';
import { ScanControl } from './scan/control.js';
import { jobsOf, type ScanInputs, scanInputs } from './scan/inputs.js';
import { findingName, limitsOf } from './scan/limits.js';
import { List } from './scan/list.js';
import { scanOutputs, writeScan } from './scan/outputs.js';
import { type BadLineAt, type PartCounts, type PartRequest, type Slice, scanParts } from './scan/part.js';
import { showProgress } from './scan/progress.js';
import { refuseNobody } from './scan/refuse-nobody.js';
import { shardOf } from './scan/shard.js';
import { scanInThreads } from './scan/threads.js';
import { standardError } from './standard-streams.js';

/** The options of `mailcheck scan`, as commander hands them over. */
export interface ScanFlags extends OutputFlags, ProbeFlags, JudgingFlags {
  readonly maxBlocked: readonly string[];
  readonly maxBadLines?: string;
  readonly list?: string;
  readonly jobs?: string;
  readonly shard?: string;
}

const ALL: Shard = { part: 1, of: 1 };

/**
 * Runs `mailcheck scan` and returns its exit code.
 * @param root the folder of the package.
 */
export async function runScan(named: readonly string[], flags: ScanFlags, root: string): Promise<number> {
  const outputs = scanOutputs(flags, flags.list !== undefined);
  const question = questionOf(flags);
  const leftOut = checksLeftOut(checks, flags);
  const limits = limitsOf(flags.maxBlocked, checks);
  const listed = flags.list === undefined ? undefined : findingName(flags.list, '--list', checks, true);
  const shard = shardOf(flags.shard, process.env);
  const jobs = jobsOf(flags.jobs);
  const mostBadLines = badLinesOf(flags.maxBadLines);
  const files = exportsAsked([...named, ...flags.export]);
  refuseToOverwrite(files, flags.output);
  try {
    const inputs = await scanInputs(files, flags.strict, shard ?? ALL, jobs, availableParallelism());
    const account = await accountOf(inputs, question.now, flags);
    if (!question.direct && !account.account.notifications?.length) {
      throw new UsageError(
        'nothing-to-check',
        'There are no notifications to check. Add `notifications` to the export, or use --direct for manual emails.',
      );
    }
    const notes = [...account.notes, ...noteOnEvent(account.account, question)];
    if (!flags.quiet) for (const note of notes) standardError.write(`mailcheck: note: ${visible(note)}\n`);
    const asked = { account: account.account, question, message: flags.message, loan: flags.loan };
    const probed = flags.probe
      ? await probeEmails(
          account.account,
          subjectsOf({ ...asked, customers: [] }),
          question,
          partsOf(leftOut),
          flags,
        )
      : undefined;
    const request: PartRequest = { ...asked, checks, leftOut, probed, strict: flags.strict, mostBadLines };
    const notifications = notificationsOf(request);

    const list =
      listed === undefined || outputs.list === undefined ? undefined : new List(outputs.list, listed);
    const loan = flags.loan ?? null;
    const counted = await counting(inputs, request, list, flags, root, (parts, isStopped) => {
      refuseWrongElements(inputs, parts);
      const { customers } = mergeCounts(parts);
      const badLines = { count: badLineCount(parts) };
      const partial = isStopped || parts.some(({ unread }) => unread.length > 0) || undefined;
      refuseNobody({
        customers,
        badLines,
        partial,
        ...(shard && { shard: { parts: [shard.part], of: shard.of } }),
        asked: { loan },
        sources: account.sources,
      });
    });
    const { customers, tallies } = mergeCounts(counted.parts);
    const unread = counted.parts.flatMap((part) => part.unread);
    const isStopped = counted.isInterrupted || counted.hasTooManyBadLines;
    const isPartial = isStopped || unread.length > 0;
    const lost = [
      ...unread.map(({ file, message }) => `${file}: ${message} What stands behind is not counted.`),
      ...(counted.hasTooManyBadLines
        ? [`The scan ended at more than ${mostBadLines} bad lines (--max-bad-lines).`]
        : []),
      ...(list && isPartial ? [`${outputs.list} lists only what was counted.`] : []),
    ];
    if (!flags.quiet) for (const note of lost) standardError.write(`mailcheck: note: ${visible(note)}\n`);

    const { assumed, each } = assumptionsOf(request, account);
    const report: ScanReport = {
      asOf: momentsOf(account.account, question)(question.now),
      sources: account.sources,
      asked: {
        message: flags.message ?? null,
        loan,
        event: flags.event ?? null,
        direct: question.direct,
        leftOut: [...leftOut],
        probe: flags.probe === true,
        strict: flags.strict,
      },
      ...(shard && { shard: { parts: [shard.part], of: shard.of } }),
      ...(isPartial && { partial: true }),
      ...(account.isBroken === true && { broken: true }),
      customers,
      badLines: badLinesIn(counted.parts),
      notifications: notifications.map((notification, i) => {
        const place = account.locate(notification ? ['notifications', notification.index] : []);
        const { id = null, name = null } = notification ? notificationOf(notification) : {};
        return {
          notification: notification ? { id, name } : null,
          enabled: notification?.value.email?.enabled !== false,
          place: { file: place.file, line: place.line ?? 1, column: place.column ?? 1 },
          assumptions: each[i] ?? [],
          tally: tallies[i] ?? emptyTally,
        };
      }),
      assumptions: assumed,
      notes: [...notes, ...lost],
    };
    await writeScan(outputs, report, limits, flags);
    if (flags.debug) {
      const peak = Math.round(process.resourceUsage().maxRSS / 1024);
      standardError.write(
        `mailcheck: debug: ended after ${performance.now().toFixed(1)} ms, peak memory ${peak} MiB\n`,
      );
    }
    if (counted.isInterrupted) return EXIT_INTERRUPTED;
    return scanExitCode(report.notifications, checks, {
      failOn: flags.failOn,
      onUnknown: flags.onUnknown,
      limits,
      isBroken: isIncomplete(report),
    });
  } catch (error) {
    await writeFailure(outputs.copies, failureDocument(error));
    throw error;
  }
}

async function accountOf({ loaded }: ScanInputs, now: number, flags: ScanFlags): Promise<ExportAsked> {
  if (!flags.live) return loaded;
  const [account = loaded] = await withLiveSettings([loaded], now, flags);
  return account;
}

const emptyTally = { combinations: [], others: [], missing: [], examples: [], crashed: 0 };

interface Counted {
  readonly parts: readonly PartCounts[];
  readonly isInterrupted: boolean;
  readonly hasTooManyBadLines: boolean;
}

/**
 * Reads and judges the customers, in threads where there is much to read. Ctrl-C ends it with what was counted.
 * @param refuse throws where the list must not be written.
 */
async function counting(
  { slices, bytes, jobs }: ScanInputs,
  request: PartRequest,
  list: List | undefined,
  flags: Pick<ScanFlags, 'quiet'>,
  root: string,
  refuse: (parts: readonly PartCounts[], isStopped: boolean) => void,
): Promise<Counted> {
  const control = new ScanControl();
  let isInterrupted = false;
  const stop = () => {
    isInterrupted = true;
    control.stop();
  };
  // A second Ctrl-C ends the process as usual.
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const hideProgress = showProgress(control, bytes, !flags.quiet);
  try {
    const parts = slices.map((slice): Slice => (list ? { ...slice, list: list.part() } : slice));
    const counts =
      jobs > 1
        ? await inThreads(parts, jobs, request, control, root)
        : [await scanParts(parts, request, control)];
    const hasTooManyBadLines = control.badLines > request.mostBadLines;
    refuse(counts, isInterrupted || hasTooManyBadLines);
    await list?.finish();
    return { parts: counts, isInterrupted, hasTooManyBadLines };
  } finally {
    hideProgress();
    process.removeListener('SIGINT', stop);
    process.removeListener('SIGTERM', stop);
    list?.close();
  }
}

/** What is in memory or comes from standard input stays in this thread. */
async function inThreads(
  slices: readonly Slice[],
  jobs: number,
  request: PartRequest,
  control: ScanControl,
  root: string,
): Promise<PartCounts[]> {
  const here = slices.filter((slice) => slice.kind === 'customers' || slice.file === '-');
  const there = slices.filter((slice) => !here.includes(slice));
  const lanes = Array.from({ length: Math.min(jobs, there.length) }, (_, lane) =>
    there.filter((_, i) => i % jobs === lane),
  );
  // All have to end before anything else happens: they write to files that are closed then.
  const ended = async <T>(counting: Promise<T>): Promise<T> => {
    try {
      return await counting;
    } catch (error) {
      control.stop();
      throw error;
    } finally {
      // A thread can stop the scan too, of which this one is not told while it waits.
      if (control.isStopped) control.stop();
    }
  };
  const [counts, others] = await Promise.allSettled([
    ended(scanParts(here, request, control)),
    ended(scanInThreads(lanes, request, control, root)),
  ]);
  if (counts.status === 'rejected') throw counts.reason;
  if (others.status === 'rejected') throw others.reason;
  return [counts.value, ...others.value];
}

/** Customers of a JSON file are part of the export: a wrong one makes it one that cannot be used. */
function refuseWrongElements({ slices }: ScanInputs, parts: readonly PartCounts[]): void {
  const exports = new Set(slices.flatMap((slice) => (slice.kind === 'elements' ? [slice.file] : [])));
  const wrong = parts.flatMap(({ firstBad }) => firstBad.filter(({ file }) => exports.has(file)));
  if (wrong.length === 0) return;
  throw new UsageError('export-invalid', 'The export has customers that are none.', placed(wrong));
}

function badLinesIn(parts: readonly PartCounts[]): BadLines {
  const first = parts.flatMap(({ firstBad }) => firstBad).toSorted(byPlace);
  return mergeBadLines([{ count: badLineCount(parts), first: placed(first.slice(0, MOST_SHOWN)) }]);
}

const badLineCount = (parts: readonly PartCounts[]) => parts.reduce((sum, { badLines }) => sum + badLines, 0);

/** With their lines: whoever reads from the middle of a file knows only how many bytes stand before. */
function placed(bad: readonly BadLineAt[]): BadLines['first'] {
  const sorted = bad.toSorted(byPlace);
  const files = [...new Set(sorted.map(({ file }) => file))];
  const lines = new Map(
    files.map((file) => {
      const offsets = sorted.flatMap((one) =>
        one.file === file && 'offset' in one.at ? [one.at.offset] : [],
      );
      const found = readableLines(file, offsets);
      return [file, new Map(offsets.map((offset, i) => [offset, found[i] ?? 1]))] as const;
    }),
  );
  return sorted.map(({ file, at, message }) => ({
    file,
    line: 'line' in at ? at.line : (lines.get(file)?.get(at.offset) ?? 1),
    message,
  }));
}

/** A file may be gone meanwhile; then the first line has to stand for all. */
function readableLines(file: string, offsets: readonly number[]): readonly number[] {
  try {
    return linesAt(file, offsets);
  } catch (error) {
    if (error instanceof Unreadable) return [];
    throw error;
  }
}

const byPlace = (a: BadLineAt, b: BadLineAt) => compareTexts(a.file, b.file) || positionOf(a) - positionOf(b);
const positionOf = ({ at }: BadLineAt) => ('offset' in at ? at.offset : at.line);

/** What is taken for granted: of everything, and of each notification as far as the account decides. */
function assumptionsOf(
  { account, question, message, leftOut }: PartRequest,
  { locate }: ExportAsked,
): { readonly assumed: readonly string[]; readonly each: readonly (readonly string[])[] } {
  const safe = withholdReused(account, literalSecrets(account));
  const evaluate = prepare(checks, safe, question, leftOut);
  const trace = tracer(safe, locate);
  const each = notificationsOf({ account: safe, question, message }).map((notification) => {
    const { facts, said } = evaluate({
      notification,
      customer: undefined,
      link: undefined,
      linkage: 'no-customer',
    });
    return [...new Set(resultsOf(checks, said, facts, trace).flatMap((result) => result.assumption ?? []))];
  });
  return {
    assumed: [
      ...ageOf(account.exportedAt, undefined, question.now, momentsOf(account, question)),
      ...aboutLeftOut(checks, leftOut),
    ],
    each,
  };
}

function badLinesOf(text: string | undefined): number {
  if (text === undefined) return Number.MAX_SAFE_INTEGER;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UsageError('usage', `--max-bad-lines "${text}" is not a number of lines.`);
}
