import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export interface Program {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** The user and group to run as; those of the test run unless given. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Asked again and again until it says yes, with what the program wrote so far. */
  readonly isReady: (output: string) => Promise<boolean> | boolean;
  /** Milliseconds it may take to be ready; 10 seconds unless given. */
  readonly within?: number;
}

export interface Running {
  readonly pid: number;
  /** What it wrote so far, to stdout and stderr. */
  readonly output: () => string;
  /** Its process and all that came from it, as of now. */
  readonly processes: () => readonly number[];
  /** Ends all of them; resolves when none is left. */
  readonly stop: () => Promise<void>;
}

/** Starts a server and waits until it is ready; throws with what it wrote when it ends or takes too long. */
export async function start(server: Program): Promise<Running> {
  const child = spawn(server.program, server.args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A session of its own: what it leaves behind can be told from everybody else's processes.
    detached: true,
    ...(server.env && { env: server.env }),
    ...server.user,
  });
  let written = '';
  const note = (chunk: Buffer) => {
    written += chunk.toString('utf8');
  };
  child.stdout.on('data', note);
  child.stderr.on('data', note);
  let end: string | undefined;
  child.once('error', ({ message }) => {
    end = message;
  });
  child.once('exit', (code, signal) => {
    end = `ended with ${code ?? signal}`;
  });
  await wait(0);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${server.program}: ${end ?? 'not started'}`);

  const family = new Family(pid);
  families.add(family);
  const stop = async () => {
    await family.end();
    families.delete(family);
  };
  const deadline = Date.now() + (server.within ?? 10_000);
  while (!(await server.isReady(written))) {
    if (end === undefined && Date.now() < deadline) await wait(20);
    else {
      const reason = end ?? 'was not ready in time';
      await stop();
      throw new Error(`${server.program} ${reason}:\n${written}`);
    }
  }
  return { pid, output: () => written, processes: () => family.living(), stop };
}

/** A process and all that came from it, also where a parent in between has ended. */
class Family {
  readonly #first: number;
  #known: ReadonlySet<number> = new Set();

  constructor(first: number) {
    this.#first = first;
  }

  living(): readonly number[] {
    const all = processes();
    const found = new Set([this.#first, ...this.#known]);
    let size: number;
    do {
      size = found.size;
      for (const { pid, parent, session } of all) if (found.has(parent) || found.has(session)) found.add(pid);
    } while (found.size > size);
    const living = all.flatMap(({ pid }) => (found.has(pid) ? [pid] : []));
    // Only the living are remembered, as a number may be given to another process later.
    this.#known = new Set(living);
    return living;
  }

  signal(signal: NodeJS.Signals): void {
    for (const pid of this.living()) signalTo(pid, signal);
  }

  async end(): Promise<void> {
    for (const [signal, patience] of [
      ['SIGTERM', 1_000],
      ['SIGKILL', 3_000],
    ] as const) {
      this.signal(signal);
      const deadline = Date.now() + patience;
      while (Date.now() < deadline) {
        if (this.living().length === 0) return;
        await wait(20);
      }
    }
    throw new Error(`Processes outlived SIGKILL: ${this.living().join(', ')}`);
  }
}

/** What is still there when the test run itself is ended. */
const families = new Set<Family>();
const folders = new Set<string>();
const endAll = () => {
  for (const family of families) family.signal('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
};
process.once('exit', endAll);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    endAll();
    process.kill(process.pid, signal);
  });

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It has ended in the meantime.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly session: number;
}

/** Every process of this machine that has not ended, from /proc (proc(5)), so that no `ps` need be installed. */
function processes(): readonly ProcessRow[] {
  return readdirSync('/proc').flatMap((name) => {
    const pid = Number(name);
    if (!Number.isInteger(pid)) return [];
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The second field is the name in brackets, and may hold anything.
      const [state, parent, , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return state === 'Z' ? [] : [{ pid, parent: Number(parent), session: Number(session) }];
    } catch {
      return [];
    }
  });
}

/** Whether a process still runs. */
export function isRunning(pid: number): boolean {
  return processes().some((row) => row.pid === pid);
}

/** Whether something accepts connections there. */
export function accepts(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host, timeout: 1_000 });
    const tell = (does: boolean) => {
      socket.destroy();
      resolve(does);
    };
    socket.once('connect', () => tell(true));
    socket.once('error', () => tell(false));
    socket.once('timeout', () => tell(false));
  });
}

/**
 * Ports of 127.0.0.1 with nothing on them, for servers that cannot be told to take any.
 * Below 32768, where Linux gives no port to outgoing connections or to `listen(0)` by itself.
 */
export async function freePorts(count: number): Promise<readonly number[]> {
  const held: net.Server[] = [];
  const ports: number[] = [];
  while (ports.length < count) {
    const port = 10_000 + Math.floor(Math.random() * 22_000);
    const server = net.createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    held.push(server);
    ports.push(port);
  }
  await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

export interface Folder {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/** A new folder for one server, which others on this machine may look into: a server may run as another user. */
export async function temporaryFolder(name: string): Promise<Folder> {
  const folder = await mkdtemp(path.join(os.tmpdir(), `mailcheck-${name}-`));
  folders.add(folder);
  await chmod(folder, 0o755);
  return {
    path: folder,
    remove: async () => {
      await rm(folder, { recursive: true, force: true });
      folders.delete(folder);
    },
  };
}

/** Waits until something holds; throws with its name when it does not in time. */
export async function until(
  what: string,
  holds: () => Promise<boolean> | boolean,
  within = 10_000,
): Promise<void> {
  const deadline = Date.now() + within;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Not in ${within} ms: ${what}`);
    await wait(20);
  }
}
