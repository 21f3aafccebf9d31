// `npm run demo:live`: what --live, `probe api` and `snapshot` say, against a stand-in of LoanPro's API on loopback that
// holds the example lender.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { startLoanProStandIn } from './loanpro-stand-in.js';
import { temporaryFolder } from './process.js';

const lender = 'fixtures/accounts/acme-lending.yaml';
const folder = await temporaryFolder('demo');
const server = await startLoanProStandIn({ account: parse(await readFile(lender, 'utf8')) });
const at = ['--at', '2026-11-03T17:30:00Z'];
try {
  await demo(['probe', 'api']);
  await demo(['diagnose', '1042', '--live', '--export', lender, '--message', 'Payment due', ...at]);
  await demo(['snapshot', '1042', '1057', '--output', path.join(folder.path, 'today.yaml'), ...at]);
} finally {
  await server.stop();
  await folder.remove();
}

async function demo(args: readonly string[]): Promise<void> {
  process.stdout.write(
    `\n$ mailcheck ${args.map((arg) => (arg.includes(' ') ? `"${arg}"` : arg)).join(' ')}\n\n`,
  );
  const child = spawn(process.execPath, ['bin/mailcheck.js', ...args], {
    stdio: 'inherit',
    env: {
      ...process.env,
      LOANPRO_API_URL: server.url,
      LOANPRO_API_KEY: server.token,
      LOANPRO_TENANT_ID: server.tenantId,
    },
  });
  await once(child, 'close');
}
