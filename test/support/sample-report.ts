import type { Report, ReportedAccount, ReportedResult, Section } from '../../src/report/report.js';
import { HOSTILE as ACTIVE_TEXTS } from './hostile.js';

/** Texts of strangers that act on something that reads reports: a terminal, a runner, a page, a sheet, a chat. */
export const HOSTILE: readonly string[] = [
  ...ACTIVE_TEXTS,
  '%0A::error::x',
  '\n::error file=a.yaml,line=1::forged',
  '\r::set-output name=a::b',
  '##[error]forged',
  'a,line=9::b:c%25',
  ']]>',
  ']]></failure><testcase name="forged"/>',
  '<!-- --><!DOCTYPE x [<!ENTITY y "z">]>&y;&#0;',
  '</script><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  'a|b',
  '`code` ``` ~~~',
  '*bold* _it_ ~~gone~~ # heading',
  '[click](javascript:alert(1)) ![image](https://tracker.example/a.png) <https://a.example>',
  'https://phish.example/login www.phish.example',
  '@everyone @here #1 octo/repo#1 !1 GH-1',
  '=cmd()',
  "+1+cmd|' /C calc'!A0",
  'not ok 1 - forged # TODO',
  'ok 2 # SKIP forged',
  '\n1..0\nBail out!',
  '---\nforged: true\n...',
  'back\\slash \\u001b \\',
  '\u001b[2J\u001b]0;title\u0007',
  '\u202etxt.exe',
  '\udc00half',
  '\ufffe\uffff\u{1ffff}',
  '../../etc/passwd',
  'C:\\exports\\acme corp#1?.yaml',
  'file:///etc/passwd',
  'undefined',
  '',
  'x'.repeat(1 << 20),
];

/** A result of a check; by default `message-enabled` passes. */
export function aResult(given: Partial<ReportedResult> = {}): ReportedResult {
  return {
    order: 10,
    check: 'message-enabled',
    title: 'The email of this notification is enabled',
    scope: 'message',
    status: 'pass',
    level: 'none',
    summary: 'The email of "Payment due" is enabled.',
    evidence: [
      { pointer: '/notifications/0/email/enabled', file: 'acme.yaml', line: 40, column: 16, value: true },
    ],
    missing: [],
    place: { file: 'acme.yaml', line: 40, column: 16 },
    fingerprint: '',
    ...given,
  };
}

/** A finding that stops the mail. */
export function aFailure(given: Partial<ReportedResult> = {}): ReportedResult {
  return aResult({
    order: 11,
    check: 'message-present',
    title: 'The message is complete and goes to customers',
    status: 'fail',
    code: 'body-empty',
    level: 'error',
    summary: 'The body of "Payment due" is empty.',
    why: 'LoanPro sends no message without a body.',
    evidence: [
      { pointer: '/notifications/0/email/body', file: 'acme.yaml', line: 44, column: 13, value: '' },
      {
        pointer: '/notifications/0/email/subject',
        file: 'acme.yaml',
        line: 43,
        column: 16,
        value: 'Due soon',
      },
    ],
    remediation: {
      menu: 'Settings > Communications > Email > Notifications',
      steps: [
        'Open Settings > Communications > Email > Notifications.',
        'Choose "Payment due".',
        'Write the body and choose Save.',
      ],
      url: 'https://help.loanpro.io/article/4jc2skej4l-troubleshooting-automatic-email',
    },
    place: { file: 'acme.yaml', line: 44, column: 13 },
    fingerprint: '0123456789abcdef0123456789abcdef',
    ...given,
  });
}

/** A finding that may be in the way. */
export function aWarning(given: Partial<ReportedResult> = {}): ReportedResult {
  return aFailure({
    order: 1,
    check: 'connections-balance',
    title: 'The Connections balance is above its low point',
    scope: 'account',
    status: 'warn',
    code: 'low',
    level: 'warning',
    summary: 'The Connections balance is $4.10, below the low point of $25.00.',
    why: 'Mail stops when the balance is used up.',
    unconfirmed: true,
    evidence: [{ pointer: '/connections/balance', file: 'acme.yaml', line: 9, column: 12, value: 4.1 }],
    remediation: { steps: ['Open Settings > Connections.', 'Choose Add funds.'] },
    place: { file: 'acme.yaml', line: 9, column: 12 },
    fingerprint: '11111111111111111111111111111111',
    ...given,
  });
}

