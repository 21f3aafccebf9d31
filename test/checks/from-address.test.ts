import { expect, it } from 'vitest';
import check from '../../checks/from-address.js';
import { type Case, checkTable, run } from '../support/check-table.js';
import { compactAccount } from '../support/compact-account.js';
import { identities, identity, sesProbed } from '../support/ses-probed.js';

const from = '/notifications/0/email/from';
const mode = '/transport/mode';
const office = 'office@cedar-credit.example';
const help = 'help@cedar-credit.example';

type Entry = {
  email?: string | null;
  primary?: boolean;
  validated?: boolean;
};
/** A case with these company emails, and with this From Address where one is given. */
const cases = (entries: readonly Entry[], rest: Case, chosen?: string): Case => ({
  ...rest,
  set: { '/companyEmails': entries, ...(chosen !== undefined && { [from]: chosen }), ...rest.set },
});
const verified: Entry = { email: office, primary: true, validated: true };
const unverified: Entry = { ...verified, validated: false };
const withoutWord: Entry = { email: office, primary: true };

/** What Amazon SES says of the address, beside what LoanPro has stored. */
const live = (found: Parameters<typeof identities>): Pick<Case, 'probed'> => ({
  probed: { ses: sesProbed({ senders: new Map([[office, identities(...found)]]) }) },
});

/** The same entries and From Address, whatever the mail leaves through. */
const inEveryMode = (
  name: string,
  entries: readonly Entry[],
  chosen: string,
  says: { house: string; smtp: string; unknown: string },
): Case[] => [
  cases(entries, { name: `${name}, house account`, says: [says.house] }, chosen),
  cases(entries, { name: `${name}, Amazon SES`, set: { [mode]: 'ses' }, says: [says.house] }, chosen),
  cases(entries, { name: `${name}, own SMTP`, set: { [mode]: 'smtp' }, says: [says.smtp] }, chosen),
  cases(
    entries,
    { name: `${name}, mode not given`, set: { [mode]: undefined }, says: [says.unknown] },
    chosen,
  ),
  cases(
    entries,
    { name: `${name}, transport not given`, set: { '/transport': undefined }, says: [says.unknown] },
    chosen,
  ),
  cases(
    entries,
    {
      name: `${name}, own SMTP for direct emails only`,
      set: { '/transport': { mode: 'smtp', onlyDirectEmails: true } },
      says: [says.house],
    },
    chosen,
  ),
];

