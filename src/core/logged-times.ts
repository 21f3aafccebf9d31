import { sameName } from '../account/lookup.js';
import type { Customer, HistoryRow, Link, Notification } from '../account/types.js';
import { timeOf } from './log-before.js';

/** When the emails of a customer, a notification and a loan were logged. */
export class LoggedTimes {
  readonly #rows = new Map<string, { at: number; loan: HistoryRow['loan'] }[]>();

  constructor(history: readonly HistoryRow[]) {
    for (const { log, channel, customer, notification, loan, at } of history) {
      const time = timeOf(at);
      if (log === 'lender' || channel !== 'email' || time === undefined) continue;
      const key = keyOf(customer, notification);
      const rows = this.#rows.get(key);
      if (rows) rows.push({ at: time, loan });
      else this.#rows.set(key, [{ at: time, loan }]);
    }
  }

  /** Whether one was, from a moment on and before another; a row without a loan may be about any. */
  has(customer: Customer, notification: Notification, { loan }: Link, from: number, before: number): boolean {
    const rows = this.#rows.get(keyOf(customer.id, notification.id)) ?? [];
    return rows.some(
      (row) =>
        row.at >= from &&
        row.at < before &&
        (row.loan === undefined || sameName(row.loan, loan?.id) || sameName(row.loan, loan?.displayId)),
    );
  }
}

const keyOf = (customer: unknown, notification: unknown) =>
  JSON.stringify([`${customer}`, `${notification}`]);
