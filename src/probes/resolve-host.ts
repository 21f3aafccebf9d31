import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';

/** The addresses of a name; it rejects with the code of `node:dns`, such as ENOTFOUND. */
export type Lookup = (name: string) => Promise<readonly string[]>;

/** The way every program of this machine finds a name, its hosts file included. */
export const systemLookup: Lookup = async (name) => {
  const found = await lookup(name, { all: true, verbatim: true });
  return found.map(({ address }) => address);
};

/** By one resolver alone; a name with addresses of one family is found. */
export function lookupBy(resolver: { readonly resolve4: Lookup; readonly resolve6: Lookup }): Lookup {
  return async (name) => {
    const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    if (addresses.length > 0) return addresses;
    const failures = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
    throw failures.find((failure) => !isNotThere(failure)) ?? failures[0] ?? notFound(name);
  };
}

/** It answered that there is no such name, or none with an address; anything else is trouble on the way. */
export function isNotThere(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOTFOUND' || code === 'ENODATA' || code === 'EBADNAME';
}

/**
 * The addresses of a host as it stands in an export: an IP address is its own, `localhost` is this machine and
 * `.invalid` never exists (RFC 6761), and letters beyond ASCII are written as DNS knows them.
 */
export async function resolveHost(host: string, find: Lookup): Promise<readonly string[]> {
  if (isIP(host)) return [host];
  const name = domainToASCII(host).toLowerCase().replace(/\.$/, '');
  if (name === '' || name === 'invalid' || name.endsWith('.invalid')) throw notFound(host);
  if (name === 'localhost' || name.endsWith('.localhost')) return ['127.0.0.1', '::1'];
  const addresses = await find(name);
  if (addresses.length === 0) throw notFound(host);
  return [...new Set(addresses)];
}

function notFound(name: string): Error {
  return Object.assign(new Error(`no address for ${name}`), { code: 'ENOTFOUND' });
}
