import { findInvisible, findSymbol, isBlank } from './characters.js';
import { type Mailbox, parseMailbox, parsePlainMailbox } from './grammar.js';
import { suggestDomain } from './likely-typo.js';
import { explainFault, place } from './mailbox-fault.js';
import { isPlaceholder } from './placeholders.js';

/** What makes a valid address unusual. */
export type UnusualKind = 'quoted-local-part' | 'address-literal' | 'domain-without-dot' | 'numeric-domain';

/** Something worth knowing about a valid address. */
export type Remark =
  | { code: 'surrounding-space' | 'placeholder' }
  /** `characters`: the ones beyond ASCII, each once. */
  | { code: 'non-ascii'; characters: string }
  /** `suggestion`: the whole address that was probably meant. */
  | { code: 'likely-typo'; suggestion: string }
  /** `ending`: the last label, with its dot. */
  | { code: 'reserved-domain'; ending: string }
  | { code: 'unusual'; kind: UnusualKind };

/** What an address field holds. */
export type AddressJudgement =
  /** `reason`: a clause without capital or full stop, to follow a colon or "because". */
  | { kind: 'invalid'; reason: string }
  /** Two or more addresses in one field, and nothing else. */
  | { kind: 'several'; addresses: string[] }
  /** `address` without the blanks around it; `unusual` is remarked once for each kind. */
  | { kind: 'valid'; address: string; remarks: Remark[] };

// RFC 5321 sections 4.5.3.1.1 and 4.5.3.1.3 with erratum 1690 of RFC 3696; RFC 1035 section 2.3.4. In octets.
const longestAddress = 254;
const longestLocalPart = 64;
const longestLabel = 63;

const beyondAscii = /[^\0-\x7f]/;

/** Judges a customer's address by its text alone. Whether it is blank is for the caller to ask first. */
export function judgeAddress(text: string): AddressJudgement {
  const trimmed = trimBlanks(text);
  const mailbox = readMailbox(trimmed);
  return typeof mailbox === 'string'
    ? judgeList(trimmed, mailbox)
    : { kind: 'valid', address: trimmed, remarks: remarksOn(text, trimmed, mailbox) };
}

/** @param reason why the text as a whole is no address. */
function judgeList(text: string, reason: string): AddressJudgement {
  const addresses = text.split(/[,;\t-\r ]+/).filter((piece) => piece !== '');
  const wrong = [...new Set(addresses)].find((piece) => typeof readMailbox(piece) === 'string');
  if (wrong === undefined && addresses.length > 1) return { kind: 'several', addresses };
  const isListOfSorts = /[,;]/.test(text) && addresses.length > 0 && addresses[0] !== wrong;
  if (!isListOfSorts) return { kind: 'invalid', reason };
  const excess =
    wrong === undefined
      ? 'a comma or semicolon'
      : `"${wrong.slice(0, longestAddress)}", which is no address,`;
  return { kind: 'invalid', reason: `${excess} stands beside the address` };
}

/** The two sides of an address, or why it is none. */
function readMailbox(text: string): Mailbox | string {
  const plain = text.length > longestAddress ? undefined : parsePlainMailbox(text);
  const mailbox = plain ?? readOddMailbox(text);
  if (typeof mailbox === 'string') return mailbox;
  const { localPart, domain } = mailbox;
  // What is plain is ASCII, and its labels are as the grammar has them.
  if (plain && localPart.length <= longestLocalPart && domain.length <= longestLabel) return plain;
  const octets = Buffer.byteLength(localPart);
  if (octets > longestLocalPart)
    return `${octets} bytes stand before the @, and at most ${longestLocalPart} may`;
  return (!domain.startsWith('[') && findLabelFault(domain)) || mailbox;
}

function readOddMailbox(text: string): Mailbox | string {
  const invisible = findInvisible(text);
  if (invisible) return `${place(text, invisible.index)} is ${invisible.name}, which cannot be seen`;
  // Before the grammar, whose time grows with the length.
  const octets = Buffer.byteLength(text);
  if (octets > longestAddress)
    return `it is ${octets} bytes long, and an address has at most ${longestAddress}`;
  const symbol = findSymbol(text);
  if (symbol) return `${place(text, symbol.index)} is ${symbol.name}`;
  const parsed = parseMailbox(text);
  return 'stopsAt' in parsed ? explainFault(text, parsed.stopsAt) : parsed;
}

function findLabelFault(domain: string): string | undefined {
  for (const label of domain.split('.')) {
    const length = lengthInDns(label);
    if (length === undefined) return `"${label}" is not allowed in a domain`;
    if (length > longestLabel) return `the part "${label}" of the domain is too long for any name`;
  }
  return undefined;
}

/** DNS counts the octets of a label's ASCII form, `xn--` and what follows (RFC 5890 section 2.3.2.1). */
function lengthInDns(label: string): number | undefined {
  if (!beyondAscii.test(label)) return label.length;
  const url = `http://${label}.example`;
  return URL.canParse(url) ? new URL(url).hostname.indexOf('.') : undefined;
}

function remarksOn(text: string, address: string, { localPart, domain }: Mailbox): Remark[] {
  const remarks: Remark[] = [];
  if (address !== text) remarks.push({ code: 'surrounding-space' });
  if (beyondAscii.test(address)) remarks.push({ code: 'non-ascii', characters: foreignCharacters(address) });
  if (isPlaceholder(localPart, domain)) remarks.push({ code: 'placeholder' });
  if (localPart.startsWith('"')) remarks.push({ code: 'unusual', kind: 'quoted-local-part' });
  if (domain.startsWith('[')) return [...remarks, { code: 'unusual', kind: 'address-literal' }];

  const suggestion = suggestDomain(domain);
  if (suggestion) remarks.push({ code: 'likely-typo', suggestion: `${localPart}@${suggestion}` });
  return [...remarks, ...remarksOnDomain(domain)];
}

const mostRemembered = 10_000;
const remembered = new Map<string, readonly Remark[]>();

/** A portfolio has few domains, and many customers at each. */
function remarksOnDomain(domain: string): readonly Remark[] {
  const known = remembered.get(domain);
  if (known) return known;
  const remarks: Remark[] = [];
  const lastLabel = domain.slice(domain.lastIndexOf('.') + 1);
  // RFC 6761 sections 6.3 and 6.4: no mail from elsewhere reaches either.
  if (/^(?:invalid|localhost)$/i.test(lastLabel))
    remarks.push({ code: 'reserved-domain', ending: `.${lastLabel}` });
  if (lastLabel === domain) remarks.push({ code: 'unusual', kind: 'domain-without-dot' });
  if (/^\d+$/.test(lastLabel)) remarks.push({ code: 'unusual', kind: 'numeric-domain' });
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(domain, remarks);
  return remarks;
}

function foreignCharacters(text: string): string {
  return [...new Set(text)].filter((character) => beyondAscii.test(character)).join('');
}

// Not String.trim, which also takes away what cannot be seen, such as a no-break space.
function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}
