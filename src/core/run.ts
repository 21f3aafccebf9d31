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
  const having = (wanted: Extent) =>
    checks.flatMap((check, i) => (!leftOut.has(check.id) && extentOf(check) === wanted ? [i] : []));
  const [ofAccount, ofNotification] = [having('account'), having('notification')];
  const [ofCustomer, ofEmail] = [having('customer'), having('email')];
  const addAll = (indexes: readonly number[], facts: Facts, said: Said[]) => {
    for (const i of indexes) {
      const check = checks[i];
      if (check) said[i] = saidBy(check, facts);
    }
  };

  let ofEverybody: Said[] | undefined;
  const ofEach = new Map<object | undefined, Said[]>();
  const beforeCustomer = (facts: Facts): readonly Said[] => {
    const known = ofEach.get(facts.notification);
    if (known !== undefined) return known;
    if (ofEverybody === undefined) {
      ofEverybody = checks.map(() => LEFT_OUT);
      addAll(ofAccount, facts, ofEverybody);
    }
    const said = [...ofEverybody];
    addAll(ofNotification, facts, said);
    ofEach.set(facts.notification, said);
    return said;
  };

  // Customers come one after the other and may be millions, so only the last is remembered.
  let lastCustomer: object | undefined;
  let lastSaid: Said[] | undefined;
  return (subject) => {
    const facts = factsOf(account, question, subject, probed);
    const said = beforeCustomer(facts).slice();
    if (lastSaid === undefined || lastCustomer !== facts.customer) {
      lastCustomer = facts.customer;
      lastSaid = [];
      addAll(ofCustomer, facts, lastSaid);
    }
    for (const i of ofCustomer) said[i] = lastSaid[i] ?? LEFT_OUT;
    addAll(ofEmail, facts, said);
    return { facts, said };
  };
}

/** For what the answer of a check is always the same. */
type Extent = 'account' | 'notification' | 'customer' | 'email';

function extentOf({ needs }: Check): Extent {
  const asks = (slice: Check['needs'][number]) => needs.includes(slice);
  if (asks('link') || (asks('customer') && asks('notification'))) return 'email';
  if (asks('customer')) return 'customer';
  return asks('notification') ? 'notification' : 'account';
}

/** What a check says, or that it stopped on a bug. */
function saidBy(check: Check, facts: Facts): Said {
  if (facts.customer === undefined && check.scope === 'customer') return NO_CUSTOMER;
  try {
    return check.run(facts);
  } catch (error) {
    return { code: 'crash', spec: crashSpec, data: error };
  }
}
