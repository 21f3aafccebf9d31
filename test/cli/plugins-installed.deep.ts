import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../support/mailcheck.js';

const COMPILER = path.join(root, 'node_modules/typescript/bin/tsc');
let folder = '';

beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'mailcheck-installed-')));
  ran('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], root);
  const [packed = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }');
  ran('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${packed}`], folder);
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs a program to its end, which has to be a good one. */
function ran(program: string, args: readonly string[], cwd: string): string {
  const { PATH = '', HOME = '' } = process.env;
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd,
    env: { PATH, HOME },
    encoding: 'utf8',
    timeout: 110_000,
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${status}\n${stdout}${stderr}`);
  return stdout;
}

/** What the compiler, at its strictest and with nothing of ours but the package, says of files. */
function compiled(files: readonly string[], options: readonly string[] = []): string {
  const strict = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--noEmit'];
  const plain = [
    '--ignoreConfig',
    '--module',
    'nodenext',
    '--target',
    'es2023',
    '--lib',
    'es2023',
    '--types',
    '',
  ];
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [COMPILER, ...strict, ...plain, ...options, ...files],
    { cwd: folder, encoding: 'utf8', timeout: 110_000 },
  );
  return `${stdout}${stderr}`;
}

describe('the package, installed', () => {
  it('brings nothing else along, and leaves the sources at home', async () => {
    const installed = path.join(folder, 'node_modules');
    expect((await readdir(installed)).filter((name) => !name.startsWith('.'))).toEqual(['loanpro-mailcheck']);
    const own = await readdir(path.join(installed, 'loanpro-mailcheck'));
    expect(own).toEqual(expect.arrayContaining(['bin', 'checks', 'dist', 'package.json']));
    expect(own).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(src|test|fixtures)$/)]));
  });

  it('gives what new-check writes: the test passes, the types fit, check finds it', async () => {
    const command = path.join(folder, 'node_modules/.bin/mailcheck');
    expect(ran(command, ['new-check', 'subject-in-capitals'], folder)).not.toContain('npm install');
    expect(ran(process.execPath, ['--test', '--test-reporter=tap'], folder)).toMatch(/^# pass 9$/m);
    expect(compiled(['subject-in-capitals.mjs'], ['--allowJs', '--checkJs'])).toBe('');

    await writeFile(
      path.join(folder, 'export.yaml'),
      'mailcheck: 1\nnotifications:\n  - id: 1\n    email: { subject: "LAST CALL" }\n',
    );
    const said = ran(
      command,
      [
        'check',
        'export.yaml',
        '--plugin',
        'subject-in-capitals.mjs',
        '--on-unknown',
        'pass',
        '--format',
        'json',
        '--only',
        'subject-in-capitals',
      ],
      folder,
    );
    expect(said).toContain('"code": "in-capitals"');
  });

  it('is required by a CommonJS plugin', async () => {
    await writeFile(
      path.join(folder, 'plugin.cjs'),
      `const { defineCheck } = require('loanpro-mailcheck');
      module.exports = defineCheck({ id: 'own-one', title: 'T', article: 'A', scope: 'account', worst: 'warn', needs: [],
        outcomes: { odd: { status: 'warn', summary: 'Odd.', why: 'W.', evidence: () => [], fix: () => ({ steps: ['Click.'] }) } },
        run: (_, say) => say.odd() });`,
    );
    const command = path.join(folder, 'node_modules/.bin/mailcheck');
    const args = [
      'check',
      path.join(root, 'fixtures/accounts/healthy.yaml'),
      '--plugin',
      'plugin.cjs',
      '--only',
      'own-one',
    ];
    expect(ran(command, [...args, '--format', 'json'], folder)).toContain('"code": "odd"');
  });
});

describe('the published types', () => {
  it('fit a check in TypeScript, and name what is wrong with one', async () => {
    const definition = (needs: string, run: string) => `
      import { type Check, defineCheck, type Outcome, type View } from 'loanpro-mailcheck';
      const nameOf = ({ tenant }: View<'tenant'>): string => tenant?.name ?? '';
      export const check: Check = defineCheck({
        id: 'own-one', title: 'T', article: 'A', scope: 'message', worst: 'fail', needs: ${needs},
        outcomes: {
          ok: { status: 'pass', summary: 'Fine.', evidence: () => [['tenant', 'name']] },
          bad: {
            status: 'fail',
            summary: (facts, rules: readonly string[]) => \`\${nameOf(facts)}: \${rules.join()}\`,
            why: 'W.',
            evidence: ({ at }) => [[...at.notification, 'rule']],
            fix: () => ({ steps: ['Click.'] }),
          },
        },
        run({ notification, tenant }, say) {
          const said: Outcome[] = [];
          const rule: string | null | undefined = notification?.rule;
          ${run}
          return tenant ? said : say.ok();
        },
      });\n`;
    const cases = {
      'good.mts': {
        text: definition("['notification', 'tenant']", `if (rule) said.push(say.bad([rule]));`),
        says: [],
      },
      'slice.mts': {
        text: definition("['notification']", `if (rule) said.push(say.bad([rule]));`),
        says: ['tenant'],
      },
      'data.mts': {
        text: definition("['notification', 'tenant']", 'said.push(say.bad(7));'),
        says: ["'readonly string[]'"],
      },
      'code.mts': {
        text: definition("['notification', 'tenant']", 'said.push(say.worse());'),
        says: ["'worse'"],
      },
      'frozen.mts': {
        text: definition("['notification', 'tenant']", `if (notification) notification.rule = null;`),
        says: ['read-only'],
      },
    };
    for (const [name, { text }] of Object.entries(cases)) await writeFile(path.join(folder, name), text);
    const said = compiled(Object.keys(cases)).split('\n');
    for (const [name, { says }] of Object.entries(cases)) {
      const about = said.filter((line) => line.startsWith(name)).join('\n');
      if (says.length === 0) expect(about).toBe('');
      for (const words of says) expect(about).toContain(words);
    }
  });

  it('of the account are those of the source', async () => {
    const names = [
      ...(await readFile(path.join(root, 'src/account/types.ts'), 'utf8')).matchAll(
        /^export (?:type|interface) (\w+)/gm,
      ),
    ].map(([, name = '']) => name);
    expect(names).toContain('Notification');
    const published = path.join(folder, 'node_modules/loanpro-mailcheck/dist/types/account/types.js');
    await writeFile(
      path.join(folder, 'same.mts'),
      `import type * as Own from '${path.join(root, 'src/account/types.js')}';
      import type * as Published from '${published}';
      type Still<T> = T extends readonly (infer E)[] ? readonly Still<E>[] : T extends object ? { readonly [K in keyof T]: Still<T[K]> } : T;
      type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
      ${names.map((name) => `export const same${name}: Same<Still<Own.${name}>, Still<Published.${name}>> = true;`).join('\n')}
      export const other: Same<Still<Own.Loan>, Still<Published.Link>> = false;`,
    );
    expect(compiled(['same.mts'], ['--skipLibCheck'])).toBe('');
  });
});
