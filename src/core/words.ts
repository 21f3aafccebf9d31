const LONGEST = 60;
const LISTED = 5;

/** A text from the account inside a sentence: in quotes, and cut where it would drown the sentence. */
export function quoted(value: string | number): string {
  return `"${cut(String(value))}"`;
}

/** A text cut to some 60 characters, saying how long it was. */
export function cut(text: string, longest = LONGEST): string {
  if (text.length <= longest) return text;
  // A cut must not leave half of a surrogate pair.
  const end = /[\ud800-\udbff]/.test(text.charAt(longest - 1)) ? longest - 1 : longest;
  return `${text.slice(0, end)}… (${grouped(String(text.length))} characters)`;
}

/** Digits in groups of three; done by hand because loading Intl for it costs more than a whole check. */
function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A whole number as a person reads it, such as 1,204,331; up to four digits stand as they are. */
export function amount(count: number): string {
  return count < 10_000 ? String(count) : grouped(String(count));
}

/** "a, b and c"; past five entries it says how many were left out. */
export function listed(items: readonly string[], joint: 'and' | 'or' = 'and'): string {
  const shown =
    items.length > LISTED + 1 ? [...items.slice(0, LISTED), `${items.length - LISTED} more`] : items;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} ${joint} ${last}`;
}

/** US dollars. */
export function dollars(amount: number): string {
  const [whole = '', cents = ''] = Math.abs(amount).toFixed(2).split('.');
  return `${amount < 0 ? '-' : ''}$${grouped(whole)}.${cents}`;
}

/** "1 day", "2 days". */
export function counted(count: number, noun: string): string {
  return `${amount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A share from 0 to 1 as a person reads it: "3.4 %", and never 0 or 100 where it is not all or nothing. */
export function percent(share: number): string {
  if (share > 0 && share < 0.001) return '< 0.1 %';
  if (share > 0.999 && share < 1) return '> 99.9 %';
  return `${(share * 100).toFixed(1)} %`;
}
