import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checks, settingsChecks } from '../../checks/index.js';
import { asTyped, toInsert } from '../../src/cli/bash-line.js';
import { FORMATS } from '../../src/cli/format-names.js';
import { codesOf } from '../../src/core/check.js';
import { mailcheck } from '../support/mailcheck.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mailcheck-complete-'));
  await write('mailcheck.yaml', { mailcheck: 1, notifications: [{ id: 1, name: 'Nearest' }] });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const write = (name: string, account: unknown) =>
  writeFile(path.join(folder, name), typeof account === 'string' ? account : JSON.stringify(account));

/** The first line of the answer, and the candidates without their meanings. Never a word on stderr. */
async function asked(words: readonly string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await mailcheck(['__complete', 'zsh', '--', ...words], {
    cwd: folder,
    env,
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const [kind, ...lines] = stdout.trimEnd().split('\n');
  return { kind, values: lines.map((line) => line.split('\t')[0]) };
}

describe('candidates', () => {
  it('are the commands, and none that is hidden', async () => {
    const { values } = await asked(['']);
    expect(values).toEqual(expect.arrayContaining(['diagnose', 'check', 'init', 'completion', 'help']));
    expect(values).not.toContain('__complete');
    expect((await asked(['help', 'ch'])).values).toEqual(['check', 'checks']);
  });

  it('are the options, those for one value only once', async () => {
    const { values } = await asked(['check', '--message', 'x', '--only', 'from-address', '-']);
    expect(values).toEqual(expect.arrayContaining(['--only', '--skip', '--help']));
    expect(values).not.toContain('--message');
    expect((await asked(['--v'])).values).toEqual(['--version']);
  });

  it.each([
    [
      ['check', '--fail-on', ''],
      ['fail', 'warn'],
    ],
    [['check', '--fail-on=w'], ['--fail-on=warn']],
    [['check', '--format', ''], [...FORMATS]],
    [
      ['checks', '--format', ''],
      ['human', 'json'],
    ],
    [
      ['probe', ''],
      ['smtp', 'ses', 'dns', 'api'],
    ],
    [['schema', 'r'], ['report']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['check', '--only', ''], [...checks, ...settingsChecks].map(({ id }) => id)],
    [['explain', 'from-address/'], codes('from-address')],
    [['explain', 'provider/gm'], ['provider/gmail']],
    [['nonsense', ''], []],
    [['check', '--nonsense='], []],
    [['check', '--quiet='], []],
  ])('after %j are %j', async (words, expected) => {
    const { kind, values } = await asked(words);
    expect(kind).toBe('words');
    expect(values).toEqual(expect.arrayContaining(expected));
    if (words[0] !== 'schema' && expected.length > 0) expect(values.length).toBe(expected.length);
  });

  it.each([
    [['check', '']],
    [['check', '--', '-']],
    [['check', '--export', '']],
    [['check', '--output=']],
    [['check', '--config', 'x']],
    [['check', '--baseline', '']],
  ])('after %j are the files the shell knows', async (words) => {
    expect((await asked(words)).kind).toBe('files');
  });

  it('come from --export, else MAILCHECK_EXPORT, else the nearest export', async () => {
    await write('a.yaml', { mailcheck: 1, notifications: [{ name: 'From A' }], customers: [{ id: 7 }] });
    await write('b.yaml', { mailcheck: 1, notifications: [{ name: 'From B' }] });
    const env = { MAILCHECK_EXPORT: 'b.yaml' };
    expect((await asked(['check', '--message', ''])).values).toEqual(['Nearest']);
    expect((await asked(['check', '--message', ''], env)).values).toEqual(['From B']);
    expect((await asked(['check', '--export', 'a.yaml', '--message', ''], env)).values).toEqual(['From A']);
    expect((await asked(['check', '--export=a.yaml', '--message', ''], env)).values).toEqual(['From A']);
    expect((await asked(['check', 'a.yaml', 'b.yaml', '--message', ''])).values).toEqual([
      'From A',
      'From B',
    ]);
    expect(
      (await asked(['check', '--export', '~/a.yaml', '--message', ''], { HOME: folder })).values,
    ).toEqual(['From A']);
    expect((await asked(['diagnose', '--export', 'a.yaml', ''])).values).toEqual(['7']);
    expect((await asked(['probe', 'smtp', '--export', 'a.yaml', ''])).values).toEqual(['7']);
    expect((await asked(['snapshot', '1', ''], { MAILCHECK_EXPORT: 'a.yaml' })).values).toEqual(['7']);
  });

  it('are ids where a name is doubled or cannot be typed, and nothing that could act', async () => {
    await write('odd.yaml', {
      mailcheck: 1,
      notifications: [
        { id: 1, name: 'Twice' },
        { id: 2, name: 'Twice' },
        { id: 3, name: 'a\nwords\nb' },
        { id: 4, name: '\u001b]0;title\u0007' },
        { id: 5, name: '\u202egnol' },
        { name: 'no\tid' },
        { id: 6, name: 'x'.repeat(100_000) },
      ],
      customers: [{ id: '--export' }, { id: 'a\nb' }, { id: 9, firstName: 'c\r\nd\u001b[31m' }],
    });
    expect((await asked(['check', '--export', 'odd.yaml', '--message', ''])).values).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
    ]);
    const { stdout } = await mailcheck(['__complete', 'fish', '--', 'diagnose', '--export', 'odd.yaml', ''], {
      cwd: folder,
    });
    expect(stdout).toBe('words\n9\tc\\r\\nd\\u001b[31m\n');
  });

  it('are 200 at most', async () => {
    const customers = Array.from({ length: 1000 }, (_, i) => ({ id: 5000 + i }));
    await write('many.yaml', { mailcheck: 1, customers });
    expect((await asked(['diagnose', '--export', 'many.yaml', ''])).values).toHaveLength(200);
    expect((await asked(['diagnose', '--export', 'many.yaml', '599'])).values).toHaveLength(10);
  });

  it('are none of an export that is broken, missing, huge, a folder, a pipe or standard input', async () => {
    await write('broken.yaml', 'mailcheck: 1\nnotifications: [{');
    await write('wrong.yaml', { mailcheck: 1, notifications: 'none' });
    await write('huge.yaml', `mailcheck: 1\nnotifications: [{ name: X }]\n#${'x'.repeat(5 * 2 ** 20)}`);
    await write('zipped.ndjson.gz', '');
    execFileSync('sh', ['-c', 'mkfifo pipe.yaml'], { cwd: folder });
    const names = [
      'broken.yaml',
      'wrong.yaml',
      'huge.yaml',
      'missing.yaml',
      'zipped.ndjson.gz',
      '.',
      '-',
      'pipe.yaml',
    ];
    for (const name of names) {
      expect(await asked(['check', '--export', name, '--message', '']), name).toEqual({
        kind: 'words',
        values: [],
      });
    }
  });
});

