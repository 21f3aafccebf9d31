import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { mailcheck } from '../../support/mailcheck.js';

const MiB = 2 ** 20;
const folder = mkdtempSync(path.join(os.tmpdir(), 'mailcheck-big-log-'));
afterAll(() => rmSync(folder, { recursive: true }));

const json = (to: string, i: number, at: Date) =>
  JSON.stringify({
    email: to,
    timestamp: Math.floor(at.getTime() / 1000),
    'smtp-id': `<${i}@ismtpd-201>`,
    event: 'delivered',
    sg_event_id: `e${i}`,
    sg_message_id: `m${i}`,
    response: '250 2.0.0 OK',
  });
const postfix = (to: string, i: number, at: Date) => {
  const start = (service: string) =>
    `${at.toISOString()} mx1 postfix/${service}[22]: ${(0x4f0000000 + i).toString(16).toUpperCase()}: `;
  return [
    `${start('cleanup')}message-id=<${i}@acme-lending.example>`,
    `${start('qmgr')}from=<billing@acme-lending.example>, size=2311, nrcpt=1 (queue active)`,
    `${start('smtp')}to=<${to}>, relay=mx.mail.example[203.0.113.5]:25, delay=1, dsn=2.0.0, status=sent (250 Ok)`,
    // Every second line that removes an email is missing.
    ...(i % 2 ? [`${start('qmgr')}removed`] : []),
  ].join('\n');
};

/** Writes a log in which every 5000th email is to a known customer; returns how many are. */
function writeLog(file: string, megabytes: number, between: string, write: typeof json): number {
  const out = openSync(file, 'w');
  const begin = Date.parse('2026-10-30T00:00:00Z');
  let size = 0;
  let i = 0;
  let asked = 0;
  for (const end = megabytes * MiB; size < end; ) {
    let block = '';
    for (let k = 0; k < 2000; k += 1) {
      i += 1;
      const isAsked = i % 5000 === 0;
      if (isAsked) asked += 1;
      block +=
        write(isAsked ? 'marcus.bell@mail.example' : `u${i}@mail.example`, i, new Date(begin + i * 40)) +
        between;
    }
    size += writeSync(out, block);
  }
  closeSync(out);
  return asked;
}

describe('a log of 300 MB', () => {
  it.each<[name: string, between: string, write: typeof json]>([
    ['one event a line', '\n', json],
    ['all events in one line', ',', json],
    ['Postfix', '\n', postfix],
  ])('is read in bounded memory: %s', async (name, between, write) => {
    const file = path.join(folder, `${name}.log`);
    const asked = writeLog(file, 300, between, write);
    const { code, stdout } = await mailcheck(
      [
        'log',
        '1057',
        '--export',
        'fixtures/accounts/acme-lending.yaml',
        '--delivery-log',
        file,
        '--format',
        'json',
      ],
      { node: ['--max-old-space-size=64'] },
    );
    expect(code).toBe(0);
    const { messages } = JSON.parse(stdout);
    // One of them may be the email of 2 November in the export, which has four messages of its own.
    const added = messages.length - asked;
    expect([3, 4]).toContain(added);
    rmSync(file);
  });
});
