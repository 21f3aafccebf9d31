import type { CompanyEmail } from '../../account/types.js';
import { ReadingFault, shown } from './words.js';

const ADDRESS = /[^\s,;:<>"()|[\]\u0000-\u001f\u007f]+@[^\s,;:<>"()|[\]\u0000-\u001f\u007f]+/g;
const DENIED_BEFORE = String.raw`(?:\b(?:not|never|isn['’]?t|wasn['’]?t)\s+(?:yet\s+|currently\s+)?|(?<!\b(?:primary|verified|validated)\s*[:=|]?\s*)\bno\s+|\bun|\bnon[- ]?)`;
const DENIED_AFTER = String.raw`\s*[:=|]?\s*(?:(?:no|n|false|off)\b|[✗✘✕])`;

/**
 * The addresses of one line, each with what is said behind it, or before the first: "billing@acme.example primary
 * verified". What is not said of an address is not known.
 */
export function readCompanyEmails(line: string): CompanyEmail[] {
  const found = [...line.matchAll(ADDRESS)];
  const entries = found.flatMap(({ 0: text, index }, at): CompanyEmail[] => {
    const email = text.replace(/^['.]+|['.]+$/g, '');
    const before = at === 0 ? line.slice(0, index) : '';
    const said = `${before} ${line.slice(index + text.length, found[at + 1]?.index)}`;
    const primary = isSaid(said, 'primary');
    const validated = isSaid(said, 'verified|validated');
    return [
      {
        email,
        ...(primary !== undefined && { primary }),
        ...(validated !== undefined && { validated }),
      },
    ];
  });
  if (entries.length === 0) throw new ReadingFault(`${shown(line)}: there is no address in it`);
  return entries;
}

function isSaid(text: string, word: string): boolean | undefined {
  const isDenied = new RegExp(`${DENIED_BEFORE}(?:${word})\\b|\\b(?:${word})${DENIED_AFTER}`, 'i').test(text);
  if (isDenied) return false;
  return new RegExp(`\\b(?:${word})\\b`, 'i').test(text) ? true : undefined;
}

/** One entry for each address, also where it was named twice; where one is the primary, the others are not. */
export function companyEmailsOf(entries: readonly CompanyEmail[]): CompanyEmail[] {
  const emails = new Map<string, CompanyEmail>();
  for (const entry of entries) {
    const key = entry.email?.toLowerCase() ?? '';
    emails.set(key, { ...emails.get(key), ...entry });
  }
  const isKnown = entries.some(({ primary }) => primary === true);
  return [...emails.values()].map((email) =>
    isKnown ? { ...email, primary: email.primary ?? false } : email,
  );
}
