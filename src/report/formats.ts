// The bundled file of the formats that most runs do without.
import { githubReport } from './github.js';
import { gitlabReport } from './gitlab.js';
import { htmlReport } from './html.js';
import { junitReport } from './junit.js';
import { markdownReport } from './markdown.js';
import type { Report } from './report.js';
import { sarifReport } from './sarif.js';
import { shortReport } from './short.js';
import { tapReport } from './tap.js';

const FORMATTERS = {
  short: shortReport,
  junit: junitReport,
  sarif: sarifReport,
  github: githubReport,
  gitlab: gitlabReport,
  tap: tapReport,
  markdown: markdownReport,
  html: htmlReport,
} satisfies Readonly<Record<string, (report: Report) => string>>;

/** The report in one of the formats for machines, chats and pages. */
export function formatted(format: keyof typeof FORMATTERS, report: Report): string {
  return FORMATTERS[format](report);
}
