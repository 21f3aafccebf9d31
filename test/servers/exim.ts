import { chown, mkdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type CertificateKind, writeCertificates } from './certificates.js';
import { serverProgram } from './needs.js';
import { accepts, freePorts, start, temporaryFolder } from './process.js';

/** Where Exim can be told to answer something else; each is one of its access lists. */
export type EximStage = 'connect' | 'helo' | 'starttls' | 'auth' | 'mail' | 'rcpt';

/** What can be switched on while it runs; it counts from the next connection. */
export type EximFlag =
  /** No STARTTLS in the answer to EHLO. */
  | 'no-starttls'
  /** TLS 1.1 and nothing newer. */
  | 'tls11'
  /** Sign-in offered before TLS too. */
  | 'clear-auth'
  | 'no-auth'
  /** XOAUTH2 as the only way to sign in. */
  | 'only-oauth'
  /** The name of the server is in no certificate, as where a web host answers in place of the provider. */
  | 'other-greeting';

export interface Exim {
  /** STARTTLS here. */
  readonly port: number;
  /** TLS from the first byte. */
  readonly tlsPort: number;
  readonly folder: string;
  /** The certificate to trust, as a file. */
  readonly ca: string;
  readonly processes: () => readonly number[];
  readonly flag: (name: EximFlag, on: boolean) => Promise<void>;
  /** One reply of a 4xx or 5xx code for everybody at this stage, in place of its own judgement; undefined ends it. */
  readonly answer: (stage: EximStage, reply: string | undefined) => Promise<void>;
  readonly show: (kind: CertificateKind) => Promise<void>;
  /** Takes back all flags and answers, and shows the good certificate. */
  readonly reset: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** The password of all users of the real servers. */
export const password = 'correct-horse';

const stages: readonly EximStage[] = ['connect', 'helo', 'starttls', 'auth', 'mail', 'rcpt'];

/**
 * Exim on free ports of 127.0.0.1, as the user of the test run, or as nobody where that is root.
 * Users, all with `password`: notices@lender.example; limited@lender.example may name three senders an hour and
 * spent@lender.example none (452); the backend of down@lender.example does not answer (435).
 * Senders other than @lender.example are refused (553), recipients grey@... deferred (450), nobody@... refused (550).
 */
export async function startExim(): Promise<Exim> {
  const program = serverProgram('exim4');
  const folder = await temporaryFolder('exim');
  const user = await ownUser(folder.path);
  const within = (name: string) => path.join(folder.path, name);
  const ca = await writeCertificates(within('certificates'));
  const [port = 0, tlsPort = 0] = await freePorts(2);
  await writeFile(within('exim.conf'), configuration(folder.path, user, port, tlsPort));
  const set = async (file: string, text: string | undefined) => {
    if (text === undefined) await rm(within(file), { force: true });
    else await writeFile(within(file), text);
  };
  const show = (kind: CertificateKind) => set('certificate', kind);
  const answer = async (stage: EximStage, reply: string | undefined) => {
    for (const digit of ['4', '5'])
      await set(`answer.${stage}.${digit}`, reply?.startsWith(digit) ? reply : undefined);
  };
  const flags = new Set<EximFlag>();
  const flag = async (name: EximFlag, on: boolean) => {
    flags.add(name);
    await set(`flag.${name}`, on ? '' : undefined);
  };
  const reset = async () => {
    for (const stage of stages) await answer(stage, undefined);
    for (const name of flags) await flag(name, false);
    await show('good');
  };
  await reset();
  try {
    const { processes, stop } = await start({
      program,
      args: ['-C', within('exim.conf'), '-bdf'],
      ...(process.getuid?.() === 0 && { user }),
      isReady: async () => (await accepts(port)) && (await accepts(tlsPort)),
    });
    return {
      port,
      tlsPort,
      folder: folder.path,
      ca,
      processes,
      flag,
      answer,
      show,
      reset,
      stop: async () => {
        await stop();
        await folder.remove();
      },
    };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

/** Exim will not accept connections as root. */
async function ownUser(folder: string): Promise<{ uid: number; gid: number }> {
  const { uid, gid } = os.userInfo();
  if (uid !== 0) return { uid, gid };
  const nobody = { uid: 65_534, gid: 65_534 };
  await mkdir(path.join(folder, 'spool'));
  for (const place of ['', 'spool']) await chown(path.join(folder, place), nobody.uid, nobody.gid);
  return nobody;
}

function configuration(
  folder: string,
  { uid, gid }: { uid: number; gid: number },
  port: number,
  tlsPort: number,
): string {
  const when = (flag: EximFlag, yes: string, no: string) =>
    `\${if exists{${folder}/flag.${flag}}{${yes}}{${no}}}`;
  // `defer` may only carry a 4xx code and `deny` only a 5xx code.
  const answers = (stage: EximStage) =>
    [
      ['defer', 4],
      ['deny', 5],
    ]
      .map(
        ([verb, digit]) => `  ${verb} condition = \${if exists{${folder}/answer.${stage}.${digit}}}
        message = \${readfile{${folder}/answer.${stage}.${digit}}}`,
      )
      .join('\n');
  const shown = (ending: string) => `${folder}/certificates/\${readfile{${folder}/certificate}}.${ending}`;
  const signIn = (user: string, given: string) => {
    const isRight = `and{{match{${user}}{\\N^(notices|limited|spent)@lender\\.example$\\N}}{eq{${given}}{${password}}}}`;
    return `\${if eq{${user}}{down@lender.example}{defer}{\${if ${isRight}{1}{0}}}}`;
  };
  return `primary_hostname = mail.lender.example
smtp_banner = ${when('other-greeting', 'server7.host.example', '$primary_hostname')} ESMTP Exim
spool_directory = ${folder}/spool
log_file_path = ${folder}/spool/%slog
pid_file_path = ${folder}/exim.pid
exim_user = ${uid}
exim_group = ${gid}
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${port} : ${tlsPort}
tls_on_connect_ports = ${tlsPort}
tls_advertise_hosts = ${when('no-starttls', '', '*')}
tls_require_ciphers = ${when('tls11', 'NORMAL:-VERS-ALL:+VERS-TLS1.1:%COMPAT', 'NORMAL')}
tls_certificate = ${shown('crt')}
tls_privatekey = ${shown('key')}
host_lookup =
rfc1413_hosts =
message_size_limit = 1M
auth_advertise_hosts = ${when('no-auth', '', `\${if or{{!eq{$tls_in_cipher}{}}{exists{${folder}/flag.clear-auth}}}{*}{}}`)}
acl_smtp_connect = acl_connect
acl_smtp_helo = acl_helo
acl_smtp_starttls = acl_starttls
acl_smtp_auth = acl_auth
acl_smtp_mail = acl_mail
acl_smtp_rcpt = acl_rcpt
acl_smtp_data = acl_data
keep_environment =
never_users =
begin acl
acl_connect:
${answers('connect')}
  accept
acl_helo:
${answers('helo')}
  accept
acl_starttls:
${answers('starttls')}
  accept
acl_auth:
${answers('auth')}
  accept
acl_mail:
${answers('mail')}
  deny  !authenticated = *
        message = 530 5.7.0 Authentication required
  deny  condition = \${if !eq{$sender_address_domain}{lender.example}}
        message = 553 5.7.1 <$sender_address>: Sender address rejected: not owned by user $authenticated_id
  defer condition = \${if eq{$authenticated_id}{spent@lender.example}}
        message = 452 4.7.28 Daily sending quota exceeded for $authenticated_id
  defer condition = \${if eq{$authenticated_id}{limited@lender.example}}
        ratelimit = 3 / 1h / strict / per_mail / $authenticated_id
        message = 452 4.7.28 Daily sending quota exceeded for $authenticated_id
  accept
acl_rcpt:
${answers('rcpt')}
  defer local_parts = grey
        message = 450 4.2.0 <$local_part@$domain>: Greylisted, try again later
  deny  local_parts = nobody
        message = 550 5.1.1 <$local_part@$domain>: User unknown
  accept
acl_data:
  accept
begin routers
drop_all:
  driver = redirect
  data = :blackhole:
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_advertise_condition = ${when('only-oauth', 'no', 'yes')}
  server_prompts = :
  server_condition = ${signIn('$auth2', '$auth3')}
  server_set_id = $auth2
login:
  driver = plaintext
  public_name = LOGIN
  server_advertise_condition = ${when('only-oauth', 'no', 'yes')}
  server_prompts = Username:: : Password::
  server_condition = ${signIn('$auth1', '$auth2')}
  server_set_id = $auth1
oauth:
  driver = plaintext
  public_name = XOAUTH2
  server_advertise_condition = ${when('only-oauth', 'yes', 'no')}
  server_prompts = :
  server_condition = no
`;
}
