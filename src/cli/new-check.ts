import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import module from 'node:module';
import path from 'node:path';
import { checks, settingsChecks } from '../../checks/index.js';
import { UsageError } from '../core/errors.js';
import { suppressions } from '../findings/upkeep.js';
import { visible } from '../report/harmless.js';
import { PACKAGE } from './offer-define-check.js';
import { isKebabCase } from './plugin-faults.js';

/**
 * Writes a check of one's own with its test, and returns what to do with them.
 * @param root the folder of this package.
 * @throws UsageError for an id that cannot be used, or where a file of that name exists.
 */
export async function newCheck(id: string, { dir }: { readonly dir: string }, root: string): Promise<string> {
  const wrong = (why: string, cause?: unknown) => new UsageError('usage', why, [], { cause });
  if (!isKebabCase(id))
    throw wrong(`"${id}" cannot be an id: use lower-case words joined by hyphens, such as subject-length.`);
  if ([...checks, ...settingsChecks, suppressions].some((check) => check.id === id))
    throw wrong(`The id "${id}" is taken by a check of mailcheck. mailcheck checks lists them.`);
  const files = { [`${id}.mjs`]: checkText(id), [`${id}.test.mjs`]: testText(id) };
  const texts = Object.entries(files).map(([name, text]) => ({ file: path.join(dir, name), text }));
  for (const { file } of texts) {
    if (existsSync(file)) throw wrong(`${file} exists; it is not overwritten.`);
  }
  try {
    await mkdir(dir, { recursive: true });
    for (const { file, text } of texts) await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    throw wrong(`The check cannot be written: ${error instanceof Error ? error.message : error}`, error);
  }
  return `${[...said(texts.map(({ file }) => file)), ...installing(dir, root)].map(visible).join('\n')}\n`;
}

function said([file = '', test = '']: readonly string[]): string[] {
  return [
    `Written: ${file} and ${test}`,
    'Next:',
    `  1. Put your own rule into ${file}, and its cases into ${test}.`,
    `  2. node --test ${test}`,
    `  3. mailcheck check --plugin ${file}, or name it under plugins: in .mailcheck.yaml.`,
  ];
}

/** The command finds `defineCheck` by itself; a test that runs without it does not. */
function installing(dir: string, root: string): string[] {
  const from = module.createRequire(path.resolve(dir, 'package.json'));
  try {
    from.resolve(PACKAGE);
    return [];
  } catch {
    return [`The test needs ${PACKAGE} in that project: npm install --save-dev ${path.resolve(root)}`];
  }
}

const FROM = `'${PACKAGE}'`;

const checkText = (id: string) => `// @ts-check
import { defineCheck } from ${FROM};

/** Letters outside of [[variables]] and {{variables}}, which LoanPro fills in. */
const lettersOf = (/** @type {string} */ text) =>
  text.replace(/\\[\\[.*?\\]\\]|\\{\\{.*?\\}\\}/gs, '').replace(/[^\\p{L}]/gu, '');

/** Where the fact stands in the export; findings show the line. */
const SUBJECT = ['email', 'subject'];

export default defineCheck({
  // Public: reports, --only, --skip, levels and suppressions name it. Do not reuse it for something else.
  id: '${id}',
  // The healthy condition.
  title: 'The subject is not written in capitals',
  // Where the rule is written down.
  article: 'House style of our emails',
  // account: the same for every email; message: depends on the notification; customer: on the recipient and the loan.
  scope: 'message',
  // The gravest thing it may say: warn or fail (this alone stops the mail).
  worst: 'warn',
  // The parts of the export it reads; \`run\` sees no other.
  needs: ['notification'],

  // Everything it can say. Texts are sentences, or functions of the facts and of what \`run\` found.
  outcomes: {
    'not-in-capitals': {
      status: 'pass',
      summary: 'The subject is not written in capitals.',
      evidence: ({ at }) => [[...at.notification, ...SUBJECT]],
    },
    'in-capitals': {
      status: 'warn',
      summary: (_, /** @type {string} */ subject) => \`The subject "\${subject}" is written in capitals.\`,
      why: 'Our house style asks for sentence case: readers take capitals for advertising.',
      evidence: ({ at }) => [[...at.notification, ...SUBJECT]],
      fix: () => ({
        menu: 'Settings > Company > Notifications > (notification) > Email',
        steps: ['Open the notification and its Email tab.', 'Write the subject in sentence case.', 'Click Save.'],
      }),
    },
    // Absent is not empty: what the export does not say is unknown, never healthy.
    unknown: {
      status: 'unknown',
      missing: ({ at }) => [[...at.notification, ...SUBJECT]],
    },
    'no-subject': {
      status: 'skip',
      reason: 'not-applicable',
      summary: 'There is no subject of a notification to look at.',
    },
  },

  // Pure: it reads no clock, asks nobody and changes nothing. It returns what a function of \`say\` makes, or a list.
  run({ notification }, say) {
    if (!notification) return say['no-subject']();
    const subject = notification.email?.subject;
    if (subject === undefined) return say.unknown();
    if (!subject) return say['no-subject']();
    const letters = lettersOf(subject);
    const isInCapitals = letters !== letters.toLowerCase() && letters === letters.toUpperCase();
    return isInCapitals ? say['in-capitals'](subject) : say['not-in-capitals']();
  },
});
`;

const testText = (id: string) => `import assert from 'node:assert/strict';
import { test } from 'node:test';
import check from './${id}.mjs';

const at = { notification: ['notifications', 0], customer: ['customers', 0], link: ['customers', 0, 'links', 0] };
const question = { now: Date.parse('2026-11-03T17:30:00Z'), offset: 0, direct: false, event: undefined };

/** What the check says of a notification. */
const saidOf = (notification) => check.run({ question, at, notification });

const cases = [
  { name: 'sentence case', subject: 'Your payment is due', code: 'not-in-capitals' },
  { name: 'capitals', subject: 'YOUR PAYMENT IS DUE', code: 'in-capitals' },
  { name: 'capitals around a variable', subject: 'DUE: [[loan-display-id]]', code: 'in-capitals' },
  { name: 'a variable alone', subject: '[[source-company]]', code: 'not-in-capitals' },
  { name: 'no letters', subject: '12 / 2026', code: 'not-in-capitals' },
  { name: 'an empty subject', subject: '', code: 'no-subject' },
  { name: 'a subject nobody knows', subject: undefined, code: 'unknown' },
];

for (const { name, subject, code } of cases) {
  test(name, () => {
    assert.equal(saidOf({ email: { subject } }).code, code);
  });
}

test('the finding shows the subject, the place and what to do', () => {
  const { spec, data } = saidOf({ email: { subject: 'LAST CALL' } });
  const facts = { question, at, notification: { email: { subject: 'LAST CALL' } } };
  assert.equal(spec.summary(facts, data), 'The subject "LAST CALL" is written in capitals.');
  assert.deepEqual(spec.evidence(facts, data), [['notifications', 0, 'email', 'subject']]);
  assert.ok(spec.fix(facts, data).steps.length > 0);
});

test('direct mail has no notification', () => {
  assert.equal(saidOf(undefined).code, 'no-subject');
});
`;
