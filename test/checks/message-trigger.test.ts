import { describe, expect, it } from 'vitest';
import check from '../../checks/message-trigger.js';
import type { Loan, Notification } from '../../src/account/types.js';
import { factsOf } from '../../src/core/facts.js';
import { outcomesOf } from '../../src/core/verdict.js';
import { checkTable, run } from '../support/check-table.js';
import { compactAccount } from '../support/compact-account.js';

const notification = '/notifications/0';
const kind = `${notification}/kind`;
const event = `${notification}/event`;
const rule = `${notification}/rule`;
const links = '/customers/0/links';
const loan = `${links}/0/loan`;

const paidOff = 'status:Open/Repaying>Closed/Paid Off';
const change = (from: object | null | undefined, to: object | null | undefined) => ({ from, to });
const onStatus = (...statusChanges: object[]) => ({ [event]: { statusChanges } });
const onPortfolio = (portfolioChanges: object) => ({ [event]: { portfolioChanges } });
const trigger = (text: string | null | undefined) => ({
  [kind]: 'trigger',
  [event]: undefined,
  [rule]: text,
});
const late = '(>= status-days-past-due 5)';

/** Rules for a loan that is Open / Repaying, 0 days past due, 14 days after its last payment. */
const rules = [
  { name: 'true', rule: '(< status-days-past-due 5)', says: ['pass'] },
  { name: 'nil', rule: 'nil', says: ['fail rule-false'] },
  { name: 'a text is true', rule: '"no"', says: ['pass'] },
  { name: 'zero is true', rule: 'status-days-past-due', says: ['pass'] },
  { name: 'the name of the status', rule: '(= loan-status "Open")', says: ['pass'] },
  { name: 'not= of three', rule: '(not= 1 2 3)', says: ['pass'] },
  { name: 'a comment alone', rule: '; not yet', says: ['fail rule-unreadable'], naming: ['no expression'] },
  { name: 'two expressions', rule: 'true false', says: ['fail rule-unreadable'], naming: ['column 6'] },
  { name: 'a parenthesis too few', rule: '(= 1', says: ['fail rule-unreadable'], naming: ['line 1, column'] },
  { name: 'a parenthesis too many', rule: '(= 1 1))', says: ['fail rule-unreadable'], naming: ['column 8'] },
  {
    name: 'an amount compared with a whole number',
    rule: '(= status-amount-due 0)',
    says: ['fail rule-false', 'warn rule-number-kind'],
    naming: ['0.0'],
  },
  {
    name: 'an amount compared with a whole number, where it does not matter',
    rule: '(or (= status-amount-due 0) true)',
    says: ['warn rule-number-kind'],
  },
  { name: 'an unknown that decides nothing', rule: '(and false status-payoff)', says: ['fail rule-false'] },
  { name: 'an unknown', rule: '(> status-payoff 0)', says: [`unknown ${loan}/variables/status-payoff`] },
  { name: 'a refusal of Clojure', rule: '(/ 1 0)', says: ['unknown'], naming: ['zero'] },
  { name: 'nil where a number is needed', rule: '(< nil 1)', says: ['unknown'] },
  {
    name: 'a function outside the subset',
    rule: '(slurp "/etc/passwd")',
    says: ['unknown'],
    naming: ['slurp'],
  },
].map(({ rule: text, ...row }) => ({ ...row, name: `a rule: ${row.name}`, set: trigger(text) }));

const noEvents = [
  { name: 'null', value: null },
  { name: '{}', value: {} },
  { name: 'an empty list', value: { statusChanges: [] } },
  { name: 'no list', value: { statusChanges: null, portfolioChanges: null, builtIn: null } },
  { name: 'empty portfolio changes', value: { portfolioChanges: { added: [], removed: [] } } },
  { name: 'a blank built-in event', value: { builtIn: ' ' } },
  {
    name: 'everything empty',
    value: { statusChanges: [], portfolioChanges: { added: null }, builtIn: '' },
  },
];

