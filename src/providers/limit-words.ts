import type { SmtpCause } from '../core/probed-smtp.js';

/**
 * The words of a reply in lower case, without what only looks like them: addresses, host names at the start, links.
 */
export function plainWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/https?:\/\/\S+/g, ' ')
    .replace(/<[^<>]*>|\S+@\S+/g, ' ')
    .replace(/^\s*(?:[a-z0-9-]+\.)+[a-z0-9-]+(?=\s)/, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

// "Try again in an hour" names no limit.
const ADVICE = /\b(?:(?:re-?)?try|wait|come back)\b[^.;,:]*/g;

const ATTEMPTS =
  /\btoo many (?:[\w-]+ ){0,3}(?:auth(?:entication)?|log-?ins?|sign-?ins?|passwords?|attempts?)\b|\b(?:log-?in|auth(?:entication)?|password) (?:attempts|failures)\b.*\bexceed|\bexceed\w*\b.*\b(?:log-?in|auth(?:entication)?|password) (?:attempts|failures)\b/;

const SIZE =
  /\b(?:messages?|e-?mail|mail|attachments?)\b[^.]{0,40}\b(?:size|too (?:large|big|long))\b|\b(?:message|mail) too (?:large|big|long)\b/;

const STORAGE =
  /\bover ?quota\b|\b(?:mailbox|inbox|storage|disk)(?: is)? (?:quota|size|full|limit)\b|\b(?:mailbox|inbox|recipient|user|account)\b[^.;]{0,40}\b(?:full|out of (?:storage|space)|exceed\w* (?:its |their |the )?(?:storage|disk|mailbox|quota))\b/;
const SENDING = /\b(?:send(?:s|ing)?|sent|daily|hourly|per (?:day|hour)|outgoing|outbound|relay)\b/;

// Bounds of one session, which end with it.
const OF_SESSION =
  /\b(?:time-?outs?|timed out|idle|inactivity|hop count|too many hops|too many (?:[\w-]+ ){0,3}errors|line length|line too long)\b/;

const SENSE =
  /\b(?:limit(?:s|ed)?|quotas?|credits?|allowances?|exceed(?:s|ed|ing)?|max(?:imum)?|too (?:many|much)|used up|throttl\w*)\b/;
const PERIOD =
  /\b(?:daily|hourly|monthly|today|(?:per|a|an|each|every|this) (?:day|hour|month)|24[ -]?h(?:ours?)?)\b/;
const FAST =
  /\b(?:throttl\w*|too (?:fast|quick(?:ly)?|frequent(?:ly)?)|slow(?:ing)? down|rate[ -]?limit\w*)\b/;
const SPEED =
  /\b(?:rates?|speed|connections?|concurren\w*|simultaneous\w*|parallel|sessions?|(?:per|a|each|every) (?:second|minute)|threads?|bursts?|peak)\b/;
const STOCK = /\b(?:quotas?|credits?|allowances?)\b/;
const SPENT = /\b(?:exceed\w*|reached|used|over|no|out of|insufficient|hit)\b/;
const BOUND = /\blimits?\b/;
const MAIL = /\b(?:send\w*|messages?|e-?mails?|mails?|relay|outbound|outgoing|recipients?)\b/;

/** Whether a reply is about room in somebody's mailbox. */
export function isAboutStorage(words: string): boolean {
  const said = words.replace(ADVICE, ' ');
  return STORAGE.test(said) && !SENDING.test(said);
}

/**
 * The limit a reply names, if any: of a time (`limit-daily`: a day, an hour, credits), of speed or connections
 * (`limit-rate`), of size, or of attempts to sign in. Servers name limits in replies that speak of something else
 * first, such as a refused password.
 * @param words as of `plainWords`.
 * @param isTemporary a reply of class 4, in which fewer words suffice.
 */
export function limitIn(words: string, isTemporary: boolean): SmtpCause | undefined {
  const said = words.replace(ADVICE, ' ');
  if (ATTEMPTS.test(said)) return 'auth-too-many-attempts';
  if (isAboutStorage(words) || OF_SESSION.test(said)) return undefined;
  if (SIZE.test(said)) return 'limit-size';
  const hasSense = SENSE.test(said);
  if (hasSense && PERIOD.test(said)) return 'limit-daily';
  if (FAST.test(said) || (hasSense && SPEED.test(said))) return 'limit-rate';
  if (isTemporary && /\brates?\b/.test(said)) return 'limit-rate';
  if (STOCK.test(said) && (SPENT.test(said) || BOUND.test(said))) return 'limit-daily';
  if (BOUND.test(said) && (SPENT.test(said) || MAIL.test(said))) return 'limit-daily';
  if (/\btoo (?:many|much)\b/.test(said) && (isTemporary || MAIL.test(said))) return 'limit-rate';
  return undefined;
}
