import * as z from 'zod';
import { id, info, list, names, number, range, statusRef, text, yesNo } from './field.js';
import { EMAIL_TAB } from './menus.js';

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

export const notification = z.object({
  id: info(id, { title: 'Notification id' }).optional(),
  name: info(text, { title: 'Name' }).optional(),
  kind: info(z.enum(['event', 'trigger']), {
    title: 'Kind',
    description: 'event: sent when something happens; trigger: sent nightly while a rule is true.',
    ask: 'Is it an event based or a trigger based notification?',
    choices: { event: 'Event Based Notification', trigger: 'Trigger Based Notification' },
  }).optional(),
  rule: info(text, {
    title: 'Rule',
    description: 'Trigger notifications only: a Clojure expression. null or "": LoanPro shows "Empty".',
    ask: 'What does the rule say?',
    empty: 'Empty',
    isLong: true,
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
    {
      title: 'Event',
      description: 'Status changes, portfolio changes or a built-in event, not mixed.',
      ask: 'Which event sends it?',
      empty: 'none',
      example: 'Open > Closed / Paid Off',
    },
  ).optional(),
  email: info(
    z.object({
      enabled: info(yesNo, {
        title: 'Enabled (Email Status)',
        ask: 'Is the Email tab switched on?',
      }).optional(),
      subject: info(text, {
        title: 'Subject',
        ask: 'What is the subject?',
        empty: 'no subject',
      }).optional(),
      from: info(text, {
        title: 'From Address',
        description: 'company-primary, or one of the company emails.',
        ask: 'Which From Address is chosen?',
        empty: 'none chosen',
        choices: { 'company-primary': 'Company Primary Email' },
      }).optional(),
      fromTitle: info(text, {
        title: 'From Title',
        ask: 'What is the From Title?',
        empty: 'no title',
      }).optional(),
      deliverTo: info(z.enum(['customers', 'agents', 'both', '']).nullable(), {
        title: 'Deliver To',
        ask: 'Who is chosen under Deliver To?',
        empty: 'nobody chosen',
        choices: { customers: 'customers', agents: 'agent users', both: 'both' },
      }).optional(),
      body: info(text, {
        title: 'Content',
        description: 'HTML or text.',
        ask: 'What is the content?',
        empty: 'no content',
        isLong: true,
      }).optional(),
      restrictions: info(restrictions.nullable(), {
        title: 'Restrictions',
        ask: 'Which restrictions are set?',
        any: 'Is any restriction set for the email?',
        absent: 'no restriction is set',
        example: 'Days Past Due: 5 or more',
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
