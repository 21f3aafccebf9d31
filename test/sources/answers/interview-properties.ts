import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checks } from '../../../checks/index.js';
import { fromPointer, valueAt } from '../../../src/account/pointer.js';
import type { Diagnosis } from '../../../src/core/diagnose.js';
import { Interview } from '../../../src/sources/answers/interview.js';
import type { Known } from '../../../src/sources/answers/known.js';
import type { FactQuestion } from '../../../src/sources/answers/question.js';
import type { Answer } from '../../../src/sources/answers/read-answer.js';
import type { Symptom } from '../../../src/sources/answers/symptoms.js';
import { likelyValues } from '../../../src/sources/answers/trial.js';
import { writeExport } from '../../../src/sources/export/write-export.js';
import type { ExportFolder } from '../loading.js';
import {
  ASKED,
  asItSays,
  asTheArticle,
  completeAccount,
  completeAccounts,
  judge,
  oracle,
  runSession,
  truthfulSymptoms,
} from './complete-accounts.js';

const SYMPTOMS: readonly (Symptom | undefined)[] = [
  undefined,
  'nobody',
  'one-message',
  'one-customer',
  'since-a-date',
  'late',
  'log-says-sent',
];
const anySymptom = fc.constantFrom(...SYMPTOMS);
const begin = (symptom: Symptom | undefined) => new Interview({ checks, asked: ASKED, symptom });
const healthy = completeAccount([]);

/** Everything that is said, but for where it stands. */
const told = ({ verdict, emails }: Diagnosis) => [
  verdict,
  emails.map(({ judged, results }) => [
    judged,
    results.map(({ check, status, code, reason, summary, why }) => [
      check.id,
      status,
      code,
      reason,
      summary,
      why,
    ]),
  ]),
];

interface Count {
  readonly sessions: number;
  readonly questions: number;
  readonly article: number;
}

function average(counts: readonly Count[]) {
  const sum = (of: (count: Count) => number) => counts.reduce((total, count) => total + of(count), 0);
  const sessions = sum(({ sessions }) => sessions);
  const mean = (of: (count: Count) => number) => Math.round((sum(of) / sessions) * 100) / 100;
  return {
    sessions,
    // The symptom is a question too.
    'with the symptom': mean(({ questions }) => questions + 1),
    'in the order of the article': mean(({ article }) => article),
  };
}

/** What must hold for every account and every person, searched with so many random ones. */
export function interviewProperties(numRuns: number, folder: ExportFolder): void {
  describe('for any complete account', () => {
    it('a true symptom never costs a question beyond itself, and saves some on average', () => {
      const counts = new Map<Symptom, Count[]>();
      fc.assert(
        fc.property(completeAccounts, fc.nat(), (complete, pick) => {
          const symptoms = truthfulSymptoms(complete);
          const symptom = symptoms[pick % symptoms.length] ?? 'nobody';
          const whole = judge(complete);
          const ours = begin(symptom);
          const questions = runSession(ours, complete, asItSays);
          const article = runSession(begin(undefined), complete, asTheArticle);
          const { diagnosis, state } = ours.progress();
          expect(diagnosis.verdict).toBe(whole.verdict);
          expect(state).toBe(whole.verdict === 'blocked' ? 'blocked' : 'settled');
          expect(questions, symptom).toBeLessThanOrEqual(article);
          counts.set(symptom, [...(counts.get(symptom) ?? []), { sessions: 1, questions, article }]);
        }),
        { numRuns },
      );
      const rows = [...counts].map(([symptom, of]) => [symptom, average(of)] as const);
      const all = average([...counts.values()].flat());
      console.table(Object.fromEntries([...rows, ['all', all]]));
      expect(all['with the symptom']).toBeLessThan(all['in the order of the article']);
    });

    it('whatever the symptom, looking on finds the first blocker, and the saved answers say the same', async () => {
      await fc.assert(
        fc.asyncProperty(completeAccounts, anySymptom, async (complete, symptom) => {
          const whole = judge(complete);
          const interview = begin(symptom);
          runSession(interview, complete, asItSays);
          expect(interview.progress().diagnosis.verdict).toBe(whole.verdict);
          interview.keepLooking();
          runSession(interview, complete, asItSays);
          const { diagnosis, state } = interview.progress();
          expect(state).toBe('settled');
          // Without a loan an absent rule is not missing, so it is not asked for; that it is empty is then not found.
          const [notification] = complete.account.notifications ?? [];
          const isHidden = !complete.customer.links?.length && notification?.kind === 'trigger';
          const firstOf = ({ emails }: Diagnosis) =>
            emails.map(
              ({ judged }) => judged.blockers.filter((check) => !isHidden || check !== 'message-trigger')[0],
            );
          expect(firstOf(diagnosis)).toEqual(firstOf(whole));

          const { account, customer } = interview.known();
          const loaded = await folder.load({
            'answers.yaml': writeExport(account, [customer], { lines: ['Answers.'] }),
          });
          const [saved] = loaded.customers;
          if (!saved) throw new Error('the customer was not saved');
          expect(told(judge({ account: loaded.account, customer: saved.customer }))).toEqual(told(diagnosis));
        }),
        { numRuns: Math.ceil(numRuns / 5) },
      );
    });

    it('every question asked can make a difference, and none is asked twice', () => {
      const ignorance = fc.infiniteStream(fc.constantFrom(false, false, false, true));
      fc.assert(
        fc.property(completeAccounts, anySymptom, ignorance, (complete, symptom, forgets) => {
          const interview = begin(symptom);
          const seen = new Set<string>();
          for (;;) {
            const progress = interview.progress();
            if (progress.state !== 'asking') break;
            const { question } = progress;
            const name = `${question.pointer} ${question.asksWhether}`;
            expect(seen.has(name), `${name} is asked twice`).toBe(false);
            seen.add(name);
            expect(question.text).toMatch(/^[A-Z][^/]*\?$/);
            expect(question.menu, question.pointer).toBeDefined();
            expect(canMatter(interview, question, complete), `${name} cannot matter`).toBe(true);
            interview.answer(question, forgets.next().value ? 'unknown' : oracle(complete, question));
          }
          const { account, customer } = interview.known();
          expect(told(judge({ account, customer }))).toEqual(told(interview.progress().diagnosis));
        }),
        { numRuns: Math.ceil(numRuns / 25) },
      );
    });

    it('gaps of an export are filled, over all its emails', () => {
      fc.assert(
        fc.property(withSecond, fc.subarray([...GAPS]), anySymptom, (complete, gaps, symptom) => {
          const known = structuredClone(complete);
          const root = { ...known.account, customers: [known.customer] };
          for (const pointer of gaps) remove(root, pointer);
          const { customers: _, ...account } = root;
          const interview = new Interview({
            checks,
            asked: ASKED,
            symptom,
            known: { account, customer: known.customer },
          });
          runSession(interview, complete, asItSays);
          const whole = judge(complete);
          const { diagnosis, state } = interview.progress();
          expect(diagnosis.verdict).toBe(whole.verdict);
          if (state === 'settled') {
            const open = whole.emails
              .filter(({ judged }) => judged.verdict !== 'blocked')
              .map(({ judged }) => judged.verdict);
            expect(
              diagnosis.emails
                .filter(({ judged }) => judged.verdict !== 'blocked')
                .map(({ judged }) => judged.verdict),
            ).toEqual(open);
          }
        }),
        { numRuns },
      );
    });
  });
}

