import type { Path } from '../account/pointer.js';
import type { Account, Customer } from '../account/types.js';
import type { Trace } from '../core/result.js';
import { maskedEvidence, maskOf, ownAddresses } from '../report/mask.js';

/** A trace whose results name neither the customer nor anybody's address. */
export function masked(trace: Trace, account: Account, customer: Customer | undefined): Trace {
  const mask = maskOf(customer, new Set(ownAddresses(account)));
  return Object.assign((at: Path) => maskedEvidence(trace(at), mask), { mask });
}
