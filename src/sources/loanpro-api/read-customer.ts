import type { Path } from '../../account/pointer.js';
import type { Account, Customer, EnrollmentRow } from '../../account/types.js';
import { type Answer, LoanProClient } from './client.js';
import { readCompanyEmails } from './company-emails.js';
import type { Failure } from './failure.js';
import { customerOf, searchCustomers } from './find-customer.js';
import { askLoan, learnNames, loanOf } from './read-loan.js';
import { askHistory, historyOf, readStatusChanges, type StatusChange } from './read-notes.js';
import { type Fault, Session } from './session.js';
import type { LoanProSettings } from './settings.js';
import { StatusNames } from './status-names.js';
import type { Clock } from './turns.js';
import { entityOf, entriesOf, type Fields, idOf, keyOf, writtenInstant } from './values.js';

/** What is wanted of one customer. */
export interface Wanted {
  /** Id, custom id, address or full name. */
  readonly customer: string;
  /** The moment asked about (epoch milliseconds), whose daily figures are read; now unless given. */
  readonly at?: number | undefined;
  /** The company's zone, which the API does not give; dates that come as instants are read in it, else in UTC. */
  readonly zone?: string | undefined;
  /** Names of sub-statuses as an export writes them, so that "Open - Repaying" is not shortened where it is one. */
  readonly subStatusNames?: ReadonlySet<string> | undefined;
  /** Read the titles of portfolios, with one more request a loan; read unless false. */
  readonly portfolios?: boolean | undefined;
  /** Look up changes of status in the notes, with one more request a loan and a few for names; not unless true. */
  readonly statusChanges?: boolean | undefined;
  /** The index of the customer, for paths such as `/customers/7`; 0 unless given. */
  readonly index?: number | undefined;
}

/** What LoanPro answered, in the shape of an export: an absent fact was not answered. */
export interface LiveRead {
  /** Without `customers`. */
  readonly account: Account;
  /** One; several when the name is ambiguous, then with names alone; none when nobody has it. */
  readonly customers: readonly { readonly index: number; readonly customer: Customer }[];
  /** When nobody was found: ids and names like the one asked for, at most five. */
  readonly nearest: readonly string[];
  /** When the reading began, as an instant. */
  readonly readAt: string;
  /** The endpoint a fact came from, such as `odata.svc/Customers(1207)`; undefined for one that no answer gave. */
  readonly placeOf: (path: Path) => string | undefined;
  /** Facts that stay unknown, and why: those of the account, then those of the customer. */
  readonly faults: readonly Fault[];
  /** An endpoint broke that is about this customer. */
  readonly isPartial: boolean;
  /** Asked for with `statusChanges`: the oldest first, by loan; undefined where one of the loans did not answer. */
  readonly statusChanges: readonly StatusChange[] | undefined;
  /** Requests sent, repeated ones included. */
  readonly requests: number;
}

/** One connection to LoanPro, for any number of customers; account facts are read once. */
export class LoanPro {
  readonly client: LoanProClient;
  #account: Promise<AccountRead> | undefined;

  constructor(settings: LoanProSettings, clock?: Clock) {
    this.client = new LoanProClient(settings, clock);
  }

  /** Closes the connections. */
  close(): void {
    this.client.close();
  }

  /**
   * Reads one customer. It takes at most 4 requests and 2 a loan, apart from the titles of portfolios, changes of
   * status, repeated requests and further pages; a number that is a custom id and not an id takes one more.
   *
   * @throws UsageError when the token, the tenant or the URL is wrong, or when the role of the token may not search;
   * LoanProFailed when LoanPro cannot be reached or a search breaks; the reason of the signal when it is aborted.
   */
  async read(wanted: Wanted): Promise<LiveRead> {
    const before = this.client.requests;
    const now = this.client.now();
    const session = new Session(this.client);
    this.#account ??= readAccount(this.client);
    const common = await this.#account;
    const index = wanted.index ?? 0;
    const found = await findCustomer(session, wanted.customer.trim(), index);
    const details = found.entity && (await readDetails(session, wanted, found, index, now));

    const readAt = writtenInstant(now);
    return {
      account: {
        mailcheck: 1,
        exportedAt: readAt,
        tenant: { id: idOf(this.client.settings.tenantId) ?? this.client.settings.tenantId },
        ...common.facts,
        ...details?.account,
      },
      customers: details ? [{ index, customer: details.customer }] : found.customers,
      nearest: found.nearest,
      readAt,
      placeOf: (path) => session.placeOf(path) ?? common.session.placeOf(path),
      faults: [...common.session.faults, ...session.faults],
      isPartial: session.faults.some(({ isBroken }) => isBroken),
      statusChanges: details?.statusChanges,
      requests: this.client.requests - before,
    };
  }
}

/** Reads one customer over connections of its own; see `LoanPro.read`. */
export async function readCustomer({
  settings,
  clock,
  ...wanted
}: Wanted & { readonly settings: LoanProSettings; readonly clock?: Clock | undefined }): Promise<LiveRead> {
  const loanPro = new LoanPro(settings, clock);
  try {
    return await loanPro.read(wanted);
  } finally {
    loanPro.close();
  }
}

interface AccountRead {
  readonly session: Session;
  readonly facts: Pick<Account, 'companyEmails'>;
}

