import { leavesThrough, senderOf } from '../../account/lookup.js';
import { valueAt } from '../../account/pointer.js';
import type { Account } from '../../account/types.js';
import { emailsAsked } from '../../core/diagnose.js';
import type { Probed } from '../../core/probed.js';
import { envelopeKey } from '../../core/probed-smtp.js';
import { Interview, type InterviewStart } from '../../sources/answers/interview.js';
import { type FactQuestion, WITHHELD } from '../../sources/answers/question.js';
import type { Answer } from '../../sources/answers/read-answer.js';

type Step = { readonly question: FactQuestion; readonly answer: Answer } | 'keep-looking';

/** A log-in that a person can try. */
export interface LogIn {
  readonly host: string;
  /** The from addresses to be named to the server; none while they are not known. */
  readonly senders: readonly string[];
  /** Tells one SMTP account from another. */
  readonly account: string;
  /** Tells one account and its senders from another. */
  readonly key: string;
}

interface Tried {
  readonly logIn: LogIn;
  readonly probed: Probed;
}

/** An interview that a log-in in between can change: the answers are given again to one that knows its outcome. */
export class Session {
  readonly #start: InterviewStart;
  readonly #saved: readonly FactQuestion[];
  readonly #declined = new Set<string>();
  #steps: readonly Step[] = [];
  #tried: Tried | undefined;
  #interview: Interview;

  /** @param saved what the person said they do not know in an earlier sitting. */
  constructor(start: InterviewStart, saved: readonly FactQuestion[] = []) {
    this.#start = start;
    this.#saved = saved;
    this.#interview = new Interview(start, saved);
  }

  get interview(): Interview {
    return this.#interview;
  }

  /** What the server said, as long as the answers are those it was asked with. */
  get probed(): Probed | undefined {
    return this.#tried && this.#fits(this.#tried) ? this.#tried.probed : undefined;
  }

  /** There is nothing to ask that can change the verdict. */
  get isEnough(): boolean {
    return this.#interview.progress().state !== 'asking';
  }

  get hasAnswers(): boolean {
    return this.#steps.some((step) => step !== 'keep-looking');
  }

  /** @returns why it cannot be taken, in words; then nothing has changed. */
  answer(question: FactQuestion, answer: Answer): string | undefined {
    const problem = answer === 'unknown' ? undefined : this.#interview.problem(question, answer);
    if (problem === undefined) this.#take([...this.#steps, { question, answer }]);
    return problem;
  }

  /** After `blocked`: ask on, for what else stops the mail. */
  keepLooking(): void {
    this.#take([...this.#steps, 'keep-looking']);
  }

  /** Takes back the last answer; false where there is none. */
  back(): boolean {
    if (this.#steps.length === 0) return false;
    this.#take(this.#steps.slice(0, -1));
    return true;
  }

  /** The log-in that can be tried and was neither tried nor declined. */
  logIn(): LogIn | undefined {
    const { account } = this.#interview.known();
    const { transport } = account;
    const accountKey = keyOf(account);
    if (
      leavesThrough(transport, this.#start.asked.direct) !== 'smtp' ||
      accountKey === undefined ||
      this.probed
    )
      return undefined;
    const senders = this.#senders();
    const key = JSON.stringify([accountKey, senders]);
    if (this.#declined.has(key) || this.#tried?.logIn.key === key) return undefined;
    return { host: transport?.smtp?.host?.trim() ?? '', senders, account: accountKey, key };
  }

  /** The person does not want to log in. */
  decline({ key }: LogIn): void {
    this.#declined.add(key);
  }

  /** What the server said to the log-in. */
  tried(logIn: LogIn, probed: Probed): void {
    this.#tried = { logIn, probed };
    this.#take(this.#steps);
  }

  /** A log-in that was tried or declined may be tried again: something was changed. */
  forgetLogIn(): void {
    this.#tried = undefined;
    this.#declined.clear();
    this.#take(this.#steps);
  }

  /** A server that has let somebody in says nothing of a from address it was not told; one that has not needs none. */
  #fits({ logIn, probed: { smtp } }: Tried): boolean {
    if (logIn.account !== keyOf(this.#interview.known().account)) return false;
    return (
      Boolean(smtp?.trouble) || this.#senders().every((sender) => smtp?.envelopes.has(envelopeKey(sender)))
    );
  }

  #senders(): string[] {
    const { asked, message, loan, customerIndex: index = 0 } = this.#start;
    const { account, customer } = this.#interview.known();
    const emails = emailsAsked({
      account,
      customer: { value: customer, index },
      question: asked,
      message,
      loan,
    });
    const senders = emails.flatMap(
      ({ notification }) => senderOf(account.companyEmails, notification?.value)?.trim() || [],
    );
    return [...new Set(senders)];
  }

  #take(steps: readonly Step[]): void {
    this.#steps = steps;
    this.#interview = this.#replayed(this.#start);
    const { probed } = this;
    if (probed) this.#interview = this.#replayed({ ...this.#start, probed });
  }

  #replayed(start: InterviewStart): Interview {
    const interview = new Interview(start, this.#saved);
    for (const step of this.#steps) {
      if (step === 'keep-looking') interview.keepLooking();
      else interview.answer(step.question, step.answer);
    }
    return interview;
  }
}

/** Host, user and a password that was typed; undefined while one is missing. */
function keyOf(account: Account): string | undefined {
  const parts = ['host', 'port', 'security', 'user', 'password'].map(
    (name) => valueAt(account, ['transport', 'smtp', name]).value,
  );
  const [host, , , user, password] = parts;
  const isGiven = (part: unknown) => typeof part === 'string' && part.trim() !== '';
  return isGiven(host) && isGiven(user) && isGiven(password) && password !== WITHHELD
    ? JSON.stringify(parts)
    : undefined;
}
