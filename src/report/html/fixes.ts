import type { Status } from '../../core/check.js';
import { counted, cut, listed } from '../../core/words.js';
import { type Report, type ReportedResult, type Section, sectionsOf } from '../report.js';
import { nameOf, placeWords, stepsOf, tags, whyOf } from './gates.js';
import { mark, statusWords } from './marks.js';
import { capped, html, type Markup } from './markup.js';
import type { Plan } from './plan.js';

const MOST_CAUSES = 5;
const MOST_FOLDED = 40;
const MOST_TITLES = 3;
const MOST_QUESTIONS = 25;

/** Alike results, and where they are. */
interface Cause {
  readonly result: ReportedResult;
  readonly sections: Section[];
  /** It stands in the settings of an account, so it is the same for every email. */
  isGeneral: boolean;
}

/** What stops or delays the mail, and what to click. */
export function fixes(report: Report, plan: Plan): Markup | undefined {
  const causes = [...causesOf(report, ['fail']), ...causesOf(report, ['delay'])];
  if (causes.length === 0) return undefined;
  const more = causes.slice(MOST_CAUSES);
  return html`
<section id="next" aria-labelledby="next-h"><h2 id="next-h">What to click next</h2>
${causes.slice(0, MOST_CAUSES).map((cause) => card(cause, plan))}${
  more.length > 0
    ? html`<details class="fold"><summary>${counted(more.length, 'more cause')}</summary><ul class="plain">${capped(more, MOST_FOLDED, (cause) => html`<li>${folded(cause, plan)}</li>`)}</ul></details>`
    : undefined
}</section>`;
}

/** What may be in the way. */
export function warnings(report: Report, plan: Plan): Markup | undefined {
  const causes = causesOf(report, ['warn']);
  if (causes.length === 0) return undefined;
  return html`
<section id="look" aria-labelledby="look-h"><h2 id="look-h">Also worth a look</h2><ul class="plain">${capped(causes, MOST_FOLDED, (cause) => html`<li>${folded(cause, plan)}</li>`)}</ul></section>`;
}

function card(cause: Cause, plan: Plan): Markup {
  const { result } = cause;
  return html`
<article class="card s-${result.status}"><h3>${mark(result.status)}<span>${cut(result.summary, 400)}</span></h3>${about(cause, plan)}</article>`;
}

function folded(cause: Cause, plan: Plan): Markup {
  const { status, summary } = cause.result;
  return html`<details class="row s-${status}"><summary>${mark(status)}<span><b class="word">${statusWords(cause.result)}</b> ${cut(summary, 400)}</span></summary><div class="body">${about(cause, plan)}</div></details>`;
}

function about(cause: Cause, plan: Plan): Markup {
  const { result } = cause;
  return html`${whyOf(result)}${stepsOf(result)}${plan.isSingle ? undefined : html`<p class="quiet">${concerns(cause, plan)}</p>`}<p class="quiet"><code>${nameOf(result)}</code> at <code>${placeWords(result.place)}</code>${tags(result)}</p>`;
}

function concerns({ sections, isGeneral }: Cause, { drawn }: Plan): Markup {
  if (isGeneral) return html`Concerns every email.`;
  const titles = sections.slice(0, MOST_TITLES).map((section, i) => {
    const id = drawn.get(section)?.id;
    const title = cut(section.title, 120);
    return html`${i > 0 ? ', ' : ''}${id === undefined ? html`${title}` : html`<a href="#${id}">${title}</a>`}`;
  });
  const left = sections.length - MOST_TITLES;
  return html`Concerns ${titles}${left > 0 ? ` and ${left} more` : ''}.`;
}

/** What is not known, an entry a place to look, with all the checks that ask for it. */
export function unknowns(report: Report): Markup | undefined {
  const places = new Map<string, Set<string>>();
  for (const { result } of causesOf(report, ['unknown', 'crash'])) {
    const steps = result.remediation?.steps ?? [];
    for (const step of steps.length > 0 ? steps : [result.summary])
      places.set(step, (places.get(step) ?? new Set()).add(cut(result.check)));
  }
  if (places.size === 0) return undefined;
  return html`
<section id="unknown" aria-labelledby="unknown-h"><h2 id="unknown-h">Not known, and where to look</h2><ul>${capped([...places], MOST_QUESTIONS, ([step, checks]) => html`<li>${step} <span class="quiet">(${listed([...checks])})</span></li>`)}</ul></section>`;
}

/** Findings that are there and do not count, because somebody accepted them. */
export function accepted(report: Report): Markup | undefined {
  const all = grouped(report.accounts.flatMap(placed).filter(({ result }) => result.accepted));
  if (all.length === 0) return undefined;
  return html`
<section id="accepted" aria-labelledby="accepted-h"><h2 id="accepted-h">Accepted, so not counted</h2><ul class="plain">${capped(
    all,
    MOST_FOLDED,
    ({ result }) =>
      html`<li class="line s-${result.status}">${mark(result.status)}<span><b class="word">${statusWords(result)}</b> ${cut(result.summary, 400)} <code>${nameOf(result)}</code>${tags(result)}</span></li>`,
  )}</ul></section>`;
}

/** How many entries each list has; the page says it beside the links to them. */
export function countsOf(report: Report): { readonly fixes: number; readonly warnings: number } {
  return { fixes: causesOf(report, ['fail', 'delay']).length, warnings: causesOf(report, ['warn']).length };
}

interface Placed {
  readonly result: ReportedResult;
  readonly section: Section;
  readonly isGeneral: boolean;
}

/** Alike results once, in the order of the report; those that do not count only where nothing else is to be explained. */
function causesOf({ accounts, headline }: Report, statuses: readonly Status[]): Cause[] {
  const all = accounts
    .flatMap(placed)
    .filter(({ result }) => !result.accepted && statuses.includes(result.status));
  const that = all.filter(({ section }) => section.isCounted);
  return grouped(that.length > 0 || headline.status === 'pass' ? that : all);
}

function placed(account: Report['accounts'][number]): Placed[] {
  return sectionsOf(account).flatMap((section) =>
    section.results.map((result) => ({ result, section, isGeneral: section === account.settings })),
  );
}

function grouped(all: readonly Placed[]): Cause[] {
  const causes = new Map<string, Cause>();
  for (const { result, section, isGeneral } of all) {
    const key = JSON.stringify([result.check, result.code, result.status, result.summary, result.accepted]);
    const known = causes.get(key);
    if (known) known.sections.push(section);
    else causes.set(key, { result, sections: [section], isGeneral });
    if (known && isGeneral) known.isGeneral = true;
  }
  return [...causes.values()];
}
