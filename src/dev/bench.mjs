// Measures whole processes against `node -e 0`, in turn and in the same run: these ratios hold on noisy machines.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { generateAccount } from './generate-account.mjs';
import { runTypeScript } from './run-typescript.mjs';

const PAIRS = 9;
const command = fileURLToPath(new URL('../../bin/mailcheck.js', import.meta.url));
const folder = mkdtempSync(path.join(os.tmpdir(), 'mailcheck-bench-'));
// On Node 20 this variable makes every start read a certificate bundle, which would hide what is measured.
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

try {
  const small = exports('200-kb', 175);
  const large = exports('10-mb', 8900);
  const diagnose = (file) => ['diagnose', '100', '--at', '2026-11-03T17:30:00Z', '--export', file];
  const rows = [
    { name: '--version', args: ['--version'], goal: 1.35 },
    { name: '--help', args: ['--help'], goal: 1.35 },
    { name: 'diagnose, 200 KB JSON', args: diagnose(small.json), goal: 2 },
    { name: 'diagnose, 200 KB YAML', args: diagnose(small.yaml), goal: 4 },
    { name: 'diagnose, 10 MB JSON', args: diagnose(large.json) },
    { name: 'diagnose, 10 MB YAML', args: diagnose(large.yaml), goal: 8 },
  ];
  process.stdout.write(
    `Node ${process.version}, ${os.availableParallelism()} cores, ${PAIRS} pairs, ratio to node -e 0\n\n`,
  );
  process.stdout.write('| what | ratio | goal | ms | node -e 0, ms |\n| --- | --- | --- | --- | --- |\n');
  for (const { name, args, goal } of rows) {
    const { ratio, ours, floor } = pairs(args);
    process.stdout.write(
      `| ${name} | ${ratio.toFixed(2)} | ${goal ? `≤ ${goal}` : ''} | ${ours.toFixed(0)} | ${floor.toFixed(0)} |\n`,
    );
  }
  process.stdout.write('\n');
  const handshake = await runTypeScript('test/bench/handshake.ts', { env });
  if (handshake !== 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** One account as YAML and as JSON. */
function exports(name, customers) {
  const account = generateAccount({ customers });
  const file = (extension, text) => {
    const written = path.join(folder, `${name}.${extension}`);
    writeFileSync(written, text);
    return written;
  };
  return {
    yaml: file('yaml', stringify(account)),
    json: file('json', JSON.stringify(account, undefined, 2)),
  };
}

function pairs(args) {
  const samples = Array.from({ length: PAIRS + 1 }, () => ({
    floor: time(['-e', '0']),
    ours: time([command, ...args]),
  })).slice(1);
  return {
    ratio: median(samples.map(({ ours, floor }) => ours / floor)),
    ours: median(samples.map(({ ours }) => ours)),
    floor: median(samples.map(({ floor }) => floor)),
  };
}

function time(args) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { env, timeout: 60_000, encoding: 'utf8' });
  if (status === null || status === 2) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
