import { Resolver } from 'node:dns/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dmarc, DnsProbed, RecipientMail, Spf } from '../../src/core/probed-dns.js';
import { type MailRoute, probeDns } from '../../src/probes/dns/probe-dns.js';
import { type DnsResolver, resolverFor } from '../../src/probes/dns/resolver.js';
import type { DnsServer } from '../servers/dns-server.js';
import { lacks } from '../servers/needs.js';
import { startNsd } from '../servers/nsd.js';
import { startUnbound } from '../servers/unbound.js';
import { type FakeZone, fakeResolver } from '../support/fake-resolver.js';

const domain = 'lender.example';

/** What is found of one sender and one recipient, both at the domain of the tests. */
async function probe(
  resolver: DnsResolver,
  transport: MailRoute = { kind: 'house' },
  name = domain,
): Promise<{ spf: Spf; dmarc: Dmarc; mail: RecipientMail; probed: DnsProbed }> {
  const senders = [{ domain: name }];
  const probed = await probeDns({ senders, recipients: [name], transport, resolver, timeoutMs: 5_000 });
  const { spf, dmarc } = probed.senders.get(name) ?? {};
  const mail = probed.recipients.get(name);
  if (!spf?.isKnown || !dmarc?.isKnown || !mail?.isKnown)
    throw new Error(JSON.stringify({ spf, dmarc, mail }));
  return { spf: spf.value, dmarc: dmarc.value, mail: mail.value, probed };
}

const known = <T>(value: T) => ({ isKnown: true, value });
const zone = (spf: string, others: FakeZone = {}): FakeZone => ({ [domain]: { txt: [spf] }, ...others });
const include = (name: string, spf: string): FakeZone => ({ [name]: { txt: [spf] } });
/** As many includes of a record that includes nothing. */
const includes = (count: number) =>
  Array.from({ length: count }, (_, i) => `include:i${i}.example`).join(' ');
const included = (count: number): FakeZone =>
  Object.assign({}, ...Array.from({ length: count }, (_, i) => include(`i${i}.example`, 'v=spf1 -all')));

