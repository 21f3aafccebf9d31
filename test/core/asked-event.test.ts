import { describe, expect, it } from 'vitest';
import { type AskedEvent, parseEvent } from '../../src/core/asked-event.js';
import { UsageError } from '../../src/core/errors.js';

const status = (from: readonly string[], to: readonly string[]): AskedEvent => ({
  kind: 'status',
  from: side(from),
  to: side(to),
});
const side = ([name = '', subStatus]: readonly string[]) =>
  subStatus === undefined ? { status: name } : { status: name, subStatus };

describe('parseEvent', () => {
  it.each<[string, AskedEvent]>([
    ['status:Open/Repaying>Closed/Paid Off', status(['Open', 'Repaying'], ['Closed', 'Paid Off'])],
    ['status:Open>Closed', status(['Open'], ['Closed'])],
    ['status:Open/Repaying>Closed', status(['Open', 'Repaying'], ['Closed'])],
    ['status:Open>Closed/Paid Off', status(['Open'], ['Closed', 'Paid Off'])],
    [' status : Open / Repaying > Closed ', status(['Open', 'Repaying'], ['Closed'])],
    ['STATUS:open>OPEN', status(['open'], ['OPEN'])],
    ['status:"A/B"/"C>D">Closed', status(['A/B', 'C>D'], ['Closed'])],
    ['status:Open>"A > B / C"', status(['Open'], ['A > B / C'])],
    ['status: "Open" / "Repaying" > "Closed"', status(['Open', 'Repaying'], ['Closed'])],
    ['status:30 days: late>Closed', status(['30 days: late'], ['Closed'])],
    ['status:So-called "bad">Closed', status(['So-called "bad"'], ['Closed'])],
    ['portfolio:+Auto', { kind: 'portfolio', change: 'added', portfolio: 'Auto' }],
    ['portfolio:-Auto', { kind: 'portfolio', change: 'removed', portfolio: 'Auto' }],
    ['portfolio: + Auto ', { kind: 'portfolio', change: 'added', portfolio: 'Auto' }],
    ['portfolio:+7', { kind: 'portfolio', change: 'added', portfolio: '7' }],
    ['portfolio:-"Auto/Used"', { kind: 'portfolio', change: 'removed', portfolio: 'Auto/Used' }],
    ['portfolio:+-Auto', { kind: 'portfolio', change: 'added', portfolio: '-Auto' }],
    ['portfolio:+24" rims', { kind: 'portfolio', change: 'added', portfolio: '24" rims' }],
    ['builtin:payment posted', { kind: 'builtIn', name: 'payment posted' }],
    ['builtIn: payment posted ', { kind: 'builtIn', name: 'payment posted' }],
    ['builtin:"charge > $5 posted"', { kind: 'builtIn', name: 'charge > $5 posted' }],
  ])('reads %s', (text, event) => {
    expect(parseEvent(text)).toEqual(event);
  });

  it.each([
    ['', 'which kind of event'],
    ['Open>Closed', 'which kind of event'],
    [':Open>Closed', '"" is not a kind of event'],
    ['Payment:posted', '"Payment" is not a kind of event'],
    ['status:', 'one ">" between two statuses'],
    ['status:Open', 'one ">" between two statuses'],
    ['status:Open>Closed>Open', 'one ">" between two statuses'],
    ['status:Open>', 'each side is a status'],
    ['status:>Closed', 'each side is a status'],
    ['status:Open/>Closed', 'each side is a status'],
    ['status:/Repaying>Closed', 'each side is a status'],
    ['status:Open/Repaying/Late>Closed', 'each side is a status'],
    ['status:"">Closed', 'each side is a status'],
    ['status:"Open>Closed', 'double quotes'],
    ['status:Open>"Closed', 'double quotes'],
    ['status:"Open" late>Closed', 'double quotes'],
    ['portfolio:', 'begins with + or -'],
    ['portfolio:Auto', 'begins with + or -'],
    ['portfolio:+', 'needs the name'],
    ['portfolio:-" "', 'needs the name'],
    ['portfolio:+"Auto', 'double quotes'],
    ['builtin:', 'needs its name'],
    ['builtin:""', 'needs its name'],
  ])('refuses %j', (text, why) => {
    const refused = (error: unknown) =>
      error instanceof UsageError &&
      error.code === 'usage' &&
      error.message.startsWith(`--event "${text}": `) &&
      error.message.includes(why) &&
      error.message.includes('status:Open/Repaying>Closed/Paid Off');
    expect(() => parseEvent(text)).toThrow(expect.toSatisfy(refused));
  });
});
