import { describe, expect, it } from 'vitest';
import { checks } from '../../checks/index.js';
import type { HistoryRow } from '../../src/account/types.js';
import { parseInstant } from '../../src/calendar/zone.js';
import { tracer } from '../../src/core/evidence.js';
import { logBefore } from '../../src/core/log-before.js';
import { replay } from '../../src/core/replay.js';
import { type Replay, type ReplayRequest, replayExitCode } from '../../src/core/replayed.js';
import type { WholeAccount } from '../support/check-table.js';
import { compactAccount } from '../support/compact-account.js';

const moment = (text: string) => {
  const instant = parseInstant(text);
  if (!instant) throw new Error(`${text} is no instant`);
  return instant.epochMs;
};

const LATE = '(>= status-days-past-due 5)';

/** The compact account with a trigger notification and a log; what is exported later than the day of the figures. */
function lender(log: readonly HistoryRow[] | undefined, edit: (account: WholeAccount) => void = () => {}) {
  const account = compactAccount();
  const [event] = account.notifications ?? [];
  if (!event) throw new Error('no notification');
  account.exportedAt = '2026-11-06T18:00:00Z';
  account.notifications = [
    event,
    { ...event, id: 5, name: 'Payment due', kind: 'trigger', event: null, rule: LATE },
  ];
  if (log) account.communicationHistory = [...log];
  edit(account);
  return account;
}

function run(account: WholeAccount, asked: Partial<ReplayRequest> = {}): Replay {
  return replay({
    account,
    customers: account.customers.map((value, index) => ({ value, index })),
    isOneCustomer: false,
    message: undefined,
    since: undefined,
    until: moment('2026-11-06T18:00:00Z'),
    offset: 0,
    checks,
    leftOut: new Set(),
    afterHandOff: new Set(['delivery-history']),
    trace: tracer(account, () => ({ file: 'account.yaml', line: 1, column: 1 })),
    ...asked,
  });
}

const row = (values: Partial<HistoryRow> = {}): HistoryRow => ({
  at: '2026-11-03T16:00:00Z',
  log: 'customer',
  channel: 'email',
  customer: 2001,
  loan: 'CC-7301',
  notification: 4,
  to: 'nora.lindqvist@mail.example',
  status: 'sent',
  ...values,
});

const link = (account: WholeAccount) => {
  const [first] = account.customers[0]?.links ?? [];
  if (!first?.loan) throw new Error('no link');
  return { link: first, loan: first.loan };
};
const person = (account: WholeAccount) => {
  const [customer] = account.customers;
  if (!customer) throw new Error('no customer');
  return customer;
};

interface Case {
  readonly name: string;
  readonly log: readonly HistoryRow[];
  readonly edit?: (account: WholeAccount) => void;
  /** Of the last logged email: outcome, verdict, gates, kinds of explanations, missing facts. */
  readonly says: string;
}

const said = ({ emails }: Replay) => {
  const email = emails.at(-1);
  if (!email) return '';
  const gates = email.gates.map(({ check, code }) => (code === undefined ? check.id : `${check.id}/${code}`));
  const kinds = email.explanations.map(({ kind }) => kind);
  return [email.outcome, email.verdict, ...gates, ...kinds, ...email.missing].join(' ');
};

const bounce = row({
  at: '2026-11-01T16:00:00Z',
  delivery: { status: 'NOT_DELIVERED', events: [{ event: 'bounce', at: '2026-11-01T16:00:09Z' }] },
});

