import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isUsageError } from '../../../src/core/errors.js';
import { isLoanProFailed } from '../../../src/sources/loanpro-api/failure.js';
import { certificate } from '../../servers/certificates.js';
import type { LoanProFault } from '../../servers/loanpro-faults.js';
import {
  BIRTH_DATE,
  DRIVER_LICENSE,
  NATIONAL_ID,
  PASSPORT,
  STORED_PASSWORD,
} from '../../servers/loanpro-shapes.js';
import { CANARY_TOKEN } from '../../servers/loanpro-stand-in.js';
import { failureOf, fixtureAccount, Live } from './live.js';

const account = fixtureAccount('acme-lending');
const EMAILS = 'odata.svc/Tenants(5200243)/CompanyEmails';
const CUSTOMER = 'odata.svc/Customers(1057)';
const SETTINGS = 'odata.svc/Loans(4117)/LoanSettings';
const SEARCH = 'Customers/Autopal.Search()';
const SECRETS = [
  CANARY_TOKEN,
  NATIONAL_ID,
  NATIONAL_ID.replaceAll('-', ''),
  /\d+/.exec(BIRTH_DATE)?.[0] ?? '',
  '1985-04-12',
  DRIVER_LICENSE,
  PASSPORT,
  STORED_PASSWORD,
];

interface Outcome {
  readonly kind: string;
  /** Of that path. */
  readonly requests: number;
  readonly words: RegExp;
  /** Milliseconds between them. */
  readonly pauses?: readonly number[];
}

const once = (kind: string, words: RegExp): Outcome => ({ kind, requests: 1, words });
const thrice = (kind: string, words: RegExp, pauses: readonly number[] = [1000, 2000]): Outcome => ({
  kind,
  requests: 3,
  words,
  pauses,
});
/** For what never ends: each of three attempts takes it. */
const SHORT = { timeoutMs: 400 };

