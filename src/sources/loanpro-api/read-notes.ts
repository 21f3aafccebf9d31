import type { HistoryRow, StatusRef } from '../../account/types.js';
import type { Answer } from './client.js';
import { insideOf } from './envelope.js';
import type { Session } from './session.js';
import type { StatusNames } from './status-names.js';
import {
  entriesOf,
  type Fields,
  fieldsOf,
  idOf,
  instantOf,
  keyOf,
  nameOf,
  numberOf,
  present,
  textOf,
  writtenInstant,
} from './values.js';

export const SYSTEM_NOTES = 'odata.svc/SystemNotes';
const MOST_ROWS = 50;
const EMAIL = 'systemNote.operationSubtype.email';

type Id = string | number;

/** A change of status that LoanPro noted down. */
export interface StatusChange {
  readonly loan: Id;
  /** An instant. */
  readonly at: string;
  readonly from: StatusRef;
  readonly to: StatusRef;
}

/** Asks for the latest emails that LoanPro logged for a customer. */
export function askHistory(session: Session, customer: Id): Promise<Answer> {
  return newestNotes(
    session,
    `entityType eq 'Entity.Customer' and entityId eq ${customer} and operationSubType eq '${EMAIL}'`,
  );
}

/**
 * The emails that LoanPro logged for a customer, the oldest first: the latest 50 at most. A row says that an email
 * was logged, not whether it was delivered; notes can also be written through the API
 * (https://help.loanpro.io/article/k5eak3vxeb). Undefined when it is not known.
 */
export function historyOf(session: Session, customer: Id, answer: Answer): HistoryRow[] | undefined {
  const facts = [['communicationHistory']];
  const rows = notesIn(session, answer, facts);
  if (!rows) return undefined;
  session.came(SYSTEM_NOTES, ...facts);
  return rows
    .filter(isAbout(customer))
    .filter(({ operationSubType }) => operationSubType === EMAIL)
    .map(historyRowOf(customer));
}

/** A filter that was not heeded must not bring in the notes of others. */
const isAbout =
  (id: Id) =>
  ({ entityId }: Fields) =>
    String(idOf(entityId)) === String(id);

const historyRowOf =
  (customer: Id) =>
  (row: Fields): HistoryRow => {
    const noted = insideOf(row['noteData']) ?? {};
    const at = instantOf(row['created']);
    return present({
      id: idOf(row['id']) ?? undefined,
      at: at == null ? at : writtenInstant(at),
      log: 'customer' as const,
      channel: 'email' as const,
      customer,
      loan: nameOf(noted['loanId']) ?? undefined,
      to: textOf(noted['email']),
      subject: textOf(noted['subject']),
    });
  };

/** The changes of status of loans, by loan, the oldest first; undefined when those of one are not known. */
export async function readStatusChanges(
  session: Session,
  names: StatusNames,
  loans: readonly Id[],
): Promise<StatusChange[] | undefined> {
  const filter = (loan: Id) =>
    `entityType eq 'Entity.Loan' and entityId eq ${loan} and referenceType eq 'Entity.LoanSettings'`;
  const answers = await Promise.all(loans.map((loan) => newestNotes(session, filter(loan))));
  const changes = loans.map((loan, index) => {
    const answer = answers[index];
    const rows = answer && notesIn(session, answer, []);
    return rows?.filter(isAbout(loan)).flatMap((row) => changeIn(loan, row));
  });
  const known = changes.flatMap((list) => list ?? []);
  await learnNames(session, names, known);
  if (changes.includes(undefined)) return undefined;
  return known.map(({ loan, at, from, to }) => ({
    loan,
    at: writtenInstant(at),
    from: names.refOf(from.status, from.subStatus),
    to: names.refOf(to.status, to.subStatus),
  }));
}

interface Ids {
  readonly status: unknown;
  readonly subStatus: unknown;
}

interface Change {
  readonly loan: Id;
  readonly at: number;
  readonly from: Ids;
  readonly to: Ids;
}

function changeIn(loan: Id, row: Fields): Change[] {
  const noted = insideOf(row['noteData']) ?? {};
  const status = fieldsOf(noted['loanStatusId']);
  const subStatus = fieldsOf(noted['loanSubStatusId']);
  const at = instantOf(row['created']);
  if ((!status && !subStatus) || at == null) return [];
  const side = (key: 'oldValue' | 'newValue'): Ids => ({
    status: status?.[key],
    subStatus: subStatus?.[key],
  });
  return [{ loan, at, from: side('oldValue'), to: side('newValue') }];
}

/** Reads the lists of statuses and sub-statuses, as far as a change names one that is not known yet. */
async function learnNames(session: Session, names: StatusNames, changes: readonly Change[]): Promise<void> {
  const sides = changes.flatMap(({ from, to }) => [from, to]);
  const idsOf = (key: keyof Ids) => [...new Set(sides.flatMap((side) => idOf(side[key]) ?? []))];
  const isNewStatus = idsOf('status').some((id) => names.statusOf(id) === undefined);
  const isNewSub = idsOf('subStatus').some((id) => !names.knowsSub(id));
  if (!isNewStatus && !isNewSub) return;

  const statuses = await list(session, 'odata.svc/LoanStatus');
  for (const status of statuses) names.learnStatus(status);
  if (!isNewSub) return;
  const known = statuses.flatMap(({ id }) => keyOf(id) ?? []);
  const changed = idsOf('status').map(String);
  // Where the changes name their statuses, the sub-statuses of others are not needed.
  const parents = changed.length > 0 ? known.filter((id) => changed.includes(id)) : known;
  const lists = parents.map((id) => list(session, `odata.svc/LoanStatus(${id})/LoanSubStatus`));
  for (const entity of (await Promise.all(lists)).flat()) names.learnSubStatus(entity);
}

async function list(session: Session, path: string): Promise<readonly Fields[]> {
  const answer = await session.get(path, { nopaging: 'true' });
  if (!answer.ok) session.failed(path, answer.failure, []);
  return (answer.ok && entriesOf(answer.d)) || [];
}

function newestNotes(session: Session, filter: string): Promise<Answer> {
  return session.get(SYSTEM_NOTES, {
    $filter: filter,
    $orderby: 'created desc',
    $top: String(MOST_ROWS),
  });
}

/** The notes, the oldest first. Undefined when they are not known, or when others may be later. */
function notesIn(
  session: Session,
  answer: Answer,
  affects: readonly (readonly string[])[],
): Fields[] | undefined {
  if (!answer.ok) {
    session.failed(SYSTEM_NOTES, answer.failure, affects);
    return undefined;
  }
  const rows = entriesOf(answer.d);
  if (!rows) {
    session.unanswered(SYSTEM_NOTES, 'The answer holds no list.', affects);
    return undefined;
  }
  const total = numberOf(fieldsOf(fieldsOf(answer.d)?.['summary'])?.['total']) ?? rows.length;
  const timed = rows.map((row) => ({ row, at: instantOf(row['created']) ?? 0 }));
  // The order is asked for, but not documented for this list.
  const isOrdered = timed.every(({ at }, index) => at <= (timed[index - 1]?.at ?? Number.POSITIVE_INFINITY));
  if (total > rows.length && !isOrdered) {
    session.unanswered(
      SYSTEM_NOTES,
      `LoanPro has ${total} notes and gave ${rows.length} that are not the latest.`,
      affects,
    );
    return undefined;
  }
  return timed.toSorted((a, b) => a.at - b.at).map(({ row }) => row);
}