/**
 * Whether two answers to a question lead to different ends: the verdict, the blockers, or what is asked on the way;
 * where the other facts are those of the account, or of a healthy one.
 */
function canMatter(interview: Interview, question: FactQuestion, complete: Known): boolean {
  const values = question.asksWhether ? [true, false] : [...likelyValues(question)];
  const [first, ...others]: Answer[] = [
    'unknown',
    oracle(complete, question),
    ...values.map((value) => ({ value })),
  ];
  return [complete, healthy].some((rest) => {
    const end = endOf(interview, question, first ?? 'unknown', rest);
    return others.some((answer) => endOf(interview, question, answer, rest) !== end);
  });
}

function endOf(interview: Interview, question: FactQuestion, answer: Answer, complete: Known): string {
  if (interview.answer(question, answer) !== undefined) return 'refused';
  const asked: string[] = [];
  let steps = 1;
  for (;;) {
    const progress = interview.progress();
    if (progress.state !== 'asking') break;
    asked.push(progress.question.pointer);
    interview.answer(progress.question, oracle(complete, progress.question));
    steps += 1;
  }
  const { state, diagnosis } = interview.progress();
  for (let i = 0; i < steps; i += 1) interview.back();
  return JSON.stringify([
    state,
    diagnosis.verdict,
    diagnosis.emails.map(({ judged }) => judged.blockers),
    asked,
  ]);
}

/** A second notification and a second loan, so that there are four emails. */
const withSecond: fc.Arbitrary<Known> = fc
  .tuple(
    completeAccounts,
    fc.record({ enabled: fc.boolean(), emailAccess: fc.boolean(), eBilling: fc.boolean() }),
  )
  .map(([{ account, customer }, { enabled, emailAccess, eBilling }]) => {
    const [notification = {}] = account.notifications ?? [];
    const [link] = customer.links ?? [];
    const second = { ...notification, id: 5, name: 'Second', email: { ...notification.email, enabled } };
    const other = { ...link, emailAccess, loan: { ...link?.loan, id: 7302, displayId: 'CC-7302', eBilling } };
    return structuredClone({
      account: { ...account, notifications: [notification, second] },
      customer: { ...customer, ...(link && { links: [link, other] }) },
    });
  });

/** What an export may lack, and somebody be asked for. */
const GAPS: readonly string[] = [
  '/connections',
  '/transport/mode',
  '/companyEmails',
  '/companyEmails/0/primary',
  '/companyEmails/0/validated',
  '/doNotDisturb',
  '/tenant/timezone',
  '/enrollmentByStatus',
  '/enrollmentByStatus/0/emailEnroll',
  '/notifications/0/kind',
  '/notifications/0/event',
  '/notifications/1/event',
  '/notifications/0/email/enabled',
  '/notifications/1/email/enabled',
  '/notifications/0/email/subject',
  '/notifications/1/email/from',
  '/notifications/0/email/deliverTo',
  '/customers/0/email',
  '/customers/0/links/0/emailAccess',
  '/customers/0/links/1/emailAccess',
  '/customers/0/links/0/loan/status',
  '/customers/0/links/1/loan/subStatus',
  '/customers/0/links/1/loan/eBilling',
  '/customers/0/links/0/loan/daysPastDue',
];

function remove(root: object, pointer: string): void {
  const path = fromPointer(pointer);
  const parent = valueAt(root, path.slice(0, -1)).value;
  const key = path.at(-1);
  if (typeof parent === 'object' && parent !== null && key !== undefined) Reflect.deleteProperty(parent, key);
}
