import { findCustomers, nearestCustomers } from '../../account/find-customer.js';
import type { Customer } from '../../account/types.js';
import { UsageError } from '../../core/errors.js';
import { LoanProFailed } from './failure.js';
import { CUSTOMER_SEARCH, type Question } from './send.js';
import type { Session } from './session.js';
import { entriesOf, type Fields, flagOf, idOf, keyOf, nameOf, present, textOf } from './values.js';

/** What a search brought. */
export interface Searched {
  /** The customers that a custom id, an address or a full name names exactly. */
  readonly hits: readonly Customer[];
  /** When there is none: ids and names like the one asked for. */
  readonly nearest: readonly string[];
}

const NEEDS_NO_SEARCH =
  "Give the customer's id: the number in the address of the customer's page in LoanPro.";

/**
 * Looks for customers by id, custom id, address or full name.
 *
 * @throws UsageError when the role of the token may not search, LoanProFailed when the search breaks.
 */
export async function searchCustomers(session: Session, wanted: string): Promise<Searched> {
  const answer = await session.ask(customerSearch(wanted));
  if (!answer.ok) {
    const { kind, words } = answer.failure;
    if (kind !== 'refused')
      throw new LoanProFailed(CUSTOMER_SEARCH, { kind, words: `${words} ${NEEDS_NO_SEARCH}` });
    throw new UsageError(
      'usage',
      `LoanPro does not let this token search for customers, so "${wanted}" cannot be looked up by custom id, address or name. ${NEEDS_NO_SEARCH}`,
      [{ message: `${CUSTOMER_SEARCH}: ${answer.failure.words}` }],
    );
  }
  const entries = entriesOf(answer.d);
  if (!entries) {
    const words = 'The answer holds no list.';
    throw new LoanProFailed(CUSTOMER_SEARCH, { kind: 'failed', words });
  }
  // The search is by likeness, so that what it brings is compared again.
  const customers = entries.filter(({ id }) => keyOf(id)).map(customerOf);
  const hits = findCustomers(customers, wanted).flatMap((index) => customers[index] ?? []);
  return { hits, nearest: hits.length > 0 ? [] : nearestCustomers(customers, wanted) };
}

/** The fields of a customer that are needed, from whatever answer. */
export function customerOf(fields: Fields): Customer {
  return present({
    id: idOf(fields['id']) ?? undefined,
    customId: nameOf(fields['customId']),
    firstName: textOf(fields['firstName']),
    lastName: textOf(fields['lastName']),
    companyName: textOf(fields['companyName']),
    email: textOf(fields['email']),
    active: flagOf(fields['active']),
  });
}

const MOST_HITS = '50';

/** The bodies are those of https://help.loanpro.io/article/0u5qrqjcw8; national ids are never searched. */
export function customerSearch(wanted: string): Question {
  const text = wanted.trim();
  const must = text.includes('@')
    ? { match: { email: text } }
    : [
        {
          query_string: {
            query: nameQuery(text),
            default_operator: 'AND',
            fields: ['customerName', 'companyName', 'customId'],
          },
        },
      ];
  return {
    method: 'POST',
    path: CUSTOMER_SEARCH,
    query: { $top: MOST_HITS, $start: '0' },
    body: { query: { bool: { must } } },
  };
}

/** The whole as one phrase, or all its words, the first and the last also as parts of longer ones. */
function nameQuery(text: string): string {
  const phrase = text.replace(/["\\]/g, '\\$&');
  // "<" and ">" cannot be escaped in this language: Elasticsearch reference, "Query string query", reserved characters.
  const words = text
    .replace(/[<>]/g, ' ')
    .replace(/[+\-=&|!(){}[\]^"~*?:\\/]/g, '\\$&')
    // In capitals these three are operators.
    .replace(/\b(?:AND|OR|NOT)\b/g, (word) => word.toLowerCase())
    .trim();
  return words === '' ? `"${phrase}"` : `"${phrase}" OR (*${words}*)`;
}
