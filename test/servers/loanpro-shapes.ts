import type { Account, Customer, Link, Loan } from '../../src/account/types.js';
import { parseInstant } from '../../src/calendar/zone.js';

/** Personal data that LoanPro sends along and that must never leave the edge. Invented. */
export const NATIONAL_ID = '987-65-4329';
export const BIRTH_DATE = '/Date(482112477)/';
export const DRIVER_LICENSE = 'D4815162342';
export const PASSPORT = 'P99887766';
export const STORED_PASSWORD = 'CanaryPortalPassword';

/** In how many ways LoanPro writes the same thing. */
export interface Dialect {
  /** Expanded lists as `{ results }` in place of bare arrays. */
  readonly hasResults?: boolean;
  /** Ids, flags and figures as texts. */
  readonly hasTextNumbers?: boolean;
  /** Loans of a customer without the access of the customer. */
  readonly hasNoAccess?: boolean;
  /** "Open - Repaying" for the sub-status "Repaying". */
  readonly hasLongSubStatuses?: boolean;
  /** E-billing as 1 and 0. */
  readonly hasNumericEBilling?: boolean;
  /** Searches that find nothing answer null. */
  readonly hasNullSearch?: boolean;
  /** Expansions below the first level are left out. */
  readonly isShallow?: boolean;
}

/** A change of status, as the audit trail has it. */
export interface NotedChange {
  readonly loan: number;
  readonly at: string;
  readonly from: readonly [status: string, subStatus: string];
  readonly to: readonly [status: string, subStatus: string];
}

export type Entity = Readonly<Record<string, unknown>>;

const HOST = 'http://loanpro.simnang.com/api/public/api/1/odata.svc/';
const seconds = (ms: number) => `/Date(${Math.round(ms / 1000)})/`;
/** A date as LoanPro writes it. */
export const dated = (date: string) => seconds(Date.parse(`${date}T00:00:00Z`));
const ZERO_DATE = '/Date(-62169984000)/';
const DAY_MS = 86_400_000;

/** An account as LoanPro's API would show it; what the API does not expose is left out. */
export class Shapes {
  readonly #account: Account;
  readonly #dialect: Dialect;
  readonly #changes: readonly NotedChange[];
  // Ids that the export does not have, by name, in the order in which they are first needed.
  readonly #ids = new Map<string, number>();

  constructor(account: Account, dialect: Dialect, changes: readonly NotedChange[]) {
    this.#account = account;
    this.#dialect = dialect;
    this.#changes = changes;
    for (const { loan } of this.#links()) this.#settings(loan);
    for (const { from, to } of changes)
      for (const [status, sub] of [from, to]) this.#subStatusId(status, sub);
  }

  #links(): { customer: Customer; link: Link; loan: Loan }[] {
    return (this.#account.customers ?? []).flatMap((customer) =>
      (customer.links ?? []).map((link) => ({ customer, link, loan: link.loan ?? {} })),
    );
  }

