import { fieldAt } from '../../account/fields.js';
import { isEmpty } from '../../account/lookup.js';
import type { Path } from '../../account/pointer.js';
import type { NotificationEvent } from '../../account/types.js';
import { type AskedStatus, parseEvent } from '../../core/asked-event.js';
import { UsageError } from '../../core/errors.js';
import { companyEmailsOf, readCompanyEmails } from './read-company-emails.js';
import { readEnrollmentRow } from './read-enrollment-row.js';
import { readRestrictions } from './read-restrictions.js';
import { readWindow } from './read-window.js';
import { cellsIn, namesIn, ReadingFault, scalarIn, shown } from './words.js';

/** Words that stand for an empty list. */
const NONE = /^\s*(none|none set|not set|nothing|empty|no|n\/a|-|\[\])?\.?\s*$/i;

/**
 * The value that lines of a person stand for: a table of windows, a list of addresses, an event.
 * @throws ReadingFault naming the first line that cannot be read.
 */
export function readLines(path: Path, text: string): unknown {
  const isNone = NONE.test(text);
  const lines = isNone ? [] : text.split(/\r?\n/).filter((line) => line.trim() !== '');
  switch (path.at(-1)) {
    case 'doNotDisturb':
      return each(lines, readWindow, /\d|\ball day\b/i);
    case 'companyEmails':
      return companyEmailsOf(each(lines, readCompanyEmails, /@/).flat());
    case 'enrollmentByStatus':
      return each(lines, readEnrollmentRow, /\b(?:on|off|yes|no|true|false|enabled|disabled)\b|[✓✔☑✗✘✕☐]/i);
    case 'event':
      return isNone ? null : readEvent(lines);
    case 'restrictions':
      return isNone ? null : readRestrictions(lines, fieldAt(path)?.field.keys ?? {});
    case 'variables':
      return Object.fromEntries(each(lines, readVariable));
    default:
      return lines.flatMap(namesIn);
  }
}

/** @param row what every row of a table holds; a first line of cells without it is a heading. */
function each<T>(lines: readonly string[], read: (line: string) => T, row?: RegExp): T[] {
  return lines.flatMap((line, index) => {
    const isHeading = index === 0 && lines.length > 1 && row !== undefined && !row.test(line);
    if (isHeading && cellsIn(line).length > 1) return [];
    try {
      return [read(line)];
    } catch (error) {
      if (!(error instanceof ReadingFault) || lines.length === 1) throw error;
      throw new ReadingFault(`line ${index + 1}, ${error.message}`);
    }
  });
}

/** "Open > Closed / Paid Off", "+Auto", "-Auto", "payment posted". */
function readEvent(lines: readonly string[]): NotificationEvent {
  const events = each(lines, readEventLine);
  const statusChanges = events.flatMap((event) =>
    event.kind === 'status' ? [{ ...side('from', event.from), ...side('to', event.to) }] : [],
  );
  const portfolios = (change: 'added' | 'removed') =>
    events.flatMap((event) =>
      event.kind === 'portfolio' && event.change === change ? [event.portfolio] : [],
    );
  const [added, removed] = [portfolios('added'), portfolios('removed')];
  const [builtIn, second] = events.flatMap((event) => (event.kind === 'builtIn' ? [event.name] : []));
  if (second !== undefined) throw new ReadingFault(`only one event can be chosen, not ${shown(second)} too`);
  return {
    ...(statusChanges.length > 0 && { statusChanges }),
    ...((added.length > 0 || removed.length > 0) && {
      portfolioChanges: { ...(added.length > 0 && { added }), ...(removed.length > 0 && { removed }) },
    }),
    ...(builtIn !== undefined && { builtIn }),
  };
}

/** The forms of `--event`, and without the word before the colon where the rest tells what is meant. */
function readEventLine(line: string) {
  const text = line.trim().replaceAll('→', '>').replaceAll('->', '>');
  const kind = /^(status|portfolio|builtin):/i.test(text)
    ? ''
    : /^[+-]/.test(text)
      ? 'portfolio:'
      : text.includes('>')
        ? 'status:'
        : 'builtin:';
  try {
    return parseEvent(`${kind}${text}`);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new ReadingFault(
      `${shown(line)}: expected a change of status such as Open > Closed / Paid Off, a portfolio such as +Auto or -Auto, or the name of an event`,
    );
  }
}

/** A side of a change; "any" is every status. */
function side(key: 'from' | 'to', { status, subStatus }: AskedStatus) {
  if (/^any( status)?$/i.test(status)) return {};
  return { [key]: { status, ...(!isEmpty(subStatus) && subStatus !== undefined && { subStatus }) } };
}

/** "status-payoff = 9120.55". */
function readVariable(line: string): [string, unknown] {
  const [, name, value] = /^\s*([^\s=:]+)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
  if (name === undefined || value === undefined)
    throw new ReadingFault(`${shown(line)}: expected a name and a value, such as status-payoff = 9120.55`);
  return [name, scalarIn(value)];
}
