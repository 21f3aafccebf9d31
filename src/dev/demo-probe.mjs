// Tries the probe on a real server of this machine; see test/servers/demo-probe.ts.
import { runTypeScript } from './run-typescript.mjs';

process.exitCode = await runTypeScript('test/servers/demo-probe.ts');
