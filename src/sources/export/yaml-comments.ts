import { Lexer } from 'yaml';
import { IGNORE, type IgnoreComment } from '../../core/ignore-comment.js';
import type { SourceText } from './source-text.js';

/** The lexer puts this before the text of a plain or block scalar, in which `#` begins no comment. */
const SCALAR = '\u001f';
const MARKS = new Set(['\u0002', '\u0018', SCALAR]);

/** The comments of a YAML text that speak to mailcheck; what only looks like one inside a text is left alone. */
export function ignoreComments(source: SourceText): IgnoreComment[] {
  const { text, name } = source;
  const lines = text.split('\n');
  const aboutOf = subjects(lines);
  const found: IgnoreComment[] = [];
  let offset = text.startsWith('\ufeff') ? 1 : 0;
  let before = '';
  for (const lexeme of new Lexer().lex(text.slice(offset))) {
    if (MARKS.has(lexeme)) {
      before = lexeme;
      continue;
    }
    const said = before !== SCALAR && lexeme.startsWith('#') ? wordsOf(lexeme) : undefined;
    if (said !== undefined) {
      const { line, column } = source.at(offset);
      const isAlone = (lines[line - 1] ?? '').slice(0, column - 1).trim() === '';
      found.push({ file: name, line, column, about: aboutOf(line, isAlone), text: said });
    }
    offset += lexeme.length;
    before = lexeme;
  }
  return found;
}

function wordsOf(comment: string): string | undefined {
  const [, words] = /^#+\s*mailcheck-ignore\b(.*)$/s.exec(comment) ?? [];
  return comment.includes(IGNORE) ? words : undefined;
}

/** Says which lines a comment on a line speaks of. */
function subjects(lines: readonly string[]): (line: number, isAlone: boolean) => IgnoreComment['about'] {
  // For each line the next that is neither blank nor a comment, itself included; behind the last there is none.
  const contents = new Array<number>(lines.length + 1).fill(0);
  for (let i = lines.length - 1; i >= 0; i -= 1) {
    contents[i] = /^\s*(#|$)/.test(lines[i] ?? '') ? (contents[i + 1] ?? 0) : i + 1;
  }
  return (line, isAlone) => {
    const from = (isAlone && contents[line]) || line;
    const isKeyAlone = /:(?:\s+[&!]\S+)*\s*(?:\s#.*)?$/.test(lines[from - 1] ?? '');
    return { from, to: (isKeyAlone && contents[from]) || from };
  };
}
