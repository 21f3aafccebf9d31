import type { Status } from '../core/check.js';
import type { NightReason, Replay, ReplayedEmail, Tally } from '../core/replayed.js';
import type { Result } from '../core/result.js';
import { counted, cut, listed, quoted } from '../core/words.js';
import { more, placeAndValue } from './findings.js';
import { harmlessJson } from './harmless.js';
import type { HumanOptions } from './human.js';
import { customerJson, resultJson, type Source, subjectJson } from './json.js';
import { Page } from './page.js';

const MOST_EMAILS = 8;
const MOST_FACTS = 4;
const MOST_ROWS = 12;

const SAYS = {
  sends: 'it sends',
  delayed: 'it would be held',
  blocked: 'it is blocked',
  unknown: 'that is not known',
} as const;

const NIGHTS: Readonly<Record<NightReason, string>> = {
  'no-zone': 'the company time zone is not known',
  'no-date': 'the day of the figures is not given (snapshotDate)',
  outside: 'the run after the day of the figures lies outside the period',
  'log-ends': 'the log ends before the 24 hours after the run are over',
  'left-out': 'a check was left out by --only or --skip, and may be what stopped the email',
};

/** The report of `mailcheck replay` for people: the agreement first, then what does not agree and what may explain it. */
export function replayReport(replay: Replay, sources: readonly Source[], options: HumanOptions): string {
  const page = new Page(options);
  page.headline(...headOf(replay));
  context(page, replay, sources);
  table(page, replay);
  differing(page, replay, options);
  stopped(page, replay, options);
  notCompared(page, replay, options);
  unjoined(page, replay, options);
  aside(page, replay);
  assumed(page, replay);
  return page.text();
}

const compared = ({ agrees, differs }: Tally) => agrees + differs;
const all = (tally: Tally) => compared(tally) + tally['not-compared'];

function headOf({ logged, notLogged, hasLog, unjoined }: Replay): readonly [Status, string, string] {
  if (!hasLog)
    return [
      'unknown',
      'CANNOT TELL',
      'The export has no communication log (communicationHistory), so there is nothing to compare with.',
    ];
  const isEmpty = all(logged) + all(notLogged) === 0;
  if (isEmpty && unjoined.length > 0)
    return ['unknown', 'CANNOT TELL', `None of ${counted(unjoined.length, 'logged email')} can be compared.`];
  if (isEmpty) return ['skip', 'NOTHING', 'The log has no email to compare in this period.'];
  const sentences = [
    ...(all(logged) > 0 ? [sentence(logged, 'logged email')] : []),
    ...(all(notLogged) > 0 ? [nightly(notLogged)] : []),
  ];
  const text = sentences.join(' ');
  if (logged.differs + notLogged.differs > 0) return ['warn', 'DIFFERS', text];
  return logged.agrees + notLogged.agrees > 0 ? ['pass', 'AGREES', text] : ['unknown', 'CANNOT TELL', text];
}

/** "13 of 15 logged emails agree; 2 do not; 1 cannot be compared." */
function sentence(tally: Tally, noun: string): string {
  return `${tally.agrees} of ${counted(all(tally), noun)} ${tally.agrees === 1 ? 'agrees' : 'agree'}${rest(tally)}.`;
}

function rest({ differs, 'not-compared': open }: Tally): string {
  return `${differs > 0 ? `; ${differs} ${differs === 1 ? 'does' : 'do'} not` : ''}${open > 0 ? `; ${open} cannot be compared` : ''}`;
}

function nightly(tally: Tally): string {
  const { agrees, differs, 'not-compared': open } = tally;
  const head = `${counted(all(tally), 'email')} of nightly runs ${all(tally) === 1 ? 'is' : 'are'} not logged`;
  if (agrees === all(tally)) return `${head}, rightly so.`;
  const parts = [
    ...(agrees > 0 ? [`${agrees} rightly so`] : []),
    ...(differs > 0 ? [`${differs} should have been`] : []),
    ...(open > 0 ? [`${open} cannot be compared`] : []),
  ];
  return `${head}: ${parts.join(', ')}.`;
}

function context(page: Page, { customer, since, asOf }: Replay, sources: readonly Source[]): void {
  const who = customer ? cut(personText(customer), 120) : 'All customers';
  const from = sources.map(({ name, exportedAt }) => (exportedAt ? `${name} of ${exportedAt}` : name));
  page.paragraph(
    `${who}, ${since ? `from ${since} ` : ''}up to ${asOf}, from ${from.join(', ')}`,
    0,
    '',
    'dim',
  );
}