describe('SPF records', () => {
  it.each<readonly [string, FakeZone, Partial<Spf>]>([
    [
      'none',
      { [domain]: { txt: ['something else', 'v=spf10 -all', 'v=spf'] } },
      { domainExists: true, records: [] },
    ],
    ['no TXT record at all', { [domain]: {} }, { domainExists: true, records: [] }],
    ['no such domain', {}, { domainExists: false, records: [] }],
    ['one among other texts', { [domain]: { txt: ['x=1', 'V=SPF1 -all'] } }, { records: ['V=SPF1 -all'] }],
    ['the version alone', zone('v=spf1'), { records: ['v=spf1'], fault: undefined, lookups: 0 }],
    [
      'in chunks',
      { [domain]: { txt: [['v=spf1 ip4:192.0.', '2.0/24 -all']] } },
      { records: ['v=spf1 ip4:192.0.2.0/24 -all'], fault: undefined },
    ],
    [
      'two',
      { [domain]: { txt: ['v=spf1 -all', 'v=spf1 ~all'] } },
      { records: ['v=spf1 -all', 'v=spf1 ~all'] },
    ],

    ['no look-ups in addresses and all', zone('v=spf1 ip4:192.0.2.1 ip6:2001:db8::/32 ~all'), { lookups: 0 }],
    [
      'ten',
      zone(`v=spf1 ${includes(10)} -all`, included(10)),
      { lookups: 10, isCounted: true, voidLookups: 0 },
    ],
    ['eleven', zone(`v=spf1 ${includes(11)} -all`, included(11)), { lookups: 11, isCounted: true }],
    [
      'those inside an include',
      zone('v=spf1 include:a.example -all', {
        ...include('a.example', 'v=spf1 include:b.example a -all'),
        ...include('b.example', 'v=spf1 mx -all'),
      }),
      { lookups: 4 },
    ],
    [
      'every kind of term, with and without a name',
      zone('v=spf1 a mx:m.example/24 ptr exists:e.example include:i.example redirect=r.example', {
        [domain]: {
          txt: ['v=spf1 a mx:m.example/24 ptr exists:e.example include:i.example redirect=r.example'],
          ipv4: ['192.0.2.1'],
        },
        'm.example': { mx: [[10, 'mail.example']] },
        'e.example': { ipv4: ['127.0.0.2'] },
        ...include('i.example', 'v=spf1 -all'),
        ...include('r.example', 'v=spf1 -all'),
      }),
      { lookups: 6, voidLookups: 0, fault: undefined },
    ],
    [
      'the same include each time',
      zone('v=spf1 include:i0.example include:i0.example -all', included(1)),
      { lookups: 2 },
    ],
    [
      'nothing after all',
      zone('v=spf1 -all include:i0.example a', included(1)),
      { lookups: 0, fault: undefined },
    ],
    ['no redirect beside all', zone('v=spf1 ~all redirect=gone.example'), { lookups: 0, fault: undefined }],
    [
      'a record that includes itself',
      zone(`v=spf1 include:${domain} -all`),
      { lookups: 40, isCounted: false },
    ],
    [
      'records that multiply',
      zone('v=spf1 include:a.example include:a.example -all', {
        ...include('a.example', 'v=spf1 include:b.example include:b.example -all'),
        ...include('b.example', 'v=spf1 include:c.example include:c.example -all'),
        ...include('c.example', 'v=spf1 include:a.example include:a.example -all'),
      }),
      { lookups: 40, isCounted: false },
    ],
    [
      'a name with a macro costs one, and what is behind it is not counted',
      zone('v=spf1 include:%{d}.spf.example include:i0.example -all', included(1)),
      { lookups: 2, isCounted: false, fault: undefined },
    ],
    [
      'void: a, mx and exists that find nothing',
      zone('v=spf1 a mx exists:e.example -all'),
      { voidLookups: 3 },
    ],
    [
      'not void: a name with an address of the other family',
      zone('v=spf1 a:h.example -all', { 'h.example': { ipv6: ['2001:db8::1'] } }),
      { voidLookups: 0, lookups: 1 },
    ],

    [
      'an unknown term',
      zone('v=spf1 inlcude:a.example -all'),
      { fault: '"inlcude:a.example" is no term of SPF' },
    ],
    ['an unknown modifier is nothing wrong', zone('v=spf1 note=this -all'), { fault: undefined }],
    [
      'an address out of range',
      zone('v=spf1 ip4:192.0.2.300 -all'),
      { fault: expect.stringContaining('ip4') },
    ],
    ['a network too narrow', zone('v=spf1 ip4:192.0.2.0/33 -all'), { fault: expect.stringContaining('/33') }],
    [
      'a network with a leading zero',
      zone('v=spf1 ip4:192.0.2.0/08 -all'),
      { fault: expect.stringContaining('/08') },
    ],
    [
      'IPv6 where IPv4 is meant',
      zone('v=spf1 ip4:2001:db8::1 -all'),
      { fault: expect.stringContaining('ip4') },
    ],
    ['a length of a too long', zone('v=spf1 a/24//129 -all'), { fault: expect.stringContaining('//129') }],
    [
      'both lengths',
      { [domain]: { txt: ['v=spf1 a/24//64 -all'], ipv4: ['192.0.2.1'] } },
      { fault: undefined },
    ],
    ['an include of nothing', zone('v=spf1 include: -all'), { fault: expect.stringContaining('include:') }],
    [
      'an include without a dot',
      zone('v=spf1 include:spf -all'),
      { fault: expect.stringContaining('include:spf') },
    ],
    ['all with a value', zone('v=spf1 all:x.example'), { fault: expect.stringContaining('all:x.example') }],
    ['a macro that is none', zone('v=spf1 exists:%x.example -all'), { fault: expect.stringContaining('%x') }],
    [
      'redirect twice',
      zone('v=spf1 redirect=a.example redirect=b.example'),
      { fault: 'it has redirect= twice' },
    ],
    ['redirect to nothing', zone('v=spf1 redirect='), { fault: 'redirect= names no domain' }],
    [
      'an include of a domain without SPF',
      zone('v=spf1 include:gone.example -all'),
      { fault: 'include:gone.example leads to no SPF record', voidLookups: 1 },
    ],
    [
      'a redirect to a domain without SPF',
      zone('v=spf1 redirect=gone.example'),
      { fault: 'redirect=gone.example leads to no SPF record' },
    ],
    [
      'an include of a domain with two',
      zone('v=spf1 include:a.example -all', { 'a.example': { txt: ['v=spf1 -all', 'v=spf1 -all'] } }),
      { fault: 'include:a.example leads to 2 SPF records' },
    ],
    [
      'a fault inside an include',
      zone('v=spf1 include:a.example -all', include('a.example', 'v=spf1 ip4 -all')),
      { fault: 'include:a.example: "ip4" is no term of SPF' },
    ],
    [
      'an mx with more than ten servers',
      {
        [domain]: {
          txt: ['v=spf1 mx -all'],
          mx: Array.from({ length: 11 }, (_, i) => [i, `m${i}.example`] as const),
        },
      },
      { fault: 'mx finds more than 10 mail servers' },
    ],
    [
      'an include that could not be told is no fault',
      zone('v=spf1 include:a.example -all', { 'a.example': 'ESERVFAIL' }),
      { fault: undefined, isCounted: false, lookups: 1 },
    ],
  ])('%s', async (_, names, expected) => {
    const { spf } = await probe(fakeResolver(names));
    expect(spf).toMatchObject(expected);
    expect(spf.coverage).toBeUndefined();
  });

  it('asks no more than 40 questions of a hostile record', async () => {
    const many = Array.from({ length: 39 }, (_, i) => `a:h${i}.example`).join(' ');
    const resolver = fakeResolver(zone(`v=spf1 ${many} -all`));
    const { spf } = await probe(resolver);
    expect(spf.lookups).toBe(39);
    expect(resolver.asked.filter((question) => question.includes(' h'))).toHaveLength(39);
  });

  it('asks each question once, whoever wants to know', async () => {
    const resolver = fakeResolver({
      ...zone('v=spf1 include:i0.example mx -all', included(1)),
      'other.example': { txt: ['v=spf1 include:I0.example. -all'], mx: [[5, 'mail.example']] },
      'mail.example': { ipv4: ['192.0.2.1'] },
    });
    await probeDns({
      senders: [{ domain }, { domain: 'other.example' }, { domain: 'Lender.Example' }],
      recipients: ['other.example', 'OTHER.example', domain],
      transport: { kind: 'house' },
      resolver,
      timeoutMs: 5_000,
    });
    expect(resolver.asked).toEqual([...new Set(resolver.asked)]);
    expect(resolver.asked).toContain('txt i0.example');
  });
});

