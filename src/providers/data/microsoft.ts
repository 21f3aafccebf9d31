import { microsoft365Limit } from '../known-limits.js';
import { documented, type Provider, type ReplyLine, reported } from '../provider.js';

const DAY = '2026-11-22';
const SET_UP =
  'https://learn.microsoft.com/en-us/exchange/mail-flow-best-practices/how-to-set-up-a-multifunction-device-or-application-to-send-email-using-microsoft-365-or-office-365';
const FIX =
  'https://learn.microsoft.com/en-us/exchange/mail-flow-best-practices/fix-issues-with-printers-scanners-and-lob-applications-that-send-email-using-off';
const REMOVAL =
  'https://techcommunity.microsoft.com/blog/exchange/exchange-online-to-retire-basic-auth-for-client-submission-smtp-auth/4114750';
const OUTLOOK =
  'https://techissuestoday.com/how-to-update-outlook-email-settings-to-avoid-losing-access-after-september-16/';
const REPORT = 'https://docs.bookyourpto.com/features/smtp-troubleshoot';

const allowForMailbox = [
  'Sign in to the Microsoft 365 admin center as an administrator, open Users > Active users and choose this user.',
  'Open Mail > Manage email apps, tick Authenticated SMTP and save.',
] as const;
const allowForTenant = [
  'Sign in to the Exchange admin center as an administrator and open Settings > Mail flow.',
  'Clear "Turn off SMTP AUTH protocol for your organization" and save.',
] as const;
const askForDefaults =
  'Ask your administrator whether Security Defaults or a Conditional Access policy blocks this user, and whether it may be exempt.';

const replies: readonly ReplyLine[] = [
  {
    codes: [535],
    enhanced: '5.7.139',
    words: ['smtpclientauthentication is disabled for the tenant'],
    cause: 'auth-disabled-by-admin',
    says: 'SMTP sign-in is reported to be switched off for the whole organization when Microsoft answers so.',
    steps: [...allowForTenant, ...allowForMailbox],
    isForAnyHost: true,
    ...reported(DAY, REPORT),
  },
  {
    codes: [535],
    enhanced: '5.7.139',
    words: ['smtpclientauthentication is disabled for the mailbox'],
    cause: 'auth-disabled-by-admin',
    says: 'SMTP sign-in is reported to be switched off for this mailbox when Microsoft answers so.',
    steps: allowForMailbox,
    isForAnyHost: true,
    ...reported(DAY, REPORT),
  },
  {
    codes: [535],
    enhanced: '5.7.139',
    words: ['security defaults'],
    cause: 'auth-disabled-by-admin',
    says: 'The Security Defaults of the organization are reported to block sign-in with a password when Microsoft answers so.',
    steps: [
      askForDefaults,
      'If they must stay on, use another way to send, such as a mail service with an SMTP password of its own.',
    ],
    isForAnyHost: true,
    ...reported(DAY, REPORT),
  },
  {
    codes: [535],
    enhanced: '5.7.139',
    words: ['did not meet the criteria to be authenticated'],
    cause: 'auth-disabled-by-admin',
    says: 'A Conditional Access policy or the setting of the mailbox is reported to forbid this sign-in when Microsoft answers so.',
    steps: [...allowForMailbox, askForDefaults],
    isForAnyHost: true,
    ...reported(DAY, REPORT),
  },
  {
    codes: [535],
    enhanced: '5.7.139',
    words: ['basic authentication is disabled'],
    cause: 'auth-disabled-by-admin',
    says: 'Microsoft is reported to answer so where sign-in with a password (basic authentication) is switched off.',
    steps: [
      'For a Microsoft 365 mailbox ask your administrator to allow basic authentication for SMTP again, as long as Microsoft offers that.',
      ...allowForMailbox,
      'For an Outlook.com, Hotmail or Live mailbox use another provider: passwords no longer work there.',
    ],
    isForAnyHost: true,
    ...reported(DAY, 'https://github.com/microsoft/azure-devops-engineering-extensions/issues/90'),
  },
  {
    codes: [550, 535],
    enhanced: '5.7.30',
    words: ['basic authentication is not supported'],
    cause: 'auth-disabled-by-admin',
    says: 'Microsoft has removed sign-in with a password (basic authentication) for good.',
    steps: [
      'Move LoanPro to a mail service with an SMTP password of its own, or to Amazon SES: a password no longer works here.',
      'Change Host, User and Password of the SMTP settings in LoanPro and save.',
    ],
    isForAnyHost: true,
    ...documented(DAY, REMOVAL),
  },
  {
    codes: [535],
    enhanced: '5.7.139',
    words: ['incorrect'],
    cause: 'auth-bad-credentials',
    says: 'Microsoft is reported to answer so to a wrong user or password.',
    steps: [
      'Make sure that User is the full sign-in name of the mailbox, not an alias.',
      'Sign in with the same user and password at https://outlook.office.com.',
      'Put them in User and Password of the SMTP settings in LoanPro and save.',
    ],
    isForAnyHost: true,
    ...reported(DAY, 'https://mytechblaze.com/?p=247'),
  },
  {
    codes: [535],
    enhanced: '5.7.139',
    words: [],
    cause: 'auth-disabled-by-admin',
    says: 'Microsoft is reported to use this code where a policy forbids the sign-in, whatever the password.',
    steps: [...allowForMailbox, askForDefaults],
    isForAnyHost: true,
    ...reported(DAY, REPORT),
  },
  {
    codes: [535],
    enhanced: '5.7.3',
    words: ['authentication unsuccessful'],
    cause: 'auth-bad-credentials',
    says: 'Microsoft refuses the sign-in: the password is wrong, SMTP sign-in is off for the mailbox, multi-factor authentication or Security Defaults stand in the way, or, from January 2027 on, basic authentication is off by default.',
    steps: [
      'Sign in with the same user and password at https://outlook.office.com.',
      ...allowForMailbox,
      askForDefaults,
    ],
    ...documented(DAY, FIX),
  },
  {
    codes: [530, 550],
    enhanced: '5.7.57',
    words: ['not authenticated to send'],
    cause: 'sender-auth-required',
    says: 'Microsoft was given no sign-in, or SMTP sign-in is off for the mailbox.',
    steps: ['Fill in User and Password of the SMTP settings in LoanPro and save.', ...allowForMailbox],
    isForAnyHost: true,
    ...documented(DAY, FIX),
  },
  {
    codes: [550, 554, 551, 553],
    words: ['does not have permissions to send as this sender'],
    cause: 'sender-not-allowed',
    says: 'The from address is neither the mailbox that signs in nor one it may send as.',
    steps: [
      'In LoanPro choose the address of the mailbox as from address, or put the mailbox of the from address in User and Password.',
      'Or let an administrator give Send As permission: Exchange admin center > Recipients > Mailboxes > the mailbox of the from address > Delegation > Send as.',
    ],
    isForAnyHost: true,
    ...documented(DAY, FIX),
  },
  {
    codes: [554, 550],
    words: ['sendasdenied'],
    cause: 'sender-not-allowed',
    says: 'The from address is neither the mailbox that signs in nor one it may send as.',
    steps: [
      'In LoanPro choose the address of the mailbox as from address.',
      'Or let an administrator give Send As permission: Exchange admin center > Recipients > Mailboxes > the mailbox of the from address > Delegation > Send as.',
    ],
    isForAnyHost: true,
    ...documented(DAY, FIX),
  },
  {
    codes: [550],
    enhanced: '5.1.8',
    words: ['bad outbound sender'],
    cause: 'sender-not-allowed',
    says: 'Microsoft has blocked this mailbox from sending because of suspected spam.',
    steps: [
      'Change the password of the mailbox and look for strange activity.',
      'Let an administrator unblock it in the Microsoft Defender portal: Email & collaboration > Review > Restricted entities.',
    ],
    isForAnyHost: true,
    ...documented(DAY, FIX),
  },
];

