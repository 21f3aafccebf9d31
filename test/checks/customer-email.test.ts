import check from '../../checks/customer-email.js';
import { checkTable } from '../support/check-table.js';

const email = '/customers/0/email';
const cases = (says: string, addresses: readonly string[]) =>
  addresses.map((address) => ({
    name: `${says}: ${JSON.stringify(address)}`,
    set: { [email]: address },
    says: [says],
  }));

const localPart64 = 'a'.repeat(64);
const domain189 = `${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(61)}`;

checkTable(check, [
  { name: 'valid', says: ['pass'], naming: ['Well formed: nora.lindqvist@mail.example.'] },
  ...cases('pass', [
    'NORA@MAIL.EXAMPLE',
    'nora+loan@mail.example',
    "o'neil@mail.example",
    '!#$%&*/=?^`{|}~@mail.example',
    'nora@sub.domain.mail.example',
    'nora@a-b.example',
    'nora@1.example',
    'nora@xn--bcher-kva.example',
    'nora@example.test',
    'someone@none.example',
    `${localPart64}@mail.example`,
    `nora@${'b'.repeat(63)}.example`,
    `${localPart64}@${domain189}`,
  ]),

  { name: 'null', set: { [email]: null }, says: ['fail missing'], naming: ['Nora Lindqvist'] },
  ...cases('fail missing', ['', '   ', '\t\n']),
  {
    name: 'missing, a customer without a name',
    set: { [email]: null, '/customers/0/firstName': null, '/customers/0/lastName': ' ' },
    says: ['fail missing'],
  },
  { name: 'not given', set: { [email]: undefined }, says: [`unknown ${email}`] },

  ...cases('fail invalid', [
    'nora',
    'nora@',
    '@mail.example',
    'nora@@mail.example',
    'nora@mail@example.test',
    'nora lindqvist@mail.example',
    'nora@mail .example',
    '.nora@mail.example',
    'nora.@mail.example',
    'no..ra@mail.example',
    'nora@.mail.example',
    'nora@mail..example',
    'nora@mail.example.',
    'nora@ma_il.example',
    'nora@-mail.example',
    'nora@mail-.example',
    'nora@mail.-example',
    'no\u200bra@mail.example',
    'nora@mail.example\u200b',
    '\u00a0nora@mail.example',
    'no\u00adra@mail.example',
    'Nora <nora@mail.example>',
    '<nora@mail.example>',
    'mailto:nora@mail.example',
    'nora@[999.1.1.1]',
    'n/a',
    `${localPart64}a@mail.example`,
    `nora@${'b'.repeat(64)}.example`,
    `${localPart64}@${domain189}d`,
  ]),
  {
    name: 'invalid, with the reason',
    set: { [email]: 'nora.mail.example' },
    says: ['fail invalid'],
    naming: ['"nora.mail.example"', 'no @'],
  },
  ...cases('fail invalid', [
    'nora@mail.example,',
    'nora@mail.example; joe',
    'nora@mail.example, joe@',
    'nora@mail.example joe',
    ',',
  ]),

  ...cases('warn several-addresses', [
    'nora@mail.example,joe@mail.example',
    'nora@mail.example; joe@mail.example',
    'nora@mail.example joe@mail.example',
    'nora@mail.example, joe@mail.example; kim@mail.example',
    'nora@mail.example, nora@mail.example',
    'nora@mail.example, joe@mail.example,',
  ]),
  {
    name: 'several, named',
    set: { [email]: 'nora@mail.example, joe@mail.example' },
    says: ['warn several-addresses'],
    naming: ['2 addresses', '"nora@mail.example"', '"joe@mail.example"'],
  },

  ...cases('warn surrounding-space', [' nora@mail.example', 'nora@mail.example ', '\tnora@mail.example\n']),
  ...cases('warn non-ascii', ['zoë@mail.example', 'nora@bücher.example', '北@例え.example']),
  {
    name: 'letters beyond ASCII, named',
    set: { [email]: 'zoë@mail.example' },
    says: ['warn non-ascii'],
    naming: ['"ë"'],
  },
  ...cases('warn placeholder', [
    'none@mail.example',
    'NoEmail@mail.example',
    'none@cedar-credit.example',
    'test@test.com',
    'TEST@Test.com',
    'na@na.com',
  ]),
  ...cases('warn likely-typo', ['nora@gmial.com', 'nora@GMIAL.COM']),
  {
    name: 'a likely typo, with the address meant',
    set: { [email]: 'nora@gmial.com' },
    says: ['warn likely-typo'],
    naming: ['"nora@gmial.com"', '"nora@gmail.com"'],
  },
  ...cases('warn reserved-domain', ['nora@mail.invalid', 'nora@mail.localhost', 'nora@MAIL.INVALID']),
  ...cases('warn unusual', [
    '"nora lindqvist"@mail.example',
    'nora@[192.0.2.1]',
    'nora@[IPv6:2001:db8::1]',
    'nora@mail',
    'nora@192.0.2.1',
    'nora@mail.123',
  ]),
  {
    name: 'each remark has a finding of its own',
    set: { [email]: ' none@gmial.com' },
    says: ['warn surrounding-space', 'warn placeholder', 'warn likely-typo'],
  },
  {
    name: 'localhost is reserved, and without a dot',
    set: { [email]: 'nora@localhost' },
    says: ['warn reserved-domain', 'warn unusual'],
  },

  { name: 'direct mail, valid', direct: true, says: ['pass'] },
  { name: 'direct mail, missing', set: { [email]: '' }, direct: true, says: ['fail missing'] },
  { name: 'direct mail, not given', set: { [email]: undefined }, direct: true, says: [`unknown ${email}`] },
  { name: 'no links, no address', set: { [email]: null, '/customers/0/links': [] }, says: ['fail missing'] },
]);
