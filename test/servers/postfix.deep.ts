import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { say, signIn, swaks, trusting, verdictOf, verdicts } from './clients.js';
import { password } from './exim.js';
import { lacks } from './needs.js';
import { type Postfix, postfixFaults, startPostfix } from './postfix.js';
import { isRunning } from './process.js';

describe.skipIf(lacks('postfix', 'dovecot', 'swaks', 'root'))('postfix with dovecot', () => {
  let postfix: Postfix;
  beforeAll(async () => {
    postfix = await startPostfix();
  }, 30_000);
  afterAll(() => postfix.stop());

  it.each([
    [
      'right password',
      signIn('notices'),
      ['235 2.7.0 Authentication successful', '250 2.1.0 Ok', '250 2.1.5 Ok'],
    ],
    [
      'wrong password',
      signIn('notices', 'wrong'),
      ['535 5.7.8 Error: authentication failed: (reason unavailable)'],
    ],
    ['no TLS', [], ['530 5.7.0 Must issue a STARTTLS command first']],
    [
      'sender not owned',
      signIn('clerk'),
      ['553 5.7.1 <notices@lender.example>: Sender address rejected: not owned by user clerk@lender.example'],
    ],
    [
      'greylisting',
      [...signIn('notices'), '--to', 'grey@example.com'],
      ['450 4.2.0 <grey@example.com>: Recipient address rejected: Greylisted, try again later'],
    ],
    [
      'unknown recipient',
      [...signIn('notices'), '--to', 'nobody@example.com'],
      ['550 5.1.1 <nobody@example.com>: Recipient address rejected: User unknown'],
    ],
  ])('%s', async (_name, args, replies) => {
    const said = await swaks(postfix.port, ...args);
    expect(said.slice(-replies.length - 1, -1)).toEqual(replies);
    expect(said.at(-1)).toBe('221 2.0.0 Bye');
  });

  it('answers the same with TLS from the first byte', async () => {
    expect(await swaks(postfix.tlsPort, ...signIn('notices', password, '-tlsc'))).toContain('250 2.1.5 Ok');
  });

  it.each<[keyof typeof postfixFaults, number, RegExp]>([
    [
      'fewConnections',
      3,
      /^421 4\.7\.0 mail\.lender\.example Error: too many connections from 127\.0\.0\.1$/,
    ],
    ['fewSignIns', 3, /^450 4\.7\.1 Error: too many AUTH commands from 127\.0\.0\.1$/],
    ['fewMessages', 2, /^450 4\.7\.1 Error: too much mail from 127\.0\.0\.1$/],
  ])('refuses after a few: %s', async (fault, times, reply) => {
    await postfix.set(postfixFaults[fault]);
    let said: readonly string[] = [];
    for (let i = 1; i < times; i += 1) said = await swaks(postfix.port, ...signIn('notices'));
    expect(said).toContain('250 2.1.5 Ok');
    said = await swaks(postfix.port, ...signIn('notices'));
    expect(said).toContainEqual(expect.stringMatching(reply));
    await postfix.set({});
  });

  it('switches TLS and sign-in', async () => {
    await postfix.set(postfixFaults.noTls);
    expect(await say(postfix.port, ['EHLO client.example'])).not.toMatch(/STARTTLS|AUTH/);
    await postfix.set(postfixFaults.clearAuth);
    expect(await say(postfix.port, ['EHLO client.example'])).toMatch(/^250-AUTH PLAIN LOGIN$/m);
    await postfix.set(postfixFaults.oldTls);
    await expect(say(postfix.tlsPort, [], trusting)).rejects.toMatchObject({
      code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
    });
    await postfix.set({});
    expect(await swaks(postfix.port, ...signIn('notices'))).toContain('250 2.1.5 Ok');
  });

  it.skipIf(lacks('openssl'))('shows other certificates', async () => {
    for (const kind of ['self-signed', 'good'] as const) {
      await postfix.show(kind);
      expect(await verdictOf(postfix.port, postfix.ca)).toBe(verdicts[kind]);
    }
  });

  it('takes its time over a refusal, fails for a time without dovecot, and leaves nothing behind', async () => {
    const slow = await startPostfix({ isSlow: true });
    // One process for all, so that the next sign-in meets the one that has just lost dovecot.
    await slow.set({ default_process_limit: '1' });
    const processes = slow.processes();
    const before = Date.now();
    expect(await swaks(slow.port, ...signIn('notices', 'wrong'))).toContainEqual(
      expect.stringMatching(/^535 /),
    );
    expect(Date.now() - before).toBeGreaterThan(1_500);
    await slow.endDovecot();
    expect(await swaks(slow.port, ...signIn('notices'))).toContainEqual(
      expect.stringMatching(/^454 4\.7\.0 Temporary authentication failure/),
    );
    expect(processes.filter(isRunning)).not.toEqual([]);
    const atEnd = [...processes, ...slow.processes()];
    await slow.stop();
    expect(atEnd.filter(isRunning)).toEqual([]);
    expect(existsSync(slow.folder)).toBe(false);
  }, 30_000);
});
