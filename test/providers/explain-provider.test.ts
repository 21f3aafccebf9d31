import { describe, expect, it } from 'vitest';
import { explain } from '../../src/cli/explain.js';
import { explainProvider, providerIds } from '../../src/providers/explain-provider.js';
import { findProvider } from '../../src/providers/providers.js';
import { visible } from '../../src/report/harmless.js';
import { root } from '../support/mailcheck.js';

describe('mailcheck explain provider/<name>', () => {
  it.each(providerIds())('%s', async (id) => {
    const page = await explain(`provider/${id}`, root);
    expect(page).toBe(explainProvider(id));
    expect(page).not.toMatch(/undefined|\[object|null/);
    expect(page).toMatch(/\S\n$/);
    for (const line of page.split('\n')) expect(visible(line)).toBe(line);

    const provider = findProvider(id);
    expect(provider).toBeDefined();
    for (const host of provider?.hosts ?? []) expect(page).toContain(host);
    for (const { port } of provider?.ports ?? []) expect(page).toContain(String(port));
    for (const { says, steps, source, checked } of provider?.replies ?? []) {
      for (const piece of [says, ...steps, source, checked]) expect(page).toContain(piece);
    }
    for (const { says } of provider?.limits ?? []) expect(page).toContain(says);
  });

  it('says of each statement where it comes from', async () => {
    const page = await explain('provider/gmail', root);
    expect(page).toContain('documented: https://support.google.com/a/answer/166852 (looked at 2026-11-22)');
    expect(page).toContain('## Replies');
  });

  it('is among the topics', async () => {
    const topics = await explain(undefined, root);
    for (const id of providerIds()) expect(topics).toContain(`  provider/${id}\n`);
  });

  it.each([
    ['provider/gmial', 'provider/gmail'],
    ['provider/sengrid', 'provider/sendgrid'],
    ['provider/microsoft365', 'provider/microsoft-365'],
  ])('does not know %s, but %s', async (topic, near) => {
    await expect(explain(topic, root)).rejects.toMatchObject({
      name: 'UsageError',
      code: 'not-found',
      message: expect.stringContaining(near),
    });
  });

  it.each([['provider/'], ['provider/constructor'], ['provider/gmail/x'], ['provider/\u001b[31m']])(
    'refuses %j',
    async (topic) => {
      await expect(explain(topic, root)).rejects.toMatchObject({ name: 'UsageError' });
    },
  );
});
