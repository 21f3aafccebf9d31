import { isEmpty } from '../src/account/lookup.js';
import { defineCheck } from '../src/core/check.js';
import type { View } from '../src/core/facts.js';
import { dollars } from '../src/core/words.js';

type Seen = View<'connections'>;

const balance = ({ connections }: Seen) => dollars(connections?.balance ?? 0);
const lowPoint = ({ connections }: Seen) => dollars(connections?.lowPoint ?? 0);
const hasLowPoint = ({ connections }: Seen) => typeof connections?.lowPoint === 'number';
const menu = 'Settings > Company > Plugins > Connections > Settings';
const url = 'https://help.loanpro.io/integration-with-other-systems/connections';
const why = 'Mail probably stops when the Connections balance runs out.';

export default defineCheck({
  id: 'connections-balance',
  title: 'The Connections balance is above its low point',
  article: 'Connections: settings',
  scope: 'account',
  worst: 'warn',
  needs: ['connections'],

  outcomes: {
    funded: {
      status: 'pass',
      summary: (facts) =>
        hasLowPoint(facts)
          ? `${balance(facts)}, above the low point of ${lowPoint(facts)}.`
          : `The balance is ${balance(facts)}.`,
      evidence: (facts) => [
        ['connections', 'balance'],
        ...(hasLowPoint(facts) ? [['connections', 'lowPoint']] : []),
      ],
    },
    empty: {
      status: 'warn',
      unconfirmed: true,
      summary: (facts) => `The Connections balance is ${balance(facts)}.`,
      why,
      evidence: () => [['connections', 'balance']],
      fix: () => ({
        menu,
        url,
        steps: [
          `Open ${menu}.`,
          'Check that a payment profile is chosen and that the card or account behind it is good.',
          'Add funds on the Connections site, and look at the balance again.',
        ],
      }),
    },
    'cannot-refill': {
      status: 'warn',
      unconfirmed: true,
      summary: (facts) =>
        `${balance(facts)} is at or below the low point of ${lowPoint(facts)}, and no payment profile is chosen to refill it.`,
      why,
      evidence: () => [
        ['connections', 'balance'],
        ['connections', 'lowPoint'],
        ['connections', 'paymentProfile'],
      ],
      fix: () => ({
        menu,
        url,
        steps: [
          `Open ${menu}.`,
          'Choose a payment profile.',
          'Check the low point and the amount, and click Save.',
        ],
      }),
    },
    'refill-overdue': {
      status: 'warn',
      unconfirmed: true,
      summary: (facts) =>
        `${balance(facts)} is at or below the low point of ${lowPoint(facts)}; a working refill would have raised it.`,
      why,
      evidence: () => [
        ['connections', 'balance'],
        ['connections', 'lowPoint'],
      ],
      fix: () => ({
        menu,
        url,
        steps: [
          `Open ${menu}.`,
          'Check that the card or account behind the payment profile is good.',
          'Check that the amount is above zero, and click Save.',
        ],
      }),
    },
    'no-balance': {
      status: 'skip',
      reason: 'no-data',
      summary: 'No balance is given; no verdict needs it.',
    },
    blocked: {
      status: 'skip',
      reason: 'blocked-by:connections-account',
      summary: 'No account is linked, so no balance.',
    },
  },

  run({ connections }, say) {
    if (connections?.linked === false) return say.blocked();
    if (typeof connections?.balance !== 'number') return say['no-balance']();
    if (connections.balance <= 0) return say.empty();
    if (typeof connections.lowPoint !== 'number' || connections.balance > connections.lowPoint)
      return say.funded();
    return isEmpty(connections.paymentProfile) ? say['cannot-refill']() : say['refill-overdue']();
  },
});
