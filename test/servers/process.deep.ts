import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { lacks } from './needs.js';
import { isRunning, start, temporaryFolder } from './process.js';

describe('programs that tests start', () => {
  it('are ended with all that came from them', async () => {
    const server = await start({
      program: 'sh',
      args: [
        '-c',
        'setsid sh -c "trap : TERM; sleep 600; sleep 600" & sleep 0.2; echo ready; exec sleep 600',
      ],
      isReady: (output) => output.includes('ready'),
    });
    const processes = server.processes();
    expect(processes.length).toBeGreaterThan(2);
    await server.stop();
    expect(processes.filter(isRunning)).toEqual([]);
  });

  it('tell why they did not start', async () => {
    const isReady = () => false;
    const failing = start({ program: 'sh', args: ['-c', 'echo no such zone >&2; exit 3'], isReady });
    await expect(failing).rejects.toThrow(/ended with 3:\nno such zone/);
    const late = start({ program: 'sleep', args: ['600'], isReady, within: 100 });
    await expect(late).rejects.toThrow('sleep was not ready in time');
    const absent = start({ program: '/nonexistent/server', args: [], isReady });
    await expect(absent).rejects.toThrow('/nonexistent/server: ');
  });
});

describe('a program that is missing', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it('skips the tests aloud, or fails them where servers are required', async () => {
    const folder = await temporaryFolder('nothing');
    vi.stubEnv('PATH', folder.path);
    vi.stubEnv('MAILCHECK_REQUIRE_SERVERS', '');
    const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(lacks('swaks')).toBe(true);
    expect(lacks('swaks')).toBe(true);
    expect(told.mock.calls).toEqual([['\nSKIPPED tests with real servers: swaks is not installed\n']]);
    vi.stubEnv('MAILCHECK_REQUIRE_SERVERS', '1');
    expect(() => lacks('swaks')).toThrow('swaks is not installed');
    await writeFile(path.join(folder.path, 'swaks'), '', { mode: 0o755 });
    expect(lacks('swaks')).toBe(false);
    await folder.remove();
  });

  it('may be Exim without its libraries', async () => {
    const folder = await temporaryFolder('broken');
    vi.stubEnv('PATH', folder.path);
    vi.stubEnv('MAILCHECK_TEST_SERVERS', '');
    vi.stubEnv('MAILCHECK_REQUIRE_SERVERS', '1');
    await writeFile(
      path.join(folder.path, 'exim4'),
      '#!/bin/sh\necho libidn.so.12: not found >&2; exit 127\n',
      {
        mode: 0o755,
      },
    );
    expect(() => lacks('exim4')).toThrow('does not start: libidn.so.12: not found');
    await folder.remove();
  });
});
