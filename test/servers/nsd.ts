import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type DnsServer, isAnswering } from './dns-server.js';
import { serverProgram } from './needs.js';
import { freePorts, start, temporaryFolder } from './process.js';

/**
 * NSD on a free port of 127.0.0.1, with these zones: the records of each by its name, in the form of a zone file
 * (RFC 1035, section 5), without SOA and NS, which are added. A zone of undefined is broken: SERVFAIL.
 * It refuses questions about other zones.
 */
export async function startNsd(zones: Readonly<Record<string, string | undefined>>): Promise<DnsServer> {
  const program = serverProgram('nsd');
  const folder = await temporaryFolder('nsd');
  const within = (name: string) => path.join(folder.path, name);
  const [port = 0] = await freePorts(1);
  await mkdir(within('zones'));
  const names = Object.keys(zones);
  for (const [i, name] of names.entries()) {
    const records = zones[name];
    if (records !== undefined) await writeFile(within(`zones/${i}`), zoneFile(name, records));
  }
  await writeFile(within('nsd.conf'), configuration(folder.path, port, names));
  try {
    const server = await start({
      program,
      args: ['-d', '-c', within('nsd.conf')],
      isReady: () => isAnswering(port),
    });
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

function zoneFile(name: string, records: string): string {
  return `$ORIGIN ${name}.
$TTL 60
@ SOA ns.invalid. nobody.invalid. 1 3600 600 86400 60
@ NS ns.invalid.
${records}
`;
}

function configuration(folder: string, port: number, names: readonly string[]): string {
  const zones = names.map((name, i) => `zone:\n  name: "${name}"\n  zonefile: "zones/${i}"\n`);
  return `server:
  ip-address: 127.0.0.1@${port}
  username: ""
  chroot: ""
  database: ""
  server-count: 1
  zonesdir: "${folder}"
  pidfile: "${folder}/nsd.pid"
  xfrdfile: "${folder}/xfrd.state"
  zonelistfile: "${folder}/zone.list"
  xfrdir: "${folder}"
remote-control:
  control-enable: no
${zones.join('')}`;
}
