import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from '../support/mailcheck.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mailcheck-package-'));
  // Packed as it is built now: preparing it would take its files from under other tests.
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
  execFileSync('tar', ['-xf', path.join(folder, packed.filename), '-C', folder]);
  await mkdir(path.join(folder, 'bin'));
  // npm does the same to the files of `bin`.
  await chmod(path.join(folder, 'package/bin/mailcheck.js'), 0o755);
  await symlink('../package/bin/mailcheck.js', path.join(folder, 'bin/mailcheck'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs a command line as a person would who has installed the package. */
function installed(line: readonly string[], cwd = folder) {
  const [command = '', ...args] = line;
  return spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { PATH: `${path.join(folder, 'bin')}:${process.env['PATH'] ?? ''}`, LANG: 'C.UTF-8' },
  });
}

describe('the package', () => {
  it('is built when it is installed from its repository', async () => {
    const { scripts } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    expect(scripts.prepare).toMatch(/build|prepare\.mjs/);
  });

  it.each([
    [['--version'], /^\d/],
    [['explain', 'from-address'], /^# from-address/],
    [['explain', 'provider/gmail'], /Gmail/],
    [['schema', 'report'], /json-schema/],
    [['completion', 'fish'], /__complete/],
  ])('has everything for mailcheck %j', (args, expected) => {
    const { status, stdout, stderr } = installed(['mailcheck', ...args]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(expected);
  });

  it('has the man page', async () => {
    expect(await readFile(path.join(folder, 'package/man/mailcheck.1'), 'utf8')).toContain('.TH MAILCHECK 1');
  });
});

describe('.pre-commit-hooks.yaml', () => {
  it('is a hook that checks the exports it is named, and fails when one would silence an email', async () => {
    const [hook, ...others] = parse(await readFile(path.join(root, '.pre-commit-hooks.yaml'), 'utf8'));
    expect(others).toEqual([]);
    expect(hook).toMatchObject({ id: 'mailcheck', language: 'node', pass_filenames: true });
    expect(hook.types_or).toEqual(['yaml', 'json']);
    const work = path.join(folder, 'work');
    await cp(path.join(root, 'fixtures/accounts'), path.join(work, 'exports'), { recursive: true });
    const run = (...files: string[]) => installed([...hook.entry.split(' '), ...files], work).status;
    expect(run('exports/healthy.yaml')).toBe(0);
    expect(run('exports/healthy.yaml', 'exports/acme-lending.yaml')).toBe(1);
    expect(run('exports/none.yaml')).toBe(2);
  });

  it.each([
    ['mailcheck.yaml', true],
    ['lender/mailcheck.json', true],
    ['exports/acme.yml', true],
    ['a/exports/b/acme.json', true],
    ['.mailcheck.yaml', false],
    ['package.json', false],
    ['.github/workflows/mailcheck.yml.txt', false],
    ['docker-compose.yml', false],
  ])('%s is looked at: %s', async (file, expected) => {
    const [hook] = parse(await readFile(path.join(root, '.pre-commit-hooks.yaml'), 'utf8'));
    expect(new RegExp(hook.files).test(file)).toBe(expected);
  });
});
