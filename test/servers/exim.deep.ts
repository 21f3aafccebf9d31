import { once } from 'node:events';
import { existsSync } from 'node:fs';
import net from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { say, signIn, swaks, trusting, verdictOf, verdicts } from './clients.js';
import { type Exim, type EximFlag, type EximStage, password, startExim } from './exim.js';
import { lacks } from './needs.js';
import { isRunning } from './process.js';

describe.skipIf(lacks('exim4', 'swaks'))('Exim', () => {
  let exim: Exim;
  beforeAll(async () => {
    exim = await startExim();
  }, 30_000);
  afterEach(() => exim.reset());
  afterAll(() => exim.stop());

  it.each([
    ['right password', signIn('notices'), ['235 Authentication succeeded', '250 OK', '250 Accepted']],
    ['wrong password', signIn('notices', 'wrong'), ['535 Incorrect authentication data']],
    ['backend down', signIn('down'), ['435 Unable to authenticate at present: defer']],
    ['no sign-in', ['-tls'], ['530 5.7.0 Authentication required']],
    [
      'sender not owned',
      [...signIn('notices'), '--from', 'a@other.example'],
      ['235 Authentication succeeded', '553 5.7.1 not owned by user notices@lender.example'],
    ],
    [
      'quota used up',
      signIn('spent'),
      ['235 Authentication succeeded', '452 4.7.28 Daily sending quota exceeded for spent@lender.example'],
    ],
    [
      'greylisting',
      [...signIn('notices'), '--to', 'grey@example.com'],
      ['250 OK', '450 4.2.0 <grey@example.com>: Greylisted, try again later'],
    ],
    [
      'unknown recipient',
      [...signIn('notices'), '--to', 'nobody@example.com'],
      ['250 OK', '550 5.1.1 <nobody@example.com>: User unknown'],
    ],
  ])('%s', async (_name, args, replies) => {
    const said = await swaks(exim.port, ...args);
    expect(said.slice(-replies.length - 1, -1)).toEqual(replies);
    expect(said.at(-1)).toBe('221 mail.lender.example closing connection');
  });

  it('answers the same with TLS from the first byte', async () => {
    const said = await swaks(exim.tlsPort, ...signIn('notices', password, '-tlsc'));
    expect(said).toContain('250 Accepted');
  });

  it('refuses sign-in without TLS', async () => {
    const said = await say(exim.port, ['EHLO client.example', 'AUTH PLAIN AG4AcA==']);
    expect(said).not.toMatch(/250.AUTH/);
    expect(said).toMatch(/^503 AUTH command used when not advertised$/m);
  });

  it('lets a user with a quota name three senders', async () => {
    const last: (string | undefined)[] = [];
    for (let i = 0; i < 4; i += 1) last.push((await swaks(exim.port, ...signIn('limited'))).at(-2));
    expect(last).toEqual([
      '250 Accepted',
      '250 Accepted',
      '250 Accepted',
      '452 4.7.28 Daily sending quota exceeded for limited@lender.example',
    ]);
  }, 30_000);

  it.each<[EximStage, string]>([
    ['connect', '421 4.3.2 too many connections, try again later'],
    ['connect', '554 5.7.1 client host blocked using bl.example'],
    ['helo', '550 5.7.1 Not from here'],
    ['starttls', '454 4.7.0 TLS not available now'],
    ['auth', '534 5.7.9 Application-specific password required'],
    ['auth', '454 4.7.0 Temporary authentication failure'],
    ['mail', '550 5.4.5 Daily user sending limit exceeded'],
    ['rcpt', '451 4.7.1 Try again later'],
  ])('answers at %s: %s', async (stage, reply) => {
    await exim.answer(stage, reply);
    expect(await swaks(exim.port, ...signIn('notices'))).toContain(reply);
    await exim.answer(stage, undefined);
    expect(await swaks(exim.port, ...signIn('notices'))).toContain('250 Accepted');
  });

  it.each<[EximFlag, RegExp, RegExp]>([
    ['no-starttls', /^220 mail\.lender\.example/, /STARTTLS|AUTH/],
    ['clear-auth', /^250-AUTH PLAIN LOGIN$/m, /XOAUTH2/],
    ['other-greeting', /^220 server7\.host\.example/, /^220 mail/],
  ])('switches %s before TLS', async (flag, present, absent) => {
    await exim.flag(flag, true);
    const said = await say(exim.port, ['EHLO client.example']);
    expect(said).toMatch(present);
    expect(said).not.toMatch(absent);
  });

  it.each<[EximFlag, RegExp | undefined]>([
    ['no-auth', undefined],
    ['only-oauth', /^250-AUTH XOAUTH2$/m],
  ])('switches %s after TLS', async (flag, offered) => {
    await exim.flag(flag, true);
    const said = await say(exim.tlsPort, ['EHLO client.example'], trusting);
    if (offered) expect(said).toMatch(offered);
    else expect(said).not.toMatch(/AUTH/);
  });

  it('switches to TLS 1.1', async () => {
    await exim.flag('tls11', true);
    await expect(say(exim.tlsPort, [], trusting)).rejects.toMatchObject({
      code: 'ERR_SSL_UNSUPPORTED_PROTOCOL',
    });
  });

  it.skipIf(lacks('openssl'))('shows other certificates', async () => {
    for (const kind of ['good', 'expired'] as const) {
      await exim.show(kind);
      expect(await verdictOf(exim.port, exim.ca)).toBe(verdicts[kind]);
    }
  });

  it('leaves nothing behind', async () => {
    const other = await startExim();
    const held = net.connect(other.port, '127.0.0.1');
    await once(held, 'data');
    const processes = other.processes();
    expect(processes.length).toBeGreaterThan(1);
    await other.stop();
    held.destroy();
    expect(processes.filter(isRunning)).toEqual([]);
    expect(existsSync(other.folder)).toBe(false);
  });
});