describe('whether SPF covers the server of the mail', () => {
  const addresses = ['192.0.2.10', '2001:db8::10'];
  const through: MailRoute = { kind: 'smtp', smtpHost: 'smtp.host.example', smtpAddresses: addresses };
  const known: MailRoute = {
    kind: 'smtp',
    smtpHost: 'smtp.host.example',
    spfIncludes: ['_spf.host.example', 'spf2.host.example'],
  };
  const hostSpf = include('_spf.host.example', 'v=spf1 ip4:198.51.100.0/24 ~all');

  it.each<readonly [string, MailRoute, FakeZone, string]>([
    [
      'the include',
      known,
      zone('v=spf1 include:_spf.host.example -all', hostSpf),
      'covered: include:_spf.host.example',
    ],
    [
      'the other include',
      known,
      zone('v=spf1 include:SPF2.Host.Example. ~all', include('spf2.host.example', 'v=spf1 -all')),
      'covered: include:SPF2.Host.Example.',
    ],
    [
      'a redirect',
      known,
      zone('v=spf1 redirect=_spf.host.example', hostSpf),
      'covered: redirect=_spf.host.example',
    ],
    [
      'nested',
      known,
      zone('v=spf1 include:all.lender.example -all', {
        ...include('all.lender.example', 'v=spf1 include:_spf.host.example -all'),
        ...hostSpf,
      }),
      'covered: include:_spf.host.example in include:all.lender.example',
    ],
    [
      'no include',
      known,
      zone('v=spf1 include:i0.example -all', included(1)),
      'not-covered: include:_spf.host.example is missing',
    ],
    [
      'the include with a minus',
      known,
      zone('v=spf1 -include:_spf.host.example ~all', hostSpf),
      'not-covered: -include:_spf.host.example excludes it',
    ],
    [
      'the include behind all',
      known,
      zone('v=spf1 -all include:_spf.host.example', hostSpf),
      'not-covered: include:_spf.host.example is missing',
    ],
    ['+all', known, zone('v=spf1 +all'), 'covered: +all'],
    ['all without a sign', known, zone('v=spf1 all'), 'covered: all'],
    ['?all', known, zone('v=spf1 ?all'), 'not-covered: include:_spf.host.example is missing'],
    [
      'a macro',
      known,
      zone('v=spf1 include:%{ir}.spf.example -all'),
      'unclear: include:%{ir}.spf.example depends on the mail',
    ],
    [
      'a macro beside the include',
      known,
      zone('v=spf1 exists:%{i}.x.example include:_spf.host.example -all', hostSpf),
      'covered: include:_spf.host.example',
    ],
    [
      'an include with a macro before it',
      known,
      zone('v=spf1 include:%{d}.x.example include:_spf.host.example -all', hostSpf),
      'covered: include:_spf.host.example',
    ],
    ['ptr', known, zone('v=spf1 ptr -all'), 'unclear: ptr depends on the name of the sending server'],
    [
      'an include that could not be told',
      known,
      zone('v=spf1 include:a.example -all', { 'a.example': 'ESERVFAIL' }),
      'unclear: include:a.example: the name server failed (SERVFAIL)',
    ],
    [
      'an include of the provider that could not be told',
      known,
      zone('v=spf1 include:_spf.host.example -all', { '_spf.host.example': 'ETIMEOUT' }),
      'covered: include:_spf.host.example',
    ],
    [
      'look-ups without end',
      known,
      zone(`v=spf1 include:${domain} -all`),
      'unclear: it needs too many look-ups',
    ],

    ['the address', through, zone('v=spf1 ip4:192.0.2.10 -all'), 'covered: ip4:192.0.2.10'],
    ['the network', through, zone('v=spf1 ip4:192.0.2.0/28 -all'), 'covered: ip4:192.0.2.0/28'],
    [
      'the network beside it',
      through,
      zone('v=spf1 ip4:192.0.2.16/28 -all'),
      'not-covered: it does not allow 192.0.2.10, 2001:db8::10',
    ],
    ['the IPv6 network', through, zone('v=spf1 ip6:2001:db8::/64 -all'), 'covered: ip6:2001:db8::/64'],
    [
      'every IPv6 address is not every IPv4 address',
      { ...through, smtpAddresses: ['192.0.2.10'] },
      zone('v=spf1 ip6:::/0 -all'),
      'not-covered: it does not allow 192.0.2.10',
    ],
    ['a', through, { [domain]: { txt: ['v=spf1 a -all'], ipv4: ['192.0.2.10'] } }, 'covered: a'],
    [
      'a of another name',
      through,
      zone('v=spf1 a:h.example/24 -all', { 'h.example': { ipv4: ['192.0.2.200'] } }),
      'covered: a:h.example/24',
    ],
    [
      'a with the wrong length',
      through,
      zone('v=spf1 a:h.example/25 -all', { 'h.example': { ipv4: ['192.0.2.200'] } }),
      'not-covered: it does not allow 192.0.2.10, 2001:db8::10',
    ],
    [
      'a in an include is that of the included name',
      through,
      zone('v=spf1 include:i.example -all', {
        'i.example': { txt: ['v=spf1 a -all'], ipv4: ['192.0.2.10'] },
      }),
      'covered: a in include:i.example',
    ],
    [
      'mx',
      through,
      {
        [domain]: {
          txt: ['v=spf1 mx//64 -all'],
          mx: [
            [10, 'm1.example'],
            [20, 'm2.example'],
          ],
        },
        'm1.example': { ipv4: ['198.51.100.1'] },
        'm2.example': { ipv6: ['2001:db8::99'] },
      },
      'covered: mx//64',
    ],
    [
      'exists',
      through,
      zone('v=spf1 exists:e.example -all', { 'e.example': { ipv4: ['127.0.0.2'] } }),
      'covered: exists:e.example',
    ],
    [
      'a minus before',
      through,
      zone('v=spf1 -ip4:192.0.2.0/24 ip4:192.0.2.10 -all'),
      'not-covered: -ip4:192.0.2.0/24 excludes it',
    ],
    [
      'an a that could not be told',
      through,
      zone('v=spf1 a:h.example -all', { 'h.example': 'EREFUSED' }),
      'unclear: a:h.example: the name server refused the question (REFUSED)',
    ],
    [
      'a softfail inside an include says nothing',
      through,
      zone('v=spf1 include:i0.example ip4:192.0.2.10 -all', included(1)),
      'covered: ip4:192.0.2.10',
    ],
    ['nothing at all', through, zone('v=spf1'), 'not-covered: it does not allow 192.0.2.10, 2001:db8::10'],

    [
      'the host looked up',
      { kind: 'smtp', smtpHost: 'smtp.host.example' },
      zone('v=spf1 ip4:192.0.2.77 -all', { 'smtp.host.example': { ipv4: ['192.0.2.77'] } }),
      'covered: ip4:192.0.2.77',
    ],
    [
      'a host without an address',
      { kind: 'smtp', smtpHost: 'smtp.host.example' },
      zone('v=spf1 -all'),
      'unclear: the addresses of the mail server are not known',
    ],
    [
      'an address for a host',
      { kind: 'smtp', smtpHost: '192.0.2.77' },
      zone('v=spf1 ip4:192.0.2.77 -all'),
      'covered: ip4:192.0.2.77',
    ],
    [
      'no host',
      { kind: 'smtp' },
      zone('v=spf1 -all'),
      'unclear: the addresses of the mail server are not known',
    ],
    [
      'a fault behind what covers it',
      known,
      zone('v=spf1 include:_spf.host.example include:gone.example -all', hostSpf),
      'covered: include:_spf.host.example',
    ],
  ])('%s', async (_, transport, names, expected) => {
    const { spf } = await probe(fakeResolver(names), transport);
    expect(`${spf.coverage?.verdict}: ${spf.coverage?.how}`).toBe(expected);
    expect(spf.fault).toBeUndefined();
  });

  it('says nothing of a record that has a fault before what would cover it', async () => {
    const { spf } = await probe(
      fakeResolver(zone('v=spf1 include:gone.example include:_spf.host.example -all', hostSpf)),
      known,
    );
    expect(spf.fault).toBe('include:gone.example leads to no SPF record');
    expect(spf.coverage).toBeUndefined();
  });

  it.each<MailRoute>([
    { kind: 'house' },
    {},
    { ...known, kind: 'ses' },
    { ...known, isSenderReplaced: true },
  ])('is not asked where another domain is on the envelope: %j', async (transport) => {
    const { spf } = await probe(fakeResolver(zone('v=spf1 -all')), transport);
    expect(spf.coverage).toBeUndefined();
  });
});

