import { Agent } from 'node:https';
import type { LookupFunction } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { SESv2Client, SESv2ServiceException } from '@aws-sdk/client-sesv2';
import { Cancelled } from '../../core/errors.js';
import { TooLate } from '../stages.js';
import { trustedBeside } from '../trust.js';
import { NOT_ALLOWED } from './guarded-lookup.js';
import { withinLimit } from './within-limit.js';

/** What one call came to, before anybody asks what it means. */
export type Reply<T> =
  | { readonly kind: 'answer'; readonly value: T }
  /** An error in Amazon's shape. `ahead`: seconds by which this machine's clock is ahead of the server's. */
  | {
      readonly kind: 'error';
      readonly name: string;
      readonly message: string;
      readonly httpStatus: number;
      readonly ahead: number | undefined;
    }
  /** HTTP, but not Amazon SES: a proxy, a captive portal, a wrong endpoint. */
  | { readonly kind: 'stranger'; readonly httpStatus: number }
  /** No answer at all. `code`: the system's name of the fault, empty for a deadline. */
  | { readonly kind: 'none'; readonly code: string; readonly detail: string };

/** Where a session goes and with what. */
export interface SessionSettings {
  readonly region: string;
  /** A URL. */
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
  /** Finds the addresses of an https endpoint; the usual way unless given. */
  readonly lookup: LookupFunction | undefined;
  /** Certificates trusted beside the usual ones, in PEM. */
  readonly ca: readonly string[];
  /** When all must be over, on the clock of `performance.now()`. */
  readonly deadline: number;
  /** Milliseconds one call may take. */
  readonly callLimit: number;
  readonly signal: AbortSignal | undefined;
}

/** The longest real answer has a few kilobytes. */
const LONGEST_ANSWER = 256 * 1024;
const RETRY_AFTER = 200; // milliseconds
const TRANSIENT: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'EAI_AGAIN']);

class TooLong extends Error {
  override readonly name = 'TooLong';
}

/** Calls to Amazon SES in one Region, one after the other. Once a server does not answer, it is not asked again. */
export class Session {
  readonly #settings: SessionSettings;
  readonly #client: SESv2Client;
  /** Of the call under way: the answer's status and the server's clock. */
  #head: { status: number; date: string | undefined } | undefined;
  #silence: Reply<never> | undefined;

  constructor(settings: SessionSettings) {
    this.#settings = settings;
    this.#client = clientFor(settings);
    this.#client.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        await this.#receive(result.response);
        return result;
      },
      // The innermost of its step: the answer as it comes from the network.
      { step: 'deserialize', priority: 'low', name: 'boundedAnswer' },
    );
  }

  /**
   * Makes a call, and once again after a transient fault of the network.
   * @throws Cancelled when the signal is aborted.
   */
  async ask<T>(
    call: (client: SESv2Client, options: { abortSignal: AbortSignal }) => Promise<T>,
  ): Promise<Reply<T>> {
    if (this.#silence) return this.#silence;
    if (this.#left() === 0) return { kind: 'none', code: '', detail: 'no time was left to ask' };
    let reply = await this.#askOnce(call);
    if (reply.kind === 'none' && TRANSIENT.has(reply.code) && this.#left() > RETRY_AFTER) {
      await wait(RETRY_AFTER);
      reply = await this.#askOnce(call);
    }
    if (reply.kind === 'none') this.#silence = reply;
    return reply;
  }

  close(): void {
    this.#client.destroy();
  }

  #left(): number {
    return Math.max(0, this.#settings.deadline - performance.now());
  }

  async #askOnce<T>(
    call: (client: SESv2Client, options: { abortSignal: AbortSignal }) => Promise<T>,
  ): Promise<Reply<T>> {
    this.#head = undefined;
    const limit = Math.min(this.#left(), this.#settings.callLimit);
    try {
      const value = await withinLimit(limit, this.#settings.signal, (abortSignal) =>
        call(this.#client, { abortSignal }),
      );
      return { kind: 'answer', value };
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      return this.#replyOf(error);
    }
  }

  #replyOf(error: unknown): Reply<never> {
    if (error instanceof TooLate) return { kind: 'none', code: '', detail: error.waited };
    if (error instanceof TooLong) return { kind: 'none', code: '', detail: 'an answer without end' };
    const { status = 0, date } = this.#head ?? {};
    // Bodies without an error name, and server errors of things before Amazon, come as "Unknown".
    if (error instanceof SESv2ServiceException && error.name !== 'Unknown') {
      const server = Date.parse(date ?? '');
      const ahead = Number.isNaN(server) ? undefined : Math.round((Date.now() - server) / 1000);
      return { kind: 'error', name: error.name, message: error.message, httpStatus: status, ahead };
    }
    const code = codeOf(error);
    if (code !== undefined) return { kind: 'none', code, detail: inWords(code) };
    // Once there was an answer, what goes wrong is that its content cannot be read.
    if (this.#head) return { kind: 'stranger', httpStatus: status };
    throw error;
  }

  /** Reads the whole body, within bounds: the client itself would read without end. */
  async #receive(response: unknown): Promise<void> {
    if (!isHttpResponse(response)) return;
    this.#head = { status: response.statusCode, date: response.headers['date'] };
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of response.body) {
      length += chunk.length;
      if (length > LONGEST_ANSWER) throw new TooLong();
      chunks.push(chunk);
    }
    Object.assign(response, { body: Buffer.concat(chunks) });
  }
}

/**
 * Everything is given, so that nothing comes from AWS_* variables, profiles or credential files of this machine: it is
 * the lender's account that is asked, not that of whoever asks.
 */
function clientFor(settings: SessionSettings): SESv2Client {
  const { region, endpoint, accessKeyId, secretAccessKey, sessionToken, lookup, ca } = settings;
  const trusted = trustedBeside(ca);
  // The person at the command line cannot act on the client's notice about Node versions.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  return new SESv2Client({
    region,
    endpoint,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
    maxAttempts: 1,
    retryMode: 'standard',
    defaultsMode: 'standard',
    authSchemePreference: ['sigv4'],
    sigv4aSigningRegionSet: [region],
    userAgentAppId: 'mailcheck',
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    requestHandler: {
      // Its own time limits are left off: the signal of each call ends it, and their timers would outlive a call that
      // failed to connect, and hold up the end of the program.
      httpsAgent: new Agent({
        keepAlive: true,
        ...(lookup && { lookup }),
        ...(trusted && { ca: trusted }),
      }),
    },
  });
}

interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
}

function isHttpResponse(response: unknown): response is HttpResponse {
  return typeof response === 'object' && response !== null && 'statusCode' in response && 'body' in response;
}

/** The system's name of a fault on the way, wherever Node put it; the client's own time-out counts as one. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.name === 'TimeoutError' ? 'ETIMEDOUT' : undefined;
}

function inWords(code: string): string {
  switch (code) {
    case 'ENOTFOUND':
    case 'ENODATA':
    case 'EAI_AGAIN':
      return `the name could not be looked up (${code})`;
    case 'ECONNREFUSED':
      return `nothing accepts connections there (${code})`;
    case 'ECONNRESET':
    case 'EPIPE':
      return `the connection was dropped (${code})`;
    case 'ETIMEDOUT':
      return `no answer in time (${code})`;
    case NOT_ALLOWED:
      return 'the name leads to an address inside this network, and these are not contacted';
    default:
      // Certificates, TLS, no route, what is not HTTP.
      return `the connection failed (${/^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : 'without a reason'})`;
  }
}
