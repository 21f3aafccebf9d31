import { Resolver } from 'node:dns/promises';
import { isIPv4, isIPv6 } from 'node:net';
import { UsageError } from '../../core/errors.js';
import { quoted } from '../../core/words.js';

/** What a probe asks of a resolver; `dns.promises.Resolver` is one. */
export interface DnsResolver {
  resolveTxt(name: string): Promise<string[][]>;
  resolveMx(name: string): Promise<MxRecord[]>;
  resolve4(name: string): Promise<string[]>;
  resolve6(name: string): Promise<string[]>;
  resolveCname(name: string): Promise<string[]>;
  getServers(): string[];
  /** Ends every question under way. */
  cancel(): void;
}

/** `exchange` is empty for the root, which is a null MX (RFC 7505). */
export interface MxRecord {
  readonly exchange: string;
  readonly priority: number;
}

/** How long a resolver waits for an answer the first time, in milliseconds, and how often it asks. */
interface Patience {
  readonly timeout: number;
  readonly tries: number;
}

/**
 * A resolver of its own: this machine's name servers, or the one of `--dns-server` (`HOST:PORT`, `HOST`,
 * `[IPv6]:PORT`; port 53 unless given).
 * @param signal ends every question under way.
 * @throws UsageError for what names no server.
 */
export function resolverFor(
  dnsServer?: string,
  signal?: AbortSignal,
  { timeout, tries }: Patience = { timeout: 2500, tries: 2 },
): Resolver {
  const resolver = new Resolver({ timeout, tries });
  if (dnsServer !== undefined) resolver.setServers([serverOf(dnsServer)]);
  signal?.addEventListener('abort', () => resolver.cancel(), { once: true });
  return resolver;
}

function serverOf(text: string): string {
  const trimmed = text.trim();
  const [, bracketed, plain = '', port = '53'] =
    /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d{1,5}))?$/.exec(isIPv6(trimmed) ? `[${trimmed}]` : trimmed) ?? [];
  const host = plain.toLowerCase() === 'localhost' ? '127.0.0.1' : plain;
  const isPort = Number(port) >= 1 && Number(port) <= 65_535;
  if (bracketed !== undefined && isIPv6(bracketed) && isPort) return `[${bracketed}]:${port}`;
  if (isIPv4(host) && isPort) return `${host}:${port}`;
  throw new UsageError(
    'usage',
    `--dns-server takes the address of a name server, and a port where it is not 53, such as 127.0.0.1:5353 or [::1]:5353; ${quoted(text)} is none. Names other than localhost are not looked up.`,
  );
}
