import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { SmtpCause, SmtpCertificate, SmtpTls } from '../../core/probed-smtp.js';

const DAY = 86_400_000; // milliseconds
const SOON = 14 * DAY;

/** The encryption of an open session. */
export function tlsOf(socket: TLSSocket): SmtpTls {
  const certificate = socket.getPeerCertificate(false);
  return {
    version: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher()?.name ?? 'unknown',
    certificate: certificate?.subject ? describe(certificate) : undefined,
  };
}

function describe({
  subject,
  issuer,
  subjectaltname,
  valid_from,
  valid_to,
}: PeerCertificate): SmtpCertificate {
  return {
    subject: oneOf(subject.CN ?? subject.O) ?? 'without a name',
    names: (subjectaltname ?? '')
      .split(', ')
      .map((name) => name.replace(/^(DNS|IP Address):/, ''))
      .filter((name) => name !== '')
      .slice(0, 50),
    issuer: [oneOf(issuer?.CN), oneOf(issuer?.O)].filter((part) => part).join(', ') || 'without a name',
    validFrom: instant(valid_from),
    validTo: instant(valid_to),
  };
}

const oneOf = (name: string | string[] | undefined) => (Array.isArray(name) ? name[0] : name);
const instant = (date: string) => {
  const ms = Date.parse(date);
  return Number.isNaN(ms) ? date : new Date(ms).toISOString().replace('.000Z', 'Z');
};

// The names OpenSSL gives to what it finds: https://nodejs.org/api/tls.html#x509-certificate-error-codes
const CAUSES: Readonly<Record<string, SmtpCause>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls-cert-self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls-cert-unknown-issuer',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls-cert-unknown-issuer',
  UNABLE_TO_GET_ISSUER_CERT: 'tls-cert-unknown-issuer',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls-cert-unknown-issuer',
  CERT_HAS_EXPIRED: 'tls-cert-expired',
  CERT_NOT_YET_VALID: 'tls-cert-not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls-cert-wrong-name',
};

/** What is wrong with a certificate, in words of ours; undefined when it verifies. */
export function certificateFault(
  socket: TLSSocket,
  tls: SmtpTls,
  host: string,
): { cause: SmtpCause; detail: string } | undefined {
  if (socket.authorized) return undefined;
  const said = socket.authorizationError as unknown;
  const code = said instanceof Error && 'code' in said ? String(said.code) : String(said);
  const cause = CAUSES[code] ?? 'tls-handshake-failed';
  return { cause, detail: faultDetail(cause, code, tls.certificate, host) };
}

function faultDetail(
  cause: SmtpCause,
  code: string,
  certificate: SmtpCertificate | undefined,
  host: string,
): string {
  const { names = [], subject = 'it', issuer = 'an unknown issuer', validFrom, validTo } = certificate ?? {};
  switch (cause) {
    case 'tls-cert-expired':
      return `expired on ${validTo}`;
    case 'tls-cert-not-yet-valid':
      return `valid only from ${validFrom}`;
    case 'tls-cert-wrong-name':
      return `made for ${names.slice(0, 3).join(', ') || subject}, not for ${host}`;
    case 'tls-cert-self-signed':
      return `signed by itself (${subject})`;
    case 'tls-cert-unknown-issuer':
      return `issued by ${issuer}, which is not trusted here`;
    default:
      return `it does not verify (${code})`;
  }
}

/** When the certificate ends within 14 days of a moment, that day. */
export function expiresSoon(tls: SmtpTls, now: number): string | undefined {
  const end = Date.parse(tls.certificate?.validTo ?? '');
  return end > now && end - now < SOON ? `${tls.certificate?.validTo}` : undefined;
}
