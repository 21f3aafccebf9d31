import { sameName, statusName } from '../account/lookup.js';
import type { StatusRef } from '../account/types.js';
import type { AskedEvent, AskedStatus } from '../core/asked-event.js';
import { askedInWords } from '../message/configured-event.js';

/** A change of a loan's status that LoanPro has noted. */
export interface NotedChange {
  readonly loan: string | number;
  /** An instant. */
  readonly at: string;
  readonly from: StatusRef;
  readonly to: StatusRef;
}

/**
 * Whether the event that a person says has happened stands in LoanPro's notes, in a sentence; undefined where nothing
 * was asked, or the notes did not answer. The notes hold changes of status alone.
 */
export function eventInNotes(
  event: AskedEvent | undefined,
  changes: readonly NotedChange[] | undefined,
): string | undefined {
  if (event?.kind !== 'status' || !changes) return undefined;
  const found = changes.findLast(({ from, to }) => isOf(from, event.from) && isOf(to, event.to));
  if (found) {
    return `LoanPro noted ${askedInWords(event)} for loan ${found.loan} at ${found.at}.`;
  }
  const last = changes.at(-1);
  const instead = last
    ? ` The latest it noted is ${statusName(last.from)} to ${statusName(last.to)} for loan ${last.loan} at ${last.at}.`
    : ' It noted no change of status of these loans.';
  return `LoanPro's notes do not show ${askedInWords(event)}.${instead}`;
}

const isOf = (noted: StatusRef, asked: AskedStatus) =>
  sameName(noted.status, asked.status) &&
  (asked.subStatus === undefined || sameName(noted.subStatus, asked.subStatus));
