import { expect, it } from 'vitest';
import check from '../../checks/smtp-settings.js';
import { resultJson } from '../../src/report/json.js';
import { type Case, checkTable, run } from '../support/check-table.js';
import { compactAccount } from '../support/compact-account.js';

const healthy = { host: 'smtp.mail.example', user: 'office@cedar-credit.example', password: 'a b c' };
// Invented, with the shape of a secret access key.
const secretKey = 'ABCDEFGHIJ0123456789abcdefghij/+01234567';
const sesHost = 'email-smtp.us-east-1.amazonaws.com';

/** Own SMTP with some of its settings changed; `undefined` takes one away. */
const smtp = (settings: object, rest: Omit<Case, 'set'>): Case => {
  const all = Object.entries({ ...healthy, ...settings }).filter(([, value]) => value !== undefined);
  return { ...rest, set: { '/transport': { mode: 'smtp', smtp: Object.fromEntries(all) } } };
};
const at = (field: string) => `/transport/smtp/${field}`;
const mismatch = ['warn port-security-mismatch'];
const empty = [null, '', ' \t'];

checkTable(check, [
  smtp({}, { name: 'complete', says: ['pass'], naming: ['smtp.mail.example'] }),
  smtp({}, { name: 'complete, direct mail', direct: true, says: ['pass'] }),

  { name: 'house account', says: ['skip not-applicable'], naming: ['the house account'] },
  {
    name: 'Amazon SES',
    set: { '/transport': { mode: 'ses', smtp: { host: null } } },
    says: ['skip not-applicable'],
    naming: ['Amazon SES'],
  },
  {
    name: 'house account, whatever SMTP says',
    set: { '/transport/smtp': { host: 'smtp://nowhere', user: null, password: null } },
    says: ['skip not-applicable'],
  },
  ...(['house', 'ses'] as const).map((mode) => ({
    name: `only direct emails means nothing under ${mode}`,
    direct: true,
    set: { '/transport': { mode, onlyDirectEmails: true, smtp: { host: null } } },
    says: ['skip not-applicable'],
  })),
  { name: 'mode not given', set: { '/transport/mode': undefined }, says: ['unknown /transport/mode'] },
  { name: 'transport not given', set: { '/transport': undefined }, says: ['unknown /transport/mode'] },
  {
    name: 'mode not given, settings empty',
    set: { '/transport': { smtp: { host: null, user: null, password: null } } },
    says: ['unknown /transport/mode'],
  },
  {
    name: 'mode not given, for direct emails only',
    set: { '/transport': { onlyDirectEmails: true } },
    says: ['unknown /transport/mode'],
  },

  {
    name: 'for direct emails only, automated mail',
    set: { '/transport': { mode: 'smtp', onlyDirectEmails: true, smtp: { host: null } } },
    says: ['skip not-applicable'],
    naming: ['Automated mail leaves by the house account'],
  },
  {
    name: 'for direct emails only, direct mail',
    direct: true,
    set: { '/transport': { mode: 'smtp', onlyDirectEmails: true, smtp: { ...healthy, host: null } } },
    says: ['fail missing-host'],
  },
  {
    name: 'not for direct emails only, automated mail',
    set: { '/transport': { mode: 'smtp', onlyDirectEmails: false, smtp: { ...healthy, host: null } } },
    says: ['fail missing-host'],
  },

  ...empty.flatMap((value) =>
    (['host', 'user', 'password'] as const).map((field) =>
      smtp(
        { [field]: value },
        { name: `${field} ${JSON.stringify(value)}`, says: [`fail missing-${field}`] },
      ),
    ),
  ),
  smtp(
    { host: '', user: null, password: '  ' },
    { name: 'all three empty', says: ['fail missing-host', 'fail missing-user', 'fail missing-password'] },
  ),
  ...(['host', 'user', 'password'] as const).map((field) =>
    smtp({ [field]: undefined }, { name: `${field} not given`, says: [`unknown ${at(field)}`] }),
  ),
  smtp(
    { host: undefined, user: undefined, password: undefined },
    { name: 'all three not given', says: [`unknown ${at('host')} ${at('user')} ${at('password')}`] },
  ),
  {
    name: 'settings not given',
    set: { '/transport': { mode: 'smtp' } },
    says: [`unknown ${at('host')} ${at('user')} ${at('password')}`],
  },
  smtp(
    { host: null, password: undefined },
    { name: 'one empty, one not given', says: ['fail missing-host', `unknown ${at('password')}`] },
  ),

  smtp({ password: { env: 'MAILCHECK_SMTP_PASSWORD' } }, { name: 'password in a variable', says: ['pass'] }),
  smtp({ password: '[redacted]' }, { name: 'password withheld', says: ['pass'] }),

  ...[
    'https://smtp.mail.example',
    'smtp.mail.example/',
    'smtp.mail.example:587',
    'office@smtp.mail.example',
    'smtp mail.example',
    'smtp.mail\u00a0.example',
    ' smtp.mail.example',
    'smtp.mail.example\n',
    '2001:db8::25',
  ].map((host) =>
    smtp({ host }, { name: `no bare name: ${JSON.stringify(host)}`, says: ['fail host-not-a-name'] }),
  ),
  ...['SMTP.Mail.Example', 'mailhost', '192.0.2.25', 'smtp.mail.example.', 'smtp.bücher.example'].map(
    (host) => smtp({ host }, { name: `a bare name: ${host}`, says: ['pass'], naming: [`Host ${host},`] }),
  ),
  smtp(
    { host: 'smtp://office:hunter2@smtp.mail.example' },
    { name: 'a login within the host', says: ['fail host-not-a-name'], naming: ['"…@smtp.mail.example"'] },
  ),

  smtp({ port: 465, security: 'starttls' }, { name: '465 with STARTTLS', says: mismatch, naming: ['465'] }),
  smtp({ port: 465, security: 'none' }, { name: '465 without encryption', says: mismatch }),
  smtp({ port: 587, security: 'tls' }, { name: '587 with TLS', says: mismatch, naming: ['Port 587'] }),
  smtp({ port: 25, security: 'tls' }, { name: '25 with TLS', says: mismatch }),
  smtp(
    { security: 'tls' },
    { name: 'the default port with TLS', says: mismatch, naming: ['default port 587'] },
  ),
  smtp({ port: null, security: 'tls' }, { name: 'no port set, with TLS', says: mismatch }),
  ...[
    [465, 'tls'],
    [465, 'auto'],
    [465, undefined],
    [587, 'starttls'],
    [587, 'none'],
    [587, 'auto'],
    [25, 'starttls'],
    [25, 'none'],
    [25, undefined],
    [undefined, 'none'],
    [undefined, 'starttls'],
    [2525, 'tls'],
    [2465, 'starttls'],
  ].map(([port, security]) =>
    smtp({ port, security }, { name: `port ${port} goes with ${security}`, says: ['pass'] }),
  ),

  smtp(
    { host: sesHost, password: secretKey },
    { name: 'a secret access key as password', says: ['warn ses-secret-in-smtp'] },
  ),
  smtp(
    { host: sesHost.toUpperCase(), password: secretKey },
    { name: 'the SES host in capitals', says: ['warn ses-secret-in-smtp'] },
  ),
  smtp({ password: secretKey }, { name: 'forty characters at another host', says: ['pass'] }),
  smtp(
    { host: 'email-smtp.us-east-1.amazonaws.com.mail.example', password: secretKey },
    { name: 'a host that only begins like SES', says: ['pass'] },
  ),
  smtp(
    { host: sesHost, user: 'AKIAABCDEFGHIJ012345', password: `B${secretKey}abc` },
    { name: 'the right password, the user an access key id', says: ['pass'] },
  ),
  ...[secretKey.slice(1), `${secretKey}a`, secretKey.replace('+', '-')].map((password) =>
    smtp({ host: sesHost, password }, { name: `not the shape of a key: ${password}`, says: ['pass'] }),
  ),
  smtp(
    { host: sesHost, password: { env: 'MAILCHECK_SES' } },
    { name: 'an SES password in a variable', says: ['pass'] },
  ),
  smtp({ host: sesHost, password: '[redacted]' }, { name: 'an SES password withheld', says: ['pass'] }),

  smtp(
    { host: `${sesHost}:465`, user: '', port: 465, security: 'starttls' },
    {
      name: 'several at once',
      says: ['fail missing-user', 'fail host-not-a-name', 'warn port-security-mismatch'],
    },
  ),
  smtp(
    { host: sesHost, user: undefined, password: secretKey, security: 'tls' },
    {
      name: 'warnings beside an absent fact',
      says: ['warn port-security-mismatch', 'warn ses-secret-in-smtp', `unknown ${at('user')}`],
    },
  ),
]);

it.each([
  { host: sesHost, user: 'office', password: secretKey, secret: secretKey },
  { ...healthy, host: 'smtp://office:hunter2@smtp.mail.example', secret: 'hunter2' },
])('keeps the password out of what it says of $host', ({ secret, ...settings }) => {
  const account = { ...compactAccount(), transport: { mode: 'smtp' as const, smtp: settings } };
  const text = JSON.stringify(run(check, account, {}).map(resultJson));
  expect(text).toContain(check.id);
  expect(text).not.toContain(secret);
});
