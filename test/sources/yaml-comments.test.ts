import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SourceText } from '../../src/sources/export/source-text.js';
import { ignoreComments } from '../../src/sources/export/yaml-comments.js';
import '../support/fixed-seed.js';

/** Each comment as `line:column about from-to|text`. */
const read = (text: string) =>
  ignoreComments(new SourceText('a.yaml', text)).map(
    ({ line, column, about, text: said }) => `${line}:${column} ${about.from}-${about.to}|${said}`,
  );
const I = '# mailcheck-ignore';

describe('comments for mailcheck', () => {
  it.each([
    ['beside a value', `a: 1 ${I} x: y\nb: 2\n`, ['1:6 1-1| x: y']],
    ['above a value', `${I} x: y\na: 1\n`, ['1:1 2-2| x: y']],
    ['above, with blanks and comments between', `${I} x: y\n\n# more\na: 1\n`, ['1:1 4-4| x: y']],
    ['several above one line', `${I} x: y\n${I} z: y\na: 1\n`, ['1:1 3-3| x: y', '2:1 3-3| z: y']],
    ['above a key whose value is below', `${I} x: y\na:\n  # more\n  - 1\n  - 2\n`, ['1:1 2-4| x: y']],
    ['beside a key whose value is below', `a: ${I} x: y\n  b: 1\n  c: 2\n`, ['1:4 1-2| x: y']],
    ['above a key with an anchor', `${I} x: y\na: &b\n  - 1\n`, ['1:1 2-3| x: y']],
    ['above a key whose text ends in a colon', `${I} x: y\na: "b:"\nc: 1\n`, ['1:1 2-2| x: y']],
    ['in a flow map', `a: { b: 1, ${I} x: y\n  c: 2 } ${I} z: y\n`, ['1:12 1-1| x: y', '2:10 2-2| z: y']],
    ['beside a block scalar', `a: | ${I} x: y\n  text\n`, ['1:6 1-1| x: y']],
    ['after a block scalar', `a: |\n  text\n${I} x: y\nb: 1\n`, ['3:1 4-4| x: y']],
    ['at the end of the file', `a: 1\n${I} x: y`, ['2:1 2-2| x: y']],
    ['with tabs', `a: 1\t#\tmailcheck-ignore\tx: y\n`, ['1:6 1-1|\tx: y']],
    ['with CRLF', `${I} x: y\r\na: 1 ${I} z: y\r\n`, ['1:1 2-2| x: y', '2:6 2-2| z: y']],
    ['behind a byte order mark', `\ufeff${I} x: y\na: 1\n`, ['1:2 2-2| x: y']],
    ['inside a block scalar', `a: |\n  ${I} x: y\n  b\n`, []],
    ['inside a folded one', `a: >-\n  b\n  ${I} x: y\n`, []],
    ['inside quotes', `a: "${I} x: y"\nb: '${I} x: y'\n`, []],
    ['inside a plain text', `a: b${I} x: y\n`, []],
    ['of another kind', '# mailcheck\n# ignore x: y\na: 1 # mailcheck-ignored\n', []],
  ])('%s', (_, text, expected) => {
    expect(read(text).map((one) => one.replace('\r', ''))).toEqual(expected);
  });

  it('speak of the same value, however many lines come before', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('', '# x', 'k: v', 'k: |\n  # y'), { maxLength: 6 }), (before) => {
        const top = before.map((line) => `${line}\n`).join('');
        const lines = top.split('\n').length - 1;
        expect(read(`${top}${I} x: y\nlast: 1\n`)).toEqual([
          `${lines + 1}:1 ${lines + 2}-${lines + 2}| x: y`,
        ]);
      }),
    );
  });

  it('are found quickly among many', () => {
    const started = performance.now();
    expect(read(`${`${I} x: y\n`.repeat(30_000)}a: 1\n`)).toHaveLength(30_000);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
