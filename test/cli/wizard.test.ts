import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { wholeOf } from '../../src/sources/answers/known.js';
import { completeAccount } from '../sources/answers/complete-accounts.js';
import { answerAll } from '../support/wizard-person.js';
import { WizardTerminal } from '../support/wizard-terminal.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'mailcheck-wizard-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const AT = ['--at', '2026-11-03T17:30:00Z'];
const everything = (edits: Parameters<typeof completeAccount>[0]) => wholeOf(completeAccount(edits), 0);

function begin(name: string): WizardTerminal {
  const state = path.join(folder, name);
  return new WizardTerminal(['wizard', ...AT], { cwd: folder, env: { MAILCHECK_STATE_DIR: state } });
}

const NOBODY = 'Nobody';
const ONE_MESSAGE = 'One message';
const ONE_CUSTOMER = 'One customer';
const SINCE = 'It went well';
const smtp = (smtp: object) => ({ mode: 'smtp', onlyDirectEmails: false, smtp });

describe.concurrent('a session in a terminal', () => {
  it.each<[section: string, symptom: string, pointer: string, value: unknown, check: string]>([
    ['Connections account', NOBODY, '/connections/linked', false, 'connections-account'],
    ['Email Service', SINCE, '/connections/services/emailService', false, 'email-service'],
    [
      'SMTP',
      SINCE,
      '/transport',
      smtp({ host: 'smtp.example.com', user: 'billing', password: '' }),
      'smtp-settings',
    ],
    [
      'SES',
      SINCE,
      '/transport',
      { mode: 'ses', ses: { region: 'us-east-1', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: '' } },
      'ses-settings',
    ],
    ['from address', NOBODY, '/companyEmails/0/validated', false, 'from-address'],
    ['do not disturb', NOBODY, '/doNotDisturb', [{ start: '08:00', stop: '08:00' }], 'do-not-disturb'],
    ['message enabled', ONE_MESSAGE, '/notifications/0/email/enabled', false, 'message-enabled'],
    ['message present', ONE_MESSAGE, '/notifications/0/email/subject', '', 'message-present'],
    ['event', ONE_MESSAGE, '/notifications/0/event', null, 'message-trigger'],
    [
      'restrictions',
      ONE_CUSTOMER,
      '/notifications/0/email/restrictions',
      { eBilling: false },
      'message-restrictions',
    ],
    ['customer email', ONE_CUSTOMER, '/customers/0/email', 'nora', 'customer-email'],
    ['Email Access', ONE_CUSTOMER, '/customers/0/links/0/emailAccess', false, 'customer-enrollment'],
    [
      'Enrollment By Loan Status',
      ONE_CUSTOMER,
      '/enrollmentByStatus/0/emailEnroll',
      false,
      'loan-status-enrollment',
    ],
  ])('of the section "%s" ends with its cause', async (section, symptom, pointer, value, check) => {
    const terminal = begin(section.replaceAll(' ', '-'));
    await answerAll(terminal, everything([[pointer, value]]), symptom);
    expect(terminal.text).toMatch(new RegExp(`\\n *✗ FAIL +${check} `));
    await terminal.pick('Finish');
    expect(await terminal.ended()).toBe(1);
  });

  it('about a healthy account ends with "would send"', async () => {
    const terminal = begin('healthy');
    const asked = await answerAll(terminal, everything([]), NOBODY);
    expect(new Set(asked).size).toBe(asked.length);
    expect(terminal.text).toMatch(/\nWOULD SEND: /);
    await terminal.pick('Finish');
    expect(await terminal.ended()).toBe(0);
  });

  it('of which nothing is known ends with the places to look', async () => {
    const terminal = begin('nothing');
    await answerAll(terminal, undefined, "I don't know");
    expect(terminal.text).toMatch(/\nCANNOT TELL: /);
    expect(terminal.text.replace(/\s+/g, ' ')).toContain(
      'Open Settings > Company > Plugins > Connections > Settings. Is a Connections account linked',
    );
    await terminal.pick('Finish');
    expect(await terminal.ended()).toBe(3);
  });
});