describe('SPF of a MAIL FROM domain of Amazon SES', () => {
  const bounce = 'bounce.lender.example';
  it.each<readonly [string, FakeZone, object]>([
    [
      'covered',
      {
        [bounce]: { txt: ['v=spf1 include:amazonses.com ~all'] },
        ...include('amazonses.com', 'v=spf1 -all'),
      },
      { coverage: { verdict: 'covered', how: 'include:amazonses.com' } },
    ],
    [
      'not covered',
      { [bounce]: { txt: ['v=spf1 -all'] } },
      { coverage: { verdict: 'not-covered', how: 'include:amazonses.com is missing' } },
    ],
    ['none', {}, { records: [] }],
  ])('%s', async (_, names, expected) => {
    const probed = await probeDns({
      senders: [{ domain }],
      mailFromDomains: ['Bounce.lender.example'],
      recipients: [],
      transport: { kind: 'ses', spfIncludes: ['amazonses.com'] },
      resolver: fakeResolver({ ...zone('v=spf1 -all'), ...names }),
      timeoutMs: 5_000,
    });
    expect(probed.mailFrom.get(bounce)).toMatchObject({ isKnown: true, value: expected });
    expect(probed.senders.get(domain)?.spf).toMatchObject({ value: { coverage: undefined } });
    expect(probed.stages.filter(({ stage }) => stage === 'spf')).toHaveLength(2);
  });
});

describe('DKIM keys', () => {
  const at = (selector: string) => `${selector}._domainkey.${domain}`;
  it.each<readonly [string, FakeZone, object]>([
    ['present', { [at('s1')]: { txt: ['v=DKIM1; k=rsa; p=MIGf'] } }, { key: known('present') }],
    ['without a version', { [at('s1')]: { txt: ['k=rsa; p=MIGf'] } }, { key: known('present') }],
    ['in chunks', { [at('s1')]: { txt: [['v=DKIM1; p=MI', 'Gf']] } }, { key: known('present') }],
    ['of another version', { [at('s1')]: { txt: ['v=DKIM2; p=MIGf'] } }, { key: known('absent') }],
    ['revoked', { [at('s1')]: { txt: ['v=DKIM1; p='] } }, { key: known('revoked') }],
    ['another text', { [at('s1')]: { txt: ['hello'] } }, { key: known('absent') }],
    ['absent', {}, { key: known('absent') }],
    [
      'an alias to nowhere',
      { [at('s1')]: { txt: [], cname: ['s1.host.example'] } },
      { key: known('absent'), pointsTo: 's1.host.example' },
    ],
    [
      'not told',
      { [at('s1')]: 'ETIMEOUT' },
      { key: { isKnown: false, words: 'the name server did not answer in time' } },
    ],
  ])('%s', async (_, names, expected) => {
    const resolver = fakeResolver(zone('v=spf1 -all', names));
    const { probed } = await probe(resolver, { kind: 'house', dkimSelectors: ['s1'] });
    expect(probed.senders.get(domain)?.dkim).toEqual([{ selector: 's1', ...expected }]);
  });

  it('asks for none where no selector is known', async () => {
    const resolver = fakeResolver(zone('v=spf1 -all'));
    const { probed } = await probe(resolver);
    expect(probed.senders.get(domain)?.dkim).toEqual([]);
    expect(resolver.asked.join()).not.toContain('_domainkey');
    expect(probed.stages.find(({ stage }) => stage === 'dkim')?.status).toBe('skip');
  });
});