const table: readonly (readonly [LoanProFault, Outcome])[] = [
  ['forbidden', once('refused', /role .*lacks this endpoint/)],
  ['not-found', once('not-found', /\(404\).*Custmers/)],
  ['conflict', once('not-found', /\(409\)/)],
  ['bad-tenant', once('not-found', /Invalid tenant/)],
  ['not-found-in-200', once('not-found', /not found for the segment 'Loans'/)],
  [
    'php-error-in-200',
    once('failed', /Catchable Fatal Error: null given, called in \(path\) for \(number\)/),
  ],
  ['bad-request', once('failed', /\(400\)/)],
  ['gone', once('failed', /\(410\): "Access to retrieve all entities/)],
  ['other-json', once('failed', /not have the form/)],
  ['content-type', once('failed', /not JSON but text\/html/)],
  ['huge', once('failed', /more than 20 MB/)],
  ['echo', once('not-found', /No tenant for Bearer \(token\)/)],
  [
    { redirect: 'https://elsewhere.example/api?x=1' },
    once('failed', /redirect to elsewhere\.example \(302\)/),
  ],
  [
    { tooMany: '2' },
    thrice('failed', /slow down \(429\), and asked to wait 2 s \(tried 3 times\)/, [2000, 2000]),
  ],
  [{ tooMany: 'Tue, 03 Nov 2026 17:20:04 GMT' }, thrice('failed', /slow down/, [4000, 2000])],
  [{ tooMany: '0' }, thrice('failed', /slow down/)],
  [{ tooMany: undefined }, thrice('failed', /slow down/)],
  [{ tooMany: '120' }, once('failed', /asked to wait 120 s/)],
  ['server-error', thrice('too-much', /server failed \(500\) \(tried 3 times\)/)],
  ['bad-gateway', thrice('too-much', /\(502\)/)],
  ['truncated-json', thrice('too-much', /cut off/)],
  ['cut-off', thrice('too-much', /cut off/)],
  ['reset', thrice('no-connection', /broken off \(ECONNRESET\)/)],
  ['stall', thrice('no-connection', /no whole answer within 0\.4 s/)],
  ['stall-in-body', thrice('no-connection', /no whole answer/)],
  ['drip', thrice('no-connection', /no whole answer/)],
];
const named = table.map(([fault, outcome]) => ({ name: JSON.stringify(fault), fault, outcome }));
const isSlow = (fault: LoanProFault) => fault === 'stall' || fault === 'stall-in-body' || fault === 'drip';

describe('a fault of one endpoint', () => {
  it.each(named)('$name', async ({ fault, outcome }) => {
    const live = await Live.start({ account });
    live.server.faults = [{ path: SETTINGS, fault }];
    const settings = isSlow(fault) ? SHORT : {};
    const { customers, faults, account: read, requests } = await live.read('1057', { settings });

    expect(faults).toEqual([
      {
        endpoint: SETTINGS,
        kind: outcome.kind,
        words: expect.stringMatching(outcome.words),
        affects: [['enrollmentByStatus']],
        menu: 'Settings > Defaults > New Customer > Enrollment By Loan Status',
        isBroken: outcome.kind !== 'refused',
      },
    ]);
    expect(live.asked.filter((line) => line === `GET ${SETTINGS}`)).toHaveLength(outcome.requests);
    expect(live.clock.slept).toEqual(outcome.pauses ?? []);
    expect(requests).toBe(live.server.requests.length);
    // All else is there; status and the like come from the other answers.
    const loan = customers[0]?.customer.links?.[0]?.loan;
    expect(loan).toMatchObject({ status: 'Open', subStatus: 'Repaying', eBilling: true, daysPastDue: 11 });
    expect(read.enrollmentByStatus).toBeUndefined();
    expect(read.communicationHistory).not.toEqual([]);
    expectNoSecrets({ customers, faults, read, log: live.log });
  });

  it.each(named.filter(({ outcome }) => outcome.requests === 3))('that passes: $name', async ({ fault }) => {
    const live = await Live.start({ account });
    live.server.faults = [{ path: SETTINGS, fault, times: 2 }];
    const { account: read, faults } = await live.read('1057', { settings: isSlow(fault) ? SHORT : {} });
    expect(faults).toEqual([]);
    expect(read.enrollmentByStatus).toHaveLength(1);
    const attempts = live.log.filter(({ path }) => path.startsWith(SETTINGS));
    expect(attempts.map(({ attempt, problem }) => [attempt, problem !== undefined])).toEqual([
      [1, true],
      [2, true],
      [3, false],
    ]);
  });

  it('shows what stays unknown of each endpoint', async () => {
    const live = await Live.start({ account });
    const ofLoan = (...keys: string[]) => keys.map((key) => ['customers', 0, 'links', 0, 'loan', key]);
    const figures = [
      'loanAge',
      'daysPastDue',
      'amountPastDue',
      'lastHumanActivity',
      'loanRecency',
      'snapshotDate',
    ];
    const affected = {
      [EMAILS]: [['companyEmails']],
      [CUSTOMER]: [
        ['customers', 0, 'email'],
        ['customers', 0, 'links'],
      ],
      'odata.svc/Loans(4117)/StatusArchive': ofLoan(...figures, 'sourceCompany'),
      'odata.svc/Loans(4117)': ofLoan('portfolios', 'subPortfolios'),
      'odata.svc/SystemNotes': [['communicationHistory']],
    };
    for (const [path, affects] of Object.entries(affected)) {
      live.server.faults = [{ path, fault: 'forbidden' }];
      const { faults, customers } = await live.read('1057');
      expect(faults.find(({ endpoint }) => endpoint === path)).toMatchObject({ affects, isBroken: false });
      expect(customers[0]?.customer.id).toBe(1057);
    }
  });

  it('leaves nothing but the id of a customer who cannot be read', async () => {
    const live = await Live.start({ account });
    live.server.faults = [{ path: CUSTOMER, fault: 'reset' }];
    const { customers } = await live.read('marcus.bell@mail.example');
    expect(customers).toEqual([
      {
        index: 0,
        customer: {
          id: 1057,
          customId: 'C-1057',
          firstName: 'Marcus',
          lastName: 'Bell',
          companyName: '',
        },
      },
    ]);
  });

  it('asks for less when the customer with loans does not come through', async () => {
    const live = await Live.start({ account });
    live.server.faults = [{ path: CUSTOMER, fault: 'truncated-json', times: 3 }];
    const { customers, faults } = await live.read('1057');
    expect(customers[0]?.customer).toMatchObject({ email: 'marcus.bell@mail.example' });
    expect(customers[0]?.customer.links).toBeUndefined();
    expect(faults).toEqual([
      expect.objectContaining({ endpoint: CUSTOMER, affects: [['customers', 0, 'links']], isBroken: true }),
    ]);
    expect(live.server.requests.filter(({ path }) => path === CUSTOMER).map(({ query }) => query)).toEqual([
      { $expand: 'Loans,Loans/LoanSettings', nopaging: 'true' },
      { $expand: 'Loans,Loans/LoanSettings', nopaging: 'true' },
      { $expand: 'Loans,Loans/LoanSettings', nopaging: 'true' },
      {},
    ]);
  });

  it('never goes where a redirect points', async () => {
    const live = await Live.start({ account });
    const other = await Live.start({ account });
    live.server.faults = [{ path: CUSTOMER, fault: { redirect: `${other.server.url}${CUSTOMER}` } }];
    const { faults } = await live.read('1057');
    expect(faults[0]).toMatchObject({ endpoint: CUSTOMER, kind: 'failed' });
    expect(other.server.requests).toEqual([]);
  });
});

describe('nothing can be read', () => {
  it.each<[LoanProFault, RegExp]>([
    ['unauthorized', /token.*\(401\): "Unauthorized"/],
    ['unauthorized-odata', /\(401\)/],
    ['bad-tenant', /LOANPRO_TENANT_ID.*Invalid tenant/],
    ['not-found', /LOANPRO_API_URL/],
    ['echo', /No tenant for Bearer \(token\)/],
  ])('with these credentials: %j', async (fault, words) => {
    const live = await Live.start({ account });
    live.server.faults = [{ path: '', fault }];
    const error = await failureOf(() => live.read('1057'));
    expect(isUsageError(error) && error.code).toBe('source-failed');
    expect(error.message).toMatch(words);
    expect(live.asked).toEqual([`GET ${EMAILS}`]);
    expectNoSecrets({ error, log: live.log });
  });

  it('with a token that LoanPro does not know', async () => {
    const live = await Live.start({ account });
    const error = await failureOf(() => live.read('1057', { settings: { token: 'another' } }));
    expect(isUsageError(error)).toBe(true);
    expect(live.server.requests).toHaveLength(1);
  });

  it('with a token that expires on the way', async () => {
    const live = await Live.start({ account });
    live.server.faults = [{ path: 'odata.svc/Loans(4117)', fault: 'unauthorized' }];
    const error = await failureOf(() => live.read('1057'));
    expect(isUsageError(error)).toBe(true);
  });

  it.each<[LoanProFault]>([['reset'], ['stall']])('without a connection: %j', async (fault) => {
    const live = await Live.start({ account });
    live.server.faults = [{ path: '', fault }];
    const error = await failureOf(() => live.read('1057', { settings: SHORT }));
    expect(isLoanProFailed(error)).toBe(true);
    expect(isLoanProFailed(error) && error.failure.kind).toBe('no-connection');
    expect(live.asked).toEqual(Array(3).fill(`GET ${EMAILS}`));
    expectNoSecrets({ error, log: live.log });
  });

  it('where nobody listens', async () => {
    const live = await Live.start({ account });
    await live.server.stop();
    const error = await failureOf(() => live.read('1057'));
    expect(error.message).toMatch(/refused the connection \(ECONNREFUSED\)/);
    expect(live.log.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  });

  it('over a certificate that does not verify', async () => {
    const live = await Live.start({ account });
    const server = https.createServer(certificate('self-signed'), (_, response) => response.end('{"d": []}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    // A server that listens on a port has an address with one.
    const { port } = server.address() as AddressInfo;
    const baseUrl = `https://127.0.0.1:${port}/api/public/api/1/`;
    const error = await failureOf(() => live.read('1057', { settings: { baseUrl } }));
    expect(error.message).toMatch(
      /certificate of the server does not verify \(DEPTH_ZERO_SELF_SIGNED_CERT\)/,
    );
    expect(live.log).toHaveLength(1);
  });

  it('but one server error at the start stops nothing', async () => {
    const live = await Live.start({ account });
    live.server.faults = [{ path: EMAILS, fault: 'server-error' }];
    const { customers, account: read, faults } = await live.read('1057');
    expect(customers[0]?.customer.email).toBe('marcus.bell@mail.example');
    expect(read.companyEmails).toBeUndefined();
    expect(faults).toEqual([expect.objectContaining({ endpoint: EMAILS, isBroken: true })]);
  });

  it('because a search breaks', async () => {
    const live = await Live.start({ account });
    live.server.faults = [{ path: SEARCH, fault: 'server-error' }];
    const error = await failureOf(() => live.read('Marcus Bell'));
    expect(isLoanProFailed(error) && error.endpoint).toBe(SEARCH);
  });

  it('by a role that may not search, except by id', async () => {
    const live = await Live.start({ account });
    live.server.faults = [{ path: SEARCH, fault: 'forbidden' }];
    const error = await failureOf(() => live.read('Marcus Bell'));
    expect(isUsageError(error)).toBe(true);
    expect(error.message).toMatch(/Give the customer's id/);
    expect((await live.read('1057')).customers).toHaveLength(1);
  });
});

describe('ending it', () => {
  it('stops at once, wherever it is', async () => {
    const live = await Live.start({ account });
    live.server.faults = [{ path: 'odata.svc/Loans(', fault: 'stall' }];
    const controller = new AbortController();
    const { signal } = controller;
    const reading = live.read('1057', { settings: { signal, timeoutMs: 60_000 } });
    while (live.asked.length < 6) await new Promise((resolve) => setTimeout(resolve, 5));
    const asked = live.asked.length;
    controller.abort(new Error('Ctrl-C'));
    expect((await failureOf(() => reading)).message).toBe('Ctrl-C');
    expect(live.asked).toHaveLength(asked);
  });

  it('does not even begin when it is over', async () => {
    const live = await Live.start({ account });
    const signal = AbortSignal.abort(new Error('Ctrl-C'));
    expect((await failureOf(() => live.read('1057', { settings: { signal } }))).message).toBe('Ctrl-C');
    expect(live.asked).toEqual([]);
  });
});

/** Whatever hides in it: properties that are not listed, causes, stacks. */
function expectNoSecrets(value: unknown): void {
  const text = inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true, maxStringLength: null });
  for (const secret of SECRETS) expect(text).not.toContain(secret);
  expect(text).not.toMatch(/\/srv\/www|\u001b/);
}
