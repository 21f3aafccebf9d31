import { type Case, type Suite, suitesOf } from './cases.js';
import type { Report } from './report.js';
import { fullName, placeWords, shown } from './report-findings.js';

/**
 * TAP 14 (https://testanything.org/tap-version-14-specification.html): one test point a check of a section. What
 * does not apply or is not known is `# SKIP`; a finding that is accepted is `not ok # TODO`, which fails no run.
 */
export function tapReport(report: Report): string {
  const points = suitesOf(report).flatMap((suite) => suite.cases.map((one) => ({ suite, one })));
  const { headline, version, asOf } = report;
  return [
    'TAP version 14',
    points.length === 0 ? '1..0 # SKIP nothing was checked' : `1..${points.length}`,
    `# mailcheck ${shown(version)}, as of ${shown(asOf)}`,
    `# ${shown(headline.word)}: ${shown(headline.text)}`,
    ...points.flatMap(({ suite, one }, i) => [pointLine(suite, one, i + 1), ...diagnostics(one)]),
    '',
  ].join('\n');
}

function pointLine({ name }: Suite, one: Case, number: number): string {
  // The check stands last, so that no account's text ends the line, where readers look for directives and braces.
  const point = `${number} - ${escaped(name)}: ${escaped(one.check)}`;
  switch (one.outcome) {
    case 'passed':
      return `ok ${point}`;
    case 'failed':
    case 'broken':
      return `not ok ${point}`;
    case 'skipped':
      return `ok ${point} # SKIP ${escaped(one.because)}`;
    case 'accepted':
      return `not ok ${point} # TODO ${escaped(one.because)}`;
  }
}

/** A YAML block; every text is in double quotes on one line, as JSON writes it, which YAML reads the same. */
function diagnostics({ outcome, results, beside }: Case): string[] {
  const said = outcome === 'skipped' ? beside : [...results, ...beside];
  if (said.length === 0) return [];
  return [
    '  ---',
    '  findings:',
    ...said.flatMap((result) => {
      const { status, why, remediation } = result;
      return [
        `    - name: ${quoted(fullName(result))}`,
        `      status: ${status}`,
        `      message: ${quoted(result.summary)}`,
        ...(why === undefined ? [] : [`      why: ${quoted(why)}`]),
        `      at: ${JSON.stringify(placeWords(result.place))}`,
        ...(remediation
          ? ['      steps:', ...remediation.steps.map((step) => `        - ${quoted(step)}`)]
          : []),
      ];
    }),
    '  ...',
  ];
}

const quoted = (text: string) => JSON.stringify(shown(text));

/** A hash begins a directive unless a backslash stands before it, and so does a backslash. */
function escaped(text: string): string {
  return text.replace(/[\\#]/g, '\\$&');
}
