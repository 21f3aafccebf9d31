import { type Asked, emailsAsked } from '../core/diagnose.js';
import type { Probed, ProbedPart } from '../core/probed.js';
import type { OutputFlags } from './outputs.js';
import type { ProbeFlags } from './probe-flags.js';

/** What each part of the network is asked for. */
const CHECKS: Readonly<Record<ProbedPart, readonly string[]>> = {
  smtp: ['smtp-handshake'],
  ses: ['ses-account', 'recipient-suppression'],
  dns: ['sender-authentication', 'recipient-domain'],
};

/** The parts of the network whose checks are not all left out. */
export function partsOf(leftOut: ReadonlySet<string>): ReadonlySet<ProbedPart> {
  const parts: readonly ProbedPart[] = ['smtp', 'ses', 'dns'];
  return new Set(parts.filter((part) => CHECKS[part].some((id) => !leftOut.has(id))));
}

/** Asks the network about the emails of a request; what it takes to do so is loaded only now. */
export async function probe(
  asked: Asked,
  parts: ReadonlySet<ProbedPart>,
  flags: ProbeFlags & Pick<OutputFlags, 'color' | 'ascii'> & { readonly quiet: boolean },
): Promise<Probed> {
  const { probeWithProgress } = await import('./probing.js');
  const { account, question } = asked;
  return probeWithProgress({ account, emails: emailsAsked(asked), isDirect: question.direct, parts }, flags);
}
