import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NotificationEvent } from '../../src/account/types.js';
import { parseEvent } from '../../src/core/asked-event.js';
import {
  askedInWords,
  configuredInWords,
  configuredKinds,
  differsInCase,
  isConfigured,
  nearestConfigured,
} from '../../src/message/configured-event.js';

const pair = (from: string | null, to: string | null) => ({ from: side(from), to: side(to) });

/** "Open/Repaying", "Open", or null for a side that is left out. */
function side(text: string | null) {
  if (text === null) return undefined;
  const [status, subStatus] = text.split('/');
  return subStatus === undefined ? { status } : { status, subStatus };
}

describe('configuredKinds', () => {
  it.each<[string, NotificationEvent | null, string[]]>([
    ['null', null, []],
    ['nothing', {}, []],
    ['null everywhere', { statusChanges: null, portfolioChanges: null, builtIn: null }, []],
    ['empty lists', { statusChanges: [], portfolioChanges: { added: [], removed: null }, builtIn: ' ' }, []],
    ['an empty portfolio change', { portfolioChanges: {} }, []],
    ['a status change', { statusChanges: [pair('Open', 'Closed')] }, ['status']],
    ['any status change', { statusChanges: [{}] }, ['status']],
    ['a portfolio added', { portfolioChanges: { added: ['Auto'] } }, ['portfolio']],
    ['a portfolio removed', { portfolioChanges: { removed: [7] } }, ['portfolio']],
    ['a built-in event', { builtIn: 'payment posted' }, ['builtIn']],
    [
      'a status change beside empty others',
      { statusChanges: [pair('Open', 'Closed')], portfolioChanges: { added: [] }, builtIn: '' },
      ['status'],
    ],
    [
      'all kinds',
      { statusChanges: [{}], portfolioChanges: { removed: ['Auto'] }, builtIn: 'payment posted' },
      ['status', 'portfolio', 'builtIn'],
    ],
  ])('%s', (_, event, kinds) => {
    expect(configuredKinds(event)).toEqual(kinds);
  });
});

describe('isConfigured', () => {
  it.each([
    ['Open', 'Closed', 'status:Open>Closed', true],
    ['Open', 'Closed', 'status:Open/Repaying>Closed/Paid Off', true],
    ['Open', 'Closed', 'status:Closed>Open', false],
    ['Open', 'Closed', 'status:Open>Late', false],
    ['Open', 'Closed', 'status:Late>Closed', false],
    ['Open/Repaying', 'Closed', 'status:Open/Repaying>Closed', true],
    ['Open/Repaying', 'Closed', 'status:Open>Closed', false],
    ['Open/Repaying', 'Closed', 'status:Open/Frozen>Closed', false],
    ['Open', 'Closed/Paid Off', 'status:Open>Closed', false],
    ['Open', 'Closed/Paid Off', 'status:Open>Closed/Paid Off', true],
    ['Open/ ', 'Closed', 'status:Open/Repaying>Closed', true],
    [null, 'Closed', 'status:Late/Frozen>Closed', true],
    [null, 'Closed', 'status:Late>Open', false],
    ['Open', null, 'status:Open>Late', true],
    ['Open', null, 'status:Late>Open', false],
    [null, null, 'status:Late>Open', true],
    [' Open ', 'Closed/ Paid Off', 'status:Open>Closed/Paid Off', true],
    ['open', 'Closed', 'status:Open>Closed', false],
    ['Open/repaying', 'Closed', 'status:Open/Repaying>Closed', false],
    ['Open', 'Closed', 'portfolio:+Open', false],
    ['Open', 'Closed', 'builtin:Open', false],
  ])('%s > %s, %s: %s', (from, to, asked, expected) => {
    expect(isConfigured({ statusChanges: [pair(from, to)] }, parseEvent(asked))).toBe(expected);
  });

  it.each([
    [null, true],
    [undefined, true],
    [{}, true],
    [{ status: null }, true],
    [{ status: ' ' }, true],
    [{ status: 'Open', subStatus: null }, true],
    [{ status: 'Open', subStatus: '' }, true],
    [{ subStatus: 'Repaying' }, true],
    [{ subStatus: 'Frozen' }, false],
    [{ status: 'Closed' }, false],
  ])('a side %j', (from, expected) => {
    const event = { statusChanges: [{ from, to: { status: 'Closed' } }] };
    expect(isConfigured(event, parseEvent('status:Open/Repaying>Closed'))).toBe(expected);
  });

  it.each([
    ['portfolio:+Auto', true],
    ['portfolio:-Auto', false],
    ['portfolio:-Boat', true],
    ['portfolio:+Boat', false],
    ['portfolio:+7', true],
    ['portfolio:+auto', false],
    ['status:Auto>Boat', false],
    ['builtin:Auto', false],
  ])('portfolios, %s: %s', (asked, expected) => {
    const event = { portfolioChanges: { added: [' Auto', 7], removed: ['Boat'] } };
    expect(isConfigured(event, parseEvent(asked))).toBe(expected);
  });

  it.each([
    ['builtin:payment posted', true],
    ['builtin:Payment posted', false],
    ['builtin:payment reversed', false],
    ['portfolio:+payment posted', false],
  ])('a built-in event, %s: %s', (asked, expected) => {
    expect(isConfigured({ builtIn: 'payment posted ' }, parseEvent(asked))).toBe(expected);
  });

  it('needs both sides in one pair', () => {
    const event = { statusChanges: [pair('Open', 'Closed'), pair('Late', 'Open')] };
    expect(isConfigured(event, parseEvent('status:Open>Open'))).toBe(false);
    expect(isConfigured(event, parseEvent('status:Late>Open'))).toBe(true);
  });

  it('has any pair match what it says itself, and nothing match what is empty', () => {
    const name = fc.constantFrom('Open', 'Closed', 'Late');
    fc.assert(
      fc.property(name, name, (from, to) => {
        const asked = parseEvent(`status:${from}>${to}`);
        expect(isConfigured({ statusChanges: [pair(from, to)] }, asked)).toBe(true);
        expect(isConfigured({ statusChanges: [] }, asked)).toBe(false);
        expect(isConfigured({}, asked)).toBe(false);
      }),
      { numRuns: 20 },
    );
  });
});

