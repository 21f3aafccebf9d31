import { type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser';
import { keyTwice, type TextFault } from './text-fault.js';

const sentences: Record<ReturnType<typeof printParseErrorCode>, string> = {
  InvalidSymbol: 'This is no JSON value. A text needs double quotes.',
  InvalidNumberFormat: 'This is no number.',
  PropertyNameExpected:
    'A key in double quotes is expected here; a comma must not stand behind the last one.',
  ValueExpected: 'A value is expected here.',
  ColonExpected: 'A colon is expected here.',
  CommaExpected: 'A comma or a closing bracket is expected here.',
  CloseBraceExpected: 'A closing } is expected here.',
  CloseBracketExpected: 'A closing ] is expected here.',
  EndOfFileExpected:
    'The JSON ends before this. Customers one a line belong in a file whose name ends in .ndjson.',
  InvalidCommentToken: 'JSON has no comments. YAML has: name the file .yaml.',
  UnexpectedEndOfComment: 'JSON has no comments. YAML has: name the file .yaml.',
  UnexpectedEndOfString: 'A text lacks its closing double quote on the same line.',
  UnexpectedEndOfNumber: 'This number is not complete.',
  InvalidUnicode: 'Four hexadecimal digits must follow \\u.',
  InvalidEscapeCharacter: 'Text has a backslash that means nothing. Write \\\\ for one.',
  InvalidCharacter: 'A control character stands in a text. Write it as \\t or \\u and four digits.',
  '<unknown ParseErrorCode>': 'This is not JSON.',
};

/** The first place where text is not JSON (RFC 8259); `undefined` if it is. */
export function syntaxFault(text: string): TextFault | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return firstError(text) ?? { offset: 0, message: sentences['<unknown ParseErrorCode>'] };
  }
}

function firstError(text: string): TextFault | undefined {
  try {
    visit(
      text,
      {
        onError: (code, offset) => {
          throw new FirstError(code, offset);
        },
      },
      { disallowComments: true, allowTrailingComma: false },
    );
    return undefined;
  } catch (error) {
    if (error instanceof FirstError) return error.fault;
    throw error;
  }
}

/** Ends the visit: what the parser makes of the text behind an error is guesswork. */
class FirstError extends Error {
  readonly fault: TextFault;

  constructor(code: ParseErrorCode, offset: number) {
    super();
    this.fault = { offset, message: sentences[printParseErrorCode(code)] };
  }
}

/** The keys that an object of valid JSON has more than once. */
export function doubledKeys(text: string): TextFault[] {
  const faults: TextFault[] = [];
  const objects: Map<string, number>[] = [];
  visit(text, {
    onObjectBegin: () => {
      objects.push(new Map());
    },
    onObjectProperty: (name, offset) => {
      const offsets = objects.at(-1);
      const first = offsets?.get(name);
      if (first === undefined) offsets?.set(name, offset);
      else faults.push(keyTwice(name, offset, first));
    },
    onObjectEnd: () => {
      objects.pop();
    },
  });
  return faults;
}