describe('DMARC', () => {
  const sub = 'a.mail.lender.example';
  const at = (name: string, ...txt: string[]): FakeZone => ({ [`_dmarc.${name}`]: { txt } });
  it.each<readonly [string, string, FakeZone, object]>([
    ['none', domain, {}, { record: undefined, passedOver: [], organizationalDomain: domain }],
    [
      'its own',
      domain,
      at(domain, 'v=DMARC1; p=reject; adkim=s; aspf=s; rua=mailto:d@lender.example'),
      {
        record: { at: domain, policy: 'reject', dkimAlignment: 'strict', spfAlignment: 'strict' },
        organizationalDomain: domain,
      },
    ],
    [
      'in RFC 7489 form',
      domain,
      at(domain, 'v=DMARC1;p=Quarantine;pct=50;ri=3600;fo=1'),
      { record: { policy: 'quarantine', dkimAlignment: 'relaxed', spfAlignment: 'relaxed' } },
    ],
    ['without p', domain, at(domain, 'v=DMARC1'), { record: { policy: 'none' } }],
    ['blanks everywhere', domain, at(domain, 'v = DMARC1 ; p = reject ; '), { record: { policy: 'reject' } }],
    ['among other texts', domain, at(domain, 'hello', 'v=DMARC1; p=none'), { record: { policy: 'none' } }],
    [
      'two',
      domain,
      at(domain, 'v=DMARC1; p=none', 'v=DMARC1; p=reject'),
      { record: undefined, passedOver: [`there are 2 DMARC records at ${domain}`] },
    ],
    ['not in capitals', domain, at(domain, 'v=dmarc1; p=reject'), { record: undefined }],
    ['the version last', domain, at(domain, 'p=reject; v=DMARC1'), { record: undefined }],
    ['another version', domain, at(domain, 'v=DMARC10; p=reject'), { record: undefined }],
    [
      'an unknown policy',
      domain,
      at(domain, 'v=DMARC1; p=refuse'),
      { record: undefined, passedOver: [`the DMARC record at ${domain} has an unknown policy`] },
    ],
    [
      'an unknown policy with reports',
      domain,
      at(domain, 'v=DMARC1; p=refuse; rua=mailto:d@lender.example'),
      { record: { policy: 'none' } },
    ],
    ['a test of reject', domain, at(domain, 'v=DMARC1; p=reject; t=y'), { record: { policy: 'quarantine' } }],
    [
      'a test of quarantine',
      domain,
      at(domain, 'v=DMARC1; p=quarantine; t=y'),
      { record: { policy: 'none' } },
    ],

    [
      'from above',
      sub,
      at(domain, 'v=DMARC1; p=reject'),
      { record: { at: domain, policy: 'reject' }, organizationalDomain: domain },
    ],
    [
      'from above, for subdomains',
      sub,
      { ...at(domain, 'v=DMARC1; p=reject; sp=quarantine; np=none'), [sub]: {} },
      { record: { policy: 'quarantine' } },
    ],
    [
      'from above, for a subdomain that is not there',
      sub,
      at(domain, 'v=DMARC1; p=none; sp=quarantine; np=reject'),
      { record: { policy: 'reject' } },
    ],
    [
      'from above, sp for it where np is not set',
      sub,
      at(domain, 'v=DMARC1; p=none; sp=quarantine'),
      { record: { policy: 'quarantine' } },
    ],
    [
      'its own has no use for sp',
      sub,
      at(sub, 'v=DMARC1; p=none; sp=reject'),
      { record: { at: sub, policy: 'none' }, organizationalDomain: sub },
    ],
    [
      'its own before that of the organization',
      sub,
      { ...at(sub, 'v=DMARC1; p=none'), ...at(domain, 'v=DMARC1; p=reject') },
      { record: { at: sub, policy: 'none' }, organizationalDomain: domain },
    ],
    [
      'not one in between',
      sub,
      { ...at(`mail.${domain}`, 'v=DMARC1; p=none'), ...at(domain, 'v=DMARC1; p=reject') },
      { record: { at: domain, policy: 'reject' }, organizationalDomain: domain },
    ],
    [
      'one in between that says it is the organization',
      sub,
      { ...at(`mail.${domain}`, 'v=DMARC1; p=none; psd=n'), ...at(domain, 'v=DMARC1; p=reject') },
      { record: { at: `mail.${domain}`, policy: 'none' }, organizationalDomain: `mail.${domain}` },
    ],
    [
      'that of a public suffix',
      sub,
      at('example', 'v=DMARC1; p=quarantine; sp=reject; psd=y'),
      { record: { at: 'example', policy: 'reject' }, organizationalDomain: domain },
    ],
    [
      'below a public suffix',
      sub,
      { ...at(domain, 'v=DMARC1; p=none'), ...at('example', 'v=DMARC1; p=reject; psd=y') },
      { record: { at: domain, policy: 'none' }, organizationalDomain: domain },
    ],
    [
      'two of its own, and one above',
      sub,
      { ...at(sub, 'v=DMARC1; p=none', 'v=DMARC1; p=none'), ...at(domain, 'v=DMARC1; p=reject') },
      { record: { at: domain }, passedOver: [`there are 2 DMARC records at ${sub}`] },
    ],
  ])('%s', async (_, name, names, expected) => {
    const { dmarc } = await probe(fakeResolver(names), undefined, name);
    expect(dmarc).toMatchObject(expected);
  });

  it('asks for eight names at most', async () => {
    const name = 'a.b.c.d.e.f.g.h.i.j.mail.lender.example';
    const resolver = fakeResolver({});
    await probe(resolver, undefined, name);
    expect(resolver.asked.filter((question) => question.startsWith('txt _dmarc.'))).toEqual(
      [name, 'g.h.i.j.mail.lender.example', 'h.i.j.mail.lender.example', 'i.j.mail.lender.example']
        .concat(['j.mail.lender.example', 'mail.lender.example', 'lender.example', 'example'])
        .map((at) => `txt _dmarc.${at}`),
    );
  });

  it.each<readonly [string, FakeZone, boolean]>([
    [
      'its own could not be told',
      { [`_dmarc.${sub}`]: 'ESERVFAIL', ...at(domain, 'v=DMARC1; p=none') },
      false,
    ],
    ['the one above could not be told', { [`_dmarc.mail.${domain}`]: 'ESERVFAIL' }, false],
    [
      'its own is there, and the one above could not be told',
      { ...at(sub, 'v=DMARC1; p=none'), [`_dmarc.${domain}`]: 'ESERVFAIL' },
      true,
    ],
  ])('%s', async (_, names, isKnown) => {
    const resolver = fakeResolver(names);
    const probed = await probeDns({
      senders: [{ domain: sub }],
      recipients: [],
      transport: {},
      resolver,
      timeoutMs: 5_000,
    });
    expect(probed.senders.get(sub)?.dmarc.isKnown).toBe(isKnown);
  });
});