async function readAccount(client: LoanProClient): Promise<AccountRead> {
  const session = new Session(client);
  const companyEmails = await readCompanyEmails(session);
  return { session, facts: companyEmails ? { companyEmails } : {} };
}

interface Found {
  readonly customers: LiveRead['customers'];
  readonly nearest: readonly string[];
  /** Of the one customer. */
  readonly entity?: Fields | undefined;
  readonly from: string;
}

const nobody: Found = { customers: [], nearest: [], from: '' };

/** By id first: only what is no id has to be searched for. */
async function findCustomer(session: Session, wanted: string, index: number): Promise<Found> {
  if (/^[1-9]\d{0,14}$/.test(wanted)) {
    const found = await readEntity(session, { id: Number(wanted) }, index);
    if (found !== 'none') return found;
  }
  if (wanted === '') return nobody;
  const { hits, nearest } = await searchCustomers(session, wanted);
  const [hit] = hits;
  if (hit?.id === undefined || hits.length > 1) {
    return { ...nobody, customers: hits.map((customer) => ({ index, customer })), nearest };
  }
  const found = await readEntity(session, hit, index);
  if (found !== 'none') return found;
  // Somebody was found after all, so that "no such customer" would be wrong.
  const words = `LoanPro's search finds customer ${hit.id}, of whom it has nothing else.`;
  return unread(session, hit, index, { kind: 'failed', words });
}

const pathTo = ({ id }: Customer) => `odata.svc/Customers(${id})`;

/** The customer with loans. */
async function readEntity(session: Session, hit: Customer, index: number): Promise<Found | 'none'> {
  const place: Path = ['customers', index];
  const path = pathTo(hit);
  let answer = await session.get(path, { $expand: 'Loans,Loans/LoanSettings', nopaging: 'true' });
  if (!answer.ok && answer.failure.kind === 'not-found') return 'none';
  if (!answer.ok && answer.failure.kind === 'too-much') {
    // Without the loans the answer is small enough to come through, and has the address at least.
    const smaller = await session.get(path);
    if (smaller.ok) {
      session.failed(path, answer.failure, [[...place, 'links']]);
      answer = smaller;
    }
  }
  const entity = answered(answer);
  if (entity && String(idOf(entity['id']) ?? hit.id) === String(hit.id)) {
    session.came(path, place);
    return { ...nobody, entity: { id: hit.id, ...entity }, from: path };
  }
  const failure = answer.ok
    ? ({ kind: 'failed', words: 'The answer holds another customer, or none.' } as const)
    : answer.failure;
  return unread(session, hit, index, failure);
}

/** A customer of whom LoanPro gave nothing but what a search said. */
function unread(session: Session, hit: Customer, index: number, failure: Failure): Found {
  const path = pathTo(hit);
  const affects = ['email', 'links'].map((key) => ['customers', index, key]);
  session.failed(path, failure, affects);
  // The search may lag behind, so of what it said only the names are kept.
  const { email: _, active: __, ...names } = hit;
  return { ...nobody, customers: [{ index, customer: names }], from: path };
}

function answered(answer: Answer): Fields | undefined {
  return (answer.ok && entityOf(answer.d)) || undefined;
}

interface Details {
  readonly customer: Customer;
  readonly account: Pick<Account, 'enrollmentByStatus' | 'communicationHistory'>;
  readonly statusChanges: readonly StatusChange[] | undefined;
}

async function readDetails(
  session: Session,
  wanted: Wanted,
  { entity = {}, from }: Found,
  index: number,
  now: number,
): Promise<Details> {
  const names = new StatusNames(wanted.subStatusNames);
  const customer: Customer = customerOf(entity);
  const place: Path = ['customers', index, 'links'];
  const loans = entriesOf(entity['Loans']);
  if (!loans && !session.faults.some(({ endpoint }) => endpoint === from)) {
    session.unanswered(from, 'The answer leaves out the loans.', [place]);
  }
  const reading = {
    session,
    names,
    now,
    at: wanted.at,
    zone: wanted.zone,
    portfolios: wanted.portfolios ?? true,
  };
  const [asked, askedHistory] = await Promise.all([
    loans && Promise.all(loans.map((loan) => askLoan(reading, loan))),
    customer.id === undefined ? undefined : askHistory(session, customer.id),
  ]);
  for (const one of asked ?? []) learnNames(names, one);
  const read = asked?.map((one, link) => loanOf(reading, one, from, [...place, link]));
  const history =
    customer.id === undefined || !askedHistory ? undefined : historyOf(session, customer.id, askedHistory);
  const ids = loans?.flatMap(({ id }) => (keyOf(id) && idOf(id)) ?? []) ?? [];
  const statusChanges =
    wanted.statusChanges && loans ? await readStatusChanges(session, names, ids) : undefined;

  const enrollment: EnrollmentRow[] = [];
  for (const { enrollment: row, settingsPath } of read ?? []) {
    const isNew = !enrollment.some(
      (other) => other.status === row?.status && other.subStatus === row?.subStatus,
    );
    if (!row || !isNew) continue;
    session.came(settingsPath, ['enrollmentByStatus', enrollment.length]);
    enrollment.push(row);
  }
  return {
    customer: { ...customer, ...(read && { links: read.map(({ link }) => link) }) },
    account: {
      ...(enrollment.length > 0 && { enrollmentByStatus: enrollment }),
      ...(history && { communicationHistory: history }),
    },
    statusChanges,
  };
}
