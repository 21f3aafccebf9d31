import { fieldAt } from '../../account/fields.js';
import { isEmpty } from '../../account/lookup.js';
import type { Path } from '../../account/pointer.js';
import type { CompanyEmail, EnrollmentRow, NotificationEvent } from '../../account/types.js';
import { type AskedStatus, parseEvent } from '../../core/asked-event.js';
import { UsageError } from '../../core/errors.js';
import { readRestrictions } from './read-restrictions.js';
import { readWindow } from './read-window.js';
import { isWordForNo, isWordForYes, namesIn, ReadingFault, scalarIn } from './words.js';

/** Words that stand for an empty list. */
const NONE = /^\s*(none|nothing|empty|no|-|\[\])?\s*$/i;

/**
 * The value that lines of a person stand for: a table of windows, a list of addresses, an event.
 * @throws ReadingFault naming the first line that cannot be read.
 */
export function readLines(path: Path, text: string): unknown {
  const isNone = NONE.test(text);
  const lines = isNone ? [] : text.split(/\r?\n/).filter((line) => line.trim() !== '');
  switch (path.at(-1)) {
    case 'doNotDisturb':
      return each(lines, readWindow);
    case 'companyEmails':
      return withOnePrimary(each(lines, readCompanyEmail));
    case 'enrollmentByStatus':
      return each(lines, readRow);
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

function each<T>(lines: readonly string[], read: (line: string) => T): T[] {
  return lines.map((line, index) => {
    try {
      return read(line);
    } catch (error) {
      if (!(error instanceof ReadingFault) || lines.length === 1) throw error;
      throw new ReadingFault(`line ${index + 1}, ${error.message}`);
    }
  });
}

/** "billing@acme.example primary verified". What is not said of an address is not known. */
function readCompanyEmail(line: string): CompanyEmail {
  const email = /[^\s,;<>"']+@[^\s,;<>"']+/.exec(line)?.[0];
  if (!email) throw new ReadingFault(`"${line.trim()}": there is no address in it`);
  const rest = line.replace(email, ' ');
  const says = (word: RegExp, denied: RegExp) =>
    denied.test(rest) ? false : word.test(rest) ? true : undefined;
  const primary = says(/\bprimary\b/i, /\b(not|non)[- ]primary\b/i);
  const validated = says(/\b(verified|validated)\b/i, /\b(un|not |non-)(verified|validated)\b/i);
  return {
    email,
    ...(primary !== undefined && { primary }),
    ...(validated !== undefined && { validated }),
  };
}

/** Where one is the primary, the others are not. */
function withOnePrimary(emails: readonly CompanyEmail[]): CompanyEmail[] {
  const isKnown = emails.some(({ primary }) => primary === true);
  return emails.map((email) => (isKnown ? { ...email, primary: email.primary ?? false } : email));
}

/** "Open / Repaying: on". */
function readRow(line: string): EnrollmentRow {
  const [, names = '', word = ''] = /^(.*?)(?:\s*[:=\t|]\s*|\s+)(\S+)\s*$/.exec(line.trim()) ?? [];
  const isOn = isWordForYes(word);
  if (names.trim() === '' || !(isOn || isWordForNo(word))) {
    throw new ReadingFault(`"${line.trim()}": expected a status and on or off, such as Open / Repaying: on`);
  }
  const [status = '', subStatus] = statusIn(names);
  return { status, ...(subStatus && { subStatus }), emailEnroll: isOn };
}

/** A status and its sub-status; a slash between blanks parts them before any other does. */
function statusIn(names: string): string[] {
  const separator = [/[\t|]/, /\s\/\s/, /\//].find((one) => one.test(names)) ?? /$/;
  return names.split(separator).map((name) => name.trim());
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
  const [builtIn] = events.flatMap((event) => (event.kind === 'builtIn' ? [event.name] : []));
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
      `"${line.trim()}": expected a change of status such as Open > Closed / Paid Off, a portfolio such as +Auto or -Auto, or the name of an event`,
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
    throw new ReadingFault(`"${line.trim()}": expected a name and a value, such as status-payoff = 9120.55`);
  return [name, scalarIn(value)];
}
