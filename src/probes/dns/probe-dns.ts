import { isIP } from 'node:net';
import type { ProbeStage } from '../../core/probed.js';
import type { DnsProbed, SenderDns } from '../../core/probed-dns.js';
import { addressesOf } from './addresses-of.js';
import { readSelector } from './dkim.js';
import { readDmarc } from './dmarc.js';
import { askOnce, atMost, type Questions } from './questions.js';
import { readRecipient } from './recipient.js';
import type { DnsResolver } from './resolver.js';
import { seenOfDkim, seenOfDmarc, seenOfMail, seenOfSpf } from './seen.js';
import { readSpf, type Way } from './spf.js';

/** How the mail leaves, and what is known of that way. */
export interface MailRoute {
  /** Absent: not known. */
  readonly kind?: 'house' | 'smtp' | 'ses' | undefined;
  readonly smtpHost?: string | undefined;
  /** The addresses of the host; looked up where left out, unless an include is known. */
  readonly smtpAddresses?: readonly string[] | undefined;
  /** Names that the provider has its customers include in their SPF record; one suffices. */
  readonly spfIncludes?: readonly string[] | undefined;
  /** Selectors that the provider usually signs with. */
  readonly dkimSelectors?: readonly string[] | undefined;
  /** The provider puts a domain of its own on the envelope, so the sender's SPF record is not asked about it. */
  readonly isSenderReplaced?: boolean | undefined;
}

/** What is being asked about. */
export type DnsStage = 'spf' | 'dkim' | 'dmarc' | 'mx';

export interface DnsProbe {
  /** Domains that mail leaves from; see `domainOf`. */
  readonly senders: readonly { readonly domain: string }[];
  /** MAIL FROM domains that Amazon SES uses. */
  readonly mailFromDomains?: readonly string[] | undefined;
  /** Domains that mail goes to. */
  readonly recipients: readonly string[];
  readonly transport: MailRoute;
  readonly resolver: DnsResolver;
  /** Ends the probe; what is not known by then could not be told. */
  readonly signal?: AbortSignal | undefined;
  /** For everything together. */
  readonly timeoutMs: number;
  readonly onStage?: ((stage: DnsStage) => void) | undefined;
}

// An SPF record may be in the hands of a stranger: it must not make this machine ask for a thousand names.
const MOST_SPF_QUESTIONS = 40; // for one domain; the others ask a few names at most
const AT_ONCE = 8; // domains

/**
 * Asks DNS about the domains of senders and recipients. It never throws for a fault of the network: what a resolver
 * does not say is kept as not known, in its words.
 */
export async function probeDns(probe: DnsProbe): Promise<DnsProbed> {
  const { resolver, signal, timeoutMs } = probe;
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(`there was no answer within ${timeoutMs / 1000} s`), timeoutMs);
  const onAbort = () => end.abort('the questions were broken off');
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort);
  end.signal.addEventListener('abort', () => resolver.cancel());
  try {
    return await askAll(probe, askOnce(resolver, end.signal));
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

async function askAll(probe: DnsProbe, questions: Questions): Promise<DnsProbed> {
  const way = await wayOf(probe.transport, questions);
  const amazon: Way = { includes: probe.transport.spfIncludes ?? [], addresses: [] };
  const selectors = unique(probe.transport.dkimSelectors ?? []);
  const [senders, mailFrom, recipients] = await Promise.all([
    inTurns(unique(probe.senders.map(({ domain }) => domain)), (domain) =>
      askSender(domain, questions, way, selectors, probe.onStage),
    ),
    inTurns(unique(probe.mailFromDomains ?? []), (domain) =>
      askSpf(domain, questions, amazon, probe.onStage),
    ),
    inTurns(unique(probe.recipients), (domain) =>
      timed('mx', readRecipient(domain, questions), (mail) => seenOfMail(domain, mail), probe.onStage),
    ),
  ]);
  return {
    target: probe.resolver.getServers().join(', '),
    stages: [...senders, ...mailFrom, ...recipients].flatMap(([, { stages }]) => stages),
    senders: new Map(senders.map(([domain, { value }]) => [domain, value])),
    mailFrom: new Map(mailFrom.map(([domain, { value }]) => [domain, value])),
    recipients: new Map(recipients.map(([domain, { value }]) => [domain, value])),
  };
}

/** What was learnt, and the stages it took. */
interface Learnt<T> {
  readonly value: T;
  readonly stages: readonly ProbeStage[];
}

async function askSender(
  domain: string,
  ask: Questions,
  way: Way | undefined,
  selectors: readonly string[],
  onStage: DnsProbe['onStage'],
): Promise<Learnt<SenderDns>> {
  const spf = await askSpf(domain, ask, way, onStage);
  const domainExists = !spf.value.isKnown || spf.value.value.domainExists;
  const [dkim, dmarc] = await Promise.all([
    timed(
      'dkim',
      Promise.all(selectors.map((selector) => readSelector(domain, selector, ask))),
      (found) => seenOfDkim(domain, found),
      onStage,
    ),
    timed('dmarc', readDmarc(domain, ask, domainExists), (told) => seenOfDmarc(domain, told), onStage),
  ]);
  return {
    value: { spf: spf.value, dkim: dkim.value, dmarc: dmarc.value },
    stages: [spf, dkim, dmarc].flatMap(({ stages }) => stages),
  };
}

function askSpf(domain: string, ask: Questions, way: Way | undefined, onStage: DnsProbe['onStage']) {
  const work = readSpf(domain, atMost(MOST_SPF_QUESTIONS, ask), way);
  return timed('spf', work, (told) => seenOfSpf(domain, told), onStage);
}

/** Nothing has to be covered where somebody else's domain is on the envelope (RFC 7208, section 2.4). */
async function wayOf(route: MailRoute, ask: Questions): Promise<Way | undefined> {
  if (route.kind !== 'smtp' || route.isSenderReplaced) return undefined;
  const includes = route.spfIncludes ?? [];
  const host = route.smtpHost?.trim();
  if (route.smtpAddresses || includes.length > 0 || !host)
    return { includes, addresses: route.smtpAddresses ?? [] };
  if (isIP(host)) return { includes, addresses: [host] };
  const found = await addressesOf(host, ask);
  return { includes, addresses: found.isKnown ? found.value : [] };
}

async function timed<T>(
  stage: DnsStage,
  work: Promise<T>,
  seen: (value: T) => Pick<ProbeStage, 'status' | 'detail'>,
  onStage: DnsProbe['onStage'],
): Promise<Learnt<T>> {
  const start = performance.now();
  onStage?.(stage);
  const value = await work;
  return { value, stages: [{ stage, ms: Math.round(performance.now() - start), ...seen(value) }] };
}

/** Some at a time, in their order. */
async function inTurns<T>(
  domains: readonly string[],
  work: (domain: string) => Promise<T>,
): Promise<(readonly [string, T])[]> {
  const done: (readonly [string, T])[] = [];
  for (let next = 0; next < domains.length; next += AT_ONCE) {
    const some = domains.slice(next, next + AT_ONCE);
    done.push(...(await Promise.all(some.map(async (domain) => [domain, await work(domain)] as const))));
  }
  return done;
}

const unique = (names: readonly string[]) => [...new Set(names.map((name) => name.trim().toLowerCase()))];
