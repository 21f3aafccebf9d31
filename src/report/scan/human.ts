import { fieldAt } from '../../account/fields.js';
import { fromPointer } from '../../account/pointer.js';
import type { Check } from '../../core/check.js';
import { amount, counted, cut, percent } from '../../core/words.js';
import { type Funnel, funnelOf, type Gate } from '../../scan/funnel.js';
import type { HumanOptions } from '../human.js';
import { Page } from '../page.js';
import { scanHeadline } from './headline.js';
import type { ScannedNotification, ScanReport } from './report.js';

const MOST_LISTED = 3;
const NAME = 36;
/** Narrower than this, cells stand below each other and a heading over them says nothing. */
const WIDE = 72;

const headsOf = (digits: number) => ({
  status: 'skip' as const,
  cells: ['stopped by', ...['first', 'in all', 'only it'].map((head) => head.padStart(digits)), ''],
});

const STATUSES = [
  ['sends', 'pass', 'send'],
  ['delayed', 'delay', 'send later'],
  ['unknown', 'unknown', 'cannot be told'],
  ['blocked', 'fail', 'are stopped'],
] as const;

/** The report of `scan` for people: a funnel for each notification. */
export function scanReport(report: ScanReport, checks: readonly Check[], options: HumanOptions): string {
  const page = new Page(options);
  const funnels = report.notifications.map((one) => ({ ...one, funnel: funnelOf(one.tally, checks) }));
  const { status, word, text } = scanHeadline(report, checks);
  page.headline(status, word, text);
  const names = report.sources.map(({ name, exportedAt }) =>
    exportedAt ? `${name} of ${exportedAt}` : name,
  );
  page.paragraph(`as of ${report.asOf}, from ${names.join(', ')}`, 0, '', 'dim');
  for (const one of funnels) notificationPart(page, one, options);
  badLines(page, report);
  if (report.assumptions.length > 0) {
    page.heading('Assumed');
    for (const assumed of report.assumptions) page.paragraph(assumed, 2, '- ');
  }
  return page.text();
}

type Judged = ScannedNotification & { readonly funnel: Funnel };

function notificationPart(page: Page, one: Judged, options: HumanOptions): void {
  const { notification, enabled, funnel } = one;
  const name = notification ? cut(notification.name ?? notification.id ?? 'without a name') : 'Direct mail';
  page.paragraph('', 0);
  page.title('skip', name, `: ${counted(funnel.pairs, 'email')}${enabled ? '' : ' (switched off)'}`);
  if (funnel.pairs === 0) return;
  const digits = Math.max(7, amount(funnel.pairs).length);
  const number = (count: number) => amount(count).padStart(digits);
  const bar = (count: number, room: number) => bars(count / funnel.pairs, room, options.ascii);
  page.table(
    STATUSES.filter(([key]) => funnel[key] > 0).map(([key, status, words]) => ({
      status,
      cells: [
        words,
        number(funnel[key]),
        percent(funnel[key] / funnel.pairs).padStart(8),
        bar(funnel[key], 20),
      ],
    })),
    NAME,
  );
  if (funnel.gates.length > 0) {
    page.paragraph('', 0);
    const longest = Math.min(NAME, Math.max(...funnel.gates.map((gate) => nameOf(gate).length)));
    const room = Math.min(20, options.width - 4 - (longest + 2) - 3 * (digits + 2));
    const rows = funnel.gates.map((gate) => ({
      status: 'fail' as const,
      cells: [
        nameOf(gate),
        number(gate.stoppedFirst),
        number(gate.stopped),
        number(gate.stoppedOnly),
        bar(gate.stoppedFirst, room),
      ],
    }));
    page.table(options.width >= WIDE ? [headsOf(digits), ...rows] : rows, NAME);
    details(page, funnel, options);
  }
  most(
    page,
    'Missing most often',
    funnel.missing.map(({ fact, pairs }) => `${factWords(fact)} (${amount(pairs)})`),
    options,
  );
  most(
    page,
    'Also',
    funnel.others.map((other) => `${other.finding} (${other.status}, ${amount(other.pairs)})`),
    options,
  );
  most(page, 'Assumed', one.assumptions, options);
  if (funnel.crashed > 0)
    page.paragraph(
      `In ${counted(funnel.crashed, 'email')} a check stopped on a bug of mailcheck; please report it.`,
      4,
      '# ',
    );
}

/** Whom to look at, and which gates stop the same emails. */
function details(page: Page, { gates, overlaps }: Funnel, options: HumanOptions): void {
  most(
    page,
    'Stopped by both',
    overlaps.map(({ findings, pairs }) => `${findings.join(' and ')} (${amount(pairs)})`),
    options,
  );
  if (!options.verbose) return;
  page.paragraph('Examples (customer, loan):', 4);
  for (const gate of gates) {
    const whom = gate.examples.map(
      ({ customer, loan }) => `${cut(customer ?? '?', 30)}, ${cut(loan ?? 'no loan', 30)}`,
    );
    page.paragraph(`${nameOf(gate)}: ${whom.join('; ')}`, 6, '- ');
  }
}

function most(page: Page, what: string, texts: readonly string[], { verbose }: HumanOptions): void {
  if (texts.length === 0) return;
  page.paragraph(`${what}:`, 4);
  for (const text of verbose ? texts : texts.slice(0, MOST_LISTED)) page.paragraph(text, 6, '- ');
  if (!verbose && texts.length > MOST_LISTED)
    page.paragraph(`and ${texts.length - MOST_LISTED} more (--verbose)`, 6, '- ');
}

function badLines(page: Page, { badLines: { count, first } }: ScanReport): void {
  if (count === 0) return;
  page.heading(`Left out: ${counted(count, 'line')} that ${count === 1 ? 'is' : 'are'} no customer`);
  for (const { file, line, message } of first) page.paragraph(`${file}:${line}: ${message}`, 2, '# ');
  if (count > first.length) page.paragraph(`and ${count - first.length} more`, 2, '# ');
}

const nameOf = ({ check, code }: Gate) => `${check}/${code}`;
function bars(part: number, room: number, isAscii: boolean): string {
  const full = part > 0 && room > 0 ? Math.max(1, Math.round(part * room)) : 0;
  return (isAscii ? '#' : '\u2588').repeat(full);
}

/** A missing fact by its name in LoanPro, and where it would stand. */
function factWords(fact: string): string {
  const title = fieldAt(fromPointer(fact))?.field.title;
  return title === undefined ? fact : `${title}, ${fact}`;
}
