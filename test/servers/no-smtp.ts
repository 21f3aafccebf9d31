import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { freePorts } from './process.js';
import { type ScriptedServer, scriptedSmtp } from './scripted-smtp.js';

/** Accepts connections and says nothing, neither in SMTP nor in TLS. */
export function silentServer(): Promise<ScriptedServer> {
  return scriptedSmtp({ tls: 'none', at: { greeting: { does: 'silence' } } });
}

/** First lines of servers of other protocols, as they are sent by the server unasked. */
export const otherGreetings = {
  ssh: 'SSH-2.0-OpenSSH_9.2p1',
  imap: '* OK [CAPABILITY IMAP4rev1 STARTTLS] IMAP server ready',
  pop3: '+OK POP3 server ready',
  ftp: '220 FTP server ready',
  http: 'HTTP/1.1 400 Bad Request\nConnection: close\n\n400 Bad Request',
} as const;

/** A server that greets in another protocol, and then understands no command. */
export function otherProtocol(greeting: string): Promise<ScriptedServer> {
  const refusal = '500 Unknown command';
  return scriptedSmtp({
    tls: 'none',
    at: { greeting, ehlo: refusal, helo: refusal, starttls: refusal, auth: refusal, mail: refusal },
  });
}

/** A port of 127.0.0.1 with nothing on it. */
export async function closedPort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}

export interface FullBacklog {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** A port at which every packet is dropped, as behind a firewall: its listener is stopped, and its queue is full. */
export async function fullBacklog(): Promise<FullBacklog> {
  const listener = spawn(
    process.execPath,
    [
      '-e',
      `const server = require('node:net').createServer();
       server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(server.address().port));`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = await once(listener.stdout, 'data');
  const port = Number(String(line));
  listener.kill('SIGSTOP');
  const held: net.Socket[] = [];
  // Full where two in a row do not get through: one alone may merely be slow.
  let waiting = 0;
  while (waiting < 2) {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('error', () => socket.destroy());
    held.push(socket);
    const isThrough = await Promise.race([once(socket, 'connect').then(() => true), wait(250, false)]);
    waiting = isThrough ? 0 : waiting + 1;
    if (held.length > 20) throw new Error('The queue of connections does not fill');
  }
  return {
    port,
    stop: async () => {
      for (const socket of held) socket.destroy();
      const ended = once(listener, 'exit');
      listener.kill('SIGKILL');
      await ended;
    },
  };
}
