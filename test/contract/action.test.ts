import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from '../support/mailcheck.js';

interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly shell?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
}
interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

let action: Action;
let script: Step;
let folder = '';
beforeEach(async () => {
  action = parse(await readFile(path.join(root, 'action.yml'), 'utf8'));
  const found = action.runs.steps.find(({ id }) => id === 'check');
  if (!found) throw new Error('action.yml has no step "check"');
  script = found;
  folder = await mkdtemp(path.join(os.tmpdir(), 'mailcheck-action-'));
  await mkdir(path.join(folder, 'exports'));
  await copyFile(
    path.join(root, 'fixtures/accounts/healthy.yaml'),
    path.join(folder, 'exports/healthy.yaml'),
  );
  await copyFile(
    path.join(root, 'fixtures/accounts/acme-lending.yaml'),
    path.join(folder, 'exports/acme lending.yaml'),
  );
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Puts inputs in the place of GitHub's expressions. */
function filled(text: string, inputs: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{\{ inputs\.([a-z-]+) \}\}/g, (_, name: string) => inputs[name] ?? '');
}

/** Runs the step as GitHub's runner does: https://docs.github.com/en/actions/reference/workflow-syntax-for-github-actions#jobsjob_idstepsshell */
async function run(given: Readonly<Record<string, string>>) {
  const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default]);
  const inputs: Record<string, string> = { ...Object.fromEntries(defaults), ...given };
  const at = (name: string) => path.join(folder, name);
  await writeFile(at('step.sh'), script.run ?? '');
  for (const name of ['output', 'summary']) await writeFile(at(name), '');
  const env = Object.entries(script.env ?? {}).map(([name, value]) => [name, filled(value, inputs)]);
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', at('step.sh')], {
    cwd: path.join(folder, filled(script['working-directory'] ?? '.', inputs)),
    env: {
      PATH: process.env['PATH'],
      LANG: 'C.UTF-8',
      CI: 'true',
      TMPDIR: folder,
      GITHUB_ACTION_PATH: root,
      GITHUB_OUTPUT: at('output'),
      GITHUB_STEP_SUMMARY: at('summary'),
      ...Object.fromEntries(env),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  const outputs = (await readFile(at('output'), 'utf8')).trim().split('\n');
  return { code, stdout, stderr, outputs, summary: await readFile(at('summary'), 'utf8') };
}

const NOON = '--at=2026-11-03T17:30:00Z';

describe('action.yml', () => {
  it('takes actions by tag, installs where it was checked out, and puts no input into a script', () => {
    expect(action.runs.using).toBe('composite');
    for (const { uses, run: text, shell } of action.runs.steps) {
      if (uses) expect(uses).toMatch(/^actions\/setup-node@v\d+$/);
      else expect(shell).toBe('bash');
      expect(text ?? '').not.toContain('${'.concat('{'));
    }
    const install = action.runs.steps.find((step) => step.run?.startsWith('npm ci '));
    expect(install?.['working-directory']).toBe('$'.concat('{{ github.action_path }}'));
    for (const { value } of Object.values(action.outputs)) expect(value).toContain('steps.check.outputs.');
    const used = Object.values(script.env ?? {}).join(' ');
    for (const [name, { description }] of Object.entries(action.inputs)) {
      expect(used).toContain(`inputs.${name} `);
      expect(description).not.toBe('');
    }
  });

  it('passes a healthy export, with a summary', async () => {
    const { code, outputs, summary, stderr } = await run({ exports: 'exports/healthy.yaml', args: NOON });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(outputs).toEqual(['exit-code=0']);
    expect(summary).toContain('healthy.yaml');
  });

  it('fails for an export that stops mail, with annotations, SARIF and a summary that name nobody', async () => {
    const { code, stdout, outputs, summary } = await run({
      exports: 'exports/healthy.yaml\r\nexports/acme lending.yaml\n',
      'sarif-file': 'reports of today/mailcheck.sarif',
      args: `${NOON}\n`,
    });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^::error /m);
    expect(outputs).toEqual(['sarif-file=./reports of today/mailcheck.sarif', 'exit-code=1']);
    const sarif = await readFile(path.join(folder, 'reports of today/mailcheck.sarif'), 'utf8');
    expect(JSON.parse(sarif).version).toBe('2.1.0');
    expect(summary).toContain('acme lending.yaml');
    for (const text of [stdout, sarif, summary]) expect(text).not.toMatch(/Jane Roe|jane\.roe@/);
  });

  it('takes --no-mask, --fail-on and another folder', async () => {
    const { code, summary, outputs } = await run({
      'working-directory': 'exports',
      exports: 'acme lending.yaml',
      'sarif-file': 'x.sarif',
      'fail-on': 'warn',
      args: `${NOON}\n--no-mask\n--message=Payment due`,
    });
    expect(code).toBe(1);
    expect(outputs).toEqual(['sarif-file=exports/x.sarif', 'exit-code=1']);
    expect(existsSync(path.join(folder, 'exports/x.sarif'))).toBe(true);
    expect(summary).toContain('Jane Roe');
  });

  it('writes no summary where none is wanted', async () => {
    const { summary } = await run({ exports: 'exports/healthy.yaml', args: NOON, summary: 'false' });
    expect(summary).toBe('');
  });

  it('says so when it could not start, and leaves an earlier file alone', async () => {
    await writeFile(path.join(folder, 'mailcheck.sarif'), 'earlier');
    const { code, outputs, stderr } = await run({ exports: 'nothing.yaml', 'sarif-file': 'mailcheck.sarif' });
    expect(code).toBe(2);
    expect(outputs).toEqual(['exit-code=2']);
    expect(stderr).toContain('nothing.yaml');
    expect(await readFile(path.join(folder, 'mailcheck.sarif'), 'utf8')).toBe('earlier');
  });

  it('does not pass a run whose findings could not be written', async () => {
    const { code, outputs } = await run({
      exports: 'exports/healthy.yaml',
      args: NOON,
      'sarif-file': 'exports/healthy.yaml/x.sarif',
    });
    expect(code).toBe(4);
    expect(outputs).toEqual(['exit-code=4']);
  });

  const HOSTILE = [
    '$(touch pwned)',
    '`touch pwned`',
    '"; touch pwned; "',
    "'; touch pwned; '",
    '${'.concat('x:=$(touch pwned)}'),
    '*',
    '-rf / ; touch pwned',
    '--format=human; touch pwned',
  ];

  it.each(HOSTILE)('runs nothing of an input such as %s', async (text) => {
    for (const name of ['exports', 'args', 'fail-on', 'summary']) {
      const { code } = await run({ exports: 'exports/healthy.yaml', args: NOON, [name]: text });
      // The summary's input may be anything, and a further argument a pattern that no file fits.
      const expected = { exports: [2], args: [0, 2], 'fail-on': [2], summary: [0] }[name];
      expect(expected, name).toContain(code);
    }
    const { code } = await run({ exports: 'exports/healthy.yaml', args: NOON, 'sarif-file': text });
    expect([0, 4]).toContain(code);
    for (const place of ['.', 'exports']) expect(existsSync(path.join(folder, place, 'pwned'))).toBe(false);
  });

  it('has no output that an input makes up', async () => {
    const { outputs } = await run({
      exports: 'exports/healthy.yaml',
      args: NOON,
      'sarif-file': 'a.sarif\nexit-code=9',
    });
    expect(outputs).toEqual(['sarif-file=./a.sarif', 'exit-code=0']);
  });
});
