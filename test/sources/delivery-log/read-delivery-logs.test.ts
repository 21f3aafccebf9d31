import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readDeliveryLogs } from '../../../src/sources/delivery-log/read-delivery-logs.js';
import { inShort, NOW, readLogs } from './reading.js';

const shipped = readFileSync('fixtures/delivery-logs/sendgrid.json');
const event = (to: string, timestamp: number, fields: object = {}) =>
  JSON.stringify({
    email: to,
    timestamp,
    event: 'delivered',
    sg_event_id: `e${timestamp}`,
    sg_message_id: `m${timestamp}`,
    ...fields,
  });

describe('delivery logs', () => {
  it('are unpacked, whatever their name', async () => {
    const whole = await readLogs(shipped);
    expect(inShort(await readLogs(gzipSync(shipped)))).toEqual(inShort(whole));
    // As log rotation joins them.
    const two = Buffer.concat([gzipSync(shipped.subarray(0, 500)), gzipSync(shipped.subarray(500))]);
    expect(inShort(await readLogs(two))).toEqual(inShort(whole));
  });

  it('that are packed and cut off count as far as they go', async () => {
    const lines = Array.from({ length: 3000 }, (_, i) => event(`u${i}@mail.example`, 1793718010 + i)).join(
      '\n',
    );
    const packed = gzipSync(lines);
    const read = await readLogs(packed.subarray(0, packed.length - 2000));
    expect(read.rows.length).toBeGreaterThan(100);
    expect(read.notes.join(' ')).toContain('the compressed file is cut off');
  });

  it.each<[name: string, content: string | Buffer, said: RegExp]>([
    [
      'a picture',
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]),
      /none of its lines/,
    ],
    ['an export', 'mailcheck: 1\ntenant:\n  id: 1\n', /none of its lines/],
    ['JSON of another kind', '{"a":1}\n{"b":2}', /none of its lines/],
    ['damaged', Buffer.concat([gzipSync(shipped).subarray(0, 200), Buffer.alloc(400, 7)]), /damaged/],
  ])('refuses %s', async (_, content, said) => {
    await expect(readLogs(content)).rejects.toThrow(said);
  });

  it('refuses what is not there', async () => {
    await expect(readDeliveryLogs(['no-such.log'], { now: NOW })).rejects.toThrow(
      '--delivery-log "no-such.log": There is no such file.',
    );
    await expect(readDeliveryLogs(['test'], { now: NOW })).rejects.toThrow('This is a folder.');
  });

  it('may be empty, or tell of no delivery', async () => {
    expect(await readLogs('')).toMatchObject({ rows: [], read: 0, unreadable: [] });
    const { notes, read } = await readLogs('Nov  3 08:00:14 mx1 dovecot: imap-login: Login: user=<x>\n');
    expect([read, notes]).toEqual([1, [expect.stringContaining('it tells of no delivery')]]);
  });

  it('may have several forms in one file', async () => {
    const ses = readFileSync('fixtures/delivery-logs/ses.ndjson', 'utf8');
    const postfix = readFileSync('fixtures/delivery-logs/postfix.log', 'utf8');
    const read = await readLogs(`${postfix}\n${ses}\n${shipped}`);
    expect([read.rows.length, read.unreadable]).toEqual([5, []]);
  });

  it('may be rotated while an email is in the queue, and given in any order', async () => {
    const line = (day: number, said: string) => `Nov  ${day} 08:00:14 mx1 postfix/smtp[2204]: ${said}`;
    const to = 'to=<a@mail.example>, relay=mx.mail.example[203.0.113.5]:25, delay=1, delays=0/0/0/1';
    const early = [
      line(1, '0A1B2C3D4E: message-id=<other@acme-lending.example>'),
      line(1, '4F1B22C0D5: message-id=<one@acme-lending.example>'),
      line(1, `4F1B22C0D5: ${to}, dsn=4.2.0, status=deferred (451 later)`),
    ].join('\n');
    const late = [
      line(2, `4F1B22C0D5: ${to}, dsn=2.0.0, status=sent (250 ok)`),
      line(2, '4F1B22C0D5: removed'),
    ].join('\n');
    const again = [
      line(3, '4F1B22C0D5: message-id=<two@acme-lending.example>'),
      line(3, `4F1B22C0D5: ${to}, dsn=5.1.1, status=bounced (550 no)`),
    ].join('\n');
    const first = expect.stringMatching(/ DELIVERED: deferred 11-01.*delivered 11-02/);
    expect(inShort(await readLogs([early, late]))).toEqual([first]);
    expect(inShort(await readLogs([late, early]))).toEqual([first]);
    // The same id once more is another email.
    expect(inShort(await readLogs([early, late, again]))).toEqual([
      first,
      expect.stringMatching(/NOT_DELIVERED: bounce 11-03/),
    ]);
  });

  it('counts each unreadable line, and names the first', async () => {
    const lines = Array.from({ length: 20 }, (_, i) =>
      i % 2 ? '{"event":"x"}' : event('a@mail.example', 1793718010 + i),
    );
    const { unreadable, notes } = await readLogs(lines.join('\n'));
    expect(unreadable).toMatchObject([{ count: 10, lines: [2, 4, 6, 8, 10] }]);
    expect(notes[0]).toMatch(/10 lines could not be read: lines 2, 4, 6, 8, 10 and 5 more\./);
  });

  it('keeps hostile texts as they are, but bounded', async () => {
    const to = '__proto__@mail.example';
    const read = await readLogs(
      event(to, 1793718010, {
        response: `\u001b[31m${'x'.repeat(5000)}`,
        __proto__: { email: 'x' },
        subject: '%0A::error::\u202e',
        sg_message_id: 'm'.repeat(5000),
      }),
    );
    const [{ row } = { row: undefined }] = read.rows;
    expect(row).toMatchObject({ to, subject: '%0A::error::\u202e' });
    expect(row?.delivery?.events?.[0]?.reason?.length).toBe(1000);
    expect(String(row?.id).length).toBe(1000);
  });

  it('keeps a bounded number of events of one email', async () => {
    const events = Array.from({ length: 300 }, (_, i) =>
      event('a@mail.example', 1793718010 + i, { event: 'deferred', sg_message_id: 'm' }),
    );
    const { rows, notes } = await readLogs(events.join('\n'));
    expect(rows[0]?.row.delivery?.events?.length).toBe(200);
    expect(notes).toEqual([expect.stringContaining('100 events are left out')]);
  });

  it('leaves out the emails logged first where there are too many, and says so', async () => {
    const big = 'x'.repeat(1000);
    const events = Array.from({ length: 45_000 }, (_, i) =>
      event(`u${i}@mail.example`, 1793718010 + i, { response: big }),
    );
    const { rows, notes } = await readLogs(events.join('\n'));
    expect(rows.length).toBeLessThan(45_000);
    expect(rows.at(-1)?.row.to).toBe('u44999@mail.example');
    expect(notes).toEqual([expect.stringMatching(/the \d+ emails logged first are left out/)]);
  });
});
