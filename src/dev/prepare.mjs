// Builds the command of a fresh clone. When a repository is installed with `npm install -g`, as pre-commit does, npm
// prepares its clone without the packages it needs: the --global is handed on to the installation inside the clone.
// So they are fetched here where they are missing.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const npm = process.env.npm_execpath;

if (!existsSync(`${root}node_modules/esbuild`) && npm) {
  const inClone = ['--global=false', '--location=project', '--include=dev', '--ignore-scripts', '--no-audit'];
  run([npm, 'ci', ...inClone]);
}
run(['src/dev/build.mjs']);

function run(args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
