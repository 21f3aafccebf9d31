import type { SmtpCause } from '../../core/probed-smtp.js';

/** The system's or OpenSSL's name of a fault, wherever nodemailer and Node put it. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const { originalCode, code } = error as { originalCode?: unknown; code?: unknown };
  return String(originalCode ?? code ?? '');
}

/** A connection that was not made. */
export function causeOfConnect(code: string): SmtpCause {
  switch (code) {
    case 'ECONNREFUSED':
      return 'tcp-refused';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'tcp-reset';
    case 'ETIMEDOUT':
      return 'tcp-timeout';
    default:
      // EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL, EACCES of a firewall and their like: no way from here.
      return 'tcp-unreachable';
  }
}

// Which message OpenSSL gives depends on who refuses, and with what: the names that old servers were seen to cause.
const TOO_OLD =
  /UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|VERSION_TOO_LOW|NO_PROTOCOLS_AVAILABLE|LEGACY_SIGALG|DH_KEY_TOO_SMALL/;

/** A TLS handshake that failed. */
export function causeOfTls(code: string): SmtpCause {
  if (TOO_OLD.test(code)) return 'tls-too-old';
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNEXPECTED_MESSAGE/.test(code))
    return 'tls-port-expects-plain';
  return 'tls-handshake-failed';
}
