import { counted, cut, listed } from '../core/words.js';
import { accepted, countsOf, fixes, unknowns, warnings } from './html/fixes.js';
import { nameOf, stepsOf } from './html/gates.js';
import { mark, statusWords } from './html/marks.js';
import { capped, html, type Markup } from './html/markup.js';
import { asSentence, htmlPage, sentenceCase, texts } from './html/page.js';
import { type Plan, planOf, roadsOf } from './html/plan.js';
import { accountSection, fates } from './html/sections.js';
import { type Report, type ReportedAccount, sectionsOf } from './report.js';

const MOST_SOURCES = 10;
const MOST_ACCOUNTS = 40;
const MOST_RESULTS = 25;

/** The report as one page for a browser or for paper. */
export function htmlReport(report: Report): string {
  const plan = planOf(report);
  const { headline, version } = report;
  const word = sentenceCase(headline.word);
  const body = html`<header><p class="eyebrow">mailcheck: why didn't this email send?</p>
<h1>${mark(headline.status)}<span>${word}</span></h1>
<p class="lead">${asSentence(headline.text)}</p>
${context(report)}</header>
<main>${plan.isSingle ? undefined : contents(report, plan)}${fixes(report, plan)}${warnings(report, plan)}${report.accounts
    .slice(0, MOST_ACCOUNTS)
    .map((account, i) => accountSection(account, i, plan, headingOf(report, account, plan)))}${
    plan.left > 0
      ? html`<p class="quiet">The roads of ${plan.left} more with findings are not drawn.</p>`
      : undefined
  }${
    report.accounts.length > MOST_ACCOUNTS
      ? html`<p class="quiet">${counted(report.accounts.length - MOST_ACCOUNTS, 'more account')} not shown.</p>`
      : undefined
  }${unknowns(report)}${upkeep(report)}${accepted(report)}${texts('assumed', 'Assumed', assumptionsOf(report))}${texts('notes', 'Notes', report.notes)}
</main>
<footer><p>Made by mailcheck ${version} for ${report.asOf}. This page loads nothing from anywhere.</p></footer>`;
  return htmlPage(`${word}: ${cut(headline.text, 100)}`, body, !plan.isSingle);
}

function context(report: Report): Markup {
  const { asOf, sources, accounts } = report;
  const [only, ...others] = accounts.flatMap(roadsOf);
  const emails = accounts.flatMap((account) => account.emails).length;
  const notifications = accounts.flatMap((account) => account.notifications).length;
  const amounts = [
    ...(accounts.length > 1 ? [counted(accounts.length, 'account')] : []),
    ...(notifications > 0 ? [counted(notifications, 'notification')] : []),
    ...(emails > 0 ? [counted(emails, 'email')] : []),
  ];
  const subject = only && others.length === 0 ? cut(only.title, 300) : listed(amounts);
  return html`<dl class="context">${subject === '' ? undefined : html`<dt>Looked at</dt><dd>${subject}</dd>`}<dt>As of</dt><dd><time>${asOf}</time></dd>${
    sources.length === 0
      ? undefined
      : html`<dt>Read from</dt>${sources
          .slice(0, MOST_SOURCES)
          .map(
            ({ name, exportedAt }) =>
              html`<dd>${cut(name, 200)}${exportedAt === null ? '' : ` of ${exportedAt}`}</dd>`,
          )}`
  }${
    sources.length > MOST_SOURCES ? html`<dd>and ${sources.length - MOST_SOURCES} more</dd>` : undefined
  }</dl>`;
}

function headingOf({ command, accounts }: Report, { name }: ReportedAccount, { isSingle }: Plan): string {
  if (isSingle) return 'The road of this email';
  return command === 'diagnose' && accounts.length === 1 ? 'Emails and their roads' : name;
}

function contents(report: Report, plan: Plan): Markup {
  const { fixes: toClick, warnings: toLook } = countsOf(report);
  return html`<nav aria-label="On this page"><p>On this page</p><ul>${
    toClick > 0
      ? html`<li><a href="#next">What to click next</a> <span class="quiet">${counted(toClick, 'cause')}</span></li>`
      : undefined
  }${
    toLook > 0
      ? html`<li><a href="#look">Also worth a look</a> <span class="quiet">${counted(toLook, 'warning')}</span></li>`
      : undefined
  }${report.accounts.slice(0, MOST_ACCOUNTS).map((account, i) => {
    const parts = [
      ...(account.notifications.length > 0 ? [`notifications: ${fates(account.notifications)}`] : []),
      ...(account.emails.length > 0 ? [`emails: ${fates(account.emails)}`] : []),
    ];
    return html`<li><a href="#account-${i + 1}">${cut(headingOf(report, account, plan), 120)}</a> <span class="quiet">${parts.join('; ')}</span></li>`;
  })}</ul></nav>`;
}

/** What mailcheck says of its suppressions and its baseline. */
function upkeep({ upkeep: results }: Report): Markup | undefined {
  if (results.length === 0) return undefined;
  return html`
<section id="upkeep" aria-labelledby="upkeep-h"><h2 id="upkeep-h">Suppressions and baseline</h2><ul class="plain">${capped(
    results,
    MOST_RESULTS,
    (result) =>
      html`<li class="line s-${result.status}">${mark(result.status)}<div><b class="word">${statusWords(result)}</b> ${result.summary} <code>${nameOf(result)}</code>${stepsOf(result)}</div></li>`,
  )}</ul></section>`;
}

function assumptionsOf({ accounts }: Report): readonly string[] {
  const all = accounts.flatMap(sectionsOf).flatMap(({ assumptions }) => assumptions);
  return [...new Set(all)];
}
