import * as z from 'zod';
import { id, info, list, number, secret, text, yesNo } from './field.js';
import { CONNECTIONS } from './menus.js';

export const tenant = z.object({
  id: info(id, { title: 'Tenant id', ask: 'What is the tenant id?' }).optional(),
  name: info(text, { title: 'Company name', ask: 'What is the company called?' }).optional(),
  timezone: info(text, {
    title: 'Company time zone',
    description: 'IANA name, such as America/Denver. Do-not-disturb windows and dates are read in it.',
    menu: 'Account > Company Profile > Company Settings',
    ask: 'Which time zone is the company in?',
    choices: {
      'America/New_York': 'Eastern',
      'America/Chicago': 'Central',
      'America/Denver': 'Mountain',
      'America/Phoenix': 'Arizona',
      'America/Los_Angeles': 'Pacific',
      'America/Anchorage': 'Alaska',
      'Pacific/Honolulu': 'Hawaii',
    },
  }).optional(),
});

const service = (title: string) =>
  info(yesNo, { title, ask: `Is ${title} switched on in the Services tab?` }).optional();

export const connections = z.object({
  linked: info(yesNo, {
    title: 'Connections account linked',
    description: 'A linked account shows its balance.',
    ask: 'Is a Connections account linked (do you see a balance there)?',
  }).optional(),
  balance: info(number, {
    title: 'Balance',
    description: 'US dollars.',
    ask: 'What balance does Connections show?',
  }).optional(),
  lowPoint: info(number, {
    title: 'Low point',
    description: 'US dollars: the balance at which money is added.',
    ask: 'What is the low point?',
  }).optional(),
  amount: info(number, {
    title: 'Amount',
    description: 'US dollars added each time.',
    ask: 'How much is added each time?',
  }).optional(),
  paymentProfile: info(text, {
    title: 'Payment profile',
    description: 'null: none chosen.',
    ask: 'Which payment profile is charged?',
  }).optional(),
  notifyByEmail: info(yesNo, {
    title: 'Notification by email',
    ask: 'Is Notification by email switched on?',
  }).optional(),
  services: info(
    z.object({
      zipCodeDecode: service('ZIP Code Decode'),
      addressStandardization: service('Address Standardization & Abbreviation'),
      emailService: service('Email Service'),
      phoneCarrierLookup: service('Phone Carrier Lookup'),
      socialProfileLookup: service('Social Profile Lookup'),
      mailHouse: service('Mail House'),
      creditPulling: service('Credit Pulling'),
      ofacCompliance: service('OFAC Compliance'),
      vinDecode: service('VIN Decode'),
    }),
    { title: 'Services', menu: `${CONNECTIONS} > Services` },
  ).optional(),
});

const perWindow = (unit: string) =>
  info(number, { title: `Limit per ${unit}`, ask: `How many emails may leave per ${unit}?` }).optional();

export const transport = z.object({
  mode: info(z.enum(['house', 'smtp', 'ses']), {
    title: 'Email configuration',
    description: 'house: the Connections house account; smtp: own mail server; ses: own Amazon SES.',
    ask: 'Does the mail leave through the house account, your own SMTP server or your own Amazon SES?',
    choices: { house: 'the house account of Connections', smtp: 'own SMTP server', ses: 'own Amazon SES' },
  }).optional(),
  onlyDirectEmails: info(yesNo, {
    title: 'Only use for direct emails',
    description: 'true: automated messages leave through the house account, direct ones through SMTP.',
    ask: 'Is the SMTP account used for direct emails only?',
    absent: 'it is used for all email',
  }).optional(),
  smtp: info(
    z.object({
      host: info(text, { title: 'SMTP Host', ask: 'Which host is set?', empty: 'no host' }).optional(),
      port: info(
        z.int().min(1).max(65535).nullable().meta({ 'x-expected': 'a port number from 1 to 65535' }),
        {
          title: 'SMTP port',
          description: '587 when absent.',
          ask: 'Which port is set?',
        },
      ).optional(),
      security: info(z.enum(['auto', 'tls', 'starttls', 'none']), {
        title: 'Encryption',
        description: 'auto: TLS from the first byte on port 465, STARTTLS elsewhere.',
        ask: 'Which encryption is set?',
      }).optional(),
      user: info(text, {
        title: 'SMTP User',
        description: 'Usually the mailbox address.',
        ask: 'Which user is set?',
        empty: 'no user',
      }).optional(),
      password: info(secret, {
        title: 'SMTP Password',
        description: 'Never printed.',
        ask: 'Is a password set?',
        empty: 'no password',
      }).optional(),
    }),
    { title: 'SMTP' },
  ).optional(),
  ses: info(
    z.object({
      region: info(text, { title: 'AWS Region', ask: 'Which AWS Region is used?' }).optional(),
      accessKeyId: info(text, {
        title: 'Access Key Id',
        ask: 'Which Access Key Id is set?',
        empty: 'no key',
      }).optional(),
      secretAccessKey: info(secret, {
        title: 'Secret Access Key',
        description: 'Never printed.',
        ask: 'Is a Secret Access Key set?',
        empty: 'no secret',
      }).optional(),
      sessionToken: info(secret, {
        title: 'Session token',
        description: 'Only with temporary keys. Never printed.',
        ask: 'Is a session token set?',
      }).optional(),
    }),
    { title: 'Amazon SES' },
  ).optional(),
  sendLimit: info(
    z.object({
      perDay: perWindow('day'),
      perHour: perWindow('hour'),
      perMinute: perWindow('minute'),
      perSecond: perWindow('second'),
    }),
    { title: 'Sending limit', menu: 'the account page of the mail provider (LoanPro has no field for it)' },
  ).optional(),
});

export const companyEmail = z.object({
  id: info(id, { title: 'Company email id' }).optional(),
  email: info(text, { title: 'Address', ask: 'What is the address of this company email?' }).optional(),
  type: info(text, { title: 'Type', description: 'Such as company.email.main.' }).optional(),
  primary: info(yesNo, { title: 'Primary', ask: 'Is this the primary company email?' }).optional(),
  validated: info(yesNo, { title: 'Verified', ask: 'Is this address verified?' }).optional(),
});

const timeOfDay = (pattern: RegExp, expected: string) =>
  z.string().regex(pattern).meta({ 'x-expected': expected });

export const doNotDisturbWindow = z.object({
  start: info(timeOfDay(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day from "00:00" to "23:59"'), {
    title: 'Start time',
  }),
  stop: info(
    timeOfDay(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a time of day from "00:00" to "23:59", or "24:00"'),
    { title: 'Stop time', description: 'Before the start: runs into the next day.' },
  ),
  weekdays: info(list(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])), {
    title: 'Weekdays',
    description: 'Absent: every day. []: no day.',
  }).optional(),
  active: info(yesNo, { title: 'Active', description: 'true when absent.' }).optional(),
});

export const enrollmentRow = z.object({
  status: info(text, { title: 'Loan Status' }).optional(),
  subStatus: info(text, {
    title: 'Loan Sub Status',
    description: 'Absent or null: every sub-status without a row of its own.',
  }).optional(),
  emailEnroll: info(yesNo, {
    title: 'Email Enrollment',
    ask: 'Is Email Enrollment on for this status?',
  }).optional(),
  webAccess: info(yesNo, { title: 'Web Access' }).optional(),
  smsEnroll: info(yesNo, { title: 'SMS Enrollment' }).optional(),
});
