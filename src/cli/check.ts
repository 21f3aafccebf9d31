import { existsSync, readFileSync } from 'node:fs';
import { checks as ownChecks, settingsChecks } from '../../checks/index.js';
import type { Check } from '../core/check.js';
import { UsageError } from '../core/errors.js';
import { exitCodeOf, type Weighed } from '../core/exit-code.js';
import { type Acceptance, accept, faultOfName, type Standing } from '../findings/accept.js';
import { type BaselineEntry, baselineText, readBaseline } from '../findings/baseline.js';
import { visible } from '../report/harmless.js';
import { type AccountsAsked, accountsAsked, loadAccounts } from './accounts-asked.js';
import { renderingOf } from './check-rendering.js';
import { type CheckSettings, checkSettings, type SourceOf, settingsText } from './check-settings.js';
import { checksLeftOut } from './checks-left-out.js';
import { failureDocument } from './failure.js';
import { type JudgedExport, judgeExport } from './judge-export.js';
import type { JudgingFlags } from './judging-flags.js';
import { type ExportAsked, withLiveSettings } from './live-settings.js';
import {
  type Output,
  type OutputFlags,
  plannedOutputs,
  refuseToOverwrite,
  writeFailure,
  writeOutputs,
  writeWhole,
} from './outputs.js';
import type { ProbeFlags } from './probe-flags.js';
import { questionOf } from './question.js';
import { standardError, standardOutput } from './standard-streams.js';

/** The options of `mailcheck check`, as commander hands them over. */
export interface CheckFlags extends OutputFlags, ProbeFlags, JudgingFlags {
  readonly baseline?: string;
  readonly writeBaseline?: string;
  /** A file; false with --no-config; true or absent: the nearest one. */
  readonly config?: string | boolean;
  readonly showConfig: boolean;
  readonly plugin: readonly string[];
}

/** Runs `mailcheck check` and returns its exit code. */
export async function runCheck(
  named: readonly string[],
  given: CheckFlags,
  sourceOf: SourceOf,
): Promise<number> {
  const settings = await checkSettings(named, given, sourceOf);
  if (given.showConfig) {
    standardOutput.write(settingsText(settings));
    return 0;
  }
  const outputs = plannedOutputs(settings.flags);
  refuseOwnInputs(settings, [...settings.exports, ...settings.flags.export]);
  // What a folder or a glob holds is known only now; what is refused then must not be written to either.
  let isSafe = true;
  try {
    const asked = await accountsAsked(settings.exports, settings.flags.export);
    isSafe = false;
    refuseOwnInputs(settings, asked.groups.flat());
    isSafe = true;
    return await checkExports(settings, outputs, asked);
  } catch (error) {
    if (isSafe) await writeFailure(outputs, failureDocument(error));
    throw error;
  }
}

/** Nothing that is written may take the place of an export, of the configuration or of the baseline that is read. */
function refuseOwnInputs({ flags, file }: CheckSettings, exports: readonly string[]): void {
  const { output, baseline, writeBaseline } = flags;
  const read = [...exports, ...(file === undefined ? [] : [file])];
  if (writeBaseline !== undefined) refuseToOverwrite(read, [...output, writeBaseline]);
  refuseToOverwrite([...read, ...(baseline === undefined ? [] : [baseline])], output);
}

