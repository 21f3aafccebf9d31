import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';
import { type Certificate, certificate } from './certificates.js';

export interface HealthySmtp {
  readonly port: number;
  /** Messages it was given: there should be none. */
  readonly messages: () => number;
  readonly stop: () => Promise<void>;
}

/** What `healthySmtp` may be told. */
export interface HealthyOptions {
  /** After STARTTLS unless given. */
  readonly tls?: 'starttls' | 'implicit';
  readonly certificate?: Certificate;
  /** Passwords by user; notices@lender.example with correct-horse unless given. */
  readonly users?: Readonly<Record<string, string>>;
}

/** A healthy server inside this process, of the package smtp-server: sign-in after TLS only, every sender and recipient welcome. */
export async function healthySmtp(options: HealthyOptions = {}): Promise<HealthySmtp> {
  const users = options.users ?? { 'notices@lender.example': 'correct-horse' };
  let messages = 0;
  const server = new SMTPServer({
    ...(options.certificate ?? certificate('good')),
    secure: options.tls === 'implicit',
    name: 'mail.lender.example',
    authMethods: ['PLAIN', 'LOGIN'],
    // It asks DNS for the name of every client otherwise.
    disableReverseLookup: true,
    onAuth({ username, password }, _session, callback) {
      const isRight = username !== undefined && users[username] === password && password !== undefined;
      callback(isRight ? null : new Error('Authentication failed'), { user: username });
    },
    onData(stream, _session, callback) {
      messages += 1;
      stream.resume().once('end', () => callback());
    },
  });
  // A client that goes away in the middle of TLS.
  server.on('error', () => undefined);
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return {
    port: address.port,
    messages: () => messages,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