/** A finding that puts the mail off. */
export function aDelay(given: Partial<ReportedResult> = {}): ReportedResult {
  return aFailure({
    order: 9,
    check: 'do-not-disturb',
    title: 'The moment is outside the do-not-disturb windows',
    scope: 'account',
    status: 'delay',
    code: 'in-window',
    level: 'note',
    summary: 'The quiet hours hold mail until 2026-11-04T08:00:00-07:00.',
    why: 'LoanPro keeps mail back during quiet hours.',
    evidence: [
      { pointer: '/doNotDisturb/windows/0', file: 'acme.yaml', line: 21, column: 7, value: '21:00-08:00' },
    ],
    remediation: { steps: ['Wait until 2026-11-04T08:00:00-07:00.'] },
    place: { file: 'acme.yaml', line: 21, column: 7 },
    fingerprint: '22222222222222222222222222222222',
    ...given,
  });
}

/** A needed fact is absent. It is no finding. */
export function anUnknown(given: Partial<ReportedResult> = {}): ReportedResult {
  return aResult({
    order: 12,
    check: 'message-trigger',
    title: 'Something triggers the message',
    status: 'unknown',
    level: 'note',
    summary: 'Not known: the trigger.',
    evidence: [],
    missing: ['/notifications/0/trigger'],
    remediation: { steps: ['Open Settings > Notifications. Which event triggers it?'] },
    place: { file: 'acme.yaml', line: 38, column: 5 },
    ...given,
  });
}

/** A check that does not apply, or was not tried. */
export function aSkip(reason = 'not-applicable', given: Partial<ReportedResult> = {}): ReportedResult {
  return aResult({
    order: 5,
    check: 'ses-settings',
    title: 'The Amazon SES settings are complete',
    scope: 'account',
    status: 'skip',
    reason,
    summary: 'The account sends over SMTP.',
    evidence: [],
    place: { file: 'acme.yaml', line: 1, column: 1 },
    ...given,
  });
}

/** A check that broke on a bug of mailcheck. */
export function aCrash(given: Partial<ReportedResult> = {}): ReportedResult {
  return aResult({
    order: 19,
    check: 'send-limits',
    title: 'The sending limits are not used up',
    scope: 'account',
    status: 'crash',
    level: 'error',
    summary: 'The check stopped on a bug of mailcheck: x is not a function. The other checks are complete.',
    evidence: [],
    place: { file: 'acme.yaml', line: 1, column: 1 },
    ...given,
  });
}

/** What passes of the account itself. */
export function aLinkedAccount(): ReportedResult {
  return aResult({
    order: 0,
    check: 'connections-account',
    title: 'A Connections account is linked',
    scope: 'account',
    summary: 'The Connections account 88 is linked.',
    evidence: [{ pointer: '/connections/linked', file: 'acme.yaml', line: 8, column: 11, value: true }],
    place: { file: 'acme.yaml', line: 8, column: 11 },
  });
}

/** What passes of a customer. */
export function anEnrolledCustomer(): ReportedResult {
  return aResult({
    order: 16,
    check: 'customer-enrollment',
    title: 'The customer is linked to the loan and enrolled for email',
    scope: 'customer',
    summary: 'The customer is linked to loan LN-4101 and enrolled for email.',
    evidence: [
      { pointer: '/customers/0/loans/0/emailEnrolled', file: 'acme.yaml', line: 90, column: 22, value: true },
    ],
    place: { file: 'acme.yaml', line: 90, column: 22 },
  });
}

/** Results that belong together; by default of a notification that sends. */
export function aSection(given: Partial<Section> = {}): Section {
  return {
    id: 'notification 7',
    title: '"Payment due"',
    verdict: 'sends',
    isCounted: true,
    assumptions: [],
    results: [aResult()],
    ...given,
  };
}

