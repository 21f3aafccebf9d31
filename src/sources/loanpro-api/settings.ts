import { closeSync, openSync, readSync } from 'node:fs';
import { type ErrorDetail, UsageError } from '../../core/errors.js';

/** Where LoanPro's API is, for every account and sandbox: https://developers.loanpro.io/reference/loanpro-api-introduction-2 */
const DEFAULT_URL = 'https://loanpro.simnang.com/api/public/api/1/';
const API_PATH = '/api/public/api/1/';
const LONGEST_TOKEN = 16_384; // bytes
const DEFAULT_TIMEOUT_MS = 30_000;

/** How LoanPro is reached. Holds the token, so it is never printed. */
export interface LoanProSettings {
  /** Ends in a slash. */
  readonly baseUrl: string;
  /** Without the word `Bearer`. */
  readonly token: string;
  /** Digits. */
  readonly tenantId: string;
  /** For one request, from its first byte to the last of its answer. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly onRequest?: ((line: RequestLine) => void) | undefined;
}

/** One request of the log; without headers and bodies, so without secrets. */
export interface RequestLine {
  readonly method: 'GET' | 'POST';
  /** Below the base URL, with its query. */
  readonly path: string;
  /** Of the answer; undefined where none came. */
  readonly status: number | undefined;
  readonly ms: number;
  /** Counts from 1. */
  readonly attempt: number;
  /** What went wrong; undefined for a good answer. */
  readonly problem: string | undefined;
}

interface Extras {
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onRequest?: ((line: RequestLine) => void) | undefined;
}

/**
 * The settings that the environment gives: LOANPRO_API_URL (LoanPro's own unless set), LOANPRO_API_KEY or else the
 * first line of the file that LOANPRO_API_KEY_FILE names, LOANPRO_TENANT_ID.
 *
 * @throws UsageError that names all that are missing or wrong; never with their values.
 */
export function liveSettings(
  environment: Readonly<Record<string, string | undefined>>,
  { timeoutMs = DEFAULT_TIMEOUT_MS, ...extras }: Extras = {},
): LoanProSettings {
  const problems: ErrorDetail[] = [];
  const problem: Problem = (message) => {
    problems.push({ message });
    return '';
  };
  const settings: LoanProSettings = {
    baseUrl: baseUrlOf(environment['LOANPRO_API_URL']?.trim() || DEFAULT_URL, problem),
    token: tokenOf(environment['LOANPRO_API_KEY'], environment['LOANPRO_API_KEY_FILE'], problem),
    tenantId: tenantOf(environment['LOANPRO_TENANT_ID'], problem),
    timeoutMs,
    ...extras,
  };
  if (problems.length > 0) {
    throw new UsageError(
      'usage',
      '--live reads LoanPro with settings from the environment, and these are missing or wrong. LoanPro shows the URL, the token and the tenant id at Settings > Company > API > Overview.',
      problems,
    );
  }
  return settings;
}

type Problem = (message: string) => '';

function baseUrlOf(text: string, problem: Problem): string {
  const name = 'LOANPRO_API_URL';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) return problem(`${name} is not a URL. LoanPro's own is ${DEFAULT_URL}`);
  if (url.username !== '' || url.password !== '') {
    return problem(`${name} holds a user name or password; the token belongs in LOANPRO_API_KEY.`);
  }
  if (url.search !== '' || url.hash !== '') return problem(`${name} has a "?" or "#" part; leave it out.`);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    return problem(`${name} has to begin with https:// (http:// only for this machine itself).`);
  }
  const path = url.pathname === '/' ? API_PATH : url.pathname.replace(/\/*$/, '/');
  return `${url.origin}${path}`;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function tokenOf(key: string | undefined, file: string | undefined, problem: Problem): string {
  if (key?.trim()) return cleanToken(key, 'LOANPRO_API_KEY', problem);
  if (!file?.trim()) {
    return problem('LOANPRO_API_KEY is not set (nor LOANPRO_API_KEY_FILE, a file that holds the token).');
  }
  const text = beginningOf(file.trim());
  if (typeof text !== 'string') {
    return problem(`LOANPRO_API_KEY_FILE names a file that cannot be read (${text.code}).`);
  }
  return cleanToken(text.trim().split(/\r?\n/, 1)[0] ?? '', 'LOANPRO_API_KEY_FILE', problem);
}

/** The beginning of a file: what was named by mistake may be long, or never end. */
function beginningOf(file: string): string | { readonly code: string } {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    const buffer = Buffer.alloc(LONGEST_TOKEN);
    return buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, LONGEST_TOKEN, null));
  } catch (error) {
    return { code: error instanceof Error && 'code' in error ? String(error.code) : 'unknown error' };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** A stored token often begins with the word that goes before it in the header. */
function cleanToken(text: string, name: string, problem: Problem): string {
  const token = text.trim().replace(/^bearer\s+/i, '');
  if (token === '' || /^bearer$/i.test(token)) return problem(`${name} holds no token.`);
  if (!/^[\x21-\x7e]+$/.test(token)) {
    return problem(`${name} holds characters that a token cannot have, such as blanks.`);
  }
  return token;
}

function tenantOf(text: string | undefined, problem: Problem): string {
  const tenant = text?.trim() ?? '';
  if (tenant === '') return problem('LOANPRO_TENANT_ID is not set.');
  if (!/^\d{1,15}$/.test(tenant)) return problem('LOANPRO_TENANT_ID is not a number, such as 5200243.');
  return tenant;
}
