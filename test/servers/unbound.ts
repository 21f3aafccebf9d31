import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type DnsServer, isAnswering } from './dns-server.js';
import { serverProgram } from './needs.js';
import { freePorts, start, temporaryFolder } from './process.js';

/** How a name, and all below it, is answered: NXDOMAIN, REFUSED, or not at all. */
export type Fault = 'always_nxdomain' | 'always_refuse' | 'always_deny';

export interface UnboundZones {
  /** Zones of another server (`host:port`), which it asks as a resolver does. */
  readonly behind?: { readonly address: string; readonly zones: readonly string[] };
  readonly faults?: Readonly<Record<string, Fault>>;
}

/** Unbound on a free port of 127.0.0.1. It asks nobody else: other names do not exist (NXDOMAIN). */
export async function startUnbound({ behind, faults = {} }: UnboundZones): Promise<DnsServer> {
  const program = serverProgram('unbound');
  const folder = await temporaryFolder('unbound');
  const [port = 0] = await freePorts(1);
  const file = path.join(folder.path, 'unbound.conf');
  const local = [
    ['.', 'static'],
    ...(behind?.zones ?? []).map((zone) => [zone, 'transparent']),
    ...Object.entries(faults),
  ];
  const stubs = (behind?.zones ?? []).map(
    (zone) => `stub-zone:\n  name: "${zone}."\n  stub-addr: ${behind?.address.replace(':', '@')}\n`,
  );
  await writeFile(
    file,
    `server:
  interface: 127.0.0.1
  port: ${port}
  username: ""
  chroot: ""
  directory: "${folder.path}"
  pidfile: "${folder.path}/unbound.pid"
  do-daemonize: no
  use-syslog: no
  num-threads: 1
  do-ip6: no
  module-config: "iterator"
  do-not-query-localhost: no
${local.map(([name, type]) => `  local-zone: "${name === '.' ? '.' : `${name}.`}" ${type}\n`).join('')}remote-control:
  control-enable: no
${stubs.join('')}`,
  );
  try {
    const server = await start({ program, args: ['-c', file], isReady: () => isAnswering(port) });
    const stop = async () => {
      await server.stop();
      await folder.remove();
    };
    return { address: `127.0.0.1:${port}`, stop };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}
