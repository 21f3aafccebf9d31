import { isIPv4, isIPv6 } from 'node:net';

/** What a match of a mechanism says of the mail (RFC 7208, section 4.6.2). */
export type Qualifier = '+' | '-' | '~' | '?';

interface Directive {
  readonly qualifier: Qualifier;
  /** As it is written. */
  readonly text: string;
}

export type Mechanism = Directive &
  (
    | { readonly kind: 'all' }
    | { readonly kind: 'include'; readonly domain: string }
    | { readonly kind: 'exists'; readonly domain: string }
    | { readonly kind: 'a' | 'mx'; readonly domain?: string; readonly bits4: number; readonly bits6: number }
    | { readonly kind: 'ptr' }
    | { readonly kind: 'ip'; readonly network: string; readonly bits: number }
  );

/** A record without what no receiver looks at: mechanisms after `all`, and a redirect beside one (sections 5.1 and 6.1). */
export interface SpfRecord {
  readonly mechanisms: readonly Mechanism[];
  readonly redirect?: string | undefined;
}

/** Whether a TXT record is one of SPF (section 4.5). */
export const isSpf = (text: string) => /^v=spf1(?: |$)/i.test(text);

/** A name with parts that only a receiver can fill in (section 7). */
export const hasMacro = (domain: string) => domain.includes('%');

/**
 * Reads a record. A fault anywhere makes the whole of it useless to receivers (section 4.6).
 * @returns the record, or a clause that says what is wrong.
 */
export function parseSpf(text: string): SpfRecord | string {
  const mechanisms: Mechanism[] = [];
  const modifiers = new Map<string, string>();
  for (const term of text.split(/ +/).slice(1)) {
    if (term === '') continue;
    const [, name, value = ''] = /^([a-z][\w.-]*)=(.*)$/i.exec(term) ?? [];
    if (name === undefined) {
      const mechanism = parseMechanism(term);
      if (!mechanism) return `${JSON.stringify(term.slice(0, 60))} is no term of SPF`;
      mechanisms.push(mechanism);
      continue;
    }
    const modifier = name.toLowerCase();
    if (modifier !== 'redirect' && modifier !== 'exp') continue;
    if (modifiers.has(modifier)) return `it has ${modifier}= twice`;
    if (!isDomainSpec(value)) return `${modifier}= names no domain`;
    modifiers.set(modifier, value);
  }
  const end = mechanisms.findIndex(({ kind }) => kind === 'all');
  return end < 0
    ? { mechanisms, redirect: modifiers.get('redirect') }
    : { mechanisms: mechanisms.slice(0, end + 1) };
}

function parseMechanism(text: string): Mechanism | undefined {
  const [, sign = '', name = '', rest = ''] = /^([-+~?]?)([a-z\d]+)([:/].*)?$/i.exec(text) ?? [];
  const directive: Directive = { qualifier: qualifierOf(sign), text };
  const value = rest.startsWith(':') ? rest.slice(1) : undefined;
  const kind = name.toLowerCase();
  switch (kind) {
    case 'all':
      return rest === '' ? { ...directive, kind: 'all' } : undefined;
    case 'include':
    case 'exists':
      return value !== undefined && isDomainSpec(value) ? { ...directive, kind, domain: value } : undefined;
    case 'ptr':
      return rest === '' || (value !== undefined && isDomainSpec(value))
        ? { ...directive, kind: 'ptr' }
        : undefined;
    case 'ip4':
      return parseNetwork(directive, value, isIPv4, 32);
    case 'ip6':
      return parseNetwork(directive, value, isIPv6, 128);
    case 'a':
    case 'mx':
      return parseHosts(directive, kind, rest);
    default:
      return undefined;
  }
}

function qualifierOf(sign: string): Qualifier {
  return sign === '-' || sign === '~' || sign === '?' ? sign : '+';
}

function parseNetwork(
  directive: Directive,
  value: string | undefined,
  isNetwork: (text: string) => boolean,
  most: number,
): Mechanism | undefined {
  const [, network = '', length] = /^([^/%]+)(?:\/(.*))?$/.exec(value ?? '') ?? [];
  const bits = length === undefined ? most : prefixLength(length, most);
  return isNetwork(network) && bits !== undefined ? { ...directive, kind: 'ip', network, bits } : undefined;
}

function parseHosts(directive: Directive, kind: 'a' | 'mx', rest: string): Mechanism | undefined {
  // A slash may stand in a macro too, so the lengths are looked for at the end.
  const parts = /^(?::(.+?))?(?:\/(\d+))?(?:\/\/(\d+))?$/.exec(rest);
  if (!parts) return undefined;
  const [, domain, four, six] = parts;
  const bits4 = four === undefined ? 32 : prefixLength(four, 32);
  const bits6 = six === undefined ? 128 : prefixLength(six, 128);
  if (bits4 === undefined || bits6 === undefined) return undefined;
  if (domain === undefined) return { ...directive, kind, bits4, bits6 };
  return isDomainSpec(domain) ? { ...directive, kind, domain, bits4, bits6 } : undefined;
}

function prefixLength(text: string, most: number): number | undefined {
  return /^(?:0|[1-9]\d{0,2})$/.test(text) && Number(text) <= most ? Number(text) : undefined;
}

const MACRO = /%(?:\{[slodiphcrtv]\d*r?[-.+,/_=]*\}|[%_-])/gi;

/** A name as section 7.1 has it: visible ASCII and macros, ending in a macro or in a dot and a top label. */
function isDomainSpec(text: string): boolean {
  const name = text.replace(MACRO, '.macro');
  return /^[!-$&-~]*\.(?:[a-z\d-]*[a-z-][a-z\d-]*)\.?$/i.test(name) && !/-\.?$/.test(name);
}
