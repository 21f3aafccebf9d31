// The bundled file of what asks the network: nothing here is loaded without --probe or the command `probe`.
import ora from 'ora';
import type { Probed, ProbedPart } from '../core/probed.js';
import { type ProbeRequest, probeAccount } from '../probes/probe-account.js';
import { type ProbeFlags, probeOptions } from './probe-flags.js';

const NAMES: Readonly<Record<ProbedPart, string>> = { smtp: 'SMTP server', ses: 'Amazon SES', dns: 'DNS' };

/**
 * Asks the network, with the stage in progress on stderr where that is a terminal. Ctrl-C ends it cleanly.
 * @throws UsageError for an option that is none; Cancelled after Ctrl-C.
 */
export async function probeWithProgress(
  request: ProbeRequest,
  flags: ProbeFlags & { readonly quiet: boolean },
): Promise<Probed> {
  const asked = probeOptions(flags);
  const cancel = new AbortController();
  const onInterrupt = () => cancel.abort();
  const stages = new Map<ProbedPart, string>();
  const spinner = ora({ stream: process.stderr, isSilent: flags.quiet || process.stderr.isTTY !== true });
  process.once('SIGINT', onInterrupt);
  spinner.start('Asking the network');
  try {
    return await probeAccount(request, {
      ...asked,
      environment: (name) => (name.startsWith('MAILCHECK_') ? process.env[name] : undefined),
      signal: cancel.signal,
      onStage: (part, stage) => {
        stages.set(part, stage);
        spinner.text = [...stages].map(([name, at]) => `${NAMES[name]}: ${at}`).join(', ');
      },
    });
  } finally {
    spinner.stop();
    process.off('SIGINT', onInterrupt);
  }
}
