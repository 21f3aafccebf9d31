import { resultOf } from '../account/delivery-log.js';
import type { Found } from '../account/find-subject.js';
import { customerName, sameName } from '../account/lookup.js';
import type { Path } from '../account/pointer.js';
import type { Customer, HistoryRow, Link, Notification } from '../account/types.js';
import { addDays, offsetMinutes } from '../calendar/zone.js';
import {
  aboutLeftOut,
  type Diagnosis,
  loanOf,
  momentsOf,
  notificationOf,
  notificationsAsked,
  resultsOf,
} from './diagnose.js';
import type { Question, Subject } from './facts.js';
import { logBefore, timeOf } from './log-before.js';
import { LoggedTimes } from './logged-times.js';
import { type Differing, explain, explainDelivered } from './replay-explanations.js';
import { factName, gatesOf, missingOf, outcomeOf, verdictOf } from './replay-gates.js';
import type {
  NightReason,
  Replay,
  ReplayedEmail,
  ReplayOutcome,
  ReplayRequest,
  Tally,
  Unjoined,
} from './replayed.js';
import type { Result, Trace } from './result.js';
import { prepare } from './run.js';
import { type EmailVerdict, judge } from './verdict.js';
import { cut } from './words.js';

const DAY = 86_400_000; // milliseconds
const HOUR = 3_600_000;

/**
 * Judges each logged email of a period at its own moment, and those that a nightly run should have logged.
 * @throws UsageError when the account has no notification, or the one asked about is unknown or ambiguous.
 */
export function replay(request: ReplayRequest): Replay {
  return new Replaying(request).run();
}

type Count = { -readonly [K in ReplayOutcome]: number };
const zero = (): Count => ({ agrees: 0, differs: 0, 'not-compared': 0 });

/** One row that could be joined, with the links it may be about. */
interface Joined {
  readonly row: Found<HistoryRow>;
  readonly at: number;
  readonly status: 'sent' | 'failed';
  readonly customer: Found<Customer>;
  readonly notification: Found<Notification>;
  readonly subjects: readonly [Subject, ...Subject[]];
}

class Replaying {
  readonly #request: ReplayRequest;
  readonly #history: readonly HistoryRow[];
  readonly #notifications: readonly Found<Notification>[];
  readonly #customers = new Map<string, Found<Customer>>();
  readonly #before: ReturnType<typeof logBefore>;
  readonly #inZone: (ms: number) => string;
  readonly #tallies = new Map<number, { logged: Count & { queued: number }; notLogged: Count }>();
  readonly #missing = new Map<string, number>();
  readonly #unjoined: Unjoined[] = [];
  readonly #aside = { channels: 0, lenderLog: 0, outside: 0 };
  readonly #notJudged = new Map<NightReason, number>();
  readonly #nightlyGates = new Map<string, { check: string; code: string; emails: number }>();
  #crashed = false;

  constructor(request: ReplayRequest) {
    const { account, customers, message } = request;
    this.#request = request;
    this.#history = account.communicationHistory ?? [];
    this.#notifications = notificationsAsked(account, message);
    for (const customer of customers) {
      if (customer.value.id !== undefined) this.#customers.set(String(customer.value.id), customer);
    }
    this.#before = logBefore(this.#history);
    this.#inZone = momentsOf(account, this.#question(0));
  }

