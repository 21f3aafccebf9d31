import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { compactAccount } from '../support/compact-account.js';
import { mailcheck } from '../support/mailcheck.js';

const folder = mkdtempSync(path.join(tmpdir(), 'mailcheck-kept-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => path.join(folder, name);
const content = (name: string) => readFileSync(at(name), 'utf8');
const check = (...args: string[]) =>
  mailcheck(['check', ...args, '--at', '2026-11-03T17:30:00Z'], { cwd: folder });

beforeEach(() => {
  const account = compactAccount();
  Object.assign(account.notifications?.[0]?.email ?? {}, { subject: '' });
  Object.assign(account.connections ?? {}, { balance: 0 });
  writeFileSync(at('acme.json'), JSON.stringify(account));
  writeFileSync(at('acme.yaml'), stringify(account));
  writeFileSync(at('config.json'), '{"failOn": "warn"}');
});

describe('a run of check', () => {
  it.each([
    ['the export', ['acme.json', '--output', 'acme.json'], 'acme.json'],
    [
      'the export, with another mistake',
      ['acme.json', '--output', './acme.json', '--only', 'x'],
      'acme.json',
    ],
    ['an export that a glob finds', ['ac*.json', '--output', 'acme.json'], 'acme.json'],
    ['an export of a folder', ['.', '--output', 'acme.json', '--at', 'x'], 'acme.json'],
    ['the export as baseline', ['acme.json', '--write-baseline', 'acme.json'], 'acme.json'],
    ['the configuration', ['acme.json', '--config', 'config.json', '--output', 'config.json'], 'config.json'],
    [
      'the configuration as baseline',
      ['acme.json', '--config', 'config.json', '--write-baseline', 'config.json'],
      'config.json',
    ],
    ['a file that is no baseline', ['acme.json', '--write-baseline', 'config.json'], 'config.json'],
  ])('does not write over %s', async (_, args, file) => {
    const before = content(file);
    expect((await check(...args)).code).toBe(2);
    expect(content(file)).toBe(before);
  });

  it('does not write a report over the baseline', async () => {
    await check('acme.json', '--write-baseline', 'baseline.json');
    const before = content('baseline.json');
    expect((await check('acme.json', '--baseline', 'baseline.json', '--output', 'baseline.json')).code).toBe(
      2,
    );
    expect(content('baseline.json')).toBe(before);
  });

  it('leaves in a baseline what it did not look for', async () => {
    await check('acme.json', '--write-baseline', 'baseline.json');
    const before = content('baseline.json');
    await check('acme.json', '--write-baseline', 'baseline.json', '--only', 'do-not-disturb');
    await check('acme.json', '--write-baseline', 'baseline.json', '--direct');
    expect(content('baseline.json')).toBe(before);
    expect((await check('acme.json', '--baseline', 'baseline.json', '--fail-on', 'warn')).code).toBe(0);
  });

  it('takes the same file under two names once', async () => {
    copyFileSync(at('acme.yaml'), at('other.yaml'));
    const { stdout } = await check('acme.yaml', './acme.yaml', 'acme*.yaml', '--format', 'json');
    expect(stdout.match(/"verdict": "[a-z]+",\n {6}"results"/g)).toHaveLength(1);
  });

  it('does not say that an email would be sent whose fault is accepted', async () => {
    const { code, stdout } = await check('acme.json', '--write-baseline', 'said.json');
    expect([code, stdout.split(':')[0]]).toEqual([0, 'NOTHING NEW']);
  });

  it('reads MAILCHECK_EXPORT before the exports of the configuration', async () => {
    writeFileSync(at('exports.yaml'), 'exports: [nowhere.yaml]\n');
    const options = { cwd: folder, env: { MAILCHECK_EXPORT: 'acme.json' } };
    const { code } = await mailcheck(['check', '--config', 'exports.yaml'], options);
    expect(code).toBe(1);
    const { stdout } = await mailcheck(['check', '--config', 'exports.yaml', '--show-config'], options);
    expect(stdout).toMatch(/^exports: \["acme\.json"\] +# environment$/m);
  });
});
