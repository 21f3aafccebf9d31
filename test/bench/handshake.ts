// The handshake of a probe against a bare verify() of nodemailer, in turn and over the same healthy server.
import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import nodemailer from 'nodemailer';
import { systemLookup } from '../../src/probes/resolve-host.js';
import { probeSmtp } from '../../src/probes/smtp/handshake.js';
import { password, startExim } from '../servers/exim.js';
import { reasonWithout } from '../servers/needs.js';

const PAIRS = 21;
const user = 'notices@lender.example';

if (reasonWithout('exim4') !== undefined) {
  process.stdout.write('SMTP handshake: not measured, because Exim is not installed.\n');
} else {
  const exim = await startExim();
  try {
    await exim.flag('clear-auth', true);
    const ca = readFileSync(exim.ca, 'utf8');
    const rows = [...(await measured(exim.port, ca, 'starttls')), ...(await measured(exim.port, ca, 'none'))];
    process.stdout.write(
      `SMTP handshake against Exim on loopback, ${PAIRS} pairs, ratio to verify() of nodemailer\n\n| what | ratio | goal | ms | verify(), ms |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`,
    );
  } finally {
    await exim.stop();
  }
}

async function measured(port: number, ca: string, security: 'starttls' | 'none'): Promise<string[]> {
  const samples: { verify: number; login: number; whole: number }[] = [];
  for (let i = 0; i <= PAIRS; i += 1) {
    samples.push({
      verify: await time(() => verify(port, ca, security)),
      login: await time(() => probe(port, ca, security, [])),
      whole: await time(() => probe(port, ca, security, [user])),
    });
  }
  const counted = samples.slice(1);
  const row = (name: string, what: 'login' | 'whole', goal: string) => {
    const ratio = median(counted.map((sample) => sample[what] / sample.verify));
    const [ours, floor] = [what, 'verify' as const].map((key) =>
      median(counted.map((sample) => sample[key])),
    );
    return `| ${security}: ${name} | ${ratio.toFixed(2)} | ${goal} | ${ours?.toFixed(1)} | ${floor?.toFixed(1)} |`;
  };
  return [
    row('the same stages, each judged', 'login', '≤ 1.3'),
    row('with MAIL FROM and RSET, two round trips more', 'whole', ''),
  ];
}

async function verify(port: number, ca: string, security: 'starttls' | 'none'): Promise<void> {
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port,
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    auth: { user, pass: password },
    // The same trust on both sides: with --ca the probe adds to the usual certificates.
    tls: { ca: [...rootCertificates, ca], servername: 'localhost' },
  });
  await transport.verify();
  transport.close();
}

async function probe(
  port: number,
  ca: string,
  security: 'starttls' | 'none',
  senders: readonly string[],
): Promise<void> {
  const { trouble } = await probeSmtp({
    host: 'localhost',
    port,
    security,
    user,
    password,
    senders,
    allowPrivate: true,
    ca: [ca],
    lookup: systemLookup,
    timeoutMs: 20_000,
  });
  if (trouble) throw new Error(`the server is not healthy: ${trouble.cause}`);
}

async function time(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
