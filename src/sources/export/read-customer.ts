import { isUtf8 } from 'node:buffer';
import { isCustomer } from '../../account/derived/validate.js';
import { breachesOfCustomer } from '../../account/rules-of-export.js';
import type { Customer } from '../../account/types.js';
import { isDate, isZone } from '../../calendar/zone.js';
import { hiddenFault } from './json-text.js';
import { unknownKeysOf } from './unknown-keys.js';

/** A text that is no customer: the text where it is JSON at all (its value may be many times as large), or what is wrong. */
export type NoCustomer = { readonly text: string } | { readonly message: string };

/** A text that was refused. */
export class Refused {
  readonly why: NoCustomer;

  constructor(why: NoCustomer) {
    this.why = why;
  }
}

/**
 * Reads one customer from JSON text in UTF-8, and judges it by the rules of an export. A blank text is nobody.
 * @param strict unknown keys are refused.
 */
export function readCustomer(bytes: Buffer, strict: boolean): Customer | Refused | undefined {
  const text = bytes.toString('utf8');
  // Decoding puts this character where the bytes are no UTF-8.
  if (text.includes('\ufffd') && !isUtf8(bytes))
    return new Refused({ message: 'The line is not UTF-8 text.' });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    if (text.trim() === '') return undefined;
    return new Refused({ message: 'The line is no JSON object.' });
  }
  if (!isCustomer(value)) return new Refused({ text });
  // The validator is made from the schema of a customer.
  const customer = value as Customer;
  if (!keepsRules(customer) && breachesOfCustomer(customer).length > 0) return new Refused({ text });
  const fault = hiddenFault(text, value);
  if (fault !== undefined) return new Refused({ message: fault });
  if (strict && unknownKeysOf(customer, ['customers', 0]).length > 0) {
    return new Refused({ message: 'The line has a key that is not of the format.' });
  }
  return customer;
}

/** Whether its zone and its dates are some: no other value can fit its field and be wrong all the same. */
function keepsRules({ timezone, links }: Customer): boolean {
  if (typeof timezone === 'string' && timezone.trim() !== '' && !isZone(timezone)) return false;
  for (const { loan } of links ?? []) {
    if (!loan) continue;
    const { lastHumanActivity, snapshotDate, lastMaintenance } = loan;
    if (!isDay(lastHumanActivity) || !isDay(snapshotDate) || !isDay(lastMaintenance)) return false;
  }
  return true;
}

/** The first 28 days are in every month; what the calendar is asked about costs more. */
function isDay(date: string | null | undefined): boolean {
  if (typeof date !== 'string') return true;
  const tens = date.charCodeAt(8) - 0x30;
  return tens < 2 || (tens === 2 && date.charCodeAt(9) < 0x39) || isDate(date.slice(0, 10));
}
