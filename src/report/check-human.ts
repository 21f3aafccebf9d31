import type { Status } from '../core/check.js';
import type { NotificationReport } from '../core/check-account.js';
import type { Result } from '../core/result.js';
import { counted, cut, listed, quoted } from '../core/words.js';
import { isFound, nameOf } from '../findings/mark.js';
import { type Section, sectionsOf } from '../findings/sections.js';
import { accountName, type CheckedAccount, type CheckReport } from './check-json.js';
import { fixes, type Judgement, more, unknowns, warnings } from './findings.js';
import type { Headline } from './headline.js';
import { gates, type HumanOptions } from './human.js';
import { Page } from './page.js';

const MOST_ROWS = 40;
const STATUS_OF = { blocked: 'fail', unknown: 'unknown', delayed: 'delay', sends: 'pass' } as const;

/** A section with what still counts in it. */
interface Open {
  readonly section: Section;
  readonly results: readonly Result[];
}

/** The report of `check` for people: the verdict, then each account, then what to click. */
export function checkReport(report: CheckReport, options: HumanOptions): string {
  const page = new Page(options);
  const { status, word, text } = checkHeadline(report);
  page.headline(status, word, text);
  page.paragraph(`as of ${report.asOf}`, 0, '', 'dim');
  for (const account of report.accounts) {
    accountPart(page, account, report, options);
  }
  const open = report.accounts.flatMap((account) => openSections(account, report));
  const judgements: Judgement[] = open.map(({ results }) => ({ results }));
  fixes(page, judgements, { ...options, counts: 'none' });
  warnings(page, [...judgements, { results: report.upkeep }], { ...options, counts: 'none' });
  unknowns(page, judgements, options);
  accepted(page, report, options);
  return page.text();
}

/** The first line: how much of what was looked at cannot go out. */
export function checkHeadline(report: CheckReport): Headline {
  const open = report.accounts.flatMap((account) => openSections(account, report));
  const results = open.flatMap((one) => one.results);
  const first = (...statuses: readonly Status[]) => results.find(({ status }) => statuses.includes(status));
  const aside = acceptedCount(report);
  const more = aside > 0 ? ` ${counted(aside, 'finding')} accepted.` : '';
  const cause = first('fail');
  if (cause) {
    const stopped = open.filter((one) => one.results.some(({ status }) => status === 'fail'));
    const isAll = stopped.some(({ section }) => section.of.kind === 'settings');
    const what = isAll
      ? 'a setting of the account stops every email.'
      : `${howMany(report, stopped)} cannot go out.`;
    return {
      status: 'fail',
      word: isAll ? 'BLOCKED' : 'PARTLY BLOCKED',
      text: `${what} First cause: ${cause.summary}${more}`,
    };
  }
  const open3 = first('unknown', 'crash');
  if (open3) return { status: 'unknown', word: 'CANNOT TELL', text: `${open3.summary}${more}` };
  const warned = results.filter(({ status }) => status === 'warn').length + report.upkeep.length;
  const but = warned > 0 ? `, with ${counted(warned, 'warning')}` : '';
  const everything = listed([
    counted(ofKind(report, 'notification').length, 'notification'),
    ...(ofKind(report, 'email').length > 0 ? [counted(ofKind(report, 'email').length, 'email')] : []),
  ]);
  return {
    status: 'pass',
    word: 'WOULD SEND',
    text: `nothing that was looked at stops ${everything}${but}.${more}`,
  };
}

/** "3 of 11 notifications and 27 of 90 emails": of what is stopped, how much. */
function howMany(report: CheckReport, stopped: readonly Open[]): string {
  const of = (kind: 'notification' | 'email') => {
    const all = ofKind(report, kind).filter(({ isCounted }) => isCounted).length;
    const count = stopped.filter(({ section }) => section.of.kind === kind).length;
    return count > 0 ? [`${count} of ${counted(all, kind)}`] : [];
  };
  return listed([...of('notification'), ...of('email')]);
}

function ofKind(report: CheckReport, kind: Section['of']['kind']): Section[] {
  return report.accounts.flatMap(({ report: one }) => sectionsOf(one).filter(({ of }) => of.kind === kind));
}

/** The sections that count, with the results that are not accepted. */
function openSections({ report }: CheckedAccount, { marks }: CheckReport): Open[] {
  return sectionsOf(report).flatMap((section) => {
    if (!section.isCounted) return [];
    const results = section.results.filter((result) => isFound(result) && !marks.get(result)?.accepted);
    return results.length > 0 ? [{ section, results }] : [];
  });
}

