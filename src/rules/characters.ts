/** White space to Clojure's reader and texts (Java's Character.isWhitespace), which leaves out no-break spaces. */
export const isBlank = (character: string): boolean =>
  /^[\t-\r\x1c-\x20\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]$/.test(character);

const MACROS = new Set('";\'@^`~()[]{}\\%#');

/** White space between forms; a comma is some. */
export const isGap = (character: string): boolean => character === ',' || isBlank(character);

/** What ends a number. */
export const endsNumber = (character: string): boolean => isGap(character) || MACROS.has(character);

/** What ends a name; `#`, `'` and `%` may stand inside one. */
export const endsName = (character: string): boolean =>
  isGap(character) || (MACROS.has(character) && !"#'%".includes(character));
