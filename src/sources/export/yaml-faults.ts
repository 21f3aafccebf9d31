import type { ErrorCode, YAMLError } from 'yaml';
import type { TextFault } from './text-fault.js';

const tag = 'A tag (a word behind !) cannot be used. If this is a text, put it in quotes.';
const quotes = 'If this is a text, put it in quotes.';

// The package's own messages quote the text, so they are never shown.
const sentences: Partial<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'An alias (a name behind *) can have neither an anchor nor a tag.',
  BAD_ALIAS: `An anchor (&) or alias (*) has no name. ${quotes}`,
  BAD_COLLECTION_TYPE: tag,
  BAD_DIRECTIVE: 'The line that begins with % cannot be read.',
  BAD_DQ_ESCAPE:
    'Text in double quotes has a backslash that means nothing. Write \\\\ for one, or use single quotes.',
  BAD_INDENT: 'The indentation does not fit the lines before it, or a bracket is not closed.',
  BAD_PROP_ORDER: `An anchor (&) or a tag (!) stands in the wrong place. ${quotes}`,
  BAD_SCALAR_START: 'A text that begins with this character must be in quotes.',
  BLOCK_AS_IMPLICIT_KEY: `A value cannot have a key of its own on the same line, or is indented too deep. ${quotes}`,
  BLOCK_IN_FLOW: 'Inside [ ] and { }, lists and keys need brackets too.',
  KEY_OVER_1024_CHARS: 'A key is longer than 1024 characters.',
  MISSING_CHAR: 'Something is missing here: a space, a comma, a colon, or a closing bracket.',
  MULTILINE_IMPLICIT_KEY: 'This is no key: a key is followed by a colon and a space on the same line.',
  MULTIPLE_ANCHORS: `A value can have only one anchor (&). ${quotes}`,
  MULTIPLE_TAGS: tag,
  TAB_AS_INDENT: 'A tab cannot indent a line. Use spaces.',
  TAG_RESOLVE_FAILED: tag,
  UNEXPECTED_TOKEN: `This cannot stand here. ${quotes}`,
};

/**
 * An error of the YAML package in our words.
 *
 * @param unclosed Where texts in quotes begin that are not closed, by where they end: only that the package tells.
 */
export function inOurWords(
  { code, message, pos: [offset] }: YAMLError,
  unclosed: ReadonlyMap<number, number>,
): TextFault {
  if (message.startsWith('Missing closing')) {
    return { offset: unclosed.get(offset) ?? offset, message: 'This text has no closing quote.' };
  }
  return { offset, message: sentences[code] ?? 'This is not YAML.' };
}

/** Warnings are advice, save that a tag was not understood: then the value is not what was meant. */
export function isAboutTag({ code }: YAMLError): boolean {
  return code === 'TAG_RESOLVE_FAILED' || code === 'BAD_COLLECTION_TYPE';
}
