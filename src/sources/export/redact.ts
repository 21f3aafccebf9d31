import type { Account, Customer } from '../../account/types.js';
import { judgeAddress } from '../../address/mailbox.js';

/** An account without the names and addresses of people; the same ones are replaced alike, so that it still fits together. */
export function redacted(
  account: Account,
  customers: readonly Customer[],
): { readonly account: Account; readonly customers: Customer[] } {
  const people = new Numbered();
  const domains = new Numbered();
  const address = (text: string | null | undefined) => {
    if (!text?.trim()) return text;
    const judged = judgeAddress(text);
    const remarks = judged.kind === 'valid' ? judged.remarks.map(({ code }) => code) : undefined;
    if (remarks?.includes('placeholder')) return text;
    // What is odd about an address has to show in what stands for it, or the export would fare otherwise.
    if (remarks?.some((code) => code !== 'likely-typo') ?? true) return shapeOf(text);
    const at = text.lastIndexOf('@');
    const domain = text.slice(at + 1).trim();
    const isKept = COMMON.has(domain.toLowerCase()) || remarks?.includes('likely-typo');
    return `person-${people.of(text.trim().toLowerCase())}@${isKept ? domain : `domain-${domains.of(domain.toLowerCase())}.example`}`;
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

/** A text whose letters and digits say nothing any more, and whose signs are as they were. */
function shapeOf(text: string): string {
  // Endings that are kept for nobody, RFC 2606 section 2.
  const kept = /(?:\binvalid|\blocalhost)\s*$/i.exec(text)?.[0] ?? '';
  const shape = text
    .slice(0, text.length - kept.length)
    .replace(/\p{Lu}/gu, 'X')
    .replace(/[a-z]/g, 'x')
    .replace(/(?![xX])\p{L}/gu, 'é')
    .replace(/\p{N}/gu, '0');
  return shape + kept;
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
