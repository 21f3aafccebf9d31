/** A text of a person that cannot be read as the value it should be; the message says what was expected. */
export class ReadingFault extends Error {}

const YES = /^(y|yes|on|true|enabled|checked|ticked)$/i;
const NO = /^(n|no|off|false|disabled|unchecked|unticked)$/i;

export const isWordForYes = (word: string): boolean => YES.test(word.trim());
export const isWordForNo = (word: string): boolean => NO.test(word.trim());

/** A number as people write it: "$1,234.50", "12 days", "-3"; undefined where it is none. */
export function numberIn(text: string): number | undefined {
  const [, sign, digits] =
    /^\s*(-)?\s*\$?\s*(-?\d[\d,]*(?:\.\d+)?|-?\.\d+)\s*(?:days?|usd|dollars?)?\s*$/i.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const value = Number(digits.replaceAll(',', ''));
  return sign ? -value : value;
}

/** Names on one line, between commas or semicolons; one in double quotes may hold these. */
export function namesIn(line: string): string[] {
  const parts = line.match(/\s*"[^"]*"\s*|[^,;]+/g) ?? [];
  return parts
    .map((part) =>
      part
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .trim(),
    )
    .filter((name) => name !== '');
}

/** A number, true, false or nothing where the text is one; else the text. */
export function scalarIn(text: string): unknown {
  const trimmed = text.trim();
  if (/^(nil|null|nothing)$/i.test(trimmed)) return null;
  if (/^(true|false)$/i.test(trimmed)) return trimmed.toLowerCase() === 'true';
  if (/^-?\d+(\.\d+)?$/.test(trimmed) && Number.isSafeInteger(Math.trunc(Number(trimmed))))
    return Number(trimmed);
  return trimmed.replace(/^"(.*)"$/s, '$1');
}
