import type { Account, Customer } from '../../account/types.js';

/** An account without the names and addresses of people; the same ones are replaced alike, so that it still fits together. */
export function redacted(
  account: Account,
  customers: readonly Customer[],
): { readonly account: Account; readonly customers: Customer[] } {
  const people = new Numbered();
  const domains = new Numbered();
  const address = (text: string | null | undefined) => {
    const at = text?.lastIndexOf('@') ?? -1;
    // What is no address shows what is wrong with it, but may hold a name.
    if (!text?.trim() || at < 1) return text;
    const whole = text.trim().toLowerCase();
    const domain = text.slice(at + 1).trim();
    return `person-${people.of(whole)}@${COMMON.has(domain.toLowerCase()) ? domain : `domain-${domains.of(domain.toLowerCase())}.example`}`;
  };
  const name = (label: string, customer: Customer, value: string | null | undefined) =>
    value?.trim() ? `${label}${people.of(`#${customer.id ?? value}`)}` : value;
  return {
    account: {
      ...account,
      ...(account.communicationHistory && {
        communicationHistory: account.communicationHistory.map((row) => ({
          ...row,
          ...(row.to !== undefined && { to: address(row.to) }),
          ...(row.subject && { subject: 'redacted' }),
        })),
      }),
    },
    customers: customers.map((customer) => ({
      ...customer,
      ...(customer.firstName !== undefined && { firstName: name('First', customer, customer.firstName) }),
      ...(customer.lastName !== undefined && { lastName: name('Last', customer, customer.lastName) }),
      ...(customer.companyName !== undefined && {
        companyName: name('Company', customer, customer.companyName),
      }),
      ...(customer.email !== undefined && { email: address(customer.email) }),
      ...(customer.customId != null && {
        customId: `C-${people.of(`#${customer.id ?? customer.customId}`)}`,
      }),
    })),
  };
}

/** Domains of so many people that they name nobody. */
const COMMON: ReadonlySet<string> = new Set([
  'gmail.com',
  'googlemail.com',
  'yahoo.com',
  'aol.com',
  'outlook.com',
  'hotmail.com',
  'live.com',
  'icloud.com',
  'comcast.net',
]);

class Numbered {
  readonly #numbers = new Map<string, number>();

  of(text: string): number {
    const known = this.#numbers.get(text) ?? this.#numbers.size + 1;
    this.#numbers.set(text, known);
    return known;
  }
}
