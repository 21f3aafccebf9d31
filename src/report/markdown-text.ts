import { shown } from './report-findings.js';

/**
 * A word that a ticket system would act on even where Markdown is escaped, because it looks at the finished page:
 * a mention, an address, a link, a reference to an issue or a merge request. It does not look into code.
 */
const ACTING = /@|:\/\/|www\.|[#!]\d|\bGH-\d/i;
// A sum such as $4.10 begins no formula.
const SPECIAL = /[\\`*_[\]|~]|\$(?!\d)/g;
const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;' };
const BLOCK_START = /^(?:[-+=#>]|\d+(?=[.)](?:\s|$)))/;

/** A stranger's text in Markdown: one line that means itself, also in the cell of a table. */
export function text(raw: string, longest?: number): string {
  return plain(shown(raw, longest));
}

/** The same for a text that is shown already: it is not cut again. */
export function plain(line: string): string {
  const words = line.split(/([^\s|`]+)/).map((part) => (ACTING.test(part) ? `\`${part}\`` : escaped(part)));
  return words
    .join('')
    .replace(BLOCK_START, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`))
    .trim();
}

/** A file, a pointer: as code, where it holds nothing that ends code or a cell. */
export function code(raw: string, longest?: number): string {
  const line = shown(raw, longest).trim();
  if (line === '') return '(empty)';
  return /[|`]/.test(line) ? plain(line) : `\`${line}\``;
}

function escaped(part: string): string {
  return part.replace(/[&<]/g, (char) => HTML[char] ?? char).replace(SPECIAL, '\\$&');
}
