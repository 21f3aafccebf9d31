import { counted, cut } from '../../core/words.js';
import { type ReportedAccount, roadOf, type Section } from '../report.js';
import { gateList, nameOf } from './gates.js';
import { statusWords, verdict } from './marks.js';
import { html, type Markup } from './markup.js';
import { type Drawn, hasOwn, isFound, type Plan } from './plan.js';
import { drawing, gatesOf } from './road.js';

const MOST_ROWS = 200;
/** Rows that stand unfolded; a longer list is folded on paper too. */
const MOST_SHOWN = 25;
const LONGEST_TITLE = 160;

/** What became of the emails of a list, such as "3 blocked, 2 would send". */
export function fates(sections: readonly Section[]): string {
  const judged = sections.filter(({ isCounted }) => isCounted);
  const words = FATES.flatMap(([kind, text]) => {
    const count = judged.filter(({ verdict: one }) => one === kind).length;
    return count > 0 ? [`${count} ${text}`] : [];
  });
  const left = sections.length - judged.length;
  return [...words, ...(left > 0 ? [`${left} not counted`] : [])].join(', ');
}

const FATES = [
  ['blocked', 'blocked'],
  ['unknown', 'cannot be told'],
  ['delayed', 'would send later'],
  ['sends', 'would send'],
] as const;

/** An account: its settings, tables of its notifications and emails, and the roads that are worth drawing. */
export function accountSection(account: ReportedAccount, index: number, plan: Plan, heading: string): Markup {
  const id = `account-${index + 1}`;
  const { settings, notifications, emails } = account;
  const drawn = [...plan.drawn.values()].filter((road) => road.account === account);
  return html`
<section id="${id}" aria-labelledby="${id}-h"><h2 id="${id}-h">${cut(heading, LONGEST_TITLE)}</h2>${
    plan.isSingle ? undefined : settingsList(settings, `${id}-s`)
  }${plan.isSingle ? undefined : table('Notifications', notifications, account, plan)}${
    plan.isSingle ? undefined : table('Emails', emails, account, plan)
  }${
    plan.isSingle || drawn.length === 0
      ? undefined
      : html`
<h3>Roads</h3><p class="quiet">Every gate that an email passes, and where it ends.</p>`
  }${drawn.map((one, i) => (plan.isSingle ? road(one, []) : foldedRoad(one, i === 0)))}</section>`;
}

function settingsList(settings: Section, id: string): Markup | undefined {
  if (settings.results.length === 0) return undefined;
  const gates = gatesOf(settings.results, settings.verdict);
  const found = settings.results.filter(isFound);
  return html`
<h3 id="${id}">${cut(settings.title, LONGEST_TITLE)}</h3><p class="quiet">The same for every email: ${
    found.length === 0
      ? html`${counted(gates.length, 'gate')}, nothing found.`
      : html`${counted(found.length, 'finding')} in ${counted(gates.length, 'gate')}.`
  }</p>
<details class="fold"${found.some(({ status }) => status === 'fail') ? html` open` : undefined}><summary>Gates of the account</summary>${gateList(gates, 'Gates of the account')}</details>`;
}

function table(
  name: string,
  sections: readonly Section[],
  account: ReportedAccount,
  plan: Plan,
): Markup | undefined {
  if (sections.length === 0) return undefined;
  const judged = sections.filter(({ isCounted }) => isCounted);
  const found = judged.filter((section) => hasOwn(account, section));
  const quiet = judged.filter((section) => !hasOwn(account, section));
  const others = sections.filter(({ isCounted }) => !isCounted);
  const show = (list: readonly Section[], caption: string) => rows(list, caption, account, plan);
  const more = found.slice(MOST_SHOWN);
  const fold = (list: readonly Section[], words: string) =>
    list.length === 0
      ? undefined
      : html`<details class="fold${list.length > MOST_SHOWN ? ' long' : ''}"><summary>${list.length} ${words}</summary>${show(list, `${name}: ${words}`)}</details>`;
  return html`
<h3>${name}</h3><p class="quiet">${fates(sections)}.</p>${
    found.length > 0 ? show(found.slice(0, MOST_SHOWN), `${name} with findings`) : undefined
  }${fold(more, 'more with findings')}${fold(quiet, 'without findings of their own')}${fold(
    others,
    'not counted: switched off, or stopped by the message or the loan itself',
  )}`;
}

function rows(sections: readonly Section[], caption: string, account: ReportedAccount, plan: Plan): Markup {
  const left = sections.length - MOST_ROWS;
  return html`
<table><caption class="unseen">${caption}</caption><thead class="unseen"><tr><th scope="col">Verdict</th><th scope="col">Email</th></tr></thead><tbody>${sections
    .slice(0, MOST_ROWS)
    .map((section) => row(section, account, plan))}</tbody></table>${
    left > 0 ? html`<p class="quiet">${left} more are not shown.</p>` : undefined
  }`;
}

function row(section: Section, account: ReportedAccount, { drawn }: Plan): Markup {
  const road = drawn.get(section);
  const gates = road?.gates ?? gatesOf(roadOf(account, section), section.verdict);
  const end = gates.find(({ stop }) => stop !== undefined)?.gravest ?? section.results.find(isFound);
  const title = cut(section.title, LONGEST_TITLE);
  return html`
<tr><td>${verdict(section)}</td><td>${road ? html`<a href="#${road.id}">${title}</a>` : html`${title}`}${
    end
      ? html`<br><span class="quiet">${cut(end.summary, 240)} <code>${nameOf(end)}</code></span>`
      : undefined
  }</td></tr>`;
}

function foldedRoad(one: Drawn, isOpen: boolean): Markup {
  const { section } = one;
  return html`
<details class="email"${isOpen ? html` open` : undefined}><summary><h4>${verdict(section)}<span class="title">${cut(section.title, LONGEST_TITLE)}</span></h4></summary>${road(one, section.assumptions)}</details>`;
}

function road({ section, gates, id }: Drawn, assumptions: readonly string[]): Markup {
  const { isCounted, nextSendAt } = section;
  return html`<div class="way" id="${id}">${
    isCounted
      ? undefined
      : html`<p class="quiet">Not counted: it is switched off, or the message or the loan itself stops it.</p>`
  }${nextSendAt === undefined ? undefined : html`<p>It can leave at <time>${nextSendAt}</time>.</p>`}
<p class="legend quiet">${end(gates)}</p>
${drawing(gates, id)}
${gateList(gates, 'The gates, in the order in which the email meets them')}${
  assumptions.length === 0
    ? undefined
    : html`<p class="quiet">Assumed: ${cut(assumptions.slice(0, 5).join('; '), 600)}.</p>`
}</div>`;
}

function end(gates: Drawn['gates']): Markup {
  const stop = gates.find((gate) => gate.stop !== undefined);
  if (!stop) return html`${counted(gates.length, 'gate')}, and none of them stops the email.`;
  const beyond = gates.filter(({ isBeyond }) => isBeyond).length;
  const { gravest, number } = stop;
  return html`Gate ${number} of ${gates.length}, <code>${cut(stop.check, 80)}</code>: ${statusWords(gravest)}.${
    beyond > 0
      ? ` ${beyond === 1 ? 'The gate behind it is' : `The ${beyond} gates behind it are`} judged too, though the email does not get there${gravest.status === 'fail' ? '' : ' for certain'}.`
      : ''
  }`;
}
