import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cancelled } from '../../src/core/errors.js';
import type { SesProbed } from '../../src/core/probed-ses.js';
import { guardedLookup } from '../../src/probes/ses/guarded-lookup.js';
import { probeSes, type SesAsk } from '../../src/probes/ses/probe-ses.js';
import { authority, certificate } from '../servers/certificates.js';
import {
  accountAnswer,
  identityAnswer,
  type SesStandIn,
  type StandInData,
  type StandInFaults,
  startSesStandIn,
} from '../servers/ses-stand-in.js';

// Invented, with the right shapes.
const KEY = 'AKIAABCDEFGHIJ012345';
const SECRET = 'CanarySecretKey/0123456789+abcdefghijklm';
const SMTP_PASSWORD = 'BCanarySmtpPassword0123456789abcdefghijklmno';
const TOKEN = `CanarySessionToken${'ABCdef0123456789'.repeat(10)}`;
const OFFICE = 'office@cedar-credit.example';
const NORA = 'nora.lindqvist@mail.example';
const SINCE = 1_788_000_000; // seconds

const good: StandInData = {
  keys: {
    [KEY]: { secretAccessKey: SECRET },
    ASIATEMPORARY0000001: { secretAccessKey: SECRET, sessionToken: TOKEN },
    ASIATEMPORARY0000002: { secretAccessKey: SECRET, sessionToken: TOKEN, isExpired: true },
  },
  regions: {
    'us-east-1': {
      account: accountAnswer(),
      identities: {
        'cedar-credit.example': identityAnswer(),
        'one@elsewhere.example': identityAnswer({ IdentityType: 'EMAIL_ADDRESS' }),
        'pending@birch.example': identityAnswer({
          VerifiedForSendingStatus: false,
          VerificationStatus: 'PENDING',
        }),
      },
      suppressed: {
        'gone@mail.example': { Reason: 'BOUNCE', LastUpdateTime: SINCE },
        'angry+tag@mail.example': { Reason: 'COMPLAINT', LastUpdateTime: SINCE },
      },
    },
    'eu-west-1': {
      account: accountAnswer({
        ProductionAccessEnabled: false,
        SendQuota: { Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 200 },
      }),
      identities: { 'birch.example': identityAnswer(), 'mail.example': identityAnswer() },
    },
    'us-west-2': { account: accountAnswer() },
  },
};

let ses: SesStandIn;
beforeAll(async () => {
  ses = await startSesStandIn(good);
});
afterAll(() => ses.stop());

type Change = Partial<Omit<SesAsk, 'settings'>> & { settings?: Partial<SesAsk['settings']> };

/** Asks the stand-in about a good account, with something changed. */
async function ask({ settings, ...rest }: Change = {}, faults: StandInFaults = {}): Promise<SesProbed> {
  ses.faults = faults;
  return probeSes({
    settings: { region: 'us-east-1', accessKeyId: KEY, secretAccessKey: SECRET, ...settings },
    endpoint: ses.url,
    otherRegions: [],
    senders: [OFFICE],
    recipients: [NORA],
    timeoutMs: 5_000,
    ...rest,
  });
}

const inFull = (value: unknown) =>
  `${inspect(value, { depth: null, maxArrayLength: null, maxStringLength: null })}${JSON.stringify(value, (_, item) => (item instanceof Map ? [...item] : item))}`;

