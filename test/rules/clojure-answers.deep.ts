import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lacks } from '../servers/needs.js';

const script = fileURLToPath(new URL('../../src/dev/clojure-answers.mjs', import.meta.url));

describe.skipIf(lacks('clojure'))('with Clojure on this machine', () => {
  it('the fixture still has its answers', { timeout: 180_000 }, () => {
    const { status, stderr } = spawnSync(process.execPath, [script, '--check'], {
      encoding: 'utf8',
      timeout: 150_000,
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});
