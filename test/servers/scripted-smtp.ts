import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import tls from 'node:tls';
import { type Certificate, certificate } from './certificates.js';

/** The moments at which a scripted server acts, each after what the client sent to get there. */
export type Stage =
  | 'greeting'
  | 'ehlo'
  | 'helo'
  | 'starttls'
  /** The TLS handshake itself, after STARTTLS or from the first byte. */
  | 'tls'
  /** After the whole of a sign-in. */
  | 'auth'
  | 'mail'
  | 'rcpt'
  | 'rset'
  | 'data'
  | 'quit'
  | 'other';

/** What it does at a stage. A text alone is a reply: one line, or several with `\n` between, each as it is. */
export type Act =
  | string
  /** FIN, after a text that is sent byte for byte, so that a reply may lack its end. */
  | { readonly does: 'close'; readonly text?: string }
  /** RST. */
  | { readonly does: 'reset' }
  /** Stays connected and never answers again. */
  | { readonly does: 'silence' }
  /** Sends a text byte for byte again and again: a line without end, or a reply of which every line says that more follows. */
  | { readonly does: 'drip'; readonly text: string; readonly everyMs: number }
  /** A reply in pieces of so many bytes. */
  | { readonly does: 'pieces'; readonly text: string; readonly size: number; readonly everyMs: number }
  /** A reply after a while. */
  | { readonly does: 'late'; readonly text: string; readonly afterMs: number };

export interface Script {
  /** TLS after STARTTLS, from the first byte, or none; after STARTTLS unless given. */
  readonly tls?: 'starttls' | 'implicit' | 'none';
  /** The good one unless given. */
  readonly certificate?: Certificate;
  readonly minVersion?: tls.SecureVersion;
  readonly maxVersion?: tls.SecureVersion;
  /** What EHLO offers, line by line; unless given STARTTLS before TLS, and `AUTH PLAIN LOGIN` after it or where there is none. */
  readonly offers?: { readonly before?: readonly string[]; readonly after?: readonly string[] };
  /**
   * What it does in place of a healthy server's answer; from the client's line, and from how often the stage was
   * reached before, over all connections.
   */
  readonly at?: Readonly<Partial<Record<Stage, Act | ((line: string, before: number) => Act)>>>;
  /** 127.0.0.1 unless given. */
  readonly host?: '127.0.0.1' | '::1';
  /** A free one unless given. */
  readonly port?: number;
}

/** Everything that clients sent, byte for byte: without TLS, and inside it. */
export interface Received {
  clear: string;
  encrypted: string;
}

export interface ScriptedServer {
  readonly port: number;
  readonly connections: () => { readonly all: number; readonly open: number };
  /** So far, also what was never answered. */
  readonly received: () => Readonly<Received>;
  /** The first word of every command that was reached, in capitals. */
  readonly commands: () => readonly string[];
  readonly stop: () => Promise<void>;
}

const host = 'mail.lender.example';

const replies: Readonly<Record<Exclude<Stage, 'ehlo' | 'tls'>, string>> = {
  greeting: `220 ${host} ESMTP`,
  helo: `250 ${host}`,
  starttls: '220 2.0.0 Ready to start TLS',
  auth: '235 2.7.0 Authentication successful',
  mail: '250 2.1.0 Ok',
  rcpt: '250 2.1.5 Ok',
  rset: '250 2.0.0 Ok',
  data: '354 End data with <CR><LF>.<CR><LF>',
  quit: '221 2.0.0 Bye',
  other: '502 5.5.2 Error: command not recognized',
};

const stages: Readonly<Record<string, keyof typeof replies | 'ehlo'>> = {
  EHLO: 'ehlo',
  HELO: 'helo',
  STARTTLS: 'starttls',
  AUTH: 'auth',
  MAIL: 'mail',
  RCPT: 'rcpt',
  RSET: 'rset',
  DATA: 'data',
  QUIT: 'quit',
};

/** What a server asks for in a sign-in beyond its first line, by mechanism: user and password, or an answer to a challenge. */
const prompts: Readonly<Record<string, readonly string[]>> = {
  PLAIN: ['334 '],
  LOGIN: ['334 VXNlcm5hbWU6', '334 UGFzc3dvcmQ6'],
  'CRAM-MD5': ['334 PDE3OTMuMTIzNEBtYWlsLmxlbmRlci5leGFtcGxlPg=='],
};

