import type { Socket } from 'node:net';
import type {
  EnvelopeAnswer,
  ReplyStage,
  SmtpCause,
  SmtpStage,
  SmtpTls,
  SmtpTrouble,
} from '../../core/probed-smtp.js';
import { type Provider, providerOf } from '../../providers/providers.js';
import type { Lookup } from '../resolve-host.js';
import { Stages } from '../stages.js';
import { type Heard, masker } from './reply.js';
import type { Session } from './session.js';

/** What is to be tried. */
export interface SmtpAsk {
  readonly host: string;
  readonly port: number;
  /** `tls` from the first byte, `starttls`, or `none`: clear text, the password too. */
  readonly security: 'tls' | 'starttls' | 'none';
  readonly user: string;
  /** Absent: known to be set but not here, so the login is left out; `withheld` says why. */
  readonly password: string | undefined;
  readonly withheld?: string | undefined;
  /** The from addresses messages would use. */
  readonly senders: readonly string[];
  /** Named by RCPT TO as well. */
  readonly recipient?: string | undefined;
  readonly allowPrivate: boolean;
  /** Certificates trusted beside the usual ones, in PEM. */
  readonly ca?: readonly string[] | undefined;
  readonly lookup: Lookup;
  /** Milliseconds for the whole. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly onStage?: ((stage: SmtpStage) => void) | undefined;
  /** The ports to look at where the one set does not answer; the usual ones unless given. */
  readonly usualPorts?: readonly number[] | undefined;
}

/** Ends a handshake with what is wrong. */
export class Trouble extends Error {
  readonly trouble: SmtpTrouble;

  constructor(trouble: SmtpTrouble) {
    super(trouble.cause);
    this.trouble = trouble;
  }
}

/** One handshake on its way: what is asked, what was seen so far, and the clock. */
export class Attempt {
  readonly ask: SmtpAsk;
  readonly provider: Provider | undefined;
  readonly stages: Stages<SmtpStage>;
  readonly mask: (text: string) => string;
  readonly warnings: SmtpTrouble[] = [];
  readonly envelopes = new Map<string, EnvelopeAnswer>();
  /** Every address of the host that was looked at. */
  addresses: readonly string[] = [];
  /** The one that is spoken to. */
  address = '';
  socket: Socket | undefined;
  session: Session | undefined;
  tls: SmtpTls | undefined;
  capabilities: readonly string[] = [];

  constructor(ask: SmtpAsk) {
    this.ask = ask;
    this.provider = providerOf(ask.host);
    this.mask = masker(ask.password);
    const { timeoutMs: total } = ask;
    // A login may be answered after 6 s, a name or a connection never takes as long.
    const quick: ReadonlySet<SmtpStage> = new Set(['resolve', 'connect', 'tls']);
    const stage = (name: SmtpStage) => (quick.has(name) ? total / 4 : name === 'auth' ? total : total / 2);
    this.stages = new Stages({ total, stage }, ask.onStage, ask.signal);
  }

  warn(cause: SmtpCause, stage: SmtpStage, detail: string): void {
    this.warnings.push({ cause, stage, isTemporary: false, detail });
  }

  /** What is wrong at the current stage. */
  trouble(cause: SmtpCause, detail?: string): Trouble {
    const stage = this.stages.current ?? 'connect';
    return new Trouble({
      cause,
      stage,
      isTemporary: false,
      detail: detail === undefined ? undefined : this.mask(detail),
    });
  }

  /** What a reply means at a stage; undefined for what is no reply. */
  refused(stage: ReplyStage, heard: Heard): Trouble | undefined {
    const meant = heard.causeAt(stage, this.provider);
    return meant && new Trouble({ ...meant, stage, reply: heard.reply });
  }
}

/** A trouble in a few words. */
export function inWords({ reply, detail, cause }: SmtpTrouble): string {
  const said = reply && [reply.code, reply.enhanced, reply.text].filter((part) => part).join(' ');
  return said ?? detail ?? cause;
}

/** Causes that may lie between this machine and the server, or kept something from being tried. */
const UNDECIDED: ReadonlySet<SmtpCause> = new Set([
  'dns-server-trouble',
  'address-not-allowed',
  'tcp-timeout',
  'tcp-unreachable',
  'tcp-reset',
  'greeting-silent',
  'greeting-closed',
  'ehlo-timeout',
  'ehlo-dropped',
  'tls-timeout',
  'auth-not-answered',
  'secret-withheld',
  'sender-not-tried',
  'sender-timeout',
  'recipient-timeout',
]);

/** How much a trouble counts: a used-up limit holds mail up for longer than the word "temporary" promises. */
export function weightOf({ cause, isTemporary }: SmtpTrouble): 'fail' | 'warn' | 'unknown' {
  if (UNDECIDED.has(cause)) return 'unknown';
  return isTemporary && cause !== 'limit-daily' ? 'warn' : 'fail';
}
