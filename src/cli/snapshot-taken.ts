import type { Account, Customer, HistoryRow } from '../account/types.js';
import { redacted } from '../sources/export/redact.js';
import { enrollmentRows } from '../sources/layers.js';
import type { LiveRead } from '../sources/loanpro-api/read-customer.js';

/** What a file of an earlier run holds. */
export interface Earlier {
  readonly account: Account | undefined;
  readonly customers: readonly Customer[];
  /** Ids of customers that were read in part, to be read again. */
  readonly partly: readonly string[];
}

const PARTLY = 'Read in part, for LoanPro did not give all of it, and read again by the same command: ';

/** The ids that the comment of a snapshot names as read in part. */
export function readInPart(text: string): string[] {
  const line = text.split('\n', 20).find((one) => one.startsWith(`# ${PARTLY}`));
  return line?.slice(PARTLY.length).match(/\d+/g) ?? [];
}

const idOf = ({ id }: Customer) => String(id);

/** What was read for a snapshot, customer by customer, over what an earlier run wrote. */
export class SnapshotTaken {
  readonly #customers: Customer[];
  readonly #partly: Set<string>;
  /** The log is one list, in which a customer without rows is one without emails: so whose log is not known counts. */
  readonly #unlogged: Set<string>;
  readonly #isLogless: boolean;
  #log: readonly HistoryRow[] | undefined;
  #account: Account | undefined;
  #isNew = false;

  constructor({ account, customers, partly }: Earlier) {
    this.#account = account;
    this.#customers = [...customers];
    this.#partly = new Set(partly);
    this.#log = account?.communicationHistory ?? undefined;
    this.#isLogless = customers.length > 0 && this.#log === undefined;
    this.#unlogged = new Set(this.#isLogless ? customers.map(idOf) : []);
  }

  /** Whether there is anything that the file does not have yet. */
  get isNew(): boolean {
    return this.#isNew;
  }

  /** How many customers the file holds. */
  get count(): number {
    return this.#shown().length;
  }

  /** Ids of customers left out, for their log of emails did not come and that of others did. */
  get leftOut(): readonly string[] {
    return this.#isLogged ? [...this.#unlogged] : [];
  }

  get #isLogged(): boolean {
    return !this.#isLogless && this.#log !== undefined;
  }

  #shown(): readonly Customer[] {
    const leftOut = this.leftOut;
    return this.#customers.filter((customer) => !leftOut.includes(idOf(customer)));
  }

  /** Whether the customer of this id is there and was read whole. */
  has(name: string): boolean {
    const id = name.trim();
    return !this.#partly.has(id) && this.#customers.some((customer) => idOf(customer) === id);
  }

  /** Takes in what a read says of the account. What a person has filled in stays. */
  note({ communicationHistory: _, enrollmentByStatus, ...facts }: Account): void {
    const { tenant, exportedAt, enrollmentByStatus: earlier, ...kept } = this.#account ?? {};
    const rows = enrollmentRows(enrollmentByStatus, earlier);
    this.#isNew = true;
    this.#account = {
      ...kept,
      ...facts,
      // What is oldest is what the age of the whole has to be reckoned by.
      exportedAt: exportedAt ?? facts.exportedAt ?? null,
      tenant: { ...tenant, ...facts.tenant },
      ...(rows && { enrollmentByStatus: rows }),
    };
  }

  /** Takes in a customer; one that is there already, by another name, stays as it is. */
  add({ account, isPartial }: LiveRead, customer: Customer): void {
    this.note(account);
    const id = idOf(customer);
    if (this.has(id)) return;
    const at = this.#customers.findIndex((other) => idOf(other) === id);
    const earlier = this.#customers[at];
    if (!earlier) this.#customers.push(customer);
    else if (customer.links || !earlier.links) this.#customers[at] = customer;
    if (isPartial || !customer.links) this.#partly.add(id);
    else this.#partly.delete(id);
    const { communicationHistory: rows } = account;
    if (rows) {
      const isOld = (row: HistoryRow) =>
        String(row.customer) === id || rows.some((other) => row.id !== undefined && other.id === row.id);
      this.#log = [...(this.#log ?? []).filter((row) => !isOld(row)), ...rows];
      this.#unlogged.delete(id);
    } else if (!earlier) this.#unlogged.add(id);
  }

  /** The export. */
  async text(isRedacted: boolean): Promise<string> {
    const { communicationHistory: _, ...known } = this.#account ?? { mailcheck: 1 as const };
    const account = { ...known, ...(this.#isLogged && { communicationHistory: [...(this.#log ?? [])] }) };
    const customers = this.#shown();
    const shown = isRedacted ? redacted(account, customers) : { account, customers };
    // The API does not show notifications; an email of which nothing is known can still be asked about.
    const { notifications = [{}] } = shown.account;
    const partly = customers.map(idOf).filter((id) => this.#partly.has(id));
    const { writeExport } = await import('../sources/export/write-export.js');
    return writeExport({ ...shown.account, notifications }, shown.customers, {
      lines: [
        `Read from LoanPro's API at ${account.exportedAt ?? 'an unknown moment'} by mailcheck snapshot.`,
        'The API shows no notifications, so there is one of which nothing is known. What else it does not show is',
        'listed at the end. Fill in what you know.',
        ...(isRedacted ? ['Names and addresses of people are replaced.'] : []),
        ...(partly.length > 0 ? [`${PARTLY}${partly.join(', ')}.`] : []),
      ],
    });
  }
}
