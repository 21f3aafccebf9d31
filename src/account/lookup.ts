import type {
  CompanyEmail,
  Customer,
  EnrollmentRow,
  Loan,
  Notification,
  StatusRef,
  Transport,
} from './types.js';

type Name = string | number | null | undefined;

/** Known to be empty: null, or nothing but white space. An absent value is not known, so it is not empty. */
export function isEmpty(value: string | null | undefined): value is null | '' {
  return value === null || (value !== undefined && value.trim() === '');
}

/** Names (statuses, companies, portfolios, events) compare letter by letter after trimming. */
export function sameName(a: Name, b: Name): boolean {
  return a === b || (a != null && b != null && String(a).trim() === String(b).trim());
}

/** Names compared without case: they never match for LoanPro, but a finding says where case alone is in the way. */
export function sameInAnyCase(a: Name, b: Name): boolean {
  return sameName(inLowerCase(a), inLowerCase(b));
}

const inLowerCase = (name: Name) => (typeof name === 'string' ? name.toLowerCase() : name);

/** Addresses compare without case. */
export function sameAddress(a: string | null | undefined, b: string | null | undefined): boolean {
  return a != null && b != null && a.trim().toLowerCase() === b.trim().toLowerCase();
}

/** "Open / Repaying", or the status alone. */
export function statusName({ status, subStatus }: StatusRef): string {
  return isEmpty(subStatus) || subStatus === undefined
    ? (status?.trim() ?? '')
    : `${status?.trim() ?? ''} / ${subStatus.trim()}`;
}

/** It names a sub-status, not a status alone. */
export function hasSubStatus({ subStatus }: StatusRef): boolean {
  return Boolean(subStatus?.trim());
}

/**
 * The row of Enrollment By Loan Status that decides for a loan: of its status and sub-status, else of its status
 * alone; -1 when none does.
 */
export function findEnrollmentRow(rows: readonly EnrollmentRow[], loan: StatusRef): number {
  const ofStatus = (row: EnrollmentRow) => sameName(row.status, loan.status);
  const exact = hasSubStatus(loan)
    ? rows.findIndex((row) => ofStatus(row) && hasSubStatus(row) && sameName(row.subStatus, loan.subStatus))
    : -1;
  return exact >= 0 ? exact : rows.findIndex((row) => ofStatus(row) && !hasSubStatus(row));
}

/** First and last name, else the company; undefined when the export gives neither. */
export function customerName({ firstName, lastName, companyName }: Customer): string | undefined {
  const person = [firstName, lastName].map((name) => name?.trim()).filter((name) => name);
  return person.length > 0 ? person.join(' ') : companyName?.trim() || undefined;
}

/** What a person calls the loan: its display ID, else its id. */
export function loanName(loan: Loan | undefined): string | undefined {
  const name = isEmpty(loan?.displayId?.toString()) ? undefined : loan?.displayId;
  return (name ?? loan?.id)?.toString();
}

/** What a person calls the notification. */
export function notificationName(notification: Notification): string {
  return (
    notification.name?.trim() || (notification.id === undefined ? 'without a name' : String(notification.id))
  );
}

/**
 * The server an email leaves through; undefined while the mode is not known. Automated mail of an account whose
 * SMTP is for direct emails only leaves through the house account.
 */
export function leavesThrough(transport: Transport | undefined, isDirect: boolean): Transport['mode'] {
  if (transport?.mode === 'smtp' && transport.onlyDirectEmails === true && !isDirect) return 'house';
  return transport?.mode;
}

/** The entry for an address; where an address is listed twice, a verified entry counts. */
export function findCompanyEmail(entries: readonly CompanyEmail[], address: string): number {
  const isListed = (entry: CompanyEmail) => sameAddress(entry.email, address);
  const verified = entries.findIndex((entry) => isListed(entry) && entry.validated === true);
  return verified >= 0 ? verified : entries.findIndex(isListed);
}

/**
 * The address an email leaves from: what the notification names, or the primary company email for
 * `company-primary` and for direct mail. Undefined where it is empty, not known, or not there.
 */
export function senderOf(
  companyEmails: readonly CompanyEmail[] | null | undefined,
  notification: Notification | undefined,
): string | undefined {
  const from = notification ? notification.email?.from?.trim() : COMPANY_PRIMARY;
  if (from !== COMPANY_PRIMARY) return from || undefined;
  const primary = companyEmails?.find(({ primary, email }) => primary === true && !isEmpty(email));
  return primary?.email?.trim() || undefined;
}

/** As from address: whichever company email is marked as primary. */
export const COMPANY_PRIMARY = 'company-primary';
