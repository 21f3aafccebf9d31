// Measures whole processes against `node -e 0`, in turn and in the same run: these ratios hold on noisy machines.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { linters, timeOf, writeNotifications } from './bench-linters.mjs';
import { benchPortfolio } from './bench-portfolio.mjs';
import { generateAccount } from './generate-account.mjs';
import { runTypeScript } from './run-typescript.mjs';

// A million customers take two gigabytes of disk and some minutes.
const isQuick = process.argv.includes('--quick');
const PAIRS = isQuick ? 5 : 15;
const command = fileURLToPath(new URL('../../bin/mailcheck.js', import.meta.url));
const folder = mkdtempSync(path.join(os.tmpdir(), 'mailcheck-bench-'));
// On Node 20 this variable makes every start read a certificate bundle, which would hide what is measured.
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

try {
  const tiny = exports('20-kb', 9);
  const small = exports('200-kb', 175);
  const large = exports('10-mb', 8900);
  const diagnose = (file, id = '100') => ['diagnose', id, '--at', '2026-11-03T17:30:00Z', '--export', file];
  const notifications = writeNotifications(folder);
  const check = (file) => ['check', '--at', '2026-11-03T17:30:00Z', file];
  const rows = [
    { name: '--version', args: ['--version'], goal: 1.35 },
    { name: '--help', args: ['--help'], goal: 1.35 },
    { name: 'diagnose, 20 KB JSON', args: diagnose(tiny.json, '5') },
    { name: 'diagnose, 20 KB YAML', args: diagnose(tiny.yaml, '5') },
    { name: 'diagnose, 200 KB JSON', args: diagnose(small.json), goal: 2 },
    { name: 'diagnose, 200 KB YAML', args: diagnose(small.yaml), goal: 4 },
    { name: 'check, 20 KB YAML', args: check(tiny.yaml) },
    { name: 'check, 200 KB YAML', args: check(notifications), goal: 6 },
    { name: 'diagnose, 10 MB JSON', args: diagnose(large.json) },
    { name: 'diagnose, 10 MB YAML', args: diagnose(large.yaml), goal: 8 },
    { name: 'check, 10 MB JSON', args: check(large.json) },
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
  besideLinters([command, ...check(notifications)]);
  benchPortfolio({
    folder,
    command,
    sizes: isQuick ? [10_000] : [10_000, 100_000, 1_000_000],
    repeat: isQuick ? 1 : 3,
    cores: os.availableParallelism(),
    env,
  });
  process.stdout.write('\n');
  for (const part of ['test/bench/handshake.ts', 'test/bench/live.ts']) {
    if ((await runTypeScript(part, { env })) !== 0) process.exitCode = 1;
  }
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

/** `check` and general linters on the same file, each pair in turn. */
function besideLinters(args) {
  const tools =
    process.env.MAILCHECK_TEST_SERVERS && path.join(process.env.MAILCHECK_TEST_SERVERS, 'linters');
  const found = linters(folder, tools);
  if (found.length === 0) {
    process.stdout.write(
      'No linters to compare with: install @stoplight/spectral-cli, eslint and eslint-plugin-yml into FOLDER/linters and set MAILCHECK_TEST_SERVERS=FOLDER.\n\n',
    );
    return;
  }
  process.stdout.write(
    '| on a 200 KB YAML, 60 notifications | its time / that of check | ms | check, ms |\n| --- | --- | --- | --- |\n',
  );
  for (const linter of found) {
    const samples = Array.from({ length: 6 }, () => ({
      ours: timeOf({ name: 'check', args }, env),
      theirs: timeOf(linter, env),
    })).slice(1);
    const ratio = median(samples.map(({ ours, theirs }) => theirs / ours));
    const ms = (pick) => median(samples.map(pick)).toFixed(0);
    process.stdout.write(
      `| ${linter.name} | ${ratio.toFixed(2)} | ${ms(({ theirs }) => theirs)} | ${ms(({ ours }) => ours)} |\n`,
    );
  }
  process.stdout.write('\n');
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
