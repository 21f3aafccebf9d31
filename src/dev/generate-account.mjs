// Makes accounts and portfolios of a wanted size for benchmarks: the same seed gives the same ones.
import { closeSync, openSync, writeSync } from 'node:fs';

const FIRST = ['Ada', 'Ben', 'Chloe', 'Dev', 'Elena', 'Farid', 'Grace', 'Hugo', 'Ines', 'Jonas'];
const LAST = [
  'Abbott',
  'Brandt',
  'Castillo',
  'Dupont',
  'Eriksen',
  'Fontaine',
  'Garcia',
  'Hansen',
  'Ito',
  'Jensen',
];
const STATUSES = [
  ['Open', 'Repaying'],
  ['Open', 'Past Due'],
  ['Closed', 'Paid Off'],
];

const DAYS = ['2026-10-02', '2026-10-14', '2026-10-23', '2026-10-30'];

/** An account with so many customers (one to three loans each) and so many event notifications. */
export function generateAccount({ customers, notifications = 12, seed = 1 }) {
  const random = generator(seed);
  return {
    mailcheck: 1,
    exportedAt: '2026-11-03T17:20:00Z',
    tenant: { id: 5200400, name: 'Generated Lending', timezone: 'America/Denver' },
    connections: {
      linked: true,
      balance: 250,
      lowPoint: 20,
      amount: 50,
      paymentProfile: 'Visa',
      services: { emailService: true },
    },
    transport: { mode: 'house' },
    companyEmails: [{ id: 1, email: 'office@generated.example', primary: true, validated: true }],
    doNotDisturb: [{ start: '21:00', stop: '08:00' }],
    enrollmentByStatus: STATUSES.map(([status, subStatus]) => ({
      status,
      subStatus,
      emailEnroll: status !== 'Closed',
    })),
    notifications: Array.from({ length: notifications }, (_, i) => notification(i + 1)),
    customers: Array.from({ length: customers }, (_, i) => customer(i + 1, random)),
  };
}

function notification(id) {
  return {
    id,
    name: `Notice ${id}`,
    kind: 'event',
    event: { builtIn: 'payment posted' },
    email: {
      enabled: true,
      subject: `About your loan, notice ${id}`,
      from: 'company-primary',
      fromTitle: 'Generated Lending',
      deliverTo: 'customers',
      body: `<p>Hello [[v('customer.first-name')]],</p>\n<p>this is notice ${id} about [[v('loan-display-id')]].</p>\n`,
      restrictions: { loanStatus: [{ status: 'Open' }], daysPastDue: { max: 60 } },
    },
  };
}

function customer(id, random) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const firstName = pick(FIRST);
  const lastName = pick(LAST);
  const loans = 1 + Math.floor(random() * 3);
  return {
    id,
    customId: `C-${id}`,
    firstName,
    lastName,
    email: random() < 0.02 ? '' : `${firstName}.${lastName}.${id}@mail.example`.toLowerCase(),
    active: true,
    links: Array.from({ length: loans }, (_, i) => {
      const [status, subStatus] = pick(STATUSES);
      return {
        role: 'primary',
        emailAccess: random() < 0.9,
        webAccess: true,
        loan: {
          id: id * 10 + i,
          displayId: `LN-${id * 10 + i}`,
          active: true,
          status,
          subStatus,
          eBilling: random() < 0.5,
          sourceCompany: 'Main Street',
          portfolios: ['Auto'],
          loanAge: Math.floor(random() * 900),
          daysPastDue: Math.floor(random() * 90),
          amountPastDue: Math.round(random() * 50_000) / 100,
          lastHumanActivity: '2026-10-30',
          loanRecency: Math.floor(random() * 60),
          snapshotDate: '2026-11-03',
        },
      };
    }),
  };
}

/**
 * A customer of a large portfolio as one JSON object a line has it, some 1.5 kB: as `generateAccount` makes them, with
 * the context variables of each loan.
 */
function portfolioCustomer(id, random) {
  const made = customer(id, random);
  return {
    ...made,
    active: random() < 0.99,
    timezone: 'America/Chicago',
    links: made.links.map((link) => ({
      ...link,
      smsAccess: random() < 0.7,
      loan: {
        ...link.loan,
        archived: false,
        deleted: false,
        lastHumanActivity: DAYS[Math.floor(random() * DAYS.length)],
        subPortfolios: ['Used', 'Dealer direct'],
        lastMaintenance: '2026-11-03',
        variables: variables(random),
      },
    })),
  };
}

function variables(random) {
  const money = (most) => Math.round(random() * most * 100) / 100;
  return {
    'status-payoff': money(30_000),
    'status-principal-balance': money(28_000),
    'status-interest-accrued-today': money(12),
    'status-amount-due': money(900),
    'status-last-payment-amount': money(900),
    'status-days-since-last-payment': Math.floor(random() * 60),
    'status-next-payment-date': '2026-11-15',
    'loan-contract-date': '2024-03-11',
    'loan-interest-rate': money(24),
    'customer-credit-score': 500 + Math.floor(random() * 350),
  };
}

/** Writes so many customers, one JSON object a line, without holding them all. */
export function writePortfolio(file, customers, seed = 7) {
  const random = generator(seed);
  const to = openSync(file, 'w');
  try {
    let text = '';
    for (let id = 1; id <= customers; id += 1) {
      text += `${JSON.stringify(portfolioCustomer(id, random))}\n`;
      if (text.length < 4_000_000 && id < customers) continue;
      writeSync(to, text);
      text = '';
    }
  } finally {
    closeSync(to);
  }
}

/** The account of that portfolio: one notification with two restrictions. */
export function portfolioAccount() {
  const { customers: _, ...account } = generateAccount({ customers: 0, notifications: 1 });
  return account;
}

/** mulberry32: a small seeded generator of numbers from 0 to 1. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
