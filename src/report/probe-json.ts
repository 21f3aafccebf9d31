import { harmlessJson } from './harmless.js';
import { resultJson } from './json.js';
import type { ProbeContext, ProbeReport } from './probe-human.js';
import { probedJson } from './probed-json.js';

/** The JSON document of `probe`; its schema is `mailcheck schema report`. */
export function probeJson({ kind, probed, results }: ProbeReport, context: ProbeContext): string {
  const { asOf, sources, notes } = context;
  const [asked = { kind, target: '', stages: [] }] = probedJson({ [kind]: probed[kind] });
  return harmlessJson({
    schemaVersion: 1,
    command: 'probe',
    asOf,
    sources,
    probes: [{ ...asked, results: results.map(resultJson) }],
    notes,
  });
}
