import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columns, pad, shorten, wrap } from '../../src/report/layout.js';

const words = fc
  .array(fc.string({ unit: fc.constantFrom('a', 'é', '山', '…', 'w') }), { maxLength: 20 })
  .map((parts) => parts.join(' '));

describe('wrap', () => {
  it('fills lines up to the width and loses nothing', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 10, max: 60 }), (text, width) => {
        const lines = wrap(text, width);
        for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
    );
  });

  it('breaks a word that is longer than a line', () => {
    expect(wrap(`a ${'x'.repeat(25)}`, 10)).toEqual(['a', 'x'.repeat(10), 'x'.repeat(10), 'xxxxx']);
  });
});

describe('shorten and pad', () => {
  it('come to the width', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 2, max: 40 }), (text, width) => {
        expect(columns(shorten(text, width))).toBeLessThanOrEqual(Math.max(width, 1));
        expect(columns(pad(shorten(text, width), width))).toBeGreaterThanOrEqual(width);
      }),
    );
  });
});

describe('columns', () => {
  it.each([
    ['abc', 3],
    ['é', 1],
    ['e\u0301', 1],
    ['山田', 4],
    ['✓ ok', 4],
  ])('%j takes %i', (text, width) => {
    expect(columns(text)).toBe(width);
  });
});
