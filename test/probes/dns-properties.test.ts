import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isWithin } from '../../src/probes/dns/address-within.js';
import { walkUp } from '../../src/probes/dns/dmarc.js';
import { probeDns } from '../../src/probes/dns/probe-dns.js';
import { parseSpf } from '../../src/probes/dns/spf-record.js';
import { type FakeZone, fakeResolver } from '../support/fake-resolver.js';

/** An address as a number. */
function numberOf(address: string): bigint {
  if (!isIPv6(address)) return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const before = groups(head);
  const after = groups(tail ?? '');
  const zeros = Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...zeros, ...after].reduce((sum, part) => sum * 65_536n + BigInt(`0x${part}`), 0n);
}

const addressOf = (bits: bigint, width: number) =>
  width === 32
    ? [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join('.')
    : Array.from({ length: 8 }, (_, i) => ((bits >> BigInt(112 - 16 * i)) & 65_535n).toString(16)).join(':');

it.each([32, 128])('an address of %i bits lies in a network when their first bits are the same', (width) => {
  const top = (1n << BigInt(width)) - 1n;
  // Two addresses that differ in the lower bits only, so that both answers are frequent.
  const pair = fc
    .tuple(
      fc.bigInt({ min: 0n, max: top }),
      fc.integer({ min: 0, max: width }),
      fc.bigInt({ min: 0n, max: top }),
    )
    .map(([network, lower, noise]) => ({
      network: addressOf(network, width),
      address: addressOf(network ^ (noise & ((1n << BigInt(lower)) - 1n)), width),
    }));
  fc.assert(
    fc.property(pair, fc.integer({ min: 0, max: width }), ({ network, address }, bits) => {
      const rest = BigInt(width - bits);
      expect(isWithin(address, network, bits)).toBe(numberOf(address) >> rest === numberOf(network) >> rest);
    }),
  );
});

it('no address lies in a network of the other family', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.ipV6(), fc.integer({ min: 0, max: 32 }), (four, six, bits) => {
      expect(isWithin(four, six, bits)).toBe(false);
      expect(isWithin(six, four, bits)).toBe(false);
    }),
  );
});

/** A record: terms that cost nothing, terms that cost one look-up, and other records that it includes. */
type Tree = readonly ('ip4:192.0.2.1' | 'exists:e.example' | Tree)[];

const tree = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.array(
    fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      fc.constant('ip4:192.0.2.1' as const),
      fc.constant('exists:e.example' as const),
      tie('tree'),
    ),
    { maxLength: 7 },
  ),
})).tree;

const costOf = (record: Tree): number =>
  record.reduce<number>(
    (sum, term) => sum + (typeof term === 'string' ? Number(term.startsWith('exists')) : 1 + costOf(term)),
    0,
  );

/** The zone with the record at a name, and those it includes at names below. */
function publish(name: string, record: Tree): FakeZone {
  const terms = record.map((term, i) => (typeof term === 'string' ? term : `include:i${i}.${name}`));
  const included = record.map((term, i) => (typeof term === 'string' ? {} : publish(`i${i}.${name}`, term)));
  return Object.assign({ [name]: { txt: [`v=spf1 ${terms.join(' ')} -all`] } }, ...included);
}

it('the look-ups of an SPF record are its own and those of all it includes', async () => {
  await fc.assert(
    fc.asyncProperty(tree, async (record) => {
      const zone = { ...publish('lender.example', record), 'e.example': { ipv4: ['127.0.0.2'] } };
      const { senders } = await probeDns({
        senders: [{ domain: 'lender.example' }],
        recipients: [],
        transport: {},
        resolver: fakeResolver(zone),
        timeoutMs: 5_000,
      });
      const spf = senders.get('lender.example')?.spf;
      const cost = costOf(record);
      expect(spf).toMatchObject({ value: { lookups: Math.min(cost, 40), isCounted: cost <= 40 } });
    }),
  );
});

it('any text is either a record or has a fault', () => {
  const term = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'a',
      'mx/24',
      'a:%{d}/1//2',
      'include:x.example',
      'redirect=y.example',
      '?all',
      'ptr:',
      'exp=z.example',
    ),
  );
  fc.assert(
    fc.property(fc.array(term), (terms) => {
      const parsed = parseSpf(`v=spf1 ${terms.join(' ')}`);
      if (typeof parsed === 'string') expect(parsed).toMatch(/\S/);
      else expect(parsed.mechanisms.slice(0, -1).every(({ kind }) => kind !== 'all')).toBe(true);
    }),
  );
});

it('the walk up from a domain is short, and each step is below the next', () => {
  fc.assert(
    fc.property(fc.domain(), fc.integer({ min: 0, max: 12 }), (domain, depth) => {
      const start = `${'a.'.repeat(depth)}${domain}`;
      const walk = walkUp(start);
      expect(walk[0]).toBe(start);
      expect(walk.length).toBe(Math.min(8, start.split('.').length));
      expect(walk.at(-1)).not.toContain('.');
      for (const [i, name] of walk.slice(1).entries()) expect(walk[i]?.endsWith(`.${name}`)).toBe(true);
    }),
  );
});
