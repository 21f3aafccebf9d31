import { describe, expect, it } from 'vitest';
import { fieldAt } from '../../src/account/fields.js';
import { fromPointer, toPointer, valueAt } from '../../src/account/pointer.js';
import type { Account, Customer } from '../../src/account/types.js';
import { parseInstant } from '../../src/calendar/zone.js';
import { parseEvent } from '../../src/core/asked-event.js';
import { type Check, isCoded } from '../../src/core/check.js';
import { tracer } from '../../src/core/evidence.js';
import { factsOf, type Question, type Subject } from '../../src/core/facts.js';
import type { Probed } from '../../src/core/probed.js';
import { Result } from '../../src/core/result.js';
import { outcomesOf } from '../../src/core/verdict.js';
import { resultJson } from '../../src/report/json.js';
import { compactAccount } from './compact-account.js';

/** The whole account as a test edits it: with its one customer, one link and one notification. */
export type WholeAccount = Account & { customers: Customer[] };

/** One row of a table: the compact healthy account with some values set or taken away, and what the check says of it. */
export interface Case {
  readonly name: string;
  /** Values by JSON pointer; `undefined` takes the value away. */
  readonly set?: Readonly<Record<string, unknown>>;
  /** The moment; 2026-11-03T17:30:00Z unless said. */
  readonly at?: string;
  readonly event?: string;
  readonly direct?: boolean;
  /** What the network said; nothing was asked unless given. */
  readonly probed?: Probed;
  /** Place of the notification in the list; the first unless said. */
  readonly notification?: number;
  /** No link in question: the customer has links, but not to the loan asked about. */
  readonly otherLoan?: boolean;
  /**
   * In the order of the results: `pass`, `fail <code>`, `warn <code>`, `delay <code>`, `skip <reason>`,
   * `unknown <pointer> ...`, `unknown <code> <pointer> ...` of a probe.
   */
  readonly says: readonly string[];
  /** Texts that must occur in the summaries. */
  readonly naming?: readonly string[];
}

/** Runs a table of cases against one check, and what holds for every check against every case. */
export function checkTable(check: Check, cases: readonly Case[]): void {
  describe(check.id, () => {
    it('names every case once', () => {
      const names = cases.map(({ name }) => name);
      expect(names).toEqual([...new Set(names)]);
    });

    it('has a case for every finding code', () => {
      const codes = Object.entries(check.outcomes).flatMap(([key, spec]) =>
        isCoded(spec) ? [`${spec.status} ${spec.code ?? key}`] : [],
      );
      const said = cases.flatMap(({ says }) => says.map((words) => words.replace(/ \/.*/, '')));
      expect(said).toEqual(expect.arrayContaining(codes));
    });

    it.each(cases)('$name', (row) => {
      const account = frozen(edited(row));
      const results = run(check, account, row);
      expect(results.map(inWords)).toEqual(row.says);
      const texts = results.map(({ summary }) => summary).join('\n');
      for (const part of row.naming ?? []) expect(texts).toContain(part);
      expect(run(check, account, row).map(resultJson)).toEqual(results.map(resultJson));
      for (const result of results) expectWellMade(result);
      for (const result of results) expectCured(check, result, account, row);
    });
  });
}

/** What the check says of the account, as results. */
export function run(check: Check, account: WholeAccount, row: Omit<Case, 'name' | 'says'>): Result[] {
  const facts = factsOf(account, questionOf(row), subjectOf(account, row), row.probed);
  const trace = tracer(account, () => ({ file: 'account.yaml', line: 1, column: 1 }));
  return outcomesOf(check.run(facts)).map((outcome) => new Result(check, outcome, facts, trace));
}

function questionOf({
  at = '2026-11-03T17:30:00Z',
  event,
  direct = false,
}: Omit<Case, 'name' | 'says'>): Question {
  const moment = parseInstant(at);
  if (!moment) throw new Error(`${at} is no instant`);
  return {
    now: moment.epochMs,
    offset: moment.offsetMinutes,
    direct,
    event: event === undefined ? undefined : parseEvent(event),
  };
}

function subjectOf(
  account: WholeAccount,
  { direct, otherLoan, notification: index = 0 }: Omit<Case, 'name' | 'says'>,
): Subject {
  const notification = account.notifications?.[index];
  const [customer] = account.customers;
  if (!customer) throw new Error('the account has no customer');
  const [link] = customer.links ?? [];
  const linkage = otherLoan
    ? 'not-among-links'
    : customer.links === undefined
      ? 'links-absent'
      : link
        ? 'linked'
        : 'no-links';
  return {
    notification: notification && !direct ? { value: notification, index } : undefined,
    customer: { value: customer, index: 0 },
    link: link && linkage === 'linked' ? { value: link, index: 0 } : undefined,
    linkage,
  };
}

function inWords(result: Result): string {
  const { status, code, reason, missing } = result;
  return [status, code ?? reason, ...missing.map(toPointer)].filter((part) => part).join(' ');
}

function expectWellMade(result: Result): void {
  const { status, remediation } = result;
  const json = resultJson(result);
  const text = JSON.stringify(json);
  expect(text).not.toMatch(/undefined|\[object|NaN|Infinity/);
  expect(result.summary).toMatch(/[.?]$/);
  if (status === 'fail' || status === 'warn' || status === 'delay') {
    expect(result.why).toMatch(/\.$/);
    expect(remediation?.steps.length).toBeGreaterThan(0);
    expect(result.evidence.length).toBeGreaterThan(0);
  }
  if (status === 'pass') expect(result.evidence.length).toBeGreaterThan(0);
  for (const pointer of [...result.evidence.map((fact) => fact.pointer), ...result.missing.map(toPointer)]) {
    // Context variables have names of their own.
    const path = fromPointer(pointer.replace(/(\/loan\/variables)\/.*$/, '$1'));
    expect(fieldAt(path), `${pointer} is a field of the export`).toBeDefined();
  }
}

/** Where a change of data would cure a finding, making that change removes it and adds none. */
function expectCured(check: Check, result: Result, account: WholeAccount, row: Case): void {
  const changes = result.remediation?.changes;
  if (!changes) return;
  const cured = structuredClone(account);
  for (const { path, value } of changes) assign(cured, path, value);
  const before = run(check, account, row).map(inWords);
  const after = run(check, frozen(cured), row).map(inWords);
  expect(after).not.toContain(inWords(result));
  const isFinding = (words: string) => /^(fail|warn|delay)/.test(words);
  expect(before.filter(isFinding)).toEqual(expect.arrayContaining(after.filter(isFinding)));
}

function edited({ set = {} }: Case): WholeAccount {
  const account = compactAccount();
  for (const [pointer, value] of Object.entries(set)) assign(account, pointer, value);
  return account;
}

function assign(account: object, pointer: string, value: unknown): void {
  const path = fromPointer(pointer);
  const parent = valueAt(account, path.slice(0, -1)).value;
  const key = path.at(-1);
  if (typeof parent !== 'object' || parent === null || key === undefined)
    throw new Error(`${pointer} has no parent`);
  if (value === undefined) Reflect.deleteProperty(parent, key);
  else Reflect.set(parent, key, value);
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const child of Object.values(value)) frozen(child);
    Object.freeze(value);
  }
  return value;
}
