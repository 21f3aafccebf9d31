import { expect, it } from 'vitest';
import check from '../../checks/recipient-suppression.js';
import type { SesAnswer, SesSuppression } from '../../src/core/probed-ses.js';
import { type Case, checkTable, run } from '../support/check-table.js';
import { compactAccount } from '../support/compact-account.js';
import { NORA, sesProbed, sesRefused, sesTransport } from '../support/ses-probed.js';

type Rest = Omit<Case, 'probed'>;
const email = '/customers/0/email';

/** A case of the compact account with Amazon SES of its own, and what Amazon says of the customer's address. */
const ses = (answer: SesAnswer<SesSuppression | undefined>, { set, ...rest }: Rest): Case => ({
  ...rest,
  set: { '/transport': sesTransport(), ...set },
  probed: { ses: sesProbed({ suppressed: new Map([[NORA, answer]]) }) },
});
const refused = (refusal: Parameters<typeof sesRefused>[0], { set, ...rest }: Rest): Case => ({
  ...rest,
  set: { '/transport': sesTransport(), ...set },
  probed: { ses: sesRefused(refusal) },
});
const listed = (reason: SesSuppression['reason'], since?: string): SesAnswer<SesSuppression> => ({
  kind: 'answered',
  value: { reason, since },
});
const clear: SesAnswer<undefined> = { kind: 'answered', value: undefined };

checkTable(check, [
  ses(clear, { name: 'not suppressed', says: ['pass'], naming: [NORA, 'us-east-1'] }),
  ses(clear, { name: 'direct mail', direct: true, says: ['pass'] }),
  ses(listed('BOUNCE', '2026-08-29T12:00:00Z'), {
    name: 'after a bounce',
    says: ['fail suppressed'],
    naming: [`"${NORA}"`, 'BOUNCE since 2026-08-29T12:00:00Z'],
  }),
  ses(listed('COMPLAINT', '2026-08-29T12:00:00Z'), {
    name: 'after a complaint',
    says: ['fail suppressed'],
    naming: ['COMPLAINT since 2026-08-29T12:00:00Z'],
  }),
  ses(listed('BOUNCE'), { name: 'since when is not told', says: ['fail suppressed'], naming: ['(BOUNCE)'] }),
  ses(listed('BOUNCE'), {
    name: 'in capitals, with blanks',
    set: { [email]: ` ${NORA.toUpperCase()} ` },
    says: ['fail suppressed'],
  }),

  { name: 'nothing was asked', set: { '/transport': sesTransport() }, says: ['skip offline'] },
  { name: 'house account', probed: {}, says: ['skip not-applicable'], naming: ['the house account'] },
  {
    name: 'own SMTP',
    set: { '/transport/mode': 'smtp' },
    probed: {},
    says: ['skip not-applicable'],
    naming: ['through SMTP'],
  },
  {
    name: 'mode not given',
    set: { '/transport/mode': undefined },
    probed: {},
    says: ['skip blocked-by:ses-settings'],
  },
  {
    name: 'settings not complete',
    set: { '/transport': sesTransport({ secretAccessKey: null }) },
    probed: {},
    says: ['skip blocked-by:ses-settings'],
  },
  ses(clear, {
    name: 'two addresses in the one field',
    set: { [email]: 'a@b.example, c@d.example' },
    says: ['skip no-data'],
  }),
  ...[null, '', ' \t', 'not an address'].map((value) =>
    ses(clear, {
      name: `address ${JSON.stringify(value)}`,
      set: { [email]: value },
      says: ['skip blocked-by:customer-email'],
    }),
  ),
  ses(clear, {
    name: 'address not given',
    set: { [email]: undefined },
    says: [`unknown address-unknown ${email}`],
  }),
  ses(clear, {
    name: 'another address was asked about',
    set: { [email]: 'n@other.example' },
    says: ['skip no-data'],
  }),

  ses(
    { kind: 'denied', action: 'ses:GetSuppressedDestination' },
    { name: 'not allowed', says: ['unknown access-denied'], naming: ['ses:GetSuppressedDestination', NORA] },
  ),
  ses(
    { kind: 'failed', cause: 'throttled', detail: 'too many requests' },
    { name: 'too many requests', says: ['unknown throttled'] },
  ),
  ses(
    { kind: 'failed', cause: 'unreachable', detail: 'no answer in 10 s' },
    { name: 'no answer', says: ['unknown unreachable'], naming: ['no answer in 10 s'] },
  ),
  refused(
    { cause: 'unreachable', detail: 'no answer in 10 s' },
    { name: 'no answer at all', says: ['unknown unreachable'] },
  ),
  refused({ cause: 'clock-skew', ahead: 3600 }, { name: 'the clock', says: ['unknown clock-skew'] }),
  refused(
    { cause: 'secret-withheld', field: 'secretAccessKey', detail: 'the export withholds it' },
    { name: 'the secret is not here', says: ['unknown secret-withheld /transport/ses/secretAccessKey'] },
  ),
  ...(
    [
      'key-unknown',
      'secret-wrong',
      'smtp-password-used-as-secret',
      'token-expired',
      'not-subscribed',
      'sending-paused',
      'region-unknown',
    ] as const
  ).map((cause) =>
    refused(
      { cause, detail: 'AnException' },
      { name: `refused: ${cause}`, says: ['skip blocked-by:ses-account'] },
    ),
  ),
  refused(
    { cause: 'key-unknown', detail: 'AnException' },
    {
      name: 'refused, and no address',
      set: { [email]: null },
      says: ['skip blocked-by:customer-email'],
    },
  ),
]);

it('never advises to lift a complaint', () => {
  const account = compactAccount();
  const probed = { ses: sesProbed({ suppressed: new Map([[NORA, listed('COMPLAINT')]]) }) };
  Object.assign(account, { transport: sesTransport() });
  const [result] = run(check, account, { probed });
  expect(result?.code).toBe('suppressed');
  expect(result?.remediation?.steps[0]).toContain('Leave the address on the list');
  expect(JSON.stringify(result?.remediation)).not.toMatch(/remove|lift|delete/i);
});
