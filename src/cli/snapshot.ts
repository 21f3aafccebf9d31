import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sameName } from '../account/lookup.js';
import { parseInstant } from '../calendar/zone.js';
import { UsageError } from '../core/errors.js';
import { EXIT_BROKEN } from '../core/exit-code.js';
import { visible } from '../report/harmless.js';
import { loadExport } from '../sources/export/load.js';
import type { LiveRead } from '../sources/loanpro-api/read-customer.js';
import { faultNote } from './fault-note.js';
import type { LiveFlags } from './live.js';
import { onlyCustomer } from './only-customer.js';
import { writeWhole } from './outputs.js';
import { ProgressBar } from './progress-bar.js';
import { type Earlier, readInPart, SnapshotTaken } from './snapshot-taken.js';

/** The options of `mailcheck snapshot`, as commander hands them over. */
export interface SnapshotFlags extends LiveFlags {
  readonly output: string;
  readonly redact: boolean;
  readonly at?: string;
}

const EVERY = 20; // customers between two savings

/**
 * Runs `mailcheck snapshot`: what LoanPro's API shows of these customers, as an export. A run that was ended goes on
 * with the customers its file does not have, or has in part. Returns the exit code.
 */
export async function runSnapshot(wanted: readonly string[], flags: SnapshotFlags): Promise<number> {
  const { output, redact, quiet, verbose } = flags;
  const at = momentOf(flags);
  refuseOutput(output);
  const before = await earlier(flags);
  const { withLoanPro } = await import('./live.js');
  const taken = new SnapshotTaken(before);
  const bar = new ProgressBar(wanted.length, 'customers', !quiet && !verbose);
  const said = new Set<string>();
  let isBroken = false;
  const note = (text: string) => {
    // A fault of the account is one of every customer.
    if (!quiet && !said.has(text)) bar.say(`mailcheck: note: ${visible(text)}`);
    said.add(text);
  };
  const noteFaults = ({ faults }: LiveRead) => {
    isBroken ||= faults.some((fault) => fault.isBroken);
    for (const fault of faults) note(faultNote(fault));
  };
  const save = async () => writeWhole(output, await taken.text(redact));

  try {
    await withLoanPro(flags, async (loanPro) => {
      refuseOtherTenant(before, loanPro.client.settings.tenantId, output);
      if (wanted.length === 0) {
        // Nobody has an empty name: that reads the account alone.
        const read = await loanPro.read({ customer: '', at });
        noteFaults(read);
        taken.note(read.account);
      }
      for (const [i, name] of wanted.entries()) {
        bar.show(i);
        if (taken.has(name)) continue;
        const read = await loanPro.read({ customer: name, at });
        noteFaults(read);
        const { customer } = onlyCustomer(read.customers, name, read.nearest);
        const isUnread = read.isPartial && read.placeOf(['customers', 0]) === undefined;
        if (!isUnread) taken.add(read, customer);
        else if (read.faults.some(({ kind }) => kind === 'no-connection')) {
          // The customers after this one would fare no better, each after the same wait.
          note(
            `LoanPro no longer answers, so ${wanted.length - i} of ${wanted.length} customers were not read; the same command goes on with them.`,
          );
          return;
        } else note(`"${name}" was not read and is left out; the same command reads it again.`);
        if ((i + 1) % EVERY === 0 && taken.isNew) await save();
      }
      bar.show(wanted.length);
    });
  } finally {
    bar.end();
    // What was read so far is not lost, whatever ended the run.
    if (taken.isNew) await uninterrupted(save);
  }
  for (const id of taken.leftOut) {
    note(`Customer ${id} is left out: the log of emails did not come. The same command reads it again.`);
  }
  const { count } = taken;
  const held = `${count === 1 ? '1 customer is' : `${count} customers are`} in ${output}.`;
  note(existsSync(output) ? held : `Nothing was read, so ${output} was not written.`);
  return isBroken || taken.leftOut.length > 0 ? EXIT_BROKEN : 0;
}

/** Ctrl-C would leave a part of a file behind; the saving takes no longer than a moment. */
async function uninterrupted(save: () => Promise<void>): Promise<void> {
  const ignore = () => {};
  process.on('SIGINT', ignore);
  try {
    await save();
  } finally {
    process.off('SIGINT', ignore);
  }
}

function momentOf({ at }: SnapshotFlags): number {
  const moment = at === undefined ? Date.now() : parseInstant(at)?.epochMs;
  if (moment !== undefined) return moment;
  throw new UsageError(
    'usage',
    `--at "${at}" is not an instant with its offset, such as 2026-11-03T07:00:00-07:00.`,
  );
}

/** Found out before anything is read, and not after a thousand customers. */
function refuseOutput(output: string): void {
  if (!/\.ya?ml$/i.test(output))
    throw new UsageError('usage', `--output "${output}": a snapshot is YAML, so expected .yaml or .yml.`);
  try {
    accessSync(path.dirname(output), constants.W_OK);
  } catch (error) {
    throw new UsageError(
      'usage',
      `--output "${output}" cannot be written: its folder is not there, or not open to you.`,
      [],
      { cause: error },
    );
  }
}

/** What an earlier run wrote; with --redact it cannot be known whose it is, so a new file is begun. */
async function earlier({ output, redact }: SnapshotFlags): Promise<Earlier> {
  if (!existsSync(output)) return { account: undefined, customers: [], partly: [] };
  if (redact)
    throw new UsageError(
      'usage',
      `--output "${output}" is there already, and whose facts a redacted file holds is not known: name another file.`,
    );
  const { account, customers } = await loadExport({ files: [output], strict: false });
  return {
    account,
    customers: customers.map(({ customer }) => customer),
    partly: readInPart(readFileSync(output, 'utf8')),
  };
}

/** Ids of one lender say nothing about another's, so one file holds one account. */
function refuseOtherTenant({ account }: Earlier, tenantId: string, output: string): void {
  const other = account?.tenant?.id;
  if (other == null || sameName(other, tenantId)) return;
  throw new UsageError(
    'usage',
    `--output "${output}" holds the account of tenant ${other}, and LOANPRO_TENANT_ID is ${tenantId}: name another file.`,
  );
}
