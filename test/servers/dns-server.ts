import { Resolver } from 'node:dns/promises';

export interface DnsServer {
  /** `host:port`, as `--dns-server` takes it. */
  readonly address: string;
  /** Ends it and removes its folder. */
  readonly stop: () => Promise<void>;
}

/** Whether something at a port of 127.0.0.1 answers DNS, whatever it says. */
export async function isAnswering(port: number): Promise<boolean> {
  const resolver = new Resolver({ timeout: 200, tries: 1 });
  resolver.setServers([`127.0.0.1:${port}`]);
  try {
    await resolver.resolveTxt('ready.invalid');
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code !== 'ECONNREFUSED' && code !== 'ETIMEOUT';
  }
}
