import { expect, it } from 'vitest';
import check from '../../checks/ses-settings.js';
import { type Case, checkTable, run } from '../support/check-table.js';
import { compactAccount } from '../support/compact-account.js';

// Invented keys with the right shapes.
const keyId = 'AKIAABCDEFGHIJ012345';
const secretKey = 'ABCDEFGHIJ0123456789abcdefghij/+01234567';
const healthy = { region: 'us-east-1', accessKeyId: keyId, secretAccessKey: secretKey };

/** Own SES with some of its settings changed; `undefined` takes one away. */
const ses = (settings: object, rest: Omit<Case, 'set'>): Case => {
  const all = Object.entries({ ...healthy, ...settings }).filter(([, value]) => value !== undefined);
  return { ...rest, set: { '/transport': { mode: 'ses', ses: Object.fromEntries(all) } } };
};
const key = '/transport/ses/accessKeyId';
const secret = '/transport/ses/secretAccessKey';
const empty = [null, '', ' \t'];

checkTable(check, [
  ses({}, { name: 'complete', says: ['pass'], naming: ['us-east-1'] }),
  ses({}, { name: 'complete, direct mail', direct: true, says: ['pass'] }),
  ses({ accessKeyId: 'ASIAABCDEFGHIJ012345' }, { name: 'a temporary key', says: ['pass'] }),
  {
    name: 'only direct emails means nothing here',
    set: { '/transport': { mode: 'ses', onlyDirectEmails: true, ses: { ...healthy, accessKeyId: null } } },
    says: ['fail missing-access-key-id'],
  },

  { name: 'house account', says: ['skip not-applicable'], naming: ['the house account'] },
  {
    name: 'house account, whatever SES says',
    set: { '/transport/ses': { accessKeyId: null, secretAccessKey: null } },
    says: ['skip not-applicable'],
  },
  {
    name: 'own SMTP',
    set: { '/transport/mode': 'smtp' },
    says: ['skip not-applicable'],
    naming: ['through SMTP'],
  },
  {
    name: 'own SMTP for direct emails only, automated mail',
    set: { '/transport': { mode: 'smtp', onlyDirectEmails: true } },
    says: ['skip not-applicable'],
    naming: ['the house account'],
  },
  {
    name: 'own SMTP for direct emails only, direct mail',
    direct: true,
    set: { '/transport': { mode: 'smtp', onlyDirectEmails: true } },
    says: ['skip not-applicable'],
    naming: ['through SMTP'],
  },
  { name: 'mode not given', set: { '/transport/mode': undefined }, says: ['unknown /transport/mode'] },
  { name: 'transport not given', set: { '/transport': undefined }, says: ['unknown /transport/mode'] },
  {
    name: 'mode not given, settings empty',
    set: { '/transport': { ses: { region: null, accessKeyId: null, secretAccessKey: null } } },
    says: ['unknown /transport/mode'],
  },

  ...empty.flatMap((value) => [
    ses(
      { accessKeyId: value },
      { name: `key id ${JSON.stringify(value)}`, says: ['fail missing-access-key-id'] },
    ),
    ses(
      { secretAccessKey: value },
      { name: `secret ${JSON.stringify(value)}`, says: ['fail missing-secret-access-key'] },
    ),
    ses({ region: value }, { name: `region ${JSON.stringify(value)}`, says: ['warn no-region'] }),
  ]),
  ses({ region: undefined }, { name: 'region not given', says: ['warn no-region'] }),
  ses({ accessKeyId: undefined }, { name: 'key id not given', says: [`unknown ${key}`] }),
  ses({ secretAccessKey: undefined }, { name: 'secret not given', says: [`unknown ${secret}`] }),
  {
    name: 'settings not given',
    set: { '/transport': { mode: 'ses' } },
    says: ['warn no-region', `unknown ${key} ${secret}`],
  },

  ses({ secretAccessKey: { env: 'MAILCHECK_SES' } }, { name: 'secret in a variable', says: ['pass'] }),
  ses({ secretAccessKey: '[redacted]' }, { name: 'secret withheld', says: ['pass'] }),

  ...[
    keyId.slice(1),
    keyId.slice(0, -1),
    `${keyId}A`,
    ` ${keyId}`,
    `${keyId}\n`,
    keyId.toLowerCase(),
    'AROAABCDEFGHIJ012345',
    'AKIAABCDEFGHIJ01234_',
    'office@cedar-credit.example',
    secretKey,
  ].map((accessKeyId) =>
    ses(
      { accessKeyId },
      { name: `no key id: ${JSON.stringify(accessKeyId)}`, says: ['warn access-key-shape'] },
    ),
  ),
  ses(
    { accessKeyId: 'AKIA123' },
    { name: 'what it looks like', says: ['warn access-key-shape'], naming: ['"AKIA"', '7 characters'] },
  ),

  ses(
    { secretAccessKey: `B${secretKey}abc` },
    { name: 'an SMTP password as secret', says: ['warn smtp-credentials-in-ses'] },
  ),
  ...[`A${secretKey}abc`, `b${secretKey}abc`, `B${secretKey}ab`, `B${secretKey}abcd`].map((secretAccessKey) =>
    ses(
      { secretAccessKey },
      { name: `not the shape of an SMTP password: ${secretAccessKey}`, says: ['pass'] },
    ),
  ),

  ses(
    { region: '', accessKeyId: null, secretAccessKey: '' },
    {
      name: 'all empty',
      says: ['fail missing-access-key-id', 'fail missing-secret-access-key', 'warn no-region'],
    },
  ),
  ses(
    { region: undefined, accessKeyId: 'office', secretAccessKey: `B${secretKey}abc` },
    {
      name: 'every warning at once',
      says: ['warn access-key-shape', 'warn smtp-credentials-in-ses', 'warn no-region'],
    },
  ),
  ses(
    { accessKeyId: null, secretAccessKey: undefined },
    { name: 'one empty, one not given', says: ['fail missing-access-key-id', `unknown ${secret}`] },
  ),
  ses(
    { accessKeyId: 'office', secretAccessKey: undefined },
    { name: 'a warning beside an absent fact', says: ['warn access-key-shape', `unknown ${secret}`] },
  ),
]);

it('does not repeat a secret that was put into the key id', () => {
  const account = {
    ...compactAccount(),
    transport: { mode: 'ses' as const, ses: { ...healthy, accessKeyId: secretKey } },
  };
  const [result] = run(check, account, {});
  expect(result?.code).toBe('access-key-shape');
  expect(`${result?.summary} ${result?.why} ${JSON.stringify(result?.remediation)}`).not.toContain(
    secretKey.slice(4),
  );
});
