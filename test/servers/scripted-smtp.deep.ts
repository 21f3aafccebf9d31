import { once } from 'node:events';
import net from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { authority, certificate, certificateKinds, writeCertificates } from './certificates.js';
import { outputOf, say, signIn, swaks, trusting, verdictOf, verdicts } from './clients.js';
import { password } from './exim.js';
import { healthySmtp } from './healthy-smtp.js';
import { lacks } from './needs.js';
import { closedPort, fullBacklog, otherGreetings, otherProtocol, silentServer } from './no-smtp.js';
import { accepts, type Folder, temporaryFolder, until } from './process.js';
import { type Act, type Script, type ScriptedServer, type Stage, scriptedSmtp } from './scripted-smtp.js';

describe('certificates', () => {
  let folder: Folder;
  let ca: string;
  beforeAll(async () => {
    folder = await temporaryFolder('certificates');
    ca = await writeCertificates(folder.path);
  });
  afterAll(() => folder.remove());

  it.skipIf(lacks('openssl')).each(certificateKinds)('openssl judges %s as meant', async (kind) => {
    const server = await scriptedSmtp({ certificate: certificate(kind) });
    expect(await verdictOf(server.port, ca)).toBe(verdicts[kind]);
    await server.stop();
  });

  it('name this machine', async () => {
    for (const [host, servername] of [
      ['127.0.0.1', 'localhost'],
      ['127.0.0.1', 'mail.lender.example'],
      ['127.0.0.1', ''],
      ['::1', ''],
    ] as const) {
      const server = await scriptedSmtp({ tls: 'implicit', host });
      expect(await say(server.port, [], { ca: authority(), servername }, host)).toMatch(/^220 /);
      await server.stop();
    }
  });
});

