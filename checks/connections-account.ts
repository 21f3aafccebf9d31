import { defineCheck } from '../src/core/check.js';
import { dollars } from '../src/core/words.js';

export default defineCheck({
  id: 'connections-account',
  title: 'A Connections account is linked',
  article: 'Associated Connections Account',
  scope: 'account',
  worst: 'fail',
  needs: ['connections'],

  outcomes: {
    linked: {
      status: 'pass',
      summary: 'A Connections account is linked.',
      evidence: () => [['connections', 'linked']],
    },
    'balance-shown': {
      status: 'pass',
      summary: ({ connections }) => `Linked: a balance of ${dollars(connections?.balance ?? 0)} shows.`,
      evidence: () => [['connections', 'balance']],
    },
    'not-linked': {
      status: 'fail',
      summary: 'No Connections account is linked to this LoanPro account.',
      why: 'Connections sends every LoanPro email, so without it nothing leaves.',
      evidence: () => [['connections', 'linked']],
      fix: () => ({
        menu: 'Settings > Company > Plugins > Connections',
        steps: [
          'Open Settings > Company > Plugins > Connections.',
          'Choose the link for an existing account and sign in, or the link to create one.',
          'Look for the balance: when it shows, the account is linked.',
        ],
        url: 'https://help.loanpro.io/integration-with-other-systems/connections',
        changes: [{ op: 'replace', path: ['connections', 'linked'], value: true }],
      }),
    },
    unknown: { status: 'unknown', missing: () => [['connections', 'linked']] },
  },

  run({ connections }, say) {
    if (connections?.linked === false) return say['not-linked']();
    if (connections?.linked === true) return say.linked();
    return typeof connections?.balance === 'number' ? say['balance-shown']() : say.unknown();
  },
});
