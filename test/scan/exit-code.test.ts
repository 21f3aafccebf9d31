import { describe, expect, it } from 'vitest';
import { checks } from '../../checks/index.js';
import { jobsOf } from '../../src/cli/scan/inputs.js';
import { findingName, limitsOf } from '../../src/cli/scan/limits.js';
import { progressLine } from '../../src/cli/scan/progress.js';
import { shardOf } from '../../src/cli/scan/shard.js';
import { csvLine } from '../../src/report/csv.js';
import { scanExitCode } from '../../src/scan/exit-code.js';
import type { Tally } from '../../src/scan/tally.js';

const tally = (combinations: Tally['combinations'], rest: Partial<Tally> = {}): Tally => ({
  combinations,
  others: [],
  missing: [],
  examples: [],
  crashed: 0,
  ...rest,
});
const sends = { verdict: 'sends', stoppedBy: [], pairs: 98 } as const;
const noAddress = { verdict: 'blocked', stoppedBy: ['customer-email/missing'], pairs: 1 } as const;
const notEnrolled = {
  verdict: 'blocked',
  stoppedBy: ['customer-enrollment/not-enrolled'],
  pairs: 1,
} as const;
const unknown = { verdict: 'unknown', stoppedBy: [], pairs: 1 } as const;
const mixed = tally([sends, noAddress, notEnrolled]);
const plain = { failOn: 'fail', onUnknown: undefined, limits: [], isBroken: false } as const;
const limits = (...texts: readonly string[]) => ({ ...plain, limits: limitsOf(texts, checks) });

describe('the exit code of a scan', () => {
  it.each<[string, number, Tally, Parameters<typeof scanExitCode>[2], boolean?]>([
    ['all sends', 0, tally([sends]), plain],
    ['a delay', 0, tally([{ verdict: 'delayed', stoppedBy: [], pairs: 1 }]), plain],
    ['nobody', 0, tally([]), plain],
    ['some are stopped', 1, mixed, plain],
    ['of one that is switched off', 0, mixed, plain, false],
    ['as many as allowed', 0, mixed, limits('2%')],
    ['more than allowed', 1, mixed, limits('1.9%')],
    [
      'as many as a share that floating point rounds down',
      0,
      tally([
        { ...sends, pairs: 993 },
        { ...noAddress, pairs: 7 },
      ]),
      limits('0.7%'),
    ],
    ['within the limit of a check', 0, mixed, limits('customer-email=1%')],
    ['above the limit of a check', 1, mixed, limits('customer-email=0.5%')],
    ['above the limit of a finding', 1, mixed, limits('customer-enrollment/not-enrolled=0%')],
    ['within the limit of another finding', 0, mixed, limits('customer-enrollment/not-linked=0%')],
    ['within one limit and above another', 1, mixed, limits('50%', 'customer-email=0.1%')],
    ['something is unknown', 3, tally([sends, unknown]), plain],
    ['unknown passes', 0, tally([sends, unknown]), { ...plain, onUnknown: 'pass' }],
    ['unknown fails', 1, tally([sends, unknown]), { ...plain, onUnknown: 'fail' }],
    ['lines are left out', 4, tally([sends, unknown]), { ...plain, isBroken: true }],
    ['a check broke', 4, tally([sends], { crashed: 1 }), plain],
    ['some are stopped, and lines left out', 1, mixed, { ...plain, isBroken: true }],
    [
      'a warning',
      0,
      tally([sends], { others: [{ finding: 'customer-email/likely-typo', status: 'warn', pairs: 1 }] }),
      plain,
    ],
    [
      'a warning that counts',
      1,
      tally([sends], { others: [{ finding: 'customer-email/likely-typo', status: 'warn', pairs: 1 }] }),
      { ...plain, failOn: 'warn' },
    ],
  ])('%s: %i', (_, code, counted, thresholds, enabled = true) => {
    expect(scanExitCode([{ enabled, tally: counted }], checks, thresholds)).toBe(code);
  });
});

