// The bundled file of the commands: everything that `--version` and `--help` do without.
export { runCheck } from './check.js';
export { listChecks } from './checks.js';
export { complete } from './complete.js';
export { completionScript } from './completion.js';
export { runDiagnose } from './diagnose.js';
export { explain } from './explain.js';
export { reportFailure } from './failure.js';
export { init } from './init.js';
export { runLog } from './log.js';
export { newCheck } from './new-check.js';
export { runProbe } from './probe.js';
export { runProbeApi } from './probe-api.js';
export { runReplay } from './replay.js';
export { runRule } from './rule.js';
export { schemaText } from './schema.js';
export { runSnapshot } from './snapshot.js';
export { runWizard } from './wizard.js';
