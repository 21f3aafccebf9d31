import { isEmpty } from '../src/account/lookup.js';
import { suggestDomain } from '../src/address/likely-typo.js';
import { judgeAddress } from '../src/address/mailbox.js';
import { defineCheck } from '../src/core/check.js';
import type { View } from '../src/core/facts.js';
import { answerOf } from '../src/core/probed.js';
import { domainOf, type MailServer, type RecipientMail } from '../src/core/probed-dns.js';
import { cut, listed, quoted } from '../src/core/words.js';

type Seen = View<'customer' | 'probed'>;
type Mail<K extends RecipientMail['kind']> = Extract<RecipientMail, { kind: K }>;

const MENU = 'Users > Customer Manager > (customer) > Contact & Personal Information';
const URL = 'https://help.loanpro.io/article/phjwdo0qfc-contact-personal-information';

const path = ({ at }: Seen) => [...at.customer, 'email'];
const evidence = (facts: Seen) => [path(facts)];
const domain = ({ customer }: Seen) => quoted(domainOf(customer?.email ?? '') ?? '');
const neighbour = ({ customer }: Seen) => suggestDomain(domainOf(customer?.email ?? '') ?? '');
const names = (servers: readonly MailServer[]) => listed(servers.map(({ name }) => quoted(name)));

const askForAnother = (facts: Seen) => {
  const meant = neighbour(facts);
  return {
    menu: MENU,
    url: URL,
    steps: [
      meant
        ? `Ask the customer whether the address ends in ${quoted(meant)}.`
        : 'Ask the customer for an address that takes mail.',
      `Open ${MENU} and choose Edit.`,
      'Enter the address and click Save.',
    ],
  } as const;
};
/** The domain may be put right by whoever runs it, so the address may be correct. */
const askTheCustomer = (facts: Seen) => {
  const { steps, ...place } = askForAnother(facts);
  const [ask, ...enter] = steps;
  return {
    ...place,
    steps: [
      'Look at the domain with Google Admin Toolbox, Check MX: https://toolbox.googleapps.com/apps/checkmx/',
      ask,
      ...enter,
    ],
  } as const;
};

export default defineCheck({
  id: 'recipient-domain',
  title: 'The recipient domain takes mail',
  article: 'Valid Customer Email Address',
  scope: 'customer',
  worst: 'fail',
  needs: ['customer', 'probed'],

  outcomes: {
    'takes-mail': {
      status: 'pass',
      summary: (facts, { servers }: Mail<'mx'>) =>
        `${cut(domainOf(facts.customer?.email ?? '') ?? '')} takes mail at ${cut(servers.find(isReachable)?.name ?? '')}.`,
      evidence,
    },
    'no-such-domain': {
      status: 'fail',
      summary: (facts, { isReserved }: Mail<'no-such-domain'>) => {
        if (isReserved) return `The domain ${domain(facts)} is reserved and never exists.`;
        const meant = neighbour(facts);
        return `The domain ${domain(facts)} does not exist${meant ? `; ${quoted(meant)} was probably meant` : ''}.`;
      },
      why: 'No server can be found for the mail, so it comes back to the sender.',
      evidence,
      fix: askForAnother,
    },
    'null-mx': {
      status: 'fail',
      summary: (facts) => {
        const meant = neighbour(facts);
        return `The domain ${domain(facts)} says that it takes no mail (null MX)${meant ? `; ${quoted(meant)} was probably meant` : ''}.`;
      },
      why: 'A sender gives up at once on a domain with a null MX record (RFC 7505 section 4).',
      evidence,
      fix: askForAnother,
    },
    'no-mx': {
      status: 'warn',
      summary: (facts, { addresses }: Mail<'no-mx'>) =>
        addresses.length > 0
          ? `The domain ${domain(facts)} has no MX record; mail goes to its own address, ${listed(addresses)}.`
          : `The domain ${domain(facts)} has neither an MX record nor an address, so mail to it cannot be delivered.`,
      why: 'A domain without MX records is reached at its own address (RFC 5321 section 5.1), where often no mail server runs.',
      evidence,
      fix: askTheCustomer,
    },
    'mx-unresolvable': {
      status: 'warn',
      summary: (facts, { servers }: Mail<'mx'>) =>
        `No mail server of ${domain(facts)} has an address: ${names(servers)}.`,
      why: 'The mail waits at the sender for a server that cannot be found, and then comes back.',
      evidence,
      fix: askTheCustomer,
    },
    'resolver-failed': {
      status: 'unknown',
      isCoded: true,
      summary: (facts, words: string) => `DNS could not tell about ${domain(facts)}: ${cut(words, 120)}.`,
      evidence,
      missing: () => [],
      look: (facts) => [
        'Try again: a name server may fail for a moment.',
        'Ask another name server, for example with --dns-server 8.8.8.8.',
        `Or look at ${domain(facts)} with Google Admin Toolbox, Check MX: https://toolbox.googleapps.com/apps/checkmx/`,
      ],
    },
    'address-unknown': { status: 'unknown', isCoded: true, missing: evidence },
    offline: { status: 'skip', reason: 'offline', summary: 'DNS was not asked: only --probe connects.' },
    'not-asked': { status: 'skip', reason: 'no-data', summary: 'DNS was not asked about this domain.' },
    blocked: {
      status: 'skip',
      reason: 'blocked-by:customer-email',
      summary: 'There is no single valid address.',
    },
    literal: {
      status: 'skip',
      reason: 'not-applicable',
      summary: 'The address names an IP address, so DNS is not needed.',
    },
  },

  run({ customer, probed }, say) {
    if (probed === undefined) return say.offline();
    const text = customer?.email;
    if (text === undefined) return say['address-unknown']();
    if (isEmpty(text)) return say.blocked();
    const judged = judgeAddress(text);
    if (judged.kind === 'several') return say['not-asked']();
    if (judged.kind !== 'valid') return say.blocked();
    const name = domainOf(judged.address);
    if (name === undefined) return say.literal();
    const told = answerOf(probed, 'dns')?.recipients.get(name);
    if (told === undefined) return say['not-asked']();
    if (!told.isKnown) return say['resolver-failed'](told.words);
    const mail = told.value;
    switch (mail.kind) {
      case 'no-such-domain':
        return say['no-such-domain'](mail);
      case 'null-mx':
        return say['null-mx']();
      case 'no-mx':
        return say['no-mx'](mail);
      case 'mx':
        return mail.servers.some(isReachable) ? say['takes-mail'](mail) : say['mx-unresolvable'](mail);
    }
  },
});

const isReachable = ({ addresses }: MailServer) => addresses.length > 0;
