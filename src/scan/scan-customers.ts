import { type Found, findLinks } from '../account/find-subject.js';
import { literalSecrets, withholdReused } from '../account/reused-secrets.js';
import type { Customer, Notification } from '../account/types.js';
import { emailsTo, notificationsAsked, type RunRequest } from '../core/diagnose.js';
import type { Subject } from '../core/facts.js';
import { prepare } from '../core/run.js';
import { Counter } from './counter.js';
import { type Example, exampleOf } from './examples.js';
import { mergeTallies, type Tally } from './tally.js';

/** What was counted of some customers. */
export interface Counts {
  readonly customers: number;
  /** One for each notification asked about, in their order. */
  readonly tallies: readonly Tally[];
}

/** An email that a finding stops. */
export interface Stopped extends Example {
  readonly notification: Found<Notification> | undefined;
  readonly finding: string;
}

/** The notifications a scan is about; undefined stands for direct mail. */
export function notificationsOf({
  account,
  question,
  message,
}: Pick<RunRequest, 'account' | 'question' | 'message'>): readonly (Found<Notification> | undefined)[] {
  return question.direct ? [undefined] : notificationsAsked(account, message);
}

/**
 * Judges customers one after the other, through the same checks as a diagnosis, and counts. The account has none itself.
 * @param onStopped is told every email that is stopped, once for each finding that stops it.
 * @throws UsageError when there is no notification, or the one asked about is unknown or ambiguous.
 */
export class Scan {
  readonly #notifications: readonly (Found<Notification> | undefined)[];
  readonly #counters: readonly Counter[];
  readonly #evaluate: ReturnType<typeof prepare>;
  readonly #secrets: readonly string[];
  readonly #loan: string | undefined;
  readonly #onStopped: ((stopped: Stopped) => void) | undefined;
  #customers = 0;

  constructor(request: RunRequest, onStopped?: (stopped: Stopped) => void) {
    const { checks, question, leftOut } = request;
    this.#secrets = literalSecrets(request.account);
    const account = withholdReused(request.account, this.#secrets);
    this.#notifications = notificationsOf({ ...request, account });
    this.#counters = this.#notifications.map(() => new Counter(checks, this.#secrets));
    this.#evaluate = prepare(checks, account, question, leftOut, request.probed);
    this.#loan = request.loan;
    this.#onStopped = onStopped;
  }

  take(value: Customer): void {
    // Several loans of a name are all meant: one such customer must not end the scan.
    const asked = this.#loan === undefined ? undefined : findLinks(value.links ?? [], this.#loan);
    if (asked?.length === 0) return;
    this.#customers += 1;
    const subjects = emailsTo({ value, index: 0 }, this.#notifications, asked);
    const loans = subjects.length / this.#notifications.length;
    for (let i = 0; i < subjects.length; i += 1) {
      const subject = subjects[i];
      if (subject !== undefined) this.#count(subject, this.#counters[Math.floor(i / loans)]);
    }
  }

  counts(): Counts {
    return { customers: this.#customers, tallies: this.#counters.map((counter) => counter.tally()) };
  }

  #count(subject: Subject, counter: Counter | undefined): void {
    const evaluated = this.#evaluate(subject);
    const stoppedBy = counter?.add(evaluated) ?? [];
    if (!this.#onStopped) return;
    for (const finding of stoppedBy) {
      const example = exampleOf(evaluated.facts, this.#secrets);
      this.#onStopped({ ...example, notification: subject.notification, finding });
    }
  }
}

/** Adds up what was counted of different customers. */
export function mergeCounts(counts: readonly Counts[]): Counts {
  const [first] = counts;
  return {
    customers: counts.reduce((sum, { customers }) => sum + customers, 0),
    tallies: (first?.tallies ?? []).map((_, i) =>
      mergeTallies(counts.flatMap(({ tallies }) => tallies[i] ?? [])),
    ),
  };
}
