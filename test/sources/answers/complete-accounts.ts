import fc from 'fast-check';
import { checks } from '../../../checks/index.js';
import { fromPointer, valueAt } from '../../../src/account/pointer.js';
import { type Diagnosis, diagnose } from '../../../src/core/diagnose.js';
import { tracer } from '../../../src/core/evidence.js';
import type { Interview } from '../../../src/sources/answers/interview.js';
import { type Known, wholeOf } from '../../../src/sources/answers/known.js';
import type { FactQuestion } from '../../../src/sources/answers/question.js';
import type { Answer } from '../../../src/sources/answers/read-answer.js';
import type { Symptom } from '../../../src/sources/answers/symptoms.js';
import { compactAccount } from '../../support/compact-account.js';

export const ASKED = { now: Date.parse('2026-11-03T17:30:00Z'), offset: 0, direct: false, event: undefined };

type Edit = readonly [pointer: string, value: unknown];

/** An account in which nothing that is ever asked is absent, with one notification, one customer and at most one loan. */
export function completeAccount(edits: readonly Edit[]): Known {
  const { customers, ...account } = compactAccount();
  const [customer] = customers;
  if (!customer) throw new Error('the account has no customer');
  const known = { ...account, customers: [customer] };
  set(known, '/transport/onlyDirectEmails', false);
  set(known, '/communicationHistory', []);
  set(known, '/customers/0/id', 1);
  for (const [pointer, value] of edits) set(known, pointer, structuredClone(value));
  const { customers: _, ...rest } = known;
  return { account: rest, customer };
}

function set(account: object, pointer: string, value: unknown): void {
  const path = fromPointer(pointer);
  const { value: parent } = valueAt(account, path.slice(0, -1));
  const key = path.at(-1);
  // An edit before may have taken the place away, such as the only link.
  if (typeof parent === 'object' && parent !== null && key !== undefined) Reflect.set(parent, key, value);
}

const some = <T>(pointer: string, ...values: readonly T[]): fc.Arbitrary<Edit> =>
  fc.constantFrom(...values).map((value) => [pointer, value] as const);
const LOAN = '/customers/0/links/0/loan';
const EMAIL = '/notifications/0/email';
const smtp = (smtp: object) => ({
  mode: 'smtp',
  onlyDirectEmails: false,
  smtp: { host: 'smtp.example.com', user: 'billing', password: 'a b c', ...smtp },
});
const ses = (ses: object) => ({
  mode: 'ses',
  ses: { region: 'us-east-1', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'a b c', ...ses },
});
const statuses = [
  { status: 'Open', emailEnroll: true },
  { status: 'Open', subStatus: 'Repaying', emailEnroll: false },
  { status: 'Open', subStatus: 'Past Due', emailEnroll: true },
  { status: 'Closed', emailEnroll: false },
];
const logged = (event: string) => [
  {
    id: 9,
    at: '2026-11-02T07:00:00Z',
    channel: 'email',
    customer: 1,
    to: 'nora.lindqvist@mail.example',
    status: 'sent',
    delivery: { events: [{ event, at: '2026-11-02T07:00:05Z' }] },
  },
];

/** What accounts differ in. Each group has harmless values and such as stop or delay the mail. */
const EDITS: readonly fc.Arbitrary<Edit>[] = [
  some('/connections/linked', false),
  some('/connections/services/emailService', false),
  some<unknown>(
    '/transport',
    smtp({}),
    smtp({ host: '' }),
    smtp({ user: null }),
    smtp({ password: '' }),
    { ...smtp({ password: '' }), onlyDirectEmails: true },
    { ...smtp({}), onlyDirectEmails: true },
    ses({}),
    ses({ accessKeyId: '' }),
    ses({ secretAccessKey: null }),
  ),
  some('/companyEmails/0/validated', false),
  some('/companyEmails/0/primary', false),
  some('/companyEmails', []),
  some<unknown>(
    '/doNotDisturb',
    [],
    [{ start: '00:00', stop: '24:00' }],
    [{ start: '10:00', stop: '12:00', weekdays: ['tue'] }],
    [
      { start: '10:00', stop: '12:00', weekdays: ['tue'] },
      { start: '00:00', stop: '24:00', active: false },
    ],
  ),
  some('/tenant/timezone', 'America/New_York', 'Asia/Tokyo', 'UTC'),
  some(`${EMAIL}/enabled`, false),
  some(`${EMAIL}/body`, '', '<p>&nbsp;</p>', '<p>[[IF x</p>'),
  some(`${EMAIL}/subject`, null, ' ', 'x'.repeat(300)),
  some(`${EMAIL}/from`, null, 'office@cedar-credit.example', 'other@cedar-credit.example'),
  some(`${EMAIL}/fromTitle`, ''),
  some(`${EMAIL}/deliverTo`, null, 'agents', 'both'),
  some(
    `/notifications/0/event`,
    null,
    {},
    { statusChanges: [{ to: { status: 'Closed' } }], builtIn: 'x' },
    {
      portfolioChanges: { added: ['Auto'] },
    },
  ),
  fc
    .constant(['/notifications/0', undefined] as const)
    .chain(() =>
      fc
        .record({ rule: fc.constantFrom(null, '', '(= loan-status "Open")') })
        .map(({ rule }): Edit => ['/notifications/0', { ...completeNotification(), kind: 'trigger', rule }]),
    ),
  fc
    .record(
      {
        loanStatus: fc.constantFrom(
          [{ status: 'Open' }],
          [{ status: 'Open', subStatus: 'Repaying' }],
          [{ status: 'Closed' }],
        ),
        eBilling: fc.boolean(),
        sourceCompany: fc.constantFrom(['Main Street'], ['Elm Street'], []),
        loanAging: fc.constantFrom({ min: 0 }, { max: 20 }, { min: 212 }),
        daysPastDue: fc.constantFrom({ max: 0 }, { min: 5 }, {}),
        amountPastDue: fc.constantFrom({ min: 0, max: 10 }, { min: 25 }),
        humanActivity: fc.constantFrom({ withinDays: 30 }, { withinDays: 3 }),
        loanRecency: fc.constantFrom({ min: 10 }, { min: 15 }),
        portfolios: fc.constantFrom(['Auto'], ['Boat']),
        subPortfolios: fc.constantFrom(['Used'], ['New']),
      },
      { requiredKeys: [] },
    )
    .map((restrictions): Edit => [`${EMAIL}/restrictions`, restrictions]),
  some(`${EMAIL}/restrictions`, null),
  some('/customers/0/email', '', null, 'nora', 'nora@gmial.com'),
  some('/customers/0/links', []),
  some('/customers/0/links/0/emailAccess', false),
  some(`${LOAN}/status`, 'Closed', 'Elsewhere'),
  some(`${LOAN}/subStatus`, null, 'Past Due'),
  some(`${LOAN}/archived`, true),
  some(`${LOAN}/loanRecency`, null, 3),
  some(`${LOAN}/lastHumanActivity`, null),
  some('/enrollmentByStatus', statuses, statuses.slice(0, 1), statuses.slice(3), []),
  some('/communicationHistory', ...['delivered', 'bounce', 'dropped', 'deferred', 'complaint'].map(logged)),
];

