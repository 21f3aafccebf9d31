// A thread of `mailcheck scan`: reads and counts its parts of the customers, and hands the counts back.
import { parentPort, workerData } from 'node:worker_threads';
import { checks } from '../../../checks/index.js';
import { ScanControl } from './control.js';
import { type PartRequest, type Slice, scanParts } from './part.js';

/** What a thread is given: all of the request but the checks, which are code. */
export interface WorkerTask {
  readonly slices: readonly Slice[];
  readonly request: Omit<PartRequest, 'checks'>;
  readonly shared: SharedArrayBuffer;
}

// Handed over by `threads.ts` alone.
const { slices, request, shared } = workerData as WorkerTask;
scanParts(slices, { ...request, checks }, new ScanControl(shared)).then(
  (counts) => parentPort?.postMessage({ counts }),
  (error: unknown) => {
    const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
    parentPort?.postMessage({ name, message });
  },
);
