import { checks } from '../../checks/index.js';
import { senderOf } from '../account/lookup.js';
import { literalSecrets, withholdReused } from '../account/reused-secrets.js';
import type { Account } from '../account/types.js';
import { formatInstant, offsetMinutes } from '../calendar/zone.js';
import { notificationsAsked } from '../core/diagnose.js';
import { UsageError } from '../core/errors.js';
import { tracer } from '../core/evidence.js';
import { exitCodeOf } from '../core/exit-code.js';
import type { Question, Subject } from '../core/facts.js';
import type { ProbedPart } from '../core/probed.js';
import { Result } from '../core/result.js';
import { prepare } from '../core/run.js';
import { outcomesOf } from '../core/verdict.js';
import { visible } from '../report/harmless.js';
import { loadExport } from '../sources/export/load.js';
import { exportsAsked } from './exports-asked.js';
import { failureDocument } from './failure.js';
import type { JudgingFlags, WeighingFlags } from './judging-flags.js';
import { onlyCustomer } from './only-customer.js';
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
import { standardError } from './standard-streams.js';

/** The options of `mailcheck probe`, as commander hands them over. */
export interface ProbeCommandFlags
  extends OutputFlags,
    ProbeFlags,
    WeighingFlags,
    Pick<JudgingFlags, 'export' | 'message' | 'direct' | 'strict' | 'quiet' | 'debug'> {}

/** The checks of each part; those of the settings say why a part was not tried. */
const CHECKS: Readonly<Record<ProbedPart, readonly string[]>> = {
  smtp: ['smtp-settings', 'smtp-handshake'],
  ses: ['ses-settings', 'ses-account', 'recipient-suppression'],
  dns: ['sender-authentication', 'recipient-domain'],
};

/** Runs `mailcheck probe` and returns its exit code. */
export async function runProbe(
  part: ProbedPart,
  customer: string | undefined,
  flags: ProbeCommandFlags,
): Promise<number> {
  const outputs = plannedOutputs(flags);
  const files = exportsAsked(flags.export);
  refuseToOverwrite(files, flags.output);
  try {
    return await probeFiles(part, customer, files, outputs, flags);
  } catch (error) {
    await writeFailure(outputs, failureDocument(error));
    throw error;
  }
}

async function probeFiles(
  part: ProbedPart,
  customer: string | undefined,
  files: readonly string[],
  outputs: readonly Output[],
  flags: ProbeCommandFlags,
): Promise<number> {
  // Without a customer none is read: an id that nobody has finds none.
  const loaded = await loadExport({ files, customer: customer ?? '', strict: flags.strict });
  const { sources } = loaded;
  const notes = [
    ...loaded.notes,
    ...(flags.probeRecipient && customer === undefined
      ? ['--probe-recipient needs a customer; without one no recipient is named.']
      : []),
  ];
  if (!flags.quiet) for (const note of notes) standardError.write(`mailcheck: note: ${visible(note)}\n`);
  const asked = customer === undefined ? undefined : onlyCustomer(loaded.customers, customer, loaded.nearest);
  const secrets = literalSecrets(loaded.account);
  const account = withholdReused(loaded.account, secrets);
  const who = asked && { value: withholdReused(asked.customer, secrets), index: asked.index };
  const subjects = sendersApart(account, flags, who);

  const { probeWithProgress } = await import('./probing.js');
  const probed = await probeWithProgress(
    { account: loaded.account, emails: subjects, isDirect: flags.direct, parts: new Set([part]) },
    flags,
  );
  const now = Math.floor(Date.now() / 1000) * 1000;
  const question: Question = { now, offset: 0, direct: flags.direct, event: undefined };
  const own = checks.filter(({ id }) => CHECKS[part].includes(id));
  const evaluate = prepare(own, account, question, new Set(), probed);
  const trace = tracer({ ...account, ...(who && { customers: { [who.index]: who.value } }) }, loaded.locate);
  const results = distinct(
    subjects.flatMap((subject) => {
      const { facts, said } = evaluate(subject);
      return own.flatMap((check, i) =>
        outcomesOf(said[i] ?? []).map((outcome) => new Result(check, outcome, facts, trace)),
      );
    }),
    own.map(({ id }) => id),
  );
  if (results.every(({ reason }) => reason === 'not-applicable')) {
    throw new UsageError(
      'nothing-to-check',
      `There is nothing to probe: ${[...new Set(results.map(({ summary }) => summary))].join(' ')}`,
    );
  }

  const zone = account.tenant?.timezone?.trim();
  const report = { kind: part, probed, results };
  const context = { asOf: formatInstant(now, zone ? offsetMinutes(zone, now) : 0), sources, notes };
  const rendering: Rendering = {
    json: async () => (await import('../report/probe-json.js')).probeJson(report, context),
    human: async (options) =>
      (await import('../report/probe-human.js')).probeReport(report, context, options),
  };
  await writeOutputs(outputs, rendering, flags);
  return exitCodeOf(results, { failOn: flags.failOn, onUnknown: flags.onUnknown });
}

/** One email for each from address: what is sent from the same address fares alike. */
function sendersApart(
  account: Account,
  { direct, message }: ProbeCommandFlags,
  customer: Subject['customer'],
): Subject[] {
  const subject = (notification: Subject['notification']): Subject => ({
    notification,
    customer,
    link: undefined,
    linkage: 'no-customer',
  });
  const isWithout = direct || (message === undefined && !account.notifications?.length);
  if (isWithout) return [subject(undefined)];
  const all = notificationsAsked(account, message);
  const on = all.filter(({ value }) => value.email?.enabled !== false);
  const bySender = new Map<string, Subject>();
  for (const notification of on.length > 0 ? on : all) {
    const sender = senderOf(account.companyEmails, notification.value)?.toLowerCase() ?? '';
    if (!bySender.has(sender)) bySender.set(sender, subject(notification));
  }
  // A notification without a sender says nothing that another does not.
  if (bySender.size > 1) bySender.delete('');
  return [...bySender.values()];
}

/** Each result once, in the order of the checks. */
function distinct(results: readonly Result[], order: readonly string[]): Result[] {
  const apart = new Map(
    results.map((result) => [JSON.stringify([result.check.id, result.code, result.summary]), result]),
  );
  return [...apart.values()].sort((a, b) => order.indexOf(a.check.id) - order.indexOf(b.check.id));
}
