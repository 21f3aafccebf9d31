import { type Found, findLinks, findNotifications } from '../account/find-subject.js';
import { customerName, loanName, notificationName } from '../account/lookup.js';
import type { Account, Customer, Link, Notification } from '../account/types.js';
import { formatInstant, offsetMinutes, parseInstant } from '../calendar/zone.js';
import type { Check, Said } from './check.js';
import { UsageError } from './errors.js';
import type { Facts, Linkage, Question, Subject } from './facts.js';
import type { Probed } from './probed.js';
import { Result, type Trace } from './result.js';
import { prepare } from './run.js';
import {
  type EmailVerdict,
  type Judged,
  judge,
  type OverallVerdict,
  outcomesOf,
  overall,
} from './verdict.js';
import { cut } from './words.js';

const DAY = 86_400_000; // milliseconds

/** What `diagnose` is asked. */
export interface DiagnoseRequest {
  readonly account: Account;
  readonly customer: Found<Customer>;
  readonly question: Question;
  /** Id or name of the one notification asked about. */
  readonly message: string | undefined;
  /** Id or display ID of the one loan asked about. */
  readonly loan: string | undefined;
  readonly checks: readonly Check[];
  /** Ids of the checks left out by --only or --skip. */
  readonly leftOut: ReadonlySet<string>;
  /** Absent without --probe. */
  readonly probed?: Probed | undefined;
  readonly trace: Trace;
}

/** One email: a notification (null for direct mail) to the customer about a loan (null where there is no link). */
export interface EmailReport {
  readonly notification: {
    readonly id: string | null;
    readonly name: string | null;
    readonly label: string;
    /** In the list of the export. */
    readonly index: number;
  } | null;
  readonly loan: {
    readonly id: string | null;
    readonly displayId: string | null;
    readonly label: string;
  } | null;
  readonly judged: Judged;
  /** Instant in the company's offset; null unless the email is delayed. */
  readonly nextSendAt: string | null;
  readonly assumptions: readonly string[];
  readonly results: readonly Result[];
  /** Does not count for the overall verdict: stopped by the message itself, which is often meant. */
  readonly isUncounted: boolean;
}

export interface Diagnosis {
  /** The moment asked about, in the company's offset. */
  readonly asOf: string;
  readonly customer: {
    readonly id: string | null;
    readonly name: string | null;
    readonly email: string | null;
  };
  readonly verdict: OverallVerdict;
  readonly emails: readonly EmailReport[];
  /** What the network said; absent without --probe. */
  readonly probed?: Probed | undefined;
}

/** What is the same for every customer of a run. */
export type RunRequest = Omit<DiagnoseRequest, 'customer' | 'trace'>;

/**
 * Why one customer's emails did not send: every notification and every linked loan, or the ones asked about.
 * @throws UsageError when there is nothing to check, or a notification or loan is unknown or ambiguous.
 */
export function diagnose({ customer, trace, ...request }: DiagnoseRequest): Diagnosis {
  return diagnosing(request)(customer, trace);
}

/** As `diagnose`, for one customer after the other: what the account alone decides is worked out once. */
export function diagnosing(request: RunRequest): (customer: Found<Customer>, trace: Trace) => Diagnosis {
  const { account, question, checks, leftOut } = request;
  const evaluate = prepare(checks, account, question, leftOut, request.probed);
  const inZone = momentsOf(account, question);
  const hasMessageAsked = request.message !== undefined;
  const leftOutText = aboutLeftOut(checks, leftOut);

  return (customer, trace) => {
    const masked = (text: string | null) => text && (trace.mask?.(text) ?? text);
    const emails = emailsAsked({ ...request, customer }).map((subject): EmailReport => {
      const { facts, said } = evaluate(subject);
      const judged = judge(checks, said);
      const results = resultsOf(checks, said, facts, trace);
      const assumed = results.flatMap((result) => result.assumption ?? []);
      return {
        notification: subject.notification ? notificationOf(subject.notification) : null,
        loan: subject.link ? loanOf(subject.link.value) : null,
        judged,
        nextSendAt: judged.nextSendAt === undefined ? null : inZone(judged.nextSendAt),
        assumptions: [
          ...new Set(assumed),
          ...ageOf(account.exportedAt, subject.link?.value.loan, question.now, inZone),
          ...leftOutText,
        ],
        results,
        isUncounted: !hasMessageAsked && judged.isStoppedByMessage,
      };
    });
    const counted: EmailVerdict[] = emails.flatMap((email) =>
      email.isUncounted ? [] : [email.judged.verdict],
    );
    return {
      asOf: inZone(question.now),
      customer: {
        id: idOf(customer.value.id),
        name: masked(customerName(customer.value) ?? null),
        email: masked(customer.value.email?.trim() || null),
      },
      verdict: overall(counted),
      emails,
      probed: request.probed,
    };
  };
}

/** Moments, in milliseconds since 1970, as instants in the company's offset. */
export function momentsOf(account: Account, { offset }: Question): (ms: number) => string {
  const zone = account.tenant?.timezone?.trim();
  return (ms) => formatInstant(ms, zone ? offsetMinutes(zone, ms) : offset);
}

