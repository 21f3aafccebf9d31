import { describe, expect, it } from 'vitest';
import { checks } from '../../../checks/index.js';
import { Interview } from '../../../src/sources/answers/interview.js';
import type { FactQuestion } from '../../../src/sources/answers/question.js';
import type { Symptom } from '../../../src/sources/answers/symptoms.js';
import { ExportFolder } from '../loading.js';
import { ASKED, asItSays, completeAccount, runSession } from './complete-accounts.js';
import { interviewProperties } from './interview-properties.js';

interviewProperties(25, new ExportFolder());

const begin = (symptom?: Symptom) => new Interview({ checks, asked: ASKED, symptom });

/** The question asked now. */
function asked(interview: Interview): FactQuestion {
  const question = asItSays(interview);
  if (!question) throw new Error('nothing is asked');
  return question;
}

/** Answers as typed, in the order in which they are asked for; returns what was asked. */
function type(interview: Interview, ...texts: string[]): string[] {
  return texts.map((text) => {
    const question = asked(interview);
    const problem = interview.answer(question, text === '?' ? 'unknown' : { text });
    if (problem !== undefined) throw new Error(`${question.text} ${text}: ${problem}`);
    return question.text;
  });
}

const LOAN = '/customers/0/links/0/loan';

describe('each section of the article', () => {
  const SMTP = { mode: 'smtp', onlyDirectEmails: false, smtp: { host: '', user: 'a', password: 'b' } };
  it.each<[section: string, symptom: Symptom, pointer: string, value: unknown, check: string]>([
    ['Associated Connections Account', 'nobody', '/connections/linked', false, 'connections-account'],
    ['Email Function Enabled', 'since-a-date', '/connections/services/emailService', false, 'email-service'],
    ['SMTP or SES Configuration', 'since-a-date', '/transport', SMTP, 'smtp-settings'],
    ['Verified Email', 'nobody', '/companyEmails/0/validated', false, 'from-address'],
    [
      'Do-Not-Disturb Settings',
      'nobody',
      '/doNotDisturb',
      [{ start: '08:00', stop: '08:00' }],
      'do-not-disturb',
    ],
    ['Message Enabled', 'one-message', '/notifications/0/email/enabled', false, 'message-enabled'],
    ['Message Present', 'one-message', '/notifications/0/email/subject', '', 'message-present'],
    ['Create Event-Based Notification', 'one-message', '/notifications/0/event', null, 'message-trigger'],
    [
      'Email Restrictions',
      'one-customer',
      '/notifications/0/email/restrictions',
      { eBilling: false },
      'message-restrictions',
    ],
    ['Valid Customer Email Address', 'one-customer', '/customers/0/email', 'nora', 'customer-email'],
    ['Customer Enrollment', 'one-customer', '/customers/0/links/0/emailAccess', false, 'customer-enrollment'],
    [
      'Enrollment By Loan Status',
      'one-customer',
      '/enrollmentByStatus/0/emailEnroll',
      false,
      'loan-status-enrollment',
    ],
  ])('%s is found', (_, symptom, pointer, value, check) => {
    const interview = begin(symptom);
    runSession(interview, completeAccount([[pointer, value]]), asItSays);
    const { state, diagnosis } = interview.progress();
    expect(state).toBe('blocked');
    expect(diagnosis.emails[0]?.judged.blockers).toEqual([check]);
    expect(interview.chain().find((link) => link.check === check)?.status).toBe('fail');
  });
});

