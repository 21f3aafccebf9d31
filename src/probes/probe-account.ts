import { isEmpty, leavesThrough, senderOf } from '../account/lookup.js';
import type { Account, Transport } from '../account/types.js';
import { Cancelled } from '../core/errors.js';
import type { Subject } from '../core/facts.js';
import type { Probed, ProbedPart } from '../core/probed.js';
import { domainOf } from '../core/probed-dns.js';
import type { SesProbed } from '../core/probed-ses.js';
import { providerOf } from '../providers/providers.js';
import { probeDns } from './dns/probe-dns.js';
import { type DnsResolver, resolverFor } from './dns/resolver.js';
import { type Lookup, lookupBy, systemLookup } from './resolve-host.js';
import { probeSmtp, STAGE_NAMES } from './smtp/handshake.js';

/** How it is asked. */
export interface ProbeOptions {
  /** For each server in all, in milliseconds. */
  readonly timeoutMs: number;
  /** Loopback and private addresses may be contacted. */
  readonly allowPrivate: boolean;
  /** Certificates trusted beside the usual ones, in PEM. */
  readonly ca?: readonly string[] | undefined;
  /** `HOST:PORT` of the resolver to ask instead of those of this machine. */
  readonly dnsServer?: string | undefined;
  readonly sesEndpoint?: string | undefined;
  /** Regions to look in beside the one set, and instead of it where none is set. */
  readonly sesRegions: readonly string[];
  /** RCPT TO the customer's address too. */
  readonly namesRecipient: boolean;
  /** The value of an environment variable. */
  readonly environment: (name: string) => string | undefined;
  readonly signal: AbortSignal;
  /** Called as a part goes from stage to stage. */
  readonly onStage: (part: ProbedPart, stage: string) => void;
}

/** What is asked about. */
export interface ProbeRequest {
  readonly account: Account;
  readonly emails: readonly Subject[];
  readonly isDirect: boolean;
  readonly parts: ReadonlySet<ProbedPart>;
}

/**
 * Asks the network about an account: its server, its senders and its recipients, each once however many emails share
 * them, different servers at the same time. A part that cannot be tried for want of settings is left out.
 * @throws UsageError for a `dnsServer` that is none, and Cancelled when the signal is aborted.
 */
export async function probeAccount(request: ProbeRequest, options: ProbeOptions): Promise<Probed> {
  const { parts } = request;
  const resolver = resolverFor(options.dnsServer, options.signal);
  const lookup = options.dnsServer === undefined ? systemLookup : lookupBy(resolver);
  const crashes: Partial<Record<ProbedPart, unknown>> = {};
  const part = async <T>(name: ProbedPart, ask: () => Promise<T> | undefined): Promise<T | undefined> => {
    if (!parts.has(name)) return undefined;
    try {
      return await ask();
    } catch (error) {
      crashes[name] = error;
      return undefined;
    }
  };
  const asksSes = part('ses', () => trySes(request, options, lookup));
  const [smtp, ses, dns] = await Promise.all([
    part('smtp', () => trySmtp(request, options, lookup)),
    asksSes,
    // Amazon says which domain stands on its envelopes, so it is asked first.
    asksSes.then((found) => part('dns', () => tryDns(request, options, resolver, found))),
  ]);
  // A question that is still open would keep the process.
  resolver.cancel();
  if (options.signal.aborted) throw new Cancelled();
  return { smtp, ses, dns, crashes };
}

function trySmtp({ account, emails, isDirect }: ProbeRequest, options: ProbeOptions, lookup: Lookup) {
  const { transport } = account;
  const { host, port, security, user, password } = transport?.smtp ?? {};
  if (leavesThrough(transport, isDirect) !== 'smtp' || !host?.trim() || !user?.trim()) return undefined;
  if (/[:/@\s]/.test(host)) return undefined;
  const secret = secretOf(password, options);
  if (!secret) return undefined;
  return probeSmtp({
    host: host.trim(),
    port: port ?? 587,
    security: securityOf(security, port),
    user,
    password: secret.value,
    withheld: secret.withheld,
    senders: sendersOf(account, emails),
    recipient: options.namesRecipient ? recipientsOf(emails)[0] : undefined,
    allowPrivate: options.allowPrivate,
    ca: options.ca,
    lookup,
    timeoutMs: options.timeoutMs,
    signal: options.signal,
    onStage: (stage) => options.onStage('smtp', STAGE_NAMES[stage]),
  });
}

/** `auto` is TLS from the first byte on port 465 and STARTTLS elsewhere. */
function securityOf(security: NonNullable<Transport['smtp']>['security'], port: number | null | undefined) {
  if (security !== undefined && security !== 'auto') return security;
  return port === 465 ? 'tls' : 'starttls';
}

