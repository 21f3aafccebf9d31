import type { Status } from '../core/check.js';
import type { Evidence, Place, Result } from '../core/result.js';
import { cut } from '../core/words.js';
import type { Page } from './page.js';

/** Results that belong together: those of one email, or of one probe. */
export interface Judgement {
  readonly results: readonly Result[];
}

interface Detail {
  readonly verbose: boolean;
  /** What to do about a warning too. */
  readonly withSteps?: boolean;
  /** How many of the judgements say the same; `none` where they are not all emails. */
  readonly counts?: 'emails' | 'none';
}

const MOST_CAUSES = 4;
const MOST_PLACES = 8;
const MOST_FACTS = 3;

/** What stops or delays the mail, where it stands, and what to click. */
export function fixes(
  page: Page,
  emails: readonly Judgement[],
  { verbose, counts = 'emails' }: Detail,
): void {
  const causes = [...causesOf(emails, ['fail']), ...causesOf(emails, ['delay'])];
  if (causes.length === 0) return;
  page.heading('Fix');
  for (const { result, count } of causes.slice(0, verbose ? undefined : MOST_CAUSES)) {
    const many = emails.length > 1 && counts === 'emails' ? ` (${count} of ${emails.length} emails)` : '';
    page.title(result.status, `${result.check.id}/${result.code}`, many);
    page.paragraph(result.summary, 4);
    page.paragraph(whyOf(result), 4);
    for (const fact of result.evidence.slice(0, verbose ? undefined : MOST_FACTS)) {
      page.paragraph(placeAndValue(fact), 4, '', 'dim');
    }
    steps(page, result);
  }
  more(page, causes.length - MOST_CAUSES, verbose);
}

/** What may be in the way. */
export function warnings(
  page: Page,
  emails: readonly Judgement[],
  { verbose, withSteps = verbose, counts = 'emails' }: Detail,
): void {
  const causes = causesOf(emails, ['warn']);
  if (causes.length === 0) return;
  page.heading('Also worth a look');
  for (const { result } of causes.slice(0, verbose ? undefined : MOST_CAUSES)) {
    page.title(result.status, `${result.check.id}/${result.code}`, '');
    // A single email's chain has said it already.
    page.paragraph(
      emails.length > 1 || counts === 'none' ? `${result.summary} ${whyOf(result)}` : whyOf(result),
      4,
    );
    const [fact] = result.evidence;
    if (fact) page.paragraph(placeAndValue(fact), 4, '', 'dim');
    if (withSteps) steps(page, result);
  }
  more(page, causes.length - MOST_CAUSES, verbose);
}

/** One entry a place to look, with all the checks that ask for it. */
export function unknowns(page: Page, emails: readonly Judgement[], { verbose }: Detail): void {
  const places = new Map<string, Set<string>>();
  for (const { result } of causesOf(emails, ['unknown', 'crash'])) {
    for (const step of result.remediation?.steps ?? [result.summary]) {
      places.set(step, (places.get(step) ?? new Set()).add(result.check.id));
    }
  }
  if (places.size === 0) return;
  page.heading('Not known, and where to look');
  for (const [step, ids] of [...places].slice(0, verbose ? undefined : MOST_PLACES)) {
    page.paragraph(`${step} (${[...ids].join(', ')})`, 2, '? ');
  }
  more(page, places.size - MOST_PLACES, verbose);
}

function steps(page: Page, { remediation }: Result): void {
  remediation?.steps.forEach((step, i) => {
    page.paragraph(step, 4, `${i + 1}. `);
  });
}

/** Says how many entries of a list were left out. */
export function more(page: Page, count: number, isAll: boolean): void {
  if (count > 0 && !isAll) page.paragraph(`${count} more; --verbose shows all`, 4, '', 'dim');
}

interface Cause {
  readonly result: Result;
  count: number;
}

/** Results with one of the statuses, alike ones once, in the order of the checks. */
function causesOf(emails: readonly Judgement[], statuses: readonly Status[]): Cause[] {
  const causes = new Map<string, Cause>();
  for (const { results } of emails) {
    for (const result of results) {
      if (!statuses.includes(result.status)) continue;
      const key = JSON.stringify([result.check.id, result.code, result.summary]);
      const known = causes.get(key);
      if (known) known.count += 1;
      else causes.set(key, { result, count: 1 });
    }
  }
  return [...causes.values()];
}

function whyOf({ why, unconfirmed }: Result): string {
  return `${why ?? ''}${unconfirmed ? ' (Not confirmed by LoanPro.)' : ''}`;
}

/** A fact, for a person: where it stands and what it is. */
export function placeAndValue({ pointer, value, contradicts, ...place }: Evidence): string {
  const shown = (seen: unknown) => (seen === undefined ? 'absent' : cut(JSON.stringify(seen), 60));
  const other = contradicts ? `; ${placeIn(contradicts)} says ${shown(contradicts.value)}` : '';
  return `${placeIn(place)} ${cut(pointer, 80)} is ${shown(value)}${other}`;
}

function placeIn({ file, line, column, readAt }: Place): string {
  return line === undefined
    ? `${file}${readAt === undefined ? '' : ` of ${readAt}`}:`
    : `${file}:${line}:${column}`;
}
