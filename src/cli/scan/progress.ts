import { amount } from '../../core/words.js';
import { standardError } from '../standard-streams.js';
import type { ScanControl } from './control.js';

const EVERY = 250; // milliseconds

/** Says on stderr, where that is a terminal, how far a scan is. Returns what ends it. */
export function showProgress(control: ScanControl, bytes: number | undefined, isWanted: boolean): () => void {
  if (!isWanted || standardError.terminal === undefined) return () => {};
  const start = Date.now();
  let isShown = false;
  const timer = setInterval(() => {
    isShown = true;
    standardError.write(`\r\u001b[K${progressLine(control, bytes, (Date.now() - start) / 1000)}`);
  }, EVERY);
  timer.unref();
  return () => {
    clearInterval(timer);
    if (isShown) standardError.write('\r\u001b[K');
  };
}

/**
 * "120,000 customers, 60,000 a second, 45 %, 8 s left".
 * @param bytes how many there are in all; undefined where that is not known.
 * @param seconds since the start.
 */
export function progressLine(
  { customers, bytes: done }: Pick<ScanControl, 'customers' | 'bytes'>,
  bytes: number | undefined,
  seconds: number,
): string {
  const rate = Math.round(customers / Math.max(seconds, 0.001));
  const parts = [`${amount(customers)} customers`, `${amount(rate)} a second`];
  if (bytes !== undefined && bytes > 0 && done > 0) {
    const share = Math.min(done / bytes, 1);
    const left = Math.ceil((seconds * (1 - share)) / share);
    parts.push(`${Math.floor(share * 100)} %`, `${left} s left`);
  }
  return parts.join(', ');
}
