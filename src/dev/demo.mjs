// Diagnoses one customer of the shipped example lender, and shows the command line that does it.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const args = [
  'diagnose',
  '1042',
  '--message',
  'Payment due',
  '--loan',
  'LN-4101',
  '--at',
  '2026-11-03T10:30:00-07:00',
];
const example = ['--export', 'fixtures/accounts/acme-lending.yaml'];

const line = [...args, ...example].map((arg) => (/\s/.test(arg) ? `"${arg}"` : arg)).join(' ');
process.stdout.write(`$ node bin/mailcheck.js ${line}\n\n`);
const { status } = spawnSync(process.execPath, ['bin/mailcheck.js', ...args, ...example], {
  cwd: root,
  stdio: 'inherit',
});
// Code 1 says that the mail is stopped, which is what this example is about.
process.exitCode = status === 1 ? 0 : 1;
