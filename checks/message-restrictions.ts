import { loanName, notificationName } from '../src/account/lookup.js';
import type { Path } from '../src/account/pointer.js';
import type { Loan, Restrictions } from '../src/account/types.js';
import { localDate, offsetMinutes } from '../src/calendar/zone.js';
import { defineCheck, type FindingSpec, type Outcome } from '../src/core/check.js';
import type { View } from '../src/core/facts.js';
import { listed, quoted } from '../src/core/words.js';
import {
  type Meets,
  metInWords,
  missInWords,
  nearestFirst,
  type Restriction,
  type RestrictionCode,
  setRestrictions,
} from '../src/message/loan-restrictions.js';

type Seen = View<'tenant' | 'notification' | 'link'>;

const MENU = 'Settings > Company > Notifications > (notification) > Email > Restrictions';
const URL = 'https://help.loanpro.io/article/435zbyyc6w-event-based-notifications-system';

interface Prepared {
  readonly set: readonly Restriction[];
  readonly question: Seen['question'];
  readonly zone: string | undefined;
}

// What is set is the same for every loan, and a scan asks of millions.
const known = new WeakMap<Restrictions, Prepared>();

/** The restrictions that are set; dates count in the company time zone, else in the offset of the moment. */
function setOf({ notification, tenant, question }: Seen): readonly Restriction[] {
  const wanted = notification?.email?.restrictions;
  if (!wanted) return [];
  const zone = tenant?.timezone?.trim();
  const before = known.get(wanted);
  if (before?.question === question && before.zone === zone) return before.set;
  const offset = zone ? offsetMinutes(zone, question.now) : question.offset;
  const set = setRestrictions(wanted, localDate(question.now, offset));
  known.set(wanted, { set, question, zone });
  return set;
}

const loanOf = ({ link }: Seen): Loan => link?.loan ?? {};
const thatStand = (facts: Seen, how: Meets) =>
  setOf(facts).filter(({ meets }) => meets(loanOf(facts)) === how);
const path = ({ at }: Seen): Path => [...at.notification, 'email', 'restrictions'];
const loanPath = ({ at }: Seen, field: string): Path => [...at.link, 'loan', field];
const evidence = (facts: Seen, restrictions: readonly Restriction[]) =>
  restrictions.flatMap(({ field, loanFields }) => [
    [...path(facts), field],
    ...loanFields.map((loanField) => loanPath(facts, loanField)),
  ]);

const message = ({ notification }: Seen) => quoted(notification ? notificationName(notification) : '');
const names = (restrictions: readonly Restriction[]) => listed(restrictions.map(({ name }) => name));
const theLoan = (facts: Seen) => {
  const name = loanName(loanOf(facts));
  return name ? `loan ${quoted(name)}` : 'the loan';
};

/** The restriction nearest to its limit; the others are counted. */
function metText(facts: Seen): string {
  const loan = loanOf(facts);
  const [first, ...others] = nearestFirst(setOf(facts), loan);
  const more = others.length > 0 ? `; ${others.length} more met` : '';
  return `${first ? metInWords(first, loan) : ''}${more}.`;
}

function missed(code: RestrictionCode): FindingSpec<Seen, unknown> {
  const missedBy = (facts: Seen) => thatStand(facts, 'no').filter((one) => one.code === code);
  return {
    status: 'fail',
    summary: (facts) => {
      const misses = missedBy(facts).map((one) => missInWords(one, loanOf(facts)));
      return `${message(facts)} leaves out ${theLoan(facts)}: ${misses.join('; ')}.`;
    },
    why: 'The email goes only to loans that meet every restriction set on its Email tab.',
    evidence: (facts) => evidence(facts, missedBy(facts)),
    fix: (facts) => ({
      menu: MENU,
      url: URL,
      steps: [
        'Decide whether this loan is meant to get the message: the restriction may be right.',
        "If it is, and the loan's own value is wrong, correct that.",
        `If the restriction is wrong, open ${MENU} for ${message(facts)}.`,
        `Change ${names(missedBy(facts))}: it counts for every loan.`,
        'Click Save.',
      ],
    }),
  };
}

export default defineCheck({
  id: 'message-restrictions',
  title: 'The loan meets the restrictions of the email',
  article: 'Email Restrictions',
  scope: 'message',
  worst: 'fail',
  needs: ['tenant', 'notification', 'link'],

  outcomes: {
    none: {
      status: 'pass',
      summary: ({ notification }) =>
        `No restriction is ${notification?.email?.restrictions === undefined ? 'given' : 'set'}.`,
      evidence: (facts) => [path(facts)],
    },
    met: {
      status: 'pass',
      summary: metText,
      evidence: (facts) => evidence(facts, setOf(facts)),
    },
    'met-on-bound': {
      status: 'pass',
      unconfirmed: true,
      summary: (facts) =>
        `At the limit, unconfirmed: ${listed(thatStand(facts, 'on-bound').map(({ name, has }) => `${name} ${has(loanOf(facts))}`))}.`,
      evidence: (facts) => evidence(facts, setOf(facts)),
    },
    'loan-status': missed('loan-status'),
    'e-billing': missed('e-billing'),
    'source-company': missed('source-company'),
    'loan-aging': missed('loan-aging'),
    'days-past-due': missed('days-past-due'),
    'amount-past-due': missed('amount-past-due'),
    'human-activity': missed('human-activity'),
    'loan-recency': missed('loan-recency'),
    portfolios: missed('portfolios'),
    unknown: {
      status: 'unknown',
      missing: (facts) =>
        thatStand(facts, 'unknown').flatMap(({ loanFields, lacks }) =>
          (lacks?.(loanOf(facts)) ?? loanFields).map((field) => loanPath(facts, field)),
        ),
    },
    'links-unknown': { status: 'unknown', missing: ({ at }) => [[...at.customer, 'links']] },
    blocked: {
      status: 'skip',
      reason: 'blocked-by:customer-enrollment',
      summary: 'No loan in question, so none to compare.',
    },
    'no-customer': {
      status: 'skip',
      reason: 'not-applicable',
      summary: 'No customer is asked about, so no loan.',
    },
    direct: { status: 'skip', reason: 'not-applicable', summary: 'Direct mail has no restrictions.' },
  },

  run(facts, say) {
    const { linkage, question } = facts;
    if (question.direct) return say.direct();
    if (linkage === 'no-customer') return say['no-customer']();
    if (linkage === 'no-links' || linkage === 'not-among-links') return say.blocked();
    const set = setOf(facts);
    if (set.length === 0) return say.none();
    if (linkage === 'links-absent') return say['links-unknown']();

    const loan = loanOf(facts);
    let failed: Outcome[] | undefined;
    let otherwise: 'met' | 'met-on-bound' | 'unknown' = 'met';
    for (const { code, meets } of set) {
      const how = meets(loan);
      if (how === 'no') {
        const outcome = say[code]();
        if (!failed) failed = [outcome];
        // Portfolios and Sub Portfolios stand next to each other and have one code.
        else if (failed.at(-1) !== outcome) failed.push(outcome);
      } else if (how === 'unknown') otherwise = 'unknown';
      else if (how === 'on-bound' && otherwise === 'met') otherwise = 'met-on-bound';
    }
    return failed ?? say[otherwise]();
  },
});
