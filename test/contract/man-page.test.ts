import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../../src/cli/program.js';
import { manPage } from '../../src/dev/man-page.js';
import { lacks } from '../servers/needs.js';
import { root } from '../support/mailcheck.js';

const file = path.join(root, 'man/mailcheck.1');
const run = (command: string, args: readonly string[]) =>
  spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } });

describe('man/mailcheck.1', () => {
  it('is what npm run docs writes', () => {
    expect(readFileSync(file, 'utf8')).toBe(manPage());
  });

  it('is part of the package', () => {
    const { man, files } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    expect(man).toEqual(['man/mailcheck.1']);
    expect(files).toContain('man');
  });

  it.skipIf(lacks('mandoc'))('is read by mandoc, which misses only a date', () => {
    const { stdout, stderr } = run('mandoc', ['-T', 'lint', '-W', 'warning', file]);
    expect(stderr).toBe('');
    expect(stdout.trim().split('\n')).toEqual([expect.stringMatching(/missing date, using "": TH$/)]);
  });

  it.skipIf(lacks('groff'))(
    'is read by groff without a warning, and every option arrives as it is typed',
    () => {
      const { stdout, stderr, status } = run('groff', ['-man', '-Tutf8', '-ww', '-P-cbou', file]);
      expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
      const program = commandLine('', '', () => {});
      const help = program.createHelp();
      for (const command of help.visibleCommands(program).filter((one) => one.name() !== 'help')) {
        expect(stdout).toContain(`mailcheck ${command.name()}`);
        for (const { flags, long } of help.visibleOptions(command)) {
          if (long !== '--help') expect(stdout, flags).toContain(flags);
        }
      }
      expect(stdout).not.toContain('__complete');
    },
  );
});
