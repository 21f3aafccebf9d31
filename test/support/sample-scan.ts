import { checks } from '../../checks/index.js';
import { scanAsReport } from '../../src/report/scan/findings.js';
import { scanPage } from '../../src/report/scan/page.js';
import type { ScanReport } from '../../src/report/scan/report.js';

/** The report of a scan with a bit of everything, in which all names are this text. */
export function sampleScan(name = 'Payment due'): ScanReport {
  const finding = 'customer-email/missing';
  const notification = (id: string, enabled: boolean) => ({
    notification: { id, name },
    enabled,
    place: { file: 'acme.yaml', line: 12, column: 3 },
    assumptions: ['the event happens'],
    tally: {
      combinations: [
        { verdict: 'blocked' as const, stoppedBy: [finding], pairs: 20 },
        { verdict: 'blocked' as const, stoppedBy: [finding, 'customer-enrollment/not-enrolled'], pairs: 5 },
        { verdict: 'sends' as const, stoppedBy: [], pairs: 970 },
        { verdict: 'delayed' as const, stoppedBy: [], pairs: 3 },
        { verdict: 'unknown' as const, stoppedBy: [], pairs: 2 },
      ],
      others: [{ finding: 'customer-email/likely-typo', status: 'warn' as const, pairs: 4 }],
      missing: [{ fact: '/customers/*/email', pairs: 2 }],
      examples: [
        { finding, pairs: [{ customer: name, loan: '7' }] },
        { finding: 'customer-enrollment/not-enrolled', pairs: [{ customer: '3', loan: null }] },
      ],
      crashed: 1,
    },
  });
  return {
    asOf: '2026-11-03T10:30:00-07:00',
    sources: [{ kind: 'export', name: 'acme.yaml', exportedAt: '2026-11-03T17:20:00Z' }],
    asked: {
      message: null,
      loan: null,
      event: null,
      direct: false,
      leftOut: [],
      probe: false,
      strict: false,
    },
    customers: 700,
    badLines: { count: 7, first: [{ file: 'acme.ndjson', line: 3, message: name }] },
    notifications: [notification('7', true), notification('8', false)],
    assumptions: ['the account at that moment is as it was exported'],
    notes: [name],
  };
}

/** As the formats for CI print it. */
export const scanFindings = (name?: string) => scanAsReport(sampleScan(name), checks, [], '1.2.3');

/** As a page. */
export const samplePage = (name?: string) => scanPage(sampleScan(name), checks, '1.2.3');
