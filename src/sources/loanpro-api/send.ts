import http from 'node:http';
import https from 'node:https';
import type { LoanProSettings } from './settings.js';

/** A question to LoanPro. A search is a POST that changes nothing. */
export interface Question {
  readonly method: 'GET' | 'POST';
  /** Below the base URL, without its query, such as `odata.svc/Customers(1207)`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly body?: object | undefined;
}

/** One answer as it came. */
export interface RawAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly retryAfter: string | undefined;
  /** The host a redirect points at; it is never followed. */
  readonly redirectHost: string | undefined;
  readonly text: string;
}

/** Why an attempt brought no whole answer. */
export type Trouble = 'timeout' | 'network' | 'certificate' | 'cut-off' | 'too-large';

export class NoAnswer extends Error {
  readonly trouble: Trouble;
  /** Of the status line, where one came. */
  readonly status: number | undefined;

  constructor(trouble: Trouble, message: string, status?: number) {
    super(message);
    this.trouble = trouble;
    this.status = status;
  }
}

export const CUSTOMER_SEARCH = 'Customers/Autopal.Search()';
const SEARCHES: readonly string[] = [CUSTOMER_SEARCH, 'Loans/Autopal.Search()'];
const LARGEST_BODY = 20_000_000; // bytes

/** Whether asking it can change nothing in LoanPro: only such questions are ever sent. */
export function isReadOnly({ method, path, body }: Question): boolean {
  if (method === 'POST') return SEARCHES.includes(path);
  return (
    method === 'GET' &&
    body === undefined &&
    /^odata\.svc\/[\w()=./-]+$/.test(path) &&
    !/(^|\/)\.{1,2}(\/|$)|\/\//.test(path)
  );
}

/** The path with its query, as it is sent. */
export function pathOf({ path, query }: Question): string {
  const parts = Object.entries(query ?? {}).map(([key, value]) => `${key}=${escaped(value)}`);
  return parts.length > 0 ? `${path}?${parts.join('&')}` : path;
}

function escaped(value: string): string {
  return encodeURIComponent(value).replace(/'/g, '%27').replace(/%2C/g, ',').replace(/%2F/g, '/');
}

export function keepAliveAgent({ baseUrl }: LoanProSettings, most: number): http.Agent {
  const options = { keepAlive: true, maxSockets: most, maxFreeSockets: most };
  return baseUrl.startsWith('https:') ? new https.Agent(options) : new http.Agent(options);
}

/**
 * The one function that sends anything to LoanPro; once, within the time limit.
 *
 * @throws NoAnswer, or the signal's reason when it is aborted.
 */
export async function send(
  question: Question,
  settings: LoanProSettings,
  agent: http.Agent,
): Promise<RawAnswer> {
  if (!isReadOnly(question)) {
    throw new Error(`${question.method} ${question.path} is not among the requests that only read.`);
  }
  const { signal, timeoutMs } = settings;
  signal?.throwIfAborted();
  const url = new URL(settings.baseUrl + pathOf(question));
  const body = question.body && JSON.stringify(question.body);

  return await new Promise<RawAnswer>((resolve, reject) => {
    const { request: open } = url.protocol === 'https:' ? https : http;
    const request = open(url, {
      method: question.method,
      agent,
      headers: {
        Accept: 'application/json',
        'Accept-Encoding': 'identity',
        'Content-Type': 'application/json',
        Authorization: `Bearer ${settings.token}`,
        'Autopal-Instance-Id': settings.tenantId,
        'User-Agent': 'mailcheck',
        ...(body !== undefined && { 'Content-Length': Buffer.byteLength(body) }),
      },
    });
    let status: number | undefined;
    const end = (error: unknown) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      reject(error);
      request.destroy();
    };
    const onAbort = () => end(signal?.reason);
    // For the whole: an answer that trickles in is as late as one that never comes.
    const timer = setTimeout(
      () => end(new NoAnswer('timeout', `no whole answer within ${timeoutMs / 1000} s`, status)),
      timeoutMs,
    );
    signal?.addEventListener('abort', onAbort, { once: true });

    request.on('error', (error) => end(troubleOf(error, status)));
    request.on('response', (response) => {
      status = response.statusCode ?? 0;
      const tooLarge = new NoAnswer('too-large', `an answer of more than ${LARGEST_BODY / 1e6} MB`, status);
      if (Number(response.headers['content-length']) > LARGEST_BODY) return end(tooLarge);
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > LARGEST_BODY) end(tooLarge);
        else chunks.push(chunk);
      });
      response.on('error', () => end(new NoAnswer('cut-off', 'the answer was cut off', status)));
      response.on('end', () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        resolve({
          status: response.statusCode ?? 0,
          contentType: response.headers['content-type'] ?? '',
          retryAfter: response.headers['retry-after'],
          redirectHost: hostOf(response.headers.location, url),
          text: Buffer.concat(chunks).toString('utf8'),
        });
      });
      return undefined;
    });
    request.end(body);
  });
}

function hostOf(location: string | undefined, base: URL): string | undefined {
  return location !== undefined && URL.canParse(location, base.href)
    ? new URL(location, base).host
    : undefined;
}

/** Errors of the connection in plain words; their own texts may name addresses and files. */
function troubleOf(error: Error, status: number | undefined): NoAnswer {
  const code = 'code' in error ? String(error.code) : 'unknown error';
  if (status !== undefined) return new NoAnswer('cut-off', 'the answer was cut off', status);
  if (/CERT|SIGNED|SIGNATURE|ISSUER|ALTNAME/.test(code)) {
    return new NoAnswer('certificate', `the certificate of the server does not verify (${code})`);
  }
  return new NoAnswer('network', `${CODES[code] ?? 'the connection failed'} (${code})`);
}

const CODES: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name of the server is not known',
  EAI_AGAIN: 'the name of the server could not be looked up',
  ECONNREFUSED: 'the server refused the connection',
  ECONNRESET: 'the connection was broken off',
  EPIPE: 'the connection was broken off',
  ETIMEDOUT: 'the server could not be reached',
  EHOSTUNREACH: 'the server could not be reached',
  ENETUNREACH: 'the network could not be reached',
};