  #id(kind: string, name: string): number {
    const key = `${kind} ${name}`;
    const id = this.#ids.get(key) ?? this.#ids.size + 501;
    this.#ids.set(key, id);
    return id;
  }

  #subStatusId(status: string, sub: string): number {
    this.#id('status', status);
    return this.#id('sub', `${status} / ${sub}`);
  }

  #entity(set: string, type: string, id: unknown, deferred: readonly string[], fields: Entity): Entity {
    return {
      __metadata: { uri: `${HOST}${set}(id=${id})`, type: `Entity.${type}` },
      ...Object.fromEntries(
        deferred.map((name) => [name, { __deferred: { uri: `${set}(id=${id})/${name}` } }]),
      ),
      id,
      ...fields,
    };
  }

  /** Every number as a text, where this is how the account talks. */
  spoken(value: unknown): unknown {
    if (!this.#dialect.hasTextNumbers) return value;
    if (typeof value === 'number') return String(value);
    if (Array.isArray(value)) return value.map((one) => this.spoken(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.spoken(one)]));
  }

  #expanded(list: readonly unknown[]): unknown {
    return this.#dialect.hasResults ? { results: list } : list;
  }

  companyEmails(): Entity[] | undefined {
    return this.#account.companyEmails?.map(({ id, email, type, primary, validated }) =>
      defined({
        ...this.#entity('CompanyEmails', 'CompanyEmail', id, [], {}),
        email,
        type,
        typeValue: 'Some Email',
        primary: bit(primary),
        tenantId: this.#account.tenant?.id,
        validated: bit(validated),
      }),
    );
  }

  findCustomer(id: string): Customer | undefined {
    return this.#account.customers?.find((customer) => String(customer.id) === id);
  }

  customer(customer: Customer, isWithLoans: boolean, isWithSettings: boolean): Entity {
    const { id, customId = null, firstName, lastName, companyName, email, active } = customer;
    const loans = customer.links?.map((link) => {
      const access = defined({
        customerRole: link.role && `loan.customerRole.${link.role}`,
        customerEmailEnrollmentAccess: bit(link.emailAccess),
        customerWebAccess: bit(link.webAccess),
        customerSmsAccess: bit(link.smsAccess),
      });
      return {
        ...this.#loan(link.loan ?? {}),
        ...(isWithSettings && { LoanSettings: this.#settings(link.loan ?? {}) }),
        _relatedMetadata: this.#dialect.hasNoAccess ? null : access,
      };
    });
    return defined({
      ...this.#entity('Customers', 'Customer', id, ['PrimaryAddress', 'Phones', 'Loans', 'Notes'], {}),
      customId,
      customerType: 'customer.type.individual',
      status: 'Active',
      firstName,
      lastName,
      middleName: null,
      birthDate: BIRTH_DATE,
      email,
      ssn: NATIONAL_ID,
      driverLicense: DRIVER_LICENSE,
      companyName,
      customerIdType: 'customer.idType.passport',
      customerId: PASSPORT,
      accessUserName: 'someone',
      accessPassword: STORED_PASSWORD,
      PaymentAccounts: { results: [{ id: 1, accountNumber: NATIONAL_ID, routingNumber: '021000021' }] },
      active: bit(active),
      ofacTested: 1,
      created: '/Date(1724080960)/',
      ...(isWithLoans && loans && { Loans: this.#expanded(loans) }),
    });
  }

  #loan(loan: Loan): Entity {
    const { id, displayId, active, archived, deleted, lastMaintenance } = loan;
    const deferred = [
      'Customers',
      'LoanSettings',
      'LoanSetup',
      'Portfolios',
      'StatusArchive',
      'SubPortfolios',
    ];
    return defined({
      ...this.#entity('Loans', 'Loan', id, deferred, {}),
      displayId,
      title: displayId,
      active: bit(active),
      archived: bit(archived),
      deleted: bit(deleted),
      // In the night: a quarter of an hour after midnight in Denver.
      lastMaintRun:
        lastMaintenance == null
          ? lastMaintenance === null
            ? ZERO_DATE
            : undefined
          : seconds(Date.parse(`${lastMaintenance}T07:15:04Z`)),
      created: '/Date(1724081402)/',
    });
  }

  findLoan(id: string): Loan | undefined {
    return this.#links().find(({ loan }) => String(loan.id) === id)?.loan;
  }

  #settings(loan: Loan): Entity {
    const { id, status, subStatus, eBilling, sourceCompany } = loan;
    const numeric = this.#dialect.hasNumericEBilling;
    return defined({
      ...this.#entity(
        'LoanSettings',
        'LoanSettings',
        Number(id) + 10_000,
        ['LoanStatus', 'LoanSubStatus'],
        {},
      ),
      loanId: id,
      agent: 0,
      loanStatusId: status == null ? status : this.#id('status', status),
      loanSubStatusId: status == null || subStatus == null ? subStatus : this.#subStatusId(status, subStatus),
      sourceCompany: sourceCompany == null ? sourceCompany : this.#id('company', sourceCompany),
      eBilling: numeric
        ? bit(eBilling)
        : eBilling === undefined
          ? undefined
          : `loan.ebilling.${eBilling ? 'yes' : 'no'}`,
      secured: 0,
    });
  }

  settings(loan: Loan, expanded: readonly string[]): Entity {
    const { status, subStatus } = loan;
    const own = this.#settings(loan);
    if (this.#dialect.isShallow) return own;
    const hasStatus = expanded.includes('LoanStatus') && status !== undefined;
    const hasSub = expanded.includes('LoanSubStatus') && subStatus !== undefined && status != null;
    return {
      ...own,
      ...(hasStatus && { LoanStatus: status === null ? null : this.#status(status) }),
      ...(hasSub && { LoanSubStatus: subStatus === null ? null : this.#subStatus(status, subStatus) }),
    };
  }

  #status(title: string): Entity {
    return this.#entity('LoanStatus', 'LoanStatus', this.#id('status', title), ['LoanSubStatus'], {
      title,
      active: 1,
    });
  }

  #subStatus(status: string, sub: string): Entity {
    const rows = this.#account.enrollmentByStatus ?? [];
    const row =
      rows.find((one) => one.status === status && one.subStatus === sub) ??
      rows.find((one) => one.status === status && one.subStatus == null);
    return defined({
      ...this.#entity('LoanSubStatus', 'LoanSubStatus', this.#subStatusId(status, sub), ['LoanStatus'], {}),
      title: this.#subTitle(status, sub),
      parent: this.#id('status', status),
      lateFees: 1,
      emailEnroll: bit(row?.emailEnroll),
      webAccess: bit(row?.webAccess),
      smsEnroll: bit(row?.smsEnroll),
      displayOrder: 1,
      active: 1,
    });
  }

  #subTitle(status: string, sub: string): string {
    return this.#dialect.hasLongSubStatuses ? `${status} - ${sub}` : sub;
  }

  /** The day the loan's figures describe, and the day before with other figures. */
  days(loan: Loan): Entity[] {
    const { snapshotDate, status, subStatus, sourceCompany } = loan;
    if (snapshotDate == null) return [];
    const money = (amount: number | null | undefined) =>
      typeof amount === 'number' ? amount.toFixed(2) : amount;
    const { 'status-payoff': payoff } = loan.variables ?? {};
    const names = {
      loanStatusId: status == null ? status : this.#id('status', status),
      loanStatusText: status,
      ...(status != null &&
        subStatus != null && {
          loanSubStatusId: this.#subStatusId(status, subStatus),
          loanSubStatusText: this.#subTitle(status, subStatus),
        }),
      sourceCompanyId: sourceCompany == null ? sourceCompany : this.#id('company', sourceCompany),
      sourceCompanyText: sourceCompany,
    };
    const today = defined({
      ...this.#entity('LoanStatusArchive', 'StatusArchive', loan.id, [], {}),
      loanId: loan.id,
      date: dated(snapshotDate),
      followUpDate: ZERO_DATE,
      amountDue: money(loan.amountPastDue),
      daysPastDue: loan.daysPastDue,
      ...names,
      loanAge: loan.loanAge,
      loanRecency: loan.loanRecency,
      lastHumanActivity:
        loan.lastHumanActivity == null
          ? loan.lastHumanActivity === null
            ? ZERO_DATE
            : undefined
          : dated(loan.lastHumanActivity),
      payoff: typeof payoff === 'number' ? payoff.toFixed(2) : undefined,
      portfolioBreakdown: '[]',
    });
    const yesterday = seconds(Date.parse(`${snapshotDate}T00:00:00Z`) - DAY_MS);
    return [{ ...today, date: yesterday, daysPastDue: 999, amountDue: '9999.99', loanAge: 9999 }, today];
  }

  groups(loan: Loan, expanded: readonly string[]): Entity {
    const list = (kind: 'portfolios' | 'subPortfolios', set: string) =>
      loan[kind] && {
        [set]: this.#expanded(
          loan[kind].map((title) =>
            this.#entity(set, set.slice(0, -1), this.#id(set, String(title)), ['Category'], {
              title: String(title),
              active: 1,
            }),
          ),
        ),
      };
    return {
      ...this.#loan(loan),
      ...(expanded.includes('Portfolios') && list('portfolios', 'Portfolios')),
      ...(expanded.includes('SubPortfolios') && list('subPortfolios', 'SubPortfolios')),
      ...(expanded.includes('LoanSettings') && { LoanSettings: this.#settings(loan) }),
      // As of a loan that is read by itself.
      _relatedMetadata: null,
    };
  }

  /** What the search index has of the customers. */
  searchRows(): Entity[] {
    return (this.#account.customers ?? []).map((customer) => ({
      id: customer.id,
      customId: customer.customId ?? null,
      customerName: [customer.firstName, customer.lastName].filter((name) => name).join(' '),
      firstName: customer.firstName ?? '',
      lastName: customer.lastName ?? '',
      companyName: customer.companyName ?? '',
      email: customer.email ?? '',
      status: 'Active',
      primaryPhoneDnd: '0',
      ssn: NATIONAL_ID,
      birthDate: '1985-04-12',
      loansCount: customer.links?.length ?? 0,
      created: '2024-08-19 15:22:40',
    }));
  }

  emptySearch(): unknown {
    return this.#dialect.hasNullSearch ? null : [];
  }

  /** Rows of the audit trail, in the order in which they were written. */
  notes(): Entity[] {
    const emails = (this.#account.communicationHistory ?? [])
      .filter(({ channel, log }) => channel === 'email' && log !== 'lender')
      .map((row) => ({
        ...this.#entity('SystemNotes', 'SystemNote', row.id, [], {}),
        entityType: 'Entity.Customer',
        entityId: row.customer,
        referenceType: null,
        referenceId: null,
        operationType: 'SERVICE_CALL',
        operationSubType: 'systemNote.operationSubtype.email',
        created: row.at ? seconds(parseInstant(row.at)?.epochMs ?? 0) : null,
        createUserName: 'System',
        noteTitle: 'An email was sent to the customer',
        noteData: JSON.stringify({
          subject: row.subject,
          body: `<p>${NATIONAL_ID}</p>`,
          email: row.to,
          loanId: row.loan,
        }),
      }));
    const changes = this.#changes.map(({ loan, at, from, to }, index) => ({
      ...this.#entity('SystemNotes', 'SystemNote', 700_000 + index, [], {}),
      entityType: 'Entity.Loan',
      entityId: loan,
      referenceType: 'Entity.LoanSettings',
      referenceId: loan + 10_000,
      operationType: 'UPDATE',
      operationSubType: 'systemNote.operationSubtype.crud',
      created: seconds(Date.parse(at)),
      createUserName: 'Dana Whitlock',
      noteTitle: 'Loan settings were updated',
      noteData: JSON.stringify({
        ...(from[0] !== to[0] && {
          loanStatusId: { oldValue: this.#id('status', from[0]), newValue: this.#id('status', to[0]) },
        }),
        loanSubStatusId: { oldValue: this.#subStatusId(...from), newValue: this.#subStatusId(...to) },
      }),
    }));
    return [...emails, ...changes];
  }

  statuses(): Entity[] {
    return this.#names('status').map((title) => this.#status(title));
  }

  subStatusesOf(id: string): Entity[] | undefined {
    const status = this.#names('status').find((title) => String(this.#id('status', title)) === id);
    return status === undefined
      ? undefined
      : this.#names('sub')
          .map((name) => name.split(' / '))
          .flatMap(([parent, sub = '']) => (parent === status ? [this.#subStatus(status, sub)] : []));
  }

  #names(kind: string): string[] {
    return [...this.#ids.keys()].flatMap((key) =>
      key.startsWith(`${kind} `) ? [key.slice(kind.length + 1)] : [],
    );
  }
}

const bit = (flag: boolean | undefined) => (flag === undefined ? undefined : flag ? 1 : 0);

function defined(fields: Entity): Entity {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