describe('a good account', () => {
  it('answers every question', async () => {
    const before = ses.asked.length;
    const probed = await ask({ recipients: [NORA, 'gone@mail.example'] });
    expect(probed).toMatchObject({
      target: `${new URL(ses.url).host} for us-east-1`,
      region: 'us-east-1',
      account: {
        kind: 'answered',
        value: {
          sendingEnabled: true,
          production: true,
          enforcement: 'HEALTHY',
          quota: { max: 50_000, sent: 1_204, perSecond: 14 },
        },
      },
    });
    expect(probed.refused).toBeUndefined();
    expect(probed.senders.get(OFFICE)).toEqual({
      found: [
        {
          name: 'cedar-credit.example',
          isVerified: true,
          status: 'SUCCESS',
          dkim: 'SUCCESS',
          mailFrom: undefined,
        },
      ],
      trouble: undefined,
      elsewhere: [],
    });
    expect(probed.recipients.size).toBe(0);
    expect(probed.suppressed.get(NORA)).toEqual({ kind: 'answered', value: undefined });
    expect(probed.suppressed.get('gone@mail.example')).toEqual({
      kind: 'answered',
      value: { reason: 'BOUNCE', since: new Date(SINCE * 1000).toISOString().replace('.000Z', 'Z') },
    });
    expect(probed.stages).toMatchObject([
      { stage: 'account', status: 'pass', detail: 'production, 1204 of 50000 in 24 hours' },
      { stage: 'sender', status: 'pass', detail: '1 of 1 verified' },
      { stage: 'suppression', status: 'fail', detail: '1 of 2 suppressed' },
    ]);
    expect(ses.asked.slice(before)).toEqual([
      'us-east-1 ses:GetAccount',
      `us-east-1 ses:GetEmailIdentity ${OFFICE}`,
      'us-east-1 ses:GetEmailIdentity cedar-credit.example',
      `us-east-1 ses:GetSuppressedDestination ${NORA}`,
      'us-east-1 ses:GetSuppressedDestination gone@mail.example',
    ]);
  });

  it('signs addresses with signs of their own', async () => {
    const probed = await ask({ recipients: ['angry+tag@mail.example', "o'neil!(x)*@mail.example"] });
    expect(probed.suppressed.get('angry+tag@mail.example')).toMatchObject({ value: { reason: 'COMPLAINT' } });
    expect(probed.suppressed.get("o'neil!(x)*@mail.example")).toEqual({ kind: 'answered', value: undefined });
  });

  it('answers a temporary key with its token', async () => {
    const probed = await ask({ settings: { accessKeyId: 'ASIATEMPORARY0000001', sessionToken: TOKEN } });
    expect(probed.account?.kind).toBe('answered');
  });

  it('is found by a key and a Region with blanks around them', async () => {
    const probed = await ask({ settings: { accessKeyId: ` ${KEY}\n`, region: ' us-east-1 ' } });
    expect(probed).toMatchObject({ region: 'us-east-1', account: { kind: 'answered' } });
  });

  it('names its stages as they begin', async () => {
    const stages: string[] = [];
    await ask({
      senders: [OFFICE, 'x@birch.example'],
      otherRegions: ['eu-west-1'],
      onStage: (stage) => stages.push(stage),
    });
    expect(stages).toEqual(['account', 'sender', 'suppression', 'other-regions']);
  });

  it('takes nothing from the environment of this machine', async () => {
    const foreign = {
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      AWS_ENDPOINT_URL_SESV2: 'http://127.0.0.1:9',
      AWS_ACCESS_KEY_ID: 'AKIAOTHER',
      AWS_SECRET_ACCESS_KEY: 'other',
      AWS_SESSION_TOKEN: 'other',
      AWS_REGION: 'eu-west-1',
      AWS_PROFILE: 'nobody',
      AWS_CONFIG_FILE: '/nonexistent/config',
      AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
      AWS_USE_FIPS_ENDPOINT: 'true',
      AWS_USE_DUALSTACK_ENDPOINT: 'true',
      AWS_MAX_ATTEMPTS: 'several',
      AWS_RETRY_MODE: 'nonsense',
      AWS_DEFAULTS_MODE: 'nonsense',
    };
    const before = Object.fromEntries(Object.keys(foreign).map((name) => [name, process.env[name]]));
    Object.assign(process.env, foreign);
    try {
      const probed = await ask();
      expect(probed.account?.kind).toBe('answered');
    } finally {
      for (const [name, value] of Object.entries(before)) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  });

  it('is asked over TLS, with a certificate that verifies', async () => {
    const secured = await startSesStandIn(good, {}, certificate('good'));
    const foreign = await startSesStandIn(good, {}, certificate('self-signed'));
    try {
      const probed = await ask({ endpoint: secured.url, ca: [authority()] });
      expect(probed.account?.kind).toBe('answered');
      const doubtful = await ask({ endpoint: foreign.url, ca: [authority()] });
      expect(doubtful.refused).toEqual({
        cause: 'unreachable',
        detail: 'the connection failed (DEPTH_ZERO_SELF_SIGNED_CERT)',
      });
      expect(foreign.asked).toEqual([]);
    } finally {
      await Promise.all([secured.stop(), foreign.stop()]);
    }
  });
});

/** Each fault of the key, of this machine or of the way, and how it is called. */
const refusals: readonly (readonly [name: string, change: Change, faults: StandInFaults, refused: object])[] =
  [
    ['an unknown key', { settings: { accessKeyId: 'AKIAUNKNOWN000000000' } }, {}, { cause: 'key-unknown' }],
    [
      'a temporary key without its token',
      { settings: { accessKeyId: 'ASIATEMPORARY0000001' } },
      {},
      { cause: 'key-unknown' },
    ],
    [
      'a key with a blank',
      { settings: { accessKeyId: KEY.replace('I', ' ') } },
      {},
      { cause: 'key-unknown', detail: /characters/ },
    ],
    [
      'a key with a line break',
      { settings: { accessKeyId: `${KEY}\r\nx: y` } },
      {},
      { cause: 'key-unknown' },
    ],
    [
      'a token with a line break',
      { settings: { sessionToken: `${TOKEN}\n` } },
      {},
      { cause: 'key-unknown', detail: /token/ },
    ],
    ['a Region that is not enabled', { settings: { region: 'ap-south-2' } }, {}, { cause: 'key-unknown' }],
    [
      'a wrong secret',
      { settings: { secretAccessKey: SECRET.replace('Canary', 'canary') } },
      {},
      { cause: 'secret-wrong', detail: 'SignatureDoesNotMatch' },
    ],
    [
      'a secret with a blank',
      { settings: { secretAccessKey: `${SECRET} ` } },
      {},
      { cause: 'secret-wrong', detail: /blanks/ },
    ],
    [
      'half a secret',
      { settings: { secretAccessKey: SECRET.slice(0, 20) } },
      {},
      { cause: 'secret-wrong', detail: /40 characters/ },
    ],
    [
      'an SMTP password as secret',
      { settings: { secretAccessKey: SMTP_PASSWORD } },
      {},
      { cause: 'smtp-password-used-as-secret' },
    ],
    [
      'an expired token',
      { settings: { accessKeyId: 'ASIATEMPORARY0000002', sessionToken: TOKEN } },
      {},
      { cause: 'token-expired' },
    ],
    ['this clock behind', {}, { clock: 3_600_000 }, { cause: 'clock-skew', ahead: -3600 }],
    ['this clock ahead', {}, { clock: -3_600_000 }, { cause: 'clock-skew', ahead: 3600 }],
    ['the clock by name', {}, { error: { name: 'RequestExpired', status: 400 } }, { cause: 'clock-skew' }],
    ['no SES', {}, { error: { name: 'OptInRequired', status: 403 } }, { cause: 'not-subscribed' }],
    [
      'a suspended account',
      {},
      { error: { name: 'AccountSuspendedException', status: 400 } },
      { cause: 'sending-paused' },
    ],
    [
      'an endpoint of another Region',
      {},
      {
        error: {
          name: 'InvalidSignatureException',
          status: 403,
          message: "Credential should be scoped to a valid region, not 'us-east-1'.",
        },
      },
      { cause: 'region-unknown' },
    ],
    [
      'a secret that is not here',
      { settings: { secretAccessKey: undefined }, withheld: 'MAILCHECK_X is not set on this machine' },
      {},
      {
        cause: 'secret-withheld',
        field: 'secretAccessKey',
        detail: 'MAILCHECK_X is not set on this machine',
      },
    ],
    [
      'a token that is not here',
      { withheld: 'the export withholds it' },
      {},
      { cause: 'secret-withheld', field: 'sessionToken' },
    ],
    [
      'a stranger before Amazon',
      {},
      { manner: 'html' },
      { cause: 'unreachable', detail: /not from Amazon SES \(HTTP 200\)/ },
    ],
    ['a proxy that forbids', {}, { manner: 'html-403' }, { cause: 'unreachable', detail: /HTTP 403/ }],
    [
      'half of an answer',
      {},
      { manner: 'truncated' },
      { cause: 'unreachable', detail: /not from Amazon SES/ },
    ],
    ['an answer cut off', {}, { manner: 'cut-off' }, { cause: 'unreachable', detail: /dropped/ }],
    ['an empty answer', {}, { manner: 'empty' }, { cause: 'unreachable', detail: /not from Amazon SES/ }],
    ['other JSON', {}, { manner: 'other-json' }, { cause: 'unreachable', detail: /not from Amazon SES/ }],
    [
      'an answer without end',
      {},
      { manner: 'endless' },
      { cause: 'unreachable', detail: 'an answer without end' },
    ],
    ['another protocol', {}, { manner: 'not-http' }, { cause: 'unreachable', detail: /HPE_INVALID/ }],
    [
      'silence',
      { timeoutMs: 1_000 },
      { manner: 'hang' },
      { cause: 'unreachable', detail: 'no answer in 0.5 s' },
    ],
    [
      'an answer that drips',
      { timeoutMs: 1_000 },
      { manner: 'drip' },
      { cause: 'unreachable', detail: 'no answer in 0.5 s' },
    ],
    ['connections dropped again and again', {}, { drops: 99 }, { cause: 'unreachable', detail: /dropped/ }],
    [
      'nobody there',
      { endpoint: 'http://127.0.0.1:9' },
      {},
      { cause: 'unreachable', detail: /ECONNREFUSED/ },
    ],
  ];

describe('nothing could be asked', () => {
  it.each(refusals)('%s', async (_, change, faults, refused) => {
    const since = performance.now();
    const probed = await ask(change, faults);
    expect(performance.now() - since).toBeLessThan((change.timeoutMs ?? 5_000) + 500);
    const expected = Object.fromEntries(
      Object.entries(refused).map(([key, value]) => [
        key,
        value instanceof RegExp
          ? expect.stringMatching(value)
          : typeof value === 'number'
            ? expect.closeTo(value, -1)
            : value,
      ]),
    );
    expect(probed.refused).toMatchObject(expected);
    expect(probed.account).toBeUndefined();
    expect(probed.senders.size + probed.recipients.size + probed.suppressed.size).toBe(0);
    const isUndecided = ['clock-skew', 'unreachable', 'secret-withheld'].includes(
      probed.refused?.cause ?? '',
    );
    expect(probed.stages).toMatchObject([{ stage: 'account', status: isUndecided ? 'unknown' : 'fail' }]);
    expect(probed.stages[0]?.detail).not.toBe('');
  });

  it('asks nobody where the settings cannot be right', async () => {
    const before = ses.asked.length;
    const regions = [
      '',
      'US-EAST-1',
      'us-east',
      'us-east-1.evil.example',
      'us-east-1/',
      'x@us-east-1',
      '1-1',
      `us-${'a'.repeat(40)}-1`,
    ];
    for (const region of regions) {
      const { refused } = await ask({
        settings: { region },
        endpoint: undefined,
        lookup: () => Promise.reject(new Error('asked')),
      });
      expect(refused, region).toMatchObject({
        cause: 'region-unknown',
        detail: 'it is not written as Regions are',
      });
    }
    expect(ses.asked.length).toBe(before);
  });

  it('suggests the Region that was meant', async () => {
    const { refused } = await ask({ settings: { region: 'us-esat1' } });
    expect(refused).toMatchObject({ cause: 'region-unknown', nearest: 'us-east-1' });
  });

  it('tries once more where a connection was dropped, and no oftener', async () => {
    const probed = await ask({}, { drops: 1 });
    expect(probed.account?.kind).toBe('answered');
  });

  it('ends when it is cancelled', async () => {
    const controller = new AbortController();
    const ended = ask({ signal: controller.signal }, { manner: 'hang' });
    setTimeout(() => controller.abort(), 100);
    await expect(ended).rejects.toBeInstanceOf(Cancelled);
    await expect(ask({ signal: AbortSignal.abort() })).rejects.toBeInstanceOf(Cancelled);
  });
});

describe('the way to Amazon', () => {
  const notFound = () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
  const straight = { endpoint: undefined, timeoutMs: 2_000 };

  it.each([
    ['169.254.169.254', 'us-east-1', false],
    ['169.254.169.254', 'us-east-1', true],
    ['127.0.0.1', 'us-east-1', false],
    ['10.1.2.3', 'eu-west-1', false],
    ['::ffff:127.0.0.1', 'eu-west-1', false],
  ])('does not lead to %s', async (address, region, allowPrivate) => {
    const names: string[] = [];
    const lookup = async (name: string) => {
      names.push(name);
      return [address];
    };
    const { refused, target } = await ask({ ...straight, lookup, allowPrivate, settings: { region } });
    expect(refused).toEqual({
      cause: 'unreachable',
      detail: 'the name leads to an address inside this network, and these are not contacted',
    });
    expect(names).toEqual([`email.${region}.amazonaws.com`]);
    expect(target).toBe(`email.${region}.amazonaws.com`);
  });

  it.each([
    {
      found: ['10.1.2.3', '192.0.2.7'],
      all: true,
      given: [[{ address: '192.0.2.7', family: 4 }], undefined],
    },
    { found: ['2001:db8::1', '192.0.2.7'], all: false, given: ['2001:db8::1', 6] },
    {
      found: ['10.1.2.3', 'fd00::1'],
      all: true,
      allowPrivate: true,
      given: [
        [
          { address: '10.1.2.3', family: 4 },
          { address: 'fd00::1', family: 6 },
        ],
        undefined,
      ],
    },
  ])(
    'leads to the addresses that may be contacted: $found',
    async ({ found, all, allowPrivate = false, given }) => {
      const lookup = guardedLookup(async () => found, allowPrivate);
      const answer = await new Promise((resolve) => {
        lookup('mail.example', { all }, (error, address, family) => resolve(error ?? [address, family]));
      });
      expect(answer).toEqual(given);
    },
  );

  it('is by another ending in China', async () => {
    const { target } = await ask({ ...straight, lookup: notFound, settings: { region: 'cn-north-1' } });
    expect(target).toBe('email.cn-north-1.amazonaws.com.cn');
  });

  it('does not exist for a Region that is none', async () => {
    const lookup = (name: string) =>
      name === 'email.us-east-1.amazonaws.com' ? Promise.resolve(['192.0.2.1']) : notFound();
    const { refused } = await ask({ ...straight, lookup, settings: { region: 'us-eats-1' } });
    expect(refused).toEqual({
      cause: 'region-unknown',
      detail: 'there is no email.us-eats-1.amazonaws.com',
      nearest: 'us-east-1',
    });
  });

  it.each(['us-eats-1', 'us-east-1'])('is not judged where no name at all is found (%s)', async (region) => {
    const { refused } = await ask({ ...straight, lookup: notFound, settings: { region } });
    expect(refused).toEqual({ cause: 'unreachable', detail: 'the name could not be looked up (ENOTFOUND)' });
  });

  it('is not waited for without end', async () => {
    const lookup = () => new Promise<never>(() => {});
    const since = performance.now();
    const { refused } = await ask({ ...straight, timeoutMs: 600, lookup });
    expect(refused).toMatchObject({ cause: 'unreachable', detail: 'no answer in 0.3 s' });
    expect(performance.now() - since).toBeLessThan(5_000);
  });
});

describe('one call that brings nothing', () => {
  const all = ['ses:GetAccount', 'ses:GetEmailIdentity', 'ses:GetSuppressedDestination'] as const;

  it.each(all)('%s not allowed: the others count', async (action) => {
    const { account, senders, suppressed, refused } = await ask({}, { denied: [action] });
    expect(refused).toBeUndefined();
    const denied = { kind: 'denied', action };
    expect(account).toMatchObject(action === 'ses:GetAccount' ? denied : { kind: 'answered' });
    expect(senders.get(OFFICE)).toMatchObject(
      action === 'ses:GetEmailIdentity' ? { found: [], trouble: denied } : { found: [{ isVerified: true }] },
    );
    expect(suppressed.get(NORA)).toMatchObject(
      action === 'ses:GetSuppressedDestination' ? denied : { kind: 'answered' },
    );
  });

  it.each(all)('%s throttled: the others count', async (action) => {
    const { account, senders, suppressed } = await ask({}, { throttled: [action] });
    const failed = {
      kind: 'failed',
      cause: 'throttled',
      detail: 'too many requests (TooManyRequestsException)',
    };
    expect([account, senders.get(OFFICE)?.trouble, suppressed.get(NORA)]).toContainEqual(failed);
    expect(
      [account?.kind, senders.get(OFFICE)?.trouble?.kind, suppressed.get(NORA)?.kind].filter(
        (kind) => kind === 'failed',
      ),
    ).toHaveLength(1);
  });

  it('an error of the service is not the key’s', async () => {
    const { account, suppressed } = await ask(
      {},
      { error: { name: 'InternalServiceErrorException', status: 500 } },
    );
    const detail = 'an error of the service (InternalServiceErrorException, HTTP 500)';
    expect(account).toEqual({ kind: 'failed', cause: 'unreachable', detail });
    expect(suppressed.get(NORA)).toEqual({ kind: 'failed', cause: 'unreachable', detail });
  });

  it('a web page is not "not suppressed", nor "no such identity"', async () => {
    for (const manner of ['html', 'html-403', 'empty', 'other-json', 'truncated'] as const) {
      const { account, senders, suppressed } = await ask(
        {},
        { manner, only: ['ses:GetEmailIdentity', 'ses:GetSuppressedDestination'] },
      );
      expect(account?.kind).toBe('answered');
      expect(senders.get(OFFICE), manner).toMatchObject({
        found: [],
        trouble: { kind: 'failed', cause: 'unreachable' },
      });
      expect(suppressed.get(NORA), manner).toMatchObject({ kind: 'failed', cause: 'unreachable' });
    }
  });

  it('a server that falls silent is not asked again', async () => {
    const before = ses.asked.length;
    const since = performance.now();
    const { account, senders, suppressed } = await ask(
      { timeoutMs: 4_000 },
      { manner: 'hang', only: ['ses:GetEmailIdentity'] },
    );
    expect(performance.now() - since).toBeLessThan(3_900);
    expect(account?.kind).toBe('answered');
    expect(senders.get(OFFICE)?.trouble).toMatchObject({ kind: 'failed', detail: 'no answer in 2 s' });
    expect(suppressed.get(NORA)).toMatchObject({ kind: 'failed', detail: 'no answer in 2 s' });
    expect(ses.asked.length - before).toBe(2);
  });
});

describe('identities', () => {
  const names = (probed: SesProbed, address: string) =>
    probed.senders.get(address)?.found.map(({ name }) => name);

  it.each([
    ['an address of its own', 'one@elsewhere.example', ['one@elsewhere.example']],
    ['of its domain', 'any@cedar-credit.example', ['cedar-credit.example']],
    ['of a domain above', 'any@a.b.cedar-credit.example', ['cedar-credit.example']],
    ['in letters of another case', 'Any@CEDAR-credit.example', ['cedar-credit.example']],
    ['not verified yet', 'pending@birch.example', ['pending@birch.example']],
    ['none', 'nobody@nowhere.example', []],
    ['no address', 'office', []],
    ['two addresses', 'a@b.example c@cedar-credit.example', []],
  ])('%s', async (_, sender, found) => {
    expect(names(await ask({ senders: [sender] }), sender.toLowerCase())).toEqual(found);
  });

  it('are asked for once, however many addresses share them', async () => {
    const before = ses.asked.length;
    await ask({ senders: ['a@cedar-credit.example', 'b@cedar-credit.example'], recipients: [] });
    const asked = ses.asked.slice(before);
    expect(asked.filter((call) => call.endsWith(' cedar-credit.example'))).toHaveLength(1);
    expect(asked).toHaveLength(4);
  });

  it('are looked for in the other Regions given, where none is verified in this one', async () => {
    const before = ses.asked.length;
    const probed = await ask({
      senders: [OFFICE, 'x@birch.example', 'pending@birch.example', 'nobody@nowhere.example'],
      otherRegions: ['eu-west-1', 'us-west-2', 'us-east-1', 'not a region', 'ap-south-2'],
    });
    expect(probed.senders.get(OFFICE)?.elsewhere).toEqual([]);
    expect(probed.senders.get('x@birch.example')).toMatchObject({ found: [], elsewhere: ['eu-west-1'] });
    expect(probed.senders.get('pending@birch.example')).toMatchObject({ elsewhere: ['eu-west-1'] });
    expect(probed.senders.get('nobody@nowhere.example')).toMatchObject({ found: [], elsewhere: [] });
    const asked = ses.asked.slice(before);
    expect(asked).not.toContainEqual(expect.stringContaining(`eu-west-1 ses:GetEmailIdentity ${OFFICE}`));
    expect(asked).toContainEqual('us-west-2 ses:GetEmailIdentity birch.example');
  });

  it('of recipients are asked for in the sandbox', async () => {
    const recipients = [NORA, 'x@nowhere.example', 'success+1@simulator.amazonses.com'];
    const probed = await ask({ settings: { region: 'eu-west-1' }, recipients });
    expect(probed.account).toMatchObject({ value: { production: false, quota: { max: 200, sent: 200 } } });
    expect(probed.recipients.get(NORA)).toMatchObject({
      found: [{ name: 'mail.example', isVerified: true }],
    });
    expect(probed.recipients.get('x@nowhere.example')).toMatchObject({ found: [] });
    expect(probed.recipients.get('success+1@simulator.amazonses.com')).toMatchObject({
      found: [{ isVerified: true }],
    });
    expect(probed.stages.map(({ stage }) => stage)).toEqual([
      'account',
      'sender',
      'recipient',
      'suppression',
    ]);
  });
});

describe('secrets', () => {
  const canaries = [SECRET, TOKEN, SMTP_PASSWORD, 'CanarySe', 'CanarySm'];
  const temporary = { accessKeyId: 'ASIATEMPORARY0000001', sessionToken: TOKEN };
  const expectNone = (text: string) => {
    for (const canary of canaries) expect(text.includes(canary), canary).toBe(false);
  };

  it('are in no result, whatever goes wrong', async () => {
    const rows = refusals.map(([, change, faults]) => ({ change, faults }));
    for (const { change, faults } of rows) {
      const settings = { ...temporary, ...change.settings };
      expectNone(inFull(await ask({ timeoutMs: 600, ...change, settings }, faults)));
    }
  }, 60_000);

  it.each([
    { manner: 'echo' },
    { manner: 'echo-error' },
    { manner: 'echo', denied: ['ses:GetAccount'] },
    { manner: 'echo', only: ['ses:GetEmailIdentity'] },
    { manner: 'echo', only: ['ses:GetSuppressedDestination'] },
    { manner: 'echo-error', only: ['ses:GetEmailIdentity', 'ses:GetSuppressedDestination'] },
  ] as const)('are in no result of a server that repeats what it hears: %j', async (faults) => {
    const probed = await ask({ settings: temporary, recipients: [NORA, 'gone@mail.example'] }, faults);
    expectNone(inFull(probed));
    const lasting = await ask({ recipients: [NORA, 'gone@mail.example'] }, faults);
    expect(inFull(lasting)).not.toContain('AWS4-HMAC-SHA256');
  });
});
