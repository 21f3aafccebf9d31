import { type DmarcRecord, hasTooManyLookups, type SenderDns, type Spf, type Told } from './probed-dns.js';
import type { SesIdentities } from './probed-ses.js';

/** Whether mail can prove where it comes from; `unclear` where that could not be told. */
export type Proof = 'given' | 'not-given' | 'unclear';

/** By SPF: receivers can use the record of the domain on the envelope, and it allows the way the mail leaves. */
export function spfProof(spf: Told<Spf> | undefined): Proof {
  if (!spf?.isKnown) return 'unclear';
  const { records, fault, coverage } = spf.value;
  if (records.length !== 1 || fault !== undefined || hasTooManyLookups(spf.value)) return 'not-given';
  // Without one, another domain is on the envelope.
  if (!coverage) return 'not-given';
  if (coverage.verdict === 'unclear') return 'unclear';
  return coverage.verdict === 'covered' ? 'given' : 'not-given';
}

/** By DKIM: one of the selectors asked for has a key. */
export function keyProof({ dkim }: SenderDns): Proof {
  if (dkim.some(({ key }) => key.isKnown && key.value === 'present')) return 'given';
  return dkim.some(({ key }) => !key.isKnown) ? 'unclear' : 'not-given';
}

/**
 * By DKIM of Amazon SES, which signs in the name of a verified identity.
 * @param counts whether a signature of this domain is one for the sender.
 */
export function sesKeyProof(
  identities: SesIdentities | undefined,
  counts: (domain: string) => boolean,
): Proof {
  if (!identities) return 'unclear';
  const { found, trouble } = identities;
  const signing = found.filter(({ name }) => counts(name.slice(name.lastIndexOf('@') + 1).toLowerCase()));
  if (signing.some(({ dkim }) => dkim === 'SUCCESS')) return 'given';
  const isOpen = signing.some(({ dkim }) => dkim === undefined || dkim === 'TEMPORARY_FAILURE');
  return trouble || isOpen || found.length === 0 ? 'unclear' : 'not-given';
}

/**
 * Whether what is proven for one domain counts for mail from another (RFC 9989, section 4.4).
 * @param organization the organizational domain of the sender.
 */
export function isAligned(
  proven: string,
  sender: string,
  mode: 'relaxed' | 'strict',
  organization: string,
): boolean {
  if (proven === sender) return true;
  return mode === 'relaxed' && (proven === organization || proven.endsWith(`.${organization}`));
}

/** Whether receivers are asked to hold back or refuse mail that proves nothing. */
export function isEnforced(record: DmarcRecord | undefined): record is DmarcRecord {
  return record !== undefined && record.policy !== 'none';
}
