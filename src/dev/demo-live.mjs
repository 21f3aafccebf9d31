// Reads a stand-in of LoanPro's API; see test/servers/demo-live.ts.
import { runTypeScript } from './run-typescript.mjs';

process.exitCode = await runTypeScript('test/servers/demo-live.ts');
