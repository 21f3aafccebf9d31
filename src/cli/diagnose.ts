import { checks } from '../../checks/index.js';
import { literalSecrets, withholdReused } from '../account/reused-secrets.js';
import { diagnose } from '../core/diagnose.js';
import { UsageError } from '../core/errors.js';
import { tracer } from '../core/evidence.js';
import { exitCode } from '../core/exit-code.js';
import { visible } from '../report/harmless.js';
import { accountAsked } from './account-asked.js';
import { checksLeftOut } from './checks-left-out.js';
import { diagnosisRendering } from './diagnosis-rendering.js';
import { exportsAsked } from './exports-asked.js';
import { failureDocument } from './failure.js';
import type { JudgingFlags } from './judging-flags.js';
import { masked } from './masked.js';
import {
  type Output,
  type OutputFlags,
  plannedOutputs,
  refuseToOverwrite,
  writeFailure,
  writeOutputs,
} from './outputs.js';
import type { ProbeFlags } from './probe-flags.js';
import { partsOf, probe } from './probe-parts.js';
import { noteOnEvent, questionOf } from './question.js';
import { standardError } from './standard-streams.js';
import { withDeliveryLogs } from './with-delivery-logs.js';
import { filledByAsking, refuseWithoutTerminal } from './wizard.js';

/** The options of `mailcheck diagnose`, as commander hands them over. */
export interface DiagnoseFlags extends OutputFlags, ProbeFlags, JudgingFlags {
  readonly ask: boolean;
  readonly deliveryLog: readonly string[];
}

/** Runs `mailcheck diagnose` and returns its exit code. */
export async function runDiagnose(customer: string, flags: DiagnoseFlags): Promise<number> {
  if (flags.ask) refuseWithoutTerminal();
  const outputs = plannedOutputs(flags);
  const files = exportsAsked(flags.export, !flags.live);
  refuseToOverwrite([...files, ...flags.deliveryLog], flags.output);
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
  const given = await withDeliveryLogs(await accountAsked(customer, files, question, flags), {
    files: flags.deliveryLog,
    exports: files,
    now: question.now,
    takesOthers: true,
  });
  log('read');
  const notes = [...given.notes, ...noteOnEvent(given.account, question)];
  if (!flags.quiet) for (const note of notes) standardError.write(`mailcheck: note: ${visible(note)}\n`);
  const {
    asked: loaded,
    subjects,
    probed: tried,
  } = flags.ask
    ? await filledByAsking(given, question, flags)
    : { asked: given, subjects: flags, probed: undefined };

  const { index } = loaded.customer;
  const secrets = literalSecrets(loaded.account);
  const account = withholdReused(loaded.account, secrets);
  const value = withholdReused(loaded.customer.value, secrets);
  const request = {
    account,
    customer: { value, index },
    question,
    message: subjects.message,
    loan: subjects.loan,
  };
  const probed = flags.probe
    ? await probe({ ...request, account: loaded.account }, partsOf(leftOut), flags)
    : tried;
  if (probed) log('probed');
  const trace = tracer({ ...account, customers: { [index]: value } }, loaded.locate, loaded.contradicts);
  const diagnosis = diagnose({
    ...request,
    checks,
    leftOut,
    probed,
    trace: flags.mask === true ? masked(trace, account, value) : trace,
  });
  log('evaluated');
  const rendering = diagnosisRendering(diagnosis, { ...loaded, account, notes, customer: value, question });
  await writeOutputs(outputs, rendering, flags);
  log('written');
  const { failOn, onUnknown } = flags;
  return exitCode(diagnosis, { failOn, onUnknown, isBroken: loaded.isBroken });
}

function timings(): (step: string) => void {
  const start = performance.now();
  return (step) =>
    standardError.write(`mailcheck: debug: ${step} after ${(performance.now() - start).toFixed(1)} ms\n`);
}
