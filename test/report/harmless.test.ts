import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascii, harmlessJson, visible } from '../../src/report/harmless.js';
import { ACTIVE, HOSTILE } from '../support/hostile.js';

describe('visible', () => {
  it.each(HOSTILE)('%j does nothing', (text) => {
    expect(visible(text)).not.toMatch(ACTIVE);
    expect(visible(text)).not.toContain('\n');
    expect(visible(text)).toContain('\\');
  });

  it('leaves letters alone', () => {
    expect(visible('Renée Dubois 山田 → “x”')).toBe('Renée Dubois 山田 → “x”');
  });
});

describe('harmlessJson', () => {
  it('means the same and is harmless, whatever the text', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE));
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        const json = harmlessJson(texts);
        expect(json).not.toMatch(ACTIVE);
        // Halves of surrogate pairs are escaped by JSON.stringify and come back as they were.
        expect(JSON.parse(json)).toEqual(texts);
      }),
    );
  });
});

describe('ascii', () => {
  it('spells out everything else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(ascii(text)).toMatch(/^[\u0000-\u007f]*$/);
      }),
    );
    expect(ascii('Open → Closed…')).toBe('Open -> Closed...');
  });
});
