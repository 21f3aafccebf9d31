import { readFileSync } from 'node:fs';
import { chown, mkdir, readFile, rename, utimes, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { type CertificateKind, writeCertificates } from './certificates.js';
import { password } from './exim.js';
import { serverProgram } from './needs.js';
import { accepts, freePorts, start, temporaryFolder, until } from './process.js';

export interface Postfix {
  /** STARTTLS here, as on 587. */
  readonly port: number;
  /** TLS from the first byte, as on 465. */
  readonly tlsPort: number;
  readonly folder: string;
  /** The certificate to trust, as a file. */
  readonly ca: string;
  readonly processes: () => readonly number[];
  /** Sets lines of main.cf in place of those that were set before, and reloads; `{}` takes all back. */
  readonly set: (settings: Readonly<Record<string, string>>) => Promise<void>;
  readonly show: (kind: CertificateKind) => Promise<void>;
  /**
   * Ends dovecot for good. The postfix process that has used it already answers the next sign-in with 454; those after
   * it drop the connection as soon as they would have to offer sign-in.
   */
  readonly endDovecot: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Settings of `Postfix.set` that make it refuse in words of its own. */
export const postfixFaults = {
  /** From the third connection in a minute on: 421 in place of the greeting. */
  fewConnections: { smtpd_client_connection_rate_limit: '2', smtpd_client_event_limit_exceptions: '' },
  /** From the third sign-in in a minute on: 450 at AUTH. */
  fewSignIns: { smtpd_client_auth_rate_limit: '2', smtpd_client_event_limit_exceptions: '' },
  /** From the second message in a minute on: 450 at MAIL. */
  fewMessages: { smtpd_client_message_rate_limit: '1', smtpd_client_event_limit_exceptions: '' },
  /** TLS 1.1 and nothing newer. */
  oldTls: {
    smtpd_tls_mandatory_protocols: 'TLSv1.1',
    smtpd_tls_mandatory_ciphers: 'low',
    tls_low_cipherlist: 'ALL:@SECLEVEL=0',
  },
  /** No STARTTLS in the answer to EHLO, and so no sign-in. */
  noTls: { smtpd_tls_security_level: 'none' },
  /** Sign-in offered before TLS too. */
  clearAuth: { smtpd_tls_security_level: 'may', smtpd_tls_auth_only: 'no' },
} as const;

const longAgo = new Date('2020-01-01');

const queues = [
  'active',
  'bounce',
  'corrupt',
  'defer',
  'deferred',
  'flush',
  'hold',
  'incoming',
  'maildrop',
  'pid',
  'private',
  'public',
  'saved',
  'trace',
];

/**
 * Postfix with dovecot for sign-in, on free ports of 127.0.0.1; as root only.
 * Users, both with the password of Exim's: notices@lender.example, who owns that address, and clerk@lender.example, who
 * owns none (553). Recipients grey@... are deferred (450), nobody@... refused (550).
 * Dovecot's delay of a refused sign-in is left out unless `isSlow`.
 */
export async function startPostfix({ isSlow = false } = {}): Promise<Postfix> {
  const folder = await temporaryFolder('postfix');
  const within = (name: string) => path.join(folder.path, name);
  const ends: (() => Promise<void>)[] = [folder.remove];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const ca = await writeCertificates(within('certificates'));
    for (const name of ['queue', 'log', 'conf']) await mkdir(within(name));
    const { uid, gid } = await userNamed('postfix');
    for (const name of ['data', ...queues.map((queue) => `queue/${queue}`)]) {
      await mkdir(within(name));
      await chown(within(name), uid, gid);
    }
    // Postfix then leaves out its checks of every file below, which take seconds.
    await writeFile(within('queue/quick-start'), '');

    await writeFile(within('dovecot.conf'), dovecotConfiguration(folder.path, isSlow));
    const user = (name: string) => `${name}@lender.example:${password}\n`;
    await writeFile(within('users'), user('notices') + user('clerk'));
    const socket = within('queue/private/auth');
    const dovecot = await start({
      program: serverProgram('dovecot'),
      args: ['-F', '-c', within('dovecot.conf')],
      isReady: () => answers(socket),
    });
    ends.push(dovecot.stop);

    const [port = 0, tlsPort = 0] = await freePorts(2);
    let settings: Readonly<Record<string, string>> = {};
    let shown: CertificateKind = 'good';
    const configure = async () => {
      const file = within('conf/main.cf');
      // In one step: a process that starts just now would take what it finds of a file that is still being written.
      await writeFile(`${file}.new`, postfixConfiguration(folder.path, shown, settings));
      // Postfix waits until a file it reads is older than a second, lest somebody is still writing it.
      await utimes(`${file}.new`, longAgo, longAgo);
      await rename(`${file}.new`, file);
    };
    await writeFile(within('conf/master.cf'), postfixServices(port, tlsPort));
    await utimes(within('conf/master.cf'), longAgo, longAgo);
    await configure();
    const postfix = await start({
      program: serverProgram('postfix'),
      args: ['-c', within('conf'), 'start-fg'],
      isReady: async () => (await accepts(port)) && (await accepts(tlsPort)),
    });
    ends.push(postfix.stop);
    const reload = async () => {
      await configure();
      const before = postfix.processes().filter(isSmtpd);
      // What `postfix reload` does, without its checks of every file.
      process.kill(Number(await readFile(within('queue/pid/master.pid'), 'utf8')), 'SIGHUP');
      await until('postfix has reloaded', () => !before.some(isSmtpd));
    };
    return {
      port,
      tlsPort,
      folder: folder.path,
      ca,
      processes: () => [...dovecot.processes(), ...postfix.processes()],
      set: (changed) => {
        settings = changed;
        return reload();
      },
      show: (kind) => {
        shown = kind;
        return reload();
      },
      endDovecot: dovecot.stop,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function dovecotConfiguration(folder: string, isSlow: boolean): string {
  // Beside its delay, dovecot lets an address wait longer with every refused sign-in: the penalty, kept by anvil.
  const quick = `auth_failure_delay = 0
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}`;
  return `base_dir = ${folder}/dovecot
state_dir = ${folder}/dovecot-state
log_path = ${folder}/log/dovecot.log
protocols =
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
passdb {
  driver = passwd-file
  args = scheme=PLAIN ${folder}/users
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=/nonexistent
}
service auth {
  unix_listener ${folder}/queue/private/auth {
    mode = 0660
    user = postfix
    group = postfix
  }
}
${isSlow ? '' : quick}
`;
}

function postfixConfiguration(
  folder: string,
  shown: CertificateKind,
  settings: Readonly<Record<string, string>>,
): string {
  const lines = {
    compatibility_level: '3.6',
    queue_directory: `${folder}/queue`,
    data_directory: `${folder}/data`,
    maillog_file: `${folder}/log/postfix.log`,
    maillog_file_prefixes: `${folder}/log`,
    myhostname: 'mail.lender.example',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    mydestination: '',
    mynetworks: '',
    alias_maps: '',
    local_recipient_maps: '',
    default_transport: 'discard:',
    smtpd_peername_lookup: 'no',
    // Else each accepted recipient takes a second longer while no mail leaves the queue.
    in_flow_delay: '0',
    smtpd_tls_security_level: 'encrypt',
    smtpd_tls_auth_only: 'yes',
    smtpd_tls_cert_file: `${folder}/certificates/${shown}.crt`,
    smtpd_tls_key_file: `${folder}/certificates/${shown}.key`,
    smtpd_tls_loglevel: '1',
    smtpd_sasl_auth_enable: 'yes',
    smtpd_sasl_type: 'dovecot',
    smtpd_sasl_path: 'private/auth',
    smtpd_delay_reject: 'no',
    smtpd_sender_login_maps: 'inline:{ {notices@lender.example = notices@lender.example} }',
    smtpd_sender_restrictions: 'reject_authenticated_sender_login_mismatch',
    smtpd_relay_restrictions: 'permit_sasl_authenticated, reject',
    smtpd_recipient_restrictions:
      'check_recipient_access inline:{ {grey@ = 450 4.2.0 Greylisted, try again later}, {nobody@ = 550 5.1.1 User unknown} }',
    ...settings,
  };
  return Object.entries(lines)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('');
}

function postfixServices(port: number, tlsPort: number): string {
  const service = (name: string, type: string, isPrivate: boolean, limit: string, command: string) =>
    `${name} ${type} ${isPrivate ? '-' : 'n'} - n - ${limit} ${command}\n`;
  return [
    service(`127.0.0.1:${port}`, 'inet', false, '-', 'smtpd'),
    service(`127.0.0.1:${tlsPort}`, 'inet', false, '-', 'smtpd -o smtpd_tls_wrappermode=yes'),
    service('cleanup', 'unix', false, '0', 'cleanup'),
    service('qmgr', 'unix', false, '1', 'qmgr'),
    service('tlsmgr', 'unix', true, '1', 'tlsmgr'),
    service('rewrite', 'unix', true, '-', 'trivial-rewrite'),
    service('bounce', 'unix', true, '0', 'bounce'),
    service('discard', 'unix', true, '-', 'discard'),
    service('anvil', 'unix', true, '1', 'anvil'),
    service('postlog', 'unix-dgram', false, '1', 'postlogd'),
  ].join('');
}

/** Whether a process of this number is one that answers SMTP, with the settings of its start. */
function isSmtpd(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('smtpd');
  } catch {
    return false;
  }
}

/** Whether a server listens on a socket file. */
function answers(file: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(file);
    const tell = (does: boolean) => {
      socket.destroy();
      resolve(does);
    };
    socket.once('connect', () => tell(true));
    socket.once('error', () => tell(false));
  });
}

async function userNamed(name: string): Promise<{ uid: number; gid: number }> {
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((row) => row.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined) throw new Error(`No user named ${name}`);
  return { uid: Number(uid), gid: Number(gid) };
}