function personText({ id, name, email }: ReplayedEmail['customer']): string {
  return name ?? email ?? (id === null ? 'a customer' : `customer ${id}`);
}

function table(page: Page, { notifications }: Replay): void {
  if (notifications.length === 0) return;
  page.heading('By notification');
  page.table(
    notifications.map(({ notification, logged, notLogged }) => {
      const agree = all(logged) > 0 ? `${logged.agrees} of ${all(logged)}` : 'none logged';
      const parts = [
        ...(all(logged) > 0 ? [`${logged.agrees === 1 ? 'agrees' : 'agree'}${rest(logged)}`] : []),
        ...(logged.queued > 0 ? [`${logged.queued} still queued`] : []),
        ...(notLogged.agrees > 0 ? [`${notLogged.agrees} rightly not logged`] : []),
        ...(notLogged.differs > 0 ? [`${notLogged.differs} missing`] : []),
        ...(notLogged['not-compared'] > 0 ? [`${notLogged['not-compared']} missing or not: not known`] : []),
      ];
      return {
        status: statusOf(logged, notLogged),
        cells: [cut(notification.label), agree, parts.join('; ')],
      };
    }),
    28,
  );
}

function statusOf(logged: Tally, notLogged: Tally): Status {
  if (logged.differs + notLogged.differs > 0) return 'warn';
  if (logged['not-compared'] + notLogged['not-compared'] > 0) return 'unknown';
  return logged.agrees + notLogged.agrees > 0 ? 'pass' : 'skip';
}

function titleOf({ notification, customer, loan, at }: ReplayedEmail): readonly [string, string] {
  const about = loan ? ` about ${cut(loan.label, 30)}` : '';
  return [quoted(notification.label), ` to ${cut(personText(customer))}${about}, ${minute(at)}`];
}

const minute = (instant: string) => `${instant.slice(0, 10)} ${instant.slice(11, 16)}`;
const codeOf = ({ check, code }: Result) => (code === undefined ? check.id : `${check.id}/${code}`);

function differing(page: Page, { emails, nightly: nights }: Replay, { verbose }: HumanOptions): void {
  const found = [...emails, ...nights].filter(({ outcome }) => outcome === 'differs');
  if (found.length === 0) return;
  page.heading('Does not agree');
  for (const email of found.slice(0, verbose ? undefined : MOST_EMAILS)) {
    const { gates, explanations, evidence } = email;
    page.title('warn', ...titleOf(email));
    page.paragraph(differenceOf(email), 4);
    page.paragraph(placeAndValue(evidence), 4, '', 'dim');
    for (const { summary } of gates.slice(0, verbose ? undefined : 2)) page.paragraph(summary, 4);
    page.paragraph('What may explain it:', 4);
    for (const { text, evidence: facts } of explanations) {
      page.paragraph(text, 4, '- ');
      for (const fact of facts.slice(0, verbose ? undefined : MOST_FACTS))
        page.paragraph(placeAndValue(fact), 6, '', 'dim');
    }
  }
  more(page, found.length - MOST_EMAILS, verbose);
}

function differenceOf({ logged, verdict, gates }: ReplayedEmail): string {
  const by = gates.length > 0 ? ` by ${listed(gates.map(codeOf))}` : '';
  if (logged === 'not-logged')
    return 'Not logged in the 24 hours after this nightly run, and nothing stops it.';
  if (logged === 'sent' && verdict === 'sends')
    return `Logged as sent and delivered, but it should have been stopped on the way${by}.`;
  return `Logged as ${logged}, but ${SAYS[verdict]}${by}.`;
}

/** The gates of emails that failed, were stopped after they had left, or were never made. */
function stopped(page: Page, { emails, nightlyGates }: Replay, { verbose }: HumanOptions): void {
  const agreeing = emails.filter(({ outcome, gates }) => outcome === 'agrees' && gates.length > 0);
  if (agreeing.length + nightlyGates.length === 0) return;
  page.heading('Agrees, and what stopped the email');
  for (const email of agreeing.slice(0, verbose ? undefined : MOST_EMAILS)) {
    const [gate] = email.gates;
    if (!gate) continue;
    page.title('pass', ...titleOf(email));
    page.paragraph(
      `${email.logged === 'failed' ? 'Logged as failed' : 'Logged as sent, and probably stopped on the way'}: ${gate.summary} (${codeOf(gate)})`,
      4,
    );
    page.paragraph(placeAndValue(email.evidence), 4, '', 'dim');
  }
  more(page, agreeing.length - MOST_EMAILS, verbose);
  for (const { check, code, emails: count } of nightlyGates)
    page.paragraph(`${counted(count, 'email')} of nightly runs, not logged: ${check}/${code}`, 2);
}

