import { UsageError } from '../../core/errors.js';
import type { Shard } from '../../sources/export/stream-customers.js';

/**
 * Variables by which a system that runs one job many times says which one this is, and where it begins to count: a
 * Kubernetes indexed job, Google Cloud Run, AWS Batch, CircleCI and Buildkite at 0, GitLab at 1, Slurm where it was told
 * (https://slurm.schedmd.com/job_array.html).
 */
const SYSTEMS: readonly (readonly [index: string, total: string, first: 0 | 1 | string])[] = [
  ['JOB_COMPLETION_INDEX', 'JOB_COMPLETIONS', 0],
  ['CLOUD_RUN_TASK_INDEX', 'CLOUD_RUN_TASK_COUNT', 0],
  ['AWS_BATCH_JOB_ARRAY_INDEX', 'AWS_BATCH_JOB_ARRAY_SIZE', 0],
  ['SLURM_ARRAY_TASK_ID', 'SLURM_ARRAY_TASK_COUNT', 'SLURM_ARRAY_TASK_MIN'],
  ['CIRCLE_NODE_INDEX', 'CIRCLE_NODE_TOTAL', 0],
  ['BUILDKITE_PARALLEL_JOB', 'BUILDKITE_PARALLEL_JOB_COUNT', 0],
  ['CI_NODE_INDEX', 'CI_NODE_TOTAL', 1],
];

/**
 * The part of the customers to read: `3/16` is the third of 16. `auto` takes it from the environment, and `auto/16`
 * only the index where the system does not say how many there are.
 * @throws UsageError when it is none.
 */
export function shardOf(text: string | undefined, environment: NodeJS.ProcessEnv): Shard | undefined {
  if (text === undefined) return undefined;
  const [, part, of] = /^(auto|\d+)(?:\/(\d+))?$/.exec(text.trim()) ?? [];
  if (part === 'auto') return fromEnvironment(text, of, environment);
  return checked(text, wholeNumber(part), wholeNumber(of));
}

function fromEnvironment(text: string, given: string | undefined, environment: NodeJS.ProcessEnv): Shard {
  for (const [index, total, first] of SYSTEMS) {
    const at = wholeNumber(environment[index]);
    if (at === undefined) continue;
    const of = wholeNumber(given ?? environment[total]);
    if (of === undefined) {
      throw new UsageError(
        'usage',
        `--shard ${text}: ${index} is set but ${total} is not; write --shard auto/16 for 16 shards.`,
      );
    }
    const zero = typeof first === 'number' ? first : (wholeNumber(environment[first]) ?? 0);
    return checked(`${text} (${index}=${at})`, at + 1 - zero, of);
  }
  const names = SYSTEMS.map(([index]) => index).join(', ');
  throw new UsageError('usage', `--shard ${text}: none of these variables is set: ${names}.`);
}

function checked(text: string, part: number | undefined, of: number | undefined): Shard {
  if (part !== undefined && of !== undefined && part >= 1 && part <= of) return { part, of };
  throw new UsageError('usage', `--shard "${text}": expected such as 3/16, the third of 16.`);
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}
