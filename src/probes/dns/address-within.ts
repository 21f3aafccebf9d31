import { BlockList, isIP } from 'node:net';

/** Whether an IP address lies in a network: its first `bits` bits are those of the network (RFC 4632). */
export function isWithin(address: string, network: string, bits: number): boolean {
  const family = isIP(address);
  // Node takes an IPv4 address for its IPv6 form, and would find it in ::/0.
  if (family === 0 || family !== isIP(network)) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(network, bits, type);
  return list.check(address, type);
}
