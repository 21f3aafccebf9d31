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
  const nameOf = (part: string) => {
    const name = unquote(part);
    if (name.startsWith('"')) throw wrong('a name in double quotes ends with one');
    return name;
  };
  const colon = text.indexOf(':');
  if (colon < 0) throw wrong('it does not say which kind of event');
  const kind = text.slice(0, colon).trim();
  const rest = text.slice(colon + 1).trim();

  switch (kind.toLowerCase()) {
    case 'status': {
      const sides = sidesOf(rest).map((side) => side.map(nameOf));
      const [from, to] = sides;
      if (!from || !to || sides.length > 2) throw wrong('a status change has one ">" between two statuses');
      if ([from, to].some((side) => side.length > 2 || side.includes(''))) {
        throw wrong('each side is a status, or a status and a sub-status with "/" between them');
      }
      return { kind: 'status', from: toStatus(from), to: toStatus(to) };
    }
    case 'portfolio': {
      if (!/^[+-]/.test(rest)) throw wrong('a portfolio change begins with + or -');
      const portfolio = nameOf(rest.slice(1));
      if (portfolio === '') throw wrong('a portfolio change needs the name of the portfolio');
      return { kind: 'portfolio', change: rest.startsWith('+') ? 'added' : 'removed', portfolio };
    }
    case 'builtin': {
      const name = nameOf(rest);
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

/** The sides of a status change, each a list of names; `/` and `>` inside double quotes belong to the name. */
function sidesOf(text: string): string[][] {
  const sides: string[][] = [[]];
  for (const [, name = '', separator] of text.matchAll(/(\s*"[^"]*"\s*|[^/>]*)([/>]|$)/gy)) {
    sides.at(-1)?.push(name);
    if (separator === '>') sides.push([]);
    if (separator === '') break;
  }
  return sides;
}

function unquote(text: string): string {
  return (/^\s*"([^"]*)"\s*$/.exec(text)?.[1] ?? text).trim();
}
