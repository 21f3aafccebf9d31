import { lookup } from 'node:dns/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressKind, mayContact } from '../../src/probes/guard.js';
import { lookupBy, resolveHost } from '../../src/probes/resolve-host.js';

describe('which addresses may be contacted', () => {
  it.each([
    ['192.0.3.1', 'public'],
    ['8.8.8.8', 'public'],
    ['172.15.255.255', 'public'],
    ['172.32.0.0', 'public'],
    ['2606:4700::1111', 'public'],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'private'],
    ['127.0.0.1', 'private'],
    ['127.255.0.1', 'private'],
    ['::1', 'private'],
    ['fd12:3456::1', 'private'],
    ['192.0.0.8', 'private'],
    ['198.18.0.1', 'private'],
    ['198.19.255.255', 'private'],
    ['100::1', 'forbidden'],
    ['2001:0:4136:e378::1', 'forbidden'],
    ['192.0.0.192', 'forbidden'],
    ['169.254.169.254', 'forbidden'],
    ['169.254.0.1', 'forbidden'],
    ['fe80::1', 'forbidden'],
    ['fe80::1%eth0', 'forbidden'],
    ['fd00:ec2::254', 'forbidden'],
    ['100.100.100.200', 'forbidden'],
    ['168.63.129.16', 'forbidden'],
    ['0.0.0.0', 'forbidden'],
    ['0.1.2.3', 'forbidden'],
    ['224.0.0.1', 'forbidden'],
    ['255.255.255.255', 'forbidden'],
    ['::', 'forbidden'],
    ['ff02::1', 'forbidden'],
  ])('%s is %s', (address, kind) => {
    expect(addressKind(address)).toBe(kind);
  });

  // Every way of writing an IPv4 address inside an IPv6 one, so that none gets past.
  const carried = fc
    .tuple(
      fc.constantFrom(
        '10.1.2.3',
        '127.0.0.1',
        '169.254.169.254',
        '8.8.4.4',
        '100.100.100.200',
        '192.168.0.9',
      ),
      fc.constantFrom('::ffff:', '::ffff:0:', '64:ff9b::', '64:ff9b:1::', '::'),
      fc.boolean(),
    )
    .map(([v4, prefix, asHex]) => {
      const [a = 0, b = 0, c = 0, d = 0] = v4.split('.').map(Number);
      const hex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
      return { v4, v6: `${prefix}${asHex ? hex : v4}` };
    });

  it('judges an IPv6 address that carries an IPv4 one by that', () => {
    fc.assert(
      fc.property(carried, ({ v4, v6 }) => {
        expect(addressKind(v6), v6).toBe(addressKind(v4));
      }),
    );
    expect(addressKind('2002:a9fe:a9fe::1')).toBe('forbidden');
    expect(addressKind('2002:7f00:1::')).toBe('private');
  });

  it('lets private ones be contacted only where the person allows it, and the others never', () => {
    expect(mayContact('127.0.0.1', false)).toBe(false);
    expect(mayContact('127.0.0.1', true)).toBe(true);
    expect(mayContact('169.254.169.254', true)).toBe(false);
    expect(mayContact('8.8.8.8', false)).toBe(true);
  });
});

describe('the addresses of a host', () => {
  const never = () => Promise.reject(new Error('was asked'));

  it.each([
    ['192.0.2.7', ['192.0.2.7']],
    ['::1', ['::1']],
    ['localhost', ['127.0.0.1', '::1']],
    ['mail.localhost', ['127.0.0.1', '::1']],
  ])('%s needs no look-up', async (host, addresses) => {
    expect(await resolveHost(host, never)).toEqual(addresses);
  });

  it.each(['smtp.invalid', 'invalid', 'SMTP.Invalid.'])('%s never exists', async (host) => {
    await expect(resolveHost(host, never)).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it('asks for a name as DNS knows it, and takes each address once', async () => {
    const asked: string[] = [];
    const find = async (name: string) => {
      asked.push(name);
      return ['192.0.2.1', '192.0.2.1', '2001:db8::1'];
    };
    expect(await resolveHost('smtp.bücher.example.', find)).toEqual(['192.0.2.1', '2001:db8::1']);
    expect(asked).toEqual(['smtp.xn--bcher-kva.example']);
  });

  it('is there with addresses of one family alone; trouble with the other does not hide them', async () => {
    const code = (name: string) => Object.assign(new Error(name), { code: name });
    const by = (four: string[] | Error, six: string[] | Error) =>
      lookupBy({
        resolve4: () => (four instanceof Error ? Promise.reject(four) : Promise.resolve(four)),
        resolve6: () => (six instanceof Error ? Promise.reject(six) : Promise.resolve(six)),
      });
    expect(await by(['192.0.2.1'], code('ENODATA'))('x.example')).toEqual(['192.0.2.1']);
    expect(await by(code('ESERVFAIL'), ['2001:db8::1'])('x.example')).toEqual(['2001:db8::1']);
    // "Could not tell" weighs more than "has none of this kind".
    await expect(by(code('ENODATA'), code('ETIMEOUT'))('x.example')).rejects.toMatchObject({
      code: 'ETIMEOUT',
    });
    await expect(by(code('ENOTFOUND'), code('ENOTFOUND'))('x.example')).rejects.toMatchObject({
      code: 'ENOTFOUND',
    });
  });

  it('takes what this machine calls localhost to be this machine', async () => {
    const { address } = await lookup('localhost');
    expect(['127.0.0.1', '::1']).toContain(address);
  });
});