async function checkExports(
  settings: CheckSettings,
  outputs: readonly Output[],
  { groups, notes: skipped }: AccountsAsked,
): Promise<number> {
  const { flags } = settings;
  const { plugin } = flags;
  const checks = plugin.length === 0 ? ownChecks : [...ownChecks, ...(await pluginChecks(plugin))];
  const all = [...checks, ...settingsChecks];
  const question = questionOf(flags);
  const leftOut = checksLeftOut(all, flags);
  refuseUnknownNames(settings, all);
  const { baseline, writeBaseline } = flags;
  const earlier =
    writeBaseline === undefined ? baselineFrom(baseline) : baselineFrom(writeBaseline, '--write-baseline');

  const exported = await loadAccounts(groups, flags.strict);
  const { accounts, notes } = withMessages(
    flags.live ? await withLiveSettings(exported, question.now, flags) : exported,
    question.direct,
  );
  const allNotes = [...skipped, ...notes];
  if (!flags.quiet) for (const note of allNotes) standardError.write(`mailcheck: note: ${visible(note)}\n`);
  const judged: JudgedExport[] = [];
  for (const loaded of accounts) {
    judged.push(await judgeExport(loaded, { question, checks, settingsChecks, leftOut }, flags));
  }

  const acceptance: Acceptance = {
    suppressions: settings.suppressions,
    baseline: earlier,
    levels: settings.levels,
    checks: all,
    leftOut,
    hasProbed: flags.probe,
    isPartial: flags.direct || [flags.message, flags.loan, flags.event].some((one) => one !== undefined),
    question,
  };
  const standing =
    writeBaseline === undefined
      ? accept(judged, acceptance)
      : await acceptAll(judged, acceptance, writeBaseline);
  await writeOutputs(outputs, renderingOf({ judged, standing, notes: allNotes, checks: all }), flags);
  const { failOn, onUnknown } = flags;
  const isBroken = accounts.some((account) => account.isBroken === true);
  return exitCodeOf(openResults(standing), { failOn, onUnknown, isBroken });
}

/** Loaded only here: a run without plugins needs nothing of it. */
async function pluginChecks(files: readonly string[]): Promise<readonly Check[]> {
  const { loadPlugins } = await import('./plugins.js');
  return loadPlugins(files, [...ownChecks, ...settingsChecks]);
}

/** What is still to be acted on: neither accepted nor part of something that does not count. */
function openResults({ marks, upkeep }: Standing): Weighed[] {
  const open = [...marks].flatMap(([result, { isCounted, accepted, level }]): Weighed[] =>
    isCounted && !accepted ? [{ status: result.status, check: result.check, level }] : [],
  );
  return [...open, ...upkeep];
}

/** Accounts without a notification have nothing to check. */
function withMessages(
  loaded: readonly ExportAsked[],
  isDirect: boolean,
): { readonly accounts: readonly ExportAsked[]; readonly notes: readonly string[] } {
  const has = ({ account }: ExportAsked) => isDirect || Boolean(account.notifications?.length);
  const accounts = loaded.filter(has);
  if (accounts.length === 0) {
    throw new UsageError(
      'nothing-to-check',
      'There are no notifications to check. Add `notifications` to the export, or use --direct for manual emails.',
    );
  }
  const without = loaded
    .filter((one) => !has(one))
    .map(({ sources }) => sources.map(({ name }) => name).join(' + '));
  return {
    accounts,
    notes: [
      ...loaded.flatMap(({ notes }) => notes),
      ...without.map((name) => `${name} was skipped: it has no notifications.`),
    ],
  };
}

/** Everything that is found now goes into the baseline, and is accepted by it. What was not looked for stays in it. */
async function acceptAll(
  judged: readonly JudgedExport[],
  acceptance: Acceptance,
  file: string,
): Promise<Standing> {
  const { entries, unseen } = accept(judged, acceptance);
  const baseline = [...entries, ...unseen];
  await writeWhole(file, baselineText(baseline));
  return accept(judged, { ...acceptance, baseline });
}

/** A baseline that is to be written need not be there yet. */
function baselineFrom(
  file: string | undefined,
  option: '--baseline' | '--write-baseline' = '--baseline',
): readonly BaselineEntry[] | undefined {
  if (file === undefined || (option === '--write-baseline' && !existsSync(file))) return undefined;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError('usage', `${option} "${file}" cannot be read: ${why}`, [], { cause: error });
  }
  return readBaseline(file, text, option);
}

/** A misspelt name in the configuration would suppress nothing, in silence. */
function refuseUnknownNames(
  { levels, levelPlaces, suppressions }: CheckSettings,
  checks: readonly Check[],
): void {
  const details = [
    ...[...levels.keys()].map((name) => ({ name, place: levelPlaces.get(name) ?? {} })),
    ...suppressions.map(({ finding, place }) => ({ name: finding, place })),
  ].flatMap(({ name, place }) => {
    const fault = faultOfName(name, checks);
    return fault === undefined ? [] : [{ ...place, message: fault }];
  });
  if (details.length > 0)
    throw new UsageError('usage', 'The configuration names what does not exist.', details);
}
