import type * as z from 'zod';
import type { accountSchema, customerSchema } from './schema.js';

type Item<T> = NonNullable<T> extends readonly (infer E)[] ? E : never;

/** A snapshot of one LoanPro account. Every field but `mailcheck` may be absent, which means "not known". */
export type Account = z.infer<typeof accountSchema>;
export type Customer = z.infer<typeof customerSchema>;
/** One row of Links & Access: the customer's access to one loan. */
export type Link = Item<Customer['links']>;
export type Loan = NonNullable<Link['loan']>;
export type Notification = Item<Account['notifications']>;
export type NotificationEvent = NonNullable<Notification['event']>;
export type Restrictions = NonNullable<NonNullable<Notification['email']>['restrictions']>;
export type Range = NonNullable<Restrictions['daysPastDue']>;
export type CompanyEmail = Item<Account['companyEmails']>;
export type DoNotDisturbWindow = Item<Account['doNotDisturb']>;
export type EnrollmentRow = Item<Account['enrollmentByStatus']>;
export type HistoryRow = Item<Account['communicationHistory']>;
export type Transport = NonNullable<Account['transport']>;
/** A loan status, alone or with one of its sub-statuses. */
export interface StatusRef {
  status?: string | null | undefined;
  subStatus?: string | null | undefined;
}