describe('options that mean nothing', () => {
  it.each<[string, () => unknown, RegExp]>([
    ['a share without %', () => limitsOf(['2'], checks), /--max-blocked "2": expected a share such as 2%/],
    ['more than all', () => limitsOf(['101%'], checks), /expected a share/],
    [
      'a check that is misspelt',
      () => limitsOf(['customer-emial=1%'], checks),
      /did you mean customer-email/,
    ],
    [
      'a finding that stops nothing',
      () => limitsOf(['customer-email/likely-typo=1%'], checks),
      /no finding that stops/,
    ],
    [
      'a list of a check',
      () => findingName('customer-email', '--list', checks, true),
      /--list "customer-email" is no finding/,
    ],
    ['shard 0', () => shardOf('0/3', {}), /such as 3\/16/],
    ['shard 4 of 3', () => shardOf('4/3', {}), /such as 3\/16/],
    ['more than a shard', () => shardOf('3/16/99', {}), /such as 3\/16/],
    ['auto of no number', () => shardOf('auto/abc', { JOB_COMPLETION_INDEX: '2' }), /such as 3\/16/],
    ['half a shard', () => shardOf('2', {}), /such as 3\/16/],
    [
      'auto where nothing says it',
      () => shardOf('auto', {}),
      /none of these variables is set: JOB_COMPLETION_INDEX/,
    ],
    [
      'auto without the number',
      () => shardOf('auto', { JOB_COMPLETION_INDEX: '2' }),
      /write --shard auto\/16/,
    ],
    ['an index too high', () => shardOf('auto/2', { JOB_COMPLETION_INDEX: '2' }), /such as 3\/16/],
    ['no thread', () => jobsOf('0'), /--jobs "0" is not a number of threads/],
    ['half a thread', () => jobsOf('1.5'), /not a number of threads/],
  ])('%s', (_, act, message) => {
    expect(act).toThrow(message);
  });
});

describe('--shard', () => {
  it.each<[string | undefined, NodeJS.ProcessEnv, unknown]>([
    [undefined, { JOB_COMPLETION_INDEX: '2' }, undefined],
    ['3/16', {}, { part: 3, of: 16 }],
    ['auto/16', { JOB_COMPLETION_INDEX: '0' }, { part: 1, of: 16 }],
    ['auto', { JOB_COMPLETION_INDEX: '15', JOB_COMPLETIONS: '16' }, { part: 16, of: 16 }],
    ['auto', { CLOUD_RUN_TASK_INDEX: '1', CLOUD_RUN_TASK_COUNT: '4' }, { part: 2, of: 4 }],
    ['auto/4', { AWS_BATCH_JOB_ARRAY_INDEX: '3' }, { part: 4, of: 4 }],
    ['auto/4', { SLURM_ARRAY_TASK_ID: '4', SLURM_ARRAY_TASK_MIN: '1' }, { part: 4, of: 4 }],
    ['auto/4', { SLURM_ARRAY_TASK_ID: '3' }, { part: 4, of: 4 }],
    ['auto', { CI_NODE_INDEX: '1', CI_NODE_TOTAL: '2' }, { part: 1, of: 2 }],
    ['auto', { CIRCLE_NODE_INDEX: '1', CIRCLE_NODE_TOTAL: '2' }, { part: 2, of: 2 }],
  ])('%s with %j', (text, environment, shard) => {
    expect(shardOf(text, environment)).toEqual(shard);
  });
});

describe('a line of CSV', () => {
  it.each([
    [['a', 1, null], 'a,1,\r\n'],
    [['x;=1+1'], '"x;=1+1"\r\n'],
    [['a,b', 'c"d', ' e'], '"a,b","c""d"," e"\r\n'],
    [['=1+1', '+1', '-1', '@x', ' =1'], "'=1+1,'+1,'-1,'@x,' =1\r\n"],
    [['a\nb', '\u001b[31m', '\u202e'], 'a\\nb,\\u001b[31m,\\u202e\r\n'],
    [['\t=1'], '\\t=1\r\n'],
  ] as const)('%j', (cells, line) => {
    expect(csvLine(cells)).toBe(line);
  });
});

describe('the line of progress', () => {
  it.each([
    [{ customers: 120_000, bytes: 450 }, 1000, 2, '120,000 customers, 60,000 a second, 45 %, 3 s left'],
    [{ customers: 5, bytes: 0 }, undefined, 1, '5 customers, 5 a second'],
    [{ customers: 5, bytes: 2000 }, 1000, 1, '5 customers, 5 a second, 100 %, 0 s left'],
  ])('%j', (done, bytes, seconds, line) => {
    expect(progressLine(done, bytes, seconds)).toBe(line);
  });
});
