import { exportFields } from '../../account/derived/fields.js';
import { type Field, type FieldAt, fieldAt } from '../../account/fields.js';
import { loanName, notificationName, statusName } from '../../account/lookup.js';
import { type Path, toPointer, valueAt } from '../../account/pointer.js';
import type { HistoryRow, StatusRef } from '../../account/types.js';
import type { Known } from './known.js';

/** One of the values a person picks from. */
export interface Choice {
  readonly value: unknown;
  readonly name: string;
}

/** How an answer is given. */
export type AnswerKind =
  | { readonly type: 'yes-no' }
  /** `isOpen`: another value may be typed instead. */
  | { readonly type: 'choice'; readonly choices: readonly Choice[]; readonly isOpen: boolean }
  | { readonly type: 'text'; readonly isLong: boolean }
  /** A person types it, unseen, or says no more than that it is set (`WITHHELD`). */
  | { readonly type: 'secret' }
  | { readonly type: 'number' }
  /** Entries, one a line, typed or pasted: a table of do-not-disturb windows, a list of from addresses. */
  | { readonly type: 'lines'; readonly example: string };

/** The value that says a secret is set, and no more. */
export const WITHHELD = '[redacted]';

/** One question about one absent fact. Its words come from the schema of the export. */
export interface FactQuestion {
  readonly path: Path;
  readonly pointer: string;
  /** Such as "Is Email Access ticked for this loan?". */
  readonly text: string;
  /** Which of several is meant, in the account's own words: an address, a loan, a status. */
  readonly about: string | undefined;
  /** What the field means. */
  readonly help: string | undefined;
  /** The screen in LoanPro that shows it. */
  readonly menu: string | undefined;
  readonly kind: AnswerKind;
  /**
   * Asks only whether there is any: the value of the answer is true or false, and after a yes the next question asks
   * which.
   */
  readonly asksWhether: boolean;
  /** What to call the answer that it is known to be empty (value null, or an empty list); undefined where it never is. */
  readonly empty: string | undefined;
  /** What an absent one counts as, in words; undefined where a verdict needs it. */
  readonly absent: string | undefined;
  /** The checks that wait for it. */
  readonly checks: readonly string[];
  /** The loan status whose row in Enrollment By Loan Status the answer adds; undefined for every other question. */
  readonly row: StatusRef | undefined;
}

/** What a question is about. */
export interface Wanted {
  readonly path: Path;
  readonly checks: readonly string[];
  /** The loan status for which the table given has no row, where that is wanted. */
  readonly row?: StatusRef | undefined;
}

const UNKNOWN_FIELD: FieldAt = { field: { expected: 'any value', type: 'any' }, menu: undefined };

/** The question about an absent fact, in the words of the schema. */
export function questionAbout(wanted: Wanted, known: Known, isAnyKnown: boolean): FactQuestion {
  const { path, checks } = wanted;
  const { field, menu } = fieldAt(path) ?? UNKNOWN_FIELD;
  const asksWhether = field.any !== undefined && !isAnyKnown;
  const title = field.title ?? toPointer(path);
  return {
    path,
    pointer: toPointer(path),
    text: (asksWhether ? field.any : field.ask) ?? `What is ${title}?`,
    about: wanted.row ? statusName(wanted.row) : aboutOf(path, known),
    help: field.description,
    menu,
    kind: asksWhether ? { type: 'yes-no' } : kindOf(path, field, known),
    asksWhether,
    empty: field.empty,
    absent: field.absent,
    checks,
    row: wanted.row,
  };
}

function kindOf(path: Path, field: Field, known: Known): AnswerKind {
  if (path[0] === 'communicationHistory') {
    return { type: 'choice', choices: loggedChoices(known), isOpen: false };
  }
  if (field.example !== undefined) return { type: 'lines', example: field.example };
  switch (field.type) {
    case 'yes-no':
    case 'number':
    case 'secret':
      return { type: field.type };
    case 'choice':
      return { type: 'choice', choices: withEmpty(field, field.choices ?? []), isOpen: false };
    default: {
      const likely = [...(field.choices ?? []), ...namesKnown(path, known)];
      if (likely.length > 0) return { type: 'choice', choices: withEmpty(field, likely), isOpen: true };
      return { type: 'text', isLong: field.isLong === true };
    }
  }
}