async function trySes({ account, emails, isDirect }: ProbeRequest, options: ProbeOptions, lookup: Lookup) {
  const { transport } = account;
  const { region, accessKeyId, secretAccessKey, sessionToken } = transport?.ses ?? {};
  const secret = secretOf(secretAccessKey, options);
  const token = secretOf(sessionToken, options);
  const regions = [region?.trim() ?? '', ...options.sesRegions].filter((name) => name !== '');
  const [first, ...others] = new Set(regions);
  if (leavesThrough(transport, isDirect) !== 'ses') return undefined;
  if (!secret || first === undefined || !accessKeyId?.trim()) return undefined;
  // The client of Amazon is large, and most accounts do not use it.
  const { probeSes } = await import('./ses/probe-ses.js');
  return probeSes({
    settings: {
      region: first,
      accessKeyId,
      secretAccessKey: secret.value,
      sessionToken: token?.value,
    },
    withheld: secret.withheld ?? token?.withheld,
    endpoint: options.sesEndpoint,
    otherRegions: others,
    senders: sendersOf(account, emails),
    recipients: recipientsOf(emails),
    allowPrivate: options.allowPrivate,
    ca: options.ca,
    lookup,
    timeoutMs: options.timeoutMs,
    signal: options.signal,
    onStage: (stage) => options.onStage('ses', stage),
  });
}

function tryDns(
  { account, emails, isDirect }: ProbeRequest,
  options: ProbeOptions,
  resolver: DnsResolver,
  ses: SesProbed | undefined,
) {
  const kind = leavesThrough(account.transport, isDirect);
  const smtpHost = kind === 'smtp' ? account.transport?.smtp?.host?.trim() : undefined;
  const provider = smtpHost ? providerOf(smtpHost) : undefined;
  return probeDns({
    senders: domainsOf(sendersOf(account, emails)).map((domain) => ({ domain })),
    mailFromDomains: ses ? mailFromDomains(ses) : [],
    recipients: domainsOf(recipientsOf(emails)),
    transport: {
      kind,
      smtpHost,
      isSenderReplaced: provider?.isSenderReplaced,
      spfIncludes: kind === 'ses' ? ['amazonses.com'] : provider?.spfIncludes,
      dkimSelectors: provider?.dkimSelectors,
    },
    resolver,
    timeoutMs: options.timeoutMs,
    signal: options.signal,
    onStage: (stage) => options.onStage('dns', stage.toUpperCase()),
  });
}

const domainsOf = (addresses: readonly string[]) => [
  ...new Set(addresses.flatMap((address) => domainOf(address) ?? [])),
];

/** The domains of one's own that Amazon puts on the envelope. https://docs.aws.amazon.com/ses/latest/dg/mail-from.html */
function mailFromDomains({ senders }: SesProbed): string[] {
  const identities = [...senders.values()].flatMap(({ found }) => found);
  return [
    ...new Set(identities.flatMap(({ mailFrom }) => (mailFrom?.status === 'SUCCESS' ? mailFrom.domain : []))),
  ];
}

/** The from addresses the emails would leave from, those of notifications that are on first. */
function sendersOf({ companyEmails }: Account, emails: readonly Subject[]): string[] {
  const isOff = ({ notification }: Subject) => notification?.value.email?.enabled === false;
  const inOrder = [...emails.filter((email) => !isOff(email)), ...emails.filter(isOff)];
  const senders = inOrder.flatMap(({ notification }) => senderOf(companyEmails, notification?.value) ?? []);
  return distinct(senders);
}

function recipientsOf(emails: readonly Subject[]): string[] {
  const addresses = distinct(emails.flatMap(({ customer }) => customer?.value.email?.trim() || []));
  // What is not one valid address is the matter of another check.
  return addresses.filter((address) => domainOf(address) !== undefined);
}

// Half of a character cannot be sent anywhere.
const distinct = (addresses: readonly string[]) => [
  ...new Map(
    addresses
      .filter((address) => !/\p{Surrogate}/u.test(address))
      .map((address) => [address.toLowerCase(), address]),
  ).values(),
];

interface Secret {
  /** Absent where it is set but not here. */
  readonly value: string | undefined;
  /** Why it is not here. */
  readonly withheld: string | undefined;
}

/** A secret of the export; undefined when it is known to be empty, or not known. */
function secretOf(
  secret: string | { env: string } | null | undefined,
  { environment }: ProbeOptions,
): Secret | undefined {
  if (secret === undefined || secret === null) return undefined;
  if (typeof secret === 'object') {
    const value = environment(secret.env) || undefined;
    const withheld = value === undefined ? `${secret.env} is not set on this machine` : undefined;
    return { value, withheld };
  }
  if (isEmpty(secret)) return undefined;
  if (secret === '[redacted]') return { value: undefined, withheld: 'the export withholds it' };
  return { value: secret, withheld: undefined };
}
