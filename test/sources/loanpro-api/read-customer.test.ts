import { describe, expect, it } from 'vitest';
import { toPointer } from '../../../src/account/pointer.js';
import { accountSchema, customerSchema } from '../../../src/account/schema.js';
import type { Account, Loan } from '../../../src/account/types.js';
import { isReadOnly } from '../../../src/sources/loanpro-api/send.js';
import type { NotedChange } from '../../servers/loanpro-shapes.js';
import { fixtureAccount, fixtureBody, Live, NOW } from './live.js';

const acme = fixtureAccount('acme-lending');
const DAY = 86_400_000;

function loanOf(read: { customers: readonly { customer: { links?: unknown } }[] }): Loan {
  const links = customerSchema.parse(read.customers[0]?.customer).links;
  return links?.[0]?.loan ?? {};
}

describe('the bodies that LoanPro documents', () => {
  const tenant = { id: 5209999 };
  const loan = (id: number) => ({
    [`odata.svc/Loans(${id})/LoanSettings`]: fixtureBody('loan-settings'),
    [`odata.svc/Loans(${id})/StatusArchive`]: fixtureBody('status-archive'),
    [`odata.svc/Loans(${id})`]: fixtureBody('loan-portfolios'),
  });
  const bodies = (customer: string) => ({
    'odata.svc/Tenants(5209999)/CompanyEmails': fixtureBody('company-emails'),
    'odata.svc/Customers(1207)': fixtureBody(customer),
    'odata.svc/SystemNotes': fixtureBody('system-notes-email'),
    'Customers/Autopal.Search()': fixtureBody('search'),
    ...loan(4101),
    ...loan(4102),
    ...loan(4105),
  });
  const now = Date.parse('2026-03-02T18:00:00Z');

  it.each(['customer-with-loans', 'customer-with-loans-in-results', 'customer-with-text-numbers'])(
    'are read from %s',
    async (body) => {
      const live = await Live.start({ account: { mailcheck: 1, tenant }, bodies: bodies(body) }, now);
      const read = await live.read('ilse.bergmann@mail.example');
      expect(read.faults).toEqual([]);
      expect(read.account).toEqual({
        mailcheck: 1,
        exportedAt: '2026-03-02T18:00:00Z',
        tenant,
        companyEmails: [
          {
            id: 20,
            email: 'servicing@cedar-credit.example',
            type: 'company.email.main',
            primary: true,
            validated: true,
          },
          {
            id: 21,
            email: 'collections@cedar-credit.example',
            type: 'company.email.other',
            primary: false,
            validated: false,
          },
        ],
        enrollmentByStatus: [
          { status: 'Open', subStatus: 'Repaying', emailEnroll: true, webAccess: true, smsEnroll: true },
        ],
        communicationHistory: [
          {
            id: 899107,
            at: '2026-01-16T14:01:58Z',
            log: 'customer',
            channel: 'email',
            customer: 1207,
            loan: 'LN-4101',
            to: 'ilse.bergmann@mail.example',
            subject: 'Payment received',
          },
          {
            id: 900412,
            at: '2026-02-16T14:02:33Z',
            log: 'customer',
            channel: 'email',
            customer: 1207,
            loan: 'LN-4101',
            to: 'ilse.bergmann@mail.example',
            subject: 'Your payment is due soon',
          },
        ],
      });
      const { links = [], ...customer } = customerSchema.parse(read.customers[0]?.customer);
      expect(customer).toEqual({
        id: 1207,
        customId: null,
        firstName: 'Ilse',
        lastName: 'Bergmann',
        companyName: null,
        email: 'ilse.bergmann@mail.example',
        active: true,
      });
      expect(links?.map(({ loan: _, ...access }) => access)).toEqual([
        { role: 'primary', emailAccess: true, webAccess: true, smsAccess: false },
        { role: 'primary', emailAccess: false, webAccess: true, smsAccess: false },
        { role: 'secondary', emailAccess: true, webAccess: false, smsAccess: false },
      ]);
      expect(links?.[0]?.loan).toEqual({
        id: 4101,
        displayId: 'LN-4101',
        active: true,
        archived: false,
        deleted: false,
        status: 'Open',
        subStatus: 'Repaying',
        eBilling: true,
        sourceCompany: 'Copper Gate Autos',
        portfolios: ['Auto', 'Email pilot'],
        subPortfolios: expect.any(Array),
        loanAge: 560,
        daysPastDue: 15,
        amountPastDue: 212.4,
        lastHumanActivity: '2026-02-25',
        loanRecency: 46,
        snapshotDate: '2026-03-02',
        lastMaintenance: '2026-03-02',
        variables: expect.objectContaining({ 'status-payoff': expect.any(Number) }),
      });
      expect(links?.[2]?.loan).toMatchObject({
        active: false,
        archived: true,
        lastMaintenance: '2024-02-20',
      });
    },
  );

  it('leave access unknown when the answer leaves it out', async () => {
    const given = bodies('customer-without-access');
    const live = await Live.start({ account: { mailcheck: 1, tenant }, bodies: given }, now);
    const { customers, faults } = await live.read('1207');
    expect(Object.keys(customers[0]?.customer.links?.[0] ?? {})).toEqual(['loan']);
    expect(faults).toEqual([
      {
        endpoint: 'odata.svc/Customers(1207)',
        kind: 'unanswered',
        words: expect.stringContaining('_relatedMetadata'),
        affects: ['emailAccess', 'webAccess', 'smsAccess', 'role'].map((key) => [
          'customers',
          0,
          'links',
          0,
          key,
        ]),
        menu: 'Users > Customer Manager > (customer) > Links & Access',
        isBroken: false,
      },
    ]);
  });

  it('leave the links unknown, not empty, when they are deferred', async () => {
    const given = bodies('customer-deferred');
    const live = await Live.start({ account: { mailcheck: 1, tenant }, bodies: given }, now);
    const { customers, faults, account } = await live.read('1207');
    expect(customers[0]?.customer).not.toHaveProperty('links');
    expect(account).not.toHaveProperty('enrollmentByStatus');
    expect(faults).toMatchObject([{ kind: 'unanswered', affects: [['customers', 0, 'links']] }]);
  });

  it('are not taken from another customer', async () => {
    const given = {
      ...bodies('customer-with-loans'),
      'odata.svc/Customers(1208)': fixtureBody('customer-deferred'),
    };
    const live = await Live.start({ account: { mailcheck: 1, tenant }, bodies: given }, now);
    const { customers, faults } = await live.read('1208');
    expect(customers).toEqual([{ index: 0, customer: { id: 1208 } }]);
    expect(faults).toMatchObject([{ kind: 'failed', isBroken: true }]);
  });
});

