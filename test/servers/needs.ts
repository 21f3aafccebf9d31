import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** What a test may need beside Node: a program of this name, or the rights of root. */
export type Need =
  | 'exim4'
  | 'postfix'
  | 'dovecot'
  | 'swaks'
  | 'openssl'
  | 'nsd'
  | 'unbound'
  | 'clojure'
  | 'xmllint'
  | 'zsh'
  | 'fish'
  | 'mandoc'
  | 'groff'
  | 'chromium'
  | 'root';

const told = new Set<string>();

/**
 * Whether something is missing, said on stderr: `describe.skipIf(lacks('exim4', 'swaks'))`.
 * Under `MAILCHECK_REQUIRE_SERVERS=1` it throws instead, so that the test file fails with the reason.
 */
export function lacks(...needs: readonly Need[]): boolean {
  const reasons = needs.flatMap((need) => reasonWithout(need) ?? []);
  if (reasons.length === 0) return false;
  const reason = reasons.join('; ');
  if (process.env['MAILCHECK_REQUIRE_SERVERS'] === '1')
    throw new Error(`Required by MAILCHECK_REQUIRE_SERVERS=1: ${reason}`);
  if (!told.has(reason)) process.stderr.write(`\nSKIPPED tests with real servers: ${reason}\n`);
  told.add(reason);
  return true;
}

/** Why a need is not met on this machine; undefined when it is. */
export function reasonWithout(need: Need): string | undefined {
  if (need === 'root') return process.getuid?.() === 0 ? undefined : 'postfix starts as root only';
  const program = findProgram(need);
  if (program === undefined) return `${need} is not installed`;
  return need === 'exim4' ? reasonOfBrokenExim(program) : undefined;
}

/** The path of a program, below `MAILCHECK_TEST_SERVERS` first; throws where it is not installed. */
export function serverProgram(name: string): string {
  const program = findProgram(name);
  if (program === undefined) throw new Error(`${name} is not installed`);
  return program;
}

function findProgram(name: string): string | undefined {
  if (name === 'chromium')
    return process.env['MAILCHECK_TEST_CHROMIUM'] ?? inFolders('chromium') ?? inFolders('chromium-browser');
  return inFolders(name);
}

function inFolders(name: string): string | undefined {
  const servers = process.env['MAILCHECK_TEST_SERVERS'];
  const folders = [
    ...(servers === undefined ? [] : [path.join(servers, 'exim/usr/sbin')]),
    ...(process.env['PATH'] ?? '').split(path.delimiter),
    '/usr/sbin',
    '/sbin',
  ];
  return folders.map((folder) => path.join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Exim is unpacked beside postfix rather than installed, so a library of its own may be missing. */
function reasonOfBrokenExim(program: string): string | undefined {
  const { status, stderr } = spawnSync(program, ['-C', '/dev/null', '-bV'], { encoding: 'utf8' });
  return status === 0 ? undefined : `${program} does not start: ${stderr.trim()}`;
}
