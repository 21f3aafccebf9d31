import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checks } from '../../checks/index.js';
import { mailcheck, type Ran, root } from '../support/mailcheck.js';

const HEALTHY = path.join(root, 'fixtures/accounts/healthy.yaml');
const NOON = ['--at', '2026-11-03T17:30:00Z'];
let folder = '';
beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'mailcheck-plugins-')));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const IMPORT = `import { defineCheck } from 'loanpro-mailcheck';`;

/** A check that finds fault with every notification, or what `changes` makes of it. */
const check = (
  id: string,
  changes = '',
  run = '({ notification }, say) => say.bad(notification.name)',
) => `defineCheck({
  id: '${id}',
  title: 'All is well',
  article: 'House style',
  scope: 'message',
  worst: 'fail',
  needs: ['notification'],
  outcomes: {
    ok: { status: 'pass', summary: 'Well.', evidence: () => [] },
    bad: {
      status: 'fail',
      summary: (_, name) => \`Not well: \${name}.\`,
      why: 'Because.',
      evidence: ({ at }) => [[...at.notification, 'name']],
      fix: () => ({ steps: ['Click.'] }),
    },
  },
  run: ${run},
  ${changes}
})`;

/** Writes plugins and checks the healthy account with them, in their folder. */
async function checked(
  files: Readonly<Record<string, string>>,
  { args = [], node = [] }: { readonly args?: readonly string[]; readonly node?: readonly string[] } = {},
): Promise<Ran & { readonly cwd: string }> {
  const cwd = await mkdtemp(path.join(folder, 'run-'));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(cwd, name), text);
  const plugins = Object.keys(files)
    .filter((name) => /^plugin/.test(name))
    .flatMap((name) => ['--plugin', name]);
  return { cwd, ...(await mailcheck(['check', HEALTHY, ...NOON, ...plugins, ...args], { cwd, node })) };
}

