import * as z from 'zod';

/**
 * The account export, format 1: the only definition of its fields.
 *
 * The types (`types.ts`), the JSON Schema (`mailcheck schema export`), the validator, the field reference and
 * "where to look" are derived from this schema and its metadata. Absent always means "not known"; `null`, `""`
 * and `[]` mean "known to be empty".
 */

interface FieldInfo {
  /** What LoanPro calls it. */
  title: string;
  description?: string;
  /** Menu path in LoanPro where a person finds it; inherited from the parent when left out. */
  menu?: string;
  /** The question a person can answer about it. */
  ask?: string;
}

const info = <T extends z.ZodType>(schema: T, { menu, ask, ...rest }: FieldInfo): T =>
  schema.meta({ ...rest, ...(menu && { 'x-menu': menu }), ...(ask && { 'x-ask': ask }) });

// A text may be null (known to be empty); a yes/no, an id, a choice or a time of day may not.
const text = z.string().nullable();
const yesNo = z.boolean();
const number = z.number().nullable();
// Beyond 2^53 a number no longer holds the id that was written, so such an id has to be a text.
const id = z.union([z.string(), z.number().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER)]);
const date = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
  .nullable()
  .meta({ 'x-expected': 'a date written YYYY-MM-DD' });
const instant = z
  .string()
  .regex(
    /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d([.,]\d+)?)?([Zz]|[+-]([01]\d|2[0-3]):?[0-5]\d)$/,
  )
  .nullable()
  .meta({ 'x-expected': 'an instant with its offset, such as 2026-11-03T17:20:00Z' });
const list = <T extends z.ZodType>(item: T) => z.array(item).nullable();

const secret = z
  .union([
    z.string(),
    z.object({
      env: z
        .string()
        .regex(/^MAILCHECK_[A-Za-z0-9_]+$/)
        .meta({ 'x-expected': 'the name of an environment variable that begins with MAILCHECK_' }),
    }),
  ])
  .nullable()
  .meta({ 'x-expected': 'a text, { env: MAILCHECK_NAME } or "[redacted]"' });

const statusRef = z.object({ status: text.optional(), subStatus: text.optional() });
const range = z.object({ min: number.optional(), max: number.optional() }).nullable();
const names = list(z.union([z.string(), z.number()]));

const CONNECTIONS = 'Settings > Company > Plugins > Connections';
const NOTIFICATIONS =
  'Settings > Company > Notifications > Event Based Notifications or Trigger Based Notifications';
const EMAIL_TAB = `${NOTIFICATIONS} > (notification) > Email`;
const LINKS = 'Users > Customer Manager > (customer) > Links & Access';
const LOAN_SETTINGS = '(loan) > Loan Settings > Settings';

const tenant = z.object({
  id: info(id, { title: 'Tenant id', ask: 'What is the tenant id?' }).optional(),
  name: info(text, { title: 'Company name', ask: 'What is the company called?' }).optional(),
  timezone: info(text, {
    title: 'Company time zone',
    description: 'IANA name, such as America/Denver. Do-not-disturb windows and dates are read in it.',
    menu: 'Account > Company Profile > Company Settings',
    ask: 'Which time zone is the company in?',
  }).optional(),
});

const service = (title: string) =>
  info(yesNo, { title, ask: `Is ${title} switched on in the Services tab?` }).optional();

