import type { DkimSelector } from '../../core/probed-dns.js';
import type { Questions } from './questions.js';
import { tagsOf } from './tags.js';

/** Asks for the key of a selector (RFC 6376, section 3.6.2.1). Selectors cannot be listed: one has to be known. */
export async function readSelector(domain: string, selector: string, ask: Questions): Promise<DkimSelector> {
  const name = `${selector}._domainkey.${domain}`;
  const answer = await ask.txt(name);
  if (answer.kind === 'failed') return { selector, key: { isKnown: false, words: answer.words } };
  const keys = (answer.kind === 'found' ? answer.records : []).flatMap(keyIn);
  if (keys.length > 0) {
    const isPresent = keys.some((key) => key !== '');
    return { selector, key: { isKnown: true, value: isPresent ? 'present' : 'revoked' } };
  }
  const absent = { selector, key: { isKnown: true, value: 'absent' } } as const;
  const alias = await ask.cname(name);
  return alias.kind === 'found' ? { ...absent, pointsTo: alias.records[0] } : absent;
}

/** The key of a record (section 3.6.1): an empty one is revoked. */
function keyIn(text: string): string[] {
  const tags = tagsOf(text);
  const version = tags.get('v');
  const key = tags.get('p');
  return key !== undefined && (version === undefined || version === 'DKIM1') ? [key.replace(/\s/g, '')] : [];
}
