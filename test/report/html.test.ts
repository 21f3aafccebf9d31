import { createHash } from 'node:crypto';
import { Parser } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { gatesOf } from '../../src/report/html/road.js';
import { STYLE, STYLE_HASH } from '../../src/report/html/style.js';
import { htmlReport } from '../../src/report/html.js';
import type { Report, Section } from '../../src/report/report.js';
import { ACTIVE } from '../support/hostile.js';
import {
  aDelay,
  aFailure,
  aLinkedAccount,
  anAccount,
  anEnrolledCustomer,
  anUnknown,
  aResult,
  aSection,
  aSkip,
  aWarning,
  blockedReport,
  HOSTILE,
  hostileReport,
  sampleReport,
  severalAccountsReport,
} from '../support/sample-report.js';
import { spelled } from '../support/spelled.js';

interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The elements of a page in their order, and its text, as a browser reads them. */
function parsed(page: string): { tags: Tag[]; text: string } {
  const tags: Tag[] = [];
  let text = '';
  const parser = new Parser({
    onopentag: (name, attributes) => tags.push({ name, attributes }),
    ontext: (part) => {
      text += part;
    },
  });
  parser.end(page);
  return { tags, text };
}

const textsOf = (page: string, tag: string) =>
  [...page.matchAll(new RegExp(`<${tag}[ >].*?</${tag}>`, 'gs'))].map(([all]) => parsed(all).text.trim());

/** An email that is stopped, as `diagnose` reports it. */
function oneEmail(): Report {
  return sampleReport({
    command: 'diagnose',
    headline: { status: 'fail', word: 'BLOCKED', text: 'The body of "Payment due" is empty.' },
    notes: ['acme.yaml:3: unknown key "colour".'],
    accounts: [
      anAccount({
        settings: aSection({
          id: 'settings',
          verdict: 'sends',
          results: [
            aLinkedAccount(),
            aWarning(),
            aSkip(),
            aSkip('offline', { check: 'ses-account', order: 6 }),
          ],
        }),
        notifications: [],
        emails: [
          aSection({
            title: '"Payment due" to Jane Roe about loan LN-4101',
            verdict: 'blocked',
            assumptions: ['the event happens'],
            results: [aResult(), aFailure(), anUnknown(), anEnrolledCustomer()],
          }),
        ],
      }),
    ],
  });
}

const REPORTS: readonly (readonly [string, Report])[] = [
  ['one email', oneEmail()],
  ['a healthy account', sampleReport()],
  ['every status', blockedReport()],
  ['several accounts', severalAccountsReport()],
  ['nothing at all', sampleReport({ accounts: [], sources: [] })],
  ['strangers', hostileReport()],
];

