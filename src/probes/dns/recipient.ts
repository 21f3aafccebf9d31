import { isIP } from 'node:net';
import type { MailServer, RecipientMail, Told } from '../../core/probed-dns.js';
import { addressesOf } from './addresses-of.js';
import { isReserved, type Questions } from './questions.js';
import type { MxRecord } from './resolver.js';

// Those after it are reached only when ten others are down.
const MOST_MAIL_SERVERS = 10;

const NONE: Told<readonly string[]> = { isKnown: true, value: [] };

/** Where mail to a domain goes (RFC 5321, section 5.1). */
export async function readRecipient(domain: string, ask: Questions): Promise<Told<RecipientMail>> {
  const answer = await ask.mx(domain);
  switch (answer.kind) {
    case 'failed':
      return { isKnown: false, words: answer.words };
    case 'no-name':
      return { isKnown: true, value: { kind: 'no-such-domain', isReserved: isReserved(domain) } };
    case 'no-record': {
      const addresses = await addressesOf(domain, ask);
      return addresses.isKnown
        ? { isKnown: true, value: { kind: 'no-mx', addresses: addresses.value } }
        : addresses;
    }
    case 'found':
      return readServers(answer.records, ask);
  }
}

async function readServers(records: readonly MxRecord[], ask: Questions): Promise<Told<RecipientMail>> {
  const names = records
    .map(({ exchange, priority }) => ({ name: exchange.toLowerCase().replace(/\.$/, ''), priority }))
    // Name servers shuffle what is preferred alike; the same account gives the same words.
    .sort((a, b) => a.priority - b.priority || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name)
    .filter((name) => name !== '');
  // RFC 7505, section 3: the root as the only mail server.
  if (names.length === 0) return { isKnown: true, value: { kind: 'null-mx' } };
  const asked = [...new Set(names)].slice(0, MOST_MAIL_SERVERS);
  const found = await Promise.all(
    asked.map(async (name) => ({
      name,
      // An MX names a server; nobody connects to an address in its place (RFC 5321, section 5.1).
      addresses: isIP(name) ? NONE : await addressesOf(name, ask),
    })),
  );
  const servers = found.map(
    ({ name, addresses }): MailServer => ({ name, addresses: addresses.isKnown ? addresses.value : [] }),
  );
  // One that can be reached is enough; without one, a server that could not be told may be it.
  const unknown = found.flatMap(({ addresses }) => (addresses.isKnown ? [] : [addresses.words]));
  const [words] = unknown;
  const isReachable = servers.some(({ addresses }) => addresses.length > 0);
  return isReachable || words === undefined
    ? { isKnown: true, value: { kind: 'mx', servers } }
    : { isKnown: false, words };
}