/** Runs node itself. */
function ranNode(args: readonly string[], cwd: string): Promise<Ran> {
  const { PATH = '' } = process.env;
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { cwd, env: { PATH } }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

interface Listed {
  readonly check: string;
  readonly status: string;
  readonly code?: string;
  readonly summary: string;
  readonly evidence: readonly { readonly pointer: string; readonly line?: number }[];
}

/** The results of the first notification, of a JSON report. */
function resultsOf({ stdout }: Ran): readonly Listed[] {
  return JSON.parse(stdout).accounts[0].notifications[0].results;
}

describe('a plugin', () => {
  it.each([
    ['plugin.mjs', `${IMPORT}\nexport default ${check('own-one')};`],
    ['plugin.js', `${IMPORT}\nawait Promise.resolve();\nexport default [${check('own-one')}];`],
    ['plugin.cjs', `module.exports = import('loanpro-mailcheck') && { ...CHECK };`],
    ['plugin.cjs', `exports.__esModule = true; exports.default = [{ ...CHECK }];`],
  ])('is loaded from %s', async (name, text) => {
    // What defineCheck returns, for a file that cannot import it: require finds installed packages alone.
    const plain = `const outcomes = { bad: { status: 'fail', summary: 'Bad.', why: 'W.', evidence: () => [], fix: () => ({ steps: ['Click.'] }) } };
      const CHECK = { id: 'own-one', title: 'T', article: 'A', scope: 'message', worst: 'fail', needs: [], outcomes,
        run: () => ({ code: 'bad', spec: outcomes.bad, data: undefined }) };\n`;
    const run = await checked(
      {
        [name]: text.includes('CHECK') ? plain + text : text,
        'package.json': name.endsWith('.js') ? '{"type":"module"}' : '{}',
      },
      { args: ['--format', 'json'] },
    );
    expect(run.stderr).toBe('');
    expect(run.code).toBe(1);
    const [found] = resultsOf(run).filter(({ check }) => check === 'own-one');
    expect(found).toMatchObject({ status: 'fail', code: 'bad' });
  });

  it('runs after the checks of mailcheck, with the place of its evidence', async () => {
    const run = await checked(
      {
        'plugin-b.mjs': `${IMPORT}\nexport default ${check('own-b')};`,
        'plugin-a.mjs': `${IMPORT}\nexport default ${check('own-a')};`,
      },
      { args: ['--format', 'json'] },
    );
    const ids = resultsOf(run).map(({ check }) => check);
    const own = checks.map(({ id }) => id);
    expect(ids.filter((id) => !own.includes(id))).toEqual(['own-b', 'own-a', 'message-consistency']);
    const [found] = resultsOf(run).filter(({ check }) => check === 'own-b');
    expect(found?.evidence).toMatchObject([{ pointer: '/notifications/0/name', line: expect.any(Number) }]);
  });

  it('is known to --only, --skip, levels and suppressions', async () => {
    const files = { 'plugin.mjs': `${IMPORT}\nexport default ${check('own-one')};` };
    expect((await checked(files, { args: ['--only', 'own-one'] })).code).toBe(1);
    expect((await checked(files, { args: ['--skip', 'own-one'] })).code).toBe(0);
    const configured = (text: string) =>
      checked({ ...files, '.mailcheck.yaml': text }, { args: ['--only', 'own-one'] });
    expect((await configured('levels: { own-one/bad: warn }\n')).code).toBe(0);
    const lived = await configured('suppressions: [{ finding: own-one/bad, reason: known }]\n');
    expect(lived.code).toBe(0);
    const misspelt = await configured('levels: { own-one/bda: warn }\n');
    expect(misspelt.code).toBe(2);
    expect(misspelt.stderr).toContain('did you mean own-one/bad');
  });

  it('is named by the configuration, from its folder', async () => {
    const cwd = await mkdtemp(path.join(folder, 'configured-'));
    await mkdir(path.join(cwd, 'below'));
    await writeFile(path.join(cwd, 'own.mjs'), `${IMPORT}\nexport default ${check('own-one')};`);
    await writeFile(path.join(cwd, '.mailcheck.yaml'), 'plugins: [own.mjs]\n');
    const below = { cwd: path.join(cwd, 'below') };
    const run = await mailcheck(['check', HEALTHY, ...NOON, '--only', 'own-one'], below);
    expect(run.stderr).toBe('');
    expect(run.code).toBe(1);
    const shown = await mailcheck(['check', '--show-config'], below);
    expect(shown.stdout).toMatch(/^plugins: \["\.\.\/own\.mjs"\] +# \.\.\/\.mailcheck\.yaml$/m);
    const flag = await mailcheck(['check', '--show-config', '--plugin', 'x.mjs'], below);
    expect(flag.stdout).toMatch(/^plugins: \["x\.mjs"\] +# flag --plugin$/m);
  });

  it('is loaded once where it is named twice', async () => {
    const run = await checked(
      { 'plugin.mjs': `${IMPORT}\nexport default ${check('own-one')};` },
      { args: ['--plugin', './plugin.mjs', '--format', 'json'] },
    );
    expect(resultsOf(run).filter(({ check }) => check === 'own-one')).toHaveLength(1);
  });

  it('prints into stderr, and does not keep the process from ending', async () => {
    const run = await checked(
      {
        'plugin.mjs': `${IMPORT}\nconsole.log('looking');\nsetInterval(() => {}, 1000);\nexport default ${check('own-one')};`,
      },
      { args: ['--format', 'json'] },
    );
    expect(run.stderr).toBe('looking\n');
    expect(run.code).toBe(1);
    expect(resultsOf(run).length).toBeGreaterThan(12);
  });

  it.each(['human', 'junit', 'github', 'markdown'])(
    'has hostile texts that do nothing in %s',
    async (format) => {
      const hostile = String.raw`() => 'Bad \u001b[31m ]]> </script> \n::error::x \u202e end.'`;
      const text = check('own-one').replace(/summary: \(_, name\) => .*$/m, `summary: ${hostile},`);
      expect(text).toContain('u202e');
      const { code, stdout, stderr } = await checked(
        { 'plugin.mjs': `${IMPORT}\nexport default ${text};` },
        { args: ['--only', 'own-one', '--format', format] },
      );
      expect(stderr).toBe('');
      expect(code).toBe(1);
      expect(stdout).toContain('Bad ');
      expect(stdout).not.toMatch(/[\u001b\u202e]|^::error::x/m);
    },
  );
});

describe('a plugin that stops while it runs', () => {
  it.each([
    ['throws', `() => { throw new Error('no luck'); }`, 'stopped: no luck.'],
    ['throws what is no error', `() => { throw undefined; }`, 'stopped: nothing.'],
    ['says nothing', '() => {}', 'run returned nothing; expected what a function of say returns'],
    ['says an empty list', '() => []', 'run returned an empty list'],
    [
      'makes an outcome by hand',
      `() => ({ code: 'ok', spec: {}, data: 1 })`,
      'run returned an object with code, spec and data',
    ],
    ['is asynchronous', `async () => { throw new Error('late'); }`, 'run returned a promise'],
    ['says what it has not', '(_, say) => say.fine()', 'say.fine is not a function'],
    [
      'reads what it does not need',
      '({ tenant }, say) => say.ok()',
      'it reads "tenant", which it does not name in needs',
    ],
    [
      'changes the account',
      `({ notification }) => { notification.name = 'x'; }`,
      "Cannot assign to read only property 'name'",
    ],
  ])('%s: a crash of its own', async (_, run, said) => {
    const ran = await checked(
      {
        'plugin.mjs': `${IMPORT}\nexport default [${check('own-one', '', run)}, ${check('own-two', '', '(_, say) => say.ok()')}];`,
      },
      { args: ['--format', 'json'] },
    );
    expect(ran.stderr).toBe('');
    expect(ran.code).toBe(4);
    const results = resultsOf(ran);
    const [one] = results.filter(({ check }) => check === 'own-one');
    expect(one?.status).toBe('crash');
    expect(one?.summary).toContain('The check own-one of the plugin plugin.mjs stopped: ');
    expect(one?.summary).toContain(said);
    expect(results.filter(({ check }) => check === 'own-two')).toMatchObject([{ status: 'pass' }]);
    expect(results.length).toBeGreaterThan(12);
  });

  it.each([
    ['a text that throws', 'summary', `() => { throw new Error('lost'); }`, 'stopped: lost.'],
    ['a text that is none', 'summary', '() => 7', 'summary of bad: expected a text, found 7'],
    ['evidence that is no path', 'evidence', `() => ['/name']`, 'evidence of bad: expected a list of paths'],
    ['a fix without steps', 'fix', '() => ({ steps: [] })', 'fix of bad: expected { steps'],
    [
      'a link that runs',
      'fix',
      `() => ({ steps: ['x'], url: 'javascript:alert(1)' })`,
      'fix of bad: expected { steps',
    ],
    ['a moment that is none', 'until', '() => Number.NaN', 'until of bad: expected a moment'],
  ])('has %s: a crash too', async (_, key, value, said) => {
    // Of two properties of one name the later counts.
    const text = check('own-one').replace("steps: ['Click.'] }),", (fix) => `${fix} ${key}: ${value},`);
    const ran = await checked(
      { 'plugin.mjs': `${IMPORT}\nexport default ${text};` },
      { args: ['--format', 'json'] },
    );
    expect(ran.code).toBe(4);
    const [one] = resultsOf(ran).filter(({ check }) => check === 'own-one');
    expect(one).toMatchObject({ status: 'crash', summary: expect.stringContaining(said) });
  });

  it('ends the process: said, and never a pass', async () => {
    const own = `${IMPORT}\nexport default ${check('own-one', '', '() => process.exit(0)')};`;
    const run = await checked({ 'plugin.mjs': own });
    expect(run).toMatchObject({ code: 4, stderr: 'mailcheck: the plugin plugin.mjs ended the run.\n' });
    const load = await checked({ 'plugin.mjs': 'process.exit(0);' });
    expect(load).toMatchObject({ code: 2, stderr: 'mailcheck: the plugin plugin.mjs ended the run.\n' });
  });

  it('fails where nobody waits for it: said, and never a finding', async () => {
    const own = `${IMPORT}\nexport default ${check('own-one', '', "(_, say) => { Promise.reject(new Error('aside')); return say.ok(); }")};`;
    const run = await checked({ 'plugin.mjs': own });
    expect(run.stderr).toBe('mailcheck: stopped on an error outside of a check: aside\n');
    expect(run.code).toBe(4);
    const load = await checked({ 'plugin.mjs': `Promise.reject(new Error('aside'));\n${own}` });
    expect(load.stderr).toBe(
      'mailcheck: the plugin plugin.mjs stopped on an error outside of a check: aside\n',
    );
    expect(load.code).toBe(2);
  });
});

/** What each of many plugins, of one run, was told: the files must not hide each other. */
function toldOf(texts: readonly string[]): () => Promise<readonly string[]> {
  let told: Promise<readonly string[]> | undefined;
  const run = async () => {
    const files = Object.fromEntries(texts.map((text, i) => [`plugin-${i}-.mjs`, text]));
    const { code, stdout, stderr } = await checked(files);
    expect(stderr).toMatch(/^mailcheck: Not every plugin can be used\.\n/);
    expect(stdout).toBe('');
    expect(code).toBe(2);
    const lines = stderr.split('\n');
    return texts.map((_, i) => lines.filter((line) => line.startsWith(`  plugin-${i}-.mjs`)).join('\n'));
  };
  return () => {
    told ??= run();
    return told;
  };
}

describe('a plugin that cannot be used', () => {
  const DEFAULT = 'expected `export default defineCheck({ … })`, or a list of such checks';
  const modules: readonly (readonly [string, string, string])[] = [
    ['throws', `throw new Error('no luck');`, ':1:7: it stopped while it was loaded: no luck'],
    ['throws no error', 'throw null;', 'it stopped while it was loaded: null'],
    [
      'does not parse',
      'export default {\n  id: ;\n};',
      ':2: it stopped while it was loaded: Unexpected token',
    ],
    [
      'imports what is not there',
      `import 'no-such-package-here';`,
      "it stopped while it was loaded: Cannot find package 'no-such-package-here'",
    ],
    ['exports nothing', '', `${DEFAULT}; there is no default export (it exports nothing)`],
    [
      'exports by name alone',
      'export const rule = 1, check = 2;',
      'there is no default export (it exports check and rule)',
    ],
    ['exports a function', 'export default () => {};', `${DEFAULT}; found a function`],
    ['exports an empty list', 'export default [];', `${DEFAULT}; found an empty list`],
    ['exports a list with another thing', `export default [7];`, `${DEFAULT}; found 7 as entry 1`],
    [
      'exports a class of its own',
      'export default { name: 1, size: 2 };',
      `${DEFAULT}; found an object with name and size`,
    ],
    [
      'skips defineCheck',
      `export default ${check('own-one').replace('defineCheck(', '(')};`,
      'check "own-one": run takes `say`: pass the whole object to defineCheck',
    ],
  ];
  const toldModules = toldOf(modules.map(([, text]) => text));
  it.each(modules.map(([name, , said], i) => [name, said, i] as const))('%s', async (_, said, i) => {
    expect((await toldModules())[i]).toContain(said);
  });

  const shapes: readonly (readonly [string, string])[] = [
    [`id: 'Own_One'`, 'check "Own_One": id: expected lower-case words joined by hyphens, found "Own_One"'],
    ['id: undefined', 'check 1: id: expected lower-case words joined by hyphens, found nothing'],
    [`title: ' '`, 'title: expected a text, found an empty text'],
    ['article: 7', 'article: expected a text, found 7'],
    [
      `scope: 'mesage'`,
      'scope: expected one of account, message, customer; found "mesage"; did you mean "message"?',
    ],
    [`worst: 'delay'`, 'worst: expected one of fail, warn; found "delay"'],
    [`worst: 'warn'`, 'outcomes["bad"]: it fails, but the worst of this check is warn'],
    [`needs: ['notifcation']`, 'found "notifcation"; did you mean "notification"?'],
    ['needs: undefined', 'needs: expected a list of parts of the account, found nothing'],
    ['outcomes: {}', 'outcomes: expected an object with an entry for each outcome, found an empty object'],
    ['outcomes: { a: 1 }', 'outcomes["a"]: expected an object with a status, found 1'],
    [
      `outcomes: { a: { status: 'error' } }`,
      'outcomes["a"].status: expected one of pass, warn, delay, fail, unknown, skip, crash; found "error"',
    ],
    [
      `outcomes: { a: { status: 'pass', summary: 'x' } }`,
      'outcomes["a"].evidence: expected a function, found nothing',
    ],
    [
      `outcomes: { a: { status: 'skip', summary: 'x', reason: 'no' } }`,
      'outcomes["a"].reason: expected one of not-applicable, no-data, offline, blocked-by:<check>; found "no"',
    ],
    [`outcomes: { a: { status: 'unknown' } }`, 'outcomes["a"].missing: expected a function, found nothing'],
    [
      `outcomes: { BAD: { status: 'warn', summary: 'x', why: 'y', evidence() {}, fix() {} } }`,
      'expected a code of lower-case words joined by hyphens, found "BAD"',
    ],
    [
      `outcomes: { a: { status: 'fail', summary: 'x' } }`,
      'outcomes["a"].fix: expected a function, found nothing',
    ],
  ];
  // As defineCheck would leave it, since defineCheck itself needs some of the shape.
  const toldShapes = toldOf(
    shapes.map(
      ([changes], i) =>
        `export default ${check(`own-${i}`, `${changes}, run: () => [],`).replace('defineCheck(', '(')};`,
    ),
  );
  it.each(shapes.map(([changes, said], i) => [changes, said, i] as const))(
    'is misshaped: %s',
    async (_, said, i) => {
      expect((await toldShapes())[i]).toContain(said);
    },
  );

  it('is missing, a folder, no module, or clashes: all are said at once, in JSON too', async () => {
    const own = (id: string) => `${IMPORT}\nexport default ${check(id)};`;
    const files = {
      'plugin-1.mjs': own('smtp-settings'),
      'plugin-2.mjs': own('own-one'),
      'plugin-3.mjs': own('own-one'),
      'plugin-4.mjs': `${IMPORT}\nexport default [${check('own-two')}, ${check('own-two')}];`,
      'plugin-5.json': '{}',
      'plugin-6.mjs': own('suppressions'),
      'plugin-7.cjs': `require('loanpro-mailcheck');`,
    };
    const { code, stdout, stderr } = await checked(files, {
      args: ['--plugin', 'missing.mjs', '--plugin', '.', '--format', 'json'],
    });
    const said = [
      'plugin-1.mjs: the id "smtp-settings" is taken: it is a check of mailcheck',
      'plugin-3.mjs: the id "own-one" is taken: it is a check of plugin-2.mjs',
      'plugin-4.mjs: the id "own-two" is taken: this plugin has it twice',
      'plugin-5.json: expected a module: .js, .mjs or .cjs',
      'plugin-6.mjs: the id "suppressions" is taken: it is a check of mailcheck',
      "plugin-7.cjs:1:1: it stopped while it was loaded: Cannot find module 'loanpro-mailcheck'; make the plugin an ES module (.mjs), or install the package beside it",
      'missing.mjs: there is no such file',
      '.: this is no file',
    ];
    expect(stderr).toBe(
      `mailcheck: Not every plugin can be used.\n${said.map((line) => `  ${line}\n`).join('')}`,
    );
    expect(code).toBe(2);
    const { error } = JSON.parse(stdout);
    expect(error).toMatchObject({ code: 'usage' });
    expect(error.details).toHaveLength(said.length);
  });

  it('waits for what does not come: the limit is ten seconds', async () => {
    // Ten seconds are a tenth of one here.
    const hurried = 'const real = setTimeout; globalThis.setTimeout = (done, ms) => real(done, ms / 100);';
    const { code, stderr } = await checked(
      {
        'plugin.mjs': 'setInterval(() => {}, 1000);\nawait new Promise(() => {});',
        'plugin-b.mjs': '',
        'hurried.cjs': hurried,
      },
      { node: ['--require', './hurried.cjs'] },
    );
    expect(stderr).toContain(
      '  plugin.mjs: it was not loaded after 10 seconds: something it waits for does not come\n  plugin-b.mjs: expected',
    );
    expect(code).toBe(2);
  });

  it('has a hostile name and message, which do nothing', async () => {
    const { stderr } = await checked({ 'plugin\u001b[31m.mjs': `throw new Error('a\\u001b[2Jb');` });
    expect(stderr).toContain('plugin\\u001b[31m.mjs:1:7: it stopped while it was loaded: a\\u001b[2Jb');
    expect(stderr).not.toContain('\u001b');
  });
});

describe('mailcheck new-check', () => {
  it('writes a check whose test passes, and which check finds', async () => {
    const cwd = await mkdtemp(path.join(folder, 'project-'));
    const written = await mailcheck(['new-check', 'subject-in-capitals', '--dir', 'own'], { cwd });
    expect(written.code).toBe(0);
    expect(written.stdout).toContain(
      'Written: own/subject-in-capitals.mjs and own/subject-in-capitals.test.mjs\n',
    );
    expect(written.stdout).toContain('npm install --save-dev ');

    await mkdir(path.join(cwd, 'node_modules'));
    await symlink(root, path.join(cwd, 'node_modules/loanpro-mailcheck'));
    const tested = await ranNode(['--test', '--test-reporter=tap', 'own/subject-in-capitals.test.mjs'], cwd);
    expect(tested.stdout).toMatch(/^# pass 9$/m);
    expect(tested.code).toBe(0);

    const again = await mailcheck(['new-check', 'another', '--dir', 'own'], { cwd });
    expect(again.stdout).not.toContain('npm install');

    const input = 'mailcheck: 1\nnotifications:\n  - id: 1\n    email: { subject: "LAST CALL" }\n';
    const args = ['check', '-', '--plugin', 'own/subject-in-capitals.mjs', '--format', 'json', ...NOON];
    const ran = await mailcheck(args, { cwd, input });
    const found = resultsOf(ran).filter(({ check }) => check === 'subject-in-capitals');
    expect(found).toMatchObject([{ status: 'warn', code: 'in-capitals', evidence: [{ line: 4 }] }]);
  });

  it.each([
    ['Subject', '"Subject" cannot be an id'],
    ['../outside', '"../outside" cannot be an id'],
    ['smtp-settings', 'The id "smtp-settings" is taken'],
    ['message-consistency', 'The id "message-consistency" is taken'],
    ['there', 'there.test.mjs exists; it is not overwritten.'],
  ])('refuses %s', async (id, said) => {
    const cwd = await mkdtemp(path.join(folder, 'refused-'));
    await writeFile(path.join(cwd, 'there.test.mjs'), 'mine');
    const { code, stdout, stderr } = await mailcheck(['new-check', id], { cwd });
    expect(stderr).toContain(said);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});
