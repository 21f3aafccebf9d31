import { eastAsianWidth } from 'get-east-asian-width';

/** Columns a text takes on a terminal: two for wide East Asian characters and emoji, none for combining marks. */
export function columns(text: string): number {
  if (/^[\u0020-\u007e]*$/.test(text)) return text.length;
  let width = 0;
  for (const char of text) {
    if (!/\p{M}/u.test(char)) width += eastAsianWidth(char.codePointAt(0) ?? 0);
  }
  return width;
}

/** Words filled into lines of a width; a word longer than a line is broken. */
export function wrap(text: string, width: number): string[] {
  const room = Math.max(width, 8);
  const lines: string[] = [];
  let line = '';
  let taken = 0;
  for (const word of text.split(' ').flatMap((part) => broken(part, room))) {
    const more = columns(word);
    if (line === '') {
      line = word;
      taken = more;
    } else if (taken + 1 + more > room) {
      lines.push(line);
      line = word;
      taken = more;
    } else {
      line += ` ${word}`;
      taken += 1 + more;
    }
  }
  return [...lines, line];
}

/** A text cut to a width, with an ellipsis where something is missing. */
export function shorten(text: string, width: number, ellipsis = '…'): string {
  if (columns(text) <= width) return text;
  let kept = '';
  for (const char of text) {
    if (columns(kept + char) > width - columns(ellipsis)) break;
    kept += char;
  }
  return `${kept.trimEnd()}${ellipsis}`;
}

/** A text filled up with blanks to a width. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}

/** A word in pieces that fit; broken behind a slash where there is one, as in paths and finding names. */
function broken(word: string, width: number): string[] {
  if (columns(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = '';
  let taken = 0;
  for (const char of word) {
    const more = columns(char);
    if (taken + more > width) {
      const slash = piece.lastIndexOf('/') + 1;
      const end = slash > 1 ? slash : piece.length;
      pieces.push(piece.slice(0, end));
      piece = piece.slice(end);
      taken = columns(piece);
    }
    piece += char;
    taken += more;
  }
  return [...pieces, piece];
}
