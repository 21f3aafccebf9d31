import { checks } from '../../checks/index.js';
import { literalSecrets, withholdReused } from '../account/reused-secrets.js';
import { formatInstant, parseInstant } from '../calendar/zone.js';
import { UsageError } from '../core/errors.js';
import { tracer } from '../core/evidence.js';
import { replay } from '../core/replay.js';
import { replayExitCode } from '../core/replayed.js';
import { visible } from '../report/harmless.js';
import { replayJson, replayReport } from '../report/replay-report.js';
import { type LoadedExport, loadExport } from '../sources/export/load.js';
import { checksLeftOut } from './checks-left-out.js';
import { exportsAsked } from './exports-asked.js';
import { onlyCustomer } from './only-customer.js';
import { humanOptions, type OutputFlags } from './outputs.js';
import { standardError, standardOutput } from './standard-streams.js';
import { withLoggedResults } from './with-delivery-logs.js';

/** The options of `mailcheck replay`, as commander hands them over. */
export interface ReplayFlags extends Pick<OutputFlags, 'format' | 'verbose' | 'color' | 'ascii'> {
  readonly export: readonly string[];
  readonly deliveryLog: readonly string[];
  readonly message?: string;
  readonly since?: string;
  readonly until?: string;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly strict: boolean;
  readonly quiet: boolean;
}

/** What these judge happens after LoanPro has logged an email as sent. */
const AFTER_HAND_OFF: ReadonlySet<string> = new Set([
  'recipient-domain',
  'recipient-suppression',
  'delivery-history',
]);

/** Runs `mailcheck replay` and returns its exit code. */
export async function runReplay(asked: string | undefined, flags: ReplayFlags): Promise<number> {
  const { format, strict } = flags;
  if (format !== 'human' && format !== 'json')
    throw new UsageError('usage', `--format "${format}": replay prints human or json.`);
  const leftOut = checksLeftOut(checks, flags);
  const since = flags.since === undefined ? undefined : instantOf('--since', flags.since);
  const given = flags.until === undefined ? undefined : instantOf('--until', flags.until);
  const files = exportsAsked(flags.export);
  const loaded = await loadExport({ files, strict, ...(asked !== undefined && { customer: asked }) });
  if (!loaded.account.notifications?.length) {
    throw new UsageError(
      'nothing-to-check',
      'The export has no notifications, so no email can be judged. Add `notifications`.',
    );
  }
  const end = given ?? exportedAt(loaded) ?? { epochMs: Date.now(), offsetMinutes: 0 };
  // Whole seconds, so that the report says the moment it judged.
  const until = Math.floor(end.epochMs / 1000) * 1000;
  if (since !== undefined && since.epochMs > until) {
    const shown = formatInstant(until, end.offsetMinutes);
    throw new UsageError('usage', `--since "${flags.since}" is after the end of the period, ${shown}.`);
  }

  const one = asked === undefined ? undefined : onlyCustomer(loaded.customers, asked, loaded.nearest);
  const read = await withLoggedResults(loaded, one?.customer.id, {
    files: flags.deliveryLog,
    exports: files,
    now: until,
  });
  if (!flags.quiet) {
    for (const note of read.notes) standardError.write(`mailcheck: note: ${visible(note)}\n`);
  }

  const secrets = literalSecrets(read.account);
  const account = withholdReused(read.account, secrets);
  const found = one ? [one] : read.customers;
  const customers = found.map(({ index, customer }) => ({ index, value: withholdReused(customer, secrets) }));
  const whole = {
    ...account,
    customers: Object.fromEntries(customers.map(({ index, value }) => [index, value])),
  };
  const replayed = replay({
    account,
    customers,
    isOneCustomer: asked !== undefined,
    message: flags.message,
    since: since?.epochMs,
    until,
    offset: end.offsetMinutes,
    checks,
    leftOut,
    afterHandOff: AFTER_HAND_OFF,
    trace: tracer(whole, read.locate),
  });
  standardOutput.write(
    format === 'json'
      ? `${replayJson(replayed, read.sources, read.notes)}\n`
      : replayReport(replayed, read.sources, humanOptions(flags, true)),
  );
  return replayExitCode(replayed);
}

function exportedAt({ account }: LoadedExport) {
  return account.exportedAt ? parseInstant(account.exportedAt) : undefined;
}

function instantOf(option: string, text: string) {
  const instant = parseInstant(text);
  if (instant) return instant;
  throw new UsageError(
    'usage',
    `${option} "${text}" is not an instant with its offset. Expected one such as 2026-11-03T07:00:00-07:00 or 2026-11-03T14:00:00Z.`,
  );
}
