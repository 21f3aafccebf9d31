import { describe, expect, it } from 'vitest';
import { readable } from '../../src/rules/print.js';
import { readRule } from '../../src/rules/read-rule.js';
import { verdictOf } from './ruling.js';

describe('a text that is no rule', () => {
  it.each([
    ['', 'no-form', 1, 1],
    ['  \n ', 'no-form', 1, 1],
    ['; nothing but a remark', 'no-form', 1, 1],
    ['#_ (= 1 1)', 'no-form', 1, 1],
    ['(= 1 1) (= 2 2)', 'several-forms', 1, 9],
    ['(= 1 1)\n ; remark\n  x', 'several-forms', 3, 3],
    ['(and (= 1 1)', 'never-closed', 1, 1],
    ['(and\n  (= 1 1', 'never-closed', 2, 3],
    ['[1 2', 'never-closed', 1, 1],
    ['(and (= 1 1)))', 'never-opened', 1, 14],
    [')', 'never-opened', 1, 1],
    ['(and [1 2)', 'closed-by-another', 1, 10],
    ['{:a 1]', 'closed-by-another', 1, 6],
    ['(= loan-status "Open)', 'text-never-closed', 1, 16],
    ['#"open', 'text-never-closed', 1, 1],
    ["'", 'nothing-follows', 1, 1],
    ["(a ')", 'nothing-follows', 1, 4],
    ['(a #_)', 'nothing-follows', 1, 4],
    ['(a @)', 'nothing-follows', 1, 4],
    ['{:a 1 :b}', 'odd-map', 1, 1],
    ['(> x 1a)', 'no-such-token', 1, 6],
    ['08', 'no-such-token', 1, 1],
    ['(= x :)', 'no-such-token', 1, 6],
    ['(= x foo/)', 'no-such-token', 1, 6],
    ['(= x \\foo)', 'no-such-token', 1, 6],
    ['(= x "a\\q")', 'no-such-token', 1, 8],
    ['(# 1)', 'no-such-token', 1, 2],
    // Columns count characters, not the halves of those beyond the sixteen bits.
    ['(= "😀" "é" ]', 'closed-by-another', 1, 12],
    ['(=\r\n 1 ]', 'closed-by-another', 2, 4],
  ] as const)('%j is %s at line %i, column %i', (text, kind, line, column) => {
    expect(readRule(text)).toMatchObject({ status: 'unreadable', problem: { kind, at: { line, column } } });
  });

  it('names the parenthesis that another closes', () => {
    expect(readRule('(and\n [1 2)')).toMatchObject({
      problem: { opened: { line: 2, column: 2, offset: 6 } },
    });
  });

  it('is not looked at when it is too long or nests too deep', () => {
    expect(readRule(' '.repeat(100_001)).status).toBe('too-large');
    expect(readRule(`${'('.repeat(40_000)}${')'.repeat(40_000)}`).status).toBe('too-large');
    expect(readRule('('.repeat(90_000))).toMatchObject({ problem: { kind: 'never-closed' } });
    expect(readRule(')'.repeat(90_000))).toMatchObject({ problem: { kind: 'never-opened' } });
    expect(readRule("'".repeat(90_000))).toMatchObject({ problem: { kind: 'nothing-follows' } });
    expect(readRule(`${'#_ '.repeat(30_000)}${'1 '.repeat(4)}`)).toMatchObject({
      problem: { kind: 'nothing-follows' },
    });
  });
});

describe('syntax outside the subset', () => {
  it.each([
    ['@x', 'a dereference (@)'],
    ['^:private x', 'metadata'],
    ['#^String x', 'metadata'],
    ['#"[a-z]+"', 'a regular expression'],
    ["#'x", "a reference to a function (#')"],
    ['#inst "2026-11-03"', 'the tag #inst'],
    ['#?(:clj 1)', 'a reader conditional'],
    ['##Inf', 'a symbolic value (##)'],
    ['#=(+ 1 2)', 'evaluation while reading (#=)'],
    ['`x', 'a syntax quote'],
    ['~x', 'unquoting'],
    ['::x', 'a keyword with two colons'],
    ['1e400', 'a number too large for a decimal'],
    ['1/0', 'a fraction over zero'],
    ['#(#(inc %))', '#() within #()'],
    ['#(str %&)', '%& in a function'],
    ['(fn [& all] 1)', 'taking arguments apart, or & in them'],
    ['(let [[a] [1]] a)', 'taking a value apart in let'],
    ['(println 1)', 'the function println'],
    ['(str/trim "a")', 'the function str/trim'],
    ['(some string/blank? [""])', 'the name string/blank?'],
    ['(first #{1 2})', 'the order of a set'],
  ])('%s is read, and unknown', (text, what) => {
    expect(verdictOf(text)).toMatchObject({ truth: undefined, causes: [{ kind: 'unsupported', what }] });
  });

  it.each(['(and false @x)', '(if true false #"a")', '(or (println 1) true)'])(
    '%s is decided without it',
    (text) => {
      expect(verdictOf(text).truth).toBeDefined();
    },
  );
});

describe('white space and remarks', () => {
  it.each([
    ['(+ 1,2)', '3'],
    ['( + ;; one\n 1 2 )', '3'],
    ['(+ 1 #_(nothing (here)) 2)', '3'],
    ['[1 #_ #_ 2 3 4]', '[1 4]'],
    ['#! a script\n7', '7'],
    ['(+ 1 2)\r\n; the end', '3'],
  ])('%j', (text, printed) => {
    const { value } = verdictOf(text);
    expect(value && readable(value)).toBe(printed);
  });
});
