import { describe, expect, it } from 'vitest';
import { markdownReport } from '../../src/report/markdown.js';
import { ACTIVE } from '../support/hostile.js';
import {
  aFailure,
  anAccount,
  aSection,
  blockedReport,
  HOSTILE,
  hostileReport,
  sampleReport,
} from '../support/sample-report.js';
import { spelled } from '../support/spelled.js';

const TOKEN = /`([^`]*)`|\\([!-/:-@[-`{-~])|&(amp|lt);|(.)/gsu;

/** What a page shows of inline Markdown that uses code, escapes and entities alone. */
function pageOf(markdown: string): string {
  return [...markdown.matchAll(TOKEN)]
    .map(
      ([, code, escaped, entity, char]) => code ?? escaped ?? (entity ? { amp: '&', lt: '<' }[entity] : char),
    )
    .join('');
}

/** What is neither code nor escaped: all that Markdown and a ticket system can act on. */
const bareOf = (markdown: string) =>
  markdown.replace(TOKEN, (_, _code, _escaped, _entity, char) => char ?? '');

/** How each line begins: a heading, a row, a step, an entry, or what would begin another block. */
const shapeOf = (markdown: string) =>
  markdown.split('\n').map((line) => /^(?:#+ |\| |\d+[.)] |[-+*] |[=>~]+|-{2,}|`{3,}| {4}|)/.exec(line)?.[0]);

describe('markdownReport', () => {
  it('shows the chain of the only email, then the cause with its place and steps', () => {
    const report = sampleReport({
      command: 'diagnose',
      headline: { status: 'fail', word: 'BLOCKED', text: 'The body of "Payment due" is empty.' },
      accounts: [
        anAccount({
          notifications: [],
          emails: [
            aSection({ verdict: 'blocked', results: [aFailure()], assumptions: ['the event happens'] }),
          ],
        }),
      ],
    });
    expect(markdownReport(report)).toBe(`# BLOCKED: The body of "Payment due" is empty.

mailcheck 0.1.0, as of 2026-11-03T09:00:00-07:00, from \`acme.yaml\`.

## "Payment due" (\`acme.yaml\`): blocked

| Check | Result | What it says |
| --- | --- | --- |
| connections-account | pass | The Connections account 88 is linked. |
| ses-settings | skip | The account sends over SMTP. |
| message-present/body-empty | fail | The body of "Payment due" is empty. |

Taken for granted: the event happens.

## message-present/body-empty (error)

The body of "Payment due" is empty. LoanPro sends no message without a body.

- \`acme.yaml:44:13\` \`/notifications/0/email/body\`
- \`acme.yaml:43:16\` \`/notifications/0/email/subject\`

1. Open Settings > Communications > Email > Notifications.
2. Choose "Payment due".
3. Write the body and choose Save.
`);
  });

  it('begins with an overview where there are several, worst first', () => {
    const markdown = markdownReport(blockedReport());
    expect(markdown.split('\n').slice(4, 10)).toEqual([
      '| What | Verdict |',
      '| --- | --- |',
      '| "Payment due" (`acme.yaml`) | blocked |',
      '| "Old promotion" (switched off) (`acme.yaml`) | blocked (does not count) |',
      '| "Payment received" (`acme.yaml`) | cannot tell |',
      '| "Payment received" to customer 1042 about loan LN-4101 (`acme.yaml`) | would send later, at 2026-11-04T08:00:00-07:00 |',
    ]);
    expect(markdown.match(/^## .*/gm)).toEqual([
      '## "Payment due" (`acme.yaml`): blocked',
      '## "Payment received" (`acme.yaml`): cannot tell',
      '## "Payment received" to customer 1042 about loan LN-4101 (`acme.yaml`): would send later, at 2026-11-04T08:00:00-07:00',
      '## message-present/body-empty (error)',
      '## connections-balance/low (warning)',
      '## suppressions/unused (warning)',
      '## do-not-disturb/in-window (delay)',
      '## Not known, and where to look',
      '## Accepted',
      '## Notes',
    ]);
    expect(markdown).toContain(
      '- message-present/subject-long at `acme.yaml:44:13`: Accepted by a comment until 2027-01-31: agreed with marketing',
    );
  });

  it('draws no chain where all is well', () => {
    expect(markdownReport(sampleReport())).not.toContain('##');
  });

  it('stays short, whatever there is', () => {
    const results = Array.from({ length: 500 }, (_, i) => aFailure({ summary: `Fault ${i}.` }));
    const sections = Array.from({ length: 500 }, (_, i) =>
      aSection({ id: `notification ${i}`, verdict: 'blocked', results: results.slice(i, i + 1) }),
    );
    const markdown = markdownReport(sampleReport({ accounts: [anAccount({ notifications: sections })] }));
    expect(markdown).toContain('488 more causes left out.');
    expect(markdown).toContain('The chains of 496 more are left out.');
    // GitHub takes 65,536 characters in an issue.
    expect(markdown.length).toBeLessThan(30_000);
  });

  it.each(HOSTILE.map((text) => [text.slice(0, 40), text]))(
    '%j comes through and does nothing',
    (_, text) => {
      const markdown = markdownReport(hostileReport([text]));
      expect(markdown).not.toMatch(ACTIVE);
      for (const line of markdown.split('\n')) {
        const bare = bareOf(line);
        expect(bare).not.toMatch(/[<[\]*_~`@]|:\/\/|www\.|[#!]\d/);
        expect(bare.match(/\|/g)?.length ?? 0).toBe(
          /^\|/.test(line) ? (bare.match(/ \|/g)?.length ?? 0) + 1 : 0,
        );
      }
      expect(shapeOf(markdown)).toEqual(shapeOf(markdownReport(hostileReport(['plain']))));
      const page = pageOf(markdown);
      expect(page).toContain(spelled(`It says ${text}.`));
      expect(page).toContain(`2. ${spelled(`Then ${text}`).trim()}`);
    },
  );

  it.each([
    ['1. not a list', '1\\. not a list'],
    ['- not a list', '\\- not a list'],
    ['# not a heading', '\\# not a heading'],
    ['> not a quote', '\\> not a quote'],
    ['=cmd()', '\\=cmd()'],
    ['Write to office@example.com now', 'Write to `office@example.com` now'],
    ['see #12 and octo/repo#1', 'see `#12` and `octo/repo#1`'],
    ['$4.10 of $x$', '$4.10 of \\$x\\$'],
    ['a|b & c', 'a\\|b &amp; c'],
  ])('%j is written %j', (why, written) => {
    const settings = aSection({ id: 'settings', results: [aFailure({ remediation: { steps: [why] } })] });
    const markdown = markdownReport(
      sampleReport({ accounts: [anAccount({ settings, notifications: [], emails: [] })] }),
    );
    expect(markdown).toContain(`\n1. ${written}\n`);
    expect(pageOf(written)).toBe(why);
  });
});
