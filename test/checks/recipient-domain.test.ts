import check from '../../checks/recipient-domain.js';
import type { Probed } from '../../src/core/probed.js';
import type { RecipientMail, Told } from '../../src/core/probed-dns.js';
import { type Case, checkTable } from '../support/check-table.js';

const email = '/customers/0/email';

const asked = (domain: string, told: Told<RecipientMail>): Probed => ({
  dns: {
    target: '192.0.2.53',
    stages: [],
    senders: new Map(),
    mailFrom: new Map(),
    recipients: new Map([[domain, told]]),
  },
});
const told = (value: RecipientMail, domain = 'mail.example') => asked(domain, { isKnown: true, value });
const nowhere: RecipientMail = { kind: 'no-such-domain', isReserved: false };
const reached = told({ kind: 'mx', servers: [{ name: 'mx.mail.example', addresses: ['192.0.2.1'] }] });

const unaskable = (values: readonly unknown[], says: string): Case[] =>
  values.map((value) => ({
    name: `address ${JSON.stringify(value)}`,
    set: { [email]: value },
    probed: reached,
    says: [says],
  }));

checkTable(check, [
  { name: 'nothing asked', says: ['skip offline'] },
  { name: 'nothing asked, address not given', set: { [email]: undefined }, says: ['skip offline'] },
  { name: 'DNS not asked', probed: {}, says: ['skip no-data'] },
  { name: 'another domain asked', probed: told(nowhere, 'other.example'), says: ['skip no-data'] },

  {
    name: 'a mail server',
    probed: reached,
    says: ['pass'],
    naming: ['mail.example takes mail at mx.mail.example.'],
  },
  {
    name: 'a mail server behind one that is not there',
    probed: told({
      kind: 'mx',
      servers: [
        { name: 'gone.mail.example', addresses: [] },
        { name: 'mx.mail.example', addresses: ['2001:db8::1'] },
      ],
    }),
    says: ['pass'],
    naming: ['at mx.mail.example.'],
  },
  {
    name: 'in capitals, with blanks around it',
    set: { [email]: ' Nora@MAIL.Example ' },
    probed: reached,
    says: ['pass'],
  },

  {
    name: 'no such domain',
    probed: told(nowhere),
    says: ['fail no-such-domain'],
    naming: ['"mail.example" does not exist.'],
  },
  {
    name: 'no such domain, one slip from another',
    set: { [email]: 'nora@gmial.com' },
    probed: told(nowhere, 'gmial.com'),
    says: ['fail no-such-domain'],
    naming: ['"gmail.com" was probably meant'],
  },
  {
    name: 'a reserved domain',
    set: { [email]: 'nora@none.invalid' },
    probed: told({ kind: 'no-such-domain', isReserved: true }, 'none.invalid'),
    says: ['fail no-such-domain'],
    naming: ['reserved'],
  },
  { name: 'null MX', probed: told({ kind: 'null-mx' }), says: ['fail null-mx'], naming: ['null MX'] },
  {
    name: 'null MX, one slip from another',
    set: { [email]: 'nora@gmail.co' },
    probed: told({ kind: 'null-mx' }, 'gmail.co'),
    says: ['fail null-mx'],
    naming: ['"gmail.com" was probably meant'],
  },
  {
    name: 'no MX, but an address',
    probed: told({ kind: 'no-mx', addresses: ['192.0.2.1'] }),
    says: ['warn no-mx'],
    naming: ['its own address, 192.0.2.1.'],
  },
  {
    name: 'neither MX nor address',
    probed: told({ kind: 'no-mx', addresses: [] }),
    says: ['warn no-mx'],
    naming: ['cannot be delivered'],
  },
  {
    name: 'mail servers that are not there',
    probed: told({
      kind: 'mx',
      servers: [
        { name: 'mx1.mail.example', addresses: [] },
        { name: 'mx2.mail.example', addresses: [] },
      ],
    }),
    says: ['warn mx-unresolvable'],
    naming: ['"mx1.mail.example" and "mx2.mail.example"'],
  },
  {
    name: 'a name server that failed',
    probed: asked('mail.example', { isKnown: false, words: 'the name server failed (SERVFAIL)' }),
    says: ['unknown resolver-failed'],
    naming: ['SERVFAIL'],
  },

  {
    name: 'address not given',
    set: { [email]: undefined },
    probed: reached,
    says: [`unknown address-unknown ${email}`],
  },
  {
    name: 'address not given, DNS not asked',
    set: { [email]: undefined },
    probed: {},
    says: [`unknown address-unknown ${email}`],
  },
  ...unaskable([null, '', ' ', 'nora', 'nora@mail..example'], 'skip blocked-by:customer-email'),
  ...unaskable(['a@mail.example, b@mail.example'], 'skip no-data'),
  ...unaskable(['nora@[192.0.2.1]', 'nora@[IPv6:2001:db8::1]'], 'skip not-applicable'),
]);
