import { counted } from '../core/words.js';
import { code, plain, text } from './markdown-text.js';
import {
  type Report,
  type ReportedAccount,
  type ReportedResult,
  roadOf,
  type Section,
  sectionsOf,
} from './report.js';
import {
  acceptedWords,
  findingsOf,
  fullName,
  grouped,
  placeWords,
  type ReportedFinding,
  sayingKey,
  stepsOf,
  wordsOf,
} from './report-findings.js';

const MOST_CHAINS = 4;
const MOST_CAUSES = 12;
const MOST_SECTIONS = 30;
const MOST_FACTS = 5;
const MOST_LISTED = 12;
const LONGEST_CELL = 200;

const WORST_FIRST = ['blocked', 'unknown', 'delayed', 'sends'] as const;
const VERDICTS = {
  blocked: 'blocked',
  unknown: 'cannot tell',
  delayed: 'would send later',
  sends: 'would send',
};

interface Told {
  readonly account: ReportedAccount;
  readonly section: Section;
}

/** For a ticket: the verdict, the chain of checks, then each cause with its place and numbered steps. */
export function markdownReport(report: Report): string {
  const { headline, version, asOf, sources, notes } = report;
  const from = sources.map(({ name }) => code(name));
  const blocks = [
    `# ${text(headline.word)}: ${text(headline.text)}`,
    `mailcheck ${text(version)}, as of ${text(asOf)}, from ${capped(from).join(', ')}.`,
    ...chains(report),
    ...causes(report),
    ...list('Not known, and where to look', undecided(report)),
    ...list('Accepted', accepted(report)),
    ...list(
      'Notes',
      notes.map((note) => text(note)),
    ),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** An overview where there are several emails, then the chains of those that are not sure to go out. */
function chains({ accounts }: Report): string[] {
  const all = accounts.flatMap((account): Told[] => {
    const { settings, notifications, emails } = account;
    const roads = [...notifications, ...emails];
    return (roads.length > 0 ? roads : [settings]).map((section) => ({ account, section }));
  });
  const worstFirst = WORST_FIRST.flatMap((verdict) => [
    ...all.filter(({ section }) => section.verdict === verdict && section.isCounted),
    ...all.filter(({ section }) => section.verdict === verdict && !section.isCounted),
  ]);
  if (all.length === 1) return worstFirst.flatMap(chain);
  const drawn = worstFirst.filter(({ section }) => section.verdict !== 'sends' && section.isCounted);
  const left = drawn.length - MOST_CHAINS;
  return [
    table(
      ['What', 'Verdict'],
      capped(
        worstFirst.map((told) => row(titleOf(told), verdictOf(told.section))),
        MOST_SECTIONS,
        (left) => row(`and ${left} more`, ''),
      ),
    ),
    ...drawn.slice(0, MOST_CHAINS).flatMap(chain),
    ...(left > 0 ? [`The chains of ${left} more are left out.`] : []),
  ];
}

function chain(told: Told): string[] {
  const { account, section } = told;
  return [
    `## ${titleOf(told)}: ${verdictOf(section)}`,
    table(
      ['Check', 'Result', 'What it says'],
      roadOf(account, section).map((result) =>
        row(
          text(fullName(result)),
          result.accepted ? `${result.status}, accepted` : result.status,
          text(result.summary, LONGEST_CELL),
        ),
      ),
    ),
    ...(section.assumptions.length > 0
      ? [`Taken for granted: ${section.assumptions.map((one) => text(one)).join('; ')}.`]
      : []),
  ];
}

function titleOf({ account, section }: Told): string {
  return `${text(section.title, LONGEST_CELL)} (${code(account.name, LONGEST_CELL)})`;
}

function verdictOf({ verdict, isCounted, nextSendAt }: Section): string {
  const when = nextSendAt === undefined ? '' : `, at ${text(nextSendAt)}`;
  return `${VERDICTS[verdict]}${when}${isCounted ? '' : ' (does not count)'}`;
}

function causes(report: Report): readonly string[] {
  const counting = findingsOf(report).filter(({ isCounted }) => isCounted);
  const groups = grouped(counting, ({ result }) => sayingKey(result));
  return capped(groups.map(cause), MOST_CAUSES, (left) => `${counted(left, 'more cause')} left out.`);
}

function cause(same: readonly [ReportedFinding, ...ReportedFinding[]]): string {
  const [first] = same;
  const { result, weight } = first;
  const many = same.length > 1 ? `, ${counted(same.length, 'time')}` : '';
  const steps = stepsOf(result);
  const facts = result.evidence.map(
    ({ file, line, column, pointer }) =>
      `- ${code(line === undefined ? file : `${file}:${line}:${column ?? 1}`)} ${code(pointer || '/')}`,
  );
  return [
    `## ${text(fullName(result))} (${result.status === 'delay' ? 'delay' : weight}${many})`,
    wordsIn(result),
    capped(facts.length > 0 ? facts : [`- ${code(placeWords(result.place))}`], MOST_FACTS).join('\n'),
    ...(steps.length > 0 ? [steps.map((step, i) => `${i + 1}. ${plain(step)}`).join('\n')] : []),
  ].join('\n\n');
}

/** One entry for all that say the same. */
function undecided({ accounts }: Report): string[] {
  const open = accounts
    .flatMap(sectionsOf)
    .flatMap(({ results }) => results)
    .filter(({ status, code }) => status === 'crash' || (status === 'unknown' && code === undefined));
  return grouped(open, sayingKey).map(
    ([first]) =>
      `${text(first.check)} (${first.status}): ${[wordsIn(first), ...stepsOf(first).map(plain)].join(' ')}`,
  );
}

function accepted(report: Report): string[] {
  return findingsOf(report).flatMap(({ name, result }) =>
    result.accepted
      ? [`${text(name)} at ${code(placeWords(result.place))}: ${plain(acceptedWords(result.accepted))}`]
      : [],
  );
}

const wordsIn = (result: ReportedResult) => wordsOf(result).map(plain).join(' ');

function list(heading: string, entries: readonly string[]): string[] {
  if (entries.length === 0) return [];
  return [`## ${heading}`, capped(entries.map((entry) => `- ${entry}`)).join('\n')];
}

function table(head: readonly string[], rows: readonly string[]): string {
  return [row(...head), row(...head.map(() => '---')), ...rows].join('\n');
}

const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/** The beginning of a list, and how many were left out. */
function capped(
  entries: readonly string[],
  most = MOST_LISTED,
  more = (left: number) => `and ${left} more`,
): readonly string[] {
  const left = entries.length - most;
  return left <= 0 ? entries : [...entries.slice(0, most), more(left)];
}