describe('where mail goes', () => {
  it.each<readonly [string, FakeZone, object]>([
    ['no such domain', {}, { kind: 'no-such-domain', isReserved: false }],
    ['null MX', { [domain]: { mx: [[0, '']] } }, { kind: 'null-mx' }],
    ['null MX with another preference', { [domain]: { mx: [[10, '.']] } }, { kind: 'null-mx' }],
    [
      'servers by preference',
      {
        [domain]: {
          mx: [
            [20, 'b.example'],
            [10, 'Z.example.'],
            [10, 'a.example'],
            [5, 'gone.example'],
          ],
        },
        'z.example': { ipv6: ['2001:db8::1'] },
        'a.example': { ipv4: ['192.0.2.2', '192.0.2.1'] },
        'b.example': {},
      },
      {
        kind: 'mx',
        servers: [
          { name: 'gone.example', addresses: [] },
          { name: 'a.example', addresses: ['192.0.2.1', '192.0.2.2'] },
          { name: 'z.example', addresses: ['2001:db8::1'] },
          { name: 'b.example', addresses: [] },
        ],
      },
    ],
    [
      'an address for a server',
      { [domain]: { mx: [[10, '192.0.2.1']] } },
      { kind: 'mx', servers: [{ name: '192.0.2.1', addresses: [] }] },
    ],
    [
      'localhost for a server',
      { [domain]: { mx: [[10, 'localhost']] } },
      { kind: 'mx', servers: [{ name: 'localhost', addresses: [] }] },
    ],
    [
      'a null MX beside a server does not count',
      {
        [domain]: {
          mx: [
            [0, ''],
            [10, 'a.example'],
          ],
        },
        'a.example': { ipv4: ['192.0.2.1'] },
      },
      { kind: 'mx', servers: [{ name: 'a.example', addresses: ['192.0.2.1'] }] },
    ],
    [
      'no MX, but an address',
      { [domain]: { ipv4: ['192.0.2.1'] } },
      { kind: 'no-mx', addresses: ['192.0.2.1'] },
    ],
    [
      'no MX, but an IPv6 address',
      { [domain]: { ipv6: ['2001:db8::1'] } },
      { kind: 'no-mx', addresses: ['2001:db8::1'] },
    ],
    ['nothing', { [domain]: {} }, { kind: 'no-mx', addresses: [] }],
    ['an alias to nowhere', { [domain]: { mx: [], ipv4: [], ipv6: [] } }, { kind: 'no-mx', addresses: [] }],
    [
      'one server that could not be told beside one that is there',
      {
        [domain]: {
          mx: [
            [10, 'a.example'],
            [20, 'b.example'],
          ],
        },
        'a.example': 'ESERVFAIL',
        'b.example': { ipv4: ['192.0.2.1'] },
      },
      {
        kind: 'mx',
        servers: [
          { name: 'a.example', addresses: [] },
          { name: 'b.example', addresses: ['192.0.2.1'] },
        ],
      },
    ],
  ])('%s', async (_, names, expected) => {
    const { mail } = await probe(fakeResolver(names));
    expect(mail).toEqual(expected);
  });

  it.each<readonly [string, FakeZone, string]>([
    ['SERVFAIL', { [domain]: 'ESERVFAIL' }, 'the name server failed (SERVFAIL)'],
    ['REFUSED', { [domain]: 'EREFUSED' }, 'the name server refused the question (REFUSED)'],
    ['time-out', { [domain]: 'ETIMEOUT' }, 'the name server did not answer in time'],
    ['nobody there', { [domain]: 'ECONNREFUSED' }, 'nothing answers at the address of the name server'],
    ['a bad name', { [domain]: 'EBADNAME' }, 'DNS cannot hold such a name'],
    ['another fault', { [domain]: 'ENOMEM' }, 'the name server could not be asked (ENOMEM)'],
    [
      'the only server not told',
      { [domain]: { mx: [[10, 'a.example']] }, 'a.example': 'ESERVFAIL' },
      'the name server failed (SERVFAIL)',
    ],
  ])('not told: %s', async (_, names, words) => {
    const probed = await probeDns({
      senders: [],
      recipients: [domain],
      transport: {},
      resolver: fakeResolver(names),
      timeoutMs: 5_000,
    });
    expect(probed.recipients.get(domain)).toEqual({ isKnown: false, words });
    expect(probed.stages).toMatchObject([{ stage: 'mx', status: 'unknown', detail: `${domain}: ${words}` }]);
  });

  it.each(['nobody.invalid', 'localhost', 'mail.localhost', 'INVALID'])(
    'asks nobody about %s',
    async (name) => {
      const resolver = fakeResolver({});
      const probed = await probeDns({
        senders: [{ domain: name }],
        recipients: [name],
        transport: {},
        resolver,
        timeoutMs: 5_000,
      });
      const key = name.toLowerCase();
      expect(probed.recipients.get(key)).toEqual(known({ kind: 'no-such-domain', isReserved: true }));
      expect(probed.senders.get(key)?.spf).toMatchObject({ value: { domainExists: false } });
      expect(resolver.asked).toEqual([]);
    },
  );

  it('asks for letters beyond ASCII as DNS knows them', async () => {
    const resolver = fakeResolver({ 'xn--mnchen-3ya.example': { mx: [[0, '']] } });
    const probed = await probeDns({
      senders: [],
      recipients: ['MÜNCHEN.example'],
      transport: {},
      resolver,
      timeoutMs: 5_000,
    });
    expect(probed.recipients.get('münchen.example')).toEqual(known({ kind: 'null-mx' }));
  });
});