/** A server on loopback that answers as a healthy one, save where its script says otherwise. It checks no password. */
export async function scriptedSmtp(script: Script = {}): Promise<ScriptedServer> {
  const received: Received = { clear: '', encrypted: '' };
  const commands: string[] = [];
  const open = new Set<net.Socket>();
  const visits = new Map<Stage, number>();
  let all = 0;

  const actAt = (stage: Stage, line: string): Act | undefined => {
    const before = visits.get(stage) ?? 0;
    visits.set(stage, before + 1);
    const given = script.at?.[stage];
    return typeof given === 'function' ? given(line, before) : given;
  };

  const server = net.createServer((socket) => {
    all += 1;
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    converse(new Client(socket, received), script, actAt, commands).catch((error: unknown) => {
      // A client that goes away in the middle ends its conversation, and nothing else.
      if (!(error instanceof Gone)) throw error;
    });
  });
  server.listen(script.port ?? 0, script.host ?? '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return {
    port: address.port,
    connections: () => ({ all, open: open.size }),
    received: () => received,
    commands: () => commands,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

class Gone extends Error {}

/** One connection: lines come in, texts go out, over TLS from some point on. */
class Client {
  readonly #raw: net.Socket;
  readonly #received: Received;
  #stream: net.Socket;
  #unread = '';
  #isGone = false;
  #wake = () => {};

  constructor(socket: net.Socket, received: Received) {
    this.#raw = socket;
    this.#received = received;
    this.#stream = socket;
    this.#listen();
  }

  get isEncrypted(): boolean {
    return this.#stream !== this.#raw;
  }

  #listen(): void {
    this.#stream.on('data', (chunk: Buffer) => {
      const text = chunk.toString('latin1');
      this.#received[this.isEncrypted ? 'encrypted' : 'clear'] += text;
      this.#unread += text;
      this.#wake();
    });
    const end = () => {
      this.#isGone = true;
      this.#wake();
    };
    this.#stream.on('end', end);
    this.#stream.on('close', end);
    this.#stream.on('error', end);
  }

  async line(): Promise<string> {
    for (;;) {
      const end = this.#unread.indexOf('\n');
      if (end >= 0) {
        const line = this.#unread.slice(0, end).replace(/\r$/, '');
        this.#unread = this.#unread.slice(end + 1);
        return line;
      }
      if (this.#isGone) throw new Gone();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async reply(text: string): Promise<void> {
    await this.write(`${text.split('\n').join('\r\n')}\r\n`);
  }

  async write(text: string): Promise<void> {
    if (this.#isGone || !this.#stream.writable) throw new Gone();
    this.#stream.write(text, 'latin1');
  }

  async encrypt(script: Script): Promise<void> {
    this.#raw.removeAllListeners('data');
    this.#unread = '';
    const isOld = script.maxVersion === 'TLSv1' || script.maxVersion === 'TLSv1.1';
    const secure = new tls.TLSSocket(this.#raw, {
      isServer: true,
      secureContext: tls.createSecureContext({
        ...(script.certificate ?? certificate('good')),
        ...(script.minVersion && { minVersion: script.minVersion }),
        ...(script.maxVersion && { maxVersion: script.maxVersion }),
        // OpenSSL 3 has no TLS 1.1 at its usual level of security.
        ...(isOld && { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' }),
      }),
    });
    await new Promise<void>((resolve, reject) => {
      secure.once('secure', resolve);
      for (const event of ['error', 'close']) secure.once(event, () => reject(new Gone()));
    });
    this.#stream = secure;
    this.#listen();
  }

  /** Does something other than a plain reply; throws where nothing can follow. */
  async perform(act: Exclude<Act, string>): Promise<void> {
    switch (act.does) {
      case 'close':
        this.#stream.end(act.text ?? '', 'latin1');
        throw new Gone();
      case 'reset':
        this.#raw.resetAndDestroy();
        throw new Gone();
      case 'silence':
        throw new Gone();
      case 'drip':
        for (;;) {
          await this.write(act.text);
          await wait(act.everyMs);
        }
      case 'pieces': {
        const text = `${act.text.split('\n').join('\r\n')}\r\n`;
        for (let from = 0; from < text.length; from += act.size) {
          await this.write(text.slice(from, from + act.size));
          await wait(act.everyMs);
        }
        return;
      }
      case 'late':
        await wait(act.afterMs);
        return this.reply(act.text);
    }
  }
}

async function converse(
  client: Client,
  script: Script,
  actAt: (stage: Stage, line: string) => Act | undefined,
  commands: string[],
): Promise<void> {
  const kind = script.tls ?? 'starttls';

  /** Answers, and tells whether it was with the healthy reply. */
  const answer = async (stage: Exclude<Stage, 'tls'>, line: string, healthy: string): Promise<boolean> => {
    const act = actAt(stage, line) ?? healthy;
    await (typeof act === 'string' ? client.reply(act) : client.perform(act));
    return act === healthy;
  };
  const encrypt = async () => {
    const act = actAt('tls', '');
    if (act === undefined) await client.encrypt(script);
    else await (typeof act === 'string' ? client.reply(act) : client.perform(act));
  };
  const ehlo = () => {
    const { before, after } = script.offers ?? {};
    const signIn = ['AUTH PLAIN LOGIN'];
    const offered = client.isEncrypted
      ? (after ?? signIn)
      : (before ?? (kind === 'none' ? signIn : ['STARTTLS']));
    const lines = [host, ...offered];
    return lines.map((line, i) => `250${i === lines.length - 1 ? ' ' : '-'}${line}`).join('\n');
  };

  if (kind === 'implicit') await encrypt();
  await answer('greeting', '', replies.greeting);
  for (;;) {
    const line = await client.line();
    const [command = ''] = line.toUpperCase().split(/[\s:]/);
    commands.push(command);
    const stage = stages[command] ?? 'other';
    switch (stage) {
      case 'ehlo':
        await answer('ehlo', line, ehlo());
        break;
      case 'starttls': {
        const healthy = kind === 'starttls' && !client.isEncrypted ? replies.starttls : replies.other;
        const isReady = (await answer('starttls', line, healthy)) && healthy === replies.starttls;
        if (isReady) await encrypt();
        break;
      }
      case 'auth': {
        const [, mechanism = '', ...given] = line.toUpperCase().split(' ');
        for (const prompt of (prompts[mechanism] ?? []).slice(given.length)) {
          await client.reply(prompt);
          await client.line();
        }
        await answer('auth', line, replies.auth);
        break;
      }
      case 'data':
        if (await answer('data', line, replies.data)) {
          while ((await client.line()) !== '.');
          await client.reply('250 2.0.0 Ok: queued');
        }
        break;
      case 'quit':
        await answer('quit', line, replies.quit);
        return client.perform({ does: 'close' });
      default:
        await answer(stage, line, replies[stage]);
    }
  }
}
