// Runs the usual commands once and keeps what V8 compiled of the bundles, for starts on the same version of Node.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const { loadBundle, compiledCode } = require(at('bin/load-bundle.js'));
const { main } = loadBundle(at('dist/cli.cjs'));
const AT = ['--at', '2026-11-03T17:30:00Z'];
const yaml = at('fixtures/accounts/acme-lending.yaml');

process.stdout.write = () => true;
process.stderr.write = () => true;
await main(['diagnose', '1042', '--export', yaml, ...AT], at('.'));
await main(['diagnose', '1042', '--export', yaml, '--format', 'json', ...AT], at('.'));
await main(['check', yaml, '--no-config', ...AT], at('.'));
await main(['--help'], at('.'));
for (const { file, code } of compiledCode()) writeFileSync(file, code);
process.exit(0);
