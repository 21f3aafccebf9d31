import { customerName, loanName } from '../src/account/lookup.js';
import type { Loan } from '../src/account/types.js';
import { defineCheck } from '../src/core/check.js';
import type { View } from '../src/core/facts.js';
import { cut, listed, quoted } from '../src/core/words.js';

type Seen = View<'customer' | 'link'>;

const MENU = 'Users > Customer Manager > (customer) > Links & Access';
const URL = 'https://help.loanpro.io/notifications-and-communications-servicing/enrollment-and-history';
const access = ({ at }: Seen) => [...at.link, 'emailAccess'];
const links = ({ at }: Seen) => [...at.customer, 'links'];
const name = (loan: Loan | undefined) => {
  const known = loanName(loan);
  return known ? `loan ${quoted(known)}` : 'a loan without an id';
};

const notEnrolled = (status: 'fail' | 'warn') =>
  ({
    status,
    ...(status === 'warn' && { unconfirmed: true as const }),
    summary: (facts: Seen) => `Email Access is not ticked for ${name(facts.link?.loan)}.`,
    why:
      status === 'fail'
        ? 'Notifications about a loan go only to linked customers whose Email Access for that loan is ticked.'
        : 'LoanPro may look at Email Access for direct mail too.',
    evidence: (facts: Seen) => [access(facts)],
    fix: (facts: Seen) => ({
      menu: MENU,
      url: URL,
      steps: [
        'Make sure that this customer wants email about this loan: an unticked box may be their wish.',
        `Open ${MENU}.`,
        `Tick Email Access for ${name(facts.link?.loan)}.`,
      ] as const,
      changes: [{ op: 'replace' as const, path: access(facts), value: true }],
    }),
  }) as const;

export default defineCheck({
  id: 'customer-enrollment',
  title: 'The customer is linked to the loan and enrolled for email',
  article: 'Customer Enrollment',
  scope: 'customer',
  worst: 'fail',
  needs: ['customer', 'link'],

  outcomes: {
    enrolled: {
      status: 'pass',
      summary: (facts) => `Ticked for ${name(facts.link?.loan)}.`,
      evidence: (facts) => [access(facts)],
    },
    'not-linked': {
      status: 'fail',
      summary: ({ customer, linkage }) => {
        const who = cut(customerName(customer ?? {}) ?? 'The customer');
        if (linkage === 'no-links') return `${who} is not linked to any loan.`;
        const names = (customer?.links ?? []).map((link) => name(link.loan));
        return `${who} is not linked to the loan asked about, but to ${listed(names)}.`;
      },
      why: 'Email about a loan goes only to customers who are linked to it.',
      evidence: (facts) => [links(facts)],
      fix: () => ({
        menu: MENU,
        url: URL,
        steps: [
          `Open ${MENU}.`,
          'Click Add and link the loan.',
          'Tick Email Access for it, if the customer wants email about this loan.',
        ],
      }),
    },
    'not-enrolled': notEnrolled('fail'),
    'not-enrolled-direct': { ...notEnrolled('warn'), code: 'not-enrolled' },
    'access-not-needed': {
      status: 'skip',
      reason: 'no-data',
      summary: 'Not given; direct mail may not need it.',
    },
    'links-unknown': { status: 'unknown', missing: (facts) => [links(facts)] },
    unknown: { status: 'unknown', missing: (facts) => [access(facts)] },
  },

  run({ link, linkage, question }, say) {
    if (linkage === 'links-absent') return say['links-unknown']();
    if (linkage !== 'linked') return say['not-linked']();
    if (link?.emailAccess === true) return say.enrolled();
    if (link?.emailAccess === false)
      return question.direct ? say['not-enrolled-direct']() : say['not-enrolled']();
    return question.direct ? say['access-not-needed']() : say.unknown();
  },
});
