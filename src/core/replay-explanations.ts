import { resultOf } from '../account/delivery-log.js';
import { loanName, sameAddress } from '../account/lookup.js';
import type { Path } from '../account/pointer.js';
import type { Account, Customer, HistoryRow, Loan } from '../account/types.js';
import { timeOf } from './log-before.js';
import type { Evidence, Result, Trace } from './result.js';
import { counted, listed, quoted } from './words.js';

const DAY = 86_400_000; // milliseconds

export type ExplanationKind =
  /** The figures of the loan are those of one day. */
  | 'figures-changed'
  /** The settings are those of the day of the export. */
  | 'settings-changed'
  /** The email went to an address the customer no longer has. */
  | 'address-changed'
  | 'log-incomplete'
  /** The mail server refused it, and LoanPro tries again. */
  | 'mail-server'
  /** The nightly maintenance has not run for the loan. */
  | 'not-maintained'
  /** A bounced address was taken off the suppression list. */
  | 'taken-off-list'
  /** A gate rests on what LoanPro's documentation leaves open. */
  | 'open-question'
  /** Checks were left out by --only or --skip. */
  | 'left-out';

/** What would explain that the log and the verdict differ. */
export interface Explanation {
  readonly kind: ExplanationKind;
  readonly text: string;
  /** The very facts. */
  readonly evidence: readonly Evidence[];
}

/** An email about which the log and the verdict differ. */
export interface Differing {
  readonly account: Account;
  readonly customer: Customer;
  /** Of the customer, of the link and of its loan. */
  readonly at: { readonly customer: Path; readonly loan: Path };
  readonly loan: Loan | undefined;
  /** Milliseconds since 1970. */
  readonly moment: number;
  /** Absent where nothing is logged. */
  readonly row: { readonly value: HistoryRow; readonly index: number } | undefined;
  /** What stops or delays it; nothing where it would send. */
  readonly gates: readonly Result[];
  /** What lets it pass, and on which facts. */
  readonly passes: readonly Result[];
  readonly hasLeftOut: boolean;
  readonly trace: Trace;
  readonly inZone: (ms: number) => string;
}

/** Fields of a loan that describe one day, that of `snapshotDate`. */
const FIGURES = new Set([
  'status',
  'subStatus',
  'loanAge',
  'daysPastDue',
  'amountPastDue',
  'lastHumanActivity',
  'loanRecency',
  'variables',
]);
const LINK_DEPTH = 4; // /customers/0/links/0

/** Everything that would explain it, the likeliest first. */
export function explain(email: Differing): readonly Explanation[] {
  const { row, gates } = email;
  const isStopped = gates.length > 0;
  // Where nothing stops it, the figures it passes with are what may have been others.
  const figures = dated(isStopped ? gates : email.passes).figures;
  const settings = dated(gates).settings;
  const logged = row?.value.status;
  return [
    ...(logged === 'failed' ? mailServer(email) : []),
    ...(row ? [] : notMaintained(email)),
    ...addressChanged(email, settings),
    ...figuresChanged(email, figures),
    ...settingsChanged(email, settings, isStopped),
    ...(row ? [] : logIncomplete(email)),
    ...openQuestions(gates),
    ...(email.hasLeftOut && logged !== 'sent'
      ? [
          {
            kind: 'left-out' as const,
            text: 'A check that was left out by --only or --skip may be what stopped it.',
            evidence: [],
          },
        ]
      : []),
  ];
}

/** An earlier bounce should have stopped it, and yet it was delivered. */
export function explainDelivered({ account, row, trace }: Differing): readonly Explanation[] {
  if (!row) return [];
  const result = resultOf(
    account.communicationHistory ?? [],
    { row: row.index, at: timeOf(row.value.at) ?? 0 },
    Number.POSITIVE_INFINITY,
  );
  const event = result?.event === undefined ? ['status'] : ['events', result.event];
  return [
    {
      kind: 'taken-off-list',
      text: 'The address was taken off the suppression list after that, or the sending service keeps none.',
      evidence: [trace(['communicationHistory', row.index, 'delivery', ...event])],
    },
  ];
}

/** Facts by what dates them. */
function dated(results: readonly Result[]): { figures: readonly Evidence[]; settings: readonly Evidence[] } {
  const all = new Map(
    results.flatMap((result) => result.evidence.map((fact) => [fact.pointer, fact] as const)),
  );
  const figures: Evidence[] = [];
  const settings: Evidence[] = [];
  for (const fact of all.values()) {
    const steps = fact.pointer.split('/').slice(1);
    if (steps[0] === 'communicationHistory') continue;
    const isFigure =
      steps[0] === 'customers' && steps[LINK_DEPTH] === 'loan' && FIGURES.has(steps[LINK_DEPTH + 1] ?? '');
    (isFigure ? figures : settings).push(fact);
  }
  return { figures, settings };
}

function figuresChanged(
  { loan, moment, at, row, trace, inZone }: Differing,
  facts: readonly Evidence[],
): Explanation[] {
  if (!loan || facts.length === 0) return [];
  const name = quoted(loanName(loan) ?? 'without an id');
  const { snapshotDate } = loan;
  if (!snapshotDate) {
    const text = `The figures of loan ${name} have no date (snapshotDate), so they may be of another day.`;
    return [{ kind: 'figures-changed', text, evidence: [trace([...at.loan, 'snapshotDate']), ...facts] }];
  }
  const date = inZone(moment).slice(0, 10);
  const email = row ? 'the email' : 'the nightly run';
  const away = distance(daysBetween(date, snapshotDate), email);
  const text = `The figures of loan ${name} are those of ${snapshotDate}, ${away}. They may have been others then.`;
  return [{ kind: 'figures-changed', text, evidence: facts }];
}

