import { documented, type Provider, reported } from '../provider.js';

const DAY = '2026-11-22';
const PRESETS = 'https://github.com/nodemailer/nodemailer/blob/master/lib/well-known/services.json';
const RELAYS = 'https://www.craiglotter.co.za/2011/11/28/e-mail-accounts-what-is-godaddys-relay-limit/';

export const godaddy: Provider = {
  id: 'godaddy',
  name: 'GoDaddy Workspace Email',
  hosts: ['smtpout.secureserver.net', 'smtp.europe.secureserver.net', 'smtp.asia.secureserver.net'],
  ports: [
    { port: 465, security: 'tls' },
    { port: 587, security: 'starttls' },
  ],
  server: {
    says: 'These hosts are reported to be for Workspace Email; the Microsoft 365 plans GoDaddy sells use smtp.office365.com.',
    ...reported(DAY, PRESETS),
  },
  user: { says: 'The full address of the mailbox is reported to be right.', ...reported(DAY, PRESETS) },
  password: { says: 'The password of that mailbox is reported to be right.', ...reported(DAY, PRESETS) },
  limits: [
    {
      says: 'Workspace Email is reported to be limited to 250 recipients a day by SMTP; later plans differ.',
      perDay: 250,
      ...reported(DAY, RELAYS),
    },
  ],
  spfIncludes: ['secureserver.net'],
  dns: [
    {
      says: 'The SPF record of the sender includes secureserver.net.',
      ...documented(
        DAY,
        'https://github.com/Domain-Connect/Templates/blob/master/godaddy.com.professional_mail.json',
      ),
    },
  ],
  replies: [
    {
      codes: [535],
      words: [],
      cause: 'auth-bad-credentials',
      says: 'GoDaddy refuses this user and password; it is reported to do so, too, when the 250 recipients of a day are used up.',
      steps: [
        'Look up the remaining SMTP relays of the mailbox in the GoDaddy account under Email; if there are none, wait until the next day.',
        'Sign in to the mailbox in webmail with the same user and password.',
        'If the mailbox belongs to a Microsoft 365 plan, put smtp.office365.com and port 587 in the SMTP settings in LoanPro and save.',
      ],
      ...reported(DAY, RELAYS),
    },
  ],
};
