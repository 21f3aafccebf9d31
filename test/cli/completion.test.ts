import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completionScript } from '../../src/cli/completion.js';
import { SHELLS, type Shell } from '../../src/cli/shells.js';
import { lacks } from '../servers/needs.js';
import { type InteractiveShell, interactiveShell } from '../support/interactive-shell.js';
import { mailcheck } from '../support/mailcheck.js';

const PROGRAM = 'Payment $(touch pwned) `touch pwned`';
const QUOTES = `it's "odd"; touch pwned & a!b`;
const EXPORT = {
  mailcheck: 1,
  notifications: [
    { id: 1, name: 'Payment due' },
    { id: 2, name: PROGRAM },
    { id: 3, name: QUOTES },
    { id: 44, name: 'a line\nbreak, and \u001b[31mred' },
    { id: 5, name: '%F{red}x%f a:b=c' },
    { id: 6, name: '~root {a,b} *?[x] #h \\n' },
    { id: 7, name: 'Zahlung fällig – 5 €' },
  ],
  customers: [
    { id: 1042, firstName: '$(touch pwned)', lastName: '%F{red}Roe' },
    { id: '2042`touch pwned`', firstName: 'a\tb' },
  ],
};

// What is typed, \t being the TAB key, and the words mailcheck is then started with.
const TYPED: readonly (readonly [line: string, words: readonly string[]])[] = [
  ['mailcheck diag\t1042', ['diagnose', '1042']],
  ['mailcheck diagnose 10\t', ['diagnose', '1042']],
  ['mailcheck diagnose 20\t', ['diagnose', '2042`touch pwned`']],
  ['mailcheck check --fail-on w\t', ['check', '--fail-on', 'warn']],
  ['mailcheck check --format=js\t', ['check', '--format=json']],
  ['mailcheck check --only connections-b\t', ['check', '--only', 'connections-balance']],
  ['mailcheck explain from-address/not-v\t', ['explain', 'from-address/not-verified']],
  ['mailcheck check --export mailch\t', ['check', '--export', 'mailcheck.yaml']],
  ['mailcheck check --export=mailch\t', ['check', '--export=mailcheck.yaml']],
  ['mailcheck check mailch\t', ['check', 'mailcheck.yaml']],
  ['mailcheck check --message Payment\\ d\t', ['check', '--message', 'Payment due']],
  ['mailcheck check --message "Payment d\t', ['check', '--message', 'Payment due']],
  ['mailcheck check --message="Payment d\t', ['check', '--message=Payment due']],
  ['mailcheck check --message=Payment\\ d\t', ['check', '--message=Payment due']],
  ['mailcheck check --message Payment\\ \\$\t', ['check', '--message', PROGRAM]],
  ['mailcheck check --message "Payment \\$\t', ['check', '--message', PROGRAM]],
  ["mailcheck check --message 'Payment $\t", ['check', '--message', PROGRAM]],
  ['mailcheck check --message it\t', ['check', '--message', QUOTES]],
  ['mailcheck check --message "it\t', ['check', '--message', QUOTES]],
  ["mailcheck check --message 'it\t", ['check', '--message', QUOTES]],
  ['mailcheck check --message 4\t', ['check', '--message', '44']],
  ['mailcheck check --message %\t', ['check', '--message', '%F{red}x%f a:b=c']],
  ['mailcheck check --message "%F{red}x%f a:b\t', ['check', '--message', '%F{red}x%f a:b=c']],
  ['mailcheck check --message \\~\t', ['check', '--message', '~root {a,b} *?[x] #h \\n']],
  ['mailcheck check --message Zahlung\\ f\t', ['check', '--message', 'Zahlung fällig – 5 €']],
  // Nothing of the line is run to complete it.
  [
    "mailcheck check --message '$(touch pwned)' --fail-on w\t",
    ['check', '--message', '$(touch pwned)', '--fail-on', 'warn'],
  ],
];

describe.each(SHELLS)('completion in %s', (name) => {
  const isMissing = name !== 'bash' && lacks(name);
  let shell: InteractiveShell;
  beforeAll(async () => {
    if (isMissing) return;
    shell = await interactiveShell(name, completionScript(name));
    await writeFile(path.join(shell.folder, 'mailcheck.yaml'), JSON.stringify(EXPORT));
  });
  afterAll(() => shell?.close());

  it.skipIf(isMissing).each(TYPED)('%j', async (line, words) => {
    expect(await shell.type(line)).toEqual(words);
    expect(existsSync(path.join(shell.folder, 'pwned'))).toBe(false);
  });

  it.skipIf(isMissing)('lists several as they are, and shows no colour a name asks for', async () => {
    const before = shell.seen().length;
    // What was listed is seen once the line is over.
    await shell.type(name === 'bash' ? 'mailcheck diagnose \t\tx' : 'mailcheck diagnose \tx');
    const seen = shell.seen().slice(before);
    expect(seen).toContain('1042');
    if (name !== 'bash') expect(seen).toContain('$(touch pwned) %F{red}Roe');
    expect(existsSync(path.join(shell.folder, 'pwned'))).toBe(false);
  });
});

describe('mailcheck completion', () => {
  it.each(SHELLS)('prints the script of %s', async (shell: Shell) => {
    const { code, stdout, stderr } = await mailcheck(['completion', shell]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: completionScript(shell), stderr: '' });
  });

  it('knows no other shell', async () => {
    const { code, stderr } = await mailcheck(['completion', 'tcsh']);
    expect(code).toBe(2);
    expect(stderr).toContain('bash, zsh, fish');
  });
});
