import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accept } from '../../src/findings/accept.js';
import '../support/fixed-seed.js';
import { compactAccount } from '../support/compact-account.js';
import { acceptance, judged } from './judged.js';

/** An account with faults of its settings, of a notification and of a customer. */
function faulty() {
  const account = compactAccount();
  Object.assign(account.connections ?? {}, { balance: 0 });
  Object.assign(account.notifications?.[0]?.email ?? {}, { subject: '', from: 'old@acme.example' });
  Object.assign(account.customers[0] ?? {}, { email: 'nobody' });
  return account;
}
const printsOf = (account: ReturnType<typeof faulty>, lineOf?: (pointer: string) => number) =>
  accept([judged(account, [], lineOf)], acceptance()).entries.map(({ fingerprint }) => fingerprint);

describe('a fingerprint', () => {
  const before = printsOf(faulty());

  it('is of its own for every finding', () => {
    expect(before.length).toBeGreaterThanOrEqual(4);
    expect(new Set(before).size).toBe(before.length);
  });

  it('stays when lines and entries of lists are put before what it is about', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(3), fc.nat(3), fc.nat(3), (lines, messages, people, senders) => {
        const account = faulty();
        account.notifications?.unshift(
          ...Array.from({ length: messages }, (_, i) => ({
            id: `new ${i}`,
            name: `New ${i}`,
            email: { enabled: false },
          })),
        );
        account.companyEmails?.unshift(
          ...Array.from({ length: senders }, (_, i) => ({
            id: `new ${i}`,
            email: `new${i}@acme.example`,
            primary: false,
            validated: true,
          })),
        );
        account.customers.unshift(
          ...Array.from({ length: people }, (_, i) => ({
            id: `new ${i}`,
            firstName: `New ${i}`,
            email: `new${i}@mail.example`,
            links: compactAccount().customers[0]?.links ?? [],
          })),
        );
        expect(printsOf(account, () => lines)).toEqual(expect.arrayContaining(before));
      }),
      { numRuns: 40 },
    );
  });

  it('stays when a value changes to another that is wrong in the same way', () => {
    const account = faulty();
    Object.assign(account.notifications?.[0]?.email ?? {}, { from: 'older@acme.example' });
    expect(printsOf(account)).toEqual(before);
  });

  it('differs from account to account', () => {
    const account = faulty();
    Object.assign(account, { tenant: { ...account.tenant, id: 'another' } });
    expect(printsOf(account).filter((one) => before.includes(one))).toEqual([]);
  });
});
