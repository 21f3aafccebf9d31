import { parse } from 'smtp-address-parser';

/** The two sides of an address that follows the grammar. */
export interface Mailbox {
  /** As written, with its quotes if it has any. */
  localPart: string;
  /** A domain name, or an address literal with its brackets. */
  domain: string;
}

/** Where the grammar stops: the index of the first character that cannot stand there, or the text's length. */
export interface GrammarFault {
  stopsAt: number;
}

// The grammar takes about 0.1 ms an address, too long for a population of millions. This plain form is a small
// part of what it accepts (a property test holds them together) and covers nearly every real address.
const plainForm = /^[\w+'-]+(?:\.[\w+'-]+)*@(?:[a-z\d]+(?:-+[a-z\d]+)*\.)+[a-z]{2,}$/i;

/** The mailbox, if the text has the form that nearly all addresses have; no length limits. */
export function parsePlainMailbox(text: string): Mailbox | undefined {
  return plainForm.test(text) ? split(text, text.indexOf('@')) : undefined;
}

/** The grammar of `Mailbox` in RFC 5321 section 4.1.2 with the letters of RFC 6531 section 3.3; no length limits. */
export function parseMailbox(text: string): Mailbox | GrammarFault {
  // A quoted local part may hold an @, a domain never does.
  const at = text.lastIndexOf('@');
  const { localPart, domain } = split(text, at);
  const isLiteral = domain.startsWith('[');
  const isIpv6 = isIpv6Literal(domain);
  const fault = findFault(
    at < 0 ? text : `${localPart}@${isIpv6 ? '[127.0.0.1]' : isLiteral ? domain : qualified(domain)}`,
  );
  if (fault) return { stopsAt: Math.min(fault.stopsAt, text.length) };
  // Beside IPv4 only the tag IPv6 is registered (RFC 5321 section 4.1.3).
  if (isLiteral && !isIpv6 && domain.includes(':')) return { stopsAt: at + 1 };
  return { localPart, domain };
}

function split(text: string, at: number): Mailbox {
  return { localPart: text.slice(0, Math.max(at, 0)), domain: text.slice(at + 1) };
}

function isIpv6Literal(domain: string): boolean {
  const address = /^\[IPv6:([\da-f:.]+)\]$/i.exec(domain)?.[1];
  return address !== undefined && URL.canParse(`http://[${address}]`);
}

// The parser asks for two labels and a last label of two characters, which the standard does not.
function qualified(domain: string): string {
  const lastLabel = domain.slice(domain.lastIndexOf('.') + 1);
  if (lastLabel !== '' && lastLabel === domain) return `${domain}.example`;
  return lastLabel.length === 1 ? `${domain}0` : domain;
}

function findFault(text: string): GrammarFault | undefined {
  try {
    parse(text);
    return undefined;
  } catch (error) {
    const hasOffset = error instanceof Error && 'offset' in error && typeof error.offset === 'number';
    return { stopsAt: hasOffset ? Number(error.offset) : text.length };
  }
}
