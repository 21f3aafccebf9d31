import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** Whether a server speaks TLS from the first byte; nothing is sent but the handshake. */
export function speaksTls(address: string, port: number, servername: string, ms: number): Promise<boolean> {
  const socket = connectTls({ host: address, port, servername, rejectUnauthorized: false });
  return answered(socket, 'secureConnect', ms, () => true);
}

/** Whether a server greets in clear text, as SMTP does (RFC 5321, section 4.2: 220 or 554). */
export function greets(address: string, port: number, ms: number): Promise<boolean> {
  const socket = connectTcp({ host: address, port });
  return answered(socket, 'data', ms, (data) => /^(220|554|421)[ -]/.test(String(data)));
}

const USUAL_PORTS = [587, 465, 2525, 25];

/** The first of the usual ports at which a host answers as a mail server, other than the one that does not. */
export async function otherPort(
  address: string,
  not: number,
  servername: string,
  ms: number,
  usual: readonly number[] = USUAL_PORTS,
): Promise<number | undefined> {
  const ports = usual.filter((port) => port !== not);
  const answers = await Promise.all(
    ports.map((port) =>
      port === 465 ? speaksTls(address, port, servername, ms) : greets(address, port, ms),
    ),
  );
  return ports.find((_, i) => answers[i]);
}

function answered(
  socket: Socket,
  event: string,
  ms: number,
  judge: (data: unknown) => boolean,
): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (answer: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => end(false), ms);
    socket.once(event, (data: unknown) => end(judge(data)));
    socket.on('error', () => end(false));
    socket.once('close', () => end(false));
  });
}
