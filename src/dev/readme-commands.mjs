// Runs the two set-up commands of the README, as they stand there, in a folder that holds a fresh clone.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const [folder = '.'] = process.argv.slice(2);
const readme = readFileSync(path.join(folder, 'README.md'), 'utf8');

for (const command of setUpCommands(readme)) {
  process.stdout.write(`$ ${command}\n`);
  const { status, signal } = spawnSync('bash', ['-c', command], {
    cwd: folder,
    stdio: 'inherit',
    timeout: 900_000,
  });
  if (status !== 0) {
    process.stderr.write(`"${command}" ended with ${signal ?? `code ${status}`}.\n`);
    process.exitCode = 1;
    break;
  }
}

/** The commands of the first code block, each of which sets up everything it needs. */
function setUpCommands(text) {
  const [, block = ''] = /```sh\n([^`]*)```/.exec(text) ?? [];
  const commands = block.split('\n').filter((line) => line.startsWith('npm '));
  if (commands.length !== 2)
    throw new Error(`README.md shows ${commands.length} set-up commands; expected 2.`);
  return commands;
}