describe('what one customer costs', () => {
  it.each([
    ['1042', 2, 3],
    ['jane.roe@mail.example', 2, 4],
    ['C-1131', 4, 4],
  ])('%s with %d loans: %d requests and two a loan', async (wanted, loans, own) => {
    const live = await Live.start({ account: acme });
    const { requests } = await live.read(wanted, { portfolios: false });
    expect(requests).toBe(own + 2 * loans);
    expect(live.server.requests).toHaveLength(requests);
    expect(live.server.connections()).toBeLessThanOrEqual(4);
  });

  it('is asked at most four at a time, over connections that are kept', async () => {
    const live = await Live.start({ account: acme, delay: 5 });
    await live.read('1131');
    expect(live.server.requests).toHaveLength(3 + 3 * 4);
    expect(live.server.mostAtOnce()).toBe(4);
    expect(live.server.connections()).toBe(4);
  });

  it('is only what reads, with the right headers and nothing else of ours', async () => {
    const live = await Live.start({ account: acme });
    await live.read('Jane Roe', { statusChanges: true });
    for (const { method, path, headers } of live.server.requests) {
      expect(method === 'GET' || method === 'POST').toBe(true);
      expect(isReadOnly(method === 'POST' ? { method: 'POST', path } : { method: 'GET', path })).toBe(true);
      expect(headers).toEqual(
        expect.arrayContaining(['authorization', 'autopal-instance-id', 'content-type']),
      );
    }
    expect(new Set(live.log.map(({ method }) => method))).toEqual(new Set(['GET', 'POST']));
    expect(live.log.find(({ method }) => method === 'POST')).toEqual({
      method: 'POST',
      path: 'Customers/Autopal.Search()?$top=50&$start=0',
      status: 200,
      ms: expect.any(Number),
      attempt: 1,
      problem: undefined,
    });
  });
});

