import type { Check } from '../../core/check.js';
import { amount, counted, cut, percent } from '../../core/words.js';
import type { Limit } from '../../scan/exit-code.js';
import { type Funnel, funnelOf, type Gate } from '../../scan/funnel.js';
import type { Report, ReportedResult, Section } from '../report.js';
import { scanHeadline } from './headline.js';
import type { ScannedNotification, ScanReport } from './report.js';

/** What makes a scan fail, for the formats that say so of each finding. */
export interface ScanLimits {
  readonly limits: readonly Limit[];
  readonly failOn: 'fail' | 'warn';
}

/**
 * The scan as the formats for CI print it: a section a notification, and in it one result a gate and finding, however
 * many emails it stops.
 */
export function scanAsReport(
  report: ScanReport,
  checks: readonly Check[],
  { limits }: ScanLimits,
  version: string,
): Report {
  const { asOf, sources, notes, notifications, assumptions } = report;
  const name = sources.map((source) => source.name).join(' + ');
  const file = sources[0]?.name ?? '';
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
          results: [],
        },
        notifications: notifications.map((one) => sectionOf(one, checks, limits, file)),
        emails: [],
      },
    ],
    upkeep: [],
    notes,
  };
}

function sectionOf(
  one: ScannedNotification,
  checks: readonly Check[],
  limits: readonly Limit[],
  file: string,
): Section {
  const { notification, enabled, assumptions } = one;
  const funnel = funnelOf(one.tally, checks);
  const id = notification ? `notification ${notification.id ?? notification.name ?? ''}`.trim() : 'direct';
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
        level: isWithin(gate, funnel, limits) ? ('warning' as const) : ('error' as const),
        summary: stopsWords(gate, funnel),
        fingerprint: `${id} ${gate.check}/${gate.code}`,
      })),
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

/** What no gate stops: that nothing does, or that it is not known of some. */
function remainder({
  gates,
  unknown,
  pairs,
}: Funnel): Omit<ReportedResult, 'order' | 'place' | 'evidence' | 'missing'>[] {
  const base = { check: 'scan', title: 'Nothing stops an email', scope: 'message', fingerprint: '' } as const;
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
function isWithin(
  { check, code, stopped }: Gate,
  { blocked, pairs }: Funnel,
  limits: readonly Limit[],
): boolean {
  if (limits.length === 0) return false;
  return limits.every(({ name, share }) => {
    if (name === undefined) return blocked / pairs <= share;
    return (name !== check && name !== `${check}/${code}`) || stopped / pairs <= share;
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
