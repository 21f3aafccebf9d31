import { customerName } from '../account/lookup.js';
import type { Customer } from '../account/types.js';
import { UsageError } from '../core/errors.js';

interface Chosen {
  readonly index: number;
  readonly customer: Customer;
}

/**
 * The one customer that was meant.
 * @throws UsageError when several are, with the list.
 */
export function onlyCustomer(found: readonly Chosen[], asked: string): Chosen {
  const [first] = found;
  if (first && found.length === 1) return first;
  if (!first)
    throw new UsageError('not-found', `No customer has the id, custom id, email address or name "${asked}".`);
  throw new UsageError(
    'ambiguous',
    `"${asked}" names ${found.length} customers; give the id.`,
    found.map(({ customer }) => ({
      message: [customer.id, customerName(customer), customer.email && `<${customer.email}>`]
        .filter((part) => part !== undefined && part !== null)
        .join('  '),
    })),
  );
}
