import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inShort, readLogs, shuffled } from './reading.js';

// The form of https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event
const base = {
  email: 'jane.roe@mail.example',
  timestamp: 1793718010,
  'smtp-id': '<14c5d75ce93.dfd.64b469@ismtpd-555>',
  category: ['loan notices'],
  sg_event_id: 'c2dfZXZlbnQ',
  sg_message_id: '14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0',
};
const at = '11-03T15:00:10Z';
const shipped = readFileSync('fixtures/delivery-logs/sendgrid.json', 'utf8');

describe("events of SendGrid's Event Webhook", () => {
  it.each<[event: object, said: string]>([
    [{ event: 'processed' }, `-: processed ${at}`],
    [{ event: 'delivered', response: '250 OK' }, `DELIVERED: delivered ${at} (250 OK)`],
    [
      { event: 'deferred', response: '400 try again later', attempt: '5' },
      `NOT_DELIVERED: deferred ${at} (400 try again later; attempt 5)`,
    ],
    [
      { event: 'bounce', reason: '500 unknown recipient', status: '5.0.0', type: 'bounce' },
      `NOT_DELIVERED: bounce ${at} (500 unknown recipient; 5.0.0)`,
    ],
    [
      { event: 'bounce', reason: '550 5.1.1 gone', status: '5.1.1' },
      `NOT_DELIVERED: bounce ${at} (550 5.1.1 gone)`,
    ],
    [
      { event: 'bounce', reason: '554 5.7.1 policy', type: 'blocked' },
      `NOT_DELIVERED: blocked ${at} (554 5.7.1 policy)`,
    ],
    [{ event: 'dropped', reason: 'Bounced Address' }, `NOT_DELIVERED: dropped ${at} (Bounced Address)`],
    [
      { event: 'dropped', reason: 'Spam Reporting Address' },
      `NOT_DELIVERED: dropped ${at} (Spam Reporting Address)`,
    ],
    [{ event: 'dropped', reason: 'Spam Content' }, `NOT_DELIVERED: blocked ${at} (Spam Content)`],
    [{ event: 'spamreport' }, `DELIVERED: complaint ${at}`],
    // Only that it had been delivered, not when.
    [
      { event: 'open', useragent: 'Mail/1.0' },
      'DELIVERED: delivered (the delivery itself is not logged; opened 2026-11-03T15:00:10Z)',
    ],
    [
      { event: 'group_unsubscribe', asm_group_id: 10 },
      'DELIVERED: delivered (the delivery itself is not logged; unsubscribed 2026-11-03T15:00:10Z)',
    ],
  ])('%j', async (event, said) => {
    expect(inShort(await readLogs(JSON.stringify([{ ...base, ...event }])))).toEqual([
      `jane.roe@mail.example ${said}`,
    ]);
  });

  const story = [
    { ...base, event: 'processed', timestamp: 1793718008, sg_event_id: '1' },
    { ...base, event: 'deferred', timestamp: 1793718010, response: '451 later', sg_event_id: '2' },
    { ...base, event: 'delivered', timestamp: 1793719010, response: '250 OK', sg_event_id: '3' },
    { ...base, event: 'click', timestamp: 1793720010, url: 'https://acme.example', sg_event_id: '4' },
  ];
  const told = [
    'jane.roe@mail.example DELIVERED: processed 11-03T15:00:08Z, deferred 11-03T15:00:10Z (451 later), delivered 11-03T15:16:50Z (250 OK; clicked 2026-11-03T15:33:30Z)',
  ];
  it.each<[name: string, text: string]>([
    ['a list', JSON.stringify(story)],
    ['a list over many lines', JSON.stringify(story, null, 2)],
    ['one a line', story.map((event) => JSON.stringify(event)).join('\n')],
    ['lists, one a line', story.map((event) => JSON.stringify([event])).join('\r\n')],
    ['one behind the other', story.map((event) => JSON.stringify(event)).join('')],
    ['with a byte order mark', `\ufeff${JSON.stringify(story)}`],
    ['out of order', JSON.stringify(shuffled(story))],
    ['in the opposite order', JSON.stringify([...story].reverse())],
    ['twice', JSON.stringify([...story, ...story])],
  ])('%s', async (_, text) => {
    const read = await readLogs(text);
    expect([inShort(read), read.unreadable, read.notes]).toEqual([told, [], []]);
  });

  it('reads an event of the same id in two files once', async () => {
    expect(inShort(await readLogs([JSON.stringify(story), JSON.stringify(story.slice(1))]))).toEqual(told);
  });

  it('keeps events apart that the documented sample gives one id', async () => {
    const sample = story.map((event) => ({ ...event, sg_event_id: 'sg_event_id' }));
    expect(inShort(await readLogs(JSON.stringify(sample)))).toEqual(told);
  });

  it('tells emails apart by message and recipient, and keeps only those asked for', async () => {
    const read = await readLogs(shipped, { addresses: new Set(['Jane.Roe@mail.example']) });
    expect(inShort(read)).toEqual([
      'jane.roe@mail.example DELIVERED: processed 11-03T15:00:08Z, delivered 11-03T15:00:10Z (250 2.0.0 OK; opened 2026-11-03T18:30:00Z)',
    ]);
    expect(read.read).toBe(6);
    expect((await readLogs(shipped)).rows.map(({ row }) => row.to)).toEqual([
      'marcus.bell@mail.example',
      'marcus.bell@mail.example',
      'jane.roe@mail.example',
    ]);
  });

  it('keeps what comes before a cut, and says that the rest is missing', async () => {
    const cut = JSON.stringify(story).slice(0, -40);
    const read = await readLogs(cut);
    expect(inShort(read)).toEqual([
      'jane.roe@mail.example DELIVERED: processed 11-03T15:00:08Z, deferred 11-03T15:00:10Z (451 later), delivered 11-03T15:16:50Z (250 OK)',
    ]);
    expect(read.unreadable).toEqual([{ file: expect.any(String), count: 1, lines: [1] }]);
  });

  it.each<[name: string, event: object]>([
    ['no recipient', { ...base, email: undefined, event: 'delivered' }],
    ['another event', { ...base, event: 'teleported' }],
    ['a recipient that is no text', { ...base, email: { a: 1 }, event: 'delivered' }],
    ['a time that is none', { ...base, timestamp: 'yesterday', event: 'delivered' }],
    ['a time beyond all years', { ...base, timestamp: 1e15, event: 'delivered' }],
    ['a name of every object', { ...base, event: 'constructor' }],
  ])('counts as unreadable: %s', async (_, event) => {
    const read = await readLogs(`${JSON.stringify(story)}\n${JSON.stringify(event)}\n`);
    expect([inShort(read), read.unreadable[0]?.lines]).toEqual([told, [2]]);
  });
});
