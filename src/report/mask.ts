import type { Account, Customer } from '../account/types.js';
import type { Evidence } from '../core/result.js';

/** Takes the names and addresses of people out of a text. */
export type Mask = (text: string) => string;

const LONG = 40;
const STARTS_WORD = /^[\p{L}\p{N}]/u;
const ENDS_WORD = /[\p{L}\p{N}]$/u;
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
  const [inAddress, ...inNames] = [
    replacing(email?.trim(), '[address]'),
    ...names.map((name) => replacing(name, '[name]')),
  ];
  const others = (text: string) => inNames.reduce((masked, replace) => replace(masked), text);
  return (text) => {
    const known = inAddress ? inAddress(text) : text;
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

/** Replaces a whole word; of a long one its beginning and what follows, because a text may show it cut. */
function replacing(word: string | undefined, instead: string): Mask {
  if (!word) return unmasked;
  const start = word
    .slice(0, LONG)
    .replace(/[\ud800-\udbff]$/, '')
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  if (start === '') return unmasked;
  const isLong = word.length > LONG;
  const pattern = new RegExp(isLong ? `${start}[^"<>]*` : start, 'giu');
  const isOpen = STARTS_WORD.test(word);
  const isClosed = !isLong && ENDS_WORD.test(word);
  return (text) => {
    let masked = '';
    let done = 0;
    pattern.lastIndex = 0;
    for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
      const { index } = found;
      const end = index + found[0].length;
      // Looked at here and not by the pattern: with classes of all letters each customer's pattern takes milliseconds to make.
      const isInside =
        (isOpen && ENDS_WORD.test(text.slice(Math.max(0, index - 2), index))) ||
        (isClosed && STARTS_WORD.test(text.slice(end, end + 2)));
      if (isInside) {
        // The middle of a character beyond U+FFFF counts as its beginning: the same again.
        pattern.lastIndex = index + ((text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1);
        continue;
      }
      masked += text.slice(done, index) + instead;
      done = end;
    }
    return masked + text.slice(done);
  };
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
