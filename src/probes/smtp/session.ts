import { isIP, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SmtpStage, TranscriptLine } from '../../core/probed-smtp.js';
import type { Stages } from '../stages.js';
import { codeOf } from './cause-of-error.js';
import { Heard } from './reply.js';

/** How a session is opened. */
export interface SessionOptions {
  readonly socket: Socket;
  readonly host: string;
  readonly port: number;
  /** The socket is encrypted already (port 465). */
  readonly isSecured: boolean;
  /** Stay in clear text, where the person chose `none`. */
  readonly isClear: boolean;
  readonly ca: readonly string[] | undefined;
  readonly stages: Stages<SmtpStage>;
  readonly mask: (text: string) => string;
}

const ENVELOPE = 'X-ENVELOPE';
const MOST_LINES = 400;
const LONGEST_LINE = 1000;

/** The server went away, or said something that is no SMTP. */
export class SessionLost extends Error {
  override readonly name = 'SessionLost';
  /** What it said at last. */
  readonly heard: Heard;
  /** The name of the fault; what nodemailer's error says besides may hold secrets. */
  readonly code: string;

  constructor(code: string, heard: Heard) {
    super('the SMTP session ended');
    this.code = code;
    this.heard = heard;
  }

  /** In a few words. */
  get how(): string {
    if (this.heard.said !== '') return 'no SMTP reply';
    return this.code === 'EPROTOCOL' ? 'a reply without an end' : 'the connection was closed';
  }
}

/**
 * One SMTP session over an open socket, on nodemailer: greeting, EHLO, STARTTLS, login. It follows the stages by
 * what is said, keeps the transcript, and never sends DATA.
 */
export class Session {
  readonly #connection: SMTPConnection;
  readonly #options: SessionOptions;
  readonly #lines: TranscriptLine[] = [];
  readonly #lost: Promise<never>;
  #sendCommand: ((command: string) => Promise<{ response: string }>) | undefined;
  #endEnvelopes: () => void = () => {};
  /** The EHLO reply before TLS, where there was one. */
  clearCapabilities: readonly string[] = [];

