import type { Transport } from '../account/types.js';
import {
  type DmarcRecord,
  type DnsProbed,
  hasTooManyLookups,
  type SenderDns,
  type Spf,
  type Told,
} from '../core/probed-dns.js';
import type { SesIdentities } from '../core/probed-ses.js';

/** Mail from one domain: what is known of the domain, and how the mail leaves. */
export interface Sent {
  readonly domain: string;
  readonly dns: SenderDns;
  readonly route: Transport['mode'];
  /** What Amazon knows of the sender. */
  readonly identities?: SesIdentities | undefined;
  /** A MAIL FROM domain of one's own that Amazon uses, and its SPF where DNS was asked. */
  readonly mailFrom?: { readonly domain: string; readonly spf: Told<Spf> | undefined } | undefined;
}

/** What is wrong with the records of a sender's domain. The codes are public: they are the finding codes. */
export type SenderFault = { readonly sent: Sent } & (
  | { readonly code: 'no-spf'; readonly spf: Spf }
  | { readonly code: 'several-spf'; readonly spf: Spf }
  | { readonly code: 'spf-too-many-lookups'; readonly spf: Spf }
  | { readonly code: 'spf-does-not-cover-transport'; readonly envelope: string; readonly how: string }
  | { readonly code: 'no-dkim-key' }
  | { readonly code: 'no-dmarc'; readonly passedOver: readonly string[] }
  | { readonly code: 'dmarc-not-aligned'; readonly record: DmarcRecord }
);
export type Fault<C extends SenderFault['code']> = Extract<SenderFault, { code: C }>;

/** Mail from an address at a domain, that leaves by a route. */
export function sentBy(
  domain: string,
  route: Transport['mode'],
  dns: SenderDns,
  all: DnsProbed | undefined,
  identities: SesIdentities | undefined,
): Sent {
  const set = identities?.found.find(({ mailFrom }) => mailFrom?.status === 'SUCCESS')?.mailFrom;
  const envelope = set?.domain.toLowerCase();
  const mailFrom =
    envelope === undefined ? undefined : { domain: envelope, spf: all?.mailFrom.get(envelope) };
  return { domain, route, dns, identities, mailFrom };
}

/** What is certainly wrong; where DNS or Amazon could not tell, nothing is. */
export function faultsOf(sent: Sent): SenderFault[] {
  return [...spfFaults(sent), ...mailFromFaults(sent), ...keyFaults(sent), ...dmarcFaults(sent)];
}

function spfFaults(sent: Sent): SenderFault[] {
  const { dns, route, domain } = sent;
  if (!dns.spf.isKnown) return [];
  const spf = dns.spf.value;
  if (spf.records.length > 1) return [{ code: 'several-spf', sent, spf }];
  if (spf.records.length === 0 || spf.fault !== undefined) return [{ code: 'no-spf', sent, spf }];
  const faults: SenderFault[] = [];
  if (hasTooManyLookups(spf)) faults.push({ code: 'spf-too-many-lookups', sent, spf });
  if (route === 'smtp' && spf.coverage?.verdict === 'not-covered')
    faults.push({ code: 'spf-does-not-cover-transport', sent, envelope: domain, how: spf.coverage.how });
  return faults;
}

/** Amazon looks at the MX record of such a domain, not at its SPF record. */
function mailFromFaults(sent: Sent): SenderFault[] {
  const { mailFrom } = sent;
  if (!mailFrom?.spf?.isKnown || spfProof(mailFrom.spf) !== 'not-given') return [];
  const { records, fault, coverage } = mailFrom.spf.value;
  const how =
    records.length !== 1
      ? `it has ${records.length === 0 ? 'no SPF record' : `${records.length} SPF records`}`
      : (fault ?? (coverage?.verdict === 'not-covered' ? coverage.how : 'it needs too many look-ups'));
  return [{ code: 'spf-does-not-cover-transport', sent, envelope: mailFrom.domain, how }];
}

