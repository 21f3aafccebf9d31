import type { SmtpCause } from '../core/probed-smtp.js';
import { fields, findingsOf, host, inLoanPro, type OpenWords, open, type Steps, server } from './words.js';

const ARTICLE = 'https://help.loanpro.io/article/4jc2skej4l-troubleshooting-automatic-email';
const RFC_REPLIES = 'https://www.rfc-editor.org/rfc/rfc5321#section-4.2';
const RFC_PORTS = 'https://www.rfc-editor.org/rfc/rfc8314#section-3.3';

const COMPARE =
  'Compare Host, and the port where the screen shows one, with those your mail provider gives for outgoing mail: usually 587 with STARTTLS, or 465 with TLS.';
/** LoanPro's pages name neither a port nor an encryption field. */
export const NO_PORT_FIELD =
  'If the screen shows no port or encryption, correct them in the export, and ask LoanPro support which ones Connections uses.';
export const PASSING =
  'The server itself calls this temporary, and LoanPro tries failed email again, so the mail may only be late.';
export const TRY_LATER = 'Wait some minutes, then run the probe again.';
const BETWEEN =
  '; the network between this machine and the server may be the reason (many block ports 25, 465 and 587), and the mail leaves from elsewhere';
const TELL_APART: Steps = [
  'Run the probe from another network, such as a server that may send mail.',
  'Look in the log of your mail provider: a login or a mail from LoanPro there shows that the server can be reached.',
  'If it is the same from everywhere, compare Host, port and encryption with those your mail provider gives.',
];

const finding = findingsOf({ evidence: fields.place, url: ARTICLE });
const between = (says: OpenWords['says'], steps: Steps = TELL_APART) =>
  open({ says, steps, ending: BETWEEN, evidence: fields.place });

/** Finding the server, connecting, its greeting and EHLO. */
export const reachingFindings = {
  'dns-not-found': finding('fail', {
    says: (facts) => `No server has the name ${host(facts)}`,
    why: 'Whoever sends the mail looks the server up by this name, so there is nowhere to hand the mail over.',
    evidence: fields.host,
    steps: inLoanPro([
      'Compare Host, letter by letter, with the name your mail provider gives for outgoing mail (SMTP), and correct it.',
    ]),
  }),
  'tcp-refused': finding('fail', {
    says: (facts) => `${server(facts)} refuses the connection`,
    why: 'Nothing takes mail at that port, so it cannot be handed over.',
    steps: inLoanPro(
      [COMPARE, NO_PORT_FIELD],
      'If they are right, ask whoever runs the server whether it is up and listens on that port.',
      'A firewall on the way can refuse too: run the probe from another network to tell.',
    ),
  }),
  'greeting-expects-tls': finding('fail', {
    says: (facts) => `${server(facts)} wants TLS from the first byte, but is spoken to in clear text first`,
    hasDetail: true,
    why: 'Each side waits for the other to begin, so no mail is ever handed over.',
    evidence: fields.encryption,
    url: RFC_PORTS,
    steps: inLoanPro(['Choose TLS for this port, or STARTTLS together with port 587.', NO_PORT_FIELD]),
  }),
  'greeting-other-protocol': finding('fail', {
    says: (facts) => `${server(facts)} does not answer as a mail server`,
    why: 'Host or port leads to another service, which takes no mail.',
    url: RFC_REPLIES,
    steps: inLoanPro([
      'Put the server for outgoing mail (SMTP) in Host: names such as imap., pop. or www. are for reading mail and for the web.',
      COMPARE,
      NO_PORT_FIELD,
    ]),
  }),
  'greeting-busy': finding('warn', {
    says: (facts) => `${server(facts)} is busy and puts off the connection`,
    why: PASSING,
    url: RFC_REPLIES,
    steps: [
      TRY_LATER,
      'If it stays so, ask your mail provider what the reply means, or look at its status page.',
    ],
  }),
  'greeting-blocked': finding('fail', {
    says: (facts) => `${server(facts)} turns the connection away with its greeting`,
    why: 'A server that greets like this takes no mail from whoever has connected (RFC 5321 section 3.1).',
    url: 'https://www.rfc-editor.org/rfc/rfc5321#section-3.1',
    steps: [
      'Read the reply: if it names the address of this machine, run the probe from another network to see whether everybody is turned away.',
      'Ask your mail provider why, with the words of the reply.',
      'If Host is not the server for outgoing mail with a login, correct it behind the settings icon of the Email Service.',
    ],
  }),
  'ehlo-refused': finding('fail', {
    says: (facts) => `${server(facts)} refuses EHLO, with which every session begins`,
    why: 'Without EHLO there is neither encryption nor a login, so no mail is taken.',
    url: 'https://www.rfc-editor.org/rfc/rfc5321#section-4.1.1.1',
    steps: [
      'Ask your mail provider why, with the words of the reply; some servers refuse by the address of whoever connects.',
      'Run the probe from another network to see whether everybody is refused.',
      'If Host is not the server for outgoing mail with a login, correct it behind the settings icon of the Email Service.',
    ],
  }),
} satisfies Partial<Record<SmtpCause, unknown>>;

export const reachingOpen = {
  'dns-server-trouble': open({
    says: (facts) => `The name ${host(facts)} could not be looked up`,
    ending:
      '; the name server or the network of this machine may be the reason, and the mail leaves from elsewhere',
    evidence: fields.host,
    steps: [
      'Try again, with --dns-server and another name server, or from another network.',
      'If the name cannot be looked up from anywhere, ask whoever runs the DNS of its domain.',
    ],
  }),
  'address-not-allowed': open({
    says: (facts) => `Host ${host(facts)} was not contacted`,
    ending:
      '; its addresses are private, loopback, link-local or those of a metadata service, and the mail leaves from elsewhere',
    evidence: fields.host,
    steps: [
      'If the server stands in your own network, run the probe there with --allow-private; link-local and metadata addresses are never contacted.',
      'Look the name up from another network: LoanPro needs an address that can be reached over the internet.',
      'If it is the same there, correct Host behind the settings icon of the Email Service.',
    ],
  }),
  'tcp-timeout': between((facts) => `${server(facts)} did not take the connection in time`),
  'tcp-unreachable': between((facts) => `There is no way from this machine to ${server(facts)}`),
  'tcp-reset': between((facts) => `The connection to ${server(facts)} was cut off before any greeting`),
  'greeting-silent': between(
    (facts) => `${server(facts)} takes the connection and sends no greeting`,
    [
      ...TELL_APART,
      'A server that wants TLS from the first byte is silent too when it is spoken to in clear text.',
    ],
  ),
  'greeting-closed': between((facts) => `${server(facts)} closed the connection without a greeting`),
  'ehlo-timeout': between((facts) => `${server(facts)} did not answer EHLO in time`),
  'ehlo-dropped': between((facts) => `${server(facts)} closed the connection at EHLO`),
} satisfies Partial<Record<SmtpCause, unknown>>;
