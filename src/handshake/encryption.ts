import type { SmtpCause } from '../core/probed-smtp.js';
import { NO_PORT_FIELD, PASSING, TRY_LATER } from './reaching.js';
import { type FindingWords, fields, findingsOf, host, inLoanPro, open, server } from './words.js';

const RFC_STARTTLS = 'https://www.rfc-editor.org/rfc/rfc3207';
const RFC_CERTIFICATES = 'https://www.rfc-editor.org/rfc/rfc7817#section-3';

const finding = findingsOf({ evidence: fields.encryption, url: RFC_STARTTLS });

const NOT_TRUSTED =
  'A client that looks at certificates stops here, before it sends the password, so no mail is handed over.';
const OWN_AUTHORITY =
  'If the authority is your own, give its certificate with --ca to go on here; whether LoanPro trusts it is not known.';
const badCertificate = (says: FindingWords['says'], steps: FindingWords['steps']) =>
  finding('fail', { says, steps, why: NOT_TRUSTED, url: RFC_CERTIFICATES });

/** STARTTLS, TLS and the certificate. */
export const encryptionFindings = {
  'tls-port-expects-plain': finding('fail', {
    says: (facts) => `${server(facts)} begins in clear text, but TLS is spoken to it from the first byte`,
    hasDetail: true,
    why: 'The two sides do not understand each other, so no mail is handed over.',
    url: 'https://www.rfc-editor.org/rfc/rfc8314#section-3.3',
    steps: inLoanPro(['Choose STARTTLS for this port, or TLS together with port 465.', NO_PORT_FIELD]),
  }),
  'tls-starttls-missing': finding('fail', {
    says: (facts) => `${server(facts)} does not offer STARTTLS`,
    why: 'Without it the password would cross the network in clear text, so no login is made and no mail handed over.',
    steps: inLoanPro(
      ['Choose TLS together with port 465, if your mail provider offers that.', NO_PORT_FIELD],
      'Otherwise ask whoever runs the server to switch STARTTLS on.',
      'Some firewalls hide STARTTLS: run the probe from another network to tell.',
    ),
  }),
  'tls-starttls-refused': finding('fail', {
    says: (facts) => `${server(facts)} refuses STARTTLS`,
    why: 'Without it the password would cross the network in clear text, so no login is made and no mail handed over.',
    steps: [
      'Ask whoever runs the server to put its TLS right, with the words of the reply.',
      'Or use port 465 with TLS, if your mail provider offers that.',
    ],
  }),
  'tls-starttls-refused-temporary': {
    ...finding('warn', {
      says: (facts) => `${server(facts)} has no TLS at the moment`,
      why: PASSING,
      steps: [TRY_LATER, 'If it stays so, ask whoever runs the server to put its TLS right.'],
    }),
    code: 'tls-starttls-refused',
  },
  'tls-too-old': finding('fail', {
    says: (facts) => `${server(facts)} offers only encryption that is out of date, such as TLS 1.0 or 1.1`,
    why: 'TLS 1.0 and 1.1 are withdrawn (RFC 8996) and refused by clients of today, so no mail is handed over.',
    url: 'https://www.rfc-editor.org/rfc/rfc8996',
    steps: ['Ask whoever runs the server to switch TLS 1.2 and 1.3 on.', 'Then run the probe again.'],
  }),
  'tls-cert-self-signed': badCertificate(
    (facts) => `The certificate of ${server(facts)} is signed by no authority`,
    ['Ask whoever runs the server to install a certificate of a public authority.', OWN_AUTHORITY],
  ),
  'tls-cert-unknown-issuer': badCertificate(
    (facts) => `The certificate of ${server(facts)} comes from an unknown authority`,
    [
      'Ask whoever runs the server to send the intermediate certificates too, or to install a certificate of a public authority.',
      OWN_AUTHORITY,
    ],
  ),
  'tls-cert-expired': badCertificate(
    (facts) => `The certificate of ${server(facts)} is no longer valid`,
    [
      'Ask whoever runs the server to renew its certificate.',
      'If it looks valid to you, compare the clock of this machine.',
      'Then run the probe again.',
    ],
  ),
  'tls-cert-not-yet-valid': badCertificate(
    (facts) => `The certificate of ${server(facts)} is not valid yet`,
    [
      'Compare the clock of this machine: if it is slow, set it and run the probe again.',
      'Otherwise ask whoever runs the server to install a certificate that is valid now.',
    ],
  ),
  'tls-cert-wrong-name': badCertificate(
    (facts) => `The certificate of ${server(facts)} does not fit Host ${host(facts)}`,
    inLoanPro(
      [
        'Put the name your mail provider gives for outgoing mail in Host: it stands in the certificate, an alias or an IP address often does not.',
      ],
      'If it is that name, ask whoever runs the server for a certificate that holds it.',
      'If the certificate is that of a web host, its network may redirect mail: run the probe from another network to tell.',
    ),
  ),
  'tls-handshake-failed': finding('fail', {
    says: (facts) => `No encrypted connection to ${server(facts)} comes about`,
    why: 'Without TLS the password is not sent, so no mail is handed over.',
    steps: [
      'Compare port and encryption with those your mail provider gives: 587 goes with STARTTLS, 465 with TLS.',
      'If they are right, ask whoever runs the server to look at its TLS log.',
      'A firewall that looks into mail can break TLS: run the probe from another network to tell.',
    ],
  }),
} satisfies Partial<Record<SmtpCause | 'tls-starttls-refused-temporary', unknown>>;

export const encryptionOpen = {
  'tls-timeout': open({
    says: (facts) => `${server(facts)} did not finish the TLS handshake in time`,
    ending:
      '; the network between this machine and the server may be the reason, and the mail leaves from elsewhere',
    evidence: fields.encryption,
    steps: [
      'Run the probe from another network, such as a server that may send mail.',
      'Compare port and encryption with those your mail provider gives: a server that begins in clear text is silent when TLS is spoken to it.',
      'Look in the log of your mail provider for logins from LoanPro.',
    ],
  }),
} satisfies Partial<Record<SmtpCause, unknown>>;
