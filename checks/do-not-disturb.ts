import type { Account, DoNotDisturbWindow } from '../src/account/types.js';
import {
  compileQuietHours,
  nextOpen,
  type QuietHours,
  quietAt,
  quietInSomeOffset,
} from '../src/calendar/quiet-hours.js';
import { formatInstant, offsetMinutes } from '../src/calendar/zone.js';
import { defineCheck, type Outcome } from '../src/core/check.js';
import type { View } from '../src/core/facts.js';
import { counted, listed } from '../src/core/words.js';

type Seen = View<'tenant' | 'doNotDisturb' | 'customer'>;

const MENU = 'Settings > Company > Emails > Do Not Disturb Settings';
const URL = 'https://help.loanpro.io/article/4jc2skej4l-troubleshooting-automatic-email';
const LITTLE = 7 * 60; // minutes a week

const compiled = new WeakMap<object, QuietHours>();

/** The windows of an account are the same for each of its emails, so they are joined once. */
function hoursOf(windows: NonNullable<Account['doNotDisturb']>): QuietHours {
  let hours = compiled.get(windows);
  if (!hours) {
    hours = joined(windows);
    compiled.set(windows, hours);
  }
  return hours;
}

/** A list of weekdays that is null is known to be empty: such a window has no day. */
function joined(windows: NonNullable<Account['doNotDisturb']>): QuietHours {
  return compileQuietHours(windows.map((w) => ({ ...w, weekdays: w.weekdays === null ? [] : w.weekdays })));
}

const zoneOf = ({ tenant }: Seen) => tenant?.timezone?.trim() ?? '';
const customerZone = ({ customer }: Seen) => customer?.timezone?.trim() ?? '';
const local = (zone: string, epochMs: number) => formatInstant(epochMs, offsetMinutes(zone, epochMs));
const clock = (zone: string, epochMs: number) => local(zone, epochMs).slice(11, 16);

const isActive = ({ active, weekdays }: DoNotDisturbWindow) =>
  active !== false && (weekdays === undefined || (weekdays !== null && weekdays.length > 0));
const isWholeDay = (window: DoNotDisturbWindow) => isActive(window) && window.start === window.stop;
const windowText = ({ start, stop, weekdays }: DoNotDisturbWindow) => {
  const days = [...new Set(weekdays)];
  return `${start} to ${stop} ${days.length > 0 && days.length < 7 ? `on ${listed(days)}` : 'every day'}`;
};
const windowsText = ({ doNotDisturb }: Seen, isMeant = isActive) =>
  listed((doNotDisturb ?? []).filter(isMeant).map(windowText));
const windowPaths = ({ doNotDisturb }: Seen, isMeant = isActive) =>
  (doNotDisturb ?? []).flatMap((window, index) => (isMeant(window) ? [['doNotDisturb', index]] : []));
const holdsNow = (facts: Seen) => (window: DoNotDisturbWindow) =>
  isActive(window) && quietAt(joined([window]), zoneOf(facts), facts.question.now);

const shorten = () =>
  ({
    menu: MENU,
    url: URL,
    steps: [
      `Open ${MENU}.`,
      'Shorten or remove a window so that there is time left in which mail may leave.',
    ],
  }) as const;

const noOpenTime = (status: 'fail' | 'warn') =>
  ({
    status,
    ...(status === 'warn' && { unconfirmed: true as const }),
    summary: (facts: Seen) =>
      `The do-not-disturb windows leave no open minute in the week: ${windowsText(facts)}.`,
    why:
      status === 'fail'
        ? 'Mail may leave in an open minute only, and there is none.'
        : 'Do-not-disturb windows may hold direct mail too, and then it never leaves.',
    evidence: (facts: Seen) => windowPaths(facts),
    fix: shorten,
  }) as const;

const quietNow = (status: 'delay' | 'warn') =>
  ({
    status,
    unconfirmed: true as const,
    summary: (facts: Seen, next: number) => {
      const moment = `${clock(zoneOf(facts), facts.question.now)} in ${zoneOf(facts)}`;
      return status === 'delay'
        ? `At ${moment} email is held by a do-not-disturb window until ${local(zoneOf(facts), next)}.`
        : `${moment} lies in a do-not-disturb window; the next open minute is ${local(zoneOf(facts), next)}.`;
    },
    why:
      status === 'delay'
        ? "Held mail is taken to leave at the next open minute, not to be dropped: that fits LoanPro's nightly run."
        : 'Do-not-disturb windows may hold direct mail too.',
    evidence: (facts: Seen) => [...windowPaths(facts, holdsNow(facts)), ['tenant', 'timezone']],
    fix: (facts: Seen, next: number) =>
      ({
        menu: MENU,
        url: URL,
        steps: [
          `Wait until ${local(zoneOf(facts), next)}.`,
          `Or, if it must leave earlier, open ${MENU} and shorten the window.`,
        ],
      }) as const,
    ...(status === 'delay' && { until: (next: number) => next }),
  }) as const;

