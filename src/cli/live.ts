// The bundled file of what reads LoanPro's API: nothing here is loaded without --live, `snapshot` or `probe api`.
import { Cancelled, UsageError } from '../core/errors.js';
import { type ApiAccess, probeEndpoints } from '../sources/loanpro-api/probe-endpoints.js';
import { type LiveRead, LoanPro, type Wanted } from '../sources/loanpro-api/read-customer.js';
import { type LoanProSettings, liveSettings, type RequestLine } from '../sources/loanpro-api/settings.js';
import { standardError } from './standard-streams.js';

/** The options of a command that reads the account itself. */
export interface LiveFlags {
  /** Seconds for one request. */
  readonly timeout?: string;
  readonly verbose: boolean;
  readonly quiet: boolean;
}

const MOST_SECONDS = 600;

/**
 * Opens LoanPro by the settings of the environment, for as long as `use` takes. Ctrl-C ends it cleanly.
 * @throws UsageError for settings that are missing or refused; Cancelled after Ctrl-C.
 */
export function withLoanPro<T>(flags: LiveFlags, use: (loanPro: LoanPro) => Promise<T>): Promise<T> {
  return withSettings(flags, async (settings) => {
    const loanPro = new LoanPro(settings);
    try {
      return await use(loanPro);
    } finally {
      loanPro.close();
    }
  });
}

async function withSettings<T>(
  { timeout, verbose, quiet }: LiveFlags,
  use: (settings: LoanProSettings) => Promise<T>,
): Promise<T> {
  const cancel = new AbortController();
  const onInterrupt = () => cancel.abort(new Cancelled());
  const settings = liveSettings(process.env, {
    timeoutMs: timeoutOf(timeout),
    signal: cancel.signal,
    onRequest: verbose && !quiet ? logRequest : undefined,
  });
  process.once('SIGINT', onInterrupt);
  try {
    return await use(settings);
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}

/** Asks each endpoint once, for what the token may read. */
export function readAccess(flags: LiveFlags): Promise<ApiAccess & { readonly target: string }> {
  return withSettings(flags, async (settings) => ({
    ...(await probeEndpoints(settings)),
    target: settings.baseUrl,
  }));
}

/** Reads one customer from the account. */
export function readLive(wanted: Wanted, flags: LiveFlags): Promise<LiveRead> {
  return withLoanPro(flags, (loanPro) => loanPro.read(wanted));
}

function timeoutOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = text.trim() === '' ? Number.NaN : Number(text);
  if (seconds > 0 && seconds <= MOST_SECONDS) return seconds * 1000;
  throw new UsageError(
    'usage',
    `--timeout "${text}" is not a number of seconds above 0 and up to ${MOST_SECONDS}.`,
  );
}

function logRequest({ method, path, status, ms, attempt, problem }: RequestLine): void {
  const again = attempt > 1 ? `, attempt ${attempt}` : '';
  standardError.write(
    `mailcheck: ${method} ${path}: ${status ?? 'no answer'} after ${ms} ms${again}${problem ? `: ${problem}` : ''}\n`,
  );
}
