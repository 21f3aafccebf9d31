import { isProbe, type Status } from '../core/check.js';
import type { Probed, ProbedPart } from '../core/probed.js';
import type { Result } from '../core/result.js';
import { cut } from '../core/words.js';
import { fixes, unknowns, warnings } from './findings.js';
import type { HumanOptions } from './human.js';
import type { Source } from './json.js';
import { Page } from './page.js';
import { stages } from './stages.js';

/** One part of the network that was asked, with what the checks make of it. */
export interface ProbeReport {
  readonly kind: ProbedPart;
  readonly probed: Probed;
  readonly results: readonly Result[];
}

/** What is asked of a person's report of probes. */
export interface ProbeContext {
  readonly asOf: string;
  readonly sources: readonly Source[];
  readonly notes: readonly string[];
}

const WORDS: Readonly<Partial<Record<Status, string>>> = {
  fail: 'FAILED',
  unknown: 'CANNOT TELL',
  crash: 'CANNOT TELL',
  warn: 'WORKS, WITH A WARNING',
  skip: 'NOT TRIED',
};
/** The gravest first. */
const ORDER: readonly Status[] = ['fail', 'crash', 'unknown', 'warn', 'pass', 'skip'];

/** The report of `mailcheck probe`: what came of it first, then every stage, then what to click. */
export function probeReport(report: ProbeReport, context: ProbeContext, options: HumanOptions): string {
  const page = new Page(options);
  const { results, kind } = report;
  // What was tried says more than the settings it was tried with, unless those stand in the way.
  const tried = results.filter(
    ({ check, status }) => isProbe(check) || status === 'fail' || status === 'unknown',
  );
  const told = ORDER.map((status) => tried.find((result) => result.status === status));
  const decisive = told.find((result) => result !== undefined);
  const status = decisive?.status ?? 'skip';
  page.headline(status, WORDS[status] ?? 'WORKS', decisive?.summary ?? 'nothing was asked.');
  const from = context.sources.map(({ name }) => name).join(', ');
  page.paragraph(`${kind} of ${from}, as of ${context.asOf}`, 0, '', 'dim');
  stages(page, { [kind]: report.probed[kind] });
  // The first line has said what one of them says.
  const others = results.filter((result) => result !== decisive);
  if (others.length > 0) page.heading(decisive ? 'Checks, besides' : 'Checks');
  for (const result of others) page.row(result.status, result.check.id, result.summary);
  fixes(page, [report], options);
  warnings(page, [report], { ...options, withSteps: true });
  unknowns(page, [report], options);
  if (options.verbose) transcript(page, report.probed);
  return page.text();
}

/** What was said, line by line; secrets are masked. */
function transcript(page: Page, { smtp }: Probed): void {
  if (!smtp || smtp.transcript.length === 0) return;
  page.heading('What was said');
  for (const { from, text } of smtp.transcript)
    page.paragraph(cut(text, 300), 2, from === 'client' ? '> ' : '< ');
}
