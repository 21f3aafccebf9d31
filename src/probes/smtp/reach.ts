import { connect, type Socket } from 'node:net';
import type { SmtpCause } from '../../core/probed-smtp.js';
import { mayContact } from '../guard.js';
import { isNotThere, resolveHost } from '../resolve-host.js';
import { isEnded, TooLate } from '../stages.js';
import type { Attempt } from './attempt.js';
import { causeOfConnect, codeOf } from './cause-of-error.js';

const MOST_ADDRESSES = 4;
/** The surest answer of all addresses counts: somebody said no, rather than nobody said anything. */
const SUREST: readonly SmtpCause[] = ['tcp-refused', 'tcp-reset', 'tcp-timeout', 'tcp-unreachable'];

/**
 * Finds the server and connects, to one address after the other. Each has its share of the time, so that one without
 * an answer (IPv6 that leads nowhere, say) leaves some to the next.
 * @throws Trouble, and what `Stages.within` throws.
 */
export async function reach(attempt: Attempt): Promise<Socket> {
  const { stages, ask } = attempt;
  const allowed = await find(attempt);
  stages.enter('connect');
  const causes: SmtpCause[] = [];
  const share = Math.min(stages.left, ask.timeoutMs / 4) / allowed.length;
  let late: TooLate | undefined;
  for (const address of allowed) {
    attempt.address = address;
    try {
      const open = () => opened(attempt, address, share);
      const socket = await stages.within(onceMore(open, (error) => codeOf(error) === 'ECONNRESET'));
      stages.done('pass', `${address} port ${ask.port}`);
      return socket;
    } catch (error) {
      if (isEnded(error) && !(error instanceof TooLate)) throw error;
      if (error instanceof TooLate) late = error;
      causes.push(late === error ? 'tcp-timeout' : causeOfConnect(codeOf(error)));
    }
  }
  const cause = SUREST.find((surer) => causes.includes(surer)) ?? 'tcp-unreachable';
  throw attempt.trouble(cause, (cause === 'tcp-timeout' && late?.waited) || allowed.join(', '));
}

/** The addresses of the host that may be contacted. */
async function find(attempt: Attempt): Promise<readonly string[]> {
  const { stages, ask } = attempt;
  stages.enter('resolve');
  let found: readonly string[];
  try {
    found = await stages.within(onceMore(() => resolveHost(ask.host, ask.lookup), isTransient));
  } catch (error) {
    if (isEnded(error)) throw error;
    throw attempt.trouble(isNotThere(error) ? 'dns-not-found' : 'dns-server-trouble', codeOf(error));
  }
  attempt.addresses = found.slice(0, MOST_ADDRESSES);
  const allowed = attempt.addresses.filter((address) => mayContact(address, ask.allowPrivate));
  if (allowed.length === 0) throw attempt.trouble('address-not-allowed', attempt.addresses.join(', '));
  stages.done('pass', attempt.addresses.join(', '));
  return allowed;
}

const isTransient = (error: unknown) => /^(EAI_AGAIN|ESERVFAIL|ECONNREFUSED)$/.test(codeOf(error));

function opened(attempt: Attempt, address: string, ms: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port: attempt.ask.port });
    attempt.socket = socket;
    const timer = setTimeout(() => socket.destroy(new TooLate(ms)), ms);
    socket.once('close', () => clearTimeout(timer));
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeAllListeners('error');
      socket.on('error', () => {});
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

/** One more try, where the fault may pass by itself. */
async function onceMore<T>(work: () => Promise<T>, isPassing: (error: unknown) => boolean): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isPassing(error)) throw error;
    return await work();
  }
}