  constructor(options: SessionOptions) {
    this.#options = options;
    const { host, port, isSecured, isClear, ca, stages, socket } = options;
    const log = (entry: { tnx?: string }, ...words: unknown[]) => this.#follow(entry.tnx, words);
    const ignore = () => {};
    this.#connection = new SMTPConnection({
      host,
      port,
      connection: socket,
      secure: isSecured,
      secured: isSecured,
      requireTLS: !isSecured && !isClear,
      ignoreTLS: isClear,
      ...(isIP(host) ? {} : { servername: host }),
      // The certificate is judged afterwards, to say what is wrong with it; nothing secret is sent before.
      tls: { rejectUnauthorized: false, minVersion: 'TLSv1.2', ...(ca && { ca: [...ca] }) },
      // The stages keep the time.
      connectionTimeout: stages.left + 60_000,
      greetingTimeout: stages.left + 60_000,
      socketTimeout: stages.left + 60_000,
      socketCloseTimeout: 200,
      maxResponseSize: 64 * 1024,
      transactionLog: true,
      logger: {
        trace: log,
        debug: log,
        info: log,
        warn: ignore,
        error: ignore,
        fatal: ignore,
        level: ignore,
      },
      customAuth: {
        [ENVELOPE]: ({ sendCommand }) => {
          this.#sendCommand = (command) => sendCommand(command);
          return new Promise<void>((resolve) => {
            this.#endEnvelopes = resolve;
          });
        },
      },
    });
    this.#lost = new Promise<never>((_, reject) => {
      this.#connection.on('error', (error) => reject(this.#lostBy(error)));
      this.#connection.on('end', () => reject(this.#lostBy(undefined)));
    });
    this.#lost.catch(() => {});
  }

  /** What was said, secrets masked. */
  get transcript(): readonly TranscriptLine[] {
    return this.#lines;
  }

  /** The lines of the last EHLO reply, without the codes and without the server's name. */
  get capabilities(): readonly string[] {
    const { lastServerResponse } = this.#connection;
    return capabilitiesOf(typeof lastServerResponse === 'string' ? lastServerResponse : '');
  }

  /** The socket once it is encrypted. */
  get encrypted(): TLSSocket | undefined {
    const socket = this.#connection._socket;
    return socket instanceof TLSSocket ? socket : undefined;
  }

  /**
   * Greeting, EHLO, and STARTTLS unless the socket is encrypted or is to stay clear.
   * @throws SessionLost, and what `Stages.within` throws.
   */
  open(): Promise<void> {
    this.#options.stages.enter('greeting');
    return this.#during((done) => this.#connection.connect(done));
  }

  /**
   * Signs in, once.
   * @throws SessionLost with the server's reply.
   */
  login(user: string, password: string, method: string): Promise<void> {
    this.#options.stages.enter('auth');
    return this.#during((done) =>
      this.#connection.login({ credentials: { user, pass: password }, user, pass: password, method }, done),
    );
  }

  /** Begins to name senders; nodemailer lets its own commands be sent by way of a login of a private kind. */
  beginEnvelopes(): void {
    this.#connection.login({ method: ENVELOPE }, () => {});
  }

  /**
   * Sends one command and waits for its reply.
   * @throws SessionLost when there is none.
   */
  async command(command: string): Promise<Heard> {
    const send = this.#sendCommand;
    if (!send) throw this.#lostBy(undefined);
    this.#write('client', command);
    const { response } = await this.#options.stages.within(Promise.race([send(command), this.#lost]));
    const heard = new Heard(response, this.#options.mask);
    if (!heard.reply) throw new SessionLost('', heard);
    return heard;
  }

  /** Says QUIT and closes, without waiting for what the server says to it: some take their time. */
  quit(): void {
    this.#endEnvelopes();
    if (this.#sendCommand && !this.#connection.destroyed) this.#write('client', 'QUIT');
    this.#connection.quit();
    this.#connection.close();
    // What is still on its way out does not keep the process.
    this.#options.socket.unref();
  }

  /** Closes at once. */
  close(): void {
    this.#connection.close();
    this.#options.socket.destroy();
  }

  async #during(start: (done: (error?: unknown) => void) => void): Promise<void> {
    const work = new Promise<void>((resolve, reject) => {
      start((error) => (error ? reject(this.#lostBy(error)) : resolve()));
    });
    await this.#options.stages.within(Promise.race([work, this.#lost]));
  }

  #lostBy(error: unknown): SessionLost {
    const response = error instanceof Error && 'response' in error ? error.response : undefined;
    const said = typeof response === 'string' ? response : '';
    return new SessionLost(codeOf(error), new Heard(said, this.#options.mask));
  }

  /** What nodemailer says it did, which tells the stage. */
  #follow(kind: string | undefined, [said]: readonly unknown[]): void {
    const text = typeof said === 'string' ? said : '';
    const { stages } = this.#options;
    if (kind === 'server') {
      this.#write('server', text);
      if (stages.current === 'starttls' && /^220/.test(text)) stages.enter('tls');
      return;
    }
    // The commands of an envelope are written where they are sent.
    if (kind !== 'client' || this.#sendCommand) return;
    const verb = /^[A-Z]+/i.exec(text)?.[0]?.toUpperCase() ?? '';
    if (verb === 'STARTTLS') {
      this.clearCapabilities = this.capabilities;
      stages.enter('starttls');
    }
    if (verb === 'EHLO' || verb === 'HELO') stages.enter('ehlo');
    if (stages.current !== 'auth') this.#write('client', text);
    else this.#write('client', /^AUTH [A-Z0-9-]+/i.exec(text)?.[0] ?? '[redacted]');
  }

  #write(from: TranscriptLine['from'], said: string): void {
    for (const line of this.#options.mask(said).split(/\r?\n/)) {
      if (this.#lines.length < MOST_LINES) this.#lines.push({ from, text: line.slice(0, LONGEST_LINE) });
    }
  }
}

/** What a server says it can do (RFC 5321, section 4.1.1.1): a keyword and its parameters a line. */
export function capabilitiesOf(reply: string): string[] {
  return reply
    .split(/\r?\n/)
    .slice(1, 60)
    .map((line) =>
      line
        .replace(/^250[ -]/, '')
        .trim()
        .slice(0, 200),
    )
    .filter((line) => line !== '');
}

/** The ways to sign in that a server offers (RFC 4954, section 3; `AUTH=` is an old form of the same). */
export function mechanismsOf(capabilities: readonly string[]): string[] {
  const offered = capabilities.flatMap((line) => /^AUTH[ =](.*)$/i.exec(line)?.[1]?.split(/\s+/) ?? []);
  return [...new Set(offered.map((name) => name.toUpperCase()).filter((name) => name !== ''))];
}
