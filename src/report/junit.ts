import { type Case, type Suite, suitesOf } from './cases.js';
import type { Report, ReportedResult } from './report.js';
import { fullName, linesOf, placeWords, shown } from './report-findings.js';

/**
 * JUnit XML as the Jenkins schema has it (jenkinsci/xunit-plugin, junit-10.xsd). That schema refuses `file` and `line`
 * of a test case, and with them the whole document, so the place opens the text of a case as `file:line:column`.
 * Nothing is timed: the same input gives the same bytes.
 */
export function junitReport(report: Report): string {
  const suites = suitesOf(report).filter(({ cases }) => cases.length > 0);
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'mailcheck', ...counts(all), time: '0' })}>`,
    ...suites.flatMap((suite) => suiteLines(suite, report.asOf)),
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteLines({ name, id, cases }: Suite, asOf: string): string[] {
  const skipped = cases.filter(({ outcome }) => outcome === 'skipped' || outcome === 'accepted').length;
  return [
    `  <testsuite${attributes({ name, ...counts(cases), skipped: String(skipped), time: '0', timestamp: shown(asOf) })}>`,
    ...cases.flatMap((one) => caseLines(one, id)),
    '  </testsuite>',
  ];
}

function caseLines(one: Case, suite: string): string[] {
  const inner = [...outcomeLines(one), ...asideLines(one)];
  const opening = `    <testcase${attributes({ classname: suite, name: one.check, time: '0' })}`;
  return inner.length === 0 ? [`${opening}/>`] : [`${opening}>`, ...inner, '    </testcase>'];
}

function outcomeLines({ outcome, because, results }: Case): string[] {
  switch (outcome) {
    case 'passed':
      return [];
    case 'skipped':
    case 'accepted':
      return [`      <skipped${attributes({ message: because })}/>`];
    case 'failed':
      return [faultLine('failure', results)];
    case 'broken':
      return [faultLine('error', results)];
  }
}

/** One element for all results, because readers take the first alone. */
function faultLine(element: 'failure' | 'error', results: readonly ReportedResult[]): string {
  const message = results.map(({ summary }) => shown(summary)).join(' ');
  const type = results.map((result) => shown(fullName(result))).join(' ');
  return `      <${element}${attributes({ message, type })}>${escaped(textOf(results))}</${element}>`;
}

/** Warnings, delays and accepted findings do no harm to a case, but are said. */
function asideLines({ outcome, results, beside }: Case): string[] {
  const said = outcome === 'passed' || outcome === 'accepted' ? [...results, ...beside] : beside;
  return said.length === 0 ? [] : [`      <system-out>${escaped(textOf(said))}</system-out>`];
}

function textOf(results: readonly ReportedResult[]): string {
  return results
    .map((result) =>
      [placeWords(result.place), `${result.status} ${shown(fullName(result))}`, ...linesOf(result)].join(
        '\n',
      ),
    )
    .join('\n\n');
}

function counts(cases: readonly Case[]): Record<'tests' | 'failures' | 'errors', string> {
  const having = (wanted: Case['outcome']) =>
    String(cases.filter(({ outcome }) => outcome === wanted).length);
  return { tests: String(cases.length), failures: having('failed'), errors: having('broken') };
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** XML 1.0 (2.4): with `>` written as an entity, `]]>` cannot stand in a text either. */
function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
}
