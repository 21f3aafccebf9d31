// Measures `scan` on generated portfolios beside a bare loop that only parses each line, and beside jq, Python and
// DuckDB where they are installed. All of them must come to the same counts.
import { spawnSync } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { portfolioAccount, writePortfolio } from './generate-account.mjs';

const CODES = [
  'message-restrictions/loan-status',
  'message-restrictions/days-past-due',
  'customer-email/missing',
  'customer-enrollment/not-enrolled',
  'loan-status-enrollment/status-off',
];

const PYTHON = `
import json, sys
pairs = blocked = 0
counts = [0] * 5
for line in open(sys.argv[1], encoding='utf-8'):
    customer = json.loads(line)
    for link in customer['links']:
        loan = link['loan']
        stops = (loan['status'] != 'Open', loan['daysPastDue'] > 60, customer['email'] == '',
                 not link['emailAccess'], loan['status'] == 'Closed')
        pairs += 1
        if any(stops):
            blocked += 1
            for i in range(5):
                counts[i] += stops[i]
print(json.dumps([pairs, blocked, *counts]))
`;

const JQ = `
reduce (inputs | .email as $email | .links[]
  | [1, 0, (.loan.status != "Open"), (.loan.daysPastDue > 60), ($email == ""), (.emailAccess | not), (.loan.status == "Closed")]
  | map(if . == true then 1 elif . == false then 0 else . end)
  | .[1] = (.[2:] | max)) as $one
  ([0,0,0,0,0,0,0]; [range(7) as $i | .[$i] + $one[$i]])`;

const DUCKDB = `
import duckdb, json, sys
duckdb.execute("SET threads = " + sys.argv[2])
print(json.dumps(duckdb.execute("""
with pairs as (select email, unnest(links) as link from read_json(?, format = 'newline_delimited')),
  stops as (select link.loan.status <> 'Open' as a, link.loan.daysPastDue > 60 as b, email = '' as c,
    not link.emailAccess as d, link.loan.status = 'Closed' as e from pairs)
select count(*), count(*) filter (a or b or c or d or e), count(*) filter (a), count(*) filter (b),
  count(*) filter (c), count(*) filter (d), count(*) filter (e) from stops""", [sys.argv[1]]).fetchone()))
`;

/**
 * Prints a table for portfolios of these sizes.
 * @param repeat how often each is measured; the median of the pairs counts.
 */
export function benchPortfolio({ folder, command, sizes, repeat, cores, env }) {
  const account = path.join(folder, 'portfolio.json');
  writeFileSync(account, JSON.stringify(portfolioAccount()));
  const loop = path.join(folder, 'loop.cjs');
  writeFileSync(loop, LOOP);
  const others = otherTools(folder, env, cores);
  for (const size of sizes) {
    const file = path.join(folder, `${size}.ndjson`);
    writePortfolio(file, size);
    const megabytes = Math.round(statSync(file).size / 1e6);
    process.stdout.write(`\nscan of ${size} customers, ${megabytes} MB\n\n`);
    process.stdout.write(
      '| what | s | peak MiB | speed beside the bare loop | time beside scan, all threads |\n| --- | --- | --- | --- | --- |\n',
    );
    const scan = (jobs) => ({
      name: `scan, ${jobs} thread${jobs === 1 ? '' : 's'}`,
      run: () =>
        scanned(
          [
            command,
            'scan',
            account,
            file,
            '--jobs',
            String(jobs),
            '--at',
            '2026-11-03T17:30:00Z',
            '--format',
            'json',
            '--debug',
          ],
          env,
        ),
    });
    const tools = [
      { name: 'bare loop of JSON.parse', run: () => looped(loop, file, env) },
      scan(1),
      ...(cores > 1 ? [scan(cores)] : []),
      ...others.map(({ name, args }) => ({ name, isOther: true, run: () => ran(args(file), env) })),
    ];
    // Each in turn, so that what the machine does meanwhile meets all of them; of a million the other tools once.
    const isLong = size >= 1_000_000;
    const rounds = [tools.map(({ run }) => run())];
    while (rounds.length < repeat) {
      rounds.push(tools.map(({ run, isOther }, i) => (isLong && isOther ? rounds[0][i] : run())));
    }
    report(tools, rounds);
  }
}