describe('facts', () => {
  it('say where they came from', async () => {
    const live = await Live.start({ account: acme });
    const { placeOf } = await live.read('1057', { index: 7 });
    const link = ['customers', 7, 'links', 0];
    const places = [
      ['companyEmails', 0, 'validated'],
      ['customers', 7, 'email'],
      [...link, 'emailAccess'],
      [...link, 'loan', 'archived'],
      [...link, 'loan', 'subStatus'],
      [...link, 'loan', 'daysPastDue'],
      [...link, 'loan', 'variables', 'status-payoff'],
      [...link, 'loan', 'portfolios', 0],
      ['enrollmentByStatus', 0, 'emailEnroll'],
      ['communicationHistory', 0, 'to'],
      ['connections', 'linked'],
    ];
    expect(Object.fromEntries(places.map((path) => [toPointer(path), placeOf(path)]))).toEqual({
      '/companyEmails/0/validated': 'odata.svc/Tenants(5200243)/CompanyEmails',
      '/customers/7/email': 'odata.svc/Customers(1057)',
      '/customers/7/links/0/emailAccess': 'odata.svc/Customers(1057)',
      '/customers/7/links/0/loan/archived': 'odata.svc/Customers(1057)',
      '/customers/7/links/0/loan/subStatus': 'odata.svc/Loans(4117)/LoanSettings',
      '/customers/7/links/0/loan/daysPastDue': 'odata.svc/Loans(4117)/StatusArchive',
      '/customers/7/links/0/loan/variables/status-payoff': 'odata.svc/Loans(4117)/StatusArchive',
      '/customers/7/links/0/loan/portfolios/0': 'odata.svc/Loans(4117)',
      '/enrollmentByStatus/0/emailEnroll': 'odata.svc/Loans(4117)/LoanSettings',
      '/communicationHistory/0/to': 'odata.svc/SystemNotes',
      '/connections/linked': undefined,
    });
  });

  it('that the API does not have stay absent', async () => {
    const live = await Live.start({ account: acme });
    const { account, customers } = await live.read('1057');
    expect(Object.keys(account).sort()).toEqual([
      'communicationHistory',
      'companyEmails',
      'enrollmentByStatus',
      'exportedAt',
      'mailcheck',
      'tenant',
    ]);
    expect(account.tenant).toEqual({ id: 5200243 });
    expect(customers[0]?.customer).not.toHaveProperty('timezone');
    expect(account.communicationHistory?.some((row) => 'status' in row || 'delivery' in row)).toBe(false);
    accountSchema.parse(account);
  });

  it('are of the latest day up to the moment asked about', async () => {
    const live = await Live.start({ account: acme });
    expect(loanOf(await live.read('1057'))).toMatchObject({ snapshotDate: '2026-11-03', daysPastDue: 11 });
    const earlier = await live.read('1057', { at: NOW - DAY });
    expect(loanOf(earlier)).toMatchObject({ snapshotDate: '2026-11-02', daysPastDue: 999 });
    // Three in the morning of the 3rd in London is still the 2nd in Denver.
    const night = { at: Date.parse('2026-11-03T03:00:00Z'), zone: 'America/Denver' };
    expect(loanOf(await live.read('1057', night))).toMatchObject({ snapshotDate: '2026-11-02' });
    expect(loanOf(await live.read('1057', { ...night, zone: 'Europe/London' }))).toMatchObject({
      snapshotDate: '2026-11-03',
    });
  });

  it('are absent, with the reason, when the latest day is too old', async () => {
    const live = await Live.start({ account: acme }, NOW + 20 * DAY);
    const read = await live.read('1057');
    const { loanAge, snapshotDate, status } = loanOf(read);
    expect([loanAge, snapshotDate, status]).toEqual([undefined, undefined, 'Open']);
    expect(read.faults).toMatchObject([
      {
        endpoint: 'odata.svc/Loans(4117)/StatusArchive',
        kind: 'unanswered',
        words: expect.stringContaining('2026-11-18'),
      },
    ]);
  });

  it('keep the full name of a sub-status where the export writes it so', async () => {
    const live = await Live.start({ account: acme, dialect: { hasLongSubStatuses: true } });
    expect(loanOf(await live.read('1057')).subStatus).toBe('Repaying');
    const asWritten = new Set(['Open - Repaying']);
    expect(loanOf(await live.read('1057', { subStatusNames: asWritten })).subStatus).toBe('Open - Repaying');
  });

  it('of the enrollment are unknown when the sub-status is left out, while names come from the day', async () => {
    const live = await Live.start({ account: acme, dialect: { isShallow: true } });
    const read = await live.read('1057');
    expect(loanOf(read)).toMatchObject({ status: 'Open', subStatus: 'Repaying' });
    expect(read.account.enrollmentByStatus).toBeUndefined();
    expect(read.faults).toMatchObject([{ kind: 'unanswered', affects: [['enrollmentByStatus']] }]);
  });

  it('fill as many pages as there are', async () => {
    const companyEmails = Array.from({ length: 120 }, (_, index) => ({
      id: index + 1,
      email: `desk${index}@acme-lending.example`,
      type: 'company.email.other',
      primary: index === 0,
      validated: true,
    }));
    const live = await Live.start({ account: { ...acme, companyEmails } });
    const { account } = await live.read('1057', { portfolios: false });
    expect(account.companyEmails).toEqual(companyEmails);
    expect(live.asked.filter((line) => line.includes('CompanyEmails'))).toHaveLength(3);
  });

  it('are not known when the same page comes again and again', async () => {
    const path = `odata.svc/Tenants(${acme.tenant?.id})/CompanyEmails`;
    const results = [{ id: 20, email: 'billing@acme-lending.example', primary: 1, validated: 1 }];
    const body = JSON.stringify({ d: { results, summary: { start: 0, pageSize: 1, total: 3 } } });
    const live = await Live.start({ account: acme, bodies: { [path]: body } });
    const { account, faults } = await live.read('1057', { portfolios: false });
    expect(account.companyEmails).toBeUndefined();
    expect(faults).toMatchObject([
      { endpoint: path, kind: 'unanswered', words: 'LoanPro has 3 addresses and gave 1.' },
    ]);
    expect(live.asked.filter((line) => line.includes('CompanyEmails'))).toHaveLength(2);
  });
});

