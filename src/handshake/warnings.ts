import type { SmtpCause } from '../core/probed-smtp.js';
import { cut } from '../core/words.js';
import { NO_PORT_FIELD } from './reaching.js';
import { fields, findingsOf, host, inLoanPro, type Seen, server } from './words.js';

const isInClear = ({ transport }: Seen) => transport?.smtp?.security === 'none';

const finding = findingsOf({
  evidence: fields.login,
  url: 'https://help.loanpro.io/article/4jc2skej4l-troubleshooting-automatic-email',
});

/** What is doubtful beside a handshake that goes on, or beside the cause that ended it. */
export const warningFindings = {
  'config-whitespace': finding('warn', {
    says: () => 'The SMTP login begins or ends with blanks',
    why: 'Blanks are sent as part of the login, and most servers refuse it then.',
    steps: inLoanPro(['Enter User and Password again, without blanks before or after them.']),
  }),
  'config-looks-like-wrong-secret-kind': finding('warn', {
    says: () => 'The SMTP login looks like one of another kind than this server wants',
    why: 'Servers refuse a key or password that was made for something else.',
    url: 'https://www.rfc-editor.org/rfc/rfc4954#section-6',
    steps: inLoanPro([
      'Enter the User and Password your mail provider gives for SMTP: not an API key, and not the password of the mailbox where it wants an app password.',
    ]),
  }),
  'auth-offered-without-tls': finding('warn', {
    says: (facts) =>
      isInClear(facts)
        ? `With encryption "none" the login ${facts.probed?.smtp?.trouble ? 'goes' : 'went'} to ${server(facts)} in clear text`
        : `${server(facts)} offers the login before TLS too`,
    hasDetail: true,
    why: (facts) =>
      isInClear(facts)
        ? 'Whoever is on the way can read user and password, and send mail in your name.'
        : 'A client that does not insist on TLS would send user and password in clear text, and others could send mail in your name.',
    evidence: fields.encryption,
    url: 'https://www.rfc-editor.org/rfc/rfc4954#section-9',
    steps: (facts) =>
      isInClear(facts)
        ? inLoanPro(['Choose STARTTLS with port 587, or TLS with port 465.', NO_PORT_FIELD])
        : [
            'Ask whoever runs the server to offer AUTH only after STARTTLS.',
            'Or use port 465 with TLS, if your mail provider offers that.',
          ],
  }),
  'tls-cert-expires-soon': finding('warn', {
    says: (facts, { detail }) =>
      `The certificate of ${server(facts)} ends ${detail === undefined ? 'soon' : `on ${cut(detail)}`}`,
    hasDetail: true,
    why: 'From then on clients that look at certificates hand over no mail.',
    evidence: fields.place,
    url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5',
    steps: ['Ask whoever runs the server to renew its certificate before that day.'],
  }),
  'tcp-other-port-answers': finding('warn', {
    says: (facts, { detail }) =>
      `${host(facts)} answers as a mail server on ${detail === undefined ? 'another port' : `port ${cut(detail)}`}, not on ${facts.transport?.smtp?.port ?? 'the default port 587'}`,
    hasDetail: true,
    why: 'The port set is probably not the one that takes the mail.',
    evidence: fields.encryption,
    url: 'https://www.rfc-editor.org/rfc/rfc8314#section-3.3',
    steps: inLoanPro([
      'Set the port that answers, with its encryption: 465 goes with TLS, 587, 2525 and 25 with STARTTLS.',
      NO_PORT_FIELD,
    ]),
  }),
} satisfies Partial<Record<SmtpCause, unknown>>;