const matching = [
  { name: 'both with their sub-status', from: side('Open', 'Repaying'), to: side('Closed', 'Paid Off') },
  { name: 'both without a sub-status', from: side('Open'), to: side('Closed') },
  { name: 'subStatus null', from: { ...side('Open'), subStatus: null }, to: side('Closed', 'Paid Off') },
  { name: 'subStatus blank', from: { ...side('Open'), subStatus: ' ' }, to: side('Closed') },
  { name: 'no from', from: undefined, to: side('Closed') },
  { name: 'from null', from: null, to: side('Closed') },
  { name: 'from {}', from: {}, to: side('Closed') },
  { name: 'no to', from: side('Open'), to: undefined },
  { name: 'neither from nor to', from: undefined, to: null },
  { name: 'blanks around a name', from: side(' Open', 'Repaying '), to: side('Closed\t') },
];
const notMatching = [
  { name: 'the way back', from: side('Closed'), to: side('Open') },
  { name: 'another sub-status before', from: side('Open', 'Frozen'), to: side('Closed') },
  { name: 'another sub-status after', from: side('Open'), to: side('Closed', 'Refinanced') },
  { name: 'another status after', from: side('Open'), to: side('Late') },
  { name: 'another status before, no to', from: side('Late'), to: undefined },
  { name: 'another status after, no from', from: undefined, to: side('Open') },
];

function side(status: string, subStatus?: string) {
  return subStatus === undefined ? { status } : { status, subStatus };
}

