import {
  findEnrollmentRow,
  hasSubStatus,
  sameInAnyCase,
  sameName,
  statusName,
} from '../src/account/lookup.js';
import type { Path } from '../src/account/pointer.js';
import type { StatusRef } from '../src/account/types.js';
import { defineCheck } from '../src/core/check.js';
import type { View } from '../src/core/facts.js';
import { quoted } from '../src/core/words.js';

type Seen = View<'enrollmentByStatus' | 'link'>;

const MENU = 'Settings > Defaults > New Customer > Enrollment By Loan Status';
const URL = 'https://help.loanpro.io/article/l74ai8oqk5-communication-enrollment-by-status';
const TABLE: Path = ['enrollmentByStatus'];
const row = (index: number): Path => [...TABLE, index, 'emailEnroll'];
const loanField = ({ at }: Seen, field: string): Path => [...at.link, 'loan', field];
const loanOf = ({ link }: Seen): StatusRef => link?.loan ?? {};
const rowOf = (facts: Seen, index: number) => quoted(statusName(facts.enrollmentByStatus?.[index] ?? {}));

const differsInCase = (a: string, b: string | null | undefined) => sameInAnyCase(a, b) && !sameName(a, b);

/** The loan's status, the row that stands in for it, and a row that only its case keeps from counting. */
function status(facts: Seen, index: number): string {
  const name = statusName(loanOf(facts));
  const decided = facts.enrollmentByStatus?.[index];
  const near = facts.enrollmentByStatus?.find(
    (r) =>
      differsInCase(statusName(r), name) || (!decided && differsInCase(statusName(r), loanOf(facts).status)),
  );
  const by = decided && statusName(decided) !== name ? `, by the row ${rowOf(facts, index)}` : '';
  const note = near ? ` (the row ${quoted(statusName(near))} differs in upper and lower case)` : '';
  return `${quoted(name)}${by}${note}`;
}

const evidence = (facts: Seen, index: number) => [
  row(index),
  loanField(facts, 'status'),
  loanField(facts, 'subStatus'),
];

const statusOff = (weight: 'fail' | 'warn') =>
  ({
    status: weight,
    ...(weight === 'warn' && { unconfirmed: true as const }),
    summary: (facts: Seen, index: number) =>
      `Email Enrollment is off for the loan's status ${status(facts, index)}${
        facts.link?.emailAccess === true
          ? '; Email Access is ticked too, but editing the link alone will not help'
          : ''
      }.`,
    why:
      weight === 'fail'
        ? 'While a loan is in a status whose Email Enrollment is off, its notification emails do not go out; how this switch and Email Access combine is not documented.'
        : 'LoanPro may look at the enrollment of the status for direct mail too.',
    evidence,
    fix: (facts: Seen, index: number) => ({
      menu: MENU,
      url: URL,
      steps: [
        'Decide whether loans in this status are meant to get email: the switch may be off on purpose.',
        `If they are, open ${MENU}.`,
        `Switch Email Enrollment on for ${rowOf(facts, index)}; it saves by itself.`,
      ] as const,
      changes: [{ op: 'replace' as const, path: row(index), value: true }],
    }),
  }) as const;

export default defineCheck({
  id: 'loan-status-enrollment',
  title: "The loan's status is enrolled for email",
  article: 'Enrollment By Loan Status',
  scope: 'customer',
  worst: 'fail',
  needs: ['enrollmentByStatus', 'link'],

  outcomes: {
    on: {
      status: 'pass',
      summary: (facts, index: number) => `On for ${status(facts, index)}.`,
      evidence,
    },
    'status-off': statusOff('fail'),
    'status-off-direct': { ...statusOff('warn'), code: 'status-off' },
    'no-row': {
      status: 'unknown',
      summary: (facts) => `Enrollment By Loan Status has no row for ${status(facts, -1)}.`,
      missing: () => [TABLE],
    },
    unknown: { status: 'unknown', missing: (_, paths: readonly Path[]) => paths },
    'no-data': {
      status: 'skip',
      reason: 'no-data',
      summary: 'Not known; direct mail may not need it.',
    },
    blocked: {
      status: 'skip',
      reason: 'blocked-by:customer-enrollment',
      summary: 'The customer is not linked to the loan.',
    },
  },

  run(facts, say) {
    const { enrollmentByStatus, linkage, question } = facts;
    const unknown = (paths: readonly Path[]) => (question.direct ? say['no-data']() : say.unknown(paths));

    if (linkage === 'links-absent') return unknown([[...facts.at.customer, 'links']]);
    if (linkage !== 'linked') return say.blocked();
    const loan = loanOf(facts);
    const isStatusKnown = Boolean(loan.status?.trim());
    if (enrollmentByStatus === undefined || !isStatusKnown) {
      return unknown([
        ...(enrollmentByStatus === undefined ? [TABLE] : []),
        ...(isStatusKnown ? [] : [loanField(facts, 'status')]),
      ]);
    }
    const rows = enrollmentByStatus ?? [];
    if (
      loan.subStatus === undefined &&
      rows.some((r) => sameName(r.status, loan.status) && hasSubStatus(r))
    ) {
      return unknown([loanField(facts, 'subStatus')]);
    }
    const index = findEnrollmentRow(rows, loan);
    if (index < 0) return question.direct ? say['no-data']() : say['no-row']();
    const isOn = rows[index]?.emailEnroll;
    if (isOn === undefined) return unknown([row(index)]);
    if (isOn) return say.on(index);
    return question.direct ? say['status-off-direct'](index) : say['status-off'](index);
  },
});