const connections = z.object({
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

const transport = z.object({
  mode: info(z.enum(['house', 'smtp', 'ses']), {
    title: 'Email configuration',
    description: 'house: the Connections house account; smtp: own mail server; ses: own Amazon SES.',
    ask: 'Does the mail leave through the house account, your own SMTP server or your own Amazon SES?',
  }).optional(),
  onlyDirectEmails: info(yesNo, {
    title: 'Only use for direct emails',
    description: 'true: automated messages leave through the house account, direct ones through SMTP.',
    ask: 'Is the SMTP account used for direct emails only?',
  }).optional(),
  smtp: info(
    z.object({
      host: info(text, { title: 'SMTP Host', ask: 'Which host is set?' }).optional(),
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
      }).optional(),
      password: info(secret, {
        title: 'SMTP Password',
        description: 'Never printed.',
        ask: 'Is a password set?',
      }).optional(),
    }),
    { title: 'SMTP' },
  ).optional(),
  ses: info(
    z.object({
      region: info(text, { title: 'AWS Region', ask: 'Which AWS Region is used?' }).optional(),
      accessKeyId: info(text, { title: 'Access Key Id', ask: 'Which Access Key Id is set?' }).optional(),
      secretAccessKey: info(secret, {
        title: 'Secret Access Key',
        description: 'Never printed.',
        ask: 'Is a Secret Access Key set?',
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

const companyEmail = z.object({
  id: info(id, { title: 'Company email id' }).optional(),
  email: info(text, { title: 'Address' }).optional(),
  type: info(text, { title: 'Type', description: 'Such as company.email.main.' }).optional(),
  primary: info(yesNo, { title: 'Primary', ask: 'Is this the primary company email?' }).optional(),
  validated: info(yesNo, { title: 'Verified', ask: 'Is this address verified?' }).optional(),
});

const timeOfDay = (pattern: RegExp, expected: string) =>
  z.string().regex(pattern).meta({ 'x-expected': expected });

const doNotDisturbWindow = z.object({
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

const enrollmentRow = z.object({
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

const restrictions = z.object({
  loanStatus: info(list(statusRef), { title: 'Loan Status' }).optional(),
  eBilling: info(yesNo, { title: 'E-Billing' }).optional(),
  sourceCompany: info(list(z.string()), { title: 'Source Company' }).optional(),
  loanAging: info(range, { title: 'Loan Aging', description: 'Days, both ends included.' }).optional(),
  daysPastDue: info(range, { title: 'Days Past Due', description: 'Both ends included.' }).optional(),
  amountPastDue: info(range, {
    title: 'Amount Past Due',
    description: 'US dollars, both ends included.',
  }).optional(),
  humanActivity: info(z.object({ withinDays: number.optional() }).nullable(), {
    title: 'Human Activity',
    description: 'Loans that had human activity within so many days.',
  }).optional(),
  loanRecency: info(range, {
    title: 'Loan Recency',
    description: 'Days without a payment, both ends included.',
  }).optional(),
  portfolios: info(names, { title: 'Portfolios', description: 'Ids or names.' }).optional(),
  subPortfolios: info(names, { title: 'Sub Portfolios', description: 'Ids or names.' }).optional(),
});

const channel = (title: string) =>
  info(z.object({ enabled: info(yesNo, { title: 'Enabled' }).optional() }), { title }).optional();

const notification = z.object({
  id: info(id, { title: 'Notification id' }).optional(),
  name: info(text, { title: 'Name' }).optional(),
  kind: info(z.enum(['event', 'trigger']), {
    title: 'Kind',
    description: 'event: sent when something happens; trigger: sent nightly while a rule is true.',
    ask: 'Is it an event based or a trigger based notification?',
  }).optional(),
  rule: info(text, {
    title: 'Rule',
    description: 'Trigger notifications only: a Clojure expression. null or "": LoanPro shows "Empty".',
    ask: 'What does the rule say?',
  }).optional(),
  event: info(
    z
      .object({
        statusChanges: info(
          list(z.object({ from: statusRef.nullable().optional(), to: statusRef.nullable().optional() })),
          {
            title: 'Loan Status Change',
          },
        ).optional(),
        portfolioChanges: info(z.object({ added: names.optional(), removed: names.optional() }).nullable(), {
          title: 'Portfolio Change',
        }).optional(),
        builtIn: info(text, { title: 'Built-in event', description: 'Such as payment posted.' }).optional(),
      })
      .nullable(),
    { title: 'Event', ask: 'Which event sends it?' },
  ).optional(),
  email: info(
    z.object({
      enabled: info(yesNo, {
        title: 'Enabled (Email Status)',
        ask: 'Is the Email tab switched on?',
      }).optional(),
      subject: info(text, { title: 'Subject', ask: 'What is the subject?' }).optional(),
      from: info(text, {
        title: 'From Address',
        description: 'company-primary, or one of the company emails.',
        ask: 'Which From Address is chosen?',
      }).optional(),
      fromTitle: info(text, { title: 'From Title', ask: 'What is the From Title?' }).optional(),
      deliverTo: info(z.enum(['customers', 'agents', 'both', '']).nullable(), {
        title: 'Deliver To',
        ask: 'Who is chosen under Deliver To?',
      }).optional(),
      body: info(text, {
        title: 'Content',
        description: 'HTML or text.',
        ask: 'What is the content?',
      }).optional(),
      restrictions: info(restrictions.nullable(), {
        title: 'Restrictions',
        ask: 'Which restrictions are set?',
      }).optional(),
    }),
    { title: 'Email', menu: EMAIL_TAB },
  ).optional(),
  sms: channel('SMS'),
  system: channel('System'),
  mailHouse: channel('Mail House'),
  webhook: info(
    z.object({
      enabled: info(yesNo, { title: 'Enabled' }).optional(),
      url: info(text, { title: 'URL' }).optional(),
    }),
    { title: 'Webhook' },
  ).optional(),
});

const loan = z.object({
  id: info(id, { title: 'Loan id' }).optional(),
  displayId: info(z.union([z.string(), z.number()]).nullable(), { title: 'Display ID' }).optional(),
  active: info(yesNo, { title: 'Active' }).optional(),
  archived: info(yesNo, { title: 'Archived', ask: 'Is the loan archived?' }).optional(),
  deleted: info(yesNo, { title: 'Deleted', ask: 'Is the loan deleted?' }).optional(),
  status: info(text, {
    title: 'Loan Status',
    menu: LOAN_SETTINGS,
    ask: 'What is the loan status?',
  }).optional(),
  subStatus: info(text, {
    title: 'Loan Sub Status',
    menu: LOAN_SETTINGS,
    ask: 'What is the loan sub status?',
  }).optional(),
  eBilling: info(yesNo, { title: 'E-Billing', menu: LOAN_SETTINGS, ask: 'Is E-Billing on?' }).optional(),
  sourceCompany: info(text, {
    title: 'Source Company',
    description: 'null: none.',
    menu: LOAN_SETTINGS,
    ask: 'Which source company has the loan?',
  }).optional(),
  portfolios: info(names, { title: 'Portfolios', ask: 'Which portfolios is the loan in?' }).optional(),
  subPortfolios: info(names, {
    title: 'Sub Portfolios',
    ask: 'Which sub portfolios is the loan in?',
  }).optional(),
  loanAge: info(number, {
    title: 'Loan Age',
    description: 'Days.',
    ask: 'How many days old is the loan?',
  }).optional(),
  daysPastDue: info(number, {
    title: 'Days Past Due',
    ask: 'How many days past due is the loan?',
  }).optional(),
  amountPastDue: info(number, {
    title: 'Amount Past Due',
    description: 'US dollars.',
    ask: 'What amount is past due?',
  }).optional(),
  lastHumanActivity: info(date, {
    title: 'Last Human Activity',
    description: 'null: never.',
    ask: 'When was the last human activity?',
  }).optional(),
  loanRecency: info(number, {
    title: 'Loan Recency',
    description: 'Days since a payment; null: no payment ever.',
    ask: 'How many days ago was the last payment?',
  }).optional(),
  snapshotDate: info(date, {
    title: 'Snapshot date',
    description: 'The day these figures describe.',
  }).optional(),
  lastMaintenance: info(date, { title: 'Last daily maintenance' }).optional(),
  variables: info(z.record(z.string(), z.unknown()), {
    title: 'Context variables',
    description: 'Any other variable a rule may name.',
  }).optional(),
});

const link = z.object({
  role: info(z.enum(['primary', 'secondary', 'additional', 'authorized', 'unassigned']), {
    title: 'Role',
  }).optional(),
  emailAccess: info(yesNo, {
    title: 'Email Access',
    ask: 'Is Email Access ticked for this loan?',
  }).optional(),
  webAccess: info(yesNo, { title: 'Web Access' }).optional(),
  smsAccess: info(yesNo, { title: 'SMS Access' }).optional(),
  loan: info(loan, { title: 'Loan', menu: '(loan) > Loan Information' }).optional(),
});

/** One customer of the export, and one line of a customer file. */
export const customerSchema = z.object({
  id: info(id, { title: 'Customer id' }).optional(),
  customId: info(z.union([z.string(), z.number()]).nullable(), { title: 'Custom id' }).optional(),
  firstName: info(text, { title: 'First name' }).optional(),
  lastName: info(text, { title: 'Last name' }).optional(),
  companyName: info(text, { title: 'Company name' }).optional(),
  email: info(text, {
    title: 'Email address',
    menu: 'Users > Customer Manager > (customer) > Contact & Personal Information',
    ask: "What is the customer's email address?",
  }).optional(),
  active: info(yesNo, { title: 'Active' }).optional(),
  timezone: info(text, { title: "Customer's time zone", description: 'IANA name.' }).optional(),
  links: info(list(link), {
    title: 'Links & Access',
    description: 'One entry a loan.',
    menu: LINKS,
    ask: 'Which loans is the customer linked to?',
  }).optional(),
});

const delivery = z.object({
  status: info(z.enum(['DELIVERED', 'NOT_DELIVERED']), { title: 'Delivery status' }).optional(),
  events: info(
    list(
      z.object({
        event: info(
          z.enum(['processed', 'delivered', 'deferred', 'bounce', 'blocked', 'dropped', 'complaint']),
          { title: 'Event' },
        ).optional(),
        at: info(instant, { title: 'Time' }).optional(),
        reason: info(text, { title: 'Reason' }).optional(),
      }),
    ),
    { title: 'Events' },
  ).optional(),
});

const historyRow = z.object({
  id: info(id, { title: 'Row id' }).optional(),
  at: info(instant, { title: 'Time' }).optional(),
  log: info(z.enum(['customer', 'lender']), { title: 'Log' }).optional(),
  channel: info(z.enum(['email', 'sms', 'system', 'mailHouse', 'webhook']), { title: 'Channel' }).optional(),
  customer: info(id, { title: 'Customer id' }).optional(),
  loan: info(id, { title: 'Loan id or display ID' }).optional(),
  notification: info(id, { title: 'Notification id' }).optional(),
  to: info(text, { title: 'Recipient' }).optional(),
  subject: info(text, { title: 'Subject' }).optional(),
  status: info(z.enum(['queued', 'sent', 'failed']), {
    title: 'Status',
    description: 'What LoanPro did; sent is not delivered.',
  }).optional(),
  delivery: info(delivery, { title: 'Delivery' }).optional(),
});

/** The whole export. Only `mailcheck` is required. */
export const accountSchema = z
  .object({
    mailcheck: info(z.literal(1), { title: 'Format version' }),
    exportedAt: info(instant, {
      title: 'Exported at',
      description: 'When this was true; findings quote it.',
    }).optional(),
    tenant: info(tenant, { title: 'Tenant', menu: 'Account > Company Profile' }).optional(),
    connections: info(connections, { title: 'Connections', menu: `${CONNECTIONS} > Settings` }).optional(),
    transport: info(transport, {
      title: 'Email transport',
      menu: `${CONNECTIONS} > Services > Email Service > settings icon`,
    }).optional(),
    companyEmails: info(list(companyEmail), {
      title: 'Company emails',
      menu: `${EMAIL_TAB} > From Address`,
      ask: 'Which company email addresses are there?',
    }).optional(),
    doNotDisturb: info(list(doNotDisturbWindow), {
      title: 'Do Not Disturb windows for email',
      description: '[] when nothing is added.',
      menu: 'Settings > Company > Emails > Do Not Disturb Settings',
      ask: 'Which Do Not Disturb windows are set for email?',
    }).optional(),
    enrollmentByStatus: info(list(enrollmentRow), {
      title: 'Enrollment By Loan Status',
      menu: 'Settings > Defaults > New Customer > Enrollment By Loan Status',
      ask: 'For which loan statuses is Email Enrollment on?',
    }).optional(),
    notifications: info(list(notification), {
      title: 'Notifications',
      menu: NOTIFICATIONS,
      ask: 'Which notifications are there?',
    }).optional(),
    customers: info(list(customerSchema), {
      title: 'Customers',
      menu: 'Users > Customer Manager',
      ask: 'Which customers are there?',
    }).optional(),
    communicationHistory: info(list(historyRow), {
      title: 'Communication history',
      menu: 'Users > Customer Manager > (customer) > communication history',
      ask: 'What does the communication history show?',
    }).optional(),
  })
  .meta({
    title: 'mailcheck account export, format 1',
    description: 'Absent means not known; null, "" and [] mean known to be empty.',
  });
