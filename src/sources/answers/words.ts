import { cut } from '../../core/words.js';

/** A text of a person that cannot be read as the value it should be; the message says what was expected. */
export class ReadingFault extends Error {}

const YES = /^(y|yes|on|true|enabled|checked|ticked|[✓✔☑])$/i;
const NO = /^(n|no|off|false|disabled|unchecked|unticked|[✗✘✕☐])$/i;

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

/** A line of a person inside a message: in quotes, and cut where it would drown the message. */
export const shown = (line: string): string => `"${cut(line.trim())}"`;

/** The cells of a row, between tabs, else bars, else commas; one in double quotes may hold these. */
export function cellsIn(row: string): string[] {
  const separator = ['\t', '|', ','].find((one) => row.replace(/"[^"]*"/g, '').includes(one)) ?? ',';
  const cells = row.match(new RegExp(`\\s*"[^"]*"\\s*|[^${separator}]+`, 'g')) ?? [];
  return cells.map(unquoted).filter((cell) => cell !== '');
}

/**
 * "Open - Repaying" may be a status with its sub-status, as LoanPro shows them, or one name.
 * @throws ReadingFault that asks which.
 */
export function refuseLooseDash(names: string, line: string): void {
  const bare = names.replace(/"[^"]*"/g, '');
  if (!/\s[-–—]\s/.test(bare) || bare.includes('/')) return;
  throw new ReadingFault(
    `${shown(line)}: write a slash between status and sub-status, such as Open / Repaying, or one name in double quotes`,
  );
}

const unquoted = (text: string) =>
  text
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim();

/** Names on one line, between commas, semicolons or tabs; one in double quotes may hold these. */
export function namesIn(line: string): string[] {
  const parts = line.match(/\s*"[^"]*"\s*|[^,;\t]+/g) ?? [];
  return parts.map(unquoted).filter((name) => name !== '');
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
