import type { Check } from '../../core/check.js';
import { amount, counted, cut, percent } from '../../core/words.js';
import { uniqueNames } from '../../findings/sections.js';
import { type Limit, shareOf } from '../../scan/exit-code.js';
import { type Funnel, funnelOf, type Gate } from '../../scan/funnel.js';
import type { Tally } from '../../scan/tally.js';
import type { Report, ReportedResult, Section } from '../report.js';
import { scanHeadline } from './headline.js';
import { isIncomplete, type ScannedNotification, type ScanReport } from './report.js';

/**
 * The scan as the formats for CI print it: a section a notification, and in it one result a gate and finding, however
 * many emails it stops.
 * @param limits where there are any, a finding within them does not make the run fail.
 */
export function scanAsReport(
  report: ScanReport,
  checks: readonly Check[],
  limits: readonly Limit[],
  version: string,
): Report {
  const { asOf, sources, notes, notifications, assumptions } = report;
  const name = sources.map((source) => source.name).join(' + ');
  const file = sources[0]?.name ?? '';
  const unique = uniqueNames();
  return {
    command: 'scan',
    version,
    headline: scanHeadline(report, checks),
    asOf,
    sources,
    accounts: [
      {
        name,
        settings: {
          id: 'settings',
          title: 'Settings of the account',
          verdict: 'sends',
          isCounted: false,
          assumptions,
          results: brokenOff(report, file, checks.length),
        },
        notifications: notifications.map((one) => sectionOf(one, unique, checks, limits, file)),
        emails: [],
      },
    ],
    upkeep: [],
    notes,
  };
}

function sectionOf(
  one: ScannedNotification,
  unique: (name: string) => string,
  checks: readonly Check[],
  limits: readonly Limit[],
  file: string,
): Section {
  const { notification, enabled, assumptions } = one;
  const funnel = funnelOf(one.tally, checks);
  const id = unique(
    notification ? `notification ${notification.id ?? notification.name ?? ''}`.trim() : 'direct',
  );
  const title = notification ? (notification.name ?? notification.id ?? 'without a name') : 'Direct mail';
  const rest = {
    place: one.place.file === '' ? { ...one.place, file } : one.place,
    evidence: [],
    missing: [],
  };
  return {
    id,
    title: `${cut(title)}: ${counted(funnel.pairs, 'email')}`,
    verdict: verdictOf(funnel),
    isCounted: enabled,
    assumptions,
    results: [
      ...funnel.gates.map((gate) => ({
        ...rest,
        ...aboutCheck(gate.check, checks),
        status: 'fail' as const,
        code: gate.code,
        level: isWithin(gate, one.tally, limits) ? ('warning' as const) : ('error' as const),
        summary: stopsWords(gate, funnel),
        fingerprint: `${id} ${gate.check}/${gate.code}`,
      })),
      ...funnel.others.map(({ finding, status, pairs }) => {
        const check = finding.slice(0, finding.indexOf('/'));
        return {
          ...rest,
          ...aboutCheck(check, checks),
          status,
          code: finding.slice(check.length + 1),
          level: status === 'warn' ? ('warning' as const) : ('note' as const),
          summary: `It concerns ${amount(pairs)} of ${counted(funnel.pairs, 'email')}, and stops none for certain.`,
          fingerprint: `${id} ${finding}`,
        };
      }),
      ...remainder(funnel).map((result) => ({ ...rest, ...result, order: checks.length })),
    ],
  };
}

function aboutCheck(
  id: string,
  checks: readonly Check[],
): Pick<ReportedResult, 'order' | 'check' | 'title' | 'scope'> {
  const order = checks.findIndex((check) => check.id === id);
  const { title = id, scope = 'message' } = checks[order] ?? {};
  return { order, check: id, title, scope };
}

/** That something broke, so that not all was counted. */
function brokenOff(
  { badLines, partial, broken, ...report }: ScanReport,
  file: string,
  order: number,
): ReportedResult[] {
  if (!isIncomplete({ badLines, partial, broken, ...report })) return [];
  const [line] = badLines.first;
  const said = [
    ...(badLines.count > 0
      ? [
          `${counted(badLines.count, 'line')} that ${badLines.count === 1 ? 'is' : 'are'} no customer ${badLines.count === 1 ? 'was' : 'were'} left out.`,
        ]
      : []),
    ...(partial ? ['The scan was ended early: this is a part of the whole.'] : []),
    ...(broken ? ['LoanPro could not be read to the end.'] : []),
  ];
  return [
    {
      order,
      check: 'scan',
      title: 'All customers were read',
      scope: 'account',
      status: 'crash',
      level: 'error',
      summary: said.join(' '),
      evidence: [],
      missing: [],
      place: { file: line?.file ?? file, line: line?.line ?? 1, column: 1 },
      fingerprint: '',
    },
  ];
}

/** What no gate stops: that nothing does, or that it is not known of some; and that a check broke. */
function remainder({
  gates,
  unknown,
  pairs,
  crashed,
}: Funnel): Omit<ReportedResult, 'order' | 'place' | 'evidence' | 'missing'>[] {
  const base = { check: 'scan', title: 'Nothing stops an email', scope: 'message', fingerprint: '' } as const;
  if (crashed > 0) {
    const summary = `In ${counted(crashed, 'email')} a check stopped on a bug of mailcheck; please report it.`;
    return [{ ...base, status: 'crash', level: 'error', summary }];
  }
  if (unknown > 0) {
    const summary = `Of ${amount(unknown)} of ${counted(pairs, 'email')} a needed fact is missing.`;
    return [{ ...base, status: 'unknown', level: 'warning', summary }];
  }
  if (gates.length > 0) return [];
  return [
    { ...base, status: 'pass', level: 'none', summary: `None of ${counted(pairs, 'email')} is stopped.` },
  ];
}

/** Where there are limits, a finding that is within them does not make the run fail. */
function isWithin({ check, code }: Gate, tally: Tally, limits: readonly Limit[]): boolean {
  if (limits.length === 0) return false;
  return limits.every(({ name, share }) => {
    const isMeant = name === undefined || name === check || name === `${check}/${code}`;
    return !isMeant || shareOf(tally, name) <= share;
  });
}

function verdictOf({ blocked, unknown, delayed }: Funnel): Section['verdict'] {
  if (blocked > 0) return 'blocked';
  if (unknown > 0) return 'unknown';
  return delayed > 0 ? 'delayed' : 'sends';
}

/** How many it stops, how many of them nothing else does, and one of them. */
function stopsWords({ stopped, stoppedOnly, examples }: Gate, { pairs }: Funnel): string {
  const [example] = examples;
  const such = example
    ? ` Such as customer ${cut(example.customer ?? '?', 40)}${example.loan === null ? '' : `, loan ${cut(example.loan, 40)}`}.`
    : '';
  return `It stops ${amount(stopped)} of ${counted(pairs, 'email')} (${percent(stopped / pairs)}); with it alone put right, ${amount(stoppedOnly)} more would not be stopped.${such}`;
}
