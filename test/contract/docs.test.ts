import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checks, settingsChecks } from '../../checks/index.js';
import { codesOf, isProbe } from '../../src/core/check.js';
import { root } from '../support/mailcheck.js';

const allChecks = [...checks, ...settingsChecks];
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

describe('every check', () => {
  it.each(allChecks.map((check) => [check.id, check] as const))(
    '%s has its page, its test and every code in the page',
    (id, check) => {
      const page = read(`checks/${id}.md`);
      expect(page.split('\n')[0]).toBe(`# ${id}: ${check.title}`);
      for (const heading of ['What it means', 'Why it blocks the mail', 'How to fix it']) {
        expect(page).toContain(`\n## ${heading}\n`);
      }
      const codes = codesOf(check);
      for (const code of codes) expect(page, `${id}/${code}`).toContain(`\`${code}\``);
      if (codes.length > 0) {
        if (!isProbe(check)) expect(page).toContain('\n## Example\n');
        expect(existsSync(path.join(root, `test/checks/${id}.test.ts`))).toBe(true);
      }
    },
  );

  it('is in one of the lists, and the lists have no other', () => {
    const files = readdirSync(path.join(root, 'checks'));
    const ids = allChecks.map(({ id }) => id).sort();
    expect(
      files
        .filter((file) => file.endsWith('.md'))
        .map((file) => file.slice(0, -3))
        .sort(),
    ).toEqual(ids);
    expect(
      files
        .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
        .map((file) => file.slice(0, -3))
        .sort(),
    ).toEqual(ids);
  });

  it('names in blocked-by only checks that exist', () => {
    const ids = allChecks.map(({ id }) => id);
    const named = allChecks.flatMap(({ outcomes }) =>
      Object.values(outcomes).flatMap((spec) =>
        spec.status === 'skip' && spec.reason.startsWith('blocked-by:')
          ? [spec.reason.slice('blocked-by:'.length)]
          : [],
      ),
    );
    expect(named.length).toBeGreaterThan(0);
    for (const id of named) expect(ids).toContain(id);
  });
});

describe('the generated parts of README.md and of the pages', () => {
  it('are what the command prints', () => {
    const { status, stderr } = spawnSync(process.execPath, ['src/dev/docs.mjs', '--check'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  }, 60_000);
});

describe('README.md', () => {
  const readme = read('README.md');

  it('shows two set-up commands that exist', () => {
    const [, block = ''] = /```sh\n([^`]*)```/.exec(readme) ?? [];
    const scripts: Record<string, string> = JSON.parse(read('package.json')).scripts;
    const commands = block.trim().split('\n');
    expect(commands).toHaveLength(2);
    for (const command of commands) {
      expect(command.startsWith('npm ci && npm ')).toBe(true);
      expect(Object.keys(scripts)).toContain(command.split(' ').at(-1));
    }
  });

  it('links only to files that are there', () => {
    const targets = [...readme.matchAll(/\]\((?!https:)([^)#]+)\)/g)].map(([, target = '']) => target);
    expect(targets.length).toBeGreaterThan(0);
    for (const target of targets) expect(existsSync(path.join(root, target)), target).toBe(true);
  });

  it('names every option of diagnose', () => {
    const { stdout } = spawnSync(process.execPath, ['bin/mailcheck.js', 'diagnose', '--help'], {
      cwd: root,
      encoding: 'utf8',
    });
    const options = [...stdout.matchAll(/^ {2}(?:-h, )?(--[a-z-]+)/gm)].map(([, option = '']) => option);
    expect(options.length).toBeGreaterThan(10);
    for (const option of options.filter((name) => name !== '--help'))
      expect(readme, option).toContain(option);
  });
});
