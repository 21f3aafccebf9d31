import type { Account, Notification } from '../account/types.js';
import { parseInstant } from '../calendar/zone.js';
import { parseEvent } from '../core/asked-event.js';
import { UsageError } from '../core/errors.js';
import type { Question } from '../core/facts.js';
import { askedInWords, isConfigured } from '../message/configured-event.js';

/** The options that say which emails are meant, and when. */
export interface QuestionFlags {
  readonly message?: string;
  readonly event?: string;
  readonly at?: string;
  readonly direct: boolean;
}

/**
 * What is asked about every email of a run.
 * @throws UsageError for options that cannot be understood, or not together.
 */
export function questionOf({ at, direct, event, message }: QuestionFlags): Question {
  if (direct && (message !== undefined || event !== undefined)) {
    throw new UsageError(
      'usage',
      `--direct asks about a manual email, which has no notification and no event: leave out ${message === undefined ? '--event' : '--message'}.`,
    );
  }
  const moment = at === undefined ? { epochMs: Date.now(), offsetMinutes: 0 } : parseInstant(at);
  if (!moment) {
    throw new UsageError(
      'usage',
      `--at "${at}" is not an instant with its offset. Expected one such as 2026-11-03T07:00:00-07:00 or 2026-11-03T14:00:00Z.`,
    );
  }
  return {
    // Whole seconds, so that the report says the moment it judged.
    now: Math.floor(moment.epochMs / 1000) * 1000,
    offset: moment.offsetMinutes,
    direct,
    event: event === undefined ? undefined : parseEvent(event),
  };
}

/** An event that no notification lists is more often misspelt than it is missing everywhere. */
export function noteOnEvent({ notifications }: Account, { event }: Question): string[] {
  const isListed = (notification: Notification) =>
    notification.event && event && isConfigured(notification.event, event);
  // One of which nothing is known may list it.
  const isOpen = ({ kind, event: configured }: Notification) =>
    kind === undefined && configured === undefined;
  if (!event || notifications?.some((one) => isOpen(one) || isListed(one))) return [];
  return [`No notification lists the event ${askedInWords(event)}; names are compared letter by letter.`];
}
