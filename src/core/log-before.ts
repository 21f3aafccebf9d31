import type { HistoryRow } from '../account/types.js';
import { epochOf } from '../calendar/zone.js';

const DAY = 86_400_000; // milliseconds, the longest window of a sending limit

/** The rows of a log that were there before a moment and can matter at it. */
export interface LogBefore {
  readonly rows: HistoryRow[];
  /** Where each of them stands in the whole log. */
  readonly indexes: readonly number[];
}

interface Timed {
  readonly index: number;
  readonly at: number;
}

/**
 * The communication log as it stood before a moment, for one customer: their own rows, and everybody's of the day
 * before, which sending limits count. A row that is judged itself is never among them.
 */
export function logBefore(history: readonly HistoryRow[]): (moment: number, customer?: string) => LogBefore {
  const all: Timed[] = [];
  const byCustomer = new Map<string, Timed[]>();
  history.forEach(({ at, customer }, index) => {
    const moment = timeOf(at);
    if (moment === undefined) return;
    const timed = { index, at: moment };
    all.push(timed);
    if (customer === undefined) return;
    const rows = byCustomer.get(String(customer));
    if (rows) rows.push(timed);
    else byCustomer.set(String(customer), [timed]);
  });
  all.sort((a, b) => a.at - b.at);

  return (moment, customer) => {
    const indexes = new Set<number>();
    for (let i = firstFrom(all, moment - DAY); i < all.length; i += 1) {
      const timed = all[i];
      if (!timed || timed.at >= moment) break;
      indexes.add(timed.index);
    }
    const own = customer === undefined ? [] : (byCustomer.get(customer) ?? []);
    for (const { index, at } of own) if (at < moment) indexes.add(index);
    // Of equal times the later in the file wins, so the order of the file is kept.
    const ordered = [...indexes].sort((a, b) => a - b);
    return { rows: ordered.flatMap((index) => history[index] ?? []), indexes: ordered };
  };
}

/** Milliseconds since 1970; undefined where the log gives no time. */
export function timeOf(text: string | null | undefined): number | undefined {
  return text ? epochOf(text) : undefined;
}

function firstFrom(sorted: readonly Timed[], moment: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.at ?? Number.POSITIVE_INFINITY) < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}
