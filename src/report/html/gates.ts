import type { Evidence, Place } from '../../core/result.js';
import { counted, cut } from '../../core/words.js';
import type { Accepted, Level, ReportedResult } from '../report.js';
import { mark, statusWords } from './marks.js';
import { capped, html, type Markup } from './markup.js';
import type { Gate } from './road.js';

const MOST_RESULTS = 10;
const MOST_FACTS = 10;
const MOST_STEPS = 15;

/** The gates of a road below one another, along a line; each unfolds to what it rests on and what to do. */
export function gateList(gates: readonly Gate[], name: string): Markup {
  return html`<ol class="gates" aria-label="${name}">${gates.map(gate)}</ol>`;
}

function gate({ number, check, gravest, results, stop, isBeyond }: Gate): Markup {
  const others = results.length - 1;
  return html`
<li class="s-${gravest.status}${isBeyond ? ' beyond' : ''}${stop === undefined ? '' : ' stop'}"><details><summary>${mark(gravest.status)}<span class="name"><span class="count">${number}</span> ${cut(check, 80)}</span><span class="said"><b class="word">${stop ?? statusWords(gravest)}</b> ${gravest.summary}${
    others > 0 ? html` <span class="quiet">(${counted(others, 'more result')})</span>` : undefined
  }${tags(gravest)}</span></summary><div class="body">
<p class="quiet">The gate: ${gravest.title}.</p>${results
    .slice(0, MOST_RESULTS)
    .map((result, i) => one(result, i > 0))}${
    results.length > MOST_RESULTS
      ? html`<p class="quiet">${counted(results.length - MOST_RESULTS, 'more result')} not shown.</p>`
      : undefined
  }</div></details></li>`;
}

function one(result: ReportedResult, withSummary: boolean): Markup {
  const { status, summary, code } = result;
  return html`<div class="result">${
    withSummary
      ? html`<p class="s-${status}"><b class="word">${statusWords(result)}</b> ${summary}${tags(result)}</p>`
      : undefined
  }${whyOf(result)}${facts(result.evidence)}${stepsOf(result)}${
    code === undefined ? undefined : html`<p class="quiet">Finding <code>${nameOf(result)}</code></p>`
  }</div>`;
}

/** The full name of a finding. */
export const nameOf = ({ check, code }: ReportedResult) =>
  code === undefined ? cut(check, 80) : `${cut(check, 80)}/${cut(code, 80)}`;

/** Why it matters for the mail. */
export function whyOf({ why, unconfirmed }: ReportedResult): Markup | undefined {
  if (why === undefined && !unconfirmed) return undefined;
  return html`<p>${why}${unconfirmed ? ' (Not confirmed by LoanPro.)' : ''}</p>`;
}

const OWN_LEVEL: Readonly<Partial<Record<ReportedResult['status'], Level>>> = {
  fail: 'error',
  warn: 'warning',
  delay: 'note',
};

/** What makes it count for less, or for more, than it would by itself. */
export function tags(result: ReportedResult): Markup {
  const own = OWN_LEVEL[result.status];
  const isReweighed = own !== undefined && own !== result.level && !result.accepted;
  return html`${isReweighed ? html` <span class="tag">counts as ${result.level}, by the configuration</span>` : undefined}${
    result.accepted ? html` <span class="tag">${acceptedWords(result.accepted)}</span>` : undefined
  }`;
}

const ACCEPTED_BY = {
  baseline: 'accepted: in the baseline',
  comment: 'accepted: by a comment beside the line',
  configuration: 'accepted: by the configuration',
} as const;

function acceptedWords({ by, reason, until }: Accepted): string {
  const why = reason === undefined ? '' : `: ${cut(reason, 200)}`;
  return `${ACCEPTED_BY[by]}${why}${until === undefined ? '' : ` (until ${until})`}`;
}

/** What to click, in order. */
export function stepsOf({ remediation, status }: ReportedResult): Markup | undefined {
  if (!remediation || remediation.steps.length === 0) return undefined;
  const { steps, url } = remediation;
  const items = capped(steps, MOST_STEPS, (step) => html`<li>${step}</li>`);
  const isQuestion = status === 'unknown' || status === 'crash';
  // Any other scheme would be followed by a click, too.
  const more =
    url?.startsWith('https://') && url.length < 500
      ? html`<p class="quiet">More: <a href="${url}" rel="noopener noreferrer">${url}</a></p>`
      : undefined;
  const list = isQuestion ? html`<ul class="steps">${items}</ul>` : html`<ol class="steps">${items}</ol>`;
  return html`${list}${more}`;
}

/** The facts a result rests on: where each stands, and what it is. */
function facts(evidence: readonly Evidence[]): Markup | undefined {
  if (evidence.length === 0) return undefined;
  return html`<ul class="facts">${capped(evidence, MOST_FACTS, fact)}</ul>`;
}

function fact({ pointer, value, contradicts, ...place }: Evidence): Markup {
  const other = contradicts
    ? html` <span class="quiet">but ${placeWords(contradicts)} says</span> <code>${shown(contradicts.value)}</code>`
    : undefined;
  return html`<li><span class="quiet">${placeWords(place)}</span> <code>${cut(pointer, 200)}</code> <span class="quiet">is</span> <code>${shown(value)}</code>${other}</li>`;
}

const shown = (value: unknown) => (value === undefined ? 'absent' : cut(JSON.stringify(value), 200));

/** `file:line:column`, or where and when it was read. */
export function placeWords({ file, line, column, readAt }: Place): string {
  const name = cut(file, 200);
  if (line !== undefined) return `${name}:${line}:${column ?? 1}`;
  return readAt === undefined ? name : `${name} at ${readAt}`;
}