describe('a logged email, judged at its own moment', () => {
  it.each<Case>([
    { name: 'sent, and sends', log: [row()], says: 'agrees sends' },
    {
      name: 'failed, and a gate blocks it',
      log: [row({ status: 'failed' })],
      edit: (account) => {
        person(account).email = null;
      },
      says: 'agrees blocked customer-email/missing',
    },
    {
      name: 'sent, but blocked by a figure of another day',
      log: [row({ at: '2026-10-25T16:00:00Z' })],
      edit: (account) => {
        link(account).loan.status = 'Closed';
      },
      says: 'differs blocked message-restrictions/loan-status figures-changed settings-changed',
    },
    {
      name: 'sent, but blocked by a setting',
      log: [row()],
      edit: (account) => {
        link(account).link.emailAccess = false;
      },
      says: 'differs blocked customer-enrollment/not-enrolled settings-changed',
    },
    {
      name: 'sent to an address that is no longer the present one',
      log: [row({ to: 'nora@old.example' })],
      edit: (account) => {
        person(account).email = 'nora@@mail.example';
      },
      says: 'differs blocked customer-email/invalid address-changed settings-changed',
    },
    {
      name: 'sent in a window that holds email',
      log: [row({ at: '2026-11-03T05:00:00Z' })],
      says: 'differs delayed do-not-disturb/quiet-now settings-changed open-question',
    },
    {
      name: 'failed, but nothing stops it',
      log: [row({ status: 'failed' })],
      says: 'differs sends mail-server figures-changed settings-changed',
    },
    {
      name: 'failed in a window that holds email',
      log: [row({ status: 'failed', at: '2026-11-03T05:00:00Z' })],
      says: 'differs delayed do-not-disturb/quiet-now mail-server settings-changed open-question',
    },
    {
      name: 'a fact is missing',
      log: [row()],
      edit: (account) => {
        delete link(account).link.emailAccess;
      },
      says: 'not-compared unknown customer-enrollment Email Access',
    },
    {
      name: 'a rule cannot be worked out',
      log: [row({ notification: 5 })],
      edit: (account) => {
        const [, trigger] = account.notifications ?? [];
        if (trigger) trigger.rule = '(and (>= status-days-past-due 0) (= status-mood "good"))';
      },
      says: 'not-compared unknown message-trigger Context variable status-mood',
    },
    {
      name: 'after a bounce LoanPro still sends',
      log: [bounce, row()],
      says: 'agrees sends delivery-history/suppressed',
    },
    {
      name: 'after a bounce it is delivered all the same',
      log: [bounce, row({ delivery: { status: 'DELIVERED' } })],
      says: 'differs sends delivery-history/suppressed taken-off-list',
    },
    {
      name: 'its own bounce does not count against it',
      log: [row({ status: 'failed', delivery: { events: [{ event: 'bounce' }] } })],
      says: 'differs sends mail-server figures-changed settings-changed',
    },
    {
      name: 'nor does an email of the same instant',
      log: [{ ...bounce, at: '2026-11-03T16:00:00Z', delivery: { events: [{ event: 'bounce' }] } }, row()],
      says: 'agrees sends',
    },
    {
      name: 'rows before it count for the limits',
      log: [row({ at: '2026-11-03T15:59:00Z', notification: undefined }), row()],
      edit: (account) => {
        account.transport = {
          mode: 'ses',
          ses: { region: 'us-east-1', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: '[redacted]' },
          sendLimit: { perDay: 1 },
        };
      },
      says: 'differs blocked send-limits/limit-reached settings-changed open-question',
    },
    {
      name: 'a row without a loan, for a customer with one link',
      log: [row({ loan: undefined })],
      says: 'agrees sends',
    },
    {
      name: 'a row without a loan, where the links do not fare alike',
      log: [row({ loan: undefined })],
      edit: (account) => {
        const { link: first, loan } = link(account);
        person(account).links?.push({ ...first, emailAccess: false, loan: { ...loan, id: 7302 } });
      },
      says: 'not-compared unknown Loan id or display ID',
    },
    {
      name: 'a customer without links',
      log: [row({ loan: undefined })],
      edit: (account) => {
        person(account).links = [];
      },
      says: 'differs blocked customer-enrollment/not-linked settings-changed',
    },
    {
      name: 'links that are not known',
      log: [row()],
      edit: (account) => {
        delete person(account).links;
      },
      says: 'not-compared unknown message-restrictions customer-enrollment loan-status-enrollment Links & Access',
    },
  ])('$name', ({ log, edit, says }) => {
    expect(said(run(lender(log, edit)))).toBe(says);
  });

  it('names the facts a gate rests on, and their dates', () => {
    const { emails } = run(
      lender([row({ at: '2026-10-25T16:00:00Z' })], (account) => {
        link(account).loan.status = 'Closed';
      }),
    );
    const [figures, settings] = emails[0]?.explanations ?? [];
    expect(figures?.text).toContain('those of 2026-11-03, 9 days after the email');
    expect(figures?.evidence.map(({ pointer }) => pointer)).toContain('/customers/0/links/0/loan/status');
    expect(settings?.text).toContain('2026-11-06T11:00:00-07:00, 12 days after the email');
    expect(settings?.evidence[0]?.pointer).toMatch(/^\/notifications\/0\/email\/restrictions/);
  });

  it('points at rows where they stand in the export', () => {
    const other = row({ customer: 9, at: '2026-09-01T16:00:00Z' });
    const { emails } = run(lender([other, bounce, row()]));
    const [gate] = emails.at(-1)?.gates ?? [];
    expect(gate?.evidence.map(({ pointer }) => pointer)).toContain(
      '/communicationHistory/1/delivery/events/0',
    );
  });

  it('says when a failed email left after all', () => {
    const { emails } = run(lender([row({ status: 'failed' }), row({ at: '2026-11-03T17:00:00Z' })]));
    expect(emails[0]?.explanations[0]?.text).toContain('logged as sent at 2026-11-03T10:00:00-07:00');
  });

  it('says that a check was left out', () => {
    const replayed = run(lender([row({ status: 'failed' })]), { leftOut: new Set(['customer-email']) });
    expect(said(replayed)).toMatch(/ left-out$/);
    expect(replayed.assumptions.join()).toContain('customer-email');
  });
});

