// A short run of the built command on the Node that runs this file: does it start, read, judge and exit as it should?
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../bin/mailcheck.js', import.meta.url));
const account = fileURLToPath(new URL('../../fixtures/accounts/acme-lending.yaml', import.meta.url));
const healthy = fileURLToPath(new URL('../../fixtures/accounts/healthy.yaml', import.meta.url));
const at = ['--at', '2026-11-03T17:30:00Z'];

const runs = [
  { args: ['--version'], code: 0, says: /^\d+\.\d+\.\d+/ },
  { args: ['--help'], code: 0, says: /diagnose/ },
  {
    args: ['diagnose', '1042', '--export', account, '--message', 'Payment due', ...at],
    code: 1,
    says: /not-enrolled/,
  },
  {
    args: ['diagnose', '1042', '--export', account, '--format', 'json', ...at],
    code: 1,
    says: /"schemaVersion": 1/,
  },
  { args: ['diagnose', '2001', '--export', healthy, ...at], code: 0, says: /WOULD SEND/ },
  { args: ['diagnose', 'nobody', '--export', healthy, ...at], code: 2, says: /^$/ },
  { args: ['explain', 'customer-enrollment/not-enrolled'], code: 0, says: /Links & Access/ },
  { args: ['schema', 'report'], code: 0, says: /json-schema/ },
];

for (const { args, code, says } of runs) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (status !== code || !says.test(stdout)) {
    process.stderr.write(
      `Node ${process.version}: ${args.join(' ')}: code ${status}, expected ${code}\n${stdout}${stderr}`,
    );
    process.exitCode = 1;
  }
}
if (!process.exitCode) process.stdout.write(`Node ${process.version}: ${runs.length} runs as expected\n`);
