// The bundled file of what asks the network: nothing here is loaded without --probe or the command `probe`.
import chalk from 'chalk';
import ora from 'ora';
import type { Probed, ProbedPart } from '../core/probed.js';
import { type ProbeRequest, probeAccount } from '../probes/probe-account.js';
import { type ProbeFlags, probeOptions } from './probe-flags.js';
import { standardError } from './standard-streams.js';

const NAMES: Readonly<Record<ProbedPart, string>> = { smtp: 'SMTP server', ses: 'Amazon SES', dns: 'DNS' };

/** What the progress on stderr depends on. */
interface ProgressFlags {
  readonly quiet: boolean;
  readonly color: 'auto' | 'always' | 'never';
  readonly ascii: boolean;
}

/**
 * Asks the network, with the stage in progress on stderr where that is a terminal. Ctrl-C ends it cleanly.
 * @throws UsageError for an option that is none; Cancelled after Ctrl-C.
 */
export async function probeWithProgress(
  request: ProbeRequest,
  flags: ProbeFlags & ProgressFlags,
): Promise<Probed> {
  const asked = probeOptions(flags);
  const cancel = new AbortController();
  const onInterrupt = () => cancel.abort();
  const progress = progressOn(flags);
  process.once('SIGINT', onInterrupt);
  try {
    return await probeAccount(request, {
      ...asked,
      environment: (name) => (name.startsWith('MAILCHECK_') ? process.env[name] : undefined),
      signal: cancel.signal,
      onStage: (part, stage) => progress.show(part, stage),
    });
  } finally {
    progress.stop();
    process.off('SIGINT', onInterrupt);
  }
}

/** One line that is written over; on a terminal that says how wide it is. */
function progressOn({ quiet, color, ascii }: ProgressFlags) {
  const { stream } = standardError;
  const { columns = 0, isTTY } = stream;
  const isPlain = color === 'never' || Boolean(process.env['NO_COLOR']) || process.env['TERM'] === 'dumb';
  // ora has the colours of the one chalk there is.
  chalk.level = isPlain ? 0 : 1;
  const spinner = ora({
    stream,
    isSilent: quiet || isTTY !== true || columns < 10,
    // Without it Ctrl-C would not come through.
    discardStdin: false,
    spinner: ascii ? 'line' : 'dots',
    color: isPlain ? false : 'cyan',
  });
  const stages = new Map<ProbedPart, string>();
  spinner.start('Asking the network');
  return {
    show(part: ProbedPart, stage: string): void {
      stages.set(part, stage);
      const text = [...stages].map(([name, at]) => `${NAMES[name]}: ${at}`).join(', ');
      spinner.text = text.slice(0, columns - 4);
    },
    stop: () => spinner.stop(),
  };
}