export default defineCheck({
  id: 'do-not-disturb',
  title: 'The moment is outside the do-not-disturb windows',
  article: 'Do-Not-Disturb Settings',
  scope: 'account',
  worst: 'fail',
  needs: ['tenant', 'doNotDisturb', 'customer'],

  outcomes: {
    'no-window': {
      status: 'pass',
      summary: 'No window is active for email.',
      evidence: () => [['doNotDisturb']],
    },
    open: {
      status: 'pass',
      summary: (facts) =>
        `Open at ${clock(zoneOf(facts), facts.question.now)} (${zoneOf(facts)}); quiet ${windowsText(facts)}.`,
      evidence: (facts) => [...windowPaths(facts), ['tenant', 'timezone']],
    },
    'open-everywhere': {
      status: 'pass',
      summary: "Open in every zone; company's is not known.",
      evidence: (facts) => windowPaths(facts),
    },
    'no-open-time': noOpenTime('fail'),
    'no-open-time-direct': { ...noOpenTime('warn'), code: 'no-open-time' },
    'quiet-now': quietNow('delay'),
    'quiet-now-direct': { ...quietNow('warn'), code: 'quiet-now' },
    'start-equals-stop': {
      status: 'warn',
      unconfirmed: true,
      summary: (facts) =>
        `A do-not-disturb window starts and stops at the same time, which is read as the whole day: ${windowsText(facts, isWholeDay)}.`,
      why: 'Such a window may hold mail all day on each of its days.',
      evidence: (facts) => windowPaths(facts, isWholeDay),
      fix: () => ({
        menu: MENU,
        url: URL,
        steps: [`Open ${MENU}.`, 'Give the window a stop time that differs from its start, or remove it.'],
      }),
    },
    'little-open-time': {
      status: 'warn',
      summary: (_, openMinutes: number) =>
        `The do-not-disturb windows leave only ${counted(openMinutes, 'minute')} a week in which email may leave.`,
      why: 'Nearly all mail waits for these minutes, and what does not leave in them waits for the next.',
      evidence: (facts) => windowPaths(facts),
      fix: shorten,
    },
    'time-zone-matters': {
      status: 'warn',
      unconfirmed: true,
      summary: (facts, isQuietHere: boolean) =>
        `It is ${clock(zoneOf(facts), facts.question.now)} in ${zoneOf(facts)} (company), which is ${isQuietHere ? 'quiet' : 'open'}, and ${clock(customerZone(facts), facts.question.now)} in ${customerZone(facts)} (customer), which is ${isQuietHere ? 'open' : 'quiet'}.`,
      why: "LoanPro may read the do-not-disturb windows in the customer's time zone; the company's is taken here.",
      evidence: (facts) => [
        ['tenant', 'timezone'],
        [...facts.at.customer, 'timezone'],
      ],
      fix: () => ({
        menu: MENU,
        url: URL,
        steps: [
          `Open ${MENU}.`,
          'Choose windows that are right in both time zones, or ask LoanPro which one counts.',
        ],
      }),
    },
    'zone-unknown': { status: 'unknown', missing: () => [['tenant', 'timezone']] },
    'windows-unknown': { status: 'unknown', missing: () => [['doNotDisturb']] },
    'no-data': {
      status: 'skip',
      reason: 'no-data',
      summary: 'Not known; direct mail may not be held.',
    },
  },

  run(facts, say) {
    const { doNotDisturb, question } = facts;
    if (doNotDisturb === undefined) return question.direct ? say['no-data']() : say['windows-unknown']();
    if (doNotDisturb === null || !doNotDisturb.some(isActive)) return say['no-window']();

    const hours = hoursOf(doNotDisturb);
    if (hours.openMinutes === 0)
      return question.direct ? say['no-open-time-direct']() : say['no-open-time']();

    const said: Outcome[] = [];
    const zone = zoneOf(facts);
    const next = zone && quietAt(hours, zone, question.now) ? nextOpen(hours, zone, question.now) : undefined;
    if (next !== undefined)
      said.push(question.direct ? say['quiet-now-direct'](next) : say['quiet-now'](next));
    else if (doNotDisturb.some(isWholeDay)) said.push(say['start-equals-stop']());
    if (hours.openMinutes < LITTLE) said.push(say['little-open-time'](hours.openMinutes));
    const isQuiet = next !== undefined;
    const theirs = customerZone(facts);
    if (zone && theirs && quietAt(hours, theirs, question.now) !== isQuiet) {
      said.push(say['time-zone-matters'](isQuiet));
    }
    const isDecided = zone || !quietInSomeOffset(hours, question.now);
    if (!isDecided) said.push(question.direct ? say['no-data']() : say['zone-unknown']());
    if (said.length > 0) return said;
    return zone ? say.open() : say['open-everywhere']();
  },
});
