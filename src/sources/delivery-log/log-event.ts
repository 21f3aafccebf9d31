import type { HistoryRow } from '../../account/types.js';
import type { Place } from '../export/source-text.js';

/** What a delivery log tells of an email, in the one vocabulary of the export. */
export type EventName = NonNullable<
  NonNullable<NonNullable<HistoryRow['delivery']>['events']>[number]['event']
>;

/** An email in a delivery log. What is not known yet may be filled in by a later line of the log. */
export interface LogMessage {
  /** The same for all its recipients, and for no other email. */
  readonly key: string;
  /** What its log calls it. */
  readonly name?: string | undefined;
  /** Its Message-ID header, without the angle brackets. */
  messageId?: string | undefined;
  subject?: string | undefined;
  /** When it was handed over; milliseconds since 1970. */
  sentAt?: number | undefined;
  /** The first time its queue took it up, for all its recipients; milliseconds since 1970. */
  accepted?: { readonly at: number; readonly place: Place };
  /** It is itself a notice about another email, such as a bounce. */
  isNotice?: boolean;
}

/** Something that became of an email to one recipient. */
export interface LogEvent {
  readonly message: LogMessage;
  readonly to: string;
  /** `seen`: opened, clicked or unsubscribed. It shows that the email had been delivered, but not when. */
  readonly name: EventName | 'seen';
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly reason?: string | undefined;
  /** What its log calls the event; the same when it is logged twice. */
  readonly id?: string | undefined;
}

/** What one record of a log tells; nothing at all where it is about something else; undefined where it cannot be read. */
export type Reading = readonly LogEvent[] | undefined;

/** An address as it compares: alone, without case. `Jane Roe <jane@mail.example>` is read too. */
export function bareAddress(text: string): string {
  const inBrackets = /<([^<>]*)>\s*$/.exec(text)?.[1];
  return (inBrackets ?? text).trim().toLowerCase();
}

/** A Message-ID without its angle brackets; undefined where there is none. */
export function bareMessageId(text: string | undefined): string | undefined {
  return text?.trim().replace(/^<(.*)>$/, '$1') || undefined;
}

/** Parts of a reason that are there, as one text. */
export function reasonOf(...parts: readonly (string | undefined)[]): string | undefined {
  return parts.flatMap((part) => part?.trim() || []).join('; ') || undefined;
}
