import { endsName, endsNumber } from './characters.js';
import { LIMITS } from './limits.js';
import { fraction } from './number-tower.js';
import { FALSE, integer, NIL, named, type RuleValue, TRUE, text } from './value.js';

/** One token: where it ends, and what it is. A fault has the offset at which it lies, and a clause. */
export type Token =
  | { readonly end: number; readonly value: RuleValue }
  | { readonly end: number; readonly symbol: string }
  | { readonly end: number; readonly unsupported: string }
  | { readonly end: number; readonly fault: string; readonly at: number };

const INTEGER =
  /^([-+]?)(?:(0|[1-9][0-9]*)|0[xX]([0-9A-Fa-f]+)|0([0-7]+)|([1-9][0-9]?)[rR]([0-9A-Za-z]+))(N?)$/;
// Clojure takes 08 for an octal number, and then refuses it.
const NO_OCTAL = /^[-+]?0[0-9]+N?$/;
const RATIO = /^([-+]?[0-9]+)\/([0-9]+)$/;
const DECIMAL = /^([-+]?)([0-9]+)(?:\.([0-9]*))?(?:[eE]([-+]?[0-9]+))?(M?)$/;
// Neither a namespace nor a name begins with a digit; a keyword's colon is part of what is looked at.
const NAME = /^(?:[^\d/].*\/)?(?:\/|[^\d/][^/]*)$/s;

const CHARACTERS: Readonly<Record<string, string>> = {
  newline: '\n',
  space: ' ',
  tab: '\t',
  backspace: '\b',
  formfeed: '\f',
  return: '\r',
};
const ESCAPES: Readonly<Record<string, string>> = {
  t: '\t',
  r: '\r',
  n: '\n',
  b: '\b',
  f: '\f',
  '"': '"',
  '\\': '\\',
};

/** The end of the token that begins at an offset. */
export function endOf(source: string, start: number, ends: (character: string) => boolean): number {
  let end = start;
  while (end < source.length && !ends(source.charAt(end))) end += 1;
  return end;
}

export const isNumberStart = (source: string, at: number): boolean =>
  /^[-+]?[0-9]/.test(source.slice(at, at + 2));

/** A number, for which `isNumberStart`. */
export function readNumber(source: string, start: number): Token {
  const end = endOf(source, start, endsNumber);
  const token = source.slice(start, end);
  if (token.length > LIMITS.digits) return { end, unsupported: 'a number of so many digits' };
  return { end, ...numberOf(token, start) };
}

function numberOf(token: string, at: number) {
  const whole = INTEGER.exec(token);
  if (whole) {
    const value = wholeNumber(whole);
    if (value !== undefined) {
      const signed = integer(whole[1] === '-' ? -value : value);
      return { value: whole[7] === 'N' ? { ...signed, isBig: true } : signed };
    }
  }
  const ratio = RATIO.exec(token);
  if (ratio) {
    const below = BigInt(ratio[2] ?? 0);
    // Clojure's reader makes a whole number of 4/2 that is no big one.
    const value = below === 0n ? undefined : fraction(BigInt((ratio[1] ?? '').replace('+', '')), below);
    if (value?.kind === 'integer') return { value: integer(value.value) };
    return value === undefined ? { unsupported: 'a fraction over zero' } : { value };
  }
  const decimal = NO_OCTAL.test(token) ? null : DECIMAL.exec(token);
  if (decimal) return decimalOf(token, decimal);
  return { fault: `${token} is not a number`, at };
}

function wholeNumber([, , plain, hex, octal, radix, digits]: RegExpExecArray): bigint | undefined {
  if (plain !== undefined) return BigInt(plain);
  if (hex !== undefined) return BigInt(`0x${hex}`);
  if (octal !== undefined) return BigInt(`0o${octal}`);
  const base = Number(radix);
  let value = 0n;
  for (const digit of digits ?? '') {
    const worth = Number.parseInt(digit, 36);
    if (base > 36 || worth >= base) return undefined;
    value = value * BigInt(base) + BigInt(worth);
  }
  return value;
}