function completeNotification(): object {
  const [notification] = compactAccount().notifications ?? [];
  return { ...notification };
}

/** Accounts of which a third has nothing wrong, and the others mostly one thing. */
export const completeAccounts: fc.Arbitrary<Known> = fc
  .oneof(
    { weight: 3, arbitrary: fc.tuple(fc.oneof(...EDITS)) },
    { weight: 2, arbitrary: fc.array(fc.oneof(...EDITS), { maxLength: 4 }) },
  )
  .map(completeAccount);

export function judge(known: Known): Diagnosis {
  return diagnose({
    account: known.account,
    customer: { value: known.customer, index: 0 },
    question: ASKED,
    message: undefined,
    loan: undefined,
    checks,
    leftOut: new Set(),
    trace: tracer(wholeOf(known, 0), () => ({ file: 'account.yaml', line: 1, column: 1 })),
  });
}

/** What somebody says who sees the whole account. */
export function oracle(known: Known, question: FactQuestion): Answer {
  const { found, value } = valueAt(wholeOf(known, 0), question.path);
  if (!found || value === undefined) return 'unknown';
  if (!question.asksWhether) return { value };
  return { value: Array.isArray(value) ? value.length > 0 : value !== null };
}

/** Answers what is picked until nothing more is asked; returns how many answers that took. */
export function runSession(
  interview: Interview,
  complete: Known,
  pick: (interview: Interview) => FactQuestion | undefined,
): number {
  for (let count = 0; count < 80; count += 1) {
    if (interview.progress().state !== 'asking') return count;
    const question = pick(interview);
    if (!question) return count;
    const problem = interview.answer(question, oracle(complete, question));
    if (problem !== undefined) throw new Error(`${question.pointer}: ${problem}`);
  }
  throw new Error('the interview does not end');
}

export const asItSays = (interview: Interview): FactQuestion | undefined => {
  const progress = interview.progress();
  return progress.state === 'asking' ? progress.question : undefined;
};
/** The order that the article has, without the engine's own choice. */
export const asTheArticle = (interview: Interview): FactQuestion | undefined => interview.openQuestions()[0];

/** The symptoms that a person who tells the truth may have to do with: what they say works, does. */
export function truthfulSymptoms(known: Known): Symptom[] {
  const failing = judge(known).emails.flatMap(({ results }) =>
    results.flatMap(({ check, status }) => (status === 'fail' ? [check] : [])),
  );
  const stops = (isOf: (id: string, scope: string) => boolean) =>
    failing.some(({ id, scope }) => isOf(id, scope));
  const atAccount = stops((_, scope) => scope === 'account');
  const atMessage = stops((id, scope) => scope === 'message' && id !== 'message-restrictions');
  const LAPSES = ['email-service', 'smtp-settings', 'ses-settings', 'from-address', 'loan-status-enrollment'];
  return [
    'nobody',
    ...(atAccount ? [] : (['one-message'] as const)),
    ...(atAccount || atMessage ? [] : (['one-customer'] as const)),
    ...(stops((id) => !LAPSES.includes(id)) ? [] : (['since-a-date'] as const)),
    ...(failing.length > 0 ? [] : (['late'] as const)),
    ...(stops((id) => id !== 'delivery-history') ? [] : (['log-says-sent'] as const)),
  ];
}