describe('a session in words', () => {
  it('goes from nothing to "would send"', () => {
    const interview = begin('one-customer');
    const questions = type(
      interview,
      'yes',
      'Days Past Due: 5 or more\nPortfolios: Auto',
      'yes',
      '12 days',
      'Auto, Prime',
      'nora@mail.example',
      'on',
      'Open / Repaying: on\nClosed: off',
      'Open',
      'Repaying',
      'it bounced',
    );
    expect(questions.slice(0, 4)).toEqual([
      'Is any restriction set for the email?',
      'Which restrictions are set?',
      'Is the customer linked to the loan?',
      'How many days past due is the loan?',
    ]);
    expect(interview.progress().state).toBe('blocked');
    expect(interview.back()).toBe(true);
    type(
      interview,
      'the email was delivered',
      'Company Primary Email',
      'office@acme.example primary verified',
      'yes',
      '<p>Hello</p>',
      'Acme',
      'both',
      'Paid',
      'event',
      'payment posted',
      'yes',
      'yes',
      'house',
      'no',
    );
    const { state, diagnosis } = interview.progress();
    expect([state, diagnosis.verdict]).toEqual(['settled', 'sends']);
    expect(interview.unknownAnswers()).toEqual([]);
    expect(interview.chain().every(({ status }) => status === 'pass' || status === 'skip')).toBe(true);
  });

  it('of which nothing is known ends with the places to look', () => {
    const interview = begin('nobody');
    let count = 0;
    for (; asItSays(interview); count += 1) interview.answer(asked(interview), 'unknown');
    const { state, diagnosis } = interview.progress();
    expect([state, diagnosis.verdict]).toEqual(['settled', 'unknown']);
    const unknown = interview.unknownAnswers();
    expect(unknown).toHaveLength(count);
    expect(unknown.map(({ menu }) => menu)).not.toContain(undefined);
    // Without the mode nothing of a server is asked, without the windows no time zone.
    expect(unknown.map(({ pointer }) => pointer)).toEqual([
      '/connections/linked',
      '/connections/services/emailService',
      '/transport/mode',
      '/notifications/0/email/from',
      '/doNotDisturb',
      '/notifications/0/email/enabled',
      '/notifications/0/email/body',
      '/notifications/0/email/fromTitle',
      '/notifications/0/email/deliverTo',
      '/notifications/0/email/subject',
      '/notifications/0/kind',
      '/notifications/0/email/restrictions',
      '/customers/0/email',
      '/customers/0/links',
    ]);
    const [first] = unknown;
    if (first) interview.answer(first, { text: 'no' });
    expect(interview.progress().state).toBe('blocked');
    expect(interview.unknownAnswers()).toHaveLength(count - 1);
  });

  it('refuses what the field cannot hold, and says what it expects', () => {
    const interview = begin('nobody');
    expect(interview.answer(asked(interview), { text: 'perhaps' })).toBe('Expected yes or no.');
    expect(interview.answer(asked(interview), { value: 'perhaps' })).toBe('Expected true or false.');
    type(interview, 'yes', 'on');
    expect(interview.problem(asked(interview), { text: 'sendmail' })).toMatch(/^Expected one of: the house/);
    type(interview, 'house', 'billing@acme.example', 'billing@acme.example');
    expect(asked(interview).text).toBe('Is this address verified?');
    expect(asked(interview).about).toBe('billing@acme.example');
    type(interview, 'yes', 'yes');
    expect(interview.problem(asked(interview), { text: '21:00' })).toMatch(
      /^Cannot be read: "21:00": expected a start/,
    );
    expect(interview.problem(asked(interview), { text: '9pm-8am\n25:00-26:00' })).toMatch(
      /^Cannot be read: line 2, "25:00"/,
    );
    type(interview, '00:00-24:00 inactive\n21:00-08:00');
    const zone = interview.openQuestions().find(({ pointer }) => pointer === '/tenant/timezone');
    expect(zone && interview.problem(zone, { text: 'America/Denvr' })).toBe(
      'Expected an IANA time zone, such as America/Denver. Did you mean America/Denver?',
    );
  });

  it('asks for the row that a table of statuses lacks', () => {
    const interview = begin('one-customer');
    type(interview, 'no', 'nora@mail.example', 'yes', 'yes', 'Closed: off', 'Open');
    const question = asked(interview);
    expect([question.text, question.about]).toEqual(['Is Email Enrollment on for this status?', 'Open']);
    type(interview, 'off');
    expect(interview.known().account.enrollmentByStatus).toEqual([
      { status: 'Closed', emailEnroll: false },
      { status: 'Open', emailEnroll: false },
    ]);
    expect(interview.progress().state).toBe('blocked');
  });

  it('looks on when asked to, and takes that back', () => {
    const interview = begin('nobody');
    type(interview, 'no');
    expect(interview.progress().state).toBe('blocked');
    interview.keepLooking();
    expect(asked(interview).pointer).toBe('/transport/mode');
    interview.back();
    expect(interview.progress().state).toBe('blocked');
    interview.back();
    expect(asked(interview).pointer).toBe('/connections/linked');
    expect(interview.back()).toBe(false);
  });

  it('goes on from answers that were saved', () => {
    const interview = begin('nobody');
    type(interview, 'yes', '?', 'house');
    const again = new Interview(
      { checks, asked: ASKED, symptom: 'nobody', known: interview.known(), isFromScratch: true },
      interview.unknownAnswers(),
    );
    expect(asked(again)).toEqual(asked(interview));
    expect(again.openQuestions()).toEqual(interview.openQuestions());
  });

  it('asks whether the loan is archived where a rule sends the message', () => {
    const interview = begin('one-message');
    runSession(
      interview,
      completeAccount([
        ['/notifications/0/kind', 'trigger'],
        ['/notifications/0/rule', '(= 1 1)'],
        [`${LOAN}/archived`, true],
      ]),
      asItSays,
    );
    expect(interview.progress().diagnosis.emails[0]?.judged.blockers).toEqual(['message-trigger']);
  });

  it('asks of direct mail what can stop it', () => {
    const asked = { ...ASKED, direct: true };
    const interview = new Interview({ checks, asked, symptom: undefined });
    const pointers: string[] = [];
    runSession(interview, completeAccount([]), (one) => {
      const question = asItSays(one);
      pointers.push(question?.pointer ?? '');
      return question;
    });
    expect(pointers).toEqual([
      '/connections/linked',
      '/connections/services/emailService',
      '/transport/mode',
      '/companyEmails',
      '/customers/0/email',
      '/customers/0/links',
      '/communicationHistory',
    ]);
    expect(interview.progress().diagnosis.verdict).toBe('sends');
  });
});

