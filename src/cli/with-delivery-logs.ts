import { emailsTo } from '../account/delivery-log.js';
import { isEmpty } from '../account/lookup.js';
import type { Path } from '../account/pointer.js';
import type { Account } from '../account/types.js';
import { UsageError } from '../core/errors.js';
import type { Contradicts } from '../core/evidence.js';
import type { Place } from '../core/result.js';
import { amount, counted } from '../core/words.js';
import type { Source } from '../report/json.js';
import { type JoinedHistory, joinHistory, type Owner } from '../sources/delivery-log/join-history.js';
import { type DeliveryLogs, readDeliveryLogs } from '../sources/delivery-log/read-delivery-logs.js';
import type { AccountAsked } from './account-asked.js';

/** An account, and where it was read. */
interface Read {
  readonly account: Account;
  readonly sources: readonly Source[];
  readonly notes: readonly string[];
  readonly locate: (path: Path) => Place;
  readonly contradicts?: Contradicts;
}

/** What was asked of delivery logs. */
export interface LogsAsked {
  /** As typed. */
  readonly files: readonly string[];
  /** The exports, of which one may be standard input. */
  readonly exports: readonly string[];
  /** The moment asked about; milliseconds since 1970. */
  readonly now: number;
  /** Of one customer's emails: those to the same address that are another's count for what they say of the address. */
  readonly takesOthers?: boolean;
}

/** The customer with what delivery logs tell of emails to their present and former addresses. */
export async function withDeliveryLogs(asked: AccountAsked, logs: LogsAsked): Promise<AccountAsked> {
  const { account, customer } = asked;
  const { id, email } = customer.value;
  const rows = id === undefined ? [] : emailsTo(account.communicationHistory ?? [], id);
  const addresses = [email, ...rows.map((row) => account.communicationHistory?.[row]?.to)];
  const owner: Owner = { log: 'customer', customer: id, takesOthers: logs.takesOthers ?? false };
  return { ...asked, ...(await joinLogs(asked, addresses, owner, logs)) };
}

/** The account with what delivery logs tell of the emails in its communication log: of one customer's, or of all. */
export async function withLoggedResults<R extends Read>(
  read: R,
  customer: string | number | undefined,
  logs: LogsAsked,
): Promise<R> {
  const history = read.account.communicationHistory ?? [];
  const rows = customer === undefined ? history.keys() : emailsTo(history, customer);
  const addresses = [...rows].map((row) => history[row]?.to);
  return { ...read, ...(await joinLogs(read, addresses, undefined, logs)) };
}

/** The account with what delivery logs tell of emails to the lender's own addresses. */
export async function withLenderLogs<R extends Read>(read: R, logs: LogsAsked): Promise<R> {
  const { communicationHistory, companyEmails } = read.account;
  const rows = (communicationHistory ?? []).filter(
    ({ log, channel }) => log === 'lender' && channel === 'email',
  );
  const addresses = [...rows.map(({ to }) => to), ...(companyEmails ?? []).map(({ email }) => email)];
  return { ...read, ...(await joinLogs(read, addresses, { log: 'lender', takesOthers: false }, logs)) };
}

async function joinLogs(
  read: Read,
  addresses: readonly (string | null | undefined)[],
  owner: Owner | undefined,
  { files, exports, now }: LogsAsked,
): Promise<Partial<Read>> {
  if (files.length === 0) return {};
  if (files.includes('-') && exports.includes('-')) {
    throw new UsageError('usage', 'Standard input (-) is named both as an export and as a delivery log.');
  }
  const { account, contradicts } = read;
  const known = addresses.flatMap((address) => (isEmpty(address) || address === undefined ? [] : [address]));
  const zone = account.tenant?.timezone?.trim() || undefined;
  const logs = await readDeliveryLogs(files, { addresses: new Set(known), now, zone });
  const joined = joinHistory(account.communicationHistory, logs.rows, owner, read.locate);
  const notes = [
    ...read.notes,
    ...logs.notes,
    ...foundNotes(logs, known, account),
    ...joinNotes(joined, owner),
  ];
  const sources: Source[] = [
    ...read.sources,
    ...[...new Set(files)].map((name) => ({ kind: 'delivery-log' as const, name, exportedAt: null })),
  ];
  // An empty list would say that nothing was ever logged.
  if (logs.rows.length === 0 || joined.history.length === 0) return { notes, sources };
  return {
    account: { ...account, communicationHistory: [...joined.history] },
    notes,
    sources,
    locate: joined.locate,
    // The places of joined events are no longer those of one source.
    ...(contradicts && {
      contradicts: (path: Path) => (path[0] === 'communicationHistory' ? undefined : contradicts(path)),
    }),
  };
}

function joinNotes({ others, unlogged }: JoinedHistory, owner: Owner | undefined): string[] {
  const left = (count: number, whose: string) =>
    `${counted(count, 'email')} of the delivery log ${count === 1 ? 'is' : 'are'} left out: ${whose}.`;
  return [
    ...(others > 0 && owner?.takesOthers === false
      ? [left(others, 'the log has the same for somebody else with the same address')]
      : []),
    ...(unlogged > 0 && !owner ? [left(unlogged, 'the communication log does not have the like')] : []),
  ];
}

function foundNotes({ rows }: DeliveryLogs, addresses: readonly string[], account: Account): string[] {
  if (addresses.length === 0) return ['No address is known to look for in the delivery log.'];
  if (rows.length === 0) {
    const others = new Set(addresses.map((address) => address.trim().toLowerCase())).size - 1;
    const more =
      others > 0 ? ` or ${others === 1 ? 'the other address' : `${amount(others)} other addresses`}` : '';
    return [`The delivery log has no email to ${addresses[0]}${more}.`];
  }
  return account.communicationHistory
    ? []
    : [
        'The export has no communication log, so the check send-limits counts only the emails that the delivery log has for this customer.',
      ];
}
