import { domainToASCII } from 'node:url';
import type { DnsResolver, MxRecord } from './resolver.js';

/** Only `no-record` and `no-name` mean that something is not there. */
export type Answer<T> =
  | { readonly kind: 'found'; readonly records: readonly T[] }
  | { readonly kind: 'no-record' | 'no-name' }
  | { readonly kind: 'failed'; readonly words: string };

export interface Questions {
  /** Each record with its chunks joined. */
  txt(name: string): Promise<Answer<string>>;
  mx(name: string): Promise<Answer<MxRecord>>;
  ipv4(name: string): Promise<Answer<string>>;
  ipv6(name: string): Promise<Answer<string>>;
  cname(name: string): Promise<Answer<string>>;
}

// https://nodejs.org/api/dns.html#error-codes
const WORDS: Readonly<Record<string, string>> = {
  ESERVFAIL: 'the name server failed (SERVFAIL)',
  EREFUSED: 'the name server refused the question (REFUSED)',
  ETIMEOUT: 'the name server did not answer in time',
  ECONNREFUSED: 'nothing answers at the address of the name server',
  EFORMERR: 'the name server did not understand the question (FORMERR)',
  ENOTIMP: 'the name server does not answer such questions (NOTIMP)',
  EBADRESP: 'the answer of the name server could not be read',
  EBADNAME: 'DNS cannot hold such a name',
};

/**
 * Asks a resolver, each question once.
 * @param end once it is aborted, nothing more is asked or waited for; its reason says why.
 */
export function askOnce(resolver: DnsResolver, end: AbortSignal): Questions {
  const ended = () => ({ kind: 'failed', words: String(end.reason) }) as const;
  const failure = new Promise<ReturnType<typeof ended>>((resolve) => {
    end.addEventListener('abort', () => resolve(ended()), { once: true });
  });
  const remember = <T>(resolve: (name: string) => Promise<readonly T[]>) => {
    const known = new Map<string, Promise<Answer<T>>>();
    return async (name: string): Promise<Answer<T>> => {
      const asked = nameInDns(name);
      const before = known.get(asked);
      if (before) return before;
      if (end.aborted) return ended();
      const answer = Promise.race([failure, answerTo(() => resolve(asked), asked)]);
      known.set(asked, answer);
      return answer;
    };
  };
  return {
    txt: remember(async (name) => (await resolver.resolveTxt(name)).map((chunks) => chunks.join(''))),
    mx: remember((name) => resolver.resolveMx(name)),
    ipv4: remember((name) => resolver.resolve4(name)),
    ipv6: remember((name) => resolver.resolve6(name)),
    cname: remember((name) => resolver.resolveCname(name)),
  };
}

/** The same, but for no more than so many different questions: what is asked may be in the hands of a stranger. */
export function atMost(most: number, questions: Questions): Questions {
  const asked = new Set<string>();
  const limit = <T>(kind: keyof Questions, ask: (name: string) => Promise<Answer<T>>) => {
    return async (name: string): Promise<Answer<T>> => {
      const question = `${kind} ${nameInDns(name)}`;
      if (!asked.has(question) && asked.size >= most)
        return { kind: 'failed', words: `more than ${most} questions would have to be asked` };
      asked.add(question);
      return ask(name);
    };
  };
  return {
    txt: limit('txt', questions.txt),
    mx: limit('mx', questions.mx),
    ipv4: limit('ipv4', questions.ipv4),
    ipv6: limit('ipv6', questions.ipv6),
    cname: limit('cname', questions.cname),
  };
}

async function answerTo<T>(resolve: () => Promise<readonly T[]>, name: string): Promise<Answer<T>> {
  if (isReserved(name)) return { kind: 'no-name' };
  // Resolvers take an empty name for the root of DNS.
  if (name === '') return { kind: 'failed', words: WORDS['EBADNAME'] ?? '' };
  try {
    const records = await resolve();
    // An alias that leads nowhere is answered with nothing, and without an error.
    return records.length > 0 ? { kind: 'found', records } : { kind: 'no-record' };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    if (code === 'ENODATA') return { kind: 'no-record' };
    if (code === 'ENOTFOUND') return { kind: 'no-name' };
    return { kind: 'failed', words: WORDS[code] ?? `the name server could not be asked (${code})` };
  }
}

/** Names that DNS never holds, so nobody is asked about them (RFC 6761, sections 6.3 and 6.4). */
export function isReserved(name: string): boolean {
  return /(?:^|\.)(?:invalid|localhost)$/.test(nameInDns(name));
}

/** A name in lower case, letters beyond ASCII as DNS knows them. */
function nameInDns(name: string): string {
  // Not for every name: the URL parser would read digits as an address.
  const ascii = /[^\0-\x7f]/.test(name) ? domainToASCII(name) : name;
  return ascii.toLowerCase().replace(/\.$/, '');
}
