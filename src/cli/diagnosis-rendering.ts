import { checks } from '../../checks/index.js';
import type { Account, Customer } from '../account/types.js';
import type { Diagnosis } from '../core/diagnose.js';
import type { Question } from '../core/facts.js';
import { ownerOf } from '../findings/fingerprint.js';
import type { Source } from '../report/json.js';
import type { Rendering } from './outputs.js';
import { version } from './version.js';

/** What a diagnosis was made from. */
interface Diagnosed {
  readonly sources: readonly Source[];
  readonly notes: readonly string[];
  readonly account: Account;
  readonly customer: Customer;
  readonly question: Question;
}

/** The report of `diagnose` in each format. */
export function diagnosisRendering(diagnosis: Diagnosis, of: Diagnosed): Required<Rendering> {
  const { sources, notes, account, customer, question } = of;
  return {
    json: async () => (await import('../report/json.js')).diagnosisJson(diagnosis, sources, notes),
    human: async (options) => (await import('../report/human.js')).humanReport(diagnosis, sources, options),
    report: async (isMasked) => {
      const { accept, nothingAccepted } = await import('../findings/accept.js');
      const { accountOf } = await import('../findings/sections.js');
      const { buildReport } = await import('../report/build-report.js');
      const { headline } = await import('../report/headline.js');
      const files = sources.map(({ name }) => name);
      const report = accountOf(diagnosis);
      const whole = { ...account, customers: [customer] };
      const judged = { report, account, whole, owner: ownerOf(account, files), comments: [] };
      return buildReport(
        {
          command: 'diagnose',
          version,
          headline: headline(diagnosis),
          asOf: diagnosis.asOf,
          sources,
          accounts: [
            { name: files.join(' + '), file: files[0] ?? '', report, account, customers: [customer] },
          ],
          upkeep: [],
          notes,
          marks: accept([judged], nothingAccepted(checks, question)).marks,
          checks,
        },
        isMasked,
      );
    },
  };
}