const withEmpty = ({ empty }: Field, choices: readonly Choice[]): Choice[] =>
  empty === undefined ? [...choices] : [...choices, { value: null, name: empty }];

/** The values of a text that the rest of the account names already. */
function namesKnown(path: Path, { account, customer }: Known): Choice[] {
  const named = (names: readonly (string | number | null | undefined)[]): Choice[] => {
    const texts = names.flatMap((name) => (name == null ? [] : [String(name).trim()]));
    return [...new Set(texts.filter((name) => name !== ''))].map((name) => ({ value: name, name }));
  };
  const restrictions = (account.notifications ?? []).flatMap(({ email }) => email?.restrictions ?? []);
  const statuses = [
    ...(account.enrollmentByStatus ?? []),
    ...restrictions.flatMap(({ loanStatus }) => loanStatus ?? []),
  ];
  switch (path.at(-1)) {
    case 'from':
      return named((account.companyEmails ?? []).map(({ email }) => email));
    case 'status':
      return named(statuses.map(({ status }) => status));
    case 'subStatus': {
      const loan = customer.links?.[Number(path[3])]?.loan;
      const ofStatus = statuses.filter(({ status }) => status?.trim() === loan?.status?.trim());
      return named(ofStatus.map(({ subStatus }) => subStatus));
    }
    case 'sourceCompany':
      return named(restrictions.flatMap(({ sourceCompany }) => sourceCompany ?? []));
    default:
      return [];
  }
}

/** Which of several a path is about, in words; undefined where nothing in it has a name yet. */
function aboutOf(path: Path, { account, customer }: Known): string | undefined {
  const [list, index, , place] = path;
  switch (list) {
    case 'companyEmails':
      return account.companyEmails?.[Number(index)]?.email?.trim() || undefined;
    case 'enrollmentByStatus': {
      const row = account.enrollmentByStatus?.[Number(index)];
      return (row && statusName(row)) || undefined;
    }
    case 'notifications': {
      const notification = account.notifications?.[Number(index)];
      return notification && (notification.name?.trim() || notification.id !== undefined)
        ? notificationName(notification)
        : undefined;
    }
    case 'customers': {
      if (path.at(-2) === 'variables') return String(path.at(-1));
      return loanName(customer.links?.[Number(place)]?.loan);
    }
    default:
      return undefined;
  }
}

const EVENTS = {
  delivered: 'the email was delivered',
  deferred: 'it was deferred: the receiving server put it off',
  bounce: 'it bounced',
  blocked: 'it was blocked',
  dropped: 'it was dropped: the sending service did not try',
  complaint: 'it was marked as spam (complaint)',
} as const;

/** What the log can show of the last email to the customer, each as the rows it stands for. */
function loggedChoices({ customer }: Known): Choice[] {
  const row: HistoryRow = {
    id: 1,
    log: 'customer',
    channel: 'email',
    ...(customer.id !== undefined && { customer: customer.id }),
    ...(customer.email !== undefined && { to: customer.email }),
  };
  return [
    { value: [], name: 'no email to this customer' },
    { value: [{ ...row, status: 'sent' }], name: 'the last email was sent, and nothing more is logged' },
    ...Object.entries(EVENTS).map(([event, words]) => ({
      value: [{ ...row, status: 'sent', delivery: { events: [{ event }] } }],
      name: words,
    })),
    { value: [{ ...row, status: 'failed' }], name: 'it failed, and LoanPro will send it again' },
  ];
}

/** The fields that count as something when they are absent, at every place the account has for them. */
export function absentThatCount(root: unknown): Path[] {
  return [...walk(exportFields, root, [])];
}

function* walk(field: Field, value: unknown, path: Path): Generator<Path> {
  if (field.absent !== undefined && value === undefined) yield path;
  for (const [key, child] of Object.entries(field.keys ?? {})) {
    yield* walk(child, valueAt(value, [key]).value, [...path, key]);
  }
  if (!field.items || typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    yield* walk(field.items, valueAt(value, [key]).value, [...path, Number(key)]);
  }
}