describe('logged emails', () => {
  const rows = Array.from({ length: 60 }, (_, index) => ({
    id: index + 1,
    at: new Date(NOW - (60 - index) * DAY).toISOString(),
    log: 'customer' as const,
    channel: 'email' as const,
    customer: 1057,
    loan: 'LN-4117',
    to: 'marcus.bell@mail.example',
    subject: `Mail ${index + 1}`,
  }));
  const account: Account = { ...acme, communicationHistory: rows };

  it('are the latest fifty, the oldest first', async () => {
    const live = await Live.start({ account });
    const { account: read, faults } = await live.read('1057');
    expect(read.communicationHistory?.map(({ id }) => id)).toEqual(rows.slice(10).map(({ id }) => id));
    expect(faults).toEqual([]);
  });

  it('are not known when there are more than came and the order is not the one asked for', async () => {
    const notes = JSON.parse(fixtureBody('system-notes-email'));
    notes.d.results.reverse();
    notes.d.summary.total = 300;
    const live = await Live.start({ account, bodies: { 'odata.svc/SystemNotes': JSON.stringify(notes) } });
    const { account: read, faults } = await live.read('1057');
    expect(read.communicationHistory).toBeUndefined();
    expect(faults).toMatchObject([{ kind: 'unanswered', affects: [['communicationHistory']] }]);
  });

  it('of somebody else are left out, should they come along', async () => {
    const body = fixtureBody('system-notes-email');
    const live = await Live.start({ account, bodies: { 'odata.svc/SystemNotes': body } });
    expect((await live.read('1057')).account.communicationHistory).toEqual([]);
  });

  it('have a row each, even where the note holds no JSON', async () => {
    const notes = JSON.parse(fixtureBody('system-notes-email'));
    for (const row of notes.d.results)
      Object.assign(row, { entityId: '1057', noteData: 'sent', created: null });
    const live = await Live.start({ account, bodies: { 'odata.svc/SystemNotes': JSON.stringify(notes) } });
    const row = { at: null, log: 'customer', channel: 'email', customer: 1057 };
    expect((await live.read('1057')).account.communicationHistory).toEqual([
      { ...row, id: 900412 },
      { ...row, id: 899107 },
    ]);
  });
});