describe('a person who does not know something', () => {
  const OTHER = { from: 'other@cedar-credit.example' };
  const RESTRICTED = {
    loanStatus: [{ status: 'Open', subStatus: 'Repaying' }],
    eBilling: true,
    loanAging: { min: 0 },
    daysPastDue: { max: 0 },
    amountPastDue: { max: 10 },
    humanActivity: { withinDays: 30 },
    loanRecency: { min: 10 },
    portfolios: ['Auto'],
    subPortfolios: ['Used'],
  };
  // Each lacks two facts, of which one is of no use without the other.
  it.each<[unknown: string, useless: string, account: object, loan: object]>([
    ['/transport/mode', '/companyEmails', { notifications: [{ email: OTHER }] }, {}],
    [
      `${LOAN}/status`,
      `${LOAN}/subStatus`,
      { notifications: [{ email: { restrictions: RESTRICTED } }], enrollmentByStatus: [] },
      {},
    ],
    [`${LOAN}/status`, '/enrollmentByStatus', {}, { subStatus: null }],
    ['/enrollmentByStatus', `${LOAN}/status`, {}, {}],
    ['/enrollmentByStatus', '/tenant/timezone', { doNotDisturb: [{ start: '21:00', stop: '08:00' }] }, {}],
  ])('%s is not asked for %s', (unknown, useless, account, loan) => {
    const interview = new Interview({
      checks,
      asked: ASKED,
      symptom: undefined,
      known: {
        account: { mailcheck: 1, notifications: [{}], ...account },
        customer: { id: 1, email: 'nora@mail.example', links: [{ emailAccess: true, loan }] },
      },
    });
    const open = () => interview.openQuestions().map(({ pointer }) => pointer);
    const question = interview.openQuestions().find(({ pointer }) => pointer === unknown);
    if (!question) throw new Error(`${unknown} is not open among ${open()}`);
    expect(open()).toContain(useless);
    interview.answer(question, 'unknown');
    expect(open()).not.toContain(useless);
  });
});
