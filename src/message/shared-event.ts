import { sameName } from '../account/lookup.js';
import type { Path } from '../account/pointer.js';
import type { Notification, NotificationEvent, Range, Restrictions } from '../account/types.js';
import { quoted } from '../core/words.js';
import { pairInWords, type StatusChange } from './configured-event.js';
import { overlap } from './status-overlap.js';

/** An event that two notifications have, with its place in each, below the notification. */
export interface SharedEvent {
  readonly mine: Path;
  readonly other: Path;
  readonly words: string;
}

interface Configured {
  readonly path: Path;
  /** Those of different kinds are never the same. */
  readonly kind: 'status' | 'added' | 'removed' | 'builtIn';
  readonly what: StatusChange | string | number;
}

type Names = readonly (string | number)[] | null | undefined;

/** The event of an event notification; undefined for a trigger, and where it is absent or null. */
export function eventOf({ kind, event }: Notification): NotificationEvent | undefined {
  return kind === 'trigger' ? undefined : (event ?? undefined);
}

/**
 * An event on which both notifications are sent, in the words of the first; undefined where there is none. Two status
 * changes are the same as soon as one change of a loan can be both: a side without a sub-status covers all of them.
 */
export function sharedEvent(mine: NotificationEvent, other: NotificationEvent): SharedEvent | undefined {
  const theirs = configured(other);
  for (const one of configured(mine)) {
    const found = theirs.find((another) => isSame(one, another));
    if (found) return { mine: one.path, other: found.path, words: inWords(one) };
  }
  return undefined;
}

/**
 * Whether restrictions keep two notifications to different loans. So do ranges that share no more than one end, and
 * different portfolios, although a loan may be in several: lists without a common entry are meant to divide.
 */
export function areKeptApart(
  a: Restrictions | null | undefined,
  b: Restrictions | null | undefined,
): boolean {
  if (!a || !b) return false;
  const statuses = [a.loanStatus, b.loanStatus].map((list) => list?.filter(({ status }) => status?.trim()));
  const [mine = [], theirs = []] = statuses;
  return (
    divides(mine, theirs, overlap) ||
    (a.eBilling !== undefined && b.eBilling !== undefined && a.eBilling !== b.eBilling) ||
    divides(named(a.sourceCompany), named(b.sourceCompany), sameName) ||
    divides(named(a.portfolios), named(b.portfolios), sameName) ||
    divides(named(a.subPortfolios), named(b.subPortfolios), sameName) ||
    areDisjoint(a.loanAging, b.loanAging) ||
    areDisjoint(a.daysPastDue, b.daysPastDue) ||
    areDisjoint(a.amountPastDue, b.amountPastDue) ||
    areDisjoint(a.loanRecency, b.loanRecency)
  );
}

// Every notification is compared with all before it, so its events are listed once.
const known = new WeakMap<NotificationEvent, readonly Configured[]>();

function configured(event: NotificationEvent): readonly Configured[] {
  const before = known.get(event);
  if (before) return before;
  const { statusChanges, portfolioChanges, builtIn } = event;
  const portfolios = (change: 'added' | 'removed') =>
    (portfolioChanges?.[change] ?? []).map(
      (what, i): Configured => ({ path: ['event', 'portfolioChanges', change, i], kind: change, what }),
    );
  const all: Configured[] = [
    ...(statusChanges ?? []).map(
      (what, i): Configured => ({ path: ['event', 'statusChanges', i], kind: 'status', what }),
    ),
    ...portfolios('added'),
    ...portfolios('removed'),
    ...(builtIn == null ? [] : [{ path: ['event', 'builtIn'], kind: 'builtIn' as const, what: builtIn }]),
  ];
  const listed = all.filter(({ what }) => typeof what !== 'string' || what.trim() !== '');
  known.set(event, listed);
  return listed;
}

function isSame({ kind, what }: Configured, other: Configured): boolean {
  if (kind !== other.kind) return false;
  if (typeof what === 'object') {
    return (
      typeof other.what === 'object' && overlap(what.from, other.what.from) && overlap(what.to, other.what.to)
    );
  }
  return typeof other.what !== 'object' && sameName(what, other.what);
}

function inWords({ kind, what }: Configured): string {
  if (typeof what === 'object') return pairInWords(what);
  const name = quoted(String(what).trim());
  if (kind === 'builtIn') return name;
  return `${kind === 'added' ? 'added to' : 'removed from'} ${name}`;
}

const named = (names: Names) => (names ?? []).filter((name) => String(name).trim() !== '');

/** Both lists say something, and nothing in one meets anything in the other. */
function divides<T>(mine: readonly T[], theirs: readonly T[], meet: (a: T, b: T) => boolean): boolean {
  return (
    mine.length > 0 && theirs.length > 0 && !mine.some((one) => theirs.some((other) => meet(one, other)))
  );
}

function areDisjoint(a: Range | null | undefined, b: Range | null | undefined): boolean {
  const isBelow = (low: Range | null | undefined, high: Range | null | undefined) =>
    low?.max != null && high?.min != null && low.max <= high.min;
  return isBelow(a, b) || isBelow(b, a);
}
