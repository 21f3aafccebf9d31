import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { spawn } from '@lydell/node-pty';
import type { Shell } from '../../src/cli/shells.js';
import { root } from './mailcheck.js';

const PROMPT = 'READY>';

/** A shell a person sits at, in a folder of its own, with a `mailcheck` that completes and writes down its words. */
export interface InteractiveShell {
  readonly folder: string;
  /** Types a line, in which `\t` is the TAB key, and returns the words `mailcheck` was then started with. */
  type(line: string): Promise<readonly string[]>;
  /** Everything the terminal has shown. */
  seen(): string;
  close(): Promise<void>;
}

const START: Readonly<Record<Shell, readonly string[]>> = {
  bash: ['--noprofile', '--norc', '-i'],
  zsh: ['-f', '-i'],
  fish: ['--no-config', '-i'],
};
const SETUP: Readonly<Record<Shell, string>> = {
  bash: `source completion.bash; PS1='READY''> '`,
  zsh: `autoload -U compinit; compinit -u -D; source completion.zsh; PS1='READY''> '; RPS1=`,
  fish: `source completion.fish; function fish_prompt; echo -n READY'> '; end`,
};

/** Starts a shell that has loaded the script of `mailcheck completion`. */
export async function interactiveShell(shell: Shell, script: string): Promise<InteractiveShell> {
  const folder = await mkdtemp(path.join(os.tmpdir(), `mailcheck-${shell}-`));
  const bin = path.join(folder, 'bin');
  await mkdir(bin);
  const command = path.join(bin, 'mailcheck');
  const record = path.join(folder, 'words.json');
  await writeFile(
    command,
    `#!${process.execPath}
const { writeFileSync, renameSync } = require('node:fs');
const words = process.argv.slice(2);
if (words[0] === '__complete') {
  process.argv[1] = ${JSON.stringify(path.join(root, 'bin/mailcheck.js'))};
  require(process.argv[1]);
} else {
  writeFileSync(${JSON.stringify(`${record}.tmp`)}, JSON.stringify(words));
  renameSync(${JSON.stringify(`${record}.tmp`)}, ${JSON.stringify(record)});
}
`,
  );
  await chmod(command, 0o755);
  await writeFile(path.join(folder, `completion.${shell}`), script);
  const terminal = spawn(shell, [...START[shell]], {
    name: 'xterm',
    cols: 200,
    rows: 50,
    cwd: folder,
    env: {
      PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      HOME: folder,
      LANG: 'C.UTF-8',
      PS1: '',
      ZDOTDIR: folder,
    },
  });
  let seen = '';
  terminal.onData((data) => {
    seen += data;
  });
  const ended = new Promise<void>((resolve) => terminal.onExit(() => resolve()));
  const until = async (isSo: () => boolean, what: string) => {
    for (let waited = 0; !isSo(); waited += 20) {
      if (waited > 20_000) throw new Error(`${shell} did not ${what}; it shows ${JSON.stringify(seen)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  terminal.write(`${SETUP[shell]}\r`);
  await until(() => seen.includes(PROMPT), 'start');
  return {
    folder,
    seen: () => seen,
    async type(line) {
      await rm(record, { force: true });
      const shown = seen.length;
      terminal.write(`${line}\r`);
      await until(() => existsSync(record), `run mailcheck after ${JSON.stringify(line)}`);
      const words: readonly string[] = JSON.parse(await readFile(record, 'utf8'));
      await until(() => seen.slice(shown).includes(PROMPT), 'come back');
      return words;
    },
    async close() {
      terminal.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