function decimalOf(token: string, [, sign, before = '', after = '', exponent = '0', exact]: RegExpExecArray) {
  if (exact === 'M') {
    const scale = after.length - Number(exponent);
    if (Math.abs(scale) > LIMITS.digits) return { unsupported: 'a number of so many digits' };
    return {
      value: {
        kind: 'exact-decimal',
        unscaled: BigInt(`${before}${after}`) * (sign === '-' ? -1n : 1n),
        scale,
      },
    } as const;
  }
  const value = Number(token);
  return Number.isFinite(value)
    ? ({ value: { kind: 'decimal', value } } as const)
    : { unsupported: 'a number too large for a decimal' };
}

/** A symbol, a keyword, `true`, `false` or `nil`. */
export function readName(source: string, start: number): Token {
  const end = endOf(source, start, endsName);
  const token = source.slice(start, end);
  if (token === 'nil') return { end, value: NIL };
  if (token === 'true') return { end, value: TRUE };
  if (token === 'false') return { end, value: FALSE };
  if (token.startsWith('::') && token.length > 2) return { end, unsupported: 'a keyword with two colons' };
  const isName = NAME.test(token) && !token.endsWith(':') && !token.includes('::') && !token.includes(':/');
  if (!isName) return { end, fault: `${token} is not a name`, at: start };
  return token.startsWith(':') ? { end, value: named('keyword', token.slice(1)) } : { end, symbol: token };
}

/** A character such as `\a` or `\newline`. */
export function readCharacter(source: string, start: number): Token {
  if (start + 1 >= source.length)
    return { end: source.length, fault: 'nothing stands after the \\', at: start };
  const end = endOf(source, start + 2, endsName);
  const token = source.slice(start + 1, end);
  const code = /^u[0-9A-Fa-f]{4}$/.test(token)
    ? Number.parseInt(token.slice(1), 16)
    : /^o[0-3]?[0-7]{1,2}$/.test(token)
      ? Number.parseInt(token.slice(1), 8)
      : undefined;
  const isSurrogate = code !== undefined && code >= 0xd800 && code <= 0xdfff;
  const value =
    token.length === 1
      ? token
      : code !== undefined && !isSurrogate
        ? String.fromCharCode(code)
        : Object.hasOwn(CHARACTERS, token)
          ? CHARACTERS[token]
          : undefined;
  return value === undefined
    ? { end, fault: `\\${token} is not a character`, at: start }
    : { end, value: { kind: 'character', value } };
}

/** The index of the quotation mark that closes a text opened at an offset; undefined where none does. */
export function closingQuote(source: string, start: number): number | undefined {
  for (let at = start + 1; at < source.length; at += 1) {
    if (source[at] === '\\') at += 1;
    else if (source[at] === '"') return at;
  }
  return undefined;
}

/** A text between the quotation marks at two offsets. */
export function readText(source: string, start: number, close: number): Token {
  const end = close + 1;
  const parts: string[] = [];
  for (let at = start + 1; at < close; ) {
    const stop = source.indexOf('\\', at);
    if (stop < 0 || stop > close) {
      parts.push(source.slice(at, close));
      break;
    }
    parts.push(source.slice(at, stop));
    const found = /^(?:u([0-9A-Fa-f]{4})|([0-7]{1,3})|([trnbf"\\]))/.exec(source.slice(stop + 1, stop + 6));
    const octal = Number.parseInt(found?.[2] ?? '0', 8);
    if (!found || octal > 0o377)
      return { end, fault: `\\${source.slice(stop + 1, stop + 2)} means nothing in a text`, at: stop };
    parts.push(
      found[3] === undefined
        ? String.fromCharCode(found[1] === undefined ? octal : Number.parseInt(found[1], 16))
        : (ESCAPES[found[3]] ?? ''),
    );
    at = stop + 1 + found[0].length;
  }
  return { end, value: text(parts.join('')) };
}