describe('the run', () => {
  it('names its stages, and the resolvers', async () => {
    const stages: string[] = [];
    const probed = await probeDns({
      senders: [{ domain }],
      recipients: ['mail.example'],
      transport: { kind: 'smtp', spfIncludes: ['_spf.host.example'], dkimSelectors: ['s1', 's2'] },
      resolver: fakeResolver({
        ...zone('v=spf1 include:_spf.host.example -all', include('_spf.host.example', 'v=spf1 -all')),
        [`s2._domainkey.${domain}`]: { txt: ['p=MIGf'] },
        [`_dmarc.${domain}`]: { txt: ['v=DMARC1; p=none'] },
        'mail.example': { mx: [[10, 'mx.mail.example']] },
        'mx.mail.example': { ipv4: ['192.0.2.1'] },
      }),
      timeoutMs: 5_000,
      onStage: (stage) => stages.push(stage),
    });
    expect(probed.target).toBe('192.0.2.53');
    expect(new Set(stages)).toEqual(new Set(['spf', 'dkim', 'dmarc', 'mx']));
    expect(probed.stages.map(({ stage, status, detail }) => `${stage} ${status} ${detail}`)).toEqual([
      'spf pass lender.example: covers the server by include:_spf.host.example, 1 look-up',
      'dkim pass lender.example: s1 absent and s2 present',
      'dmarc pass lender.example: none, by the record at lender.example',
      'mx pass mail.example: mx.mail.example',
    ]);
  });

  const silent: DnsResolver = {
    ...fakeResolver({}),
    resolveTxt: () => new Promise(() => {}),
    resolveMx: () => new Promise(() => {}),
  };

  it('ends at its deadline', async () => {
    const start = Date.now();
    const probed = await probeDns({
      senders: [{ domain }],
      recipients: Array.from({ length: 30 }, (_, i) => `r${i}.example`),
      transport: {},
      resolver: silent,
      timeoutMs: 100,
    });
    expect(Date.now() - start).toBeLessThan(2_000);
    const words = 'there was no answer within 0.1 s';
    expect(probed.senders.get(domain)).toEqual({
      spf: { isKnown: false, words },
      dkim: [],
      dmarc: { isKnown: false, words },
    });
    expect(probed.recipients.size).toBe(30);
    expect(probed.recipients.get('r29.example')).toEqual({ isKnown: false, words });
  });

  it.each(['before', 'while it runs'])('ends when it is broken off %s', async (when) => {
    const breakOff = new AbortController();
    if (when === 'before') breakOff.abort();
    else setTimeout(() => breakOff.abort(), 50);
    const probed = await probeDns({
      senders: [],
      recipients: [domain],
      transport: {},
      resolver: silent,
      signal: breakOff.signal,
      timeoutMs: 20_000,
    });
    expect(probed.recipients.get(domain)).toEqual({ isKnown: false, words: 'the questions were broken off' });
  });
});

