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

/** Where a notification or an email has nothing of its own: what the account, or the message, comes to for it. */
const OF_ACCOUNT = {
  sends: '',
  delayed: ', held by a setting of the account',
  unknown: ', but not all settings of the account are known',
  blocked: ', but stopped by a setting of the account',
} as const;
const OF_EMAIL = {
  sends: 'would send',
  delayed: 'would send later, as said above',
  unknown: 'unknown, as said above',
  blocked: 'stopped, as said above',
} as const;

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
  const isOpen = (result: Result) => !report.marks.get(result)?.accepted;
  const open = report.accounts.flatMap((account) => openSections(account, report));
  const results = open.flatMap((one) => one.results);
  const aside = acceptedCount(report);
  const more = aside > 0 ? ` ${counted(aside, 'finding')} accepted.` : '';
  const cause = results.find(({ status }) => status === 'fail');
  if (cause) {
    const stopped = report.accounts.map((account) => stoppedOf(account, isOpen));
    return {
      status: 'fail',
      word: stopped.every(({ isAll }) => isAll) ? 'BLOCKED' : 'PARTLY BLOCKED',
      text: `${howMany(stopped)}. First cause: ${cause.summary}${more}`,
    };
  }
  const undecided = results.find(
    ({ status, check }) => status === 'crash' || (status === 'unknown' && check.worst === 'fail'),
  );
  if (undecided) return { status: 'unknown', word: 'CANNOT TELL', text: `${undecided.summary}${more}` };
  const anyway = report.accounts.map((account) => stoppedOf(account, () => true));
  if (anyway.some(({ sections, isBySetting }) => sections.length > 0 || isBySetting)) {
    return {
      status: 'warn',
      word: 'NOTHING NEW',
      text: `${howMany(anyway)}, but that is accepted (${counted(aside, 'finding')}).`,
    };
  }
  const all = anyway.flatMap(({ looked }) => looked);
  if (all.length === 0) {
    return { status: 'skip', word: 'NOTHING TO SEND', text: `${howManyOff(anyway, false)}.${more}` };
  }
  const off = howManyOff(
    anyway,
    countOf(all, 'notification').length > 0 && countOf(all, 'email').length === 0,
  );
  const everything = `${listed([...countOf(all, 'notification'), ...countOf(all, 'email')])}${off && ` (${off})`}`;
  const delay = results.find(({ status }) => status === 'delay');
  if (delay) return { status: 'delay', word: 'WOULD SEND LATER', text: `${delay.summary}${more}` };
  const warned = [...results.filter(({ status }) => status === 'warn'), ...report.upkeep];
  const raised = warned.filter((result) => report.marks.get(result)?.level === 'error').length;
  const but = `${warned.length > 0 ? `, with ${counted(warned.length, 'warning')}` : ''}${
    raised > 0 ? ` of which ${raised} ${raised === 1 ? 'counts as a failure' : 'count as failures'}` : ''
  }`;
  return {
    status: raised > 0 ? 'warn' : 'pass',
    word: 'WOULD SEND',
    text: `nothing that was looked at stops ${everything}${but}.${more}`,
  };
}

/** What of an account cannot go out. */
interface Stopped {
  /** Every email of it, because of a setting. */
  readonly isBySetting: boolean;
  readonly isAll: boolean;
  /** The notifications and emails that count. */
  readonly looked: readonly Section[];
  /** Those of them that are stopped by something of their own. */
  readonly sections: readonly Section[];
  /** Notifications that are switched off. */
  readonly off: number;
}

function stoppedOf({ report }: CheckedAccount, isHeld: (result: Result) => boolean): Stopped {
  const [settings, ...others] = sectionsOf(report);
  const isStopped = ({ results }: Section) =>
    results.some((result) => result.status === 'fail' && isHeld(result));
  const looked = others.filter(({ isCounted }) => isCounted);
  const sections = looked.filter(isStopped);
  const ids = new Set(sections.map(({ id }) => id));
  const isBySetting = settings !== undefined && isStopped(settings);
  return {
    isBySetting,
    // What stops a notification is not repeated in its emails.
    isAll:
      isBySetting ||
      (looked.length > 0 &&
        looked.every(({ id, of }) => ids.has(id) || (of.kind === 'email' && ids.has(of.message ?? '')))),
    looked,
    sections,
    off: others.filter(({ of, isCounted }) => of.kind === 'notification' && !isCounted).length,
  };
}

/** "3 of 11 notifications and 27 of 90 emails cannot go out": of what is stopped, how much. */
function howMany(stopped: readonly Stopped[]): string {
  const bySetting = stopped.filter(({ isBySetting }) => isBySetting).length;
  if (bySetting > 0 && stopped.length === 1) return 'a setting of the account stops every email';
  const others = stopped.filter((one) => !one.isBySetting);
  const looked = others.flatMap((one) => one.looked);
  const sections = others.flatMap((one) => one.sections);
  const of = (kind: 'notification' | 'email') => {
    const count = sections.filter((section) => section.of.kind === kind).length;
    return count > 0 ? countOf(looked, kind).map((all) => `${count} of ${all}`) : [];
  };
  const off = howManyOff(others, of('notification').length > 0);
  const aside = off && ` (${off})`;
  const bySettings = `in ${bySetting} of ${counted(stopped.length, 'account')} a setting stops every email`;
  if (sections.length === 0) return bySettings;
  const byItself = `${listed([...of('notification'), ...of('email')])}${aside} cannot go out`;
  return bySetting > 0 ? `${bySettings}, and elsewhere ${byItself}` : byItself;
}

/** "2 more are switched off" beside notifications that are on, else "2 notifications are switched off". */
function howManyOff(stopped: readonly Stopped[], isMore: boolean): string {
  const off = stopped.reduce((sum, one) => sum + one.off, 0);
  if (off === 0) return '';
  return `${isMore ? `${off} more` : counted(off, 'notification')} ${off === 1 ? 'is' : 'are'} switched off`;
}

/** "2 notifications"; nothing where there is none. */
function countOf(sections: readonly Section[], kind: 'notification' | 'email'): string[] {
  const all = sections.filter(({ of }) => of.kind === kind);
  if (all.length === 0) return [];
  const isDirect = all.every(({ of }) => of.kind === 'notification' && of.report.notification === null);
  return [counted(all.length, isDirect ? 'direct email' : kind)];
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
      cells: [
        name,
        customer.id ?? '',
        `${count}${counting.length === 0 ? '' : ` ${outcome(own, report, OF_EMAIL[verdict])}`}`,
      ],
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
    cells: [label, id, outcome(results, report, `no fault of its own${OF_ACCOUNT[judged.verdict]}`)],
  };
}

/** What stops it, else what is open or worth a look, in the names of the findings. */
function outcome(results: readonly Result[], { marks }: CheckReport, otherwise: string): string {
  for (const [status, words] of [
    ['fail', 'stopped by'],
    ['crash', 'a bug in'],
    ['unknown', 'unknown:'],
    ['delay', 'would send later:'],
    ['warn', `${otherwise}; worth a look:`],
  ] as const) {
    const found = results.filter((result) => result.status === status);
    if (found.length === 0) continue;
    const names = found.map((result) =>
      marks.get(result)?.accepted ? `${nameOf(result)} (accepted)` : nameOf(result),
    );
    return `${words} ${listed([...new Set(names)])}`;
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
