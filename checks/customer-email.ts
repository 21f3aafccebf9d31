import { customerName, isEmpty } from '../src/account/lookup.js';
import { judgeAddress, type Remark, type UnusualKind } from '../src/address/mailbox.js';
import { defineCheck } from '../src/core/check.js';
import type { View } from '../src/core/facts.js';
import { cut, listed, quoted } from '../src/core/words.js';

type Seen = View<'customer'>;
type RemarkOf<C extends Remark['code']> = Extract<Remark, { code: C }>;

const MENU = 'Users > Customer Manager > (customer) > Contact & Personal Information';
const URL = 'https://help.loanpro.io/article/phjwdo0qfc-contact-personal-information';
const UNUSUAL: Record<UnusualKind, string> = {
  'quoted-local-part': 'has a quoted part before the @',
  'address-literal': 'names an IP address instead of a domain',
  'domain-without-dot': 'has a domain without a dot',
  'numeric-domain': 'has a domain that ends in digits',
};

const path = ({ at }: Seen) => [...at.customer, 'email'];
const evidence = (facts: Seen) => [path(facts)];
const address = ({ customer }: Seen) => quoted(customer?.email ?? '');
const fix = (step: string) => () =>
  ({ menu: MENU, url: URL, steps: [`Open ${MENU}.`, step, 'Click Save.'] }) as const;

export default defineCheck({
  id: 'customer-email',
  title: 'The customer has a valid email address',
  article: 'Valid Customer Email Address',
  scope: 'customer',
  worst: 'fail',
  needs: ['customer'],

  outcomes: {
    valid: {
      status: 'pass',
      summary: ({ customer }) => `Well formed: ${cut(customer?.email ?? '')}.`,
      evidence,
    },
    missing: {
      status: 'fail',
      summary: ({ customer }) =>
        `${cut(customerName(customer ?? {}) ?? 'The customer')} has no email address.`,
      why: 'There is nowhere to send the message.',
      evidence,
      fix: fix('Choose Edit and enter the address the customer gave you.'),
    },
    invalid: {
      status: 'fail',
      summary: (facts, reason: string) => `${address(facts)} is not an email address: ${cut(reason, 200)}.`,
      why: 'A mail server refuses an address that is not well formed (RFC 5321 section 4.1.2).',
      evidence,
      fix: fix('Choose Edit and correct the address; ask the customer if in doubt.'),
    },
    'several-addresses': {
      status: 'warn',
      summary: (_, addresses: readonly string[]) =>
        `The one address field holds ${addresses.length} addresses: ${listed(addresses.map(quoted))}.`,
      why: 'LoanPro keeps one address for each customer, so mail to several in that field may reach none of them.',
      unconfirmed: true,
      evidence,
      fix: fix('Choose Edit and keep one address; a second person can be linked as a customer of their own.'),
    },
    'surrounding-space': {
      status: 'warn',
      summary: (facts) => `The address ${address(facts)} begins or ends with blanks.`,
      why: 'Blanks are not part of an address; whether LoanPro takes them away before it sends is not confirmed.',
      evidence,
      fix: (facts) => ({
        ...fix('Choose Edit and delete the blanks around the address.')(),
        changes: [{ op: 'replace', path: path(facts), value: facts.customer?.email?.trim() }],
      }),
    },
    'non-ascii': {
      status: 'warn',
      summary: (facts, remark: RemarkOf<'non-ascii'>) =>
        `The address ${address(facts)} has characters beyond ASCII: ${quoted(remark.characters)}.`,
      why: 'Every server on the way must support internationalised mail (RFC 6531); many do not.',
      evidence,
      fix: fix('Ask the customer for an address without such letters, choose Edit and enter it.'),
    },
    placeholder: {
      status: 'warn',
      summary: (facts) => `The address ${address(facts)} looks like a stand-in for "no address".`,
      why: 'Mail to a made-up address bounces or reaches a stranger, and bounces harm your sending reputation.',
      evidence,
      fix: fix(
        'Ask the customer for the address, choose Edit and enter it; empty the field if there is none.',
      ),
    },
    'likely-typo': {
      status: 'warn',
      summary: (facts, remark: RemarkOf<'likely-typo'>) =>
        `The address ${address(facts)} looks mistyped; ${quoted(remark.suggestion)} was probably meant.`,
      why: 'Mail to a mistyped domain bounces or reaches a stranger.',
      evidence,
      fix: fix('Ask the customer whether the address is right, choose Edit and correct it.'),
    },
    'reserved-domain': {
      status: 'warn',
      summary: (facts, remark: RemarkOf<'reserved-domain'>) =>
        `The address ${address(facts)} ends in ${remark.ending}, which is reserved and never receives mail.`,
      why: 'Nobody can own such a domain (RFC 6761), so the mail cannot be delivered.',
      evidence,
      fix: fix('Ask the customer for the address, choose Edit and enter it.'),
    },
    unusual: {
      status: 'warn',
      summary: (facts, remark: RemarkOf<'unusual'>) =>
        `The address ${address(facts)} ${UNUSUAL[remark.kind]}.`,
      why: 'The form is legal (RFC 5321 section 4.1.2), but many mail systems refuse it.',
      evidence,
      fix: fix('Ask the customer for a plain address, choose Edit and enter it.'),
    },
    unknown: { status: 'unknown', missing: evidence },
  },

  run({ customer }, say) {
    const text = customer?.email;
    if (text === undefined) return say.unknown();
    if (isEmpty(text)) return say.missing();
    const judged = judgeAddress(text);
    switch (judged.kind) {
      case 'invalid':
        return say.invalid(judged.reason);
      case 'several':
        return say['several-addresses'](judged.addresses);
      case 'valid':
        return judged.remarks.length === 0 ? say.valid() : judged.remarks.map(told);
    }

    function told(remark: Remark) {
      switch (remark.code) {
        case 'surrounding-space':
          return say['surrounding-space']();
        case 'placeholder':
          return say.placeholder();
        case 'non-ascii':
          return say['non-ascii'](remark);
        case 'likely-typo':
          return say['likely-typo'](remark);
        case 'reserved-domain':
          return say['reserved-domain'](remark);
        case 'unusual':
          return say.unusual(remark);
      }
    }
  },
});