describe('a row that cannot be joined', () => {
  it.each<[reason: string, row: HistoryRow]>([
    ['no-time', row({ at: undefined })],
    ['no-channel', row({ channel: undefined })],
    ['no-customer', row({ customer: undefined })],
    ['no-customer', row({ customer: 77 })],
    ['no-notification', row({ notification: undefined })],
    ['no-notification', row({ notification: 77 })],
    ['no-loan', row({ loan: 'CC-77' })],
    ['no-status', row({ status: undefined })],
  ])('%s is listed with its place', (reason, one) => {
    const { unjoined, emails } = run(lender([one]));
    expect(emails).toEqual([]);
    expect(unjoined.map((entry) => entry.reason)).toEqual([reason]);
    expect(unjoined[0]?.evidence.pointer).toMatch(/^\/communicationHistory\/0\//);
  });

  it('counts what is not in question', () => {
    const replayed = run(
      lender([
        row({ channel: 'sms' }),
        row({ log: 'lender' }),
        row({ at: '2026-11-06T18:00:01Z' }),
        row({ at: '2026-10-01T16:00:00Z' }),
        row({ status: 'queued' }),
      ]),
      { since: moment('2026-10-02T00:00:00Z') },
    );
    expect(replayed.aside).toEqual({ channels: 1, lenderLog: 1, outside: 2 });
    expect(replayed.logged).toEqual({ agrees: 0, differs: 0, 'not-compared': 0, queued: 1 });
    expect(replayed.unjoined).toEqual([]);
  });

  it('leaves out other customers and notifications where one is asked about', () => {
    const log = [row(), row({ customer: 77 }), row({ notification: 5 })];
    expect(run(lender(log), { isOneCustomer: true }).unjoined).toEqual([]);
    expect(run(lender(log), { message: 'Payment received', isOneCustomer: true }).emails).toHaveLength(1);
  });
});

describe('an email of a nightly run that is not logged', () => {
  const late = (account: WholeAccount) => {
    link(account).loan.daysPastDue = 5;
  };
  const night = '2026-11-04T15:00:04Z';

  it('agrees where a gate stops it, and names the gate', () => {
    const { notLogged, nightlyGates, nightly } = run(lender([]));
    expect([notLogged.agrees, nightlyGates, nightly]).toEqual([
      1,
      [{ check: 'message-trigger', code: 'rule-false', emails: 1 }],
      [],
    ]);
  });

  it('differs where nothing stops it', () => {
    const { notLogged, nightly } = run(lender([], late));
    expect(notLogged.differs).toBe(1);
    const [email] = nightly;
    expect([email?.logged, email?.at, email?.verdict]).toEqual([
      'not-logged',
      '2026-11-04T00:00:00-07:00',
      'delayed',
    ]);
    expect(email?.explanations.map(({ kind }) => kind)).toEqual([
      'not-maintained',
      'figures-changed',
      'settings-changed',
      'log-incomplete',
    ]);
    expect(email?.evidence.pointer).toBe('/customers/0/links/0/loan/snapshotDate');
  });

  it('cannot be compared where a fact is missing', () => {
    const { notLogged, missing } = run(
      lender([], (account) => {
        delete link(account).loan.daysPastDue;
      }),
    );
    expect([notLogged['not-compared'], missing]).toEqual([1, [{ fact: 'Days Past Due', emails: 1 }]]);
  });

  it.each<[name: string, log: readonly HistoryRow[], isLogged: boolean]>([
    ['in the 24 hours after it', [row({ notification: 5, at: night })], true],
    ['still queued', [row({ notification: 5, at: night, status: 'queued' })], true],
    ['about no loan in particular', [row({ notification: 5, at: night, loan: undefined })], true],
    ['a day later', [row({ notification: 5, at: '2026-11-05T15:00:04Z' })], false],
    ['before it', [row({ notification: 5, at: '2026-11-04T06:59:59Z' })], false],
    ['by text', [row({ notification: 5, at: night, channel: 'sms' })], false],
    ['in the log of the lender', [row({ notification: 5, at: night, log: 'lender' })], false],
  ])('counts as logged, or not: %s', (_, log, isLogged) => {
    expect(run(lender(log, late)).notLogged.differs).toBe(isLogged ? 0 : 1);
  });

  it('is expected after a bounce too, for LoanPro sends all the same', () => {
    expect(run(lender([bounce], late)).notLogged.differs).toBe(1);
  });

  it.each<[reason: string, edit: (account: WholeAccount) => void, asked?: Partial<ReplayRequest>]>([
    [
      'no-zone',
      (account) => {
        account.tenant = {};
      },
    ],
    [
      'no-date',
      (account) => {
        delete link(account).loan.snapshotDate;
      },
    ],
    ['outside', late, { until: moment('2026-11-04T06:59:59Z') }],
    ['outside', late, { since: moment('2026-11-04T07:00:01Z') }],
    [
      'log-ends',
      (account) => {
        account.exportedAt = '2026-11-05T06:59:59Z';
      },
    ],
    ['left-out', late, { leftOut: new Set(['customer-email']) }],
  ])('is not judged: %s', (reason, edit, asked) => {
    const { notJudged, notLogged } = run(lender([], edit), asked);
    expect([...notJudged]).toEqual([[reason, 1]]);
    expect(notLogged).toEqual({ agrees: 0, differs: 0, 'not-compared': 0 });
  });

  it('is judged where the log goes on after the export', () => {
    const account = lender([row({ at: '2026-11-06T16:00:00Z' })], (one) => {
      one.exportedAt = '2026-11-03T17:20:00Z';
      late(one);
    });
    expect(run(account).notLogged.differs).toBe(1);
  });

  it('is not asked for where there is no log at all', () => {
    expect(run(lender(undefined, late)).nightly).toEqual([]);
  });
});

describe('the exit code', () => {
  it.each<[code: number, name: string, account: WholeAccount, asked?: Partial<ReplayRequest>]>([
    [0, 'all agree', lender([row()])],
    [1, 'one differs', lender([row(), row({ at: '2026-11-03T05:00:00Z' })])],
    [3, 'no log', lender(undefined)],
    [
      3,
      'nothing could be compared',
      lender([row({ notification: undefined })]),
      { message: 'Payment received' },
    ],
    [0, 'nothing in the period', lender([row()]), { message: '4', until: moment('2026-11-01T00:00:00Z') }],
    [0, 'queued alone', lender([row({ status: 'queued' })]), { message: '4' }],
  ])('is %i: %s', (code, _, account, asked) => {
    expect(replayExitCode(run(account, asked))).toBe(code);
  });

  it('is 4 where a check broke', () => {
    const [first] = checks;
    if (!first) throw new Error('no check');
    const broken = {
      ...first,
      run: () => {
        throw new Error('broken');
      },
    };
    expect(replayExitCode(run(lender([row()]), { checks: [broken], message: '4' }))).toBe(4);
  });
});

describe('the log before a moment', () => {
  it('holds the rows of the customer, and those of everybody of the day before, in the order of the file', () => {
    const log = [
      row({ at: '2026-11-03T16:00:00Z' }),
      row({ at: '2026-11-03T15:00:00Z', customer: 9 }),
      row({ at: '2026-11-01T15:00:00Z', customer: 9 }),
      row({ at: '2026-10-01T15:00:00Z' }),
      row({ at: undefined }),
      row({ at: '2026-11-03T16:00:01Z' }),
    ];
    const logAt = logBefore(log);
    expect(logAt(moment('2026-11-03T16:00:00Z'), '2001').indexes).toEqual([1, 3]);
    expect(logAt(moment('2026-11-03T16:00:01Z'), '2001').indexes).toEqual([0, 1, 3]);
    expect(logAt(moment('2026-11-03T16:00:00Z')).indexes).toEqual([1]);
  });
});
