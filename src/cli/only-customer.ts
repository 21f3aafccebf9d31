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
export function onlyCustomer(found: readonly Chosen[], asked: string, nearest: readonly string[]): Chosen {
  const [first] = found;
  if (first && found.length === 1) return first;
  if (!first) {
    const near = nearest.length > 0 ? ` Did you mean ${nearest.join(' or ')}?` : '';
    throw new UsageError(
      'not-found',
      `No customer has the id, custom id, email address or name "${asked}".${near}`,
    );
  }
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
