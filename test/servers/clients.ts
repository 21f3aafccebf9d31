import { execFile } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { authority, type CertificateKind } from './certificates.js';
import { password } from './exim.js';
import { serverProgram } from './needs.js';

/** What an independent client is told: the last line of every reply. It ends after RCPT. */
export async function swaks(port: number, ...args: readonly string[]): Promise<readonly string[]> {
  const said = await outputOf('swaks', [
    ...['--server', '127.0.0.1', '--port', String(port), '--quit-after', 'RCPT', '--timeout', '10'],
    ...['--helo', 'client.example', '--from', 'notices@lender.example', '--to', 'ana@example.com'],
    ...args,
  ]);
  return [...said.matchAll(/^<[-~*][* ] (\d{3} .*)$/gm)].map(([, reply = '']) => reply);
}

/** What tells swaks to sign in: over STARTTLS, or with TLS from the first byte. */
export const signIn = (user: string, given = password, over: '-tls' | '-tlsc' = '-tls') => [
  ...[over, '-a', 'PLAIN'],
  ...['-au', `${user}@lender.example`, '-ap', given],
];

/** What openssl thinks of a certificate after STARTTLS: the number and the words of its verdict. */
export async function verdictOf(port: number, ca: string): Promise<string | undefined> {
  const said = await outputOf('openssl', [
    ...['s_client', '-starttls', 'smtp', '-connect', `127.0.0.1:${port}`, '-servername', 'localhost'],
    ...['-CAfile', ca, '-verify_hostname', 'localhost'],
  ]);
  return /Verify return code: (.*)/.exec(said)?.[1];
}

/** Speaks to a server line by line; gives all it answered until it has answered the last line, or has ended. */
export async function say(
  port: number,
  lines: readonly string[],
  secure?: tls.ConnectionOptions,
  host = '127.0.0.1',
): Promise<string> {
  const socket = secure ? tls.connect({ ...secure, port, host }) : net.connect({ port, host });
  const replies = repliesOf(socket);
  try {
    if (secure) await once(socket, 'secureConnect');
    let said = '';
    for (const line of ['', ...lines]) {
      if (line !== '') socket.write(`${line}\r\n`);
      const { value, done } = await replies.next();
      said += value ?? '';
      if (done) break;
    }
    return said;
  } finally {
    socket.destroy();
  }
}

/** Each whole reply, and at the end what is left of one. */
async function* repliesOf(socket: net.Socket): AsyncGenerator<string, string, undefined> {
  let unread = '';
  for await (const chunk of socket) {
    unread += String(chunk);
    for (;;) {
      const end = /^\d{3} .*\r\n/m.exec(unread);
      if (!end) break;
      const length = end.index + end[0].length;
      yield unread.slice(0, length).replaceAll('\r', '');
      unread = unread.slice(length);
    }
  }
  return unread;
}

/** How `say` is to trust the certificates of tests. */
export const trusting = { ca: authority(), servername: 'localhost' };

/** What openssl has to think of each kind. */
export const verdicts: Readonly<Record<CertificateKind, string>> = {
  good: '0 (ok)',
  expiring: '0 (ok)',
  'wrong-name': '62 (hostname mismatch)',
  expired: '10 (certificate has expired)',
  'not-yet-valid': '9 (certificate is not yet valid)',
  'unknown-issuer': '21 (unable to verify the first certificate)',
  'private-chain': '19 (self-signed certificate in certificate chain)',
  'self-signed': '18 (self-signed certificate)',
};

/** What a program writes to stdout, however it ends. */
export function outputOf(name: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const child = execFile(serverProgram(name), args, { timeout: 20_000 }, (_error, stdout) =>
      resolve(stdout),
    );
    child.stdin?.end();
  });
}
