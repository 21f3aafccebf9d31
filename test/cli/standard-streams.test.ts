import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mailcheck, root } from '../support/mailcheck.js';

// More than fits into a pipe.
const LONG = ['bin/mailcheck.js', 'schema', 'report'];
let folder = '';
let whole = '';
const at = (name: string) => path.join(folder, name);
const shell = (command: string) => spawnSync('bash', ['-c', command], { cwd: root, encoding: 'utf8' });

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'mailcheck-streams-'));
  ({ stdout: whole } = await mailcheck(LONG.slice(1)));
  expect(whole.length).toBeGreaterThan(100_000);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(process.platform === 'win32')('standard output', () => {
  it('is a file', () => {
    expect(shell(`node ${LONG.join(' ')} > '${at('file')}'`).status).toBe(0);
    expect(readFileSync(at('file'), 'utf8')).toBe(whole);
  });

  it('is a file that may not grow any further', () => {
    const { status, stderr } = shell(`trap '' XFSZ; ulimit -f 1; node ${LONG.join(' ')} > '${at('short')}'`);
    expect(status).toBe(4);
    expect(stderr).toMatch(/^mailcheck: the report could not be written: EFBIG\b.*\n$/);
    expect(statSync(at('short')).size).toBe(1024);
  });

  it('is a pipe whose reader leaves', () => {
    const { stdout, stderr } = shell(`node ${LONG.join(' ')} | head -c 10; echo " \${PIPESTATUS[0]}"`);
    expect(stdout).toBe(`${whole.slice(0, 10)} 0\n`);
    expect(stderr).toBe('');
  });

  it('is a pipe that does not wait, and a reader who takes his time', async () => {
    expect(spawnSync('sh', ['-c', 'mkfifo "$0"', at('pipe')]).status).toBe(0);
    const reader = openSync(at('pipe'), constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = openSync(at('pipe'), constants.O_WRONLY | constants.O_NONBLOCK);
    const child = spawn(process.execPath, LONG, { cwd: root, stdio: ['ignore', writer, 'inherit'] });
    const ended = new Promise((resolve) => child.on('close', resolve));
    closeSync(writer);
    const block = Buffer.alloc(16_384);
    let read = '';
    for (let isOpen = true; isOpen; ) {
      await pause(50);
      try {
        const length = readSync(reader, block);
        read += block.toString('utf8', 0, length);
        isOpen = length > 0;
      } catch (error) {
        // Nothing is there yet.
        expect(error).toMatchObject({ code: 'EAGAIN' });
      }
    }
    closeSync(reader);
    expect(await ended).toBe(0);
    expect(read).toBe(whole);
  });
});
