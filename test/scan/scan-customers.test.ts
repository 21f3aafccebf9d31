import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checks } from '../../checks/index.js';
import type { Account, Customer } from '../../src/account/types.js';
import { Examples } from '../../src/scan/examples.js';
import { type Funnel, funnelOf } from '../../src/scan/funnel.js';
import { type Counts, mergeCounts, Scan } from '../../src/scan/scan-customers.js';
import { accounts, bruteForce, populations, QUESTION } from './population.js';

function counts(account: Account, customers: readonly Customer[]): Counts {
  const scan = new Scan({
    account,
    question: QUESTION,
    message: undefined,
    loan: undefined,
    checks,
    leftOut: new Set(),
  });
  for (const customer of customers) scan.take(customer);
  return scan.counts();
}

/** A funnel in the form of the brute-force count. */
function shown({ pairs, sends, delayed, blocked, unknown, gates, overlaps, others, missing }: Funnel) {
  return {
    pairs,
    sends,
    delayed,
    blocked,
    unknown,
    gates: Object.fromEntries(
      gates.map(({ check, code, stopped, stoppedFirst, stoppedOnly, examples }) => [
        `${check}/${code}`,
        { stopped, stoppedFirst, stoppedOnly, examples },
      ]),
    ),
    overlaps: Object.fromEntries(
      overlaps.map(({ findings, pairs: both }) => [[...findings].sort().join(' '), both]),
    ),
    others: Object.fromEntries(
      others.map(({ finding, status, pairs: found }) => [`${finding} ${status}`, found]),
    ),
    missing: Object.fromEntries(missing.map(({ fact, pairs: open }) => [fact.slice(1), open])),
  };
}

describe('a scan of any population', () => {
  it('comes to what diagnoses say, counted one by one', () => {
    const seen = { sends: 0, blocked: 0, unknown: 0, overlaps: 0 };
    fc.assert(
      fc.property(accounts, populations, (account, customers) => {
        const { customers: judged, tallies } = counts(account, customers);
        expect(judged).toBe(customers.length);
        const funnels = tallies.map((tally) => funnelOf(tally, checks));
        expect(funnels.map(shown)).toEqual(bruteForce(account, customers));
        for (const { sends, blocked, unknown, overlaps } of funnels) {
          seen.sends += sends;
          seen.blocked += blocked;
          seen.unknown += unknown;
          seen.overlaps += overlaps.length;
        }
      }),
      { numRuns: 60 },
    );
    // Otherwise it would have been compared with nothing.
    for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(5);
  });

  it('gives gates in their order, where those that reach one are not stopped before', () => {
    fc.assert(
      fc.property(accounts, populations, (account, customers) => {
        const ids = checks.map(({ id }) => id);
        for (const tally of counts(account, customers).tallies) {
          const { pairs, blocked, gates } = funnelOf(tally, checks);
          const places = gates.map(({ check }) => ids.indexOf(check));
          expect(places).toEqual([...places].sort((a, b) => a - b));
          let left = pairs;
          for (const { reached, stoppedFirst } of gates) {
            expect(reached).toBe(left);
            left -= stoppedFirst;
          }
          expect(left).toBe(pairs - blocked);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is the sum of the scans of its parts, however it is cut and in whatever order', () => {
    const cuts = fc.array(fc.nat(4), { minLength: 30, maxLength: 30 });
    fc.assert(
      fc.property(accounts, populations, cuts, (account, customers, parts) => {
        const pieces = [0, 1, 2, 3, 4].map((part) =>
          counts(
            account,
            customers.filter((_, i) => parts[i] === part),
          ),
        );
        const whole = counts(account, customers);
        expect(mergeCounts(pieces)).toEqual(mergeCounts([whole]));
        const [a, b, ...rest] = pieces.toReversed();
        if (a && b) expect(mergeCounts([mergeCounts([a, b]), ...rest])).toEqual(mergeCounts([whole]));
      }),
      { numRuns: 40 },
    );
  });
});

describe('examples', () => {
  it('are those with the lowest ids, in whatever order they come', () => {
    const ids = ['0095', '0096', '0097', '0098', '0099', 100, '7', 8, 'a', undefined];
    const kept = (offered: typeof ids) => {
      const examples = new Examples([]);
      for (const id of offered) examples.offer({ customer: id === undefined ? {} : { id }, link: undefined });
      return examples.list;
    };
    expect(kept(ids)).toEqual(kept(ids.toReversed()));
    expect(kept(ids).map(({ customer }) => customer)).toEqual(['7', '8', '100', '0095', '0096']);
  });
});

describe('a bug in a check', () => {
  it('is counted, and the rest with it', () => {
    const [first, ...others] = checks;
    if (!first) throw new Error('there is no check');
    const broken = {
      ...first,
      run: () => {
        throw new Error('a bug');
      },
    };
    const [account] = fc.sample(accounts, { numRuns: 1, seed: 1 });
    if (!account) throw new Error('no account');
    const request = {
      account,
      question: QUESTION,
      message: undefined,
      loan: undefined,
      leftOut: new Set<string>(),
    };
    const scan = new Scan({ ...request, checks: [broken, ...others] });
    scan.take({ id: 1, email: '' });
    const [tally] = scan.counts().tallies;
    expect(tally).toMatchObject({ crashed: 1 });
    expect(tally?.combinations[0]?.stoppedBy).toContain('customer-email/missing');
  });
});
