import type { DnsResolver } from '../../src/probes/dns/resolver.js';

/** The records of a name; a text in their place is the code that every question about the name fails with. */
export type FakeName =
  | string
  | {
      readonly txt?: readonly (string | readonly string[])[];
      readonly mx?: readonly (readonly [priority: number, exchange: string])[];
      readonly ipv4?: readonly string[];
      readonly ipv6?: readonly string[];
      readonly cname?: readonly string[];
    };

export type FakeZone = Readonly<Record<string, FakeName>>;

/** A resolver that knows these names and no others, and what it was asked. */
export function fakeResolver(zone: FakeZone): DnsResolver & { readonly asked: readonly string[] } {
  const asked: string[] = [];
  const answer = async <K extends 'txt' | 'mx' | 'ipv4' | 'ipv6' | 'cname'>(kind: K, name: string) => {
    asked.push(`${kind} ${name}`);
    const records = zone[name];
    if (records === undefined) throw failure('ENOTFOUND');
    if (typeof records === 'string') throw failure(records);
    const found = records[kind];
    if (found === undefined) throw failure('ENODATA');
    return found;
  };
  return {
    asked,
    resolveTxt: async (name) =>
      (await answer('txt', name)).map((text) => (typeof text === 'string' ? [text] : [...text])),
    resolveMx: async (name) =>
      (await answer('mx', name)).map(([priority, exchange]) => ({ priority, exchange })),
    resolve4: async (name) => [...(await answer('ipv4', name))],
    resolve6: async (name) => [...(await answer('ipv6', name))],
    resolveCname: async (name) => [...(await answer('cname', name))],
    getServers: () => ['192.0.2.53'],
    cancel: () => {},
  };
}

function failure(code: string): Error {
  return Object.assign(new Error(`query ${code}`), { code });
}
