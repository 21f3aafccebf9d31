import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** A host to look at, and how long. */
export interface Look {
  readonly address: string;
  /** For TLS; empty where the host is an address. */
  readonly servername: string;
  /** Milliseconds for one answer. */
  readonly ms: number;
  /** Ends it with "no answer". */
  readonly signal: AbortSignal | undefined;
}

/** Whether a server speaks TLS from the first byte; nothing is sent but the handshake. */
export function speaksTls(look: Look, port: number): Promise<boolean> {
  const { address, servername } = look;
  const socket = connectTls({ host: address, port, servername, rejectUnauthorized: false });
  return answered(socket, 'secureConnect', look, () => true);
}

/** Whether a server greets in clear text, as SMTP does (RFC 5321, section 4.2: 220 or 554). */
export function greets(look: Look, port: number): Promise<boolean> {
  const socket = connectTcp({ host: look.address, port });
  return answered(socket, 'data', look, (data) => /^(220|554|421)[ -]/.test(String(data)));
}

const USUAL_PORTS = [587, 465, 2525, 25];

/** The first of the usual ports at which a host answers as a mail server, other than the one that does not. */
export async function otherPort(
  look: Look,
  not: number,
  usual: readonly number[] = USUAL_PORTS,
): Promise<number | undefined> {
  const ports = usual.filter((port) => port !== not);
  const answers = await Promise.all(
    ports.map((port) => (port === 465 ? speaksTls(look, port) : greets(look, port))),
  );
  return ports.find((_, i) => answers[i]);
}

function answered(
  socket: Socket,
  event: string,
  { ms, signal }: Look,
  judge: (data: unknown) => boolean,
): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (answer: boolean) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve(answer);
    };
    const onAbort = () => end(false);
    const timer = setTimeout(onAbort, ms);
    signal?.addEventListener('abort', onAbort);
    if (signal?.aborted) onAbort();
    socket.once(event, (data: unknown) => end(judge(data)));
    socket.on('error', () => end(false));
    socket.once('close', () => end(false));
  });
}
