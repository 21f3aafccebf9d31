import type { Check } from '../../core/check.js';
import { amount, counted, cut, percent } from '../../core/words.js';
import type { Example } from '../../scan/examples.js';
import { type Funnel, funnelOf, type Gate } from '../../scan/funnel.js';
import { mark } from '../html/marks.js';
import { capped, html, type Markup } from '../html/markup.js';
import { asSentence, htmlPage, sentenceCase, texts } from '../html/page.js';
import { scanHeadline } from './headline.js';
import type { ScannedNotification, ScanReport } from './report.js';

const MOST_NOTIFICATIONS = 60;
const MOST_DRAWN = 24;
const MOST_LISTED = 12;
const MOST_SOURCES = 10;

/** The report of a scan as one page: of each notification the funnel, each step leading to whom it stops. */
export function scanPage(report: ScanReport, checks: readonly Check[], version: string): string {
  const { status, word, text } = scanHeadline(report, checks);
  const funnels = report.notifications
    .slice(0, MOST_NOTIFICATIONS)
    .map((one, i): Drawn => ({ ...one, funnel: funnelOf(one.tally, checks), id: `n${i + 1}` }));
  const left = report.notifications.length - funnels.length;
  const { count, first } = report.badLines;
  const bad = first.map(({ file, line, message }) => `${file}:${line}: ${message}`);
  const body = html`<header><p class="eyebrow">mailcheck: how many emails does each gate stop?</p>
<h1>${mark(status)}<span>${sentenceCase(word)}</span></h1>
<p class="lead">${asSentence(text)}</p>
${context(report)}</header>
<main>${funnels.length > 1 ? contents(funnels) : undefined}${funnels.map((one) => notificationPart(one, checks))}${
    left > 0 ? html`<p class="quiet">${counted(left, 'more notification')} not shown.</p>` : undefined
  }${texts('bad', `Left out: ${counted(count, 'line')}`, [...bad, ...(count > bad.length ? [`and ${amount(count - bad.length)} more`] : [])])}${texts('assumed', 'Assumed', report.assumptions)}${texts('notes', 'Notes', report.notes)}
</main>
<footer><p>Made by mailcheck ${version} for ${report.asOf}. This page loads nothing from anywhere.</p></footer>`;
  return htmlPage(`${sentenceCase(word)}: ${cut(text, 100)}`, body, true);
}

interface Drawn extends ScannedNotification {
  readonly funnel: Funnel;
  readonly id: string;
}

function context({ asOf, sources, customers }: ScanReport): Markup {
  return html`<dl class="context"><dt>Looked at</dt><dd>${counted(customers, 'customer')}</dd><dt>As of</dt><dd><time>${asOf}</time></dd><dt>Read from</dt>${sources
    .slice(0, MOST_SOURCES)
    .map(
      ({ name, exportedAt }) =>
        html`<dd>${cut(name, 200)}${exportedAt === null ? '' : ` of ${exportedAt}`}</dd>`,
    )}${
    sources.length > MOST_SOURCES ? html`<dd>and ${sources.length - MOST_SOURCES} more</dd>` : undefined
  }</dl>`;
}

function contents(all: readonly Drawn[]): Markup {
  return html`<nav aria-label="On this page"><p>On this page</p><ul>${all.map(
    (one) => html`<li><a href="#${one.id}">${titleOf(one)}</a> <span class="quiet">${fates(one)}</span></li>`,
  )}</ul></nav>`;
}

function titleOf({ notification }: ScannedNotification): string {
  return notification ? cut(notification.name ?? notification.id ?? 'without a name', 120) : 'Direct mail';
}

function fates({ enabled, funnel }: Drawn): string {
  if (!enabled) return 'switched off';
  const parts = TOTALS.flatMap(([key, , words]) =>
    funnel[key] > 0 ? [`${amount(funnel[key])} ${words}`] : [],
  );
  return parts.length > 0 ? parts.join(', ') : 'nobody';
}

const TOTALS = [
  ['sends', 'pass', 'would send'],
  ['delayed', 'delay', 'would send later'],
  ['unknown', 'unknown', 'cannot be told'],
  ['blocked', 'fail', 'are stopped'],
] as const;

function notificationPart(one: Drawn, checks: readonly Check[]): Markup {
  const { id, funnel, enabled } = one;
  const { pairs, gates, overlaps, missing, others, crashed } = funnel;
  return html`
<section id="${id}"><h2>${titleOf(one)}</h2>
<p>${counted(pairs, 'email')}${enabled ? '' : '. It is switched off, so it does not count'}.</p>${
    pairs === 0
      ? undefined
      : html`<ul class="plain totals">${TOTALS.filter(([key]) => funnel[key] > 0).map(
          ([key, status, words]) =>
            html`<li class="line s-${status}">${mark(status)}<span><b class="word">${amount(funnel[key])}</b> ${words} <span class="quiet">(${percent(funnel[key] / pairs)})</span></span></li>`,
        )}</ul>`
  }${gates.length === 0 ? undefined : funnelPart(one, checks)}${list(
    'Stopped by both',
    overlaps.map(
      ({ findings: [a, b], pairs: both }) => html`<code>${a}</code> and <code>${b}</code>: ${amount(both)}`,
    ),
  )}${list(
    'Missing most often',
    missing.map(({ fact, pairs: open }) => html`<code>${fact}</code>: ${amount(open)}`),
  )}${list(
    'Also found',
    others.map(
      ({ finding, status, pairs: found }) =>
        html`<code>${finding}</code> (${status === 'warn' ? 'warning' : 'sends later'}): ${amount(found)}`,
    ),
  )}${
    crashed > 0
      ? html`<p>In ${counted(crashed, 'email')} a check stopped on a bug of mailcheck; please report it.</p>`
      : undefined
  }${list(
    'Assumed',
    one.assumptions.map((text) => html`${text}`),
  )}</section>`;
}