checkTable(check, [
  {
    name: 'whether the event happened was not asked',
    says: ['skip not-applicable'],
    naming: ['If this happens: "payment posted".'],
  },
  {
    name: 'whether one of several status changes happened was not asked',
    set: onStatus(change(side('Open'), side('Closed')), change(undefined, side('Late'))),
    says: ['skip not-applicable'],
    naming: ['If this happens: Open → Closed or any status → Late.'],
  },
  { name: 'event not given', set: { [event]: undefined }, says: [`unknown ${event}`] },
  {
    name: 'event not given, though one is said to have happened',
    set: { [event]: undefined },
    event: paidOff,
    says: [`unknown ${event}`],
  },
  ...noEvents.flatMap(({ name, value }) => [
    { name: `no event: ${name}`, set: { [event]: value }, says: ['fail no-event'] },
    {
      name: `no event, though one happened: ${name}`,
      set: { [event]: value },
      event: paidOff,
      says: ['fail no-event'],
    },
  ]),
  {
    name: 'no event, named',
    set: { [event]: null },
    says: ['fail no-event'],
    naming: ['"Payment received"'],
  },

  {
    name: 'status and portfolio changes mixed',
    set: {
      [event]: {
        statusChanges: [change(side('Open'), side('Closed'))],
        portfolioChanges: { added: ['Auto'] },
      },
    },
    says: ['fail mixed-events'],
    naming: ['"Payment received"', 'a loan status change and a portfolio change'],
  },
  {
    name: 'status changes and a built-in event mixed',
    set: { [event]: { statusChanges: [{}], builtIn: 'payment posted' } },
    says: ['fail mixed-events'],
  },
  {
    name: 'portfolio changes and a built-in event mixed',
    set: { [event]: { portfolioChanges: { removed: [7] }, builtIn: 'payment posted' } },
    says: ['fail mixed-events'],
  },
  {
    name: 'all kinds mixed',
    set: {
      [event]: { statusChanges: [{}], portfolioChanges: { added: ['Auto'] }, builtIn: 'payment posted' },
    },
    says: ['fail mixed-events'],
  },
  {
    name: 'added and removed portfolios are one kind',
    set: onPortfolio({ added: ['Auto'], removed: ['Boat'] }),
    says: ['skip not-applicable'],
    naming: ['added to "Auto" or removed from "Boat"'],
  },
  {
    name: 'one kind beside empty others is not mixed',
    set: { [event]: { statusChanges: [], portfolioChanges: { added: [] }, builtIn: 'payment posted' } },
    says: ['skip not-applicable'],
  },
  {
    name: 'mixed, and what happened is among them',
    set: { [event]: { statusChanges: [{}], builtIn: 'payment posted' } },
    event: 'builtin:payment posted',
    says: ['fail mixed-events'],
  },
  {
    name: 'mixed, and what happened is not among them',
    set: { [event]: { portfolioChanges: { added: ['Auto'] }, builtIn: 'payment posted' } },
    event: paidOff,
    says: ['fail mixed-events', 'fail event-does-not-match'],
  },

  ...matching.map(({ name, from, to }) => ({
    name: `the event matches: ${name}`,
    set: onStatus(change(from, to)),
    event: paidOff,
    says: ['pass'],
  })),
  ...notMatching.map(({ name, from, to }) => ({
    name: `the event does not match: ${name}`,
    set: onStatus(change(from, to)),
    event: paidOff,
    says: ['fail event-does-not-match'],
  })),
  {
    name: 'one of several pairs matches',
    set: onStatus(change(side('Late'), side('Open')), change(side('Open'), side('Closed'))),
    event: paidOff,
    says: ['pass'],
    naming: ['Happened: Open / Repaying → Closed / Paid Off.'],
  },
  {
    name: 'an event without a sub-status does not match a side with one',
    set: onStatus(change(side('Open', 'Repaying'), side('Closed'))),
    event: 'status:Open>Closed',
    says: ['fail event-does-not-match'],
  },
  {
    name: 'an event without a sub-status matches a side without one',
    set: onStatus(change(side('Open'), { ...side('Closed'), subStatus: null })),
    event: 'status:Open>Closed',
    says: ['pass'],
  },
  {
    name: 'the nearest pair is named, and what happened',
    set: onStatus(
      change(side('Late'), side('Open')),
      change(side('Open'), side('Closed', 'Refinanced')),
      change(side('Late'), side('Closed')),
    ),
    event: paidOff,
    says: ['fail event-does-not-match'],
    naming: ['Open → Closed / Refinanced', 'Open / Repaying → Closed / Paid Off'],
  },
  {
    name: 'a status that differs in case',
    set: onStatus(change(side('OPEN'), side('Closed'))),
    event: paidOff,
    says: ['fail event-does-not-match'],
    naming: ['OPEN → Closed', 'upper and lower case'],
  },
  {
    name: 'a sub-status that differs in case',
    set: onStatus(change(side('Open'), side('Closed', 'Paid off'))),
    event: paidOff,
    says: ['fail event-does-not-match'],
    naming: ['upper and lower case'],
  },

  {
    name: 'a portfolio added',
    set: onPortfolio({ added: ['Boat', 'Auto'] }),
    event: 'portfolio:+Auto',
    says: ['pass'],
  },
  {
    name: 'a portfolio removed',
    set: onPortfolio({ removed: ['Auto'] }),
    event: 'portfolio:-Auto',
    says: ['pass'],
  },
  {
    name: 'a portfolio by id',
    set: onPortfolio({ added: [7] }),
    event: 'portfolio:+7',
    says: ['pass'],
  },
  {
    name: 'a portfolio removed where adding is configured',
    set: onPortfolio({ added: ['Auto'] }),
    event: 'portfolio:-Auto',
    says: ['fail event-does-not-match'],
    naming: ['added to "Auto"', 'removed from "Auto"'],
  },
  {
    name: 'a portfolio that differs in case',
    set: onPortfolio({ added: ['auto'] }),
    event: 'portfolio:+Auto',
    says: ['fail event-does-not-match'],
    naming: ['upper and lower case'],
  },
  { name: 'the built-in event', event: 'builtin:payment posted', says: ['pass'] },
  {
    name: 'another built-in event',
    event: 'builtin:payment reversed',
    says: ['fail event-does-not-match'],
    naming: ['"payment posted"', '"payment reversed"'],
  },
  {
    name: 'a built-in event that differs in case',
    event: 'builtin:Payment Posted',
    says: ['fail event-does-not-match'],
    naming: ['upper and lower case'],
  },
  { name: 'an event of another kind', event: paidOff, says: ['fail event-does-not-match'] },

  { name: 'kind not given', set: { [kind]: undefined }, says: [`unknown ${kind}`] },
  {
    name: 'kind not given, and neither event nor rule',
    set: { [kind]: undefined, [event]: undefined },
    says: [`unknown ${kind}`],
  },
  { name: 'an event does not need a link', set: { [links]: [] }, says: ['skip not-applicable'] },
  {
    name: 'an event does not need to know the links',
    set: { [links]: undefined },
    event: 'builtin:payment posted',
    says: ['pass'],
  },
  {
    name: 'an event is not kept from an archived loan',
    set: { [`${loan}/archived`]: true },
    event: 'builtin:payment posted',
    says: ['pass'],
  },

  { name: 'rule null', set: trigger(null), says: ['fail no-rule'] },
  { name: 'rule empty', set: trigger(''), says: ['fail no-rule'] },
  { name: 'rule blank', set: trigger(' \n'), says: ['fail no-rule'], naming: ['"Payment received"'] },
  { name: 'rule not given', set: trigger(undefined), says: [`unknown ${rule}`] },
  {
    name: 'a rule that is false',
    set: trigger(late),
    says: ['fail rule-false'],
    naming: ['"Payment received"', 'loan "CC-7301"', 'status-days-past-due is 0, needs at least 5'],
  },
  {
    name: 'what happened leaves a rule alone',
    set: trigger(late),
    event: paidOff,
    says: ['fail rule-false'],
  },
  ...rules,
  {
    name: 'what happened leaves an empty rule alone',
    set: trigger(''),
    event: paidOff,
    says: ['fail no-rule'],
  },

  {
    name: 'an archived loan',
    set: { ...trigger(late), [`${loan}/archived`]: true },
    says: ['fail loan-not-maintained', 'fail rule-false'],
    naming: ['Loan "CC-7301" is archived.'],
  },
  {
    name: 'a deleted loan',
    set: { ...trigger(late), [`${loan}/deleted`]: true },
    says: ['fail loan-not-maintained', 'fail rule-false'],
    naming: ['Loan "CC-7301" is deleted.'],
  },
  {
    name: 'a loan both archived and deleted',
    set: { ...trigger(late), [`${loan}/archived`]: true, [`${loan}/deleted`]: true },
    says: ['fail loan-not-maintained', 'fail rule-false'],
  },
  {
    name: 'an archived loan and no rule',
    set: { ...trigger(null), [`${loan}/archived`]: true },
    says: ['fail no-rule', 'fail loan-not-maintained'],
  },
  {
    name: 'an archived loan and rule not given',
    set: { ...trigger(undefined), [`${loan}/archived`]: true },
    says: ['fail loan-not-maintained', `unknown ${rule}`],
  },
  {
    name: 'archived and deleted not given count as false',
    set: { ...trigger(late), [`${loan}/archived`]: undefined, [`${loan}/deleted`]: undefined },
    says: ['fail rule-false'],
  },
  {
    name: 'an archived loan without an id',
    set: { ...trigger(null), [loan]: { archived: true } },
    says: ['fail no-rule', 'fail loan-not-maintained'],
  },

  {
    name: 'a rule, no links: []',
    set: { ...trigger(late), [links]: [] },
    says: ['skip blocked-by:customer-enrollment'],
  },
  {
    name: 'a rule, no links: null',
    set: { ...trigger(late), [links]: null },
    says: ['skip blocked-by:customer-enrollment'],
  },
  { name: 'no rule, no links', set: { ...trigger(null), [links]: [] }, says: ['fail no-rule'] },
  {
    name: 'rule not given, no links',
    set: { ...trigger(undefined), [links]: [] },
    says: ['skip blocked-by:customer-enrollment'],
  },
  {
    name: 'a rule, links not given',
    set: { ...trigger(late), [links]: undefined },
    says: [`unknown ${links}`],
  },
  { name: 'no rule, links not given', set: { ...trigger(''), [links]: undefined }, says: ['fail no-rule'] },
  {
    name: 'neither rule nor links given',
    set: { ...trigger(undefined), [links]: undefined },
    says: [`unknown ${rule} ${links}`],
  },
  {
    name: 'a rule, another loan was asked about',
    set: { ...trigger(late), [`${loan}/archived`]: true },
    otherLoan: true,
    says: ['skip blocked-by:customer-enrollment'],
  },
  {
    name: 'no rule, another loan was asked about',
    set: trigger(null),
    otherLoan: true,
    says: ['fail no-rule'],
  },

  { name: 'direct mail', direct: true, says: ['skip not-applicable'] },
]);