/** What the checks said, one result each finding. */
export function resultsOf(
  checks: readonly Check[],
  said: readonly Said[],
  facts: Facts,
  trace: Trace,
): Result[] {
  return checks.flatMap((check, index) =>
    outcomesOf(said[index] ?? []).map((outcome) => new Result(check, outcome, facts, trace)),
  );
}

/**
 * Facts are judged as they stand in the export, so a moment far from it is an assumption: more than a day from the
 * export, or another day than the loan's figures describe.
 */
export function ageOf(
  exportedAt: string | null | undefined,
  loan: Link['loan'],
  now: number,
  inZone: (ms: number) => string,
): string[] {
  const exported = exportedAt ? parseInstant(exportedAt)?.epochMs : undefined;
  const isFar = exported !== undefined && Math.abs(now - exported) > DAY;
  const figures = loan?.snapshotDate;
  return [
    ...(isFar ? [`the account at that moment is as it was exported at ${exportedAt}`] : []),
    ...(figures && figures !== inZone(now).slice(0, 10)
      ? [`the figures of loan ${cut(loanName(loan) ?? '')} at that moment are those of ${figures}`]
      : []),
  ];
}

/** The verdict counts only what was judged, and says so by whichever list is shorter. */
export function aboutLeftOut(checks: readonly Check[], leftOut: ReadonlySet<string>): string[] {
  if (leftOut.size === 0) return [];
  const judgedIds = checks.flatMap(({ id }) => (leftOut.has(id) ? [] : [id]));
  return judgedIds.length < leftOut.size
    ? [`only this was judged (--only, --skip): ${judgedIds.join(', ')}`]
    : [`not judged, because left out by --only or --skip: ${[...leftOut].join(', ')}`];
}

/** The part of a request that says which emails are meant. */
export type Asked = Pick<DiagnoseRequest, 'account' | 'customer' | 'question' | 'message' | 'loan'>;

/**
 * The emails that are asked about, one a notification and loan.
 * @throws UsageError as `diagnose` does.
 */
export function emailsAsked({ account, customer, question, message, loan }: Asked): Subject[] {
  const asked = loan === undefined ? undefined : findLinks(customer.value.links ?? [], loan);
  if (asked && asked.length > 1) {
    throw new UsageError(
      'ambiguous',
      `--loan "${loan}" names ${asked.length} loans of this customer; give the loan's id.`,
      asked.map(({ value }) => ({
        message: `${loanName(value.loan) ?? 'a loan'} (id ${idOf(value.loan?.id) ?? 'not known'})`,
      })),
    );
  }
  return emailsTo(customer, question.direct ? [undefined] : notificationsAsked(account, message), asked);
}

/**
 * The emails of these notifications (undefined: direct mail) to one customer.
 * @param asked only about these loans; undefined: about all.
 */
export function emailsTo(
  customer: Found<Customer>,
  notifications: readonly (Found<Notification> | undefined)[],
  asked: readonly Found<Link>[] | undefined,
): Subject[] {
  const { links } = customer.value;
  const subjects = (linkage: Linkage, link: Found<Link> | undefined) =>
    notifications.map((notification) => ({ notification, customer, link, linkage }));

  if (links === undefined) return subjects('links-absent', undefined);
  if (!links?.length) return subjects('no-links', undefined);
  const chosen = asked ?? links.map((value, index) => ({ value, index }));
  if (chosen.length === 0) return subjects('not-among-links', undefined);
  const emails: Subject[] = [];
  for (const notification of notifications) {
    for (const link of chosen) emails.push({ notification, customer, link, linkage: 'linked' });
  }
  return emails;
}

/**
 * The notifications that are asked about: the one named, or all.
 * @throws UsageError when there is none, or several have the name.
 */
export function notificationsAsked(account: Account, message: string | undefined): Found<Notification>[] {
  const all = account.notifications ?? [];
  if (all.length === 0) {
    throw new UsageError(
      'nothing-to-check',
      'The export has no notifications, so there is no email to check. Add `notifications`, or use --direct for a manual email.',
    );
  }
  if (message === undefined) return all.map((value, index) => ({ value, index }));
  const hits = findNotifications(all, message);
  if (hits.length === 1) return hits;
  const list = (hits.length > 0 ? hits.map(({ value }) => value) : all).map((notification) => ({
    message: `${idOf(notification.id) ?? '(no id)'}  ${notificationName(notification)}`,
  }));
  throw hits.length === 0
    ? new UsageError(
        'not-found',
        `--message "${message}" is neither the id nor the name of a notification.`,
        list,
      )
    : new UsageError(
        'ambiguous',
        `--message "${message}" names ${hits.length} notifications; give the id.`,
        list,
      );
}

/** What a report calls a notification. */
export function notificationOf({
  value,
  index,
}: Found<Notification>): NonNullable<EmailReport['notification']> {
  return {
    id: idOf(value.id),
    name: value.name?.trim() || null,
    label: notificationName(value),
    index,
  };
}

/** What a report calls the loan of a link. */
export function loanOf({ loan }: Link): EmailReport['loan'] {
  return { id: idOf(loan?.id), displayId: idOf(loan?.displayId), label: loanName(loan) ?? 'without an id' };
}

function idOf(id: string | number | null | undefined): string | null {
  return id == null ? null : String(id);
}
