import { documented, type Provider, reported } from '../provider.js';

const DAY = '2026-11-22';
const LIMITS = 'https://www.ionos.com/help/email/general-topics/what-are-the-mass-mailing-limits/';
const SETTINGS = 'https://sendsmartly.site/ionos-smtp-settings';

export const ionos: Provider = {
  id: 'ionos',
  name: 'IONOS',
  hosts: [
    'smtp.ionos.com',
    'smtp.ionos.co.uk',
    'smtp.ionos.*',
    'smtp.1and1.com',
    'smtp.1and1.co.uk',
    'smtp.1und1.de',
  ],
  ports: [
    { port: 465, security: 'tls' },
    { port: 587, security: 'starttls' },
  ],
  server: {
    says: 'smtp.ionos.com in the United States, other endings elsewhere, are reported.',
    ...reported(DAY, SETTINGS),
  },
  user: { says: 'The full address of the mailbox is reported to be right.', ...reported(DAY, SETTINGS) },
  password: { says: 'The password of that mailbox is reported to be right.', ...reported(DAY, SETTINGS) },
  limits: [
    {
      says: 'Mail Basic and Mail Business: 50 emails an hour in the first week of the contract, 100 in the second, 400 until the thirtieth day, 500 afterwards (one page says 5,000).',
      perHour: 500,
      ...documented(DAY, LIMITS),
    },
  ],
  // The first two are of today, the others of records made in the time of 1&1.
  spfIncludes: ['_spf-us.ionos.com', '_spf-eu.ionos.com', '_spf.perfora.net', '_spf.kundenserver.de'],
  dkimSelectors: ['s1-ionos', 's2-ionos', 's42582890'],
  dns: [
    {
      says: 'The SPF record of the sender includes the IONOS SPF of the region: _spf-us.ionos.com or _spf-eu.ionos.com.',
      ...documented(
        DAY,
        'https://www.ionos.de/hilfe/domains/mailserver-und-verwandte-records-konfigurieren/spam-versand-vermeiden-mit-spf-record',
      ),
    },
    {
      says: 'The DKIM selectors are s1-ionos, s2-ionos and s42582890.',
      ...documented(
        DAY,
        'https://www.ionos.de/hilfe/domains/mailserver-und-verwandte-records-konfigurieren/e-mail-authentifizierung-mit-dkim/',
      ),
    },
  ],
  replies: [
    {
      codes: [450],
      words: ['mail send limit exceeded'],
      cause: 'limit-daily',
      says: 'The emails of this hour are used up; the words about an unavailable mailbox mislead.',
      steps: [
        'Wait an hour; nothing has to be changed.',
        'Spread large runs over a longer time, or use a mail service meant for many emails: a new contract has a low limit at IONOS.',
      ],
      ...documented(DAY, LIMITS),
    },
    {
      codes: [550],
      words: ['sender address is not allowed'],
      cause: 'sender-not-allowed',
      says: 'IONOS sends only from addresses at the domain of the mailbox that signs in.',
      steps: [
        'In LoanPro choose a from address at the domain of the mailbox in User.',
        'Or put a mailbox at the domain of the from address in User and Password.',
      ],
      ...documented(
        DAY,
        'https://www.ionos.com/help/email/general-topics/important-change-for-sending-emails-with-different-sender-addresses/',
      ),
    },
  ],
};
