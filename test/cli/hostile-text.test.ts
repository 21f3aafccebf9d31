import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromPointer, valueAt } from '../../src/account/pointer.js';
import { reportSchema } from '../../src/report/report-schema.js';
import type { WholeAccount } from '../support/check-table.js';
import { compactAccount } from '../support/compact-account.js';
import { ACTIVE, HOSTILE } from '../support/hostile.js';
import { mailcheck } from '../support/mailcheck.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mailcheck-hostile-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const KEPT = new Set([
  'start',
  'stop',
  'timezone',
  'mode',
  'security',
  'kind',
  'role',
  'deliverTo',
  'exportedAt',
  'lastHumanActivity',
  'snapshotDate',
  'lastMaintenance',
  'mailcheck',
]);

/** Every text that may be any text, with more text behind it. */
function poisoned(value: unknown, poison: string, key = ''): unknown {
  if (typeof value === 'string') return KEPT.has(key) ? value : value + poison;
  if (Array.isArray(value)) return value.map((item) => poisoned(item, poison, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => [name, poisoned(child, poison, name)]),
  );
}

/** An account in which much is wrong, so that much of it is printed. */
function talkative(): WholeAccount {
  const account = compactAccount();
  account.transport = {
    mode: 'smtp',
    smtp: {
      host: 'smtp://user:hunter2@mail.example',
      port: 465,
      security: 'none',
      user: 'u',
      password: 'hunter2',
    },
  };
  account.enrollmentByStatus = [{ status: 'Open', emailEnroll: false }];
  const [notification] = account.notifications ?? [];
  if (notification?.email) {
    Object.assign(notification.email, {
      from: 'nobody@mail.example',
      subject: '[[IF x',
      restrictions: { sourceCompany: ['Elsewhere'], portfolios: ['Boat'] },
    });
  }
  return account;
}

/** What is printed of the account shows no active character, no secret, and an end. */
async function expectHarmless(account: object): Promise<void> {
  const file = path.join(folder, 'account.json');
  await writeFile(file, JSON.stringify(account));
  const args = ['diagnose', '2001', '--export', file, '--at', '2026-11-03T17:30:00Z', '--verbose'];
  for (const format of ['human', 'json']) {
    const { code, stdout, stderr } = await mailcheck([...args, '--format', format]);
    expect(code, stderr.slice(0, 500)).toBe(1);
    expect(stdout.replaceAll('\n', '')).not.toMatch(ACTIVE);
    expect(stderr.replaceAll('\n', '')).not.toMatch(ACTIVE);
    expect(stdout + stderr).not.toContain('hunter2');
    expect(stdout.length + stderr.length).toBeLessThan(200_000);
    if (format === 'json') reportSchema.parse(JSON.parse(stdout));
  }
}

describe("strangers' text in every field is harmless", () => {
  it.each(HOSTILE)('%j', async (poison) => {
    const account = Object(poisoned(talkative(), poison));
    await expectHarmless({ ...account, odd: poison, [`odd${poison}`]: 1 });
  });

  it.each([
    '/customers/0/firstName',
    '/customers/0/email',
    '/customers/0/links/0/loan/status',
    '/customers/0/links/0/loan/displayId',
    '/notifications/0/name',
    '/notifications/0/email/subject',
    '/notifications/0/email/body',
    '/notifications/0/email/from',
    '/transport/smtp/host',
    '/tenant/name',
  ])('10 MB at %s', async (pointer) => {
    const account = talkative();
    const steps = fromPointer(pointer);
    const parent = valueAt(account, steps.slice(0, -1)).value;
    if (typeof parent === 'object' && parent) Reflect.set(parent, steps.at(-1) ?? '', 'x'.repeat(10_000_000));
    await expectHarmless(account);
  });
});
