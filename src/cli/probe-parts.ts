import type { Account } from '../account/types.js';
import { type Asked, emailsAsked } from '../core/diagnose.js';
import type { Question, Subject } from '../core/facts.js';
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

type AskFlags = ProbeFlags & Pick<OutputFlags, 'color' | 'ascii'> & { readonly quiet: boolean };

/** Asks the network about the emails of a request. */
export function probe(asked: Asked, parts: ReadonlySet<ProbedPart>, flags: AskFlags): Promise<Probed> {
  return probeEmails(asked.account, emailsAsked(asked), asked.question, parts, flags);
}

/** Asks the network about emails; what it takes to do so is loaded only now. */
export async function probeEmails(
  account: Account,
  emails: readonly Subject[],
  { direct }: Question,
  parts: ReadonlySet<ProbedPart>,
  flags: AskFlags,
): Promise<Probed> {
  const { probeWithProgress } = await import('./probing.js');
  return probeWithProgress({ account, emails, isDirect: direct, parts }, flags);
}