function report(tools, rounds) {
  const [first] = rounds;
  const counts = first.flatMap((one) => (one.counts ? [JSON.stringify(one.counts)] : []));
  if (new Set(counts).size > 1) throw new Error(`the tools do not agree: ${counts.join(' ')}`);
  const last = tools.findLastIndex(({ name }) => name.startsWith('scan'));
  tools.forEach(({ name }, i) => {
    const seconds = median(rounds.map((round) => round[i].seconds));
    const besideLoop = median(rounds.map((round) => round[0].seconds / round[i].seconds));
    const besideScan = median(rounds.map((round) => round[i].seconds / round[last].seconds));
    const peak = Math.max(...rounds.map((round) => round[i].peak ?? 0));
    process.stdout.write(
      `| ${name} | ${seconds.toFixed(2)} | ${peak > 0 ? peak.toFixed(0) : ''} | ${besideLoop.toFixed(2)} | ${besideScan.toFixed(2)} |\n`,
    );
  });
}

/** A loop that reads and parses every line, and does nothing else. */
const LOOP = `
const { openSync, readSync } = require('node:fs');
const block = Buffer.allocUnsafe(1 << 20);
const file = openSync(process.argv[2]);
let rest = Buffer.alloc(0);
let links = 0;
for (let length = readSync(file, block); length > 0; length = readSync(file, block)) {
  let start = 0;
  for (let end = block.indexOf(10); end !== -1 && end < length; end = block.indexOf(10, start)) {
    const text = rest.length > 0 ? Buffer.concat([rest, block.subarray(0, end)]).toString() : block.utf8Slice(start, end);
    rest = Buffer.alloc(0);
    links += JSON.parse(text).links.length;
    start = end + 1;
  }
  if (start < length) rest = Buffer.concat([rest, block.subarray(start, length)]);
}
console.log(JSON.stringify({ links, peak: process.resourceUsage().maxRSS / 1024 }));
`;

function looped(loop, file, env) {
  const { seconds, stdout } = timed([process.execPath, loop, file], env);
  return { seconds, peak: JSON.parse(stdout).peak };
}

function scanned(args, env) {
  const { seconds, stdout, stderr } = timed([process.execPath, ...args], env);
  const [one] = JSON.parse(stdout).notifications;
  const stopped = (name) => one.gates.find(({ check, code }) => `${check}/${code}` === name)?.stopped ?? 0;
  return {
    seconds,
    peak: Number(/peak memory (\d+) MiB/.exec(stderr)?.[1]),
    counts: [one.pairs, one.blocked, ...CODES.map(stopped)],
  };
}

function ran(args, env) {
  const { seconds, stdout } = timed(args, env);
  return { seconds, counts: JSON.parse(stdout) };
}

function timed([program, ...args], env) {
  const start = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync(program, args, {
    env,
    encoding: 'utf8',
    timeout: 1_200_000,
    maxBuffer: 2 ** 26,
  });
  // A scan that finds something ends with 1.
  if (status !== 0 && status !== 1) throw new Error(`${program} ${args[0]} ended with ${status}: ${stderr}`);
  return { seconds: Number(process.hrtime.bigint() - start) / 1e9, stdout, stderr };
}

function otherTools(folder, env, cores) {
  const python = path.join(folder, 'portfolio.py');
  writeFileSync(python, PYTHON);
  const duckdb = path.join(folder, 'portfolio-duckdb.py');
  writeFileSync(duckdb, DUCKDB);
  const tools = [
    { name: 'Python, json.loads', probe: ['python3', '-c', '0'], args: (file) => ['python3', python, file] },
    { name: 'jq', probe: ['jq', '--version'], args: (file) => ['jq', '-n', '-c', JQ, file] },
    {
      name: `DuckDB, ${cores} threads`,
      probe: ['python3', '-c', 'import duckdb'],
      args: (file) => ['python3', duckdb, file, String(cores)],
    },
  ];
  return tools.filter(({ name, probe: [program, ...args] }) => {
    const isThere = spawnSync(program, args, { env, stdio: 'ignore' }).status === 0;
    if (!isThere) process.stdout.write(`${name}: not measured, because it is not installed.\n`);
    return isThere;
  });
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
