import { harmlessJson } from './harmless.js';
import type { Report } from './report.js';
import {
  findingsOf,
  placeWords,
  type ReportedFinding,
  relativePath,
  shown,
  wordsOf,
} from './report-findings.js';

const SEVERITIES = { error: 'critical', warning: 'minor', note: 'info' } as const;

/**
 * GitLab's Code Quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format. What is
 * accepted is left out, because GitLab has no word for it.
 */
export function gitlabReport(report: Report): string {
  const seen = new Map<string, number>();
  const entries = findingsOf(report)
    .filter(({ result }) => !result.accepted)
    .map((finding) => ({
      description: descriptionOf(finding),
      check_name: shown(finding.name),
      fingerprint: unique(fingerprintOf(finding), seen),
      severity: SEVERITIES[finding.weight],
      location: {
        path: relativePath(finding.result.place.file),
        lines: { begin: finding.result.place.line },
      },
    }));
  return `${harmlessJson(entries)}\n`;
}

function descriptionOf({ result, section }: ReportedFinding): string {
  const said = wordsOf(result).join(' ');
  return section && section.id !== 'settings' ? `${shown(section.title)}: ${said}` : said;
}

function fingerprintOf({ name, result }: ReportedFinding): string {
  return result.fingerprint || `${shown(name)} ${placeWords(result.place)}`;
}

/** GitLab drops all but one of the entries with the same fingerprint; the same file checked twice has them. */
function unique(fingerprint: string, seen: Map<string, number>): string {
  const count = (seen.get(fingerprint) ?? 0) + 1;
  seen.set(fingerprint, count);
  return count === 1 ? fingerprint : `${fingerprint}-${count}`;
}
