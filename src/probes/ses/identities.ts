import { domainToASCII } from 'node:url';
import { GetEmailIdentityCommand, type GetEmailIdentityCommandOutput } from '@aws-sdk/client-sesv2';
import type { SesDenied, SesFailed, SesIdentities, SesIdentity } from '../../core/probed-ses.js';
import type { Judged } from './judge-reply.js';
import { NOT_AN_ANSWER, type ReadWord, readIdentity } from './read-answer.js';

/** What asking for one identity came to; undefined where there is none of that name. */
export type IdentityAnswer = SesIdentity | SesDenied | SesFailed | undefined;
/** Asks for one identity. */
export type AskIdentity = (name: string) => Promise<IdentityAnswer>;

/** Amazon's place to send tests to, from a sandbox as well. https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html */
const SIMULATOR = 'simulator.amazonses.com';
const MOST_PARENTS = 5;

/**
 * The identities that cover an address. The address and its domain are both asked for: an address takes what it does
 * not set itself (DKIM, MAIL FROM) from its domain. Domains above count only where neither is verified.
 */
export async function identitiesOf(address: string, ask: AskIdentity): Promise<SesIdentities> {
  const found: SesIdentity[] = [];
  let trouble: SesDenied | SesFailed | undefined;
  for (const [index, name] of namesFor(address).entries()) {
    if (index > 1 && found.some(({ isVerified }) => isVerified)) break;
    const answer = name === SIMULATOR ? { name, isVerified: true } : await ask(name);
    if (answer === undefined) continue;
    if ('kind' in answer) trouble ??= answer;
    else found.push(answer);
  }
  return { found, trouble, elsewhere: [] };
}

/** The address as it is written, as Amazon tells apart the case of what stands before the @; then its domain, and those above. */
function namesFor(address: string): string[] {
  const at = address.lastIndexOf('@');
  if (at < 1 || address.length > 320 || /[\s\p{Cc}]/u.test(address)) return [];
  const domain = domainToASCII(address.slice(at + 1).replace(/\.$/, '')).toLowerCase();
  if (domain === '') return [address];
  const labels = domain.split('.');
  const above = labels.slice(1, -1).map((_, index) => labels.slice(index + 1).join('.'));
  return [address, domain, ...above.slice(0, MOST_PARENTS)];
}

/** The command for one identity. */
export const identityCommand = (name: string) => new GetEmailIdentityCommand({ EmailIdentity: name });

/** An answer as plain data; what does not look like one of Amazon's is none. */
export function toIdentity(
  name: string,
  judged: Judged<GetEmailIdentityCommandOutput>,
  word: ReadWord,
): IdentityAnswer {
  switch (judged.kind) {
    case 'not-found':
      return undefined;
    case 'denied':
    case 'failed':
      return judged;
    case 'refused':
      // The key has been accepted before, so this is no word on the key.
      return { kind: 'failed', cause: 'unreachable', detail: 'the service contradicts itself about the key' };
    case 'answered':
      return readIdentity(name, judged.value, word) ?? NOT_AN_ANSWER;
  }
}