describe('differsInCase', () => {
  it.each<[string, NotificationEvent, string, boolean]>([
    ['a status', { statusChanges: [pair('open', 'Closed')] }, 'status:Open>Closed', true],
    ['a sub-status', { statusChanges: [pair('Open/REPAYING', null)] }, 'status:Open/Repaying>Closed', true],
    ['the right pair', { statusChanges: [pair('Open', 'Closed')] }, 'status:Open>Closed', false],
    ['another pair', { statusChanges: [pair('open', 'Late')] }, 'status:Open>Closed', false],
    [
      'the sides the other way round',
      { statusChanges: [pair('closed', 'open')] },
      'status:Open>Closed',
      false,
    ],
    ['a portfolio', { portfolioChanges: { added: ['AUTO'] } }, 'portfolio:+Auto', true],
    [
      'a portfolio of the other change',
      { portfolioChanges: { removed: ['AUTO'] } },
      'portfolio:+Auto',
      false,
    ],
    ['a built-in event', { builtIn: 'Payment Posted' }, 'builtin:payment posted', true],
    ['another built-in event', { builtIn: 'Payment' }, 'builtin:payment posted', false],
  ])('%s', (_, event, asked, expected) => {
    expect(differsInCase(event, parseEvent(asked))).toBe(expected);
  });
});

describe('in words', () => {
  it.each<[NotificationEvent, string]>([
    [{ statusChanges: [pair('Open', 'Closed/Paid Off')] }, 'Open → Closed / Paid Off'],
    [{ statusChanges: [pair('Open', null), pair(null, 'Late')] }, 'Open → any status or any status → Late'],
    [{ portfolioChanges: { added: ['Auto', 7] } }, 'added to "Auto" or "7"'],
    [{ portfolioChanges: { added: ['Auto'], removed: ['Boat'] } }, 'added to "Auto" or removed from "Boat"'],
    [{ builtIn: ' payment posted ' }, '"payment posted"'],
    [
      { statusChanges: [pair('Open', 'Closed')], builtIn: 'payment posted' },
      'Open → Closed or "payment posted"',
    ],
  ])('%j is %s', (event, words) => {
    expect(configuredInWords(event)).toBe(words);
  });

  it('cuts long names', () => {
    const words = configuredInWords({ statusChanges: [pair('x'.repeat(1000), 'Closed')] });
    expect(words.length).toBeLessThan(100);
    expect(words).toContain('Closed');
  });

  it.each([
    ['status:Open/Repaying>Closed', 'Open / Repaying → Closed'],
    ['portfolio:+Auto', 'added to "Auto"'],
    ['portfolio:-Auto', 'removed from "Auto"'],
    ['builtin:payment posted', '"payment posted"'],
  ])('what happened, %s, is %s', (asked, words) => {
    expect(askedInWords(parseEvent(asked))).toBe(words);
  });
});

describe('nearestConfigured', () => {
  const event = {
    statusChanges: [
      pair('Late', 'Frozen'),
      pair('Open/Repaying', 'Closed/Paid Off'),
      pair('open', 'Late'),
      pair('Late', 'Closed'),
    ],
  };

  it.each([
    ['another sub-status', 'status:Open/Repaying>Closed/Refinanced', 'Open / Repaying → Closed / Paid Off'],
    ['no sub-status', 'status:Open>Closed', 'Open / Repaying → Closed / Paid Off'],
    ['case alone', 'status:Open>Late', 'open → Late'],
    ['one side', 'status:Frozen>Closed', 'Late → Closed'],
    ['nothing alike', 'status:New>Gone', 'Late → Frozen'],
  ])('%s', (_, asked, words) => {
    expect(nearestConfigured(event, parseEvent(asked))).toBe(`${words} (the nearest of 4)`);
  });

  it('says the only pair without counting', () => {
    const only = { statusChanges: [pair('Open', 'Closed')] };
    expect(nearestConfigured(only, parseEvent('status:Late>Open'))).toBe('Open → Closed');
  });

  it('says all that is configured to an event of another kind', () => {
    expect(nearestConfigured({ builtIn: 'payment posted' }, parseEvent('portfolio:+Auto'))).toBe(
      '"payment posted"',
    );
    const pairs = { statusChanges: [pair('Open', 'Closed'), pair('Late', 'Open')] };
    expect(nearestConfigured(pairs, parseEvent('portfolio:+Auto'))).toBe('Open → Closed or Late → Open');
  });
});
