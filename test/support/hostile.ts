/** Escapes, controls, marks that turn the direction of writing, invisible characters, halves of pairs. */
export const HOSTILE = [
  '\u001b[31mred\u001b[0m',
  '\u001b]8;;https://example.com\u0007link\u001b]8;;\u0007',
  '\u009b31m',
  'a\u202eb',
  '\u2066x\u2069',
  'zero\u200bwidth',
  '\ufefftext',
  'line\u2028two',
  'bell\u0007',
  'back\bspace',
  'carriage\rreturn',
  'new\nline',
  '\ud800',
  'tag\u{e0041}',
  '\u0000',
];

/** Any character that acts on a terminal or hides in a text; the line feed apart. */
export const ACTIVE =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]|\p{Surrogate}/u;