  run(): Replay {
    const { account, until, since, leftOut, checks, isOneCustomer, customers } = this.#request;
    const emails = this.#history.flatMap((value, index) => this.#logged({ value, index }) ?? []);
    const nightly = account.communicationHistory === undefined ? [] : this.#nights();
    const tallies = this.#notifications.flatMap((notification) => {
      const tally = this.#tallies.get(notification.index);
      return tally ? [{ notification: notificationOf(notification), ...tally }] : [];
    });
    const [only] = customers;
    return {
      asOf: this.#inZone(until),
      since: since === undefined ? null : this.#inZone(since),
      customer: isOneCustomer && only ? personOf(only.value) : null,
      hasLog: account.communicationHistory !== undefined,
      logged: {
        ...sum(tallies.map(({ logged }) => logged)),
        queued: tallies.reduce((total, { logged }) => total + logged.queued, 0),
      },
      notLogged: sum(tallies.map(({ notLogged }) => notLogged)),
      notifications: tallies,
      emails,
      nightly,
      nightlyGates: [...this.#nightlyGates.values()].sort((a, b) => b.emails - a.emails),
      unjoined: this.#unjoined,
      aside: this.#aside,
      missing: [...this.#missing]
        .map(([fact, count]) => ({ fact, emails: count }))
        .sort((a, b) => b.emails - a.emails),
      notJudged: this.#notJudged,
      assumptions: [
        ...(account.exportedAt
          ? [
              `the account at every moment is as it was exported at ${account.exportedAt}, and each loan as on the day of its figures`,
            ]
          : []),
        ...aboutLeftOut(checks, leftOut),
      ],
      crashed: this.#crashed,
    };
  }

  #question(now: number): Question {
    return { now, offset: this.#request.offset, direct: false, event: undefined };
  }

  #tally({ index }: Found<Notification>) {
    let tally = this.#tallies.get(index);
    if (!tally) {
      tally = { logged: { ...zero(), queued: 0 }, notLogged: zero() };
      this.#tallies.set(index, tally);
    }
    return tally;
  }

  // --- Rows of the log

  #logged(row: Found<HistoryRow>): ReplayedEmail | undefined {
    const joined = this.#join(row);
    if (!joined) return undefined;
    const { at, customer } = joined;
    const { account, checks, leftOut, trace } = this.#request;
    const before = this.#before(at, String(customer.value.id));
    const evaluate = prepare(
      checks,
      { ...account, communicationHistory: before.rows },
      this.#question(at),
      leftOut,
    );
    // What the checks saw is a part of the log; its rows stand elsewhere in the export.
    const traceRows: Trace = (path) => trace(inWholeLog(path, before.indexes));
    const judged = joined.subjects.map((subject) => {
      const { facts, said } = evaluate(subject);
      return this.#compare(joined, subject, resultsOf(checks, said, facts, traceRows), judge(checks, said));
    });
    const [first, ...others] = judged;
    if (!first) return undefined;
    const email = others.every(({ outcome }) => outcome === first.outcome)
      ? first
      : {
          ...first,
          loan: null,
          outcome: 'not-compared' as const,
          verdict: 'unknown' as const,
          gates: [],
          missing: [factName(['communicationHistory', row.index, 'loan'])],
          explanations: [],
        };
    this.#tally(joined.notification).logged[email.outcome] += 1;
    this.#note(email);
    return email;
  }

  /** Finds what a row is about; a row that cannot be joined is noted, with the reason. */
  #join(row: Found<HistoryRow>): Joined | undefined {
    const { message, isOneCustomer, since = Number.NEGATIVE_INFINITY, until } = this.#request;
    const { value, index } = row;
    const { log, channel, customer: owner, notification: id, loan, status } = value;
    const unjoined = (reason: Unjoined['reason'], text: string, field: string) => {
      const evidence = this.#request.trace(['communicationHistory', index, field]);
      this.#unjoined.push({ reason, text, evidence });
      return undefined;
    };
    if (isOneCustomer && owner !== undefined && !this.#customers.has(String(owner))) return undefined;
    if (message !== undefined && id !== undefined && !this.#notificationOf(id)) return undefined;
    if (log === 'lender') {
      this.#aside.lenderLog += 1;
      return undefined;
    }
    if (channel !== 'email' && channel !== undefined) {
      this.#aside.channels += 1;
      return undefined;
    }
    const at = timeOf(value.at);
    if (at === undefined)
      return unjoined('no-time', 'it has no time, so it may lie in the period or not', 'at');
    if (at < since || at > until) {
      this.#aside.outside += 1;
      return undefined;
    }
    if (channel === undefined)
      return unjoined('no-channel', 'it does not say whether it is an email', 'channel');
    if (owner === undefined) return unjoined('no-customer', 'it names no customer', 'customer');
    const customer = this.#customers.get(String(owner));
    if (!customer)
      return unjoined('no-customer', `customer ${cut(String(owner))} is not in the export`, 'customer');
    if (id === undefined) {
      return unjoined('no-notification', 'it names no notification, as a manual email does', 'notification');
    }
    const notification = this.#notificationOf(id);
    if (!notification) {
      return unjoined(
        'no-notification',
        `notification ${cut(String(id))} is not in the export`,
        'notification',
      );
    }
    const subjects = subjectsOf(notification, customer, loan);
    const [first, ...others] = subjects;
    if (!first) {
      const text = `loan ${cut(String(loan))} is not among the links of customer ${cut(String(owner))}`;
      return unjoined('no-loan', text, 'loan');
    }
    if (status === 'queued') {
      this.#tally(notification).logged.queued += 1;
      return undefined;
    }
    if (status === undefined)
      return unjoined('no-status', 'it does not say whether the email was sent', 'status');
    return { row, at, status, customer, notification, subjects: [first, ...others] };
  }

  #notificationOf(id: string | number): Found<Notification> | undefined {
    return this.#notifications.find(({ value }) => sameName(value.id, id));
  }

  #compare(
    { row, at, status, customer, notification }: Joined,
    subject: Subject,
    results: readonly Result[],
    judged: { readonly verdict: EmailVerdict; readonly crashed: boolean },
  ): ReplayedEmail {
    if (judged.crashed) this.#crashed = true;
    const { verdict, gates, isStoppedLater } = this.#judged(status, results, judged.verdict);
    const isDelivered =
      isStoppedLater &&
      resultOf(this.#history, { row: row.index, at }, Number.POSITIVE_INFINITY)?.name === 'delivered';
    const outcome = isDelivered ? 'differs' : outcomeOf(status, verdict);
    const differing = { ...this.#differing(subject, customer, at, row, results), gates };
    return {
      notification: notificationOf(notification),
      customer: personOf(customer.value),
      loan: subject.link ? loanOf(subject.link.value) : null,
      at: this.#inZone(at),
      logged: status,
      outcome,
      verdict,
      gates,
      missing: outcome === 'not-compared' ? missingOf(gates) : [],
      explanations: outcome === 'differs' ? (isDelivered ? explainDelivered : explain)(differing) : [],
      evidence: this.#request.trace(['communicationHistory', row.index, 'status']),
    };
  }

  /** What LoanPro itself does ends where it hands an email over, so a sent one may still have been stopped later. */
  #judged(status: Joined['status'], results: readonly Result[], verdict: EmailVerdict) {
    if (status === 'failed') return { verdict, gates: gatesOf(results, verdict), isStoppedLater: false };
    const before = results.filter(({ check }) => !this.#request.afterHandOff.has(check.id));
    const handOff = verdictOf(before);
    const isStoppedLater = handOff === 'sends' && verdict === 'blocked';
    const gates = isStoppedLater ? gatesOf(results, 'blocked') : gatesOf(before, handOff);
    return { verdict: handOff, gates, isStoppedLater };
  }

  #differing(
    { link }: Subject,
    customer: Found<Customer>,
    moment: number,
    row: Found<HistoryRow> | undefined,
    results: readonly Result[],
  ): Omit<Differing, 'gates'> {
    const { account, leftOut, trace } = this.#request;
    const at: Path = ['customers', customer.index];
    return {
      account,
      customer: customer.value,
      at: { customer: at, loan: [...at, 'links', link?.index ?? 0, 'loan'] },
      loan: link?.value.loan,
      moment,
      row,
      passes: results.filter(({ status, check }) => status === 'pass' && check.scope !== 'account'),
      hasLeftOut: leftOut.size > 0,
      trace,
      inZone: this.#inZone,
    };
  }

  // --- Emails that are not logged

  /** The figures of a loan describe one day, so they say what the nightly run at its end did, and no other. */
  #nights(): ReplayedEmail[] {
    const { account, leftOut, afterHandOff, checks, customers } = this.#request;
    const triggers = this.#notifications.filter(
      ({ value }) => value.kind === 'trigger' && value.id !== undefined,
    );
    if (triggers.length === 0) return [];
    const rows = new LoggedTimes(this.#history);
    const evaluators = new Map<number, ReturnType<typeof prepare>>();
    const found: ReplayedEmail[] = [];
    const notAsked = new Set([...leftOut, ...afterHandOff]);
    for (const customer of customers) {
      for (const [index, value] of (customer.value.links ?? []).entries()) {
        const night = this.#nightOf(value);
        if (typeof night === 'string') {
          this.#notJudged.set(night, (this.#notJudged.get(night) ?? 0) + 1);
          continue;
        }
        let evaluate = evaluators.get(night);
        if (!evaluate) {
          const log = { ...account, communicationHistory: this.#before(night).rows };
          evaluate = prepare(checks, log, this.#question(night), notAsked);
          evaluators.set(night, evaluate);
        }
        for (const notification of triggers) {
          const subject: Subject = { notification, customer, link: { value, index }, linkage: 'linked' };
          const { facts, said } = evaluate(subject);
          const judged = judge(checks, said);
          // What a window holds back leaves when it opens.
          const end = Math.max(night + DAY, (judged.nextSendAt ?? night) + HOUR);
          if (rows.has(customer.value, notification.value, value, night, end)) continue;
          if (judged.crashed) this.#crashed = true;
          const outcome = outcomeOf('not-logged', judged.verdict);
          this.#tally(notification).notLogged[outcome] += 1;
          const results = resultsOf(checks, said, facts, this.#request.trace);
          // That a window holds it until the morning is no reason for its absence.
          const gates = judged.verdict === 'delayed' ? [] : gatesOf(results, judged.verdict);
          if (outcome === 'agrees') {
            this.#countGate(gates[0]);
            continue;
          }
          const differing = this.#differing(subject, customer, night, undefined, results);
          const email: ReplayedEmail = {
            notification: notificationOf(notification),
            customer: personOf(customer.value),
            loan: loanOf(value),
            at: this.#inZone(night),
            logged: 'not-logged',
            outcome,
            verdict: judged.verdict,
            gates,
            missing: outcome === 'not-compared' ? missingOf(gates) : [],
            explanations: outcome === 'differs' ? explain({ ...differing, gates }) : [],
            evidence: this.#request.trace([...differing.at.loan, 'snapshotDate']),
          };
          this.#note(email);
          found.push(email);
        }
      }
    }
    return found;
  }

  /** When the nightly run after the day of the figures began, or why that run is not judged. */
  #nightOf({ loan }: Link): number | NightReason {
    const { account, since = Number.NEGATIVE_INFINITY, until, leftOut } = this.#request;
    const zone = account.tenant?.timezone?.trim();
    if (!zone) return 'no-zone';
    if (!loan?.snapshotDate) return 'no-date';
    const night = midnight(addDays(loan.snapshotDate, 1), zone);
    if (night < since || night > until) return 'outside';
    if (this.#logEnd() < night + DAY) return 'log-ends';
    // A check that was left out may be what stopped the email.
    return leftOut.size > 0 ? 'left-out' : night;
  }

  #end: number | undefined;

  /** The latest moment the log is known to reach; where nothing says it, it is taken to reach beyond the period. */
  #logEnd(): number {
    if (this.#end === undefined) {
      let end = timeOf(this.#request.account.exportedAt) ?? Number.POSITIVE_INFINITY;
      for (const { at } of this.#history) end = Math.max(end, timeOf(at) ?? end);
      this.#end = end;
    }
    return this.#end;
  }

  #countGate(gate: Result | undefined): void {
    if (!gate) return;
    const { check, code = '' } = gate;
    const key = `${check.id}/${code}`;
    const counted = this.#nightlyGates.get(key) ?? { check: check.id, code, emails: 0 };
    counted.emails += 1;
    this.#nightlyGates.set(key, counted);
  }

  #note({ missing }: ReplayedEmail): void {
    for (const fact of missing) this.#missing.set(fact, (this.#missing.get(fact) ?? 0) + 1);
  }
}

/** The emails a row may be about: one, or where it names no loan one for each link; none where the loan is no link. */
function subjectsOf(
  notification: Found<Notification>,
  customer: Found<Customer>,
  loan: HistoryRow['loan'],
): Subject[] {
  const { links } = customer.value;
  const without = { notification, customer, link: undefined };
  if (links === undefined) return [{ ...without, linkage: 'links-absent' }];
  const all = (links ?? []).map((value, index): Subject => {
    return { notification, customer, link: { value, index }, linkage: 'linked' };
  });
  if (loan !== undefined) {
    const byId = all.filter(({ link }) => sameName(link?.value.loan?.id, loan));
    return byId.length > 0 ? byId : all.filter(({ link }) => sameName(link?.value.loan?.displayId, loan));
  }
  return all.length > 0 ? all : [{ ...without, linkage: 'no-links' }];
}

function inWholeLog(path: Path, indexes: readonly number[]): Path {
  const [first, index, ...rest] = path;
  const whole = first === 'communicationHistory' && typeof index === 'number' ? indexes[index] : undefined;
  return whole === undefined ? path : ['communicationHistory', whole, ...rest];
}

function personOf(customer: Customer): Diagnosis['customer'] {
  return {
    id: customer.id === undefined ? null : String(customer.id),
    name: customerName(customer) ?? null,
    email: customer.email?.trim() || null,
  };
}

/** The instant a day of the calendar begins in a zone. */
function midnight(date: string, zone: string): number {
  const utc = Date.parse(`${date}T00:00:00Z`);
  const near = utc - offsetMinutes(zone, utc) * 60_000;
  return utc - offsetMinutes(zone, near) * 60_000;
}

function sum(tallies: readonly Tally[]): Tally {
  const total = zero();
  for (const tally of tallies) {
    for (const key of ['agrees', 'differs', 'not-compared'] as const) total[key] += tally[key];
  }
  return total;
}
