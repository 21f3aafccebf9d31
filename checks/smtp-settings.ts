import { isEmpty, leavesThrough } from '../src/account/lookup.js';
import type { Transport } from '../src/account/types.js';
import { defineCheck, type FindingSpec, type Outcome } from '../src/core/check.js';
import { cut, quoted } from '../src/core/words.js';

const MENU = 'Settings > Company > Plugins > Connections > Services > Email Service > settings icon';
const URL = 'https://help.loanpro.io/article/4jc2skej4l-troubleshooting-automatic-email';
const at = (field: string) => ['transport', 'smtp', field];
// https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html: an SES SMTP password is derived from the secret
// access key and has 44 characters; the key itself has 40.
const SES_HOST = /^email-smtp(-fips)?\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/i;
const portOf = (transport: Transport | undefined) =>
  transport?.smtp?.port == null ? 'The default port 587' : `Port ${transport.smtp.port}`;
const SECRET_KEY = /^[A-Za-z0-9/+]{40}$/;

// A host pasted as smtp://user:password@host must not carry the password into a report.
const withoutLogin = (host: string) => host.replace(/^.*:.*@/s, '…@');

const missing = (field: 'host' | 'user' | 'password', name: string): FindingSpec<unknown, unknown> => ({
  status: 'fail',
  summary: `The SMTP ${name} is empty.`,
  why: 'Connections cannot hand mail to your mail server without a host, a user and a password.',
  evidence: () => [at(field)],
  fix: () => ({
    menu: MENU,
    url: URL,
    steps: [`Open ${MENU}.`, `Choose SMTP and fill in ${name}.`, 'Click Save.'],
  }),
});

export default defineCheck({
  id: 'smtp-settings',
  title: 'The SMTP settings are complete',
  article: 'SMTP or SES Configuration',
  scope: 'account',
  worst: 'fail',
  needs: ['transport'],

  outcomes: {
    complete: {
      status: 'pass',
      summary: ({ transport }) => `Host ${cut(transport?.smtp?.host ?? '')}, user and password set.`,
      evidence: () => [at('host'), at('user'), at('password')],
    },
    'missing-host': missing('host', 'Host'),
    'missing-user': missing('user', 'User'),
    'missing-password': missing('password', 'Password'),
    'host-not-a-name': {
      status: 'fail',
      summary: ({ transport }) =>
        `The SMTP Host ${quoted(withoutLogin(transport?.smtp?.host ?? ''))} is not the bare name of a server.`,
      why: 'A host with a scheme, a port, a mailbox or blanks in it is never found, so the connection fails.',
      evidence: () => [at('host')],
      fix: () => ({
        menu: MENU,
        url: URL,
        steps: [
          `Open ${MENU}.`,
          'Put the bare name of the server in Host, such as smtp.example.com; the port has a place of its own.',
          'Click Save.',
        ],
      }),
    },
    'port-security-mismatch': {
      status: 'warn',
      summary: ({ transport }) =>
        `${portOf(transport)} is combined with encryption ${quoted(transport?.smtp?.security ?? 'auto')}.`,
      why: 'Port 465 speaks TLS from the first byte (RFC 8314), 587 and 25 begin in clear text and switch with STARTTLS (RFC 6409, RFC 3207); the other way round the connection usually fails.',
      evidence: () => [at('port'), at('security')],
      fix: ({ transport }) => ({
        menu: MENU,
        url: URL,
        steps: [
          `Open ${MENU}.`,
          `Choose ${transport?.smtp?.port === 465 ? 'TLS' : 'STARTTLS'} for this port, or let it be chosen automatically; if the screen offers no such choice, correct the export.`,
          'Click Save.',
        ],
        changes: [{ op: 'replace', path: at('security'), value: 'auto' }],
      }),
    },
    'ses-secret-in-smtp': {
      status: 'warn',
      summary: 'The SMTP Password looks like an AWS secret access key.',
      why: 'The SMTP server of Amazon SES wants a password derived from that key, not the key itself, and refuses the login.',
      evidence: () => [at('host'), at('password')],
      fix: () => ({
        menu: MENU,
        url: 'https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html',
        steps: [
          'Open the Amazon SES console in the Region of this host > SMTP settings > Create SMTP credentials, and copy the user name and password it shows.',
          `Open ${MENU} and put them in User and Password.`,
          'Click Save.',
        ],
      }),
    },
    'not-smtp': {
      status: 'skip',
      reason: 'not-applicable',
      summary: ({ transport }) =>
        transport?.mode === 'smtp'
          ? 'Automated mail leaves by the house account; SMTP is for direct mail only.'
          : `Not used: mail leaves ${transport?.mode === 'ses' ? 'through Amazon SES' : 'by the house account'}.`,
      evidence: ({ transport }) => [['transport', transport?.mode === 'smtp' ? 'onlyDirectEmails' : 'mode']],
    },
    'mode-unknown': { status: 'unknown', missing: () => [['transport', 'mode']] },
    unknown: { status: 'unknown', missing: (_, fields: readonly string[]) => fields.map(at) },
  },

  run({ transport, question }, say) {
    const mode = leavesThrough(transport, question.direct);
    if (mode === undefined) return say['mode-unknown']();
    if (mode !== 'smtp') return say['not-smtp']();

    const { host, port, security = 'auto', user, password } = transport?.smtp ?? {};
    const said: Outcome[] = [];
    if (isEmpty(host)) said.push(say['missing-host']());
    if (isEmpty(user)) said.push(say['missing-user']());
    if (password === null || (typeof password === 'string' && isEmpty(password)))
      said.push(say['missing-password']());
    if (host && !isEmpty(host) && /[:/@\s]/.test(host)) said.push(say['host-not-a-name']());
    const wantsTls = (port ?? 587) === 465;
    const isStartTlsPort = (port ?? 587) === 587 || port === 25;
    if (
      (wantsTls && (security === 'starttls' || security === 'none')) ||
      (isStartTlsPort && security === 'tls')
    ) {
      said.push(say['port-security-mismatch']());
    }
    if (host && SES_HOST.test(host.trim()) && typeof password === 'string' && SECRET_KEY.test(password)) {
      said.push(say['ses-secret-in-smtp']());
    }
    const absent = Object.entries({ host, user, password }).flatMap(([field, value]) =>
      value === undefined ? [field] : [],
    );
    if (absent.length > 0) said.push(say.unknown(absent));
    return said.length > 0 ? said : say.complete();
  },
});
