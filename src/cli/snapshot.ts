import { existsSync } from 'node:fs';
import type { Account, Customer } from '../account/types.js';
import { parseInstant } from '../calendar/zone.js';
import { UsageError } from '../core/errors.js';
import { visible } from '../report/harmless.js';
import { loadExport } from '../sources/export/load.js';
import { redacted } from '../sources/export/redact.js';
import { writeExport } from '../sources/export/write-export.js';
import { enrollmentRows } from '../sources/layers.js';
import type { LiveFlags } from './live.js';
import { onlyCustomer } from './only-customer.js';
import { writeWhole } from './outputs.js';

/** The options of `mailcheck snapshot`, as commander hands them over. */
export interface SnapshotFlags extends LiveFlags {
  readonly output: string;
  readonly redact: boolean;
  readonly at?: string;
}

const EVERY = 20; // customers between two savings

/**
 * Runs `mailcheck snapshot`: what LoanPro's API shows of these customers, as an export. A run that was ended goes on
 * with the customers its file does not have. Returns the exit code.
 */
export async function runSnapshot(wanted: readonly string[], flags: SnapshotFlags): Promise<number> {
  if (!/\.ya?ml$/i.test(flags.output))
    throw new UsageError(
      'usage',
      `--output "${flags.output}": a snapshot is YAML, so expected .yaml or .yml.`,
    );
  const moment = flags.at === undefined ? Date.now() : parseInstant(flags.at)?.epochMs;
  if (moment === undefined)
    throw new UsageError(
      'usage',
      `--at "${flags.at}" is not an instant with its offset, such as 2026-11-03T07:00:00-07:00.`,
    );
  const before = await earlier(flags);
  const { withLoanPro } = await import('./live.js');
  const taken = new Snapshot(before);
  const save = () => writeWhole(flags.output, taken.text(flags.redact));
  try {
    await withLoanPro(flags, async (loanPro) => {
      // Nobody has an empty name: that reads the account alone.
      if (wanted.length === 0) taken.note((await loanPro.read({ customer: '', at: moment })).account);
      for (const [i, name] of wanted.entries()) {
        if (taken.has(name)) continue;
        progress(flags, i, wanted.length);
        const read = await loanPro.read({ customer: name, at: moment });
        taken.add(read.account, onlyCustomer(read.customers, name, read.nearest).customer);
        taken.isBroken ||= read.faults.some(({ isBroken }) => isBroken);
        for (const { endpoint, words } of read.faults) note(flags, `${endpoint}: ${words}`);
        if ((i + 1) % EVERY === 0) await save();
      }
    });
  } finally {
    // What was read so far is not lost, whatever ended the run.
    if (wanted.length === 0 || taken.customers.length > before.customers.length) await save();
    progress(flags, wanted.length, wanted.length);
  }
  note(flags, `${taken.customers.length} customers are in ${flags.output}.`);
  return taken.isBroken ? 4 : 0;
}

interface Earlier {
  readonly account: Account | undefined;
  readonly customers: readonly Customer[];
}

/** What an earlier run wrote; with --redact it cannot be known whose it is, so a new file is begun. */
async function earlier({ output, redact }: SnapshotFlags): Promise<Earlier> {
  if (!existsSync(output)) return { account: undefined, customers: [] };
  if (redact)
    throw new UsageError(
      'usage',
      `--output "${output}" is there already, and whose facts a redacted file holds is not known: name another file.`,
    );
  const { account, customers } = await loadExport({ files: [output], strict: false });
  return { account, customers: customers.map(({ customer }) => customer) };
}

/** What was read, customer by customer. */
class Snapshot {
  readonly customers: Customer[];
  isBroken = false;
  #account: Account | undefined;

  constructor({ account, customers }: Earlier) {
    this.#account = account;
    this.customers = [...customers];
  }

  has(name: string): boolean {
    return this.customers.some(({ id }) => id !== undefined && String(id) === name.trim());
  }

  /** Takes in what a read says of the account. */
  note(account: Account): void {
    const { enrollmentByStatus, communicationHistory } = this.#account ?? {};
    const rows = enrollmentRows(account.enrollmentByStatus, enrollmentByStatus);
    const log = [...(communicationHistory ?? []), ...(account.communicationHistory ?? [])];
    const isLogged = communicationHistory !== undefined || account.communicationHistory !== undefined;
    this.#account = {
      ...account,
      ...(rows && { enrollmentByStatus: rows }),
      ...(isLogged && { communicationHistory: log }),
    };
  }

  add(account: Account, customer: Customer): void {
    this.note(account);
    this.customers.push(customer);
  }

  text(isRedacted: boolean): string {
    const account = this.#account ?? { mailcheck: 1 as const };
    const shown = isRedacted ? redacted(account, this.customers) : { account, customers: this.customers };
    // The API does not show notifications; an email of which nothing is known can still be asked about.
    const { notifications = [{}] } = shown.account;
    return writeExport({ ...shown.account, notifications }, shown.customers, {
      lines: [
        `Read from LoanPro's API at ${account.exportedAt ?? 'an unknown moment'} by mailcheck snapshot.`,
        'The API shows no notifications, so there is one of which nothing is known. What else it does not show is',
        'listed at the end. Fill in what you know.',
        ...(isRedacted ? ['Names and addresses of people are replaced.'] : []),
      ],
    });
  }
}

function progress({ quiet }: SnapshotFlags, done: number, all: number): void {
  const { stderr } = process;
  if (quiet || stderr.isTTY !== true || all < 2) return;
  const width = 20;
  const full = Math.round((done / all) * width);
  const bar = `${'#'.repeat(full)}${'.'.repeat(width - full)}`;
  stderr.write(`\r[${bar}] ${done} of ${all} customers${done === all ? '\n' : ''}`);
}

function note({ quiet }: SnapshotFlags, text: string): void {
  if (!quiet) process.stderr.write(`mailcheck: note: ${visible(text)}\n`);
}
