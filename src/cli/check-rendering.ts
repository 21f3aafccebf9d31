import type { Check } from '../core/check.js';
import type { Standing } from '../findings/accept.js';
import { accountName, type CheckReport } from '../report/check-json.js';
import type { JudgedExport } from './judge-export.js';
import type { Rendering } from './outputs.js';
import { version } from './version.js';

/** A run of `check` that is over. */
interface Checked {
  readonly judged: readonly JudgedExport[];
  readonly standing: Standing;
  readonly notes: readonly string[];
  readonly checks: readonly Check[];
}

/** The report of `check` in each format. */
export function renderingOf({ judged, standing, notes, checks }: Checked): Rendering {
  const report: CheckReport = {
    asOf: judged[0]?.report.asOf ?? '',
    accounts: judged.map(({ sources, report: one }) => ({ sources, report: one })),
    marks: standing.marks,
    upkeep: standing.upkeep,
    vanished: standing.vanished,
    notes,
  };
  return {
    json: async () => (await import('../report/check-json.js')).checkJson(report),
    human: async (options) => (await import('../report/check-human.js')).checkReport(report, options),
    report: async (isMasked) => {
      const { buildReport } = await import('../report/build-report.js');
      const { checkHeadline } = await import('../report/check-human.js');
      return buildReport(
        {
          command: 'check',
          version,
          headline: checkHeadline(report),
          asOf: report.asOf,
          sources: judged.flatMap(({ sources }) => sources),
          accounts: judged.map((one) => ({
            name: accountName(one),
            file: one.sources[0]?.name ?? '',
            report: one.report,
            account: one.account,
            customers: one.customers,
          })),
          upkeep: standing.upkeep,
          notes,
          marks: standing.marks,
          checks,
        },
        isMasked,
      );
    },
  };
}
