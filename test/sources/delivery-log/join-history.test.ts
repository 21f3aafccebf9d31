import { describe, expect, it } from 'vitest';
import { toPointer } from '../../../src/account/pointer.js';
import type { HistoryRow } from '../../../src/account/types.js';
import { joinHistory, type Owner } from '../../../src/sources/delivery-log/join-history.js';
import { readLogs } from './reading.js';

const to = 'jane.roe@mail.example';
const row: HistoryRow = {
  id: 1,
  at: '2026-11-03T15:00:06Z',
  log: 'customer',
  channel: 'email',
  customer: 1042,
  notification: 7,
  to: 'Jane.Roe@mail.example',
  subject: 'Your payment is due',
  status: 'sent',
};
const owner = { log: 'customer', customer: '1042', takesOthers: true } as const;
const below = (path: readonly (string | number)[]) => ({ file: `export ${toPointer(path)}` });
const seconds = (text: string) => Date.parse(text) / 1000;

async function join(
  history: HistoryRow[] | undefined,
  events: readonly object[],
  whose: Owner | undefined = owner,
) {
  const text = events
    .map((event, i) => JSON.stringify({ email: to, sg_message_id: 'm1', sg_event_id: `e${i}`, ...event }))
    .join('\n');
  const { rows } = await readLogs(text);
  return joinHistory(history, rows, whose, below);
}
const bounce = { event: 'bounce', timestamp: seconds('2026-11-03T15:00:16Z'), reason: '550 5.1.1 gone' };
const processed = { event: 'processed', timestamp: seconds('2026-11-03T15:00:08Z') };

describe('a communication log with a delivery log', () => {
  it.each<[name: string, rows: HistoryRow[], events: object[], joined: (string | undefined)[][]]>([
    ['the same email', [row], [processed, bounce], [['processed', 'bounce']]],
    [
      'only its result, hours later',
      [row],
      [{ ...bounce, timestamp: seconds('2026-11-04T15:00:00Z') }],
      [['bounce']],
    ],
    [
      'the nearest of several',
      [{ ...row, at: '2026-11-02T15:00:06Z' }, row],
      [processed],
      [[], ['processed']],
    ],
    ['another address', [{ ...row, to: 'old@mail.example' }], [bounce], [[], ['bounce']]],
    ['another subject', [row], [{ ...bounce, subject: 'Welcome' }], [[], ['bounce']]],
    ['sent on another day', [{ ...row, at: '2026-11-02T15:00:06Z' }], [processed], [[], ['processed']]],
    ['an email of the past', [{ ...row, at: '2026-11-03T18:00:00Z' }], [bounce], [[], ['bounce']]],
    ['one that failed', [{ ...row, status: 'failed' }], [bounce], [[], ['bounce']]],
    ['another customer', [{ ...row, customer: 1 }], [bounce], [[], ['bounce']]],
    ['a text message', [{ ...row, channel: 'sms' }], [bounce], [[], ['bounce']]],
    [
      'the same id, whatever the time',
      [{ ...row, id: 'm1', at: '2026-01-03T15:00:06Z' }],
      [bounce],
      [['bounce']],
    ],
  ])('%s', async (_, rows, events, joined) => {
    const { history } = await join(rows, events);
    expect(history.map(({ delivery }) => delivery?.events?.map(({ event }) => event) ?? [])).toEqual(joined);
  });

  it('says where each part stands', async () => {
    const delivery: HistoryRow['delivery'] = {
      status: 'DELIVERED',
      events: [
        { event: 'processed', at: '2026-11-03T15:00:07Z' },
        { event: 'delivered', at: '2026-11-03T15:00:10Z' },
      ],
    };
    const { history, locate } = await join([{ ...row, delivery }], [processed, bounce]);
    expect(history).toEqual([
      {
        ...row,
        delivery: {
          status: 'NOT_DELIVERED',
          events: [
            ...(delivery.events ?? []),
            { event: 'bounce', at: '2026-11-03T15:00:16Z', reason: '550 5.1.1 gone' },
          ],
        },
      },
    ]);
    const of = (...path: (string | number)[]) => locate(['communicationHistory', 0, ...path]);
    expect(of('delivery', 'events', 1, 'at').file).toBe(
      'export /communicationHistory/0/delivery/events/1/at',
    );
    expect(of('delivery', 'events', 2, 'reason')).toMatchObject({ line: 2, column: 1 });
    expect(of('delivery', 'status')).toMatchObject({ line: 2 });
    expect(of('to').file).toBe('export /communicationHistory/0/to');
    expect(locate(['tenant', 'name']).file).toBe('export /tenant/name');
  });

  it('adds what it does not have behind the rest, as the customer’s', async () => {
    const { history, locate } = await join(undefined, [processed, bounce]);
    expect(history).toMatchObject([{ id: 'm1', log: 'customer', customer: '1042', status: 'sent', to }]);
    expect(locate(['communicationHistory', 0, 'delivery', 'events', 1])).toMatchObject({ line: 2 });
    expect(locate(['communicationHistory', 0, 'to'])).toMatchObject({ line: 1 });
  });

  it('leaves to others with the same address what is theirs', async () => {
    const theirs = { ...row, id: 2, customer: 7, at: '2026-11-03T15:03:00Z' };
    const later = { ...bounce, timestamp: seconds('2026-11-03T15:03:10Z'), sg_message_id: 'm2' };
    const at = (timestamp: string) => ({ ...processed, timestamp: seconds(timestamp), sg_message_id: 'm3' });
    const events = [processed, later, at('2026-11-03T20:00:00Z')];
    const short = (history: readonly HistoryRow[]) =>
      history.map(({ customer, delivery }) => [customer, delivery?.events?.map(({ event }) => event) ?? []]);

    const mine = await join([row, theirs], events, { ...owner, takesOthers: false });
    expect(short(mine.history)).toEqual([
      [1042, ['processed']],
      [7, []],
      ['1042', ['processed']],
    ]);
    expect([mine.others, mine.unlogged]).toEqual([1, 1]);

    const ofAddress = await join([row, theirs], events);
    expect(short(ofAddress.history).slice(2)).toEqual([
      ['1042', ['bounce']],
      ['1042', ['processed']],
    ]);
  });

  it('gives each row its own where nobody is asked about, and no more', async () => {
    const theirs = { ...row, id: 2, customer: 7, at: '2026-11-03T15:03:00Z' };
    const later = { ...bounce, timestamp: seconds('2026-11-03T15:03:10Z'), sg_message_id: 'm2' };
    const strange = { ...later, timestamp: seconds('2026-10-03T15:03:10Z'), sg_message_id: 'm3' };
    const rows = [row, theirs];
    const text = [processed, later, strange].map((event, i) =>
      JSON.stringify({ email: to, sg_message_id: 'm1', sg_event_id: `e${i}`, ...event }),
    );
    const { history, unlogged } = joinHistory(rows, (await readLogs(text.join('\n'))).rows, undefined, below);
    expect(history.map(({ delivery }) => delivery?.events?.map(({ event }) => event))).toEqual([
      ['processed'],
      ['bounce'],
    ]);
    expect(unlogged).toBe(1);
  });

  it('takes an event that both have once, and keeps what says more', async () => {
    const events = [{ event: 'bounce' as const, at: '2026-11-03T15:00:15Z' }];
    const { history } = await join([{ ...row, delivery: { events } }], [bounce]);
    expect(history[0]?.delivery?.events).toEqual([
      { event: 'bounce', at: '2026-11-03T15:00:16Z', reason: '550 5.1.1 gone' },
    ]);
  });
});
