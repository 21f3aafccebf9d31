import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/core/errors.js';
import { liveSettings } from '../../../src/sources/loanpro-api/settings.js';

const TOKEN = 'CanaryToken.abc_123-xyz';
const good = { LOANPRO_API_KEY: TOKEN, LOANPRO_TENANT_ID: '5200243' };
const folder = mkdtempSync(path.join(tmpdir(), 'mailcheck-live-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const full = path.join(folder, name);
  writeFileSync(full, text);
  return full;
}

function problemsOf(environment: Record<string, string>): string[] {
  try {
    liveSettings(environment);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    expect(error.code).toBe('usage');
    return error.details.map(({ message }) => message);
  }
  return [];
}

describe('the settings of --live', () => {
  it('are LoanPro itself and 30 seconds unless given', () => {
    expect(liveSettings(good)).toEqual({
      baseUrl: 'https://loanpro.simnang.com/api/public/api/1/',
      token: TOKEN,
      tenantId: '5200243',
      timeoutMs: 30_000,
    });
  });

  it.each([
    ['https://cedar.simnang.com/api/public/api/1', 'https://cedar.simnang.com/api/public/api/1/'],
    ['https://cedar.simnang.com', 'https://cedar.simnang.com/api/public/api/1/'],
    ['http://127.0.0.1:8080/api/public/api/1/', 'http://127.0.0.1:8080/api/public/api/1/'],
    ['http://localhost:8080', 'http://localhost:8080/api/public/api/1/'],
    ['http://[::1]:8080', 'http://[::1]:8080/api/public/api/1/'],
  ])('take the URL %s', (url, expected) => {
    expect(liveSettings({ ...good, LOANPRO_API_URL: url }).baseUrl).toBe(expected);
  });

  it.each([
    ['loanpro', /not a URL/],
    ['http://loanpro.simnang.com/', /https/],
    ['http://127.0.0.1.example.com/', /https/],
    ['ftp://127.0.0.1/', /https/],
    ['https://user:pass@loanpro.simnang.com/', /user name or password/],
    ['https://loanpro.simnang.com/?token=x', /"\?"/],
  ])('refuse the URL %s', (url, expected) => {
    expect(problemsOf({ ...good, LOANPRO_API_URL: url })).toEqual([expect.stringMatching(expected)]);
  });

  it.each([
    ['the word that goes before it', `Bearer ${TOKEN}`],
    ['in small letters, with blanks', ` bearer  ${TOKEN} \n`],
  ])('take a token with %s', (_, key) => {
    expect(liveSettings({ ...good, LOANPRO_API_KEY: key }).token).toBe(TOKEN);
  });

  it('take the token from the first line of a file', () => {
    const { LOANPRO_API_KEY: _, ...others } = good;
    const named = file('token', `Bearer ${TOKEN}\r\nwritten by hand\n`);
    expect(liveSettings({ ...others, LOANPRO_API_KEY_FILE: named }).token).toBe(TOKEN);
  });

  it.each([
    ['no file', path.join(folder, 'absent'), /ENOENT/],
    ['a folder', folder, /EISDIR/],
    ['an empty file', file('empty', '\n'), /no token/],
    ['text', file('text', 'my secret token'), /cannot have/],
  ])('refuse as token file %s', (_, named, expected) => {
    expect(problemsOf({ LOANPRO_TENANT_ID: '7', LOANPRO_API_KEY_FILE: named })).toEqual([
      expect.stringMatching(expected),
    ]);
  });

  it('name all that is missing or wrong at once, without a value', () => {
    expect(problemsOf({ LOANPRO_API_URL: 'http://a.example/' })).toEqual([
      expect.stringMatching(/LOANPRO_API_URL/),
      expect.stringMatching(/LOANPRO_API_KEY .*LOANPRO_API_KEY_FILE/),
      expect.stringMatching(/LOANPRO_TENANT_ID/),
    ]);
    const wrong = problemsOf({ LOANPRO_API_KEY: 'Bearer tok en', LOANPRO_TENANT_ID: 'acme' });
    expect(wrong).toHaveLength(2);
    expect(wrong.join()).not.toMatch(/tok en|acme/);
  });
});