describe('changes of status', () => {
  const changes: readonly NotedChange[] = [
    { loan: 4117, at: '2026-11-02T15:00:00Z', from: ['Open', 'Repaying'], to: ['Closed', 'Paid Off'] },
    { loan: 4117, at: '2026-11-01T15:00:00Z', from: ['Open', 'Hardship'], to: ['Open', 'Repaying'] },
    { loan: 4101, at: '2026-11-01T16:00:00Z', from: ['Open', 'Hardship'], to: ['Open', 'Repaying'] },
  ];

  it('are looked up when asked for, with names, the oldest first', async () => {
    const live = await Live.start({ account: acme, changes });
    const { statusChanges, faults } = await live.read('1057', { statusChanges: true });
    expect(statusChanges).toEqual([
      {
        loan: 4117,
        at: '2026-11-01T15:00:00Z',
        from: { status: 'Open', subStatus: 'Hardship' },
        to: { status: 'Open', subStatus: 'Repaying' },
      },
      {
        loan: 4117,
        at: '2026-11-02T15:00:00Z',
        from: { status: 'Open', subStatus: 'Repaying' },
        to: { status: 'Closed', subStatus: 'Paid Off' },
      },
    ]);
    expect(faults).toEqual([]);
  });

  it('are not asked for otherwise, and take no list of names when none is needed', async () => {
    const live = await Live.start({ account: acme, changes });
    expect((await live.read('1057')).statusChanges).toBeUndefined();
    expect((await live.read('1076', { statusChanges: true })).statusChanges).toEqual([]);
    expect(live.asked.filter((line) => line.includes('LoanStatus') && !line.includes('Archive'))).toEqual([]);
  });

  it('keep what is known when the names cannot be read', async () => {
    const live = await Live.start({ account: acme, changes });
    live.server.faults = [{ path: 'odata.svc/LoanStatus', fault: 'forbidden' }];
    const { statusChanges, faults } = await live.read('1057', { statusChanges: true });
    expect(statusChanges?.[1]).toEqual({
      loan: 4117,
      at: '2026-11-02T15:00:00Z',
      from: { status: 'Open', subStatus: 'Repaying' },
      to: {},
    });
    expect(faults).toMatchObject([{ endpoint: 'odata.svc/LoanStatus', kind: 'refused', isBroken: false }]);
  });

  it('are unknown when their endpoint is', async () => {
    const live = await Live.start({ account: acme, changes });
    live.server.faults = [{ path: 'odata.svc/SystemNotes', fault: 'server-error' }];
    expect((await live.read('1057', { statusChanges: true })).statusChanges).toBeUndefined();
  });
});