checkTable(check, [
  { name: 'the verified primary', says: ['pass'], naming: [`Verified: ${office}.`] },

  ...inEveryMode('verified primary', [verified], 'company-primary', {
    house: 'pass',
    smtp: 'pass',
    unknown: 'pass',
  }),
  ...inEveryMode('verified address', [verified, { email: help, validated: true }], help, {
    house: 'pass',
    smtp: 'pass',
    unknown: 'pass',
  }),
  ...inEveryMode('unverified primary', [unverified], 'company-primary', {
    house: 'fail not-verified',
    smtp: 'warn not-verified',
    unknown: `unknown ${mode}`,
  }),
  ...inEveryMode('unverified address', [verified, { email: help, validated: false }], help, {
    house: 'fail not-verified',
    smtp: 'warn not-verified',
    unknown: `unknown ${mode}`,
  }),
  ...inEveryMode('an address not listed', [verified], 'gone@cedar-credit.example', {
    house: 'fail not-a-company-email',
    smtp: 'warn not-a-company-email',
    unknown: `unknown ${mode}`,
  }),
  ...inEveryMode('no primary', [{ email: office, primary: false, validated: true }], 'company-primary', {
    house: 'fail no-primary',
    smtp: 'fail no-primary',
    unknown: 'fail no-primary',
  }),
  ...inEveryMode('verification not given', [withoutWord], 'company-primary', {
    house: 'unknown /companyEmails/0/validated',
    smtp: 'skip no-data',
    unknown: 'unknown /companyEmails/0/validated',
  }),
  ...inEveryMode('primary not given', [{ email: office, validated: true }], 'company-primary', {
    house: 'unknown /companyEmails/0/primary',
    smtp: 'unknown /companyEmails/0/primary',
    unknown: 'unknown /companyEmails/0/primary',
  }),

  cases([], { name: 'no company email at all', says: ['fail no-primary'] }),
  cases([], { name: 'no company email, an address chosen', says: ['fail not-a-company-email'] }, office),
  { name: 'company emails null', set: { '/companyEmails': null }, says: ['fail no-primary'] },
  {
    name: 'company emails null, an address chosen',
    set: { '/companyEmails': null, [from]: office },
    says: ['fail not-a-company-email'],
    naming: [`"${office}"`],
  },
  {
    name: 'company emails not given',
    set: { '/companyEmails': undefined },
    says: ['unknown /companyEmails'],
  },
  {
    name: 'company emails not given, own SMTP',
    set: { '/companyEmails': undefined, [mode]: 'smtp' },
    says: ['unknown /companyEmails'],
  },
  {
    name: 'company emails not given, an address chosen',
    set: { '/companyEmails': undefined, [from]: office },
    says: ['unknown /companyEmails'],
  },

  ...[null, '', ' \t'].map((value) => ({
    name: `from ${JSON.stringify(value)}`,
    set: { [from]: value },
    says: ['skip blocked-by:message-present'],
  })),
  {
    name: 'from empty, company emails not given',
    set: { [from]: null, '/companyEmails': undefined },
    says: ['skip blocked-by:message-present'],
  },
  {
    name: 'from empty, no primary',
    set: { [from]: '', '/companyEmails': [] },
    says: ['skip blocked-by:message-present'],
  },
  { name: 'from not given', set: { [from]: undefined }, says: [`unknown ${from}`] },
  {
    name: 'from not given, own SMTP',
    set: { [from]: undefined, [mode]: 'smtp' },
    says: [`unknown ${from}`],
  },
  { name: 'email tab not given', set: { '/notifications/0/email': undefined }, says: [`unknown ${from}`] },

  cases([verified], { name: 'chosen in capitals', says: ['pass'] }, office.toUpperCase()),
  cases(
    [{ ...verified, email: 'Office@Cedar-Credit.EXAMPLE' }],
    { name: 'listed in capitals', says: ['pass'] },
    office,
  ),
  cases([{ ...verified, email: ` ${office}` }], { name: 'blanks around it', says: ['pass'] }, `${office} `),
  cases(
    [{ ...unverified, email: office.toUpperCase() }],
    { name: 'unverified whatever the case', says: ['fail not-verified'] },
    office,
  ),
  cases(
    [verified],
    { name: 'part of a listed address', says: ['fail not-a-company-email'] },
    'ffice@cedar-credit.example',
  ),

  cases([verified, { email: help, primary: true, validated: false }], {
    name: 'two primaries, the first verified',
    says: ['pass'],
    naming: [`Verified: ${office}.`],
  }),
  cases([unverified, { email: help, primary: true, validated: true }], {
    name: 'two primaries, the second verified',
    says: ['fail not-verified'],
    naming: [`"${office}"`],
  }),
  cases([{ email: help, validated: false }, verified], {
    name: 'an entry without primary before the primary',
    says: ['pass'],
    naming: [`Verified: ${office}.`],
  }),
  cases(
    [
      { email: help, primary: false, validated: true },
      { email: office, validated: true },
    ],
    { name: 'one entry may be the primary', says: ['unknown /companyEmails/1/primary'] },
  ),
  cases([{ email: help }, { email: office }], {
    name: 'two entries may be the primary',
    says: ['unknown /companyEmails/0/primary /companyEmails/1/primary'],
  }),
  cases(
    [unverified],
    { name: 'the chosen one need not be the primary', says: ['fail not-verified'] },
    office,
  ),
  cases(
    [{ email: help, primary: false, validated: true }],
    { name: 'an address needs no primary', says: ['pass'] },
    help,
  ),
  cases([{ email: help, validated: true }], { name: 'nor the word on it', says: ['pass'] }, help),
  cases(
    [
      { ...verified, primary: false },
      { email: help, validated: false },
    ],
    { name: 'only the chosen address counts', says: ['pass'] },
    office,
  ),
  cases(
    [verified, { primary: false, validated: true }],
    { name: 'an entry without an address could be it', says: ['unknown /companyEmails/1/email'] },
    help,
  ),
  cases(
    [verified, { email: null, primary: false, validated: true }],
    { name: 'an entry known to be empty is not it', says: ['fail not-a-company-email'] },
    help,
  ),
  cases([{ primary: true, validated: true }], {
    name: 'the address of the primary not given',
    says: ['pass'],
    naming: ['Verified: the primary company email.'],
  }),

  cases([verified], {
    name: 'live, verified',
    ...live([identity()]),
    set: { [mode]: 'ses' },
    says: ['pass'],
    naming: [`Verified: ${office}; Amazon SES in us-east-1 has verified "cedar-credit.example".`],
  }),
  cases([verified], {
    name: 'live, not verified',
    ...live([identity({ isVerified: false })]),
    set: { [mode]: 'ses' },
    says: ['pass'],
    naming: ['; Amazon SES in us-east-1 has not verified "cedar-credit.example".'],
  }),
  cases([verified], {
    name: 'live, not there',
    ...live([]),
    set: { [mode]: 'ses' },
    says: ['pass'],
    naming: ['; Amazon SES in us-east-1 knows neither the address nor its domain.'],
  }),
  cases([unverified], {
    name: 'live, verified while LoanPro has it as unverified',
    ...live([identity()]),
    set: { [mode]: 'ses' },
    says: ['fail not-verified'],
    naming: ['is not verified; Amazon SES in us-east-1 has verified'],
  }),
  cases([], {
    name: 'live, verified while LoanPro does not list it',
    ...live([identity()]),
    set: { [mode]: 'ses', [from]: office },
    says: ['fail not-a-company-email'],
    naming: ['is not one of the company emails; Amazon SES in us-east-1 has verified'],
  }),
  cases([verified], {
    name: 'live, another address was asked about',
    ...live([]),
    set: { [mode]: 'ses', [from]: office.replace('office', 'help') },
    says: ['fail not-a-company-email'],
    naming: ['is not one of the company emails.'],
  }),

  { name: 'direct mail, verified primary', direct: true, says: ['pass'], naming: [`Verified: ${office}.`] },
  {
    name: 'direct mail, whatever a notification chose',
    direct: true,
    set: { [from]: 'gone@cedar-credit.example' },
    says: ['pass'],
  },
  cases([unverified], { name: 'direct mail, unverified', direct: true, says: ['fail not-verified'] }),
  cases([unverified], {
    name: 'direct mail, unverified, own SMTP for direct emails only',
    direct: true,
    set: { '/transport': { mode: 'smtp', onlyDirectEmails: true } },
    says: ['warn not-verified'],
  }),
  cases([unverified], {
    name: 'direct mail, unverified, own SMTP',
    direct: true,
    set: { [mode]: 'smtp' },
    says: ['warn not-verified'],
  }),
  cases([withoutWord], {
    name: 'direct mail, verification not given',
    direct: true,
    says: ['unknown /companyEmails/0/validated'],
  }),
  cases([withoutWord], {
    name: 'direct mail, verification not given, own SMTP',
    direct: true,
    set: { [mode]: 'smtp' },
    says: ['skip no-data'],
  }),
  cases([], { name: 'direct mail, no primary', direct: true, says: ['fail no-primary'] }),
  {
    name: 'direct mail, company emails not given',
    direct: true,
    set: { '/companyEmails': undefined },
    says: ['unknown /companyEmails'],
  },
  { name: 'no notification', set: { '/notifications': [] }, says: ['pass'] },
  cases([unverified], {
    name: 'no notification, unverified primary',
    set: { '/notifications': [] },
    says: ['fail not-verified'],
  }),
]);

it('sends nobody who writes a direct mail to the screen of a notification', () => {
  const account = { ...compactAccount(), companyEmails: [{ email: help, primary: false, validated: true }] };
  const [direct] = run(check, account, { direct: true });
  const [automated] = run(check, account, {});
  expect(JSON.stringify(direct?.remediation)).toContain(help);
  expect(JSON.stringify(direct?.remediation)).not.toContain('(notification)');
  expect(automated?.remediation?.menu).toContain('(notification)');
});
