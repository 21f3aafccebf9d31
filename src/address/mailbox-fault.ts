/**
 * Why a text, already found not to be an address, is none: a clause without capital or full stop. Characters are
 * counted from 1, after leading blanks.
 * @param stopsAt where the grammar stopped (`GrammarFault`).
 */
export function explainFault(text: string, stopsAt: number): string {
  const at = text.lastIndexOf('@');
  const localPart = text.slice(0, at);
  const domain = text.slice(at + 1);
  const isQuoted = text.startsWith('"');
  const blank = text.search(/\s/);

  if (/^mailto:/i.test(text)) return 'it begins with "mailto:", and only the address itself belongs here';
  if (/[<>]/.test(text))
    return 'it has angle brackets, and only the address itself belongs here, without a name';
  if (at < 0) return 'it has no @';
  if (at === 0) return 'nothing stands before the @';
  if (domain === '') return 'nothing stands after the @';
  if (!isQuoted && localPart.includes('@')) return `it has more than one @, the last at ${place(text, at)}`;
  if (!isQuoted && blank >= 0) return `${place(text, blank)} is a blank`;
  if (!isQuoted && localPart.startsWith('.')) return 'it begins with a dot';
  if (!isQuoted && localPart.endsWith('.')) return 'a dot stands right before the @';
  if (domain.startsWith('.')) return 'a dot stands right after the @';
  if (domain.startsWith('[')) return `${domain} is no internet address in brackets`;
  if (domain.endsWith('.')) return 'it ends with a dot';
  if (!isQuoted && text.includes('..'))
    return `two dots stand together at ${place(text, text.indexOf('..'))}`;
  return explainDomain(domain) ?? explainStop(text, stopsAt);
}

function explainDomain(domain: string): string | undefined {
  if (domain.includes('_')) return `the domain ${domain} has an underscore`;
  const labels = domain.split('.');
  // The parser also refuses what is longer than DNS allows (RFC 1035 section 2.3.4), without saying where.
  const long = labels.find((label) => label.length > 63);
  if (long) return `the part "${long}" of the domain is too long for any name`;
  const edged = labels.find((label) => label.startsWith('-') || label.endsWith('-'));
  return edged && `the part "${edged}" of the domain begins or ends with a hyphen`;
}

function explainStop(text: string, stopsAt: number): string {
  if (stopsAt >= text.length) return 'it is not complete';
  const character = String.fromCodePoint(text.codePointAt(stopsAt) ?? 0);
  return `"${character}" cannot stand at ${place(text, stopsAt)}`;
}

/** `character 5`, as a person counts. */
export function place(text: string, index: number): string {
  return `character ${[...text.slice(0, index)].length + 1}`;
}
