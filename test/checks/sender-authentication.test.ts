import { describe, expect, it } from 'vitest';
import check from '../../checks/sender-authentication.js';
import type { Probed } from '../../src/core/probed.js';
import type { DkimSelector, Dmarc, DmarcRecord, SenderDns, Spf, Told } from '../../src/core/probed-dns.js';
import type { SesIdentities, SesIdentity, SesMailFrom, SesProbed } from '../../src/core/probed-ses.js';
import { type Case, checkTable, run } from '../support/check-table.js';
import { compactAccount } from '../support/compact-account.js';

const domain = 'cedar-credit.example';
const office = `office@${domain}`;
const from = '/notifications/0/email/from';

const known = <T>(value: T): Told<T> => ({ isKnown: true, value });
const silent: Told<never> = { isKnown: false, words: 'the name server did not answer in time' };

const spf = (changes: Partial<Spf> = {}): Told<Spf> =>
  known({
    domainExists: true,
    records: ['v=spf1 -all'],
    lookups: 2,
    isCounted: true,
    voidLookups: 0,
    ...changes,
  });
const covered = spf({ coverage: { verdict: 'covered', how: 'include:_spf.host.example' } });
const notCovered = spf({ coverage: { verdict: 'not-covered', how: 'include:_spf.host.example is missing' } });
const unclear = spf({
  coverage: { verdict: 'unclear', how: 'ptr depends on the name of the sending server' },
});
const noSpf = spf({ records: [] });

const key = (
  selector: string,
  state: Told<'present' | 'revoked' | 'absent'>,
  pointsTo?: string,
): DkimSelector => ({
  selector,
  key: state,
  pointsTo,
});
const present = [key('s1', known('absent')), key('s2', known('present'))];
const absent = [key('s1', known('revoked')), key('s2', known('absent'), 's2.host.example')];

const dmarc = (changes: Partial<DmarcRecord> = {}, rest: Partial<Dmarc> = {}): Told<Dmarc> =>
  known({
    record: {
      text: 'v=DMARC1; p=none',
      at: domain,
      policy: 'none',
      spfAlignment: 'relaxed',
      dkimAlignment: 'relaxed',
      ...changes,
    },
    passedOver: [],
    organizationalDomain: domain,
    ...rest,
  });
const reject = dmarc({ policy: 'reject' });
const noDmarc = known<Dmarc>({ passedOver: [], organizationalDomain: domain });

/** What DNS says of the sender's domain; healthy unless something else is given. */
const asked = (
  sender: Partial<SenderDns> = {},
  ses?: SesProbed,
  mailFromSpf: Readonly<Record<string, Told<Spf>>> = {},
): Probed => {
  const own: SenderDns = { spf: spf(), dkim: [], dmarc: dmarc(), ...sender };
  return {
    dns: {
      target: '192.0.2.53',
      stages: [],
      senders: new Map([[domain, own]]),
      mailFrom: new Map(Object.entries(mailFromSpf)),
      recipients: new Map(),
    },
    ses,
  };
};

const throughSmtp = (host: unknown = 'smtp.host.example') => ({
  '/transport': { mode: 'smtp', smtp: { host } },
});
const throughSes = { '/transport': { mode: 'ses' } };
const smtp = (
  name: string,
  sender: Partial<SenderDns>,
  says: readonly string[],
  naming: readonly string[] = [],
): Case => ({
  name: `own SMTP: ${name}`,
  set: throughSmtp(),
  probed: asked(sender),
  says,
  naming,
});

const identity = (changes: Partial<SesIdentity> = {}): SesIdentity => ({
  name: domain,
  isVerified: true,
  dkim: 'SUCCESS',
  ...changes,
});
const mailFrom = (changes: Partial<SesMailFrom> = {}): SesMailFrom => ({
  domain: `bounce.${domain}`,
  status: 'SUCCESS',
  refusesMail: false,
  ...changes,
});
const amazon = (identities: Partial<SesIdentities>): SesProbed => ({
  target: 'email.us-east-1.amazonaws.com',
  region: 'us-east-1',
  stages: [],
  ms: 1,
  senders: new Map([[office, { found: [], elsewhere: [], ...identities }]]),
  recipients: new Map(),
  suppressed: new Map(),
});
const ses = (
  name: string,
  identities: Partial<SesIdentities> | undefined,
  sender: Partial<SenderDns>,
  says: readonly string[],
  naming: readonly string[] = [],
  bounce?: Told<Spf>,
): Case => ({
  name: `Amazon SES: ${name}`,
  set: throughSes,
  probed: asked(sender, identities && amazon(identities), bounce && { [`bounce.${domain}`]: bounce }),
  says,
  naming,
});
const unsigned = identity({ dkim: 'NOT_STARTED' });

