/** Inside which quotes a place of a line of bash is. */
type Quote = '' | '"' | "'";

/** A line of bash as far as the cursor. */
export interface Typed {
  /** What stands after the command's name, without its quotes; the last is the word to complete. */
  readonly words: readonly string[];
  /** The beginning of the last word that bash keeps, without its quotes, and the quotes its other part stands in. */
  readonly kept: string;
  readonly quote: Quote;
}

/**
 * Reads a line of bash without running any of it: substitutions and variables stay as they are.
 * https://www.gnu.org/software/bash/manual/html_node/Quoting.html
 * @param line from the command's name to the cursor (`COMP_LINE`, `COMP_POINT`).
 * @param replaced the end of it that bash is going to replace by a candidate (its second argument): only a part of
 * the word where it holds `=`, `:` or a quote.
 */
export function asTyped(line: string, replaced: string): Typed | undefined {
  if (!line.endsWith(replaced)) return undefined;
  const words: string[] = [];
  const boundary = line.length - replaced.length;
  let word: string | undefined;
  let quote: Quote = '';
  let kept: Pick<Typed, 'kept' | 'quote'> | undefined;
  for (let at = 0; at <= line.length; at += 1) {
    if (at === boundary) kept = { kept: word ?? '', quote };
    const char = line.charAt(at);
    const next = line.charAt(at + 1);
    if (quote === "'" && char !== "'") {
      word = `${word ?? ''}${char}`;
    } else if (char === '\\' && (quote === '' || /["\\$`]/.test(next))) {
      word = `${word ?? ''}${next}`;
      at += 1;
    } else if (char === quote && char !== '') {
      quote = '';
    } else if (quote === '' && (char === '"' || char === "'")) {
      quote = char;
      word ??= '';
    } else if (quote === '' && /^[ \t\n]$/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = at === line.length ? word : `${word ?? ''}${char}`;
    }
  }
  // Undefined where the replaced part begins inside an escape.
  return kept && { words: [...words, word ?? ''].slice(1), ...kept };
}

/** What takes the place of the replaced part, quoted so that bash takes every character as it is. */
export function toInsert(value: string, { kept, quote }: Typed): string | undefined {
  if (!value.startsWith(kept)) return undefined;
  const rest = value.slice(kept.length);
  switch (quote) {
    case "'":
      return rest.replaceAll("'", "'\\''");
    case '"':
      // A backslash does not keep ! from the history inside double quotes.
      return rest.replace(/["\\$`]/g, '\\$&').replaceAll('!', '"\\!"');
    case '':
      return rest.replace(/[^\p{L}\p{M}\p{N}_./@%+,:=-]/gu, '\\$&');
    default:
      return quote satisfies never;
  }
}
