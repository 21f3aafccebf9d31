import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { UsageError } from '../../core/errors.js';
import type { ScanControl } from './control.js';
import type { PartCounts, PartRequest, Slice } from './part.js';
import type { WorkerTask } from './worker.js';

/**
 * For one thread. V8 lets the heap grow by what it may grow to, and little of what is read outlives its line: with these
 * a million customers need a third less memory and no more time. The longest line has room.
 */
const MEMORY = { maxYoungGenerationSizeMb: 12, maxOldGenerationSizeMb: 1024 };

type Answer = { readonly counts: PartCounts } | { readonly name: string; readonly message: string };

/**
 * Counts parts of the customers in threads, one for each list of parts.
 * @param root the folder of the package.
 * @throws UsageError when a part cannot be read or a list cannot be written.
 */
export async function scanInThreads(
  parts: readonly (readonly Slice[])[],
  { checks: _, ...request }: PartRequest,
  control: ScanControl,
  root: string,
): Promise<PartCounts[]> {
  const file = path.join(root, 'dist/scan-worker.cjs');
  const answers = parts.map(async (slices) => {
    const task: WorkerTask = { slices, request, shared: control.shared };
    try {
      return await answerOf(new Worker(file, { workerData: task, resourceLimits: MEMORY }));
    } catch (error) {
      control.stop();
      throw error;
    }
  });
  const settled = await Promise.allSettled(answers);
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

function answerOf(worker: Worker): Promise<PartCounts> {
  return new Promise((resolve, reject) => {
    worker.once('message', (answer: Answer) => {
      if ('counts' in answer) resolve(answer.counts);
      else reject(failed(answer));
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a thread of the scan ended early (${code})`)));
  });
}

/** An error as it was before it went from one thread to another, where copies lose what they are. */
function failed({ name, message }: { readonly name: string; readonly message: string }): Error {
  if (name === 'UsageError') return new UsageError('usage', message);
  return Object.assign(new Error(message), { name });
}
