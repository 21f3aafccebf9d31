import { fileURLToPath } from 'node:url';
import { checks } from '../../checks/index.js';
import { parseInstant } from '../../src/calendar/zone.js';
import { parseEvent } from '../../src/core/asked-event.js';
import { type Diagnosis, diagnose } from '../../src/core/diagnose.js';
import { tracer } from '../../src/core/evidence.js';
import { type LoadedExport, loadExport } from '../../src/sources/export/load.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

interface Asked {
  readonly at?: string;
  readonly event?: string;
  readonly message?: string;
  readonly loan?: string;
  readonly direct?: boolean;
}

/** Diagnoses a customer of a file below the project's folder, as the command does; at 2026-11-03T17:30:00Z unless said. */
export async function diagnoseFile(
  file: string,
  customer: string,
  asked: Asked = {},
): Promise<{ diagnosis: Diagnosis; loaded: LoadedExport }> {
  const loaded = await loadExport({ files: [`${root}${file}`], customer, strict: true });
  const [found] = loaded.customers;
  const moment = parseInstant(asked.at ?? '2026-11-03T17:30:00Z');
  if (!found || !moment) throw new Error(`${file}: no customer ${customer}, or no moment ${asked.at}`);
  const diagnosis = diagnose({
    account: loaded.account,
    customer: { value: found.customer, index: found.index },
    question: {
      now: moment.epochMs,
      offset: moment.offsetMinutes,
      direct: asked.direct ?? false,
      event: asked.event === undefined ? undefined : parseEvent(asked.event),
    },
    message: asked.message,
    loan: asked.loan,
    checks,
    leftOut: new Set(),
    trace: tracer({ ...loaded.account, customers: { [found.index]: found.customer } }, loaded.locate),
  });
  return { diagnosis, loaded };
}
