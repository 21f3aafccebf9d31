import { visible } from './harmless.js';

/**
 * One line of CSV (RFC 4180). A text that a spreadsheet would take for a formula begins with an apostrophe, as OWASP
 * advises (https://owasp.org/www-community/attacks/CSV_Injection).
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(value: string | number | null): string {
  if (typeof value === 'number') return String(value);
  const shown = visible(value ?? '');
  const harmless = /^\s*[=+\-@]/.test(shown) ? `'${shown}` : shown;
  // A semicolon parts cells too, where the comma stands in numbers.
  return /[",;]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
