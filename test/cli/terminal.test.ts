import { stripVTControlCharacters } from 'node:util';
import { spawn } from '@lydell/node-pty';
import { describe, expect, it } from 'vitest';
import { columns } from '../../src/report/layout.js';
import { root } from '../support/mailcheck.js';

const { PATH = '' } = process.env;

/** What a person sees of a diagnosis in a real pseudo-terminal of a width. */
function inTerminal(
  width: number,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  const line = [
    'bin/mailcheck.js',
    'diagnose',
    '1042',
    '--export',
    'fixtures/accounts/acme-lending.yaml',
    ...args,
  ];
  const terminal = spawn(process.execPath, [...line, '--at', '2026-11-03T17:30:00Z'], {
    name: env['TERM'] ?? 'xterm-256color',
    cols: width,
    rows: 40,
    cwd: root,
    env: { PATH, LANG: 'C.UTF-8', ...env },
  });
  return new Promise((resolve) => {
    let seen = '';
    terminal.onData((data) => {
      seen += data;
    });
    terminal.onExit(() => resolve(seen.replaceAll('\r\n', '\n')));
  });
}

describe('in a terminal', () => {
  it.each([[40], [60], [80], [120]])('of %i columns no line is wider', async (width) => {
    const seen = await inTerminal(width, []);
    const lines = stripVTControlCharacters(seen).split('\n');
    expect(lines[0]).toMatch(/^PARTLY BLOCKED: /);
    for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(Math.min(width, 100));
  });

  it('there is colour, and the same text as without', async () => {
    const seen = await inTerminal(80, ['--message', 'Payment due']);
    const plain = await inTerminal(80, ['--message', 'Payment due'], { NO_COLOR: '1' });
    expect(seen).toContain('\u001b[31m');
    expect(plain).not.toContain('\u001b[');
    expect(stripVTControlCharacters(seen)).toBe(plain);
  });

  it('there is no colour where the terminal is dumb', async () => {
    expect(await inTerminal(80, [], { TERM: 'dumb' })).not.toContain('\u001b[');
  });

  it('there is ASCII alone where the locale knows no more', async () => {
    expect(stripVTControlCharacters(await inTerminal(80, [], { LANG: 'C' }))).toMatch(/^[\n\u0020-\u007e]*$/);
  });
});
