import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inShort, NOW, readLogs, shuffled } from './reading.js';

// The lines of https://www.postfix.org/smtp.8.html, qmgr.8.html, cleanup.8.html and bounce.8.html as syslog has them.
const shipped = readFileSync('fixtures/delivery-logs/postfix.log', 'utf8');
const marcus = { addresses: new Set(['marcus.bell@mail.example']), zone: 'America/Denver' };
const line = (said: string, stamp = '2026-11-03T15:00:08+00:00', service = 'smtp') =>
  `${stamp} mx1 postfix/${service}[2204]: ${said}`;
const tried = (end: string, relay = 'mx.mail.example[203.0.113.5]:25') =>
  line(`4F1B22C0D5: to=<jane@mail.example>, relay=${relay}, delay=1.1, delays=0.1/0/0.4/0.6, ${end}`);
const when = '11-03T15:00:08Z';

describe("lines of Postfix's mail log", () => {
  it.each<[end: string, relay: string | undefined, said: string]>([
    [
      'dsn=2.0.0, status=sent (250 2.0.0 Ok)',
      undefined,
      `DELIVERED: delivered ${when} (250 2.0.0 Ok; relay mx.mail.example[203.0.113.5]:25)`,
    ],
    [
      'dsn=2.0.0, status=sent (250 Ok)',
      '127.0.0.1[127.0.0.1]:10024',
      `-: processed ${when} (250 Ok; relay 127.0.0.1[127.0.0.1]:10024)`,
    ],
    [
      'dsn=2.0.0, status=sent (250 Ok)',
      'email-smtp.us-east-1.amazonaws.com[192.0.2.4]:587',
      `-: processed ${when} (250 Ok; relay email-smtp.us-east-1.amazonaws.com[192.0.2.4]:587)`,
    ],
    [
      'dsn=2.0.0, status=sent (250 Ok)',
      'inbound-smtp.us-east-1.amazonaws.com[192.0.2.4]:25',
      `DELIVERED: delivered ${when} (250 Ok; relay inbound-smtp.us-east-1.amazonaws.com[192.0.2.4]:25)`,
    ],
    [
      'dsn=4.4.1, status=deferred (connect to mx: Connection timed out)',
      'none',
      `NOT_DELIVERED: deferred ${when} (connect to mx: Connection timed out; relay none)`,
    ],
    [
      'dsn=5.1.1, status=bounced (550 5.1.1 User unknown)',
      'none',
      `NOT_DELIVERED: bounce ${when} (550 5.1.1 User unknown; relay none)`,
    ],
    [
      'dsn=5.7.1, status=bounced (554 5.7.1 Spam)',
      'none',
      `NOT_DELIVERED: blocked ${when} (554 5.7.1 Spam; relay none)`,
    ],
    [
      'dsn=5.2.2, status=bounced (552 5.2.2 Mailbox full)',
      'none',
      `NOT_DELIVERED: blocked ${when} (552 5.2.2 Mailbox full; relay none)`,
    ],
    [
      'dsn=5.1.8, status=bounced (553 5.1.8 Sender domain)',
      'none',
      `NOT_DELIVERED: blocked ${when} (553 5.1.8 Sender domain; relay none)`,
    ],
    [
      'dsn=5.1.1, status=SOFTBOUNCE (550 5.1.1 User unknown)',
      'none',
      `NOT_DELIVERED: deferred ${when} (550 5.1.1 User unknown; relay none)`,
    ],
    [
      'dsn=4.4.1, status=expired (delivery time-out)',
      'none',
      `NOT_DELIVERED: blocked ${when} (delivery time-out; relay none)`,
    ],
    ['dsn=5.1.1, status=bounced', 'none', `NOT_DELIVERED: bounce ${when} (relay none)`],
  ])('%s by %s', async (end, relay, said) => {
    expect(inShort(await readLogs(tried(end, relay)))).toEqual([`jane@mail.example ${said}`]);
  });

  // As Postfix 3.7.11 wrote them.
  it('are read as a server writes them', async () => {
    const read = await readLogs(`Nov 23 00:38:45 mail postfix/smtpd[19878]: connect from localhost[127.0.0.1]
Nov 23 00:38:45 mail postfix/smtpd[19878]: NOQUEUE: reject: RCPT from localhost[127.0.0.1]: 550 5.1.1 <jane@bad.example>: Recipient address rejected: User unknown; from=<billing@lender.example> to=<jane@bad.example> proto=ESMTP helo=<vm>
Nov 23 00:38:45 mail postfix/smtpd[19878]: A167F24C675: client=localhost[127.0.0.1]
Nov 23 00:38:45 mail postfix/cleanup[19882]: A167F24C675: info: header Subject: Your payment is due from localhost[127.0.0.1]; from=<billing@lender.example> to=<jane@drop.example> proto=ESMTP helo=<vm>
Nov 23 00:38:45 mail postfix/cleanup[19882]: A167F24C675: message-id=<20261123003845.019881@vm>
Nov 23 00:38:45 mail postfix/qmgr[19871]: A167F24C675: from=<billing@lender.example>, size=419, nrcpt=1 (queue active)
Nov 23 00:38:45 mail postfix/smtpd[19878]: disconnect from localhost[127.0.0.1] ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5
Nov 23 00:38:45 mail postfix/discard[19883]: A167F24C675: to=<jane@drop.example>, relay=none, delay=0.01, delays=0.01/0.01/0/0, dsn=2.0.0, status=sent (for a test)
Nov 23 00:38:45 mail postfix/qmgr[19871]: A167F24C675: removed
Nov 23 00:38:45 mail postfix/smtp[19885]: connect to 127.0.0.1[127.0.0.1]:1: Connection refused
Nov 23 00:38:45 mail postfix/smtp[19885]: AC85224C675: to=<jane@down.example>, relay=none, delay=0.01, delays=0/0.01/0/0, dsn=4.4.1, status=deferred (connect to 127.0.0.1[127.0.0.1]:1: Connection refused)
Nov 23 00:39:40 mail postfix/qmgr[21850]: A65F724C69F: from=<>, size=2395, nrcpt=1 (queue active)
Nov 23 00:39:40 mail postfix/bounce[21962]: AC85224C675: sender non-delivery notification: A65F724C69F
Nov 23 00:39:40 mail postfix/qmgr[21850]: AC85224C675: removed
Nov 23 00:39:40 mail postfix/error[21978]: A65F724C69F: to=<billing@lender.example>, relay=none, delay=0.18, delays=0.07/0.1/0/0.01, dsn=5.7.1, status=bounced (not here)
`);
    expect([inShort(read), read.unreadable]).toEqual([
      [
        'jane@drop.example -: processed 11-23T00:38:45Z, processed 11-23T00:38:45Z (for a test; relay none)',
        'jane@down.example NOT_DELIVERED: deferred 11-23T00:38:45Z (connect to 127.0.0.1[127.0.0.1]:1: Connection refused; relay none)',
      ],
      [],
    ]);
    expect(read.rows[0]?.row.subject).toBe('Your payment is due');
  });

  const told = [
    'marcus.bell@mail.example NOT_DELIVERED: processed 10-28T14:00:11Z, deferred 10-28T14:00:12Z (host mx.mail.example[203.0.113.5] said: 450 4.2.0 <marcus.bell@mail.example>: Greylisted (in reply to RCPT TO command)), bounce 10-28T14:06:41Z (host mx.mail.example[203.0.113.5] said: 550 5.1.1 <marcus.bell@mail.example>: Recipient address rejected: User unknown (in reply to RCPT TO command))',
  ];
  const lines = shipped.trimEnd().split('\n');
  it.each<[name: string, lines: readonly string[]]>([
    ['in order', lines],
    ['twice', [...lines, ...lines]],
    ['in the opposite order', [...lines].reverse()],
    ['in no order', shuffled(lines)],
    [
      'between lines of other programs',
      ['Oct 28 08:00:10 mx1 dovecot: imap-login: Login: user=<x>', ...lines],
    ],
  ])('joins the lines of one email %s', async (_, some) => {
    const read = await readLogs(`${some.join('\n')}\n`, marcus);
    expect(inShort(read)).toEqual(told);
    expect(read.unreadable).toEqual([]);
    expect(read.rows[0]?.row).toMatchObject({ id: '4F1B22C0D5', subject: 'Your payment on LN-4117 is due' });
  });

  it('takes a notice of a bounce for no email', async () => {
    const read = await readLogs(shipped, { addresses: new Set(['billing@acme-lending.example']) });
    expect(read.rows).toEqual([]);
  });

  it('takes a queue id that is used again for another email', async () => {
    const again = (day: number, status: string) => [
      line(`4F1B22C0D5: message-id=<${day}@acme.example>`, `2026-11-0${day}T07:00:00Z`, 'cleanup'),
      line(
        `4F1B22C0D5: to=<jane@mail.example>, relay=mx, delay=1, delays=1/0/0/0, dsn=5.1.1, status=${status} (x)`,
        `2026-11-0${day}T07:00:01Z`,
      ),
      line('4F1B22C0D5: removed', `2026-11-0${day}T07:00:01Z`, 'qmgr'),
    ];
    const read = await readLogs([...again(1, 'bounced'), ...again(2, 'sent')].join('\n'));
    expect(inShort(read).map((text) => text.slice(0, 60))).toEqual([
      'jane@mail.example NOT_DELIVERED: bounce 11-01T07:00:01Z (x; ',
      'jane@mail.example DELIVERED: delivered 11-02T07:00:01Z (x; r',
    ]);
  });

  it('joins what two servers log of one message', async () => {
    const by = (queueId: string, at: string, end: string) =>
      [
        line(`${queueId}: message-id=<1@acme.example>`, at, 'cleanup'),
        line(`${queueId}: to=<jane@mail.example>, relay=${end}`, at),
      ].join('\n');
    const read = await readLogs([
      by(
        '4F1B22C0D5',
        '2026-11-03T07:00:00Z',
        'localhost[127.0.0.1]:10024, delay=1, dsn=2.0.0, status=sent (ok)',
      ),
      by(
        '3vQ8nT0zxPzQ2Yt',
        '2026-11-03T07:00:09Z',
        'mx[203.0.113.5]:25, delay=1, dsn=5.1.1, status=bounced (no)',
      ),
    ]);
    expect(read.rows.map(({ row }) => row.delivery?.events?.map(({ event }) => event))).toEqual([
      ['processed', 'bounce'],
    ]);
  });

  it('gives up what was only put off, where the queue says so', async () => {
    const expired = line(
      '4F1B22C0D5: from=<billing@acme.example>, status=expired, returned to sender',
      '2026-11-08T15:00:08+00:00',
      'qmgr',
    );
    const deferred = tried('dsn=4.4.1, status=deferred (timed out)', 'none');
    for (const text of [`${deferred}\n${expired}`, `${expired}\n${deferred}`]) {
      expect(inShort(await readLogs(text))[0]).toMatch(/deferred 11-03.*blocked 11-08T15:00:08Z \(given up/);
    }
    const sent = tried('dsn=2.0.0, status=sent (250 Ok)');
    expect(inShort(await readLogs(`${sent}\n${expired}`))[0]).not.toContain('blocked');
  });

  it.each<[stamp: string, now: string, zone: string | undefined, at: string | undefined]>([
    ['Nov  3 08:00:14', '2026-11-04T00:00:00Z', 'America/Denver', '2026-11-03T15:00:14Z'],
    ['Nov 03 08:00:14', '2026-11-04T00:00:00Z', undefined, '2026-11-03T08:00:14Z'],
    ['Dec 31 23:59:59', '2026-01-02T00:00:00Z', 'UTC', '2025-12-31T23:59:59Z'],
    ['Feb 29 12:00:00', '2027-01-02T00:00:00Z', 'UTC', '2024-02-29T12:00:00Z'],
    ['Jul  3 08:00:14', '2026-11-04T00:00:00Z', 'America/Denver', '2026-07-03T14:00:14Z'],
    ['2026-11-03T08:00:14.123456-07:00', '2020-01-01T00:00:00Z', undefined, '2026-11-03T15:00:14.123Z'],
    ['2026-11-03T08:00:14-0700', '2020-01-01T00:00:00Z', undefined, '2026-11-03T15:00:14Z'],
    ['2026-11-03T08:00:14', '2020-01-01T00:00:00Z', 'America/Denver', '2026-11-03T15:00:14Z'],
    ['Nov 31 08:00:14', '2026-12-04T00:00:00Z', 'UTC', undefined],
  ])('reads the time %s before %s in %s', async (stamp, now, zone, at) => {
    const text = [stamp, '2026-11-03T15:00:14+00:00']
      .map((one, i) =>
        line(
          `4F1B22C0D${i}: to=<j${i}@mail.example>, relay=none, delay=1, dsn=4.0.0, status=deferred (x)`,
          one,
        ),
      )
      .join('\n');
    const read = await readLogs(text, { now: Date.parse(now), zone });
    expect(read.rows.find(({ row }) => row.to === 'j0@mail.example')?.row.at).toBe(at);
    expect(read.unreadable.length).toBe(at === undefined ? 1 : 0);
    const isWhole = /[+-]\d\d:?\d\d$/.test(stamp) || at === undefined;
    expect(read.notes.some((note) => note.includes('lack a year or an offset'))).toBe(!isWhole);
  });

  it('counts what is cut short, and what is no line of a log', async () => {
    const cut = tried('dsn=5.1.1, status=boun');
    const read = await readLogs(`${tried('dsn=2.0.0, status=sent (250 Ok)')}\n\u001b[31mhello\n\n${cut}`, {
      now: NOW,
    });
    expect(read.rows.length).toBe(1);
    expect(read.unreadable).toMatchObject([{ count: 2, lines: [2, 4] }]);
    expect(read.notes[0]).toMatch(/2 lines could not be read: lines 2 and 4\./);
  });
});
