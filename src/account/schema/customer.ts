import * as z from 'zod';
import { date, id, info, list, names, number, text, yesNo } from './field.js';
import { LINKS, LOAN_SETTINGS } from './menus.js';

const loan = z.object({
  id: info(id, { title: 'Loan id' }).optional(),
  displayId: info(z.union([z.string(), z.number()]).nullable(), { title: 'Display ID' }).optional(),
  active: info(yesNo, { title: 'Active' }).optional(),
  archived: info(yesNo, {
    title: 'Archived',
    ask: 'Is the loan archived?',
    absent: 'it is not archived',
  }).optional(),
  deleted: info(yesNo, {
    title: 'Deleted',
    ask: 'Is the loan deleted?',
    absent: 'it is not deleted',
  }).optional(),
  status: info(text, {
    title: 'Loan Status',
    menu: LOAN_SETTINGS,
    ask: 'What is the loan status?',
  }).optional(),
  subStatus: info(text, {
    title: 'Loan Sub Status',
    menu: LOAN_SETTINGS,
    ask: 'What is the loan sub status?',
    empty: 'none',
  }).optional(),
  eBilling: info(yesNo, { title: 'E-Billing', menu: LOAN_SETTINGS, ask: 'Is E-Billing on?' }).optional(),
  sourceCompany: info(text, {
    title: 'Source Company',
    description: 'null: none.',
    menu: LOAN_SETTINGS,
    ask: 'Which source company has the loan?',
    empty: 'none',
  }).optional(),
  portfolios: info(names, {
    title: 'Portfolios',
    ask: 'Which portfolios is the loan in?',
    empty: 'none',
    example: 'Auto, Prime',
  }).optional(),
  subPortfolios: info(names, {
    title: 'Sub Portfolios',
    ask: 'Which sub portfolios is the loan in?',
    empty: 'none',
    example: 'Used, Refinanced',
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
    empty: 'never',
  }).optional(),
  loanRecency: info(number, {
    title: 'Loan Recency',
    description: 'Days since a payment; null: no payment ever.',
    ask: 'How many days ago was the last payment?',
    empty: 'no payment ever',
  }).optional(),
  snapshotDate: info(date, {
    title: 'Snapshot date',
    description: 'The day these figures describe.',
  }).optional(),
  lastMaintenance: info(date, { title: 'Last daily maintenance' }).optional(),
  variables: info(
    z.record(
      z.string(),
      info(z.unknown(), {
        title: 'Context variable',
        description: 'A number, a text, true, false, or null for nothing.',
        ask: 'Which value has this context variable for the loan?',
        empty: 'nothing',
      }),
    ),
    {
      title: 'Context variables',
      description: 'Any other variable a rule may name.',
      ask: 'Which values have the context variables that the rule names?',
      example: 'status-payoff = 9120.55',
    },
  ).optional(),
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
    empty: 'no address',
  }).optional(),
  active: info(yesNo, { title: 'Active' }).optional(),
  timezone: info(text, { title: "Customer's time zone", description: 'IANA name.' }).optional(),
  links: info(list(link), {
    title: 'Links & Access',
    description: 'One entry a loan.',
    menu: LINKS,
    ask: 'Which loans is the customer linked to?',
    any: 'Is the customer linked to the loan?',
  }).optional(),
});
