import { Composer, type Document, Lexer, type ParsedNode, Parser } from 'yaml';
import { deepestNesting, type TextFault, tooDeep } from './text-fault.js';
import { inOurWords, isAboutTag } from './yaml-faults.js';

// The package keeps some hundred bytes of memory for each.
const mostLexemes = 6_000_000;

/**
 * Reads text as one document of YAML 1.2 with `<<` merges, whatever version it declares. Keys that appear twice are
 * not looked for here: the package compares each with each.
 */
export function parseYaml(text: string): { root: ParsedNode | null; faults: readonly TextFault[] } {
  return withoutLogging(() => {
    const documents: Document.Parsed[] = [];
    const composer = new Composer({
      schema: 'core',
      merge: true,
      resolveKnownTags: false,
      uniqueKeys: false,
      logLevel: 'error',
    });
    const parser = new Parser();
    /** Where texts in quotes begin that are not closed, by where they end. */
    const unclosed = new Map<number, number>();
    let lexemes = 0;
    for (const lexeme of new Lexer().lex(text)) {
      const start = parser.offset;
      if (isUnclosed(lexeme)) unclosed.set(start + lexeme.length, start);
      for (const token of parser.next(lexeme)) documents.push(...composer.next(token));
      lexemes += 1;
      // The stack also holds the document and a scalar. Far beyond it the package's recursion would fail.
      if (parser.stack.length > deepestNesting + 2) return failure(start, tooDeep);
      if (lexemes > mostLexemes) return failure(start, tooDense);
    }
    for (const token of parser.end()) documents.push(...composer.next(token));
    documents.push(...composer.end(true, text.length));

    const [document, another] = documents;
    const problems = [...(document?.errors ?? []), ...(document?.warnings ?? []).filter(isAboutTag)];
    const faults = problems.map((problem) => inOurWords(problem, unclosed));
    if (another) {
      faults.push({
        offset: another.range[0],
        message: 'A second YAML document begins here; a file has one.',
      });
    }
    faults.sort((a, b) => a.offset - b.offset);
    return { root: document?.contents ?? null, faults };
  });
}

/** Whether a lexeme is a text in quotes that lacks the second. */
function isUnclosed(lexeme: string): boolean {
  const [first = ''] = lexeme;
  return (first === '"' || first === "'") && (lexeme.length === 1 || !lexeme.endsWith(first));
}

const tooDense =
  'This is more than can be read from a YAML file. Save it as JSON, or the customers one JSON object a line (.ndjson).';

const failure = (offset: number, message: string) => ({ root: null, faults: [{ offset, message }] });

/** The package prints what it reads to standard output when one of two variables is set in the environment. */
function withoutLogging<T>(act: () => T): T {
  const { LOG_STREAM, LOG_TOKENS } = process.env;
  delete process.env['LOG_STREAM'];
  delete process.env['LOG_TOKENS'];
  try {
    return act();
  } finally {
    if (LOG_STREAM !== undefined) process.env['LOG_STREAM'] = LOG_STREAM;
    if (LOG_TOKENS !== undefined) process.env['LOG_TOKENS'] = LOG_TOKENS;
  }
}
