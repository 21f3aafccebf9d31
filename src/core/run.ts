import type { Account } from '../account/types.js';
import type { AnySpec, Check, Outcome, Said } from './check.js';
import { type Facts, factsOf, type Question, type Subject } from './facts.js';
import type { Probed } from './probed.js';

/** What every check said of one email, in the order of the checks. */
export interface Evaluated {
  readonly facts: Facts;
  readonly said: readonly Said[];
}

/** What a check says that the person left out. */
export const LEFT_OUT: Outcome = {
  code: 'left-out',
  data: undefined,
  spec: {
    status: 'skip',
    reason: 'not-applicable',
    summary: 'Left out by --only or --skip.',
  },
};

/** What a check on the recipient says where account settings alone are asked about. */
export const NO_CUSTOMER: Outcome = {
  code: 'no-customer',
  data: undefined,
  spec: { status: 'skip', reason: 'not-applicable', summary: 'No customer is asked about.' },
};

const crashSpec: AnySpec = {
  status: 'crash',
  summary: (_, error: unknown) =>
    `This check stopped on a bug of mailcheck (${error instanceof Error ? error.message : String(error)}). The other checks are complete; please report it.`,
};

/**
 * Prepares the checks for one account and one question; the function it returns evaluates one email.
 *
 * A check runs as seldom as its `needs` allow: once for all emails if it looks at the account alone, once a
 * notification or a customer if it looks at one of these, and else for each email. A check that throws is a crash
 * of its own; the others still speak.
 */
export function prepare(
  checks: readonly Check[],
  account: Account,
  question: Question,
  leftOut: ReadonlySet<string> = new Set(),
  probed?: Probed,
): (subject: Subject) => Evaluated {
  const runners = checks.map((check) => {
    if (leftOut.has(check.id)) return () => LEFT_OUT;
    const run = isolated(check);
    const needs = new Set<string>(check.needs);
    if (needs.has('link') || (needs.has('customer') && needs.has('notification'))) return run;
    if (needs.has('customer')) return rememberLast(run, (facts) => facts.customer);
    if (needs.has('notification')) return rememberEach(run, (facts) => facts.notification);
    return rememberEach(run, () => undefined);
  });
  return (subject) => {
    const facts = factsOf(account, question, subject, probed);
    return { facts, said: runners.map((run) => run(facts)) };
  };
}

type Run = (facts: Facts) => Said;

function isolated(check: Check): Run {
  const asksCustomer = check.scope === 'customer';
  return (facts) => {
    if (asksCustomer && facts.customer === undefined) return NO_CUSTOMER;
    try {
      return check.run(facts);
    } catch (error) {
      return { code: 'crash', spec: crashSpec, data: error };
    }
  };
}

function rememberEach(run: Run, key: (facts: Facts) => object | undefined): Run {
  const known = new Map<object | undefined, Said>();
  return (facts) => {
    let said = known.get(key(facts));
    if (said === undefined) {
      said = run(facts);
      known.set(key(facts), said);
    }
    return said;
  };
}

// Customers come one after the other and may be millions, so only the last is remembered.
function rememberLast(run: Run, key: (facts: Facts) => object | undefined): Run {
  let last: object | undefined;
  let said: Said | undefined;
  return (facts) => {
    if (said === undefined || key(facts) !== last) {
      last = key(facts);
      said = run(facts);
    }
    return said;
  };
}