describe('--dns-server', () => {
  it.each([
    ['127.0.0.1:5353', '127.0.0.1:5353'],
    ['192.0.2.1', '192.0.2.1'],
    [' 192.0.2.1:53 ', '192.0.2.1'],
    ['localhost:5353', '127.0.0.1:5353'],
    ['[::1]:5353', '[::1]:5353'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
  ])('%s', (text, server) => {
    expect(resolverFor(text).getServers()).toEqual([server]);
  });

  it.each([
    '',
    ' ',
    'dns.example',
    'dns.example:53',
    '192.0.2.1:0',
    '192.0.2.1:65536',
    '192.0.2.1:',
    '192.0.2.1:x',
    '[192.0.2.1]:53',
    '[]:53',
    '::1]:53',
    'http://192.0.2.1',
    '192.0.2.300:53',
  ])('refuses %j', (text) => {
    expect(() => resolverFor(text)).toThrow(expect.objectContaining({ name: 'UsageError', code: 'usage' }));
  });

  it("is this machine's own without it", () => {
    expect(resolverFor().getServers()).toEqual(new Resolver().getServers());
  });
});

describe.skipIf(lacks('nsd', 'unbound'))('real name servers', () => {
  const zones = {
    'lender.example': `
@ TXT "v=spf1 include:_spf.ho" "st.example -all"
@ TXT "another text"
_dmarc TXT "v=DMARC1; p=reject"
s1._domainkey CNAME s1.host.example.
s2._domainkey CNAME gone.host.example.
s3._domainkey CNAME gone.elsewhere.example.
`,
    'host.example': `
_spf TXT "v=spf1 ip4:192.0.2.0/24 ~all"
s1 TXT "v=DKIM1; p=MI" "Gf"
`,
    'mail.example': `
@ MX 10 mx1
@ MX 5 gone
mx1 A 192.0.2.1
none MX 0 .
bare A 192.0.2.2
alias CNAME nothing.elsewhere.example.
lost MX 10 gone
six MX 10 mx6
mx6 AAAA 2001:db8::1
empty TXT "nothing else"
`,
    'broken.example': undefined,
  };
  let nsd: DnsServer;
  let unbound: DnsServer;
  beforeAll(async () => {
    nsd = await startNsd(zones);
    unbound = await startUnbound({
      behind: { address: nsd.address, zones: Object.keys(zones) },
      faults: { 'refused.example': 'always_refuse', 'silent.example': 'always_deny' },
    });
  }, 30_000);
  afterAll(async () => {
    await unbound?.stop();
    await nsd?.stop();
  }, 30_000);

  const askFor = (server: () => DnsServer, recipients: readonly string[]) =>
    probeDns({
      senders: [{ domain: 'lender.example' }],
      recipients,
      transport: { kind: 'smtp', spfIncludes: ['_spf.host.example'], dkimSelectors: ['s1', 's2', 's3'] },
      resolver: resolverFor(server().address, undefined, { timeout: 200, tries: 2 }),
      timeoutMs: 10_000,
    });

  it.each([
    ['nsd', () => nsd],
    ['unbound', () => unbound],
  ] as const)('%s: records of a sender', async (_, server) => {
    const probed = await askFor(server, []);
    const sender = probed.senders.get('lender.example');
    expect(sender?.spf).toMatchObject({
      value: {
        records: ['v=spf1 include:_spf.host.example -all'],
        lookups: 1,
        coverage: { verdict: 'covered', how: 'include:_spf.host.example' },
      },
    });
    expect(sender?.dkim.slice(0, 2)).toEqual([
      { selector: 's1', key: known('present') },
      { selector: 's2', key: known('absent'), pointsTo: 'gone.host.example' },
    ]);
    // Whoever resolves the rest says so; a server that only knows the alias gives an empty answer.
    expect(sender?.dkim[2]?.selector).toBe('s3');
    expect(sender?.dmarc).toMatchObject({ value: { record: { policy: 'reject' } } });
    expect(probed.target).toBe(server().address);
  });

  it('nsd: an alias that leads out of its zones is an empty answer', async () => {
    const probed = await askFor(() => nsd, ['alias.mail.example']);
    expect(probed.recipients.get('alias.mail.example')).toEqual(known({ kind: 'no-mx', addresses: [] }));
    expect(probed.senders.get('lender.example')?.dkim[2]).toEqual({
      selector: 's3',
      key: known('absent'),
      pointsTo: 'gone.elsewhere.example',
    });
  });

  it.each<readonly [string, unknown]>([
    [
      'mail.example',
      known({
        kind: 'mx',
        servers: [
          { name: 'gone.mail.example', addresses: [] },
          { name: 'mx1.mail.example', addresses: ['192.0.2.1'] },
        ],
      }),
    ],
    ['none.mail.example', known({ kind: 'null-mx' })],
    ['bare.mail.example', known({ kind: 'no-mx', addresses: ['192.0.2.2'] })],
    ['empty.mail.example', known({ kind: 'no-mx', addresses: [] })],
    ['lost.mail.example', known({ kind: 'mx', servers: [{ name: 'gone.mail.example', addresses: [] }] })],
    [
      'six.mail.example',
      known({ kind: 'mx', servers: [{ name: 'mx6.mail.example', addresses: ['2001:db8::1'] }] }),
    ],
    ['missing.mail.example', known({ kind: 'no-such-domain', isReserved: false })],
    ['elsewhere.example', known({ kind: 'no-such-domain', isReserved: false })],
    ['broken.example', { isKnown: false, words: 'the name server failed (SERVFAIL)' }],
    ['refused.example', { isKnown: false, words: 'the name server refused the question (REFUSED)' }],
    ['silent.example', { isKnown: false, words: 'the name server did not answer in time' }],
  ])('unbound: %s', async (name, expected) => {
    const probed = await askFor(() => unbound, [name]);
    expect(probed.recipients.get(name)).toEqual(expected);
  });

  it('silence ends at the deadline, however patient the resolver is', async () => {
    const start = Date.now();
    const probed = await probeDns({
      senders: [{ domain: 'silent.example' }],
      recipients: ['silent.example'],
      transport: {},
      resolver: resolverFor(unbound.address),
      timeoutMs: 300,
    });
    expect(Date.now() - start).toBeLessThan(2_000);
    const untold = { isKnown: false, words: 'there was no answer within 0.3 s' };
    expect(probed.recipients.get('silent.example')).toEqual(untold);
    expect(probed.senders.get('silent.example')).toEqual({ spf: untold, dkim: [], dmarc: untold });
  });

  it('nobody at the port', async () => {
    const resolver = resolverFor('127.0.0.1:1');
    const probed = await probeDns({
      senders: [],
      recipients: ['mail.example'],
      transport: {},
      resolver,
      timeoutMs: 5_000,
    });
    expect(probed.recipients.get('mail.example')).toEqual({
      isKnown: false,
      words: 'nothing answers at the address of the name server',
    });
  });
});
