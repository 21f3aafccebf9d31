import type { Scope, Status } from '../core/check.js';
import type { Diagnosis, EmailReport } from '../core/diagnose.js';
import type { Result } from '../core/result.js';
import { cut, quoted } from '../core/words.js';
import { fixes, more, placeAndValue, unknowns, warnings } from './findings.js';
import { headline } from './headline.js';
import type { Source } from './json.js';
import { Page, type PageOptions } from './page.js';
import { stages } from './stages.js';

/** How a report for people is printed. */
export interface HumanOptions extends PageOptions {
  /** Also the evidence of every gate, the checks not tried, and every cause. */
  readonly verbose: boolean;
}

const GROUPS: readonly (readonly [Scope, string])[] = [
  ['account', 'Account'],
  ['message', 'Message'],
  ['customer', 'Customer'],
];
const MOST_ROWS = 12;
const STATUS_OF = { blocked: 'fail', unknown: 'unknown', delayed: 'delay', sends: 'pass' } as const;

/** The report for a support engineer: the verdict first, then the chain of gates, then what to click. */
export function humanReport(diagnosis: Diagnosis, sources: readonly Source[], options: HumanOptions): string {
  const page = new Page(options);
  const { emails } = diagnosis;
  const counted = emails.filter((email) => !email.isUncounted);
  // Where every email is stopped by its own message, those are what there is to explain.
  const explained = counted.length > 0 ? counted : emails;

  const { status, word, text } = headline(diagnosis);
  page.headline(status, word, text);
  context(page, diagnosis, sources);
  const [only] = emails;
  if (emails.length === 1 && only) chain(page, only.results, options);
  else overview(page, explained, emails, options);
  if (options.verbose && diagnosis.probed) stages(page, diagnosis.probed);
  untried(page, explained, options);
  fixes(page, explained, options);
  warnings(page, explained, options);
  unknowns(page, explained, options);
  assumptions(page, explained);
  return page.text();
}

function context(page: Page, { customer, asOf, emails }: Diagnosis, sources: readonly Source[]): void {
  const [only, ...others] = emails;
  const person = [customer.name, customer.email && `<${customer.email}>`].filter((part) => part).join(' ');
  const to = cut(person || 'the customer', 120);
  const message = only?.notification ? quoted(only.notification.label) : 'A direct email';
  const about = only?.loan ? ` about loan ${cut(only.loan.label)}` : '';
  page.paragraph(others.length > 0 ? to : `${message} to ${to}${about}`, 0, '', 'dim');
  const id = customer.id === null ? '' : `customer ${cut(customer.id)}, `;
  const from = sources.map(({ name, exportedAt }) => (exportedAt ? `${name} of ${exportedAt}` : name));
  page.paragraph(`${id}as of ${asOf}, from ${from.join(', ')}`, 0, '', 'dim');
}

/** Every gate of one email. */
function chain(page: Page, results: readonly Result[], options: HumanOptions): void {
  for (const [scope, title] of GROUPS) gates(page, title, scope, results, options);
}

const isUntried = ({ reason }: Result) => reason === 'offline';

/** The gates of one scope, a row each. */
export function gates(
  page: Page,
  title: string,
  scope: Scope,
  all: readonly Result[],
  { verbose }: HumanOptions,
): void {
  const results = all.filter(
    (result) => result.check.scope === scope && !result.isLeftOut && (verbose || !isUntried(result)),
  );
  if (results.length === 0) return;
  page.heading(title);
  for (const result of results) {
    const isQuiet = result.status === 'pass' || result.status === 'skip';
    page.row(result.status, result.check.id, result.summary, isQuiet && !verbose);
    if (verbose) for (const fact of result.evidence) page.paragraph(placeAndValue(fact), 6, '', 'dim');
  }
}

/** Many emails: the gates they share once, then a table. */
function overview(
  page: Page,
  explained: readonly EmailReport[],
  all: readonly EmailReport[],
  options: HumanOptions,
): void {
  gates(page, 'Account (the same for every email)', 'account', explained[0]?.results ?? [], options);
  table(page, 'Emails', explained, outcomeOf, options);
  const leftOut = all.filter((email) => !explained.includes(email));
  const title = 'Stopped by the message or the loan itself, so not counted (--message says more)';
  table(page, title, leftOut, messageBlockerOf, options);
}

function table(
  page: Page,
  title: string,
  emails: readonly EmailReport[],
  outcome: (email: EmailReport) => string,
  { verbose }: HumanOptions,
): void {
  if (emails.length === 0) return;
  page.heading(title);
  const rows = alikeTogether(emails, outcome);
  page.table(rows.slice(0, verbose ? undefined : MOST_ROWS), 22);
  more(page, rows.length - MOST_ROWS, verbose);
}

function untried(page: Page, emails: readonly EmailReport[], { verbose }: HumanOptions): void {
  const ids = new Set(
    emails.flatMap(({ results }) => results.filter(isUntried).map(({ check }) => check.id)),
  );
  if (ids.size === 0 || verbose) return;
  page.heading('Not tried without --probe, because these need the network');
  page.paragraph([...ids].join(', '), 2);
}

function assumptions(page: Page, emails: readonly EmailReport[]): void {
  const all = [...new Set(emails.flatMap((email) => email.assumptions))];
  if (all.length === 0) return;
  page.heading('Assumed');
  for (const assumption of all) page.paragraph(assumption, 2, '- ');
}

/** One row for all loans of a notification that fare alike. */
function alikeTogether(
  emails: readonly EmailReport[],
  outcome: (email: EmailReport) => string,
): { status: Status; cells: string[] }[] {
  const rows = new Map<string, { email: EmailReport; loans: string[] }>();
  for (const email of emails) {
    const key = JSON.stringify([email.notification?.id, email.notification?.label, outcome(email)]);
    const row = rows.get(key) ?? { email, loans: [] };
    row.loans.push(email.loan?.label ?? 'no loan');
    rows.set(key, row);
  }
  return [...rows.values()].map(({ email, loans }) => ({
    status: STATUS_OF[email.judged.verdict],
    cells: [
      cut(email.notification?.label ?? 'Direct email'),
      loans.length > 2 ? `${loans.length} loans` : loans.map((loan) => cut(loan, 30)).join(', '),
      outcome(email),
    ],
  }));
}

function outcomeOf({ judged, results, nextSendAt }: EmailReport): string {
  switch (judged.verdict) {
    case 'blocked': {
      const [first, ...others] = results.filter(({ status }) => status === 'fail');
      return `blocked by ${first?.check.id}/${first?.code}${others.length > 0 ? ` and ${others.length} more` : ''}`;
    }
    case 'unknown':
      return `cannot tell: ${judged.unknowns.join(', ')}`;
    case 'delayed':
      return `would send at ${nextSendAt}`;
    case 'sends':
      return 'would send';
  }
}

function messageBlockerOf({ results }: EmailReport): string {
  return results.find(({ status, check }) => status === 'fail' && check.scope === 'message')?.summary ?? '';
}