function keyFaults(sent: Sent): SenderFault[] {
  const { route, dns, identities } = sent;
  const proof =
    route === 'ses'
      ? sesKeyProof(identities, () => true)
      : route === 'smtp' && dns.dkim.length > 0
        ? keyProof(dns)
        : 'unclear';
  return proof === 'not-given' ? [{ code: 'no-dkim-key', sent }] : [];
}

function dmarcFaults(sent: Sent): SenderFault[] {
  const { dns } = sent;
  if (!dns.dmarc.isKnown) return [];
  const { record, passedOver } = dns.dmarc.value;
  if (!record) {
    // A domain that is not there is one finding.
    const isThere = !dns.spf.isKnown || dns.spf.value.domainExists;
    return isThere ? [{ code: 'no-dmarc', sent, passedOver }] : [];
  }
  return dmarcProof(sent) === 'not-given' ? [{ code: 'dmarc-not-aligned', sent, record }] : [];
}

/** Whether mail can prove where it comes from; `unclear` where that could not be told. */
export type Proof = 'given' | 'not-given' | 'unclear';

/** Whether mail passes DMARC; undefined where no policy asks for it, or the way it leaves is not known. */
export function dmarcProof(sent: Sent): Proof | undefined {
  const { record, organizationalDomain } = sent.dns.dmarc.isKnown ? sent.dns.dmarc.value : {};
  if (!record || record.policy === 'none' || sent.route === undefined) return undefined;
  const proofs = proofsOf(sent, record, organizationalDomain ?? sent.domain);
  return (
    proofs.find((proof) => proof === 'given') ?? proofs.find((proof) => proof === 'unclear') ?? 'not-given'
  );
}

/** By SPF and by DKIM; one of them is enough (RFC 9989, section 4.4). */
function proofsOf(sent: Sent, record: DmarcRecord, organization: string): Proof[] {
  const { domain, dns, route, identities, mailFrom } = sent;
  // The envelope of the house account is the platform's; which domain it signs for is not known.
  if (route === 'house') return [keyProof(dns)];
  if (route !== 'ses') return [keyProof(dns), spfProof(dns.spf)];
  const counts = (mode: 'relaxed' | 'strict') => (proven: string) =>
    proven === domain ||
    (mode === 'relaxed' && (proven === organization || proven.endsWith(`.${organization}`)));
  const isFromOwn = mailFrom && counts(record.spfAlignment)(mailFrom.domain);
  const key = sesKeyProof(identities, counts(record.dkimAlignment));
  return isFromOwn ? [key, spfProof(mailFrom.spf)] : [key];
}

/** Receivers can use the SPF record of the domain on the envelope, and it allows the way the mail leaves. */
function spfProof(spf: Told<Spf> | undefined): Proof {
  if (!spf?.isKnown) return 'unclear';
  const { records, fault, coverage } = spf.value;
  if (records.length !== 1 || fault !== undefined || hasTooManyLookups(spf.value)) return 'not-given';
  // Without a coverage another domain is on the envelope.
  if (coverage?.verdict === 'unclear') return 'unclear';
  return coverage?.verdict === 'covered' ? 'given' : 'not-given';
}

/** One of the selectors asked for has a key. */
function keyProof({ dkim }: SenderDns): Proof {
  if (dkim.some(({ key }) => key.isKnown && key.value === 'present')) return 'given';
  return dkim.some(({ key }) => !key.isKnown) ? 'unclear' : 'not-given';
}

/**
 * Amazon signs in the name of one of the identities.
 * @param counts whether a signature of a domain is one for the sender.
 */
function sesKeyProof(identities: SesIdentities | undefined, counts: (domain: string) => boolean): Proof {
  if (!identities || identities.trouble || identities.found.length === 0) return 'unclear';
  const signing = identities.found.filter(({ name }) => counts(name.replace(/^.*@/, '').toLowerCase()));
  if (signing.some(({ dkim }) => dkim === 'SUCCESS')) return 'given';
  const isOpen = signing.some(({ dkim }) => dkim === undefined || dkim === 'TEMPORARY_FAILURE');
  return isOpen ? 'unclear' : 'not-given';
}