function settingsChanged(
  { account, moment, row, trace, inZone }: Differing,
  facts: readonly Evidence[],
  isStopped: boolean,
): Explanation[] {
  if (isStopped && facts.length === 0) return [];
  const { exportedAt } = account;
  const exported = timeOf(exportedAt);
  const email = row ? 'the email' : 'the nightly run';
  const mark = trace(['exportedAt']);
  if (exported === undefined) {
    const text = `The export does not say of when it is (exportedAt), so the account may have been another at the time of ${email}.`;
    return [{ kind: 'settings-changed', text, evidence: [mark, ...facts] }];
  }
  const away = distance(daysBetween(inZone(moment).slice(0, 10), inZone(exported).slice(0, 10)), email);
  const when = `${inZone(exported)}, ${away}`;
  if (facts.length === 0) {
    const text = `The account is as it was exported at ${when}. What stopped the email may have been put right since.`;
    return [{ kind: 'settings-changed', text, evidence: [mark] }];
  }
  const text = `These facts are as they were exported at ${when}. They may have been others then.`;
  return [{ kind: 'settings-changed', text, evidence: facts }];
}

function addressChanged({ customer, row, at, trace }: Differing, facts: readonly Evidence[]): Explanation[] {
  const { email } = customer;
  const to = row?.value.to?.trim();
  const address = trace([...at.customer, 'email']);
  if (!row || !to || sameAddress(to, email) || !facts.some(({ pointer }) => pointer === address.pointer)) {
    return [];
  }
  const text = `The email was to ${quoted(to)}; the customer's address now is ${email?.trim() ? quoted(email) : 'empty'}.`;
  return [
    {
      kind: 'address-changed',
      text,
      evidence: [trace(['communicationHistory', row.index, 'to']), address],
    },
  ];
}

function mailServer({ account, row, trace, inZone, moment, customer }: Differing): Explanation[] {
  if (!row) return [];
  const history = account.communicationHistory ?? [];
  const events = row.value.delivery?.events ?? [];
  const reasons = events.flatMap(({ reason }, i) =>
    reason?.trim() ? [trace(['communicationHistory', row.index, 'delivery', 'events', i, 'reason'])] : [],
  );
  const later = history.findIndex(
    (other) =>
      other.status === 'sent' &&
      other.channel === 'email' &&
      other.log !== 'lender' &&
      String(other.customer) === String(customer.id) &&
      String(other.notification) === String(row.value.notification) &&
      String(other.loan) === String(row.value.loan) &&
      (timeOf(other.at) ?? Number.NEGATIVE_INFINITY) > moment,
  );
  const retried = timeOf(history[later]?.at);
  const outcome =
    retried === undefined
      ? 'No later row says that it left; mailcheck diagnose with --probe asks the server.'
      : `The same email is logged as sent at ${inZone(retried)}.`;
  return [
    {
      kind: 'mail-server',
      text: `The mail server may have failed or refused it; LoanPro tries failed email again. ${outcome}`,
      evidence: [
        ...reasons,
        ...(retried === undefined ? [] : [trace(['communicationHistory', later, 'status'])]),
      ],
    },
  ];
}

function notMaintained({ loan, moment, at, trace, inZone, account }: Differing): Explanation[] {
  const night = inZone(moment).slice(0, 10);
  const last = loan?.lastMaintenance;
  const exported = timeOf(account.exportedAt);
  // An export from before that night cannot know of its run.
  if (!last || last >= night || exported === undefined || exported < moment) return [];
  return [
    {
      kind: 'not-maintained',
      text: `The last nightly maintenance of the loan is that of ${last}: the run of ${night} left it out, or did not take place.`,
      evidence: [trace([...at.loan, 'lastMaintenance'])],
    },
  ];
}

function logIncomplete({ account, customer }: Differing): Explanation[] {
  const rows = (account.communicationHistory ?? []).filter(
    (row) => String(row.customer) === String(customer.id),
  );
  const held = rows.length === 0 ? 'no row' : counted(rows.length, 'row');
  return [
    {
      kind: 'log-incomplete',
      text: `The log given may be incomplete: it holds ${held} of this customer.`,
      evidence: [],
    },
  ];
}

function openQuestions(gates: readonly Result[]): Explanation[] {
  const open = gates.filter(({ unconfirmed }) => unconfirmed);
  if (open.length === 0) return [];
  const names = [...new Set(open.map(({ check, code }) => `${check.id}/${code}`))];
  return [
    {
      kind: 'open-question',
      text: `${listed(names)} rests on something LoanPro's documentation leaves open, and may be wrong.`,
      evidence: [],
    },
  ];
}

/** Days from one date of the calendar to another. */
function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}

function distance(days: number, email: string): string {
  if (days === 0) return `the day of ${email}`;
  return `${counted(Math.abs(days), 'day')} ${days > 0 ? 'after' : 'before'} ${email}`;
}
