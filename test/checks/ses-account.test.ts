import check from '../../checks/ses-account.js';
import type {
  SesDenied,
  SesFailed,
  SesIdentities,
  SesMailFrom,
  SesProbed,
} from '../../src/core/probed-ses.js';
import { type Case, checkTable } from '../support/check-table.js';
import {
  account,
  identities,
  identity,
  NORA,
  OFFICE,
  sesProbed,
  sesRefused,
  sesTransport,
} from '../support/ses-probed.js';

type Rest = Omit<Case, 'probed'>;

/** A case of the compact account with Amazon SES of its own. */
const ses = (probed: Partial<SesProbed>, { set, ...rest }: Rest): Case => ({
  ...rest,
  set: { '/transport': sesTransport(), ...set },
  probed: { ses: sesProbed(probed) },
});
const refused = (refusal: Parameters<typeof sesRefused>[0], { set, ...rest }: Rest): Case => ({
  ...rest,
  set: { '/transport': sesTransport(), ...set },
  probed: { ses: sesRefused(refusal) },
});
const sender = (found: SesIdentities) => ({ senders: new Map([[OFFICE, found]]) });
const sandbox = (found?: SesIdentities) => ({
  account: account({ production: false }),
  recipients: new Map(found ? [[NORA, found]] : []),
});
const mailFrom = (changed: Partial<SesMailFrom>) =>
  sender(
    identities(
      identity({
        mailFrom: { domain: 'bounce.cedar-credit.example', status: 'SUCCESS', refusesMail: true, ...changed },
      }),
    ),
  );
const denied = (action: string): SesDenied => ({ kind: 'denied', action });
const failed = (cause: SesFailed['cause']): SesFailed => ({
  kind: 'failed',
  cause,
  detail: 'no answer in 5 s',
});
const unread = (trouble: SesDenied | SesFailed): SesIdentities => ({ found: [], trouble, elsewhere: [] });
const error = 'AnException';

