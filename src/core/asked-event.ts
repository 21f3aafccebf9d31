import { UsageError } from './errors.js';

/** A loan status, with its sub-status where one was named. */
export interface AskedStatus {
  readonly status: string;
  readonly subStatus?: string;
}

/** The event a person says has happened. */
export type AskedEvent =
  | { readonly kind: 'status'; readonly from: AskedStatus; readonly to: AskedStatus }
  | { readonly kind: 'portfolio'; readonly change: 'added' | 'removed'; readonly portfolio: string }
  | { readonly kind: 'builtIn'; readonly name: string };

const FORMS =
  'one of status:Open/Repaying>Closed/Paid Off, portfolio:+Auto, portfolio:-Auto, builtin:payment posted';

/**
 * Reads `--event`. A name that holds `/` or `>` stands in double quotes.
 * @throws UsageError when the text has none of the forms.
 */
export function parseEvent(text: string): AskedEvent {
  const wrong = (why: string) => new UsageError('usage', `--event "${text}": ${why}. Expected ${FORMS}.`);
  const colon = text.indexOf(':');
  const kind = text.slice(0, colon).trim().toLowerCase();
  const rest = text.slice(colon + 1).trim();
  if (colon < 0) throw wrong('it does not say which kind of event');
  switch (kind) {
    case 'status': {
      const sides = splitOutsideQuotes(rest, '>').map((side) => splitOutsideQuotes(side, '/').map(unquote));
      const [from, to] = sides;
      if (!from || !to || sides.length > 2) throw wrong('a status change has one ">" between two statuses');
      if ([from, to].some((side) => side.length > 2 || side.some((name) => name === ''))) {
        throw wrong('a side is a status, or a status and a sub-status with "/" between them');
      }
      return { kind: 'status', from: toStatus(from), to: toStatus(to) };
    }
    case 'portfolio': {
      const portfolio = unquote(rest.slice(1));
      if (!/^[+-]/.test(rest) || portfolio === '') throw wrong('a portfolio change begins with + or -');
      return { kind: 'portfolio', change: rest.startsWith('+') ? 'added' : 'removed', portfolio };
    }
    case 'builtin': {
      const name = unquote(rest);
      if (name === '') throw wrong('a built-in event needs its name');
      return { kind: 'builtIn', name };
    }
    default:
      throw wrong(`"${kind}" is not a kind of event`);
  }
}

function toStatus([status = '', subStatus]: readonly string[]): AskedStatus {
  return subStatus === undefined ? { status } : { status, subStatus };
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts = [''];
  let isQuoted = false;
  for (const char of text) {
    if (char === '"') isQuoted = !isQuoted;
    if (char === separator && !isQuoted) parts.push('');
    else parts[parts.length - 1] += char;
  }
  return parts;
}

function unquote(text: string): string {
  const trimmed = text.trim();
  return (trimmed.length > 1 && /^".*"$/.test(trimmed) ? trimmed.slice(1, -1) : trimmed).trim();
}