describe('message-trigger without a customer', () => {
  const says = (value: Notification) => {
    const question = { now: 0, offset: 0, direct: false, event: undefined };
    const facts = factsOf({ mailcheck: 1 }, question, {
      notification: { value, index: 0 },
      customer: undefined,
      link: undefined,
      linkage: 'no-customer',
    });
    return outcomesOf(check.run(facts)).map(({ spec, code }) => `${spec.status} ${code}`);
  };

  it.each<[string, Notification, string]>([
    ['no event', { kind: 'event', event: {} }, 'fail no-event'],
    ['an event', { kind: 'event', event: { builtIn: 'payment posted' } }, 'skip assumed'],
    ['event not given', { kind: 'event' }, 'unknown unknown'],
    ['no rule', { kind: 'trigger', rule: ' ' }, 'fail no-rule'],
    ['a rule', { kind: 'trigger', rule: late }, 'skip no-customer'],
    ['rule not given', { kind: 'trigger' }, 'unknown unknown'],
    ['kind not given', {}, 'unknown unknown'],
  ])('%s', (_, value, expected) => {
    expect(says(value)).toEqual([expected]);
  });
});

describe('message-trigger, what it says of a rule', () => {
  const result = (text: string, loan: Loan) => {
    const account = { ...compactAccount(), notifications: [{ id: 4, kind: 'trigger' as const, rule: text }] };
    for (const customer of account.customers) customer.links = [{ loan }];
    return run(check, account, {})[0];
  };

  it('names what decided it, and the day from which time alone makes it true', () => {
    const said = result('(and (= loan-status "Open") (>= status-days-past-due 5))', {
      displayId: 'CC-1',
      status: 'Open',
      daysPastDue: 4,
      snapshotDate: '2026-11-03',
      variables: { 'loan-status': 'Open' },
    });
    expect(said?.summary).toBe(
      'The rule of "4" is not true for loan "CC-1": status-days-past-due is 4, needs at least 5. If nothing else changes, status-days-past-due is 5 on 2026-11-04, and the nightly run of 2026-11-05 would send it.',
    );
    expect(said?.unconfirmed).toBeUndefined();
    expect(said?.evidence.map(({ pointer }) => pointer)).toEqual([
      '/notifications/0/rule',
      '/customers/0/links/0/loan/daysPastDue',
    ]);
  });

  it('promises no nightly run that is over, or that leaves the loan out', () => {
    const loan = { displayId: 'CC-1', daysPastDue: 4, snapshotDate: '2026-10-20' };
    expect(result(late, loan)?.summary).toContain(
      'If nothing else changed since 2026-10-20, the day of these figures, status-days-past-due is 5 on 2026-10-21, and the nightly run of 2026-10-22 would have sent it.',
    );
    const account = { ...compactAccount(), notifications: [{ id: 4, kind: 'trigger' as const, rule: late }] };
    for (const customer of account.customers)
      customer.links = [{ loan: { ...loan, snapshotDate: '2026-11-03', archived: true } }];
    const said = run(check, account, {}).map(({ summary }) => summary);
    expect(said).toHaveLength(2);
    expect(said.join(' ')).not.toContain('nightly run of');
  });

  it('says of an = that one night alone would do', () => {
    const said = result('(= status-days-past-due 5)', { daysPastDue: 4, snapshotDate: '2026-11-03' });
    expect(said?.summary).toContain('the nightly run of 2026-11-05 would send it, and that run alone.');
  });

  it('names every part that would do by itself', () => {
    const said = result('(or (= loan-token "x") (>= status-days-past-due 500))', {
      daysPastDue: 4,
      variables: { 'loan-token': 'y' },
    });
    expect(said?.summary).toContain(
      'loan-token is "y", needs "x"; or status-days-past-due is 4, needs at least 500.',
    );
  });

  it('is not confirmed where it turns on the name of the status alone', () => {
    const said = result('(= loan-status "Open - Repaying")', { status: 'Open', subStatus: 'Repaying' });
    expect([said?.code, said?.unconfirmed]).toEqual(['rule-false', true]);
    const own = result('(= loan-status "Open")', { status: 'Late', variables: { 'loan-status': 'Open' } });
    expect([own?.status, own?.unconfirmed]).toEqual(['pass', undefined]);
  });

  it('names the facts that would settle it, and where they go', () => {
    const said = result('(and (< status-payoff 2500) (>= status-days-past-due 5))', { daysPastDue: 6 });
    expect(said?.summary).toContain('status-payoff is not known');
    expect(said?.missing).toEqual([['customers', 0, 'links', 0, 'loan', 'variables', 'status-payoff']]);
    expect(said?.remediation?.steps.at(-1)).toContain('/customers/0/links/0/loan/variables/status-payoff');
  });

  it('says what a rule uses that is not worked out', () => {
    const said = result('(my-own-function status-days-past-due)', { daysPastDue: 6 });
    expect([said?.status, said?.summary]).toEqual(['unknown', expect.stringContaining('my-own-function')]);
  });

  it('does not take long over a hostile rule', () => {
    const said = result(`(reduce + (map inc [${'1 '.repeat(30_000)}]))`, {});
    expect(said?.status).toBe('unknown');
  });
});