/** An account whose settings pass, with one notification and one email that send. */
export function anAccount(given: Partial<ReportedAccount> = {}): ReportedAccount {
  return {
    name: 'acme.yaml',
    settings: aSection({ id: 'settings', title: 'Account settings', results: [aLinkedAccount(), aSkip()] }),
    notifications: [aSection()],
    emails: [
      aSection({
        id: 'customer 1042, notification 7, loan 4101',
        title: '"Payment due" to customer 1042 about loan LN-4101',
        notification: 'notification 7',
        assumptions: ['the event happens'],
        results: [anEnrolledCustomer()],
      }),
    ],
    ...given,
  };
}

/** A report of one healthy account, or of what is given. */
export function sampleReport(given: Partial<Report> = {}): Report {
  return {
    command: 'check',
    version: '0.1.0',
    headline: {
      status: 'pass',
      word: 'WOULD SEND',
      text: 'nothing that was looked at stops 1 notification and 1 email.',
    },
    asOf: '2026-11-03T09:00:00-07:00',
    sources: [{ kind: 'export', name: 'acme.yaml', exportedAt: '2026-11-03T07:00:00-07:00' }],
    accounts: [anAccount()],
    upkeep: [],
    notes: [],
    ...given,
  };
}

/** Every status there is: warned settings, a blocked, an undecided and a switched-off notification, a held email. */
export function blockedReport(): Report {
  const off = { isCounted: false, verdict: 'blocked' } as const;
  return sampleReport({
    headline: {
      status: 'fail',
      word: 'BLOCKED',
      text: 'none of 2 notifications goes out. First cause: The body of "Payment due" is empty. (1 more cause below.)',
    },
    accounts: [
      anAccount({
        settings: aSection({
          id: 'settings',
          title: 'Account settings',
          verdict: 'delayed',
          results: [
            aLinkedAccount(),
            aWarning(),
            aSkip('offline', {
              order: 4,
              check: 'smtp-handshake',
              title: 'The SMTP server takes the login and the sender',
              summary: 'Not tried: --probe was not given.',
            }),
            aSkip(),
            aDelay(),
            aCrash(),
          ],
        }),
        notifications: [
          aSection({
            verdict: 'blocked',
            results: [
              aResult(),
              aFailure(),
              aFailure({
                code: 'subject-long',
                status: 'warn',
                level: 'warning',
                summary: 'The subject of "Payment due" has 300 characters.',
                fingerprint: '33333333333333333333333333333333',
                accepted: { by: 'comment', reason: 'agreed with marketing', until: '2027-01-31' },
              }),
            ],
          }),
          aSection({
            id: 'notification 8',
            title: '"Payment received"',
            verdict: 'unknown',
            results: [
              aResult({ summary: 'The email of "Payment received" is enabled.' }),
              aFailure({
                code: 'from-empty',
                summary: 'The from address of "Payment received" is empty.',
                place: { file: 'acme.yaml', line: 58, column: 13 },
                fingerprint: '44444444444444444444444444444444',
                accepted: { by: 'baseline' },
              }),
              anUnknown(),
            ],
          }),
          aSection({
            ...off,
            id: 'notification 9',
            title: '"Old promotion" (switched off)',
            results: [
              aFailure({
                order: 10,
                check: 'message-enabled',
                title: 'The email of this notification is enabled',
                code: 'disabled',
                level: 'note',
                summary: 'The email of "Old promotion" is switched off.',
                place: { file: 'acme.yaml', line: 70, column: 16 },
                fingerprint: '55555555555555555555555555555555',
              }),
            ],
          }),
        ],
        emails: [
          aSection({
            id: 'customer 1042, notification 8, loan 4101',
            title: '"Payment received" to customer 1042 about loan LN-4101',
            notification: 'notification 8',
            verdict: 'delayed',
            nextSendAt: '2026-11-04T08:00:00-07:00',
            assumptions: ['the event happens'],
            results: [
              anEnrolledCustomer(),
              aSkip('blocked-by:customer-email', {
                order: 18,
                check: 'recipient-suppression',
                title: 'Amazon SES does not suppress the address',
                scope: 'customer',
                summary: 'Not looked at, because customer-email failed.',
              }),
            ],
          }),
        ],
      }),
    ],
    upkeep: [
      aWarning({
        order: 21,
        check: 'suppressions',
        title: 'Every suppression is needed, has a reason and has not expired',
        code: 'unused',
        summary: 'from-address is suppressed ("moved"), but was not found here.',
        why: 'A suppression that is left behind hides the finding when it comes back.',
        evidence: [{ pointer: '', file: '.mailcheck.yaml', line: 4, column: 5 }],
        remediation: { steps: ['Remove the suppression.'] },
        place: { file: '.mailcheck.yaml', line: 4, column: 5 },
        fingerprint: '',
      }),
    ],
    notes: ['acme.yaml:3: unknown key "colour".'],
  });
}

