import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { parse } from 'yaml';
import type { Account } from '../../../src/account/types.js';
import { type LiveRead, readCustomer, type Wanted } from '../../../src/sources/loanpro-api/read-customer.js';
import type { LoanProSettings, RequestLine } from '../../../src/sources/loanpro-api/settings.js';
import type { Clock } from '../../../src/sources/loanpro-api/turns.js';
import {
  type LoanProOptions,
  type LoanProStandIn,
  startLoanProStandIn,
} from '../../servers/loanpro-stand-in.js';

/** An account of the fixtures. */
export function fixtureAccount(name: string): Account {
  return parse(readFileSync(new URL(`../../../fixtures/accounts/${name}.yaml`, import.meta.url), 'utf8'));
}

/** A body of the fixtures, as it is. */
export function fixtureBody(name: string): string {
  return readFileSync(
    fileURLToPath(new URL(`../../../fixtures/loanpro-api/${name}.json`, import.meta.url)),
    'utf8',
  );
}

/** The moment the fixtures describe. */
export const NOW = Date.parse('2026-11-03T17:20:00Z');

/** A clock that never waits and remembers how long it should have. */
export class FakeClock implements Clock {
  readonly slept: number[] = [];
  #now: number;

  constructor(now = NOW) {
    this.#now = now;
  }
  readonly now = () => this.#now;
  readonly random = () => 0;
  readonly sleep = async (ms: number, signal: AbortSignal | undefined) => {
    signal?.throwIfAborted();
    this.slept.push(ms);
    this.#now += ms;
  };
}

/** A stand-in with a client that remembers what it logged; it ends with the test. */
export class Live {
  readonly server: LoanProStandIn;
  readonly clock: FakeClock;
  readonly log: RequestLine[] = [];

  static async start(options: LoanProOptions, now = NOW): Promise<Live> {
    const server = await startLoanProStandIn(options);
    onTestFinished(() => server.stop());
    return new Live(server, now);
  }

  constructor(server: LoanProStandIn, now: number) {
    this.server = server;
    this.clock = new FakeClock(now);
  }

  settings(changed: Partial<LoanProSettings> = {}): LoanProSettings {
    const { url, token, tenantId } = this.server;
    const onRequest = (line: RequestLine) => this.log.push(line);
    return { baseUrl: url, token, tenantId, timeoutMs: 5000, onRequest, ...changed };
  }

  read(
    customer: string,
    { settings, ...wanted }: Partial<Wanted> & { settings?: Partial<LoanProSettings> } = {},
  ): Promise<LiveRead> {
    return readCustomer({ customer, settings: this.settings(settings), clock: this.clock, ...wanted });
  }

  /** What was asked, as `GET odata.svc/Customers(1042)`. */
  get asked(): string[] {
    return this.server.requests.map(({ method, path }) => `${method} ${path}`);
  }
}

/** The error that something ends with. */
export async function failureOf(act: () => Promise<unknown>): Promise<Error> {
  try {
    await act();
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error('Nothing failed.');
}
