import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unbalancedTemplate } from '../../src/message/template.js';

describe('unbalancedTemplate', () => {
  it.each([
    '',
    'Hello',
    '[x] ] [ [',
    "[[v('customer.first-name')]]",
    "Hello [[v('a')]], [[v('b')]].",
    '[[IF x ]]a[[ELSE]]b[[END]]',
    '[[BEGIN payments]] [[$payment-date]], [[END]]',
    '[[ IF x ]][[\n\tBEGIN y]][[END ]][[ END]]',
    '[[&nbsp;IF x]][[\u00a0END]]',
    '[[IF(x)]]a[[END<br>]]',
    '[[ELSE]]',
    '[[]]',
    "[[v('a[0]')]]",
    '[[a[0]]]',
    '[[[x]]]',
    'BEGIN IF END',
    '[IF x] [END]',
    '[[if x]] [[end]] [[Begin y]]',
    '[[IFFY]] [[ENDING]] [[BEGINNING]] [[END-DATE]] [[IF.x]] [[END_1]] [[ENDÉ]]',
    '[[x IF]] [[x END]]',
    "[[v('END')]]",
  ])('%j is balanced', (text) => {
    expect(unbalancedTemplate(text)).toBeUndefined();
  });

  it.each([
    ['[[', '[[ without ]]', 1, 1],
    ["Hello [[v('a')", '[[ without ]]', 1, 7],
    ["[[v('a') [[v('b')]]", '[[ without ]]', 1, 1],
    ['[[BEGIN payments]] [[$payment-date], [[END]]', '[[ without ]]', 1, 20],
    ['[[IF x', '[[ without ]]', 1, 1],
    ['[[a [[b]] ]]', '[[ without ]]', 1, 1],
    [']]', ']] without [[', 1, 1],
    ["<p>v('a')]]</p>", ']] without [[', 1, 10],
    ['[[a]] ]]', ']] without [[', 1, 7],
    ['[[a]]]]', ']] without [[', 1, 6],
    ['a\n b [[IF x]]', 'IF without END', 2, 4],
    ['a\r\nb\r\n[[BEGIN x]] [[ELSE]]', 'BEGIN without END', 3, 1],
    ['[[IF x]] [[BEGIN y]] [[END]]', 'IF without END', 1, 1],
    ['[[IF x]] [[IF y]]', 'IF without END', 1, 10],
    ['[[END]]', 'END without BEGIN or IF', 1, 1],
    ['[[IF x]]\n[[END]]\n\n  [[END]]', 'END without BEGIN or IF', 4, 3],
    ['[[END]] [[IF x]]', 'END without BEGIN or IF', 1, 1],
  ])('%j: %s at line %i, column %i', (text, problem, line, column) => {
    expect(unbalancedTemplate(text)).toEqual({
      problem,
      line,
      column,
      text: `${problem} at line ${line}, column ${column}`,
    });
  });

  const { template } = fc.letrec<{ template: string[] }>((tie) => ({
    template: fc
      .array(
        fc.oneof(
          { maxDepth: 4 },
          fc.constantFrom(['Hello '], ['\n'], ['BEGIN'], ['[[', "v('x')", ']]'], ['[[', '$date', ']]']),
          fc
            .tuple(
              fc.constantFrom('BEGIN payments', ' IF x '),
              tie('template'),
              fc.constantFrom('', '[[ELSE]]'),
            )
            .map(([opening, inside, middle]) => ['[[', opening, ']]', ...inside, middle, '[[', 'END', ']]']),
        ),
        { maxLength: 4 },
      )
      .map((parts) => parts.flat()),
  }));
  const placesOf = (parts: string[], wanted: string[]) =>
    [...parts.keys()].filter((index) => wanted.includes(parts[index] ?? ''));

  it('accepts every balanced template', () => {
    fc.assert(
      fc.property(template, (parts) => {
        expect(unbalancedTemplate(parts.join(''))).toBeUndefined();
      }),
    );
  });

  it('notices one bracket or one END less', () => {
    fc.assert(
      fc.property(template, fc.nat(), (parts, choice) => {
        const places = placesOf(parts, ['[[', ']]', 'END']);
        fc.pre(places.length > 0);
        const removed = places[choice % places.length];
        const rest = parts.filter((_, index) => index !== removed).join('');
        expect(unbalancedTemplate(rest)).toBeDefined();
      }),
    );
  });

  it('notices half a bracket less', () => {
    fc.assert(
      fc.property(template, fc.nat(), (parts, choice) => {
        const places = placesOf(parts, ['[[', ']]']);
        fc.pre(places.length > 0);
        const halved = places[choice % places.length];
        const rest = parts.map((part, index) => (index === halved ? part.slice(1) : part)).join('');
        expect(unbalancedTemplate(rest)).toBeDefined();
      }),
    );
  });

  it.each([
    ['[[', '[[ without ]]'],
    [']]', ']] without [['],
    ['[[IF x]]', 'IF without END'],
    ['[[x]]', undefined],
    ['[[IF x]][[END]]', undefined],
  ])('goes through 10 MB of %j', (piece, problem) => {
    expect(unbalancedTemplate(piece.repeat(10_000_000 / piece.length))?.problem).toBe(problem);
  });

  it.each([' ', '&nbsp;', '\n'])('goes through a bracket with 10 MB of %j', (piece) => {
    expect(unbalancedTemplate(`[[${piece.repeat(10_000_000 / piece.length)}`)?.problem).toBe('[[ without ]]');
  });
});
