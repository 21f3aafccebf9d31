import type { Told } from '../../core/probed-dns.js';
import type { Questions } from './questions.js';

/** The addresses of a name, of both families; an answer for one of them is enough. */
export async function addressesOf(name: string, ask: Questions): Promise<Told<readonly string[]>> {
  const answers = await Promise.all([ask.ipv4(name), ask.ipv6(name)]);
  const addresses = answers.flatMap((answer) => (answer.kind === 'found' ? [...answer.records].sort() : []));
  const failed = answers.find((answer) => answer.kind === 'failed');
  return addresses.length > 0 || failed?.kind !== 'failed'
    ? { isKnown: true, value: addresses }
    : { isKnown: false, words: failed.words };
}
