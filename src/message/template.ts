/** The first thing in a LoanPro template that does not come in pairs. */
export interface TemplateFault {
  /** What stands there, and what is missing to it. */
  problem:
    | '[[ without ]]'
    | ']] without [['
    | 'BEGIN without END'
    | 'IF without END'
    | 'END without BEGIN or IF';
  /** Both count from 1; the column in UTF-16 code units, as editors do. */
  line: number;
  column: number;
  /** All of it in words: "IF without END at line 3, column 14". */
  text: string;
}

interface OpenBlock {
  word: 'BEGIN' | 'IF';
  index: number;
}

// The first word of a bracket; END-DATE, ENDING and END.x are names. An editor may have put blanks before it; the
// limit keeps the search short in a text of nothing else.
const blockWord = /(?:\s|&nbsp;){0,100}(BEGIN|IF|END)(?![\p{L}\p{N}_.$-])/uy;

/**
 * Looks for brackets and blocks that are not closed: `[[BEGIN payments]] ... [[END]]`, `[[IF x]] ... [[ELSE]] ...
 * [[END]]`. What stands inside a bracket is not read any further.
 */
export function unbalancedTemplate(text: string): TemplateFault | undefined {
  const blocks: OpenBlock[] = [];
  let bracket: number | undefined;
  for (const { 0: mark, index } of text.matchAll(/\[\[|\]\]/g)) {
    if (mark === '[[') {
      if (bracket !== undefined) return fault('[[ without ]]', bracket, text);
      bracket = index;
      const word = blockWordAt(text, index + 2);
      if (word === 'END' && blocks.pop() === undefined) return fault('END without BEGIN or IF', index, text);
      if (word === 'BEGIN' || word === 'IF') blocks.push({ word, index });
    } else {
      if (bracket === undefined) return fault(']] without [[', index, text);
      bracket = undefined;
    }
  }
  if (bracket !== undefined) return fault('[[ without ]]', bracket, text);
  const block = blocks.at(-1);
  return block && fault(`${block.word} without END`, block.index, text);
}

function blockWordAt(text: string, index: number): string | undefined {
  blockWord.lastIndex = index;
  return blockWord.exec(text)?.[1];
}

function fault(problem: TemplateFault['problem'], index: number, text: string): TemplateFault {
  let line = 1;
  let lineStart = 0;
  // Not indexOf: V8 (seen on Node 20) inlines this above and moves the search of the whole text into the loop there.
  for (let i = 0; i < index; i++) {
    if (text[i] === '\n') {
      line++;
      lineStart = i + 1;
    }
  }
  const column = index - lineStart + 1;
  return { problem, line, column, text: `${problem} at line ${line}, column ${column}` };
}
