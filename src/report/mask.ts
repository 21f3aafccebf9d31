import type { Account, Customer } from '../account/types.js';
import type { Evidence } from '../core/result.js';

/** Takes the names and addresses of people out of a text. */
export type Mask = (text: string) => string;

const LONG = 40;
const NOTHING = /(?!)/;
const ADDRESS = /([^\s<>"'`,;:()[\]{}|=/\\]+@[^\s<>"'`,;:()[\]{}|=/\\]+)/;

/** Changes nothing. */
export const unmasked: Mask = (text) => text;

/**
 * A mask for texts about one customer: their names and addresses, and every other address except the lender's own.
 * @param own addresses that name no person, such as the company emails; in lower case.
 */
export function maskOf(customer: Customer | undefined, own: ReadonlySet<string>): Mask {
  const { email, firstName, lastName, companyName } = customer ?? {};
  const first = firstName?.trim();
  const last = lastName?.trim();
  const names = [[first, last].filter((part) => part).join(' '), companyName?.trim(), last, first];
  const literals = [
    { text: email?.trim(), instead: '[address]' },
    ...names.map((text) => ({ text, instead: '[name]' })),
  ].map(({ text, instead }) => ({ pattern: text ? patternOf(text) : NOTHING, instead }));
  const others = (text: string) =>
    literals.slice(1).reduce((masked, { pattern, instead }) => masked.replace(pattern, instead), text);
  return (text) => {
    const [address] = literals;
    const known = address ? text.replace(address.pattern, address.instead) : text;
    // Parts at odd places are addresses: a name inside one must not be replaced by itself.
    return known
      .split(ADDRESS)
      .map((part, i) => {
        if (i % 2 === 0) return others(part);
        return own.has(part.toLowerCase().replace(/[.!?]+$/, '')) ? part : '[address]';
      })
      .join('');
  };
}

/** A whole word; of a long one its beginning and what follows, because a text may show it cut. */
function patternOf(text: string): RegExp {
  const start = text
    .slice(0, LONG)
    .replace(/[\ud800-\udbff]$/, '')
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const before = /^[\p{L}\p{N}]/u.test(text) ? '(?<![\\p{L}\\p{N}])' : '';
  const after = text.length > LONG ? '[^"<>]*' : /[\p{L}\p{N}]$/u.test(text) ? '(?![\\p{L}\\p{N}])' : '';
  return new RegExp(`${before}${start}${after}`, 'giu');
}

/** A mask over everything in a value. */
export function maskedValue(value: unknown, mask: Mask): unknown {
  if (typeof value === 'string') return mask(value);
  if (Array.isArray(value)) return value.map((entry) => maskedValue(entry, mask));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, maskedValue(entry, mask)]));
}

/** A fact whose value names no person. */
export function maskedEvidence(fact: Evidence, mask: Mask): Evidence {
  return {
    ...fact,
    ...('value' in fact && { value: maskedValue(fact.value, mask) }),
    ...(fact.contradicts && {
      contradicts: { ...fact.contradicts, value: maskedValue(fact.contradicts.value, mask) },
    }),
  };
}

/** Addresses that are the lender's and name no customer. */
export function ownAddresses({ companyEmails, notifications, transport }: Account): string[] {
  return [
    ...(companyEmails ?? []).map(({ email }) => email),
    ...(notifications ?? []).map(({ email }) => email?.from),
    transport?.smtp?.user,
  ].flatMap((address) => (address ? [address.trim().toLowerCase()] : []));
}
