import { describe, expect, it } from 'vitest';
import { accountSchema, customerSchema } from '../../../src/account/schema.js';
import type { Account, Customer, EnrollmentRow, HistoryRow, Link, Loan } from '../../../src/account/types.js';
import { LoanPro } from '../../../src/sources/loanpro-api/read-customer.js';
import type { Dialect } from '../../servers/loanpro-shapes.js';
import { fixtureAccount, Live } from './live.js';

/** What of a loan the API answers, and when. */
function exposedLoan(loan: Loan): Loan {
  const {
    variables,
    snapshotDate,
    loanAge,
    daysPastDue,
    amountPastDue,
    lastHumanActivity,
    loanRecency,
    ...rest
  } = loan;
  const payoff = variables?.['status-payoff'];
  // Figures come from a day of the last five.
  const isFresh = snapshotDate != null && snapshotDate >= '2026-10-29';
  const figures = { snapshotDate, loanAge, daysPastDue, amountPastDue, lastHumanActivity, loanRecency };
  const { sourceCompany, ...withoutCompany } = rest;
  const isCompanyKnown = sourceCompany === null || isFresh;
  return {
    ...withoutCompany,
    ...(isCompanyKnown && { sourceCompany }),
    ...(isFresh && figures),
    ...(isFresh && payoff !== undefined && { variables: { 'status-payoff': payoff } }),
  };
}

function exposedCustomer({ timezone: _, links, ...customer }: Customer): Customer {
  const exposed = (link: Link) => ({ ...link, loan: exposedLoan(link.loan ?? {}) });
  return { ...customer, ...(links && { links: links.map(exposed) }) };
}

/** Rows of the sub-statuses of the customer's loans: those of a status alone stand for each of its sub-statuses. */
function exposedEnrollment(account: Account, { links }: Customer): EnrollmentRow[] | undefined {
  const rows = (links ?? []).flatMap(({ loan }) => {
    const { status, subStatus } = loan ?? {};
    if (!status || !subStatus) return [];
    const ofStatus = (account.enrollmentByStatus ?? []).filter((row) => row.status === status);
    const row = ofStatus.find((one) => one.subStatus === subStatus) ?? ofStatus.find((one) => !one.subStatus);
    return [{ ...row, status, subStatus }];
  });
  const distinct = [...new Map(rows.map((row) => [`${row.status}/${row.subStatus}`, row])).values()];
  return distinct.length > 0 ? distinct : undefined;
}

function exposedHistory({ communicationHistory }: Account, customer: Customer): HistoryRow[] {
  return (communicationHistory ?? [])
    .filter((row) => row.customer === customer.id && row.channel === 'email' && row.log === 'customer')
    .map(({ delivery: _, status: __, notification: ___, ...row }) => row)
    .toSorted((a, b) => String(a.at).localeCompare(String(b.at)));
}

const dialects: Readonly<Record<string, Dialect>> = {
  'bare arrays and numbers': {},
  'results and numeric texts': { hasResults: true, hasTextNumbers: true, hasLongSubStatuses: true },
  'e-billing as a number, null for nothing': { hasNumericEBilling: true, hasNullSearch: true },
};

describe.each(['acme-lending', 'healthy'])('every customer of %s reads back equal', (name) => {
  const account = fixtureAccount(name);
  const customers = account.customers ?? [];

  it.each(Object.keys(dialects))('with %s', async (dialect) => {
    const live = await Live.start({ account, dialect: dialects[dialect] ?? {} });
    const loanPro = new LoanPro(live.settings(), live.clock);
    expect(customers.length).toBeGreaterThan(2);
    for (const customer of customers) {
      const read = await loanPro.read({ customer: String(customer.id) });
      expect(read.customers).toEqual([{ index: 0, customer: exposedCustomer(customer) }]);
      expect(read.account).toEqual({
        mailcheck: 1,
        exportedAt: '2026-11-03T17:20:00Z',
        tenant: { id: account.tenant?.id },
        companyEmails: account.companyEmails,
        enrollmentByStatus: exposedEnrollment(account, customer),
        communicationHistory: exposedHistory(account, customer),
      });
      customerSchema.parse(read.customers[0]?.customer);
      accountSchema.parse(read.account);
      expect(read.faults.filter(({ kind }) => kind !== 'unanswered')).toEqual([]);
    }
    loanPro.close();
    // Account facts once; of each customer the customer, the notes, and three of each loan.
    const loans = customers.flatMap(({ links }) => links ?? []).length;
    expect(live.server.requests).toHaveLength(1 + 2 * customers.length + 3 * loans);
    expect(live.server.mostAtOnce()).toBeLessThanOrEqual(4);
    expect(live.server.connections()).toBeLessThanOrEqual(4);
  });
});
