/** What a value is, in words: `the text "yes"`, `a list`. Of a secret only its type is said. */
export function describeValue(value: unknown, { isSecret }: { isSecret: boolean }): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  switch (typeof value) {
    case 'object':
      return Object.keys(value).length === 0 ? 'an empty { }' : 'keys with values';
    case 'string':
      if (value === '') return 'an empty text';
      return isSecret ? 'a text (not shown)' : `the text "${excerpt(value)}"`;
    case 'number':
      if (isSecret) return 'a number (not shown)';
      // It is no longer the number that was written.
      if (Number.isInteger(value) && !Number.isSafeInteger(value)) return 'a number beyond 2^53';
      return `the number ${value}`;
    default:
      return String(value);
  }
}

const longest = 40;

/** The beginning of a text, on one line, with odd characters spelt out and credentials of addresses left out. */
export function excerpt(text: string): string {
  const harmless = withoutCredentials(text)
    .slice(0, 4 * longest)
    .replace(/["\\]/g, '\\$&')
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
  const characters = [...harmless];
  return characters.length > longest ? `${characters.slice(0, longest).join('')}…` : harmless;
}

/** An address such as `smtps://user:password@host` without what stands before its last `@`. */
function withoutCredentials(text: string): string {
  const start = text.indexOf('://');
  const end = text.lastIndexOf('@');
  return start === -1 || end < start ? text : `${text.slice(0, start)}://…${text.slice(end)}`;
}