export const microsoft365: Provider = {
  id: 'microsoft-365',
  name: 'Microsoft 365',
  hosts: ['smtp.office365.com', 'smtp-legacy.office365.com'],
  ports: [
    { port: 587, security: 'starttls' },
    { port: 25, security: 'starttls' },
  ],
  server: {
    says: 'Use the name, not an IP address, with TLS 1.2 or later; port 465 is not offered. SMTP sign-in must be allowed for the organization and for the mailbox.',
    ...documented(DAY, SET_UP),
  },
  user: { says: 'The full sign-in name (UPN) of a mailbox with a licence.', ...documented(DAY, SET_UP) },
  password: {
    says: 'The password of that mailbox; multi-factor authentication and Security Defaults block it. From the end of December 2026 sign-in with a password is off by default, and administrators can switch it on again.',
    ...documented(DAY, 'https://mc.merill.net/message/MC786329'),
  },
  limits: [microsoft365Limit],
  spfIncludes: ['spf.protection.outlook.com'],
  dkimSelectors: ['selector1', 'selector2'],
  dns: [
    {
      says: 'The SPF record of the sender is reported to include spf.protection.outlook.com; DKIM is switched on in the Microsoft Defender portal, with the selectors selector1 and selector2.',
      ...reported(DAY, 'https://domainsecurityscanner.com/guides/microsoft-365/dkim'),
    },
  ],
  replies,
};

export const outlook: Provider = {
  id: 'outlook',
  name: 'Outlook.com',
  hosts: ['smtp-mail.outlook.com', 'smtp.live.com'],
  ports: [{ port: 587, security: 'starttls' }],
  server: {
    says: 'The server for private Outlook.com, Hotmail and Live mailboxes. Since 16 September 2024 it is reported to take no passwords at all, so LoanPro cannot send through it.',
    ...reported(DAY, OUTLOOK),
  },
  user: {
    says: 'The full address of the mailbox is reported to be right.',
    ...reported(DAY, 'https://github.com/nodemailer/nodemailer/blob/master/lib/well-known/services.json'),
  },
  password: {
    says: 'None: only sign-in with OAuth2 is reported to work; passwords and app passwords are refused.',
    ...reported(DAY, OUTLOOK),
  },
  limits: [],
  replies,
};
