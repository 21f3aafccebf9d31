import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checks } from '../../checks/index.js';
import { fromPointer, type Path, toPointer, valueAt } from '../../src/account/pointer.js';
import { type Diagnosis, diagnose } from '../../src/core/diagnose.js';
import { tracer } from '../../src/core/evidence.js';
import { diagnosisJson } from '../../src/report/json.js';
import type { WholeAccount } from '../support/check-table.js';
import { compactAccount } from '../support/compact-account.js';

const NOON = Date.parse('2026-11-03T17:30:00Z');

/** Facts without which the one email of the compact account cannot be said to go out. */
const NEEDED = [
  '/connections/services/emailService',
  '/transport/mode',
  '/companyEmails',
  '/companyEmails/0/primary',
  '/companyEmails/0/validated',
  '/doNotDisturb',
  '/tenant/timezone',
  '/enrollmentByStatus',
  '/enrollmentByStatus/0/emailEnroll',
  '/notifications/0/kind',
  '/notifications/0/event',
  '/notifications/0/email/enabled',
  '/notifications/0/email/subject',
  '/notifications/0/email/from',
  '/notifications/0/email/fromTitle',
  '/notifications/0/email/deliverTo',
  '/notifications/0/email/body',
  '/customers/0/email',
  '/customers/0/links',
  '/customers/0/links/0/emailAccess',
  '/customers/0/links/0/loan/status',
  '/customers/0/links/0/loan/subStatus',
];

/** Changes that break the compact account, each in its own way. */
const BREAKAGES: readonly (readonly [string, unknown])[] = [
  ['/connections/linked', false],
  ['/connections/balance', -1],
  ['/connections/services/emailService', false],
  ['/transport', { mode: 'smtp', smtp: { host: '', user: 'a', password: 'b', port: 465, security: 'none' } }],
  ['/transport', { mode: 'ses', ses: { accessKeyId: 'x', secretAccessKey: '' } }],
  ['/companyEmails/0/validated', false],
  ['/companyEmails/0/primary', false],
  ['/doNotDisturb', [{ start: '09:00', stop: '09:00' }]],
  ['/doNotDisturb', [{ start: '10:00', stop: '12:00', weekdays: ['tue'] }]],
  ['/notifications/0/email/enabled', false],
  ['/notifications/0/email/body', '<p>&nbsp;</p>'],
  ['/notifications/0/email/subject', ''],
  ['/notifications/0/email/deliverTo', 'agents'],
  ['/notifications/0/event', {}],
  ['/notifications/0/email/restrictions', { eBilling: false, daysPastDue: { min: 5 }, portfolios: ['Boat'] }],
  ['/customers/0/email', 'nora@gmial.com'],
  ['/customers/0/email', 'nora'],
  ['/customers/0/links', []],
  ['/customers/0/links/0/emailAccess', false],
  ['/customers/0/links/0/loan/status', 'Closed'],
  ['/enrollmentByStatus', [{ status: 'Open', emailEnroll: false }]],
];

function judge(account: WholeAccount): Diagnosis {
  const [customer] = account.customers;
  if (!customer) throw new Error('the account has no customer');
  return diagnose({
    account,
    customer: { value: customer, index: 0 },
    question: { now: NOON, offset: 0, direct: false, event: undefined },
    message: undefined,
    loan: undefined,
    checks,
    leftOut: new Set(),
    trace: tracer(account, () => ({ file: 'account.yaml', line: 1, column: 1 })),
  });
}

/** Everything that is said, but for the evidence, which may cite a whole list. */
const told = (account: WholeAccount) =>
  judge(account).emails.map(({ judged, results }) => [
    judged,
    results.map(({ check, status, code, reason, summary }) => [check.id, status, code, reason, summary]),
  ]);
const document = (account: WholeAccount) => diagnosisJson(judge(account), [], []);

function remove(account: object, path: Path): void {
  const parent = valueAt(account, path.slice(0, -1)).value;
  const key = path.at(-1);
  if (typeof parent === 'object' && parent !== null && key !== undefined) Reflect.deleteProperty(parent, key);
}

