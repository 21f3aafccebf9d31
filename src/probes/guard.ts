import { BlockList, isIPv6 } from 'node:net';

/** Which addresses may be contacted on the word of an export. */
export type AddressKind = 'public' | 'private' | 'forbidden';

// Addresses of a machine or a network of its own: RFC 1918, RFC 6598 (shared), RFC 6890 (loopback, special purposes),
// RFC 2544 (benchmarks, and proxies that stand in for names), RFC 4193 (unique local). They are contacted only when the
// person allows it.
const own = listOf([
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['192.0.0.0', 24],
  ['198.18.0.0', 15],
  ['::1', 128],
  ['fc00::', 7],
  ['fec0::', 10],
]);

// Never a mail server: link-local addresses, where clouds keep the credentials of a machine (RFC 3927, RFC 4291), the
// other places of such services, "this network", multicast and reserved addresses.
const never = listOf([
  ['169.254.0.0', 16],
  ['fe80::', 10],
  ['fd00:ec2::254', 128], // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
  ['fd20:ce::254', 128], // https://cloud.google.com/compute/docs/metadata/overview
  ['100.100.100.200', 32], // https://www.alibabacloud.com/help/en/ecs/user-guide/view-instance-metadata
  ['168.63.129.16', 32], // https://learn.microsoft.com/en-us/azure/virtual-network/what-is-ip-address-168-63-129-16
  ['192.0.0.192', 32], // https://docs.oracle.com/en-us/iaas/Content/Compute/Tasks/gettingmetadata.htm
  ['0.0.0.0', 8],
  ['224.0.0.0', 3],
  ['::', 128],
  ['ff00::', 8],
  ['100::', 64], // RFC 6666: discarded
  ['2001::', 32], // RFC 4380: carries an address that cannot be seen plainly
]);

// IPv6 forms that carry an IPv4 address inside: mapped, compatible, NAT64 (RFC 6052) and 6to4 (RFC 3056).
const CARRIERS: readonly (readonly [prefix: string, bits: number, firstGroup: number])[] = [
  ['::ffff:0:0', 96, 6],
  ['::ffff:0:0:0', 96, 6],
  ['::', 96, 6],
  ['64:ff9b::', 96, 6],
  ['64:ff9b:1::', 48, 6],
  ['2002::', 16, 1],
];
const carriers = CARRIERS.map(([prefix, bits, firstGroup]) => ({
  list: listOf([[prefix, bits]]),
  firstGroup,
}));

/**
 * What an IP address is, as far as contacting it goes. An IPv6 address that carries an IPv4 one is what that is.
 * A zone (`fe80::1%eth0`) means link-local.
 */
export function addressKind(address: string): AddressKind {
  if (address.includes('%')) return 'forbidden';
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  if (never.check(address, family)) return 'forbidden';
  if (own.check(address, family)) return 'private';
  if (family === 'ipv4') return 'public';
  const carrier = carriers.find(({ list }) => list.check(address, 'ipv6'));
  return carrier ? addressKind(carriedIn(address, carrier.firstGroup)) : 'public';
}

/** Whether an address may be contacted; private ones only where the person allowed them. */
export function mayContact(address: string, allowPrivate: boolean): boolean {
  const kind = addressKind(address);
  return kind === 'public' || (kind === 'private' && allowPrivate);
}

function listOf(networks: readonly (readonly [address: string, bits: number])[]): BlockList {
  const list = new BlockList();
  for (const [address, bits] of networks) list.addSubnet(address, bits, isIPv6(address) ? 'ipv6' : 'ipv4');
  return list;
}

/** The IPv4 address in two groups of an IPv6 address. */
function carriedIn(address: string, firstGroup: number): string {
  const [high = 0, low = 0] = groupsOf(address).slice(firstGroup);
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function groupsOf(address: string): number[] {
  // The URL parser writes every IPv6 address in its one canonical form (RFC 5952), without an IPv4 tail.
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const groups = (part: string) =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const before = groups(head);
  const after = groups(tail ?? '');
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}
