import { Cancelled } from '../../core/errors.js';
import { TooLate } from '../stages.js';

/**
 * What a piece of work comes to, which is told by its signal when to give up.
 * @throws TooLate after so many milliseconds, Cancelled when the outer signal is aborted.
 */
export async function withinLimit<T>(
  ms: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  const cancel = () => controller.abort(new Cancelled());
  const timer = setTimeout(() => controller.abort(new TooLate(ms)), ms);
  outer?.addEventListener('abort', cancel);
  if (outer?.aborted) cancel();
  try {
    const ended = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });
    signal.throwIfAborted();
    return await Promise.race([work(signal), ended]);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', cancel);
  }
}
