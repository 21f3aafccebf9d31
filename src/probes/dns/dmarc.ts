import type { Dmarc, DmarcPolicy, DmarcRecord, Told } from '../../core/probed-dns.js';
import type { Questions } from './questions.js';
import { tagsOf } from './tags.js';

/** A record that counts, where it was found. */
interface Found {
  readonly at: string;
  readonly text: string;
  readonly tags: ReadonlyMap<string, string>;
}

/**
 * Finds the DMARC record that applies to mail from a domain, by the walk of RFC 9989 (section 4.10), which finds what
 * RFC 7489 found by a list of public suffixes.
 * @param domainExists decides between the policies for existing and for other subdomains.
 */
export async function readDmarc(domain: string, ask: Questions, domainExists: boolean): Promise<Told<Dmarc>> {
  const found: Found[] = [];
  const passedOver: string[] = [];
  for (const at of walkUp(domain)) {
    const answer = await ask.txt(`_dmarc.${at}`);
    if (answer.kind === 'failed') {
      // What stands above is not asked for: a name server that is silent now costs seconds each time.
      if (found.length > 0) break;
      return { isKnown: false, words: answer.words };
    }
    const records = (answer.kind === 'found' ? answer.records : []).filter(isDmarc);
    const [text] = records;
    if (text === undefined) continue;
    if (records.length > 1) {
      passedOver.push(`there are ${records.length} DMARC records at ${at}`);
      continue;
    }
    const tags = tagsOf(text);
    found.push({ at, text, tags });
    if (isFlagged(tags, 'n') || isFlagged(tags, 'y')) break;
  }
  const organizationalDomain = organizationOf(domain, found);
  const own = found.find(({ at }) => at === domain);
  const applies =
    own ??
    found.find(({ at }) => at === organizationalDomain) ??
    found.find(({ tags }) => isFlagged(tags, 'y'));
  const record = applies && readRecord(applies, applies === own, domainExists);
  if (typeof record === 'string') passedOver.push(record);
  return {
    isKnown: true,
    value: { record: typeof record === 'string' ? undefined : record, passedOver, organizationalDomain },
  };
}

/** The domain and those above it, at most eight in all (section 4.10). */
export function walkUp(domain: string): string[] {
  const labels = domain.split('.');
  const above = labels.slice(Math.max(1, labels.length - 7));
  return [domain, ...above.map((_, i) => above.slice(i).join('.'))];
}

// Section 4.8: the version comes first, and is written in capitals.
const isDmarc = (text: string) => /^v[ \t]*=[ \t]*DMARC1[ \t]*(?:;|$)/.test(text);

const isFlagged = (tags: ReadonlyMap<string, string>, flag: 'y' | 'n') =>
  tags.get('psd')?.toLowerCase() === flag;

/** Section 4.10.2. */
function organizationOf(domain: string, found: readonly Found[]): string {
  const last = found.at(-1);
  if (!last) return domain;
  if (isFlagged(last.tags, 'y') && last.at !== domain) {
    const below = domain
      .slice(0, -last.at.length - 1)
      .split('.')
      .at(-1);
    return `${below}.${last.at}`;
  }
  return last.at;
}

/** What a record says (sections 4.7 and 4.10.1), or why it says nothing. */
function readRecord({ at, text, tags }: Found, isOwn: boolean, domainExists: boolean): DmarcRecord | string {
  const asked = ['p', 'sp', 'np'].map((name) => tags.get(name)?.toLowerCase());
  const [all, existing, other] = asked;
  const isValid = asked.every((policy) => policy === undefined || isPolicy(policy));
  if (!isValid && !/^[a-z][a-z\d+.-]*:/i.test(tags.get('rua') ?? ''))
    return `the DMARC record at ${at} has an unknown policy`;
  const below = (domainExists ? undefined : other) ?? existing;
  const policy = (isOwn ? undefined : below) ?? all;
  const isTest = tags.get('t')?.toLowerCase() === 'y';
  return {
    text,
    at,
    policy: isValid && policy !== undefined && isPolicy(policy) ? weakened(policy, isTest) : 'none',
    spfAlignment: alignment(tags.get('aspf')),
    dkimAlignment: alignment(tags.get('adkim')),
  };
}

const isPolicy = (text: string): text is DmarcPolicy => /^(?:none|quarantine|reject)$/.test(text);

/** Who tests a policy asks for the next weaker one (section 4.7, tag t). */
function weakened(policy: DmarcPolicy, isTest: boolean): DmarcPolicy {
  if (!isTest) return policy;
  return policy === 'reject' ? 'quarantine' : 'none';
}

const alignment = (mode: string | undefined) => (mode?.toLowerCase() === 's' ? 'strict' : 'relaxed');