const freeMail = (
  name: string,
  address: string,
  transport: object,
  says: readonly string[],
  naming: readonly string[] = [],
): Case => ({
  name: `${address} ${name}`,
  set: { [from]: address, '/transport': transport },
  probed: {
    dns: {
      target: '192.0.2.53',
      stages: [],
      senders: new Map([[address.split('@')[1] ?? '', { spf: silent, dkim: [], dmarc: reject }]]),
      mailFrom: new Map(),
      recipients: new Map(),
    },
  },
  says,
  naming,
});

checkTable(check, [
  { name: 'nothing asked', says: ['skip offline'] },
  { name: 'nothing asked, from empty', set: { [from]: '' }, says: ['skip offline'] },
  { name: 'DNS not asked', probed: {}, says: ['skip no-data'] },
  {
    name: 'another domain asked',
    set: { [from]: 'office@other.example' },
    probed: asked(),
    says: ['skip no-data'],
  },

  // The house account.
  {
    name: 'house account: all there',
    probed: asked(),
    says: ['pass'],
    naming: [`${domain}: SPF found and DMARC none.`],
  },
  {
    name: 'house account: no SPF',
    probed: asked({ spf: noSpf }),
    says: ['warn no-spf'],
    naming: ['no SPF record'],
  },
  {
    name: 'house account: no such domain',
    probed: asked({ spf: spf({ domainExists: false, records: [] }), dmarc: noDmarc }),
    says: ['warn no-spf'],
    naming: ['does not exist'],
  },
  {
    name: 'house account: an SPF record with a fault',
    probed: asked({ spf: spf({ fault: '"ip4" is no term of SPF' }) }),
    says: ['warn no-spf'],
    naming: ['"ip4" is no term of SPF'],
  },
  {
    name: 'house account: two SPF records',
    probed: asked({ spf: spf({ records: ['v=spf1 -all', 'v=spf1 ~all'] }) }),
    says: ['warn several-spf'],
    naming: ['2 SPF records'],
  },
  {
    name: 'house account: ten look-ups',
    probed: asked({ spf: spf({ lookups: 10, voidLookups: 2 }) }),
    says: ['pass'],
  },
  {
    name: 'house account: eleven look-ups',
    probed: asked({ spf: spf({ lookups: 11 }) }),
    says: ['warn spf-too-many-lookups'],
    naming: ['needs 11 look-ups'],
  },
  {
    name: 'house account: look-ups without end',
    probed: asked({ spf: spf({ lookups: 40, isCounted: false }) }),
    says: ['warn spf-too-many-lookups'],
    naming: ['at least 40 look-ups'],
  },
  {
    name: 'house account: three look-ups in vain',
    probed: asked({ spf: spf({ lookups: 3, voidLookups: 3 }) }),
    says: ['warn spf-too-many-lookups'],
    naming: ['3 look-ups that find nothing'],
  },
  { name: 'house account: it need not be covered', probed: asked({ spf: notCovered }), says: ['pass'] },
  { name: 'house account: no DMARC', probed: asked({ dmarc: noDmarc }), says: ['warn no-dmarc'] },
  {
    name: 'house account: DMARC records that do not count',
    probed: asked({
      dmarc: known({ passedOver: [`there are 2 DMARC records at ${domain}`], organizationalDomain: domain }),
    }),
    says: ['warn no-dmarc'],
    naming: ['that counts: there are 2 DMARC records'],
  },
  {
    name: 'house account: no SPF and no DMARC',
    probed: asked({ spf: noSpf, dmarc: noDmarc }),
    says: ['warn no-spf', 'warn no-dmarc'],
  },
  {
    name: 'house account: DMARC reject',
    probed: asked({ dmarc: reject }),
    says: ['warn dmarc-not-aligned'],
    naming: ['is reject, and mail of the house account may not'],
  },
  {
    name: 'house account: DMARC quarantine from above',
    probed: asked({ dmarc: dmarc({ policy: 'quarantine', at: 'credit.example' }) }),
    says: ['warn dmarc-not-aligned'],
    naming: ['is quarantine (from "credit.example")'],
  },
  {
    name: 'house account: DMARC reject, and a key of a selector asked for',
    probed: asked({ dmarc: reject, dkim: present }),
    says: ['pass'],
  },
  {
    name: 'house account: DMARC reject, and a key that could not be told',
    probed: asked({ dmarc: reject, dkim: [key('s1', silent)] }),
    says: ['skip no-data'],
  },
  { name: 'house account: no key is asked for', probed: asked({ dkim: absent }), says: ['pass'] },
  {
    name: 'own SMTP for direct emails only: automated mail is of the house account',
    set: { '/transport': { mode: 'smtp', onlyDirectEmails: true, smtp: { host: 'smtp.host.example' } } },
    probed: asked({ spf: notCovered, dmarc: reject }),
    says: ['warn dmarc-not-aligned'],
    naming: ['the house account'],
  },
  {
    name: 'own SMTP for direct emails only: a direct one',
    direct: true,
    set: { '/transport': { mode: 'smtp', onlyDirectEmails: true, smtp: { host: 'smtp.host.example' } } },
    probed: asked({ spf: notCovered }),
    says: ['warn spf-does-not-cover-transport'],
    naming: ['"smtp.host.example"'],
  },

  // Own SMTP.
  smtp(
    'all there',
    { spf: covered, dkim: present, dmarc: reject },
    ['pass'],
    ['SPF by include:_spf.host.example, DKIM key s2 and DMARC reject'],
  ),
  smtp(
    'not covered',
    { spf: notCovered, dkim: present, dmarc: reject },
    ['warn spf-does-not-cover-transport'],
    ['"smtp.host.example": include:_spf.host.example is missing'],
  ),
  smtp(
    'coverage not certain',
    { spf: unclear, dkim: present },
    ['pass'],
    ['not certain for this server: ptr depends'],
  ),
  smtp('another domain on the envelope', { spf: spf(), dkim: present, dmarc: reject }, ['pass']),
  smtp(
    'no key',
    { spf: covered, dkim: absent, dmarc: reject },
    ['warn no-dkim-key'],
    ['s1 (revoked) and s2 (leads to s2.host.example, where none is)'],
  ),
  smtp(
    'one of two keys not told',
    { spf: covered, dkim: [key('s1', silent), key('s2', known('absent'))] },
    ['skip no-data'],
    ['DKIM: the name server did not answer in time'],
  ),
  smtp(
    'one of two keys not told, the other there',
    { spf: covered, dkim: [key('s1', silent), key('s2', known('present'))] },
    ['pass'],
  ),
  smtp('neither covered nor a key, policy none', { spf: notCovered, dkim: absent }, [
    'warn spf-does-not-cover-transport',
    'warn no-dkim-key',
  ]),
  smtp('neither covered nor a key, policy reject', { spf: notCovered, dkim: absent, dmarc: reject }, [
    'warn spf-does-not-cover-transport',
    'warn no-dkim-key',
    'warn dmarc-not-aligned',
  ]),
  smtp('not covered and no selector known, policy reject', { spf: notCovered, dmarc: reject }, [
    'warn spf-does-not-cover-transport',
    'warn dmarc-not-aligned',
  ]),
  smtp('no SPF and no selector known, policy reject', { spf: noSpf, dmarc: reject }, [
    'warn no-spf',
    'warn dmarc-not-aligned',
  ]),
  smtp(
    'too many look-ups though covered, policy reject',
    { spf: known({ ...theValue(covered), lookups: 11 }), dmarc: reject },
    ['warn spf-too-many-lookups', 'warn dmarc-not-aligned'],
  ),
  smtp('coverage not certain, policy reject', { spf: unclear, dkim: absent, dmarc: reject }, [
    'warn no-dkim-key',
  ]),
  smtp('coverage not certain and no selector known, policy reject', { spf: unclear, dmarc: reject }, [
    'skip no-data',
  ]),
  smtp('SPF not told, policy reject', { spf: silent, dkim: absent, dmarc: reject }, ['warn no-dkim-key']),
  smtp(
    'another domain on the envelope and no key, policy reject',
    { spf: spf(), dkim: absent, dmarc: reject },
    ['warn no-dkim-key', 'warn dmarc-not-aligned'],
  ),

  // Amazon SES.
  ses('signed', { found: [identity()] }, { dmarc: reject }, ['pass'], ['DKIM by Amazon']),
  ses(
    'signed, strict',
    { found: [identity()] },
    { dmarc: dmarc({ policy: 'reject', dkimAlignment: 'strict', spfAlignment: 'strict' }) },
    ['pass'],
  ),
  ses(
    'the address is an identity, and its domain signs',
    { found: [identity({ name: office, dkim: 'NOT_STARTED' }), identity()] },
    { dmarc: reject },
    ['pass'],
  ),
  ses('not signed', { found: [unsigned] }, {}, ['warn no-dkim-key'], [`DKIM is NOT_STARTED for "${domain}"`]),
  ses(
    'not signed, policy reject',
    { found: [unsigned] },
    { dmarc: reject },
    ['warn no-dkim-key', 'warn dmarc-not-aligned'],
    ['Amazon SES neither signs'],
  ),
  ses(
    'not told whether it signs',
    { found: [identity({ dkim: undefined })] },
    { dmarc: reject },
    ['skip no-data'],
    ['whether the mail passes DMARC'],
  ),
  ses(
    'not told at the moment whether it signs',
    { found: [identity({ dkim: 'TEMPORARY_FAILURE' })] },
    { dmarc: reject },
    ['skip no-data'],
    ['whether the mail passes DMARC'],
  ),
  ses(
    'an identity could not be read',
    {
      found: [identity({ name: office, dkim: 'NOT_STARTED' })],
      trouble: { kind: 'denied', action: 'ses:GetEmailIdentity' },
    },
    { dmarc: reject },
    ['skip no-data'],
    ['whether the mail passes DMARC'],
  ),
  ses('no identity', { found: [] }, { dmarc: reject }, ['skip no-data'], ['whether the mail passes DMARC']),
  ses('not asked', undefined, { dmarc: reject }, ['skip no-data'], ['whether the mail passes DMARC']),
  ses(
    'signed by the domain above',
    { found: [identity({ name: 'credit.example' })] },
    { dmarc: dmarc({ policy: 'reject' }, { organizationalDomain: 'credit.example' }) },
    ['pass'],
  ),
  ses(
    'signed by the domain above, strict',
    { found: [identity({ name: 'credit.example' })] },
    {
      dmarc: dmarc({ policy: 'reject', dkimAlignment: 'strict' }, { organizationalDomain: 'credit.example' }),
    },
    ['warn dmarc-not-aligned'],
  ),
  ses('its own SPF record need not cover it', { found: [identity()] }, { spf: notCovered }, ['pass']),
  ses(
    'its own MAIL FROM domain, covered, not signed',
    { found: [identity({ dkim: 'PENDING', mailFrom: mailFrom() })] },
    { dmarc: reject },
    ['warn no-dkim-key'],
    [],
    covered,
  ),
  ses(
    'its own MAIL FROM domain, covered, not signed, strict',
    { found: [identity({ dkim: 'PENDING', mailFrom: mailFrom() })] },
    { dmarc: dmarc({ policy: 'reject', spfAlignment: 'strict' }) },
    ['warn no-dkim-key', 'warn dmarc-not-aligned'],
    [],
    covered,
  ),
  ses(
    'its own MAIL FROM domain that DNS was not asked about, not signed',
    { found: [identity({ dkim: 'PENDING', mailFrom: mailFrom() })] },
    { dmarc: reject },
    ['warn no-dkim-key'],
  ),
  ses(
    'a MAIL FROM domain that is not in use, not signed',
    { found: [identity({ dkim: 'PENDING', mailFrom: mailFrom({ status: 'PENDING' }) })] },
    { dmarc: reject },
    ['warn no-dkim-key', 'warn dmarc-not-aligned'],
    [],
    covered,
  ),
  ses(
    'a MAIL FROM domain that is not covered',
    { found: [identity({ mailFrom: mailFrom() })] },
    { dmarc: reject },
    ['warn spf-does-not-cover-transport'],
    [`MAIL FROM domain "bounce.${domain}"`, 'is missing'],
    notCovered,
  ),
  ses(
    'a MAIL FROM domain without SPF',
    { found: [identity({ mailFrom: mailFrom({ domain: `Bounce.${domain}` }) })] },
    {},
    ['warn spf-does-not-cover-transport'],
    ['it has no SPF record'],
    noSpf,
  ),
  ses(
    'a MAIL FROM domain with two',
    { found: [identity({ mailFrom: mailFrom() })] },
    {},
    ['warn spf-does-not-cover-transport'],
    ['it has 2 SPF records'],
    spf({ records: ['v=spf1', 'v=spf1'] }),
  ),
  ses(
    'a MAIL FROM domain with a fault',
    { found: [identity({ mailFrom: mailFrom() })] },
    {},
    ['warn spf-does-not-cover-transport'],
    ['"x" is no term'],
    spf({ fault: '"x" is no term of SPF' }),
  ),
  ses(
    'a MAIL FROM domain with too many look-ups',
    { found: [identity({ mailFrom: mailFrom() })] },
    {},
    ['warn spf-does-not-cover-transport'],
    ['too many look-ups'],
    known({ ...theValue(covered), lookups: 12 }),
  ),
  ses(
    'a MAIL FROM domain that could not be told',
    { found: [identity({ mailFrom: mailFrom() })] },
    {},
    ['pass'],
    [],
    silent,
  ),

  // Free mail.
  freeMail(
    'through the house account',
    'cedar.credit@gmail.com',
    { mode: 'house' },
    ['warn free-mail-from'],
    ['"gmail.com"', 'the house account'],
  ),
  freeMail(
    'through Amazon SES',
    'cedar.credit@yahoo.com',
    { mode: 'ses' },
    ['warn free-mail-from'],
    ['Amazon SES'],
  ),
  freeMail(
    'through another server',
    'cedar.credit@aol.com',
    { mode: 'smtp', smtp: { host: 'smtp.host.example' } },
    ['warn free-mail-from'],
    ['"smtp.host.example"'],
  ),
  freeMail(
    'through its own server',
    'cedar.credit@gmail.com',
    { mode: 'smtp', smtp: { host: ' SMTP.gmail.com ' } },
    ['pass'],
    ['its own provider'],
  ),
  freeMail('through a server not given', 'cedar.credit@gmail.com', { mode: 'smtp' }, ['skip no-data']),
  freeMail('through nobody knows what', 'cedar.credit@gmail.com', {}, ['skip no-data']),

  // What is not known.
  {
    name: 'mode not given, all there',
    set: { '/transport': undefined },
    probed: asked(),
    says: ['skip no-data'],
    naming: ['leaves is not known'],
  },
  {
    name: 'mode not given, no DMARC',
    set: { '/transport': undefined },
    probed: asked({ spf: notCovered, dmarc: noDmarc }),
    says: ['warn no-dmarc'],
  },
  {
    name: 'mode not given, policy reject',
    set: { '/transport': undefined },
    probed: asked({ dmarc: reject }),
    says: ['skip no-data'],
  },
  {
    name: 'nothing told',
    probed: asked({ spf: silent, dmarc: silent }),
    says: ['skip no-data'],
    naming: ['SPF: the name server did not answer in time; DMARC: the name'],
  },
  { name: 'SPF not told, no DMARC', probed: asked({ spf: silent, dmarc: noDmarc }), says: ['warn no-dmarc'] },
  { name: 'DMARC not told, no SPF', probed: asked({ spf: noSpf, dmarc: silent }), says: ['warn no-spf'] },
  {
    name: 'DMARC not told, SPF there',
    probed: asked({ dmarc: silent }),
    says: ['skip no-data'],
    naming: ['SPF found'],
  },

  // The sender.
  { name: 'chosen in capitals', set: { [from]: office.toUpperCase() }, probed: asked(), says: ['pass'] },
  {
    name: 'direct mail',
    direct: true,
    set: { [from]: 'gone@other.example' },
    probed: asked(),
    says: ['pass'],
  },
  {
    name: 'no notification',
    set: { '/notifications': [] },
    probed: asked({ dmarc: noDmarc }),
    says: ['warn no-dmarc'],
  },
  ...[null, '', ' '].map((value) => ({
    name: `from ${JSON.stringify(value)}`,
    set: { [from]: value },
    probed: asked(),
    says: ['skip blocked-by:message-present'],
  })),
  { name: 'from not given', set: { [from]: undefined }, probed: asked(), says: ['skip no-data'] },
  { name: 'from no address', set: { [from]: 'office' }, probed: asked(), says: ['skip no-data'] },
  {
    name: 'no company email',
    set: { '/companyEmails': [] },
    probed: asked(),
    says: ['skip blocked-by:from-address'],
  },
  {
    name: 'company emails null',
    set: { '/companyEmails': null },
    probed: asked(),
    says: ['skip blocked-by:from-address'],
  },
  {
    name: 'no primary',
    set: { '/companyEmails/0/primary': false },
    probed: asked(),
    says: ['skip blocked-by:from-address'],
  },
  {
    name: 'primary not given',
    set: { '/companyEmails/0/primary': undefined },
    probed: asked(),
    says: ['skip no-data'],
  },
  {
    name: 'address of the primary not given',
    set: { '/companyEmails/0/email': undefined },
    probed: asked(),
    says: ['skip no-data'],
  },
  {
    name: 'company emails not given',
    set: { '/companyEmails': undefined },
    probed: asked(),
    says: ['skip no-data'],
  },
]);

