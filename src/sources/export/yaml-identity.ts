import { nextLine, skipSpaces } from './yaml-lines.js';

/**
 * What a customer can be asked for by, read from the lines of an entry in block style as `outlineOf` cuts them;
 * `undefined` where that is not certain, so that the entry must be parsed.
 */
export function identityOf(text: string, start: number, end: number): Record<string, unknown> | undefined {
  const identity: Record<string, unknown> = {};
  let indent = -1;
  let isWithoutValue = false;
  let mostSpaces = Number.POSITIVE_INFINITY;

  for (let line = start; line < end; line = nextLine(text, line, mostSpaces)) {
    let at = skipSpaces(text, line);
    // The dash and the spaces behind it count as indentation.
    if (line === start) at = skipSpaces(text, at + 1);
    if (isAtEnd(text, at)) continue;
    if (indent === -1) indent = at - line;
    if (at - line !== indent) return undefined;
    // A list need not be indented deeper than its key.
    if (isWithoutValue && text[at] === '-' && (text[at + 1] === ' ' || isAtEnd(text, at + 1))) continue;

    memberName.lastIndex = at;
    const name = memberName.exec(text)?.[1];
    if (name === undefined) return undefined;
    const value = skipSpaces(text, memberName.lastIndex);
    const isAsked = asked.has(name);
    if (isAsked) {
      const newline = text.indexOf('\n', value);
      const scalar = simpleScalar(text.slice(value, newline === -1 ? end : newline));
      if (scalar === undefined || Object.hasOwn(identity, name)) return undefined;
      identity[name] = scalar;
    }
    isWithoutValue = !isAsked && isAtEnd(text, value);
    // What is indented deeper belongs to the value; one that is asked for must not go on like that.
    mostSpaces = isAsked ? Number.POSITIVE_INFINITY : indent;
  }
  return indent === -1 ? undefined : identity;
}

const asked = new Set(['id', 'customId', 'email', 'firstName', 'lastName', 'companyName']);
const memberName = /([A-Za-z_][\w-]*):(?= |\r?\n|$)/y;

/** Whether nothing but a comment follows on the line. */
function isAtEnd(text: string, at: number): boolean {
  const character = text[at];
  if (character === '\r') return text[at + 1] === '\n';
  return character === '\n' || character === '#' || character === undefined;
}

/** The value of a scalar on one line; `undefined` for any that takes more than a look (YAML 1.2.2, section 10.3.2). */
function simpleScalar(line: string): string | number | null | undefined {
  // No word that means something else is this long.
  if (/^[a-z][\w.@-]{5,300}$/i.test(line)) return line;
  if (line.length > 300) return undefined;
  const quoted = /^(?:"([^"\\]*)"|'([^']*)') *(?: #.*)?\r?$/.exec(line);
  if (quoted) return quoted[1] ?? quoted[2];

  const plain = line
    .replace(/\r$/, '')
    .replace(/(?:^| +)#.*$/, '')
    .replace(/ +$/, '');
  if (plain === '' || /^(?:null|Null|NULL|~)$/.test(plain)) return null;
  if (/^[-+]?\d{1,15}$/.test(plain)) return Number.parseInt(plain, 10);
  const isOdd = !/^[\p{L}\d_/(]/u.test(plain) || /: |:$|[\x00-\x1f\x7f-\x9f\ufeff]/.test(plain);
  return isOdd || otherScalar.test(plain) ? undefined : plain;
}

const otherScalar =
  /^(?:true|True|TRUE|false|False|FALSE|0o[0-7]+|0x[\da-fA-F]+|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?)$/;
