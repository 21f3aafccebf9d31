import { type Fields, fieldsOf, textOf } from './values.js';

/** What the body of an answer holds. */
export type Envelope =
  | { readonly kind: 'data'; readonly d: unknown }
  /** LoanPro's own error, also inside HTTP 200. The text is a stranger's. */
  | { readonly kind: 'error'; readonly message: string }
  /** No JSON: cut off on the way, or something else. */
  | { readonly kind: 'unreadable' }
  /** JSON that is neither data nor an error of LoanPro. */
  | { readonly kind: 'foreign' };

/** National ids, birth dates, bank data and the texts of emails: never needed, so no object of ours holds them. */
const DROPPED = new Set(
  [
    'ssn',
    'birthDate',
    'dateOfBirth',
    'driverLicense',
    'customerId', // the number of the identity card or passport, not the id of the customer
    'customerIdType',
    'accessPassword',
    'accountNumber',
    'routingNumber',
    'cardNumber',
    'PaymentAccounts',
    'body',
  ].map((name) => name.toLowerCase()),
);

/** Parses JSON and drops what is never needed while doing so. */
function parseWithout(text: string): unknown {
  return JSON.parse(text, (key, value) => (DROPPED.has(key.toLowerCase()) ? undefined : value));
}

/** JSON inside a text, as the notes have it. */
export function insideOf(value: unknown): Fields | undefined {
  if (typeof value !== 'string') return fieldsOf(value);
  try {
    return fieldsOf(parseWithout(value));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Reads a body: `d` holds the data; errors have three shapes, at the root or inside `d`. */
export function readEnvelope(text: string): Envelope {
  let json: unknown;
  try {
    json = parseWithout(text.replace(/^\ufeff/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: 'unreadable' };
    throw error;
  }
  const root = fieldsOf(json);
  if (!root) return { kind: 'foreign' };
  const error = errorIn(root) ?? errorIn(fieldsOf(root['d']) ?? {});
  if (error !== undefined) return { kind: 'error', message: error };
  return Object.hasOwn(root, 'd') ? { kind: 'data', d: root['d'] } : { kind: 'foreign' };
}

function errorIn(fields: Fields): string | undefined {
  const error = fields['error'];
  if (typeof error === 'string' && !Object.hasOwn(fields, 'id')) return error;
  const nested = fieldsOf(error);
  if (nested) return messageOf(nested['message']);
  // The general error object has its message at the root: https://developers.loanpro.io/docs/response-codes
  const isGeneral = Object.hasOwn(fields, 'message') && !Object.hasOwn(fields, 'd') && !('id' in fields);
  return isGeneral && !Object.hasOwn(fields, 'results') ? messageOf(fields['message']) : undefined;
}

function messageOf(message: unknown): string {
  return textOf(fieldsOf(message)?.['value'] ?? message) ?? '';
}

const LONGEST_MESSAGE = 160;

/**
 * LoanPro's words made fit to be repeated: one line, short, without paths of its server, without the token and
 * without long numbers, which may be anybody's.
 */
export function repeatable(message: string, token: string): string {
  const text = message
    .slice(0, 4000)
    .split(token)
    .join('(token)')
    .replace(/[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\s]+/g, ' ')
    .replace(/(?:[A-Za-z]:)?[\\/](?:[\w.-]+[\\/])+[\w.-]*(?::\d+)?/g, '(path)')
    .replace(/\d[\d -]{5,}\d/g, '(number)')
    .trim();
  return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE).trimEnd()}…` : text;
}
