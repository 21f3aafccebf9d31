/** A character that has no place in an address. */
export interface StrangeCharacter {
  /** Its index in the text. */
  index: number;
  /** What to call it, with its code point: `a no-break space (U+00A0)`. */
  name: string;
}

const names = new Map([
  [0x00a0, 'a no-break space'],
  [0x00ad, 'a soft hyphen'],
  [0x200b, 'a zero-width space'],
  [0x200c, 'a zero-width non-joiner'],
  [0x200d, 'a zero-width joiner'],
  [0x200e, 'a left-to-right mark'],
  [0x200f, 'a right-to-left mark'],
  [0x202f, 'a narrow no-break space'],
  [0x2060, 'a word joiner'],
  [0xfeff, 'a byte order mark'],
  [0x2010, 'a hyphen that is not the one of the keyboard'],
  [0x2011, 'a no-break hyphen'],
  [0x2013, 'a dash'],
  [0x2014, 'a dash'],
  [0x2018, 'a curly quotation mark'],
  [0x2019, 'a curly apostrophe'],
  [0x201c, 'a curly quotation mark'],
  [0x201d, 'a curly quotation mark'],
  [0xff0c, 'a full-width comma'],
  [0xff0e, 'a full-width dot'],
  [0xff20, 'a full-width @'],
]);

/** Whether a UTF-16 code unit is a blank of ASCII: a space, a tab or a line break. */
export function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

/** The first character that cannot be seen; the blanks of ASCII are not meant. */
export function findInvisible(text: string): StrangeCharacter | undefined {
  return find(text, /(?![\t-\r ])[\p{Z}\p{C}\p{Default_Ignorable_Code_Point}]/u, 'an invisible character');
}

/**
 * The first character beyond ASCII that is no letter, accent or digit. RFC 6531 section 3.3 would let most of them
 * into a local part, but in a customer's address they come from a word processor, and no domain name has them.
 */
export function findSymbol(text: string): StrangeCharacter | undefined {
  return find(text, /[^\p{ASCII}\p{L}\p{M}\p{Nd}]/u, 'a sign that is no letter or digit');
}

function find(text: string, pattern: RegExp, otherName: string): StrangeCharacter | undefined {
  const index = text.search(pattern);
  const code = text.codePointAt(index);
  if (index < 0 || code === undefined) return undefined;
  const isControl = code < 0x20 || (code >= 0x7f && code < 0xa0);
  const name = names.get(code) ?? (isControl ? 'a control character' : otherName);
  return { index, name: `${name} (U+${code.toString(16).toUpperCase().padStart(4, '0')})` };
}