function theValue<T>(told: Told<T>): T {
  if (!told.isKnown) throw new Error('it is not told');
  return told.value;
}

describe('what is not certain', () => {
  it('is unconfirmed under the house account alone', () => {
    const found = (set: object, sender: Partial<SenderDns>) =>
      run(check, { ...compactAccount(), ...set }, { probed: asked(sender) }).at(-1);
    const house = found({}, { dmarc: reject });
    const own = found(
      { transport: { mode: 'smtp', smtp: { host: 'smtp.host.example' } } },
      { spf: notCovered, dmarc: reject },
    );
    expect([house?.code, house?.unconfirmed]).toEqual(['dmarc-not-aligned', true]);
    expect([own?.code, own?.unconfirmed]).toEqual(['dmarc-not-aligned', undefined]);
  });

  it('says that SPF of your own weighs less where another domain is on the envelope', () => {
    const why = (transport: object) =>
      run(check, { ...compactAccount(), transport }, { probed: asked({ spf: noSpf }) })[0]?.why;
    expect(why({ mode: 'house' })).toContain('weighs less');
    expect(why({ mode: 'ses' })).toContain('weighs less');
    expect(why({ mode: 'smtp', smtp: { host: 'smtp.host.example' } })).not.toContain('weighs less');
  });

  it('sends nobody who writes a direct mail to the screen of a notification', () => {
    const account = { ...compactAccount(), companyEmails: [{ email: 'cedar@gmail.com', primary: true }] };
    const probed: Probed = {
      dns: {
        ...asked().dns,
        target: '',
        stages: [],
        recipients: new Map(),
        mailFrom: new Map(),
        senders: new Map([['gmail.com', { spf: spf(), dkim: [], dmarc: dmarc() }]]),
      },
    };
    const [direct] = run(check, account, { direct: true, probed });
    const [automated] = run(check, account, { probed });
    expect(direct?.code).toBe('free-mail-from');
    expect(JSON.stringify(direct?.remediation)).not.toContain('(notification)');
    expect(automated?.remediation?.menu).toContain('(notification)');
  });
});
