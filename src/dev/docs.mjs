// Renews what is generated in README.md and in the pages of the checks, and the man page. With --check it changes
// nothing and says which files are stale.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { importTypeScript } from './run-typescript.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const isCheck = process.argv.includes('--check');
const MOMENT = ['--at', '2026-11-03T17:30:00Z'];

const { checks, settingsChecks } = JSON.parse(mailcheck(['checks', '--format', 'json']));
const isForCheckAlone = (id) => settingsChecks.some((check) => check.id === id);
const cases = parse(readFileSync(path.join(root, 'fixtures/cases.yaml'), 'utf8'));

renew('README.md', (text) => between(between(text, 'demo', fenced(demo())), 'checks', checksTable()));
for (const { id } of [...checks, ...settingsChecks]) {
  renew(`checks/${id}.md`, (text) => {
    const [page] = text.split('\n## Example\n');
    const example = exampleOf(id);
    return example ? `${page.trimEnd()}\n\n## Example\n\n${example}` : text;
  });
}

const { manPage } = await importTypeScript('src/dev/man-page.ts');
renew('man/mailcheck.1', manPage);

function demo() {
  const { stdout } = run(process.execPath, ['src/dev/demo.mjs']);
  return stdout;
}

function checksTable() {
  const row = (number, { id, title, article }, note) =>
    `| ${number} | [${id}](checks/${id}.md)${note} | ${title} | ${article} |`;
  const rows = [
    ...checks.map((check, i) => row(i + 1, check, check.needsProbe ? ' *(with --probe)*' : '')),
    ...settingsChecks.map((check) => row('', check, ' *(only in check)*')),
  ];
  return ['| # | check | healthy when | section of the article |', '| --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}

/** What the command prints for the first fixture of a check. */
function exampleOf(id) {
  const first = cases.find(({ check }) => check === id);
  if (!first) return undefined;
  const file = `fixtures/${first.file}`;
  const asked = isForCheckAlone(id)
    ? ['check', file, '--only', id]
    : ['diagnose', '2001', '--only', id, '--export', file];
  const args = [...asked, ...(first.args ?? [])];
  const whole = args.includes('--at') ? args : [...args, ...MOMENT];
  const line = whole.map((arg) => (/[\s>]/.test(arg) ? `"${arg}"` : arg)).join(' ');
  return fenced(`$ mailcheck ${line}\n\n${mailcheck(whole)}`);
}

function fenced(text) {
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\`\n`;
}

function between(text, name, content) {
  const begin = `<!-- ${name}:begin -->`;
  const end = `<!-- ${name}:end -->`;
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`README.md has no ${begin} ... ${end}`);
  return `${before}${begin}\n${content.trimEnd()}\n${end}${after}`;
}

function renew(file, change) {
  const where = path.join(root, file);
  if (!existsSync(where)) throw new Error(`${file} is missing`);
  const before = readFileSync(where, 'utf8');
  const after = change(before);
  if (before === after) return;
  if (isCheck) {
    process.stderr.write(`${file} is stale: npm run docs\n`);
    process.exitCode = 1;
  } else {
    writeFileSync(where, after);
  }
}

function mailcheck(args) {
  const { stdout, stderr, status } = run(process.execPath, ['bin/mailcheck.js', ...args]);
  if (status === 2 || status === null) throw new Error(`mailcheck ${args.join(' ')}: ${stderr}`);
  return stdout;
}

function run(command, args) {
  // A plain environment, so that the pages come out the same everywhere.
  const { PATH, SystemRoot } = process.env;
  return spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    env: { PATH, SystemRoot, COLUMNS: '80', LANG: 'C.UTF-8' },
  });
}