checkTable(check, [
  ses(
    {},
    {
      name: 'may send',
      says: ['pass'],
      naming: [
        'us-east-1, production, 1204 of 50000 emails sent in 24 hours',
        `"${OFFICE}" is verified by "cedar-credit.example" (312 ms)`,
      ],
    },
  ),
  ses({}, { name: 'direct mail', direct: true, says: ['pass'] }),
  ses(
    {},
    {
      name: 'no from address known',
      set: { '/companyEmails': undefined },
      says: ['pass'],
      naming: ['no from address'],
    },
  ),
  ses({ account: account({ quota: undefined }) }, { name: 'quota not told', says: ['pass'] }),
  ses(
    { account: account({ quota: { max: -1, sent: 7 } }) },
    { name: 'no quota', says: ['pass'], naming: ['7 of any number of emails'] },
  ),
  ses(
    {},
    {
      name: 'the from address in capitals',
      set: { '/notifications/0/email/from': OFFICE.toUpperCase() },
      says: ['pass'],
    },
  ),

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
    set: { '/transport': undefined },
    probed: {},
    says: ['skip blocked-by:ses-settings'],
  },
  {
    name: 'settings not complete',
    set: { '/transport': sesTransport({ accessKeyId: null }) },
    probed: {},
    says: ['skip blocked-by:ses-settings'],
  },

  ...(
    [
      'key-unknown',
      'secret-wrong',
      'smtp-password-used-as-secret',
      'token-expired',
      'not-subscribed',
    ] as const
  ).map((cause) =>
    refused({ cause, detail: error }, { name: cause, says: [`fail ${cause}`], naming: [`(${error})`] }),
  ),
  refused(
    { cause: 'key-unknown', detail: error },
    {
      name: 'a temporary key',
      set: { '/transport': sesTransport({ accessKeyId: 'ASIAABCDEFGHIJ012345' }) },
      says: ['fail key-unknown'],
    },
  ),
  refused(
    { cause: 'sending-paused', detail: 'AccountSuspendedException' },
    { name: 'suspended', says: ['fail sending-paused'], naming: ['AccountSuspendedException'] },
  ),
  refused(
    { cause: 'region-unknown', detail: 'there is no email.us-eats-1.amazonaws.com', nearest: 'us-east-1' },
    { name: 'a Region mistyped', says: ['fail region-unknown'], naming: ['us-east-1 was probably meant'] },
  ),
  refused(
    { cause: 'region-unknown', detail: 'it is not written as Regions are' },
    { name: 'no Region', says: ['fail region-unknown'] },
  ),
  refused(
    { cause: 'clock-skew', ahead: 3600 },
    { name: 'the clock ahead', says: ['unknown clock-skew'], naming: ["60 minutes ahead of Amazon's"] },
  ),
  refused(
    { cause: 'clock-skew', ahead: -100 },
    { name: 'the clock behind', says: ['unknown clock-skew'], naming: ["100 seconds behind Amazon's"] },
  ),
  refused(
    { cause: 'clock-skew' },
    { name: 'the clock, not known by how much', says: ['unknown clock-skew'] },
  ),
  refused(
    { cause: 'unreachable', detail: 'no answer in 10 s' },
    {
      name: 'silence',
      says: ['unknown unreachable'],
      naming: ['email.us-east-1.amazonaws.com', 'no answer in 10 s', 'between this machine and Amazon'],
    },
  ),
  refused(
    {
      cause: 'secret-withheld',
      field: 'secretAccessKey',
      detail: 'MAILCHECK_SES_SECRET is not set on this machine',
    },
    {
      name: 'the secret is not here',
      says: ['unknown secret-withheld /transport/ses/secretAccessKey'],
      naming: ['MAILCHECK_SES_SECRET is not set on this machine'],
    },
  ),
  refused(
    { cause: 'secret-withheld', field: 'sessionToken', detail: 'the export withholds it' },
    {
      name: 'the token is withheld',
      set: { '/transport': sesTransport({ sessionToken: '[redacted]' }) },
      says: ['unknown secret-withheld /transport/ses/sessionToken'],
    },
  ),

  ses({ account: account({ sendingEnabled: false }) }, { name: 'paused', says: ['fail sending-paused'] }),
  ses(
    { account: account({ enforcement: 'SHUTDOWN' }) },
    { name: 'shut down', says: ['fail sending-paused'], naming: ['SHUTDOWN'] },
  ),
  ses(
    { account: account({ sendingEnabled: false, enforcement: 'SHUTDOWN' }) },
    { name: 'shut down and paused is one finding', says: ['fail sending-paused'] },
  ),
  ses(
    { account: account({ enforcement: 'PROBATION' }) },
    { name: 'under review', says: ['warn under-review'] },
  ),
  ses(
    { account: account({ enforcement: 'PROBATION', sendingEnabled: false }) },
    { name: 'under review and paused', says: ['fail sending-paused', 'warn under-review'] },
  ),
  ses({ account: account({ quota: { max: 200, sent: 199 } }) }, { name: 'one email left', says: ['pass'] }),
  ses(
    { account: account({ quota: { max: 200, sent: 200 } }) },
    { name: 'quota used up', says: ['fail quota-used'], naming: ['200 of 200'] },
  ),
  ses(
    { account: account({ quota: { max: 0, sent: 0 } }) },
    { name: 'a quota of none', says: ['fail quota-used'] },
  ),

  ses(sandbox(identities()), {
    name: 'sandbox, recipient not verified',
    says: ['fail sandbox'],
    naming: [NORA],
  }),
  ses(sandbox(identities(identity({ isVerified: false }))), {
    name: 'sandbox, recipient not verified yet',
    says: ['fail sandbox'],
  }),
  ses(sandbox(identities(identity({ name: 'mail.example' }))), {
    name: 'sandbox, recipient verified',
    says: ['warn sandbox'],
    naming: [NORA],
  }),
  ses(sandbox(), { name: 'sandbox, recipient not asked about', says: ['warn sandbox'] }),
  ses(sandbox(identities()), {
    name: 'sandbox, no address',
    set: { '/customers/0/email': null },
    says: ['warn sandbox'],
  }),
  ses(sandbox(unread(denied('ses:GetEmailIdentity'))), {
    name: 'sandbox, recipient not to be asked about',
    says: ['warn sandbox', 'warn access-denied'],
  }),
  ses(sandbox(unread(failed('unreachable'))), {
    name: 'sandbox, no answer about the recipient',
    says: ['warn sandbox', 'unknown unreachable'],
    naming: [`whether "${NORA}" is verified: no answer in 5 s`],
  }),
  ses(
    { ...sandbox(identities()), account: account({ production: false, quota: { max: 200, sent: 200 } }) },
    { name: 'sandbox and its quota', says: ['fail quota-used', 'fail sandbox'] },
  ),

  ses(sender(identities()), {
    name: 'no identity',
    says: ['fail identity-missing'],
    naming: [`"${OFFICE}"`],
  }),
  ses(sender({ found: [], elsewhere: ['eu-west-1'] }), {
    name: 'an identity in another Region',
    says: ['fail identity-missing'],
    naming: ['it is verified in eu-west-1'],
  }),
  ses(sender(identities(identity({ isVerified: false, status: 'PENDING' }))), {
    name: 'not verified',
    says: ['fail identity-unverified'],
    naming: ['"cedar-credit.example" (PENDING)'],
  }),
  ses(sender({ found: [identity({ name: OFFICE, isVerified: false })], elsewhere: ['eu-west-1'] }), {
    name: 'an address not verified, but in another Region',
    says: ['fail identity-unverified'],
    naming: ['it is verified in eu-west-1'],
  }),
  ses(sender(identities(identity({ name: OFFICE, isVerified: false }), identity())), {
    name: 'the domain verified is enough',
    says: ['pass'],
    naming: ['by "cedar-credit.example"'],
  }),
  ses(
    { ...sender(identities()), account: account({ sendingEnabled: false }) },
    { name: 'paused, and no identity', says: ['fail sending-paused', 'fail identity-missing'] },
  ),

  ses(mailFrom({}), { name: 'a MAIL FROM domain', says: ['pass'] }),
  ...['FAILED', 'PENDING', 'TEMPORARY_FAILURE'].flatMap((status) => [
    ses(mailFrom({ status }), {
      name: `MAIL FROM ${status}, mail refused`,
      says: ['fail mail-from-failed'],
      naming: [`(${status})`],
    }),
    ses(mailFrom({ status, refusesMail: false }), {
      name: `MAIL FROM ${status}, Amazon's domain instead`,
      says: ['warn mail-from-failed'],
    }),
  ]),
  ses(
    sender(
      identities(
        identity({ name: OFFICE, dkim: 'NOT_STARTED' }),
        identity({ dkim: 'PENDING', mailFrom: { domain: 'b.example', status: 'FAILED', refusesMail: true } }),
      ),
    ),
    {
      name: 'an address with the settings of its domain',
      says: ['fail mail-from-failed', 'warn dkim-pending'],
    },
  ),
  ses(
    sender(
      identities(
        identity({ name: OFFICE, mailFrom: { domain: 'a.example', status: 'SUCCESS', refusesMail: true } }),
        identity({ dkim: 'FAILED', mailFrom: { domain: 'b.example', status: 'FAILED', refusesMail: true } }),
      ),
    ),
    { name: 'an address with settings of its own', says: ['pass'] },
  ),
  ses(sender(identities(identity({ dkim: 'PENDING' }))), {
    name: 'DKIM pending',
    says: ['warn dkim-pending'],
    naming: ['(PENDING)'],
  }),
  ses(sender(identities(identity({ dkim: 'FAILED' }))), { name: 'DKIM failed', says: ['warn dkim-pending'] }),
  ses(sender(identities(identity({ dkim: 'NOT_STARTED' }))), { name: 'no DKIM by Amazon', says: ['pass'] }),
  ses(sender(identities(identity({ dkim: undefined }))), { name: 'DKIM not told', says: ['pass'] }),

  ses(
    { account: denied('ses:GetAccount') },
    { name: 'may not read the account', says: ['warn access-denied'], naming: ['ses:GetAccount'] },
  ),
  ses(sender(unread(denied('ses:GetEmailIdentity'))), {
    name: 'may not read identities',
    says: ['warn access-denied'],
    naming: ['ses:GetEmailIdentity'],
  }),
  ses(
    sender({ found: [identity({ name: OFFICE })], trouble: denied('ses:GetEmailIdentity'), elsewhere: [] }),
    {
      name: 'may read the identity that counts',
      says: ['pass'],
    },
  ),
  ses(
    sender({
      found: [identity({ isVerified: false })],
      trouble: denied('ses:GetEmailIdentity'),
      elsewhere: [],
    }),
    {
      name: 'may not read the identity that could count',
      says: ['warn access-denied'],
    },
  ),
  ses(
    { ...sender(identities()), account: denied('ses:GetAccount') },
    { name: 'what may be read counts', says: ['fail identity-missing', 'warn access-denied'] },
  ),
  ses(
    { ...sender(unread(denied('ses:GetEmailIdentity'))), account: denied('ses:GetAccount') },
    {
      name: 'may read nothing',
      says: ['warn access-denied'],
      naming: ['ses:GetAccount and ses:GetEmailIdentity'],
    },
  ),
  ses(
    { account: failed('throttled') },
    { name: 'too many requests', says: ['warn throttled'], naming: ['how the account stands'] },
  ),
  ses(
    { ...sender(unread(failed('throttled'))), account: failed('throttled') },
    {
      name: 'too many requests, twice',
      says: ['warn throttled'],
      naming: [`and whether "${OFFICE}" is verified`],
    },
  ),
  ses(
    { account: failed('unreachable') },
    {
      name: 'no answer about the account',
      says: ['unknown unreachable'],
      naming: ['how the account stands: no answer in 5 s'],
    },
  ),
  ses(
    { ...sender(unread(failed('unreachable'))), account: account({ enforcement: 'PROBATION' }) },
    { name: 'no answer about the from address', says: ['warn under-review', 'unknown unreachable'] },
  ),
]);
