import { checks } from '../../checks/index.js';
import { literalSecrets, withholdReused } from '../account/reused-secrets.js';
import type { Account, Notification } from '../account/types.js';
import { parseInstant } from '../calendar/zone.js';
import { parseEvent } from '../core/asked-event.js';
import { diagnose } from '../core/diagnose.js';
import { UsageError } from '../core/errors.js';
import { tracer } from '../core/evidence.js';
import { exitCode } from '../core/exit-code.js';
import type { Question } from '../core/facts.js';
import { askedInWords, isConfigured } from '../message/configured-event.js';
import { visible } from '../report/harmless.js';
import { type AccountFlags, accountAsked } from './account-asked.js';
import { checksLeftOut } from './checks-left-out.js';
import { exportsAsked } from './exports-asked.js';
import { failureDocument } from './failure.js';
import {
  type Output,
  type OutputFlags,
  plannedOutputs,
  type Rendering,
  refuseToOverwrite,
  writeFailure,
  writeOutputs,
} from './outputs.js';
import type { ProbeFlags } from './probe-flags.js';
import { partsOf, probe } from './probe-parts.js';

/** The options of `mailcheck diagnose`, as commander hands them over. */
export interface DiagnoseFlags extends OutputFlags, ProbeFlags, AccountFlags {
  readonly probe: boolean;
  readonly export: readonly string[];
  readonly message?: string;
  readonly loan?: string;
  readonly event?: string;
  readonly at?: string;
  readonly direct: boolean;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly failOn: 'fail' | 'warn';
  readonly onUnknown?: 'pass' | 'fail';
  readonly quiet: boolean;
  readonly debug: boolean;
}

/** Runs `mailcheck diagnose` and returns its exit code. */
export async function runDiagnose(customer: string, flags: DiagnoseFlags): Promise<number> {
  const outputs = plannedOutputs(flags);
  const files = exportsAsked(flags.export, !flags.live);
  refuseToOverwrite(files, flags.output);
  try {
    return await diagnoseFiles(customer, files, outputs, flags);
  } catch (error) {
    await writeFailure(outputs, failureDocument(error));
    throw error;
  }
}

async function diagnoseFiles(
  customer: string,
  files: readonly string[],
  outputs: readonly Output[],
  flags: DiagnoseFlags,
): Promise<number> {
  const log = flags.debug ? timings() : () => {};
  const question = questionOf(flags);
  const leftOut = checksLeftOut(checks, flags);
  if (flags.loan?.trim() === '')
    throw new UsageError('usage', '--loan needs an id or a display ID; it is empty.');
  const loaded = await accountAsked(customer, files, question, flags);
  log('read');
  const notes = [...loaded.notes, ...noteOnEvent(loaded.account, question)];
  if (!flags.quiet) for (const note of notes) process.stderr.write(`mailcheck: note: ${visible(note)}\n`);

  const { index } = loaded.customer;
  const secrets = literalSecrets(loaded.account);
  const account = withholdReused(loaded.account, secrets);
  const value = withholdReused(loaded.customer.value, secrets);
  const request = {
    account,
    customer: { value, index },
    question,
    message: flags.message,
    loan: flags.loan,
  };
  const probed = flags.probe
    ? await probe({ ...request, account: loaded.account }, partsOf(leftOut), flags)
    : undefined;
  if (probed) log('probed');
  const diagnosis = diagnose({
    ...request,
    checks,
    leftOut,
    probed,
    trace: tracer({ ...account, customers: { [index]: value } }, loaded.locate, loaded.contradicts),
  });
  log('evaluated');
  const { sources } = loaded;
  const rendering: Rendering = {
    json: async () => (await import('../report/json.js')).diagnosisJson(diagnosis, sources, notes),
    human: async (options) => (await import('../report/human.js')).humanReport(diagnosis, sources, options),
  };
  await writeOutputs(outputs, rendering, flags);
  log('written');
  const { failOn, onUnknown } = flags;
  return exitCode(diagnosis, { failOn, onUnknown, isBroken: loaded.isBroken });
}

function questionOf({ at, direct, event, message }: DiagnoseFlags): Question {
  if (direct && (message !== undefined || event !== undefined)) {
    throw new UsageError(
      'usage',
      `--direct asks about a manual email, which has no notification and no event: leave out ${message === undefined ? '--event' : '--message'}.`,
    );
  }
  const moment = at === undefined ? { epochMs: Date.now(), offsetMinutes: 0 } : parseInstant(at);
  if (!moment) {
    throw new UsageError(
      'usage',
      `--at "${at}" is not an instant with its offset. Expected one such as 2026-11-03T07:00:00-07:00 or 2026-11-03T14:00:00Z.`,
    );
  }
  return {
    // Whole seconds, so that the report says the moment it judged.
    now: Math.floor(moment.epochMs / 1000) * 1000,
    offset: moment.offsetMinutes,
    direct,
    event: event === undefined ? undefined : parseEvent(event),
  };
}

/** An event that no notification lists is more often misspelt than it is missing everywhere. */
function noteOnEvent({ notifications }: Account, { event }: Question): string[] {
  const isListed = (notification: Notification) =>
    notification.event && event && isConfigured(notification.event, event);
  // One of which nothing is known may list it.
  const isOpen = ({ kind, event: configured }: Notification) =>
    kind === undefined && configured === undefined;
  if (!event || notifications?.some((one) => isOpen(one) || isListed(one))) return [];
  return [`No notification lists the event ${askedInWords(event)}; names are compared letter by letter.`];
}

function timings(): (step: string) => void {
  const start = performance.now();
  return (step) =>
    process.stderr.write(`mailcheck: debug: ${step} after ${(performance.now() - start).toFixed(1)} ms\n`);
}
