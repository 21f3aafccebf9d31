// `npm run demo:probe`: what a probe says of a healthy login, a wrong password and a foreign sender, against a mail server
// on loopback: Exim where it is installed, else one inside this process.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeCertificates } from './certificates.js';
import { startExim } from './exim.js';
import { healthySmtp } from './healthy-smtp.js';
import { reasonWithout } from './needs.js';
import { temporaryFolder } from './process.js';

const folder = await temporaryFolder('demo');
const missing = reasonWithout('exim4');
const server = missing === undefined ? await startExim() : await healthySmtp();
try {
  process.stdout.write(
    missing === undefined
      ? 'The server is Exim.\n'
      : `The server is the package smtp-server, because ${missing}.\n`,
  );
  const ca = 'ca' in server ? server.ca : await writeCertificates(folder.path);
  await demo('A healthy account', 'correct-horse', 'notices@lender.example', ca);
  await demo('A wrong password', 'wrong-horse', 'notices@lender.example', ca);
  if (missing === undefined)
    await demo('A sender the login may not use', 'correct-horse', 'ceo@other.example', ca);
} finally {
  await server.stop();
  await folder.remove();
}

async function demo(title: string, password: string, sender: string, ca: string): Promise<void> {
  const file = path.join(folder.path, 'account.json');
  const smtp = {
    host: 'localhost',
    port: server.port,
    user: 'notices@lender.example',
    password: { env: 'MAILCHECK_DEMO' },
  };
  await writeFile(
    file,
    JSON.stringify({
      mailcheck: 1,
      transport: { mode: 'smtp', smtp },
      companyEmails: [{ id: 1, email: sender, primary: true, validated: true }],
    }),
  );
  const args = ['probe', 'smtp', '--export', file, '--allow-private', '--ca', ca];
  process.stdout.write(`\n${title}\n$ mailcheck ${args.join(' ')}\n\n`);
  const child = spawn(process.execPath, ['bin/mailcheck.js', ...args], {
    stdio: 'inherit',
    env: { ...process.env, MAILCHECK_DEMO: password },
  });
  await once(child, 'close');
}
