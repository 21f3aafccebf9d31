import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configSchema } from '../../src/config/config-schema.js';
import { readConfig } from '../../src/config/read-config.js';
import { mailcheck, root } from '../support/mailcheck.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mailcheck-init-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const at = (file: string) => path.join(folder, file);
const everything = async () => (await readdir(folder, { recursive: true })).sort();
const init = () => mailcheck(['init'], { cwd: folder });

describe('mailcheck init', () => {
  it('writes a configuration and a workflow, and says what to do next', async () => {
    const { code, stdout, stderr } = await init();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('.mailcheck.yaml and .github/workflows/mailcheck.yml are written.');
    expect(await everything()).toEqual([
      '.github',
      '.github/workflows',
      '.github/workflows/mailcheck.yml',
      '.mailcheck.yaml',
    ]);
  });

  it('writes a configuration that works as it is', async () => {
    await init();
    const { config, suppressions } = await readConfig(at('.mailcheck.yaml'));
    expect(config).toEqual({ exports: [at('exports')], failOn: 'fail' });
    expect(suppressions).toEqual([]);
    await mkdir(at('exports'));
    const healthy = await readFile(path.join(root, 'fixtures/accounts/healthy.yaml'));
    await writeFile(at('exports/acme.yaml'), healthy);
    const { code, stderr } = await mailcheck(['check', '--at', '2026-11-03T17:30:00Z'], { cwd: folder });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('shows every setting, each of which works when its # is taken away', async () => {
    await init();
    const text = await readFile(at('.mailcheck.yaml'), 'utf8');
    await writeFile(at('all.yaml'), text.replace(/^# /gm, ''));
    const { config, suppressions } = await readConfig(at('all.yaml'));
    const keys = [...Object.keys(config), ...(suppressions.length > 0 ? ['suppressions'] : [])];
    expect(keys.sort()).toEqual(Object.keys(configSchema.shape).sort());
    // No check or finding in it is made up.
    await mkdir(at('exports'));
    await writeFile(
      at('exports/acme.yaml'),
      await readFile(path.join(root, 'fixtures/accounts/healthy.yaml')),
    );
    const shown = text.replace(/^# /gm, '').replace(/^(baseline|plugins):.*\n(?: .*\n)*/gm, '');
    await writeFile(at('.mailcheck.yaml'), shown);
    const { stderr, code } = await mailcheck(['check', '--quiet'], { cwd: folder });
    expect(stderr).toBe('');
    expect(code).not.toBe(2);
  });

  it('writes a workflow that uses the action of this version with inputs it has', async () => {
    await init();
    const workflow = parse(await readFile(at('.github/workflows/mailcheck.yml'), 'utf8'));
    const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    const { inputs, outputs } = parse(await readFile(path.join(root, 'action.yml'), 'utf8'));
    const [checkout, check, upload] = workflow.jobs.mailcheck.steps;
    expect(checkout.uses).toMatch(/^actions\/checkout@v\d/);
    expect(check.uses).toMatch(new RegExp(`@v${version.replaceAll('.', '\\.')}$`));
    for (const name of Object.keys(check.with)) expect(Object.keys(inputs)).toContain(name);
    expect(upload.with.sarif_file).toMatch(/^\$\{\{ steps\.mailcheck\.outputs\.sarif-file \}\}$/);
    expect(Object.keys(outputs)).toContain('sarif-file');
    expect(workflow.permissions['security-events']).toBe('write');
  });

  it.each([
    ['.mailcheck.yaml'],
    ['.mailcheck.yml'],
    ['.mailcheck.json'],
    ['.github/workflows/mailcheck.yml'],
  ])('writes nothing where %s exists', async (file) => {
    await mkdir(at('.github/workflows'), { recursive: true });
    await writeFile(at(file), 'mine');
    const before = await everything();
    const { code, stdout, stderr } = await init();
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(`mailcheck: init: ${file} exists already; nothing was written.\n`);
    expect(await everything()).toEqual(before);
    expect(await readFile(at(file), 'utf8')).toBe('mine');
  });

  it('takes a link that leads nowhere for a file', async () => {
    await symlink('nowhere', at('.mailcheck.yaml'));
    expect((await init()).code).toBe(2);
    expect(await everything()).toEqual(['.mailcheck.yaml']);
  });

  it('takes back what it has written when the other file cannot be', async () => {
    await writeFile(at('.github'), 'a file, no folder');
    const { code, stderr } = await init();
    expect(code).toBe(2);
    expect(stderr).toContain('init: nothing was written: ');
    expect(await everything()).toEqual(['.github']);
  });

  it('refuses the second time, and leaves no temporary file', async () => {
    expect((await init()).code).toBe(0);
    const first = await readFile(at('.mailcheck.yaml'), 'utf8');
    expect((await init()).code).toBe(2);
    expect(await readFile(at('.mailcheck.yaml'), 'utf8')).toBe(first);
    expect(spawnSync('find', [folder, '-name', '*.tmp'], { encoding: 'utf8' }).stdout).toBe('');
  });
});