describe('htmlReport', () => {
  it('is the page that was looked at', async () => {
    await expect(htmlReport(oneEmail())).toMatchFileSnapshot('golden/one-email.html');
  });

  it('says the verdict first, then what to click, then the road', () => {
    const page = htmlReport(oneEmail());
    expect(textsOf(page, 'h1')).toEqual(['Blocked']);
    expect(textsOf(page, 'h2')).toEqual([
      'What to click next',
      'Also worth a look',
      'The road of this email',
      'Not known, and where to look',
      'Assumed',
      'Notes',
    ]);
    const { text } = parsed(page);
    for (const fact of [
      '"Payment due" to Jane Roe about loan LN-4101',
      '2026-11-03T09:00:00-07:00',
      'acme.yaml of 2026-11-03T07:00:00-07:00',
      'Choose "Payment due".',
      'acme.yaml:44:13 /notifications/0/email/body is ""',
      'LoanPro sends no message without a body.',
      'message-present/body-empty',
      'not tried',
      'the event happens',
      'unknown key "colour"',
    ])
      expect(text).toContain(fact);
  });

  it('draws every gate of the road, and where it ends', () => {
    const page = htmlReport(oneEmail());
    const [drawing = ''] = page.match(/<svg class="road".*?<\/svg>/s) ?? [];
    expect(drawing.match(/<g class="gate/g)).toHaveLength(8);
    expect(drawing).toContain('A road of 8 gates; stopped here: gate 6, message-present');
    expect(drawing.match(/class="gate s-[a-z]+ beyond"/g)).toHaveLength(2);
    expect(textsOf(page, 'summary').filter((text) => text.includes('stopped here'))).toEqual([
      '6 message-presentstopped here The body of "Payment due" is empty.',
    ]);
  });

  it('shows what does not count as such', () => {
    const page = htmlReport(blockedReport());
    const { text } = parsed(page);
    expect(text).toContain('Accepted, so not counted');
    expect(text).toContain(
      'accepted: by a comment beside the line: agreed with marketing (until 2027-01-31)',
    );
    expect(text).toContain('accepted: in the baseline');
    expect(text).toContain('1 not counted: switched off, or stopped by the message or the loan itself');
    expect(text).toContain('Suppressions and baseline');
    expect(text).toContain('It can leave at 2026-11-04T08:00:00-07:00');
    expect(textsOf(page, 'h3').slice(0, 2)).toEqual([
      'The body of "Payment due" is empty.',
      'The quiet hours hold mail until 2026-11-04T08:00:00-07:00.',
    ]);
  });

  it('says when the configuration gave a finding another level', () => {
    const result = aFailure({ level: 'warning' });
    const notifications = [aSection({ verdict: 'blocked', results: [result] })];
    const { text } = parsed(htmlReport(sampleReport({ accounts: [anAccount({ notifications })] })));
    expect(text).toContain('counts as warning, by the configuration');
  });

  it.each(REPORTS)('holds all it needs and nothing that acts: %s', (_, report) => {
    const page = htmlReport(report);
    const { tags } = parsed(page);
    expect(new Set(tags.map(({ name }) => name))).not.toContain('script');
    for (const { name, attributes } of tags) {
      expect(Object.keys(attributes).filter((key) => /^(on|src|style|action|data|xlink)/.test(key))).toEqual(
        [],
      );
      const { href } = attributes;
      if (href !== undefined) expect(href).toMatch(name === 'a' ? /^(#|https:\/\/help\.)/ : /^#/);
    }
    expect(STYLE.toString()).not.toMatch(/url\(|@import|<|http/);
    const ids = tags.flatMap(({ attributes }) => attributes['id'] ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const asked = tags.flatMap(({ attributes }) => [
      ...(attributes['href']?.startsWith('#') ? [attributes['href'].slice(1)] : []),
      ...(attributes['aria-labelledby']?.split(' ') ?? []),
    ]);
    expect(asked.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('lets in its own style alone', () => {
    const hash = createHash('sha256').update(STYLE.toString()).digest('base64');
    expect(STYLE_HASH).toBe(hash);
    const page = htmlReport(sampleReport());
    expect(page).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(page).toContain(`<style>${STYLE}</style>`);
  });

  it.each(REPORTS)('is the same to the byte each time, in whole characters: %s', (_, report) => {
    const page = htmlReport(report);
    expect(htmlReport(structuredClone(report))).toBe(page);
    expect(Buffer.from(page).toString()).toBe(page);
    expect(page).not.toMatch(ACTIVE);
  });

  it.each(HOSTILE.map((text) => [text.slice(0, 40), text]))('keeps a text of a stranger: %j', (_, text) => {
    const page = htmlReport(hostileReport([text]));
    const { tags, text: shown } = parsed(page);
    const plain = parsed(htmlReport(hostileReport(['plain']))).tags;
    expect(tags.map(({ name }) => name)).toEqual(plain.map(({ name }) => name));
    expect(tags.map(({ attributes }) => Object.keys(attributes))).toEqual(
      plain.map(({ attributes }) => Object.keys(attributes)),
    );
    for (const [length, before] of [
      [800, 'Then '],
      [200, 'accepted: by a comment beside the line: '],
    ] as const)
      expect(shown).toContain(
        before + spelled(text, length - (length === 800 ? before.length : 0)).slice(0, 180),
      );
    expect(page.length).toBeLessThan(150_000);
  });

  it('follows no link but one to a page', () => {
    const linkOf = (url: string) => {
      const result = aFailure({ remediation: { steps: ['Look.'], url } });
      const notifications = [aSection({ verdict: 'blocked', results: [result] })];
      const { tags } = parsed(htmlReport(sampleReport({ accounts: [anAccount({ notifications })] })));
      return tags.flatMap(({ attributes: { href } }) => (href?.startsWith('#') === false ? [href] : []));
    };
    expect(linkOf('javascript:alert(1)')).toEqual([]);
    expect(linkOf('http://a.example')).toEqual([]);
    expect(new Set(linkOf('https://a.example/?a="&b=<c>'))).toEqual(
      new Set(['https://a.example/?a="&b=<c>']),
    );
  });

  it('stays readable with 60 notifications and hundreds of emails', () => {
    const notifications = Array.from({ length: 60 }, (_, i) =>
      aSection({
        id: `notification ${i}`,
        title: `"Notice ${i}"`,
        ...(i % 6 === 0 && {
          verdict: 'blocked',
          results: [aFailure({ summary: `The body of "Notice ${i}" is empty.` })],
        }),
      }),
    );
    const emails = Array.from({ length: 600 }, (_, i) =>
      aSection({
        id: `email ${i}`,
        title: `"Notice ${i % 60}" to customer ${i}`,
        notification: `notification ${i % 60}`,
        results: [anEnrolledCustomer()],
        ...(i % 6 === 1 && {
          verdict: 'blocked',
          results: [
            aFailure({ check: 'customer-email', order: 14, code: 'missing', summary: `No address ${i}.` }),
          ],
        }),
      }),
    );
    const accounts = [anAccount({ notifications, emails })];
    const page = htmlReport(
      sampleReport({ headline: { status: 'fail', word: 'PARTLY BLOCKED', text: 'x' }, accounts }),
    );
    expect(page.match(/<svg class="road"/g)).toHaveLength(50);
    const { text } = parsed(page);
    expect(text).toContain('The roads of 60 more with findings are not drawn.');
    expect(text).toContain('10 blocked, 50 would send');
    expect(text).toContain('50 without findings of their own');
    expect(text).toContain('75 more with findings');
    expect(text).toContain('105 more causes');
    expect(text).toContain('65 more are not shown.');
    expect(page.length).toBeLessThan(1_000_000);
  });
});

describe('gatesOf', () => {
  const results = [
    aWarning(),
    aFailure({ status: 'warn', code: 'subject-long' }),
    aDelay(),
    anUnknown(),
    aFailure({ check: 'from-address', accepted: { by: 'baseline' } }),
    aFailure(),
    anEnrolledCustomer(),
  ];

  it.each<[Section['verdict'], string | undefined, string[]]>([
    [
      'blocked',
      'message-present: stopped here',
      ['do-not-disturb', 'message-trigger', 'from-address', 'customer-enrollment'],
    ],
    ['delayed', 'do-not-disturb: held here', []],
    ['unknown', 'message-trigger: not known', ['from-address', 'customer-enrollment']],
    ['sends', undefined, []],
  ])('ends a road that is %s', (verdict, end, beyond) => {
    const gates = gatesOf(results, verdict);
    expect(gates.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
    const ends = gates.flatMap(({ check, stop }) => (stop === undefined ? [] : [`${check}: ${stop}`]));
    expect(ends).toEqual(end === undefined ? [] : [end]);
    expect(gates.flatMap(({ check, isBeyond }) => (isBeyond ? [check] : []))).toEqual(beyond);
  });

  it('puts the gravest result of a gate first', () => {
    expect(gatesOf(results, 'blocked')[1]).toMatchObject({
      check: 'message-present',
      gravest: { status: 'fail' },
      results: [{ status: 'fail' }, { status: 'warn' }],
    });
  });

  it('ends at an accepted finding only where nothing else stops the email', () => {
    const gates = gatesOf(results.slice(0, 5), 'blocked');
    expect(gates.find(({ stop }) => stop)?.check).toBe('from-address');
  });
});