function list(title: string, items: readonly Markup[]): Markup | undefined {
  if (items.length === 0) return undefined;
  return html`<h3>${title}</h3><ul>${capped(items, MOST_LISTED, (item) => html`<li>${item}</li>`)}</ul>`;
}

function funnelPart({ id, funnel }: Drawn, checks: readonly Check[]): Markup {
  const { gates } = funnel;
  const titles = new Map(checks.map((check) => [check.id, check.title]));
  return html`
${drawing(funnel, id)}
<ol class="stops" aria-label="The gates that stop emails, in their order">${gates.map((gate, i) => {
    const { check, code, reached, stopped, stoppedFirst, stoppedOnly, examples } = gate;
    return html`
<li class="s-fail"><details><summary>${mark('fail')}<span class="name">${check}/${code}</span><span class="said"><b class="word">${amount(stopped)}</b> <span class="quiet">(${percent(stopped / funnel.pairs)})</span></span></summary><div class="body" id="${stepId(id, i)}">
<p class="quiet">The gate: ${titles.get(check) ?? check}.</p>
<p>${counted(reached, 'email')} ${reached === 1 ? 'gets' : 'get'} here; ${amount(stoppedFirst)} ${stoppedFirst === 1 ? 'is' : 'are'} stopped first here, ${amount(stopped)} in all. ${fixed(stoppedOnly)}</p>${such(examples)}
<p class="quiet"><code>mailcheck explain ${check}/${code}</code></p></div></details></li>`;
  })}</ol>`;
}

const stepId = (id: string, i: number) => `${id}-g${i + 1}`;

function fixed(only: number): string {
  return only === 0
    ? 'With this alone put right, no more would go out: other gates stop them too.'
    : `With this alone put right, ${amount(only)} more would not be stopped.`;
}

function such(examples: readonly Example[]): Markup | undefined {
  if (examples.length === 0) return undefined;
  return html`<p>Such as:</p><ul>${examples.map(
    ({ customer, loan }) =>
      html`<li>customer <code>${cut(customer ?? 'without an id', 80)}</code>${loan === null ? ', without a loan' : html`, loan <code>${cut(loan, 80)}</code>`}</li>`,
  )}</ul>`;
}

const WIDTH = 920;
const ROW = 30;
const NAMES = 330;
const BARS = 470;

/**
 * The funnel as a drawing for wide screens and paper: a bar a gate for the emails that get there, and the part of it
 * that ends there. The list of gates below it says the same.
 */
function drawing({ gates, pairs, sends, delayed, unknown }: Funnel, id: string): Markup {
  const drawn = gates.slice(0, MOST_DRAWN);
  const width = (count: number) => Math.round((count / pairs) * BARS * 10) / 10;
  const through = sends + delayed + unknown;
  return html`<svg class="funnel" viewBox="0 0 ${WIDTH} ${(drawn.length + 1) * ROW}" role="group" aria-labelledby="${id}-t">
<title id="${id}-t">A funnel of ${counted(pairs, 'email')} through ${counted(gates.length, 'gate')}; ${amount(through)} are not stopped</title>${drawn.map(
    (gate, i) => step(gate, i, stepId(id, i), width),
  )}
<g transform="translate(0 ${drawn.length * ROW})"><text class="name" x="${NAMES}" y="19">${gates.length > drawn.length ? `${counted(gates.length - drawn.length, 'more gate')}, then not stopped` : 'not stopped'}</text><rect class="open" x="${NAMES + 14}" y="5" width="${width(through)}" height="20"/><text x="${NAMES + BARS + 26}" y="19">${amount(through)}</text></g></svg>`;
}

function step(gate: Gate, i: number, target: string, width: (count: number) => number): Markup {
  const { check, code, reached, stoppedFirst } = gate;
  const name = `${check}/${code}`;
  const left = reached - stoppedFirst;
  const x = NAMES + 14;
  return html`
<a href="#${target}"><g transform="translate(0 ${i * ROW})"><rect class="row" width="${WIDTH}" height="${ROW}"/><text class="name" x="${NAMES}" y="19">${cut(name, 46)}</text><rect class="open" x="${x}" y="5" width="${width(left)}" height="20"/><rect class="stopped" x="${x + width(left)}" y="5" width="${stoppedFirst === 0 ? 0 : Math.max(width(stoppedFirst), 1.5)}" height="20"/><text x="${NAMES + BARS + 26}" y="19">${stoppedFirst === 0 ? '0' : `−${amount(stoppedFirst)}`}</text></g></a>`;
}
