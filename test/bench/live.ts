// `diagnose --live` as a process, against a stand-in of LoanPro's API that takes 50 ms for every answer.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { startLoanProStandIn } from '../servers/loanpro-stand-in.js';
import { AT, environment } from '../support/at-loanpro.js';

const RUNS = 9;
const LATENCY = 50; // milliseconds

const server = await startLoanProStandIn({
  account: parse(await readFile('fixtures/accounts/acme-lending.yaml', 'utf8')),
  delay: LATENCY,
});
try {
  const times: number[] = [];
  for (let i = 0; i <= RUNS; i += 1) {
    const start = performance.now();
    const child = spawn(process.execPath, ['bin/mailcheck.js', 'diagnose', '1042', '--live', ...AT], {
      env: { ...process.env, ...environment(server) },
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: 60_000,
    });
    const [code] = await once(child, 'close');
    times.push(performance.now() - start);
    if (code !== 1) throw new Error(`diagnose ended with ${code}, and this customer takes no email`);
  }
  const requests = server.requests.length / times.length;
  const sorted = times.slice(1).sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  process.stdout.write(
    `\nLoanPro's API on loopback, ${LATENCY} ms an answer, median of ${RUNS} runs\n\n` +
      '| what | requests | ms | ms of the answers, one after the other |\n| --- | --- | --- | --- |\n' +
      `| diagnose --live | ${requests} | ${median.toFixed(0)} | ${requests * LATENCY} |\n`,
  );
} finally {
  await server.stop();
}
