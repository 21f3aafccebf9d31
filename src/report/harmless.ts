/**
 * Characters that act on a terminal or hide in a text: controls (C0, DEL, C1), marks that turn the direction of
 * writing, invisible ones, line separators, tag characters and halves of surrogate pairs.
 */
const ACTIVE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A stranger's text with every active character spelt out, such as `\u001b`, so that it is seen and does nothing. */
export function visible(text: string): string {
  return text.replace(ACTIVE, (char) => SHORT[char] ?? escaped(char));
}

/** A JSON text in which active characters stand as escapes; what it means stays the same. */
export function harmlessJson(value: unknown, indent = 2): string {
  return JSON.stringify(value, undefined, indent).replace(ACTIVE, (char) =>
    char === '\n' ? char : escaped(char),
  );
}

/** Text for a terminal that shows ASCII alone. */
export function ascii(text: string): string {
  return text
    .replaceAll('→', '->')
    .replaceAll('…', '...')
    .replace(/[^\u0000-\u007f]/gu, escaped);
}

function escaped(char: string): string {
  return Array.from(
    { length: char.length },
    (_, i) => `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('');
}
