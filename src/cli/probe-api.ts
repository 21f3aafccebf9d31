import { formatInstant } from '../calendar/zone.js';
import { accessJson, accessReport } from '../report/api-access.js';
import type { LiveFlags } from './live.js';
import { type OutputFlags, plannedOutputs, writeOutputs } from './outputs.js';

const EXIT_REFUSED = 2;
const EXIT_UNREACHED = 4;
const EXIT_INCOMPLETE = 3;

/** Runs `mailcheck probe api` and returns its exit code. */
export async function runProbeApi(flags: LiveFlags & OutputFlags): Promise<number> {
  const outputs = plannedOutputs(flags);
  const { readAccess } = await import('./live.js');
  const access = await readAccess(flags);
  const seen = { ...access, asOf: formatInstant(Math.floor(Date.now() / 1000) * 1000, 0) };
  await writeOutputs(
    outputs,
    { json: async () => accessJson(seen), human: async (options) => accessReport(seen, options) },
    flags,
  );
  if (access.credentials !== 'accepted') {
    return access.credentials === 'refused' ? EXIT_REFUSED : EXIT_UNREACHED;
  }
  if (access.endpoints.some(({ state }) => state === 'failed')) return EXIT_UNREACHED;
  return access.endpoints.every(({ state }) => state === 'granted') ? 0 : EXIT_INCOMPLETE;
}