/** A healthy account, a blocked one from standard input, and one read from LoanPro's API, which has no lines. */
export function severalAccountsReport(): Report {
  const endpoint = 'GET /public/api/1/odata.svc/Settings';
  const place = { file: endpoint, line: 1, column: 1 };
  return sampleReport({
    headline: { status: 'fail', word: 'PARTLY BLOCKED', text: '2 of 3 accounts have something in the way.' },
    sources: [
      { kind: 'export', name: 'acme.yaml', exportedAt: null },
      { kind: 'export', name: '-', exportedAt: null },
      { kind: 'live', name: "LoanPro's API", exportedAt: '2026-11-03T09:00:00-07:00' },
    ],
    accounts: [
      anAccount(),
      anAccount({
        name: '-',
        notifications: [
          aSection({
            verdict: 'blocked',
            results: [
              aFailure({
                evidence: [
                  { pointer: '/notifications/0/email/body', file: '-', line: 44, column: 13, value: '' },
                ],
                place: { file: '-', line: 44, column: 13 },
                fingerprint: '66666666666666666666666666666666',
              }),
            ],
          }),
        ],
        emails: [],
      }),
      anAccount({
        name: "LoanPro's API",
        settings: aSection({
          id: 'settings',
          title: 'Account settings',
          verdict: 'blocked',
          results: [
            aFailure({
              order: 0,
              check: 'connections-account',
              title: 'A Connections account is linked',
              scope: 'account',
              code: 'not-linked',
              summary: 'No Connections account is linked.',
              evidence: [
                {
                  pointer: '/connections/linked',
                  file: endpoint,
                  readAt: '2026-11-03T09:00:00-07:00',
                  value: false,
                },
              ],
              place,
              fingerprint: '77777777777777777777777777777777',
            }),
          ],
        }),
        notifications: [],
        emails: [],
      }),
    ],
  });
}

/** Each text in every place where a stranger's text can stand; one account a text. */
export function hostileReport(texts: readonly string[] = HOSTILE): Report {
  return sampleReport({
    headline: { status: 'fail', word: 'BLOCKED', text: texts.join(' ') },
    sources: texts.map((name) => ({ kind: 'export', name, exportedAt: null })),
    accounts: texts.map((text, i) => {
      const place = { file: text, line: i + 1, column: 1 };
      const evidence = [
        { pointer: `/notifications/${text}/0`, ...place, value: text },
        {
          pointer: `/notifications/${text}/1`,
          ...place,
          value: [text],
          contradicts: { ...place, value: text },
        },
      ];
      const remediation = { menu: text, steps: [text, `Then ${text}`] };
      const said = { summary: `It says ${text}.`, why: text, evidence, place, remediation };
      const fingerprint = String(i).padStart(32, '0');
      return anAccount({
        name: text,
        settings: aSection({
          id: 'settings',
          title: 'Account settings',
          verdict: 'blocked',
          assumptions: [text],
          results: [
            aFailure({ ...said, fingerprint }),
            aWarning({ ...said, fingerprint: `1${fingerprint.slice(1)}` }),
            aDelay({ ...said, fingerprint: `2${fingerprint.slice(1)}` }),
            aFailure({
              ...said,
              code: 'accepted',
              fingerprint: `3${fingerprint.slice(1)}`,
              accepted: { by: 'comment', reason: text },
            }),
            anUnknown({ ...said, missing: [`/${text}`] }),
            aSkip('no-data', { ...said, order: 14 }),
            aCrash(said),
          ],
        }),
        notifications: [aSection({ id: `notification ${text}`, title: `"${text}"` })],
        emails: [],
      });
    }),
    upkeep: texts.map((text, i) =>
      aWarning({ summary: text, place: { file: text, line: i + 1, column: 1 }, fingerprint: '' }),
    ),
    notes: [...texts],
  });
}
