import type { EnrollmentRow } from '../../account/types.js';
import { cellsIn, isWordForNo, isWordForYes, ReadingFault, refuseLooseDash, shown } from './words.js';

const EXPECTED = 'expected a status and on or off, such as Open / Repaying: on';
// Statuses whose own name ends in "off", as when only the names were pasted.
const ENDS_IN_OFF = /\b(?:paid|payed|charged?|written|write|sold)$/i;

/** A row of Enrollment By Loan Status: "Open / Repaying: on", or its cells between tabs, bars or commas. */
export function readEnrollmentRow(line: string): EnrollmentRow {
  const [names, word] = partsOf(line);
  const isOn = word !== undefined && isWordForYes(word);
  if (word === undefined || names.length === 0 || !(isOn || isWordForNo(word))) {
    throw new ReadingFault(`${shown(line)}: ${EXPECTED}`);
  }
  const [status = '', subStatus] = names;
  return { status, ...(subStatus && { subStatus }), emailEnroll: isOn };
}

/** The names of the status and the sub-status, and the word for on or off. */
function partsOf(line: string): readonly [names: readonly string[], word: string | undefined] {
  const text = line.trim().replace(/[,;]+$/, '');
  const cells = cellsIn(text);
  const words = cells.filter((cell) => isWordForYes(cell) || isWordForNo(cell));
  if (cells.length > 1 && words.length > 0) {
    if (words.length > 1) {
      throw new ReadingFault(`${shown(line)}: there is more than one on or off; give that of email alone`);
    }
    const [first = '', ...others] = cells.filter((cell) => !words.includes(cell));
    if (others.length > 1) throw new ReadingFault(`${shown(line)}: ${EXPECTED}`);
    return [others.length === 0 ? namesOf(first, line) : [first, ...others], words[0]];
  }
  const [, names = '', separator = '', word] = /^(.*?)(\s*[:=]\s*|\s+)(\S+)$/.exec(text) ?? [];
  if (separator.trim() === '' && ENDS_IN_OFF.test(names) && word?.toLowerCase() === 'off') {
    throw new ReadingFault(`${shown(line)}: ${EXPECTED}`);
  }
  return [names.trim() === '' ? [] : namesOf(names, line), word];
}

/** A slash between blanks parts the names before any other does. */
function namesOf(names: string, line: string): string[] {
  refuseLooseDash(names, line);
  const separator = [/\s[/>]\s/, /\//].find((one) => one.test(names)) ?? /$/;
  return names
    .split(separator)
    .map((name) => name.trim().replace(/^"(.*)"$/, '$1'))
    .filter((name) => name !== '');
}