function notCompared(
  page: Page,
  { emails, nightly: nights, missing }: Replay,
  { verbose }: HumanOptions,
): void {
  const found = [...emails, ...nights].filter(({ outcome }) => outcome === 'not-compared');
  if (found.length === 0) return;
  page.heading('Cannot be compared, because a fact is missing or a rule cannot be worked out');
  for (const { fact, emails: count } of missing.slice(0, verbose ? undefined : MOST_ROWS))
    page.paragraph(`${fact} (${counted(count, 'email')})`, 2, '? ');
  more(page, missing.length - MOST_ROWS, verbose);
  for (const email of found.slice(0, verbose ? undefined : MOST_EMAILS)) {
    page.title('unknown', ...titleOf(email));
    page.paragraph(placeAndValue(email.evidence), 4, '', 'dim');
  }
  more(page, found.length - MOST_EMAILS, verbose);
}

function unjoined(page: Page, { unjoined: rows }: Replay, { verbose }: HumanOptions): void {
  if (rows.length === 0) return;
  page.heading(`Could not be joined: ${counted(rows.length, 'row')} of the log`);
  for (const { text, evidence } of rows.slice(0, verbose ? undefined : MOST_ROWS)) {
    const { file, line, column, pointer } = evidence;
    const place = line === undefined ? file : `${file}:${line}:${column}`;
    page.paragraph(`${place} ${pointer.split('/').slice(0, 3).join('/')}: ${text}`, 2, '? ');
  }
  more(page, rows.length - MOST_ROWS, verbose);
}

function aside(page: Page, { aside: rows, logged, notJudged, hasLog }: Replay): void {
  if (!hasLog) return;
  const texts = [
    ...(logged.queued > 0 ? [`${counted(logged.queued, 'email')} still queued`] : []),
    ...(rows.outside > 0 ? [`${counted(rows.outside, 'email')} outside the period`] : []),
    ...(rows.channels > 0 ? [`${counted(rows.channels, 'row')} of other channels`] : []),
    ...(rows.lenderLog > 0 ? [`${counted(rows.lenderLog, 'row')} of the lender's own log`] : []),
  ];
  page.heading('Not judged');
  if (texts.length > 0) page.paragraph(`In the log: ${texts.join(', ')}.`, 2, '- ');
  for (const [reason, loans] of notJudged)
    page.paragraph(`The nightly run of ${counted(loans, 'loan')}: ${NIGHTS[reason]}.`, 2, '- ');
  for (const text of LIMITS) page.paragraph(text, 2, '- ');
}

/** What a replay never says. */
const LIMITS = [
  'Whether a trigger email is missing is judged for one night alone: the figures of a loan describe one day, and the nightly run after it.',
  'Whether an event email is missing is not judged: the log does not say which events happened.',
];

function assumed(page: Page, { assumptions }: Replay): void {
  if (assumptions.length === 0) return;
  page.heading('Assumed');
  for (const text of assumptions) page.paragraph(text, 2, '- ');
}

/** The JSON document of `mailcheck replay`; its schema is `mailcheck schema report`. */
export function replayJson(replay: Replay, sources: readonly Source[], notes: readonly string[]): string {
  const { customer, logged, notLogged, notifications, notJudged } = replay;
  return harmlessJson({
    schemaVersion: 1,
    command: 'replay',
    asOf: replay.asOf,
    since: replay.since,
    sources,
    customer: customer && customerJson(customer),
    hasLog: replay.hasLog,
    logged: tallyJson(logged),
    notLogged: tallyJson(notLogged),
    notifications: notifications.map((one) => ({
      notification: subjectJson(one.notification),
      logged: tallyJson(one.logged),
      notLogged: tallyJson(one.notLogged),
    })),
    emails: [...replay.emails, ...replay.nightly].map(emailJson),
    nightlyGates: replay.nightlyGates,
    missing: replay.missing,
    unjoined: replay.unjoined,
    aside: replay.aside,
    notJudged: [...notJudged].map(([reason, loans]) => ({ reason, loans })),
    assumptions: [...replay.assumptions, ...LIMITS],
    notes,
  });
}

function tallyJson({ 'not-compared': notCompared, ...tally }: Tally): object {
  return { ...tally, notCompared };
}

function emailJson(email: ReplayedEmail): object {
  const { notification, customer, loan, gates, ...rest } = email;
  return {
    notification: subjectJson(notification),
    customer: customerJson(customer),
    loan: loan && { id: loan.id, displayId: loan.displayId },
    ...rest,
    gates: gates.map(resultJson),
  };
}
