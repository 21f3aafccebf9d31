import { literalSecrets, withholdReused } from '../account/reused-secrets.js';
import { parseInstant } from '../calendar/zone.js';
import { UsageError } from '../core/errors.js';
import type { LoggedStatus } from '../core/logged-status.js';
import { messageLog } from '../core/message-log.js';
import { visible } from '../report/harmless.js';
import { logJson, logReport } from '../report/log-human.js';
import { loadExport } from '../sources/export/load.js';
import { type AccountAsked, accountAsked } from './account-asked.js';
import { exportsAsked } from './exports-asked.js';
import type { LiveFlags } from './live.js';
import { humanOptions, type OutputFlags } from './outputs.js';
import { standardError, standardOutput } from './standard-streams.js';
import { type LogsAsked, withDeliveryLogs, withLenderLogs } from './with-delivery-logs.js';

/** The options of `mailcheck log`, as commander hands them over. */
export interface LogFlags
  extends Pick<OutputFlags, 'format' | 'verbose' | 'color' | 'ascii'>,
    Omit<LiveFlags, 'verbose'> {
  readonly export: readonly string[];
  readonly deliveryLog: readonly string[];
  readonly live: boolean;
  readonly status?: LoggedStatus;
  readonly message?: string;
  readonly since?: string;
  readonly at?: string;
  readonly strict: boolean;
}

/** What is read for a log, with a customer or without. */
type LogRead = Pick<AccountAsked, 'account' | 'sources' | 'notes' | 'locate' | 'isBroken'> & {
  readonly customer?: AccountAsked['customer'];
};

/** Runs `mailcheck log` and returns its exit code. */
export async function runLog(asked: string | undefined, flags: LogFlags): Promise<number> {
  const { format, deliveryLog } = flags;
  const since = instantOf('--since', flags.since);
  const until = instantOf('--at', flags.at);
  const moment = until ?? { epochMs: Date.now(), offsetMinutes: 0 };
  // Whole seconds, so that the report says the moment it looked at.
  const now = Math.floor(moment.epochMs / 1000) * 1000;
  if (asked === undefined && flags.live) {
    throw new UsageError(
      'usage',
      "--live reads the log of one customer: name one. The lender's own log is read from an export.",
    );
  }
  const files = exportsAsked(flags.export, !flags.live);
  const logs: LogsAsked = { files: deliveryLog, exports: files, now };
  const read = await (asked === undefined
    ? ofLender(files, flags, logs)
    : ofCustomer(asked, files, flags, logs, moment.offsetMinutes));
  if (!flags.quiet) {
    for (const note of read.notes) standardError.write(`mailcheck: note: ${visible(note)}\n`);
  }

  const secrets = literalSecrets(read.account);
  const log = messageLog({
    account: withholdReused(read.account, secrets),
    customer: read.customer && withholdReused(read.customer.value, secrets),
    message: flags.message,
    status: flags.status,
    since: since?.epochMs,
    until: until && now,
    now,
    offset: moment.offsetMinutes,
    locate: read.locate,
  });
  standardOutput.write(
    format === 'json'
      ? `${logJson(log, read.sources, read.notes)}\n`
      : logReport(log, read.sources, humanOptions(flags, true)),
  );
  return read.isBroken ? 4 : 0;
}

async function ofCustomer(
  asked: string,
  files: readonly string[],
  { message: _, ...flags }: LogFlags,
  logs: LogsAsked,
  offset: number,
): Promise<LogRead> {
  const question = { now: logs.now, offset, direct: false, event: undefined };
  return withDeliveryLogs(await accountAsked(asked, files, question, flags), logs);
}

async function ofLender(files: readonly string[], { strict }: LogFlags, logs: LogsAsked): Promise<LogRead> {
  const { account, sources, notes, locate } = await loadExport({ files, strict });
  return withLenderLogs({ account, sources, notes, locate, isBroken: false }, logs);
}

function instantOf(option: string, text: string | undefined) {
  if (text === undefined) return undefined;
  const instant = parseInstant(text);
  if (instant) return instant;
  throw new UsageError(
    'usage',
    `${option} "${text}" is not an instant with its offset. Expected one such as 2026-11-03T07:00:00-07:00 or 2026-11-03T14:00:00Z.`,
  );
}
