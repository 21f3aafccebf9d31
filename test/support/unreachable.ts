import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

/** How often each made-up address was asked for. */
export const attempts = new Map<string, number>();

/** What happens at addresses for documentation (192.0.2.0/24, RFC 5737), which no test may really contact. */
const faults: Readonly<Record<string, (before: number) => string | undefined>> = {
  '192.0.2.10': () => 'EHOSTUNREACH',
  '192.0.2.11': () => 'ECONNRESET',
  /** Then this machine answers. */
  '192.0.2.12': (before) => (before === 0 ? 'ECONNRESET' : undefined),
};

/**
 * Stands before `net.connect` for those addresses; every other is really contacted.
 * @returns what takes it away again.
 */
export function standBeforeConnect(): () => void {
  const real = net.connect;
  const connect = (options: net.TcpNetConnectOpts) => {
    const { host = '' } = options;
    const fault = faults[host];
    if (!fault) return real(options);
    const before = attempts.get(host) ?? 0;
    attempts.set(host, before + 1);
    const code = fault(before);
    if (code === undefined) return real({ ...options, host: '127.0.0.1' });
    const socket = new net.Socket();
    setImmediate(() => socket.destroy(Object.assign(new Error(`connect ${code} ${host}`), { code })));
    return socket;
  };
  Object.assign(net, { connect });
  syncBuiltinESMExports();
  return () => {
    Object.assign(net, { connect: real });
    syncBuiltinESMExports();
  };
}