function accountPart(page: Page, account: CheckedAccount, report: CheckReport, options: HumanOptions): void {
  const [source] = account.sources;
  const of = source?.exportedAt ? ` of ${source.exportedAt}` : '';
  gates(page, `Account: ${accountName(account)}${of}`, 'account', account.report.results, options);
  const { notifications, customers } = account.report;
  page.heading('Notifications');
  const rows = notifications.map((one) => notificationRow(one, report));
  page.table(rows.slice(0, options.verbose ? undefined : MOST_ROWS), 22);
  more(page, rows.length - MOST_ROWS, options.verbose);
  if (customers.length === 0) return;
  page.heading(`Customers (${customers.length})`);
  const people = customerRows(account, report);
  page.table(people.slice(0, options.verbose ? undefined : MOST_ROWS), 24);
  more(page, people.length - MOST_ROWS, options.verbose);
}

/** A row a customer, with what their emails come to and what stops most of them. */
function customerRows(account: CheckedAccount, report: CheckReport): { status: Status; cells: string[] }[] {
  const rows = new Map<object, Section[]>();
  for (const section of sectionsOf(account.report)) {
    if (section.of.kind !== 'email') continue;
    const { customer } = section.of;
    rows.set(customer, [...(rows.get(customer) ?? []), section]);
  }
  return account.report.customers.map(({ customer }) => {
    const all = rows.get(customer) ?? [];
    const counting = all.filter(({ isCounted }) => isCounted);
    const verdicts = counting.map(({ verdict }) => verdict);
    const verdict =
      (['blocked', 'unknown', 'delayed'] as const).find((one) => verdicts.includes(one)) ?? 'sends';
    const alike = verdicts.filter((one) => one === verdict).length;
    const name = cut(customer.name ?? customer.email ?? '', 40);
    const own = counting.flatMap(({ results }) => results);
    const count =
      counting.length === 0 ? 'no email in question' : `${alike} of ${counted(counting.length, 'email')}`;
    return {
      status: counting.length === 0 ? 'skip' : STATUS_OF[verdict],
      cells: [name, customer.id ?? '', `${count}${counting.length === 0 ? '' : ` ${outcome(own, report)}`}`],
    };
  });
}

function notificationRow(
  { notification, isOff, judged, results }: NotificationReport,
  report: CheckReport,
): { status: Status; cells: string[] } {
  const label = cut(notification?.label ?? 'Direct email');
  const id = notification?.id === null || notification === null ? '' : notification.id;
  if (isOff) return { status: 'skip', cells: [label, id, 'switched off'] };
  return {
    status: STATUS_OF[judged.verdict],
    cells: [label, id, outcome(results, report, 'no fault of its own')],
  };
}

/** What stops it, else what is open or worth a look, in the names of the findings. */
function outcome(results: readonly Result[], { marks }: CheckReport, otherwise = 'would send'): string {
  for (const [status, words] of [
    ['fail', 'stopped by'],
    ['crash', 'a bug in'],
    ['unknown', 'unknown:'],
    ['delay', 'would send later:'],
    ['warn', `${otherwise}; worth a look:`],
  ] as const) {
    const found = results.filter((result) => result.status === status);
    if (found.length === 0) continue;
    const names = [...new Set(found.map(nameOf))];
    const isAccepted = found.every((result) => marks.get(result)?.accepted);
    return `${words} ${listed(names)}${isAccepted ? ' (accepted)' : ''}`;
  }
  return otherwise;
}

function acceptedCount({ marks }: CheckReport): number {
  return [...marks.values()].filter((mark) => mark.isCounted && mark.accepted).length;
}

/** What is there and does not count, and what of the baseline is gone. */
function accepted(page: Page, report: CheckReport, { verbose }: HumanOptions): void {
  const { marks, vanished } = report;
  const all = [...marks].filter(([, mark]) => mark.isCounted && mark.accepted);
  if (all.length > 0) {
    page.heading('Accepted, so not counted');
    for (const [result, { accepted }] of all.slice(0, verbose ? undefined : 8)) {
      const { by, reason, until } = accepted ?? {};
      const why = [reason && quoted(reason), until && `until ${until}`].filter((part) => part).join(' ');
      page.paragraph(`${nameOf(result)} (${by}${why ? `: ${why}` : ''}): ${result.summary}`, 2, '- ');
    }
    more(page, all.length - 8, verbose);
  }
  if (vanished && vanished.length > 0) {
    page.heading('In the baseline, but no longer found (--write-baseline drops them)');
    for (const { finding, about } of vanished.slice(0, verbose ? undefined : 8)) {
      page.paragraph(`${finding}: ${cut(about, 100)}`, 2, '- ');
    }
    more(page, vanished.length - 8, verbose);
  }
}
