import type { Status } from '../core/check.js';
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
  skip: 'NOT TRIED',
};

/** The report of `mailcheck probe`: what came of it first, then every stage, then what to click. */
export function probeReport(report: ProbeReport, context: ProbeContext, options: HumanOptions): string {
  const page = new Page(options);
  const { results, kind } = report;
  const order: readonly Status[] = ['fail', 'crash', 'unknown', 'pass', 'warn', 'skip'];
  // The settings come first, what was tried after them.
  const told = order.map((status) => results.findLast((result) => result.status === status));
  const decisive = told.find((result) => result !== undefined);
  const status = decisive?.status ?? 'skip';
  page.headline(status, WORDS[status] ?? 'WORKS', decisive?.summary ?? 'nothing was asked.');
  const from = context.sources.map(({ name }) => name).join(', ');
  page.paragraph(`${kind} of ${from}, as of ${context.asOf}`, 0, '', 'dim');
  stages(page, { [kind]: report.probed[kind] });
  page.heading('Checks');
  for (const result of results) page.row(result.status, result.check.id, result.summary);
  fixes(page, [report], options);
  warnings(page, [report], options);
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