function codes(id: string): string[] {
  return checks
    .filter((check) => check.id === id)
    .flatMap((check) => codesOf(check).map((code) => `${id}/${code}`));
}

describe('a line of bash', () => {
  it.each([
    ['mailcheck ', '', [''], '', ''],
    ['mailcheck check "Payment d', 'Payment d', ['check', 'Payment d'], '', '"'],
    ["mailcheck check 'it", 'it', ['check', 'it'], '', "'"],
    ['mailcheck check Payment\\ d', 'Payment\\ d', ['check', 'Payment d'], '', ''],
    ['mailcheck check --message="a b', 'a b', ['check', '--message=a b'], '--message=', '"'],
    ['mailcheck check "a\\"b" c', 'c', ['check', 'a"b', 'c'], '', ''],
    ['mailcheck check "" ', '', ['check', '', ''], '', ''],
    ['mailcheck check a:b', 'b', ['check', 'a:b'], 'a:', ''],
    ['mailcheck check x\\', 'x\\', ['check', 'x'], '', ''],
  ])('%j, of which %j is replaced', (line, replaced, words, kept, quote) => {
    expect(asTyped(line, replaced)).toEqual({ words, kept, quote });
  });

  // Bash itself says what the quoted text means.
  it.each(['', '"', "'"] as const)('inserts any text behind %j so that bash reads just that', (quote) => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom(...'aé€ \\\'"`$!(){}[]*?~#&;|<>=:%^,-') }), {
          maxLength: 30,
        }),
        (texts) => {
          const words = texts.map((text) => `x${text}`);
          const quoted = words.map(
            (word) => `${quote}${toInsert(word, { words: [], kept: '', quote })}${quote}`,
          );
          const { stdout, stderr } = spawnSync(
            'bash',
            ['--norc', '-c', `printf '%s\\0' x ${quoted.join(' ')}`],
            {
              encoding: 'utf8',
              stdio: ['ignore', 'pipe', 'pipe'],
              env: { LANG: 'C.UTF-8' },
            },
          );
          expect(stderr).toBe('');
          expect(stdout.split('\0').slice(1, -1)).toEqual(words);
          expect(asTyped(`mailcheck ${quoted.join(' ')} `, '')?.words).toEqual([...words, '']);
        },
      ),
      { numRuns: 60 },
    );
  });
});
