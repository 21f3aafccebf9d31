import { fieldAt } from '../../account/fields.js';
import { type Path, toPointer } from '../../account/pointer.js';
import { UsageError } from '../../core/errors.js';
import type { Answer, LoanProClient } from './client.js';
import type { Failure, FailureKind } from './failure.js';
import type { Question } from './send.js';

/** Facts that stay unknown, and why. */
export interface Fault {
  /** Below the base URL, such as `odata.svc/Customers(1207)`. */
  readonly endpoint: string;
  /** `unanswered`: the answer came but left these facts out. */
  readonly kind: FailureKind | 'unanswered';
  /** Sentences, without secrets. */
  readonly words: string;
  /** The facts, by their place in the export. */
  readonly affects: readonly Path[];
  /** Where a person finds the first of them in LoanPro. */
  readonly menu: string | undefined;
  /** The endpoint broke, which ends in exit code 4; else its facts are only unknown. */
  readonly isBroken: boolean;
}

/** Asks for one read, and keeps what could not be answered and where each fact came from. */
export class Session {
  readonly client: LoanProClient;
  readonly faults: Fault[] = [];
  readonly #places = new Map<string, string>();

  constructor(client: LoanProClient) {
    this.client = client;
  }

  /** @throws UsageError when the credentials are refused: no other question is worth asking. */
  async ask(question: Question): Promise<Answer> {
    const answer = await this.client.ask(question);
    if (!answer.ok && answer.failure.kind === 'credentials') throw refusedCredentials(answer.failure);
    return answer;
  }

  get(path: string, query?: Readonly<Record<string, string>>): Promise<Answer> {
    return this.ask({ method: 'GET', path, query });
  }

  /** Facts that stay unknown because an endpoint did not answer. */
  failed(endpoint: string, { kind, words }: Failure, affects: readonly Path[]): void {
    this.#add(endpoint, kind, words, affects);
  }

  /** Facts that an answer left out. */
  unanswered(endpoint: string, words: string, affects: readonly Path[]): void {
    this.#add(endpoint, 'unanswered', words, affects);
  }

  #add(endpoint: string, kind: Fault['kind'], words: string, affects: readonly Path[]): void {
    const menu = affects[0] && fieldAt(affects[0])?.menu;
    const isBroken = kind !== 'unanswered' && kind !== 'refused';
    this.faults.push({ endpoint, kind, words, affects, menu, isBroken });
  }

  /** Notes the endpoint of a fact and of all below it. */
  came(from: string, ...paths: readonly Path[]): void {
    for (const path of paths) this.#places.set(toPointer(path), from);
  }

  /** The endpoint a fact, or the nearest above it, came from. */
  placeOf(path: Path): string | undefined {
    for (let length = path.length; length >= 0; length--) {
      const place = this.#places.get(toPointer(path.slice(0, length)));
      if (place !== undefined) return place;
    }
    return undefined;
  }
}

/** The token or the tenant id is wrong: exit code 2. */
export function refusedCredentials({ words }: Failure): UsageError {
  return new UsageError('source-failed', `LoanPro does not let this token in. ${words}`, [
    {
      message:
        'Compare LOANPRO_API_KEY and LOANPRO_TENANT_ID with Settings > Company > API > Overview; a token may have been replaced since, and older accounts list the domains that may call.',
    },
  ]);
}
