import { cut } from '../../src/core/words.js';
import { visible } from '../../src/report/harmless.js';

/** What every format says of a stranger's text: cut, and each character that acts or is not allowed spelt out. */
export function spelled(text: string, longest = 1000): string {
  return visible(cut(text, longest)).replaceAll('\ufffe', '\\ufffe').replaceAll('\uffff', '\\uffff');
}