function set(account: object, path: Path, value: unknown): void {
  const parent = valueAt(account, path.slice(0, -1)).value;
  const key = path.at(-1);
  if (typeof parent === 'object' && parent !== null && key !== undefined) Reflect.set(parent, key, value);
}

// Without these there is no valid export, or no email to ask about.
const KEPT = new Set(['mailcheck', 'start', 'stop', 'customers', 'notifications']);

/** Every value that can be taken away, but for the entries of lists, whose removal moves the others. */
function facts(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const step = Array.isArray(value) ? Number(key) : key;
    const below = facts(child, [...path, step]);
    return Array.isArray(value) || KEPT.has(key) ? below : [[...path, step], ...below];
  });
}

function shuffled(value: unknown, order: (count: number) => number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, order));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, child]) => [key, shuffled(child, order)] as const);
  for (let i = entries.length - 1; i > 0; i -= 1) {
    const j = order(i + 1);
    const [a, b] = [entries[i], entries[j]];
    if (a && b) [entries[i], entries[j]] = [b, a];
  }
  return Object.fromEntries(entries);
}

const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
};

const broken = fc.subarray([...BREAKAGES], { minLength: 0, maxLength: 5 }).map((breakages) => {
  const account = compactAccount();
  for (const [pointer, value] of breakages) set(account, fromPointer(pointer), structuredClone(value));
  return account;
});

/** What must hold for every account, searched with so many random ones. */
export function accountProperties(numRuns: number): void {
  describe('for any account', () => {
    it('no email is said to go out while a needed fact is missing', () => {
      fc.assert(
        fc.property(fc.subarray(NEEDED, { minLength: 1 }), (removed) => {
          const account = compactAccount();
          remove(account, ['connections', 'balance']);
          for (const pointer of removed) remove(account, fromPointer(pointer));
          expect(judge(frozen(account)).verdict).toBe('unknown');
        }),
        { numRuns },
      );
    });

    it('taking a fact away turns no failure that rests on other facts into a pass', () => {
      fc.assert(
        fc.property(broken, fc.nat(), (account, pick) => {
          const before = judge(frozen(account));
          const all = facts(account);
          const path = all[pick % all.length] ?? [];
          const less = structuredClone(account);
          remove(less, path);
          const after = judge(frozen(less));
          if (after.emails.length !== before.emails.length) return;
          const gone = toPointer(path);
          before.emails.forEach((email, i) => {
            for (const result of email.results) {
              if (result.status !== 'fail') continue;
              const rests = result.evidence.some(
                ({ pointer }) => pointer.startsWith(gone) || gone.startsWith(pointer),
              );
              if (rests) continue;
              const now = after.emails[i]?.results.filter(({ check }) => check === result.check) ?? [];
              expect(
                now.map(({ status }) => status),
                `${result.check.id}/${result.code} without ${gone}`,
              ).not.toContain('pass');
            }
          });
        }),
        { numRuns },
      );
    });

    it('facts of others change nothing', () => {
      fc.assert(
        fc.property(broken, fc.integer({ min: 1, max: 5 }), (account, count) => {
          const more = structuredClone(account);
          for (let i = 0; i < count; i += 1) {
            more.customers.push({ id: `other-${i}`, email: 'other@mail.example', links: [] });
            more.companyEmails?.push({
              id: `other-${i}`,
              email: `other-${i}@cedar-credit.example`,
              primary: false,
            });
            more.enrollmentByStatus?.push({ status: `Other ${i}`, emailEnroll: false });
          }
          expect(told(frozen(more))).toEqual(told(account));
        }),
        { numRuns },
      );
    });

    it('the order of keys changes nothing, and the account is not changed', () => {
      fc.assert(
        fc.property(broken, fc.infiniteStream(fc.nat()), (account, numbers) => {
          const before = structuredClone(account);
          const order = (count: number) => (numbers.next().value ?? 0) % count;
          const other = shuffled(account, order) as WholeAccount; // the same values in another order
          expect(JSON.parse(document(other)).emails).toEqual(JSON.parse(document(frozen(account))).emails);
          expect(account).toEqual(before);
        }),
        { numRuns },
      );
    });
  });
}