describe('a scripted server', () => {
  let server: ScriptedServer | undefined;
  const scripted = async (script: Script) => {
    server = await scriptedSmtp(script);
    return server.port;
  };
  afterEach(() => server?.stop());
  it('is a healthy one without a script', async () => {
    const port = await scripted({});
    const said = await say(port, ['EHLO client.example', 'AUTH PLAIN AG4AcA==', 'STARTTLS']);
    expect(said).toBe(
      `220 mail.lender.example ESMTP
250-mail.lender.example
250 STARTTLS
235 2.7.0 Authentication successful
220 2.0.0 Ready to start TLS
`,
    );
    expect(server?.commands()).toEqual(['EHLO', 'AUTH', 'STARTTLS']);
    expect(server?.received()).toEqual({
      clear: 'EHLO client.example\r\nAUTH PLAIN AG4AcA==\r\nSTARTTLS\r\n',
      encrypted: '',
    });
  });

  it.skipIf(lacks('swaks'))('is one to swaks, too', async () => {
    for (const mechanism of ['PLAIN', 'LOGIN', 'CRAM-MD5']) {
      const isImplicit = mechanism === 'PLAIN';
      const port = await scripted({
        tls: isImplicit ? 'implicit' : 'starttls',
        offers: { before: ['STARTTLS'], after: ['SIZE 1000', `AUTH ${mechanism}`] },
      });
      const user = ['-a', mechanism, '-au', 'notices', '-ap', password];
      expect(await swaks(port, isImplicit ? '-tlsc' : '-tls', ...user)).toContain('250 2.1.5 Ok');
      expect(server?.commands().slice(-4)).toEqual(['AUTH', 'MAIL', 'RCPT', 'QUIT']);
      expect(server?.received().clear).not.toMatch(/AUTH|notices/);
      expect(server?.received().encrypted).toMatch(/^AUTH /m);
      await server?.stop();
    }
  });

  it('takes a message, and tells', async () => {
    const port = await scripted({ tls: 'none' });
    expect(await say(port, ['DATA', 'QUIT\r\n.', 'RSET'])).toMatch(/^354 .*\n250 2\.0\.0 Ok: queued\n250 /m);
    expect(server?.commands()).toEqual(['DATA', 'RSET']);
  });

  it.each<[string, Stage, Act, RegExp]>([
    ['a reply', 'mail', '553 5.7.1 Not yours', /\n553 5\.7\.1 Not yours\n$/],
    ['a folded reply', 'mail', '553-5.7.1 Not\n553 yours', /\n553-5\.7\.1 Not\n553 yours\n$/],
    ['a cut reply', 'mail', { does: 'close', text: '535 5.7' }, /\n535 5\.7$/],
    ['an end', 'mail', { does: 'close' }, /\n250 AUTH PLAIN LOGIN\n$/],
    ['an end at the greeting', 'greeting', { does: 'close' }, /^$/],
    ['pieces', 'mail', { does: 'pieces', text: '550 no', size: 2, everyMs: 5 }, /\n550 no\n$/],
    ['a late reply', 'mail', { does: 'late', text: '550 late', afterMs: 50 }, /\n550 late\n$/],
  ])('gives %s at %s', async (_name, stage, act, said) => {
    const port = await scripted({ tls: 'none', at: { [stage]: act } });
    expect(await say(port, ['EHLO client.example', 'MAIL FROM:<a@lender.example>'])).toMatch(said);
  });

  it('resets', async () => {
    const port = await scripted({ tls: 'none', at: { auth: { does: 'reset' } } });
    await expect(say(port, ['AUTH PLAIN AG4AcA=='])).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it.each<[string, Act, RegExp]>([
    ['says nothing', { does: 'silence' }, /^$/],
    ['never ends its reply', { does: 'drip', text: '220-more\r\n', everyMs: 5 }, /^(220-more\r\n){3}/],
    ['never ends its line', { does: 'drip', text: 'x', everyMs: 5 }, /^xxx/],
  ])('%s', async (_name, act, said) => {
    const port = await scripted({ at: { greeting: act } });
    const socket = net.connect(port, '127.0.0.1');
    let heard = '';
    socket.on('data', (chunk) => {
      heard += String(chunk);
    });
    socket.write('EHLO client.example\r\n');
    await until('the client is heard', () => server?.received().clear !== '' && said.test(heard));
    expect(server?.connections()).toEqual({ all: 1, open: 1 });
    socket.destroy();
    await until('the client is gone', () => server?.connections().open === 0);
  });

  it('answers by the line and by the visit', async () => {
    const port = await scripted({
      tls: 'none',
      at: { auth: (line, before) => (before === 0 ? '421 4.7.0 busy' : `535 5.7.8 ${line}`) },
    });
    expect(await say(port, ['AUTH PLAIN AAAA', 'AUTH PLAIN BBBB'])).toMatch(
      /^421 4\.7\.0 busy\n535 5\.7\.8 AUTH PLAIN BBBB$/m,
    );
  });

  it('gives garbage or an end in place of TLS', async () => {
    const acts: readonly [Act, string][] = [
      ['garbage', 'ERR_SSL_WRONG_VERSION_NUMBER'],
      [{ does: 'close' }, 'ECONNRESET'],
    ];
    for (const [act, code] of acts) {
      const port = await scripted({ tls: 'implicit', at: { tls: act } });
      await expect(say(port, [], trusting)).rejects.toMatchObject({ code });
      await server?.stop();
    }
  });

  it('speaks the TLS it is told to', async () => {
    const port = await scripted({ tls: 'implicit', maxVersion: 'TLSv1.1' });
    await expect(say(port, [], trusting)).rejects.toMatchObject({
      code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
    });
    const old = { ...trusting, minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    expect(await say(port, [], old)).toMatch(/^220 /);
  });
});

describe('what is no SMTP server', () => {
  it('says nothing', async () => {
    const server = await silentServer();
    const socket = net.connect(server.port, '127.0.0.1');
    socket.write('hello');
    await until('it has heard', () => server.received().clear === 'hello');
    expect(socket.bytesRead).toBe(0);
    socket.destroy();
    await server.stop();
  });

  it('speaks another protocol', async () => {
    for (const greeting of Object.values(otherGreetings)) {
      const server = await otherProtocol(greeting);
      const socket = net.connect(server.port, '127.0.0.1');
      const [first] = await once(socket, 'data');
      expect(String(first).replaceAll('\r', '')).toBe(`${greeting}\n`);
      socket.destroy();
      await server.stop();
    }
  });

  it('is closed, or drops every packet', async () => {
    expect(await accepts(await closedPort())).toBe(false);
    const full = await fullBacklog();
    const socket = net.connect(full.port, '127.0.0.1');
    socket.on('error', () => socket.destroy());
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(socket.connecting).toBe(true);
    socket.destroy();
    await full.stop();
    expect(await accepts(full.port)).toBe(false);
  });
});

describe('the healthy server in this process', () => {
  it.skipIf(lacks('swaks')).each(['starttls', 'implicit'] as const)(
    'signs in over TLS (%s)',
    async (kind) => {
      const server = await healthySmtp({ tls: kind });
      const over = kind === 'implicit' ? '-tlsc' : '-tls';
      expect(await swaks(server.port, ...signIn('notices', password, over))).toContain('250 Accepted');
      const refused = await swaks(server.port, ...signIn('notices', 'wrong', over));
      expect(refused).toContain('535 Authentication failed');
      expect(server.messages()).toBe(0);
      await server.stop();
    },
  );

  it.skipIf(lacks('swaks'))('counts messages', async () => {
    const server = await healthySmtp();
    const signed = await outputOf('swaks', [
      ...['--server', '127.0.0.1', '--port', String(server.port), '--timeout', '10'],
      ...['--to', 'ana@example.com', ...signIn('notices')],
    ]);
    expect(signed).toContain('250 OK');
    expect(server.messages()).toBe(1);
    await server.stop();
  });
});
