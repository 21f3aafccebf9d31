import fc from 'fast-check';
import { checks } from '../../checks/index.js';
import type { Account, Customer } from '../../src/account/types.js';
import { diagnose } from '../../src/core/diagnose.js';
import { tracer } from '../../src/core/evidence.js';
import type { Question } from '../../src/core/facts.js';
import { compactAccount } from '../support/compact-account.js';

export const QUESTION: Question = {
  now: Date.parse('2026-11-03T17:30:00Z'),
  offset: 0,
  direct: false,
  event: undefined,
};

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 6 });
const loan = fc.record(
  {
    status: fc.constantFrom('Open', 'Closed', 'Charged Off'),
    subStatus: fc.constantFrom('Repaying', null),
    eBilling: fc.boolean(),
    daysPastDue: fc.integer({ min: 0, max: 9 }),
    active: fc.boolean(),
  },
  { requiredKeys: [] },
);
const link = fc.record({ emailAccess: fc.boolean(), loan }, { requiredKeys: ['loan'] });
const email = fc.constantFrom('nora@mail.example', '', 'nora', 'nora@gmial.com', 'a@b.invalid', null);

/** Customers with ids of their own, without a fact here and there. */
export const populations: fc.Arbitrary<readonly Customer[]> = fc
  .array(fc.tuple(maybe(email), maybe(fc.option(fc.array(link, { maxLength: 3 }), { freq: 9 }))), {
    maxLength: 30,
  })
  .map((all) =>
    all.map(([address, links], i) => ({
      id: i % 7 === 6 ? `C${i}` : 100 - i * 3,
      ...(address !== undefined && { email: address }),
      ...(links !== undefined && {
        links: links?.map((one, k) => ({ ...one, loan: { id: i * 10 + k, ...one.loan } })) ?? null,
      }),
    })),
  ) as fc.Arbitrary<readonly Customer[]>;

/** Accounts with two notifications, each with some restrictions. */
export const accounts: fc.Arbitrary<Account> = fc
  .record({
    restrictions: fc.constantFrom(
      {},
      { eBilling: true },
      { daysPastDue: { min: 3 }, loanStatus: [{ status: 'Open' }] },
    ),
    enabled: fc.boolean(),
    linked: fc.constantFrom(true, true, false),
  })
  .map(({ restrictions, enabled, linked }) => {
    const { customers: _, ...account } = compactAccount();
    const [notification = {}] = account.notifications ?? [];
    return {
      ...account,
      connections: { ...account.connections, linked },
      notifications: [
        { ...notification, email: { ...notification.email, restrictions } },
        { ...notification, id: 9, name: 'Second', email: { ...notification.email, enabled } },
      ],
    } as Account;
  });

/** What a diagnosis of each customer says, counted one by one. */
export function bruteForce(account: Account, customers: readonly Customer[]) {
  const trace = tracer(account, () => ({ file: 'a', line: 1, column: 1 }));
  const emails = customers.flatMap((value, index) =>
    diagnose({
      account,
      customer: { value, index },
      question: QUESTION,
      message: undefined,
      loan: undefined,
      checks,
      leftOut: new Set(),
      trace,
    }).emails.map((one) => ({ ...one, customer: value })),
  );
  return (account.notifications ?? []).map((_, index) => {
    const all = emails
      .filter(({ notification }) => notification?.index === index)
      .map(({ judged, results, loan, customer }) => ({
        verdict: judged.verdict,
        whom: { customer: String(customer.id), loan: loan?.id ?? null },
        stops: [
          ...new Set(
            results.filter(({ status }) => status === 'fail').map(({ check, code }) => `${check.id}/${code}`),
          ),
        ],
        others: [
          ...new Set(
            results
              .filter(({ status }) => status === 'warn' || status === 'delay')
              .map(({ check, code, status }) => `${check.id}/${code} ${status}`),
          ),
        ],
        missing: [
          ...new Set(
            results
              .filter(({ status, check }) => status === 'unknown' && check.worst === 'fail')
              .flatMap((result) => result.missing)
              .map((path) => path.map((step) => (typeof step === 'number' ? '*' : step)).join('/')),
          ),
        ],
      }));
    const count = (verdict: string) => all.filter((one) => one.verdict === verdict).length;
    const having = (finding: string) => all.filter(({ stops }) => stops.includes(finding));
    const findings = [...new Set(all.flatMap(({ stops }) => stops))];
    const sums = (of: (one: (typeof all)[number]) => readonly string[]) => {
      const sum = new Map<string, number>();
      for (const one of all) for (const name of of(one)) sum.set(name, (sum.get(name) ?? 0) + 1);
      return Object.fromEntries(sum);
    };
    return {
      pairs: all.length,
      sends: count('sends'),
      delayed: count('delayed'),
      blocked: count('blocked'),
      unknown: count('unknown'),
      gates: Object.fromEntries(
        findings.map((finding) => [
          finding,
          {
            stopped: having(finding).length,
            stoppedFirst: all.filter(({ stops }) => stops[0] === finding).length,
            stoppedOnly: all.filter(({ stops }) => stops.length === 1 && stops[0] === finding).length,
            examples: having(finding)
              .map(({ whom }) => whom)
              .sort((a, b) => order(a.customer, b.customer) || order(a.loan, b.loan))
              .slice(0, 5),
          },
        ]),
      ),
      overlaps: sums(({ stops }) =>
        stops.flatMap((a, i) =>
          stops
            .slice(i + 1)
            .flatMap((b) => (a.split('/')[0] === b.split('/')[0] ? [] : [[a, b].sort().join(' ')])),
        ),
      ),
      others: sums(({ others }) => others),
      missing: sums(({ verdict, missing }) => (verdict === 'unknown' ? missing : [])),
    };
  });
}

/** Numbers by their size, then texts, then nothing. */
function order(a: string | null, b: string | null): number {
  const rank = (id: string | null) =>
    id === null ? 2 : Number.isNaN(Number(id)) || id.startsWith('-') ? 1 : 0;
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (a === null || b === null || a === b) return 0;
  return rank(a) === 0 ? Number(a) - Number(b) : a < b ? -1 : 1;
}
