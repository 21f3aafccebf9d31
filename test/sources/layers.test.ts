import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Path, valueAt } from '../../src/account/pointer.js';
import type { Account, Customer } from '../../src/account/types.js';
import { type Layer, layered } from '../../src/sources/layers.js';

const layer = (file: string, account: Partial<Account>, customer?: Customer): Layer => ({
  account: { mailcheck: 1, ...account },
  customer,
  locate: () => ({ file }),
});
const INDEX = 3;
const whole = ({ account, customer }: Pick<Layer, 'account' | 'customer'>) => ({
  ...account,
  customers: { [INDEX]: customer },
});

const loan = fc.record(
  {
    status: fc.constantFrom('Open', 'Closed'),
    daysPastDue: fc.constantFrom(0, 5, null),
    archived: fc.boolean(),
  },
  { requiredKeys: [] },
);
const customer = fc.record(
  {
    email: fc.constantFrom('a@mail.example', 'b@mail.example', null),
    active: fc.boolean(),
    links: fc
      .uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 4 })
      .chain((ids) =>
        fc.tuple(
          ...ids.map((id) =>
            fc.record({ emailAccess: fc.boolean(), loan: loan.map((facts) => ({ id, ...facts })) }),
          ),
        ),
      ),
  },
  { requiredKeys: [] },
);

/** Every fact that is no list and no object, by its path. */
function factsOf(value: unknown, path: Path = []): { path: Path; value: unknown }[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([key, child]) =>
    factsOf(child, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

describe('an account over an export', () => {
  it('has every fact of the upper layer, and of the lower one what the upper does not have', () => {
    fc.assert(
      fc.property(customer, customer, (above, below) => {
        const upper = layer('live', {}, above);
        const lower = layer('export', { connections: { linked: true } }, below);
        const both = layered(upper, lower, INDEX);
        for (const { path, value } of factsOf(above)) {
          const at = ['customers', INDEX, ...path];
          expect(valueAt(whole(both), at)).toEqual({ found: true, value });
          expect(both.locate(at).file).toBe('live');
        }
        for (const key of ['email', 'active'] as const) {
          if (above[key] !== undefined || below[key] === undefined) continue;
          expect(both.customer?.[key]).toBe(below[key]);
          expect(both.locate(['customers', INDEX, key]).file).toBe('export');
        }
        expect(both.account.connections).toEqual({ linked: true });
        // The links are those of the upper layer, wherever it has read them.
        const ids = (one: Customer | undefined) => one?.links?.map((link) => link.loan?.id);
        expect(ids(both.customer)).toEqual(ids(above) ?? ids(below));
      }),
    );
  });

  it('names a contradiction only where both layers say something, and not the same', () => {
    fc.assert(
      fc.property(customer, customer, (above, below) => {
        const both = layered(layer('live', {}, above), layer('export', {}, below), INDEX);
        above.links?.forEach((link, i) => {
          const twin = below.links?.find((other) => other.loan.id === link.loan.id);
          const other = both.contradicts(['customers', INDEX, 'links', i, 'emailAccess']);
          expect(other?.value).toBe(
            twin && twin.emailAccess !== link.emailAccess ? twin.emailAccess : undefined,
          );
        });
      }),
    );
  });

  it.each([
    ['a row for another status is kept', 'Closed', 2],
    ['a row for the same status counts once', 'Open', 1],
  ])('of the enrollment rows %s', (_, status, length) => {
    const both = layered(
      layer('live', { enrollmentByStatus: [{ status: 'Open', emailEnroll: false }] }),
      layer('export', { enrollmentByStatus: [{ status, emailEnroll: true }] }),
      0,
    );
    expect(both.account.enrollmentByStatus).toHaveLength(length);
    expect(both.account.enrollmentByStatus?.[0]).toEqual({ status: 'Open', emailEnroll: false });
  });

  it('knows a company email by its address, not by its place', () => {
    const both = layered(
      layer('live', { companyEmails: [{ email: 'b@x.example', validated: false }] }),
      layer('export', {
        companyEmails: [
          { email: 'a@x.example', validated: true },
          { email: 'B@x.example', validated: true },
        ],
      }),
      0,
    );
    expect(both.contradicts(['companyEmails', 0, 'validated'])?.value).toBe(true);
    // A difference of case alone is none.
    expect(both.contradicts(['companyEmails', 0, 'email'])).toBeUndefined();
  });

  it('is as old as its oldest source', () => {
    const both = layered(
      layer('live', { exportedAt: '2026-11-04T00:00:00Z' }),
      layer('export', { exportedAt: '2026-11-01T00:00:00Z' }),
      0,
    );
    expect(both.account.exportedAt).toBe('2026-11-01T00:00:00Z');
  });
});
