import { isEmpty, loanName, notificationName } from '../src/account/lookup.js';
import type { Path } from '../src/account/pointer.js';
import type { AskedEvent } from '../src/core/asked-event.js';
import { defineCheck, type Outcome } from '../src/core/check.js';
import type { View } from '../src/core/facts.js';
import { listed, quoted } from '../src/core/words.js';
import {
  askedInWords,
  configuredInWords,
  configuredKinds,
  differsInCase,
  isConfigured,
  nearestConfigured,
} from '../src/message/configured-event.js';
import { RuleOfLoan, ruleOf } from '../src/message/rule-of-loan.js';
import { ruleOutcomes } from '../src/message/rule-outcomes.js';

type Seen = View<'notification' | 'link' | 'tenant'>;

const EVENT_MENU = 'Settings > Company > Notifications > Event Based Notifications';
const TRIGGER_MENU = 'Settings > Company > Notifications > Trigger Based Notifications';
const EVENT_URL = 'https://help.loanpro.io/article/r6jn36hxly-create-event-based-notification';
const TRIGGER_URL = 'https://help.loanpro.io/article/n70vu5ezaj-create-trigger-based-notification';
const at = (facts: Seen, field: string) => [...facts.at.notification, field];
const name = ({ notification }: Seen) => quoted(notification ? notificationName(notification) : '');
const loanFlag = (facts: Seen) => (facts.link?.loan?.deleted ? 'deleted' : 'archived');
const loanWords = (facts: Seen) => {
  const loan = loanName(facts.link?.loan);
  return loan ? `Loan ${quoted(loan)}` : 'The loan';
};
const kindNames = {
  status: 'a loan status change',
  portfolio: 'a portfolio change',
  builtIn: 'a built-in event',
};

export default defineCheck({
  id: 'message-trigger',
  title: 'Something triggers the message',
  article: 'Create Event-Based Notification',
  scope: 'message',
  worst: 'fail',
  needs: ['notification', 'link', 'tenant'],

  outcomes: {
    happened: {
      status: 'pass',
      summary: (_, event: AskedEvent) => `Happened: ${askedInWords(event)}.`,
      evidence: (facts) => [at(facts, 'event')],
    },
    assumed: {
      status: 'skip',
      reason: 'not-applicable',
      summary: ({ notification }) => `If this happens: ${configuredInWords(notification?.event ?? {})}.`,
      evidence: (facts) => [at(facts, 'event')],
      assumes: 'the event happens',
    },
    'no-event': {
      status: 'fail',
      summary: (facts) => `No event is configured for the event notification ${name(facts)}.`,
      why: 'An event notification is sent when one of its events happens; it has none.',
      evidence: (facts) => [at(facts, 'event')],
      fix: () => ({
        menu: EVENT_MENU,
        url: EVENT_URL,
        steps: [
          `Open ${EVENT_MENU} and the notification's edit icon.`,
          'Add the status changes or the portfolio changes that should send it.',
          'Click Save.',
        ],
      }),
    },
    'mixed-events': {
      status: 'fail',
      summary: (facts) =>
        `${name(facts)} mixes kinds of events: ${listed(configuredKinds(facts.notification?.event ?? null).map((kind) => kindNames[kind]))}.`,
      why: 'One notification takes one kind of event: a status change or a portfolio change, not both.',
      evidence: (facts) => [at(facts, 'event')],
      fix: () => ({
        menu: EVENT_MENU,
        url: EVENT_URL,
        steps: [
          `Open ${EVENT_MENU} and the notification's edit icon.`,
          'Keep one kind of event, and make a second notification for the other.',
          'Click Save.',
        ],
      }),
    },
    'event-does-not-match': {
      status: 'fail',
      summary: (facts, happened: AskedEvent) => {
        const event = facts.notification?.event ?? {};
        const note = differsInCase(event, happened) ? ' (upper and lower case differ)' : '';
        return `${name(facts)} is sent on ${nearestConfigured(event, happened)}, but what happened is ${askedInWords(happened)}${note}.`;
      },
      why: 'An event notification is sent only on the events it lists.',
      evidence: (facts) => [at(facts, 'event')],
      fix: () => ({
        menu: EVENT_MENU,
        url: EVENT_URL,
        steps: [
          'Check in the system notes of the loan which change really happened.',
          `Open ${EVENT_MENU} and the notification's edit icon.`,
          'If this message is meant for that change, add it to the events.',
          'Click Save.',
        ],
      }),
    },
    'no-rule': {
      status: 'fail',
      summary: (facts) =>
        `The rule of the trigger notification ${name(facts)} is not set (LoanPro shows "Empty").`,
      why: 'A trigger notification is sent nightly while its rule is true; without a rule it never is.',
      evidence: (facts) => [at(facts, 'rule')],
      fix: () => ({
        menu: TRIGGER_MENU,
        url: TRIGGER_URL,
        steps: [
          `Open ${TRIGGER_MENU} and the notification's edit icon.`,
          'Write the rule.',
          'Validate it in the Formula Editor.',
          'Click Save.',
        ],
      }),
    },
    ...ruleOutcomes,
    'loan-not-maintained': {
      status: 'fail',
      summary: (facts) => `${loanWords(facts)} is ${loanFlag(facts)}.`,
      why: 'Trigger rules are looked at in the nightly maintenance, which leaves out archived and deleted loans.',
      evidence: (facts) => [[...facts.at.link, 'loan', loanFlag(facts)]],
      fix: (facts) => ({
        url: 'https://help.loanpro.io/system-operations/daily-maintenance',
        steps: [
          `Open the loan and decide whether it should still be ${loanFlag(facts)}.`,
          'If it is live again, wait for the next nightly maintenance (midnight in the company time zone).',
          `If it stays ${loanFlag(facts)} and the customer still needs the message, send a manual email.`,
        ],
      }),
    },
    direct: {
      status: 'skip',
      reason: 'not-applicable',
      summary: 'Direct mail needs no trigger.',
    },
    blocked: {
      status: 'skip',
      reason: 'blocked-by:customer-enrollment',
      summary: 'No loan in question, so no rule to judge.',
    },
    'no-customer': {
      status: 'skip',
      reason: 'not-applicable',
      summary: 'No customer is asked about, so no loan.',
    },
    unknown: { status: 'unknown', missing: (_, paths: readonly Path[]) => paths },
  },

  run(facts, say) {
    const { notification, link, linkage, question } = facts;
    if (question.direct) return say.direct();
    if (notification?.kind === undefined) return say.unknown([at(facts, 'kind')]);

    if (notification.kind === 'event') {
      const { event } = notification;
      if (event === undefined) return say.unknown([at(facts, 'event')]);
      const kinds = configuredKinds(event);
      if (event === null || kinds.length === 0) return say['no-event']();
      const mixed = kinds.length > 1 ? [say['mixed-events']()] : [];
      if (question.event && !isConfigured(event, question.event)) {
        return [...mixed, say['event-does-not-match'](question.event)];
      }
      if (mixed.length > 0) return mixed;
      return question.event ? say.happened(question.event) : say.assumed();
    }

    const { rule } = notification;
    const unknownRule = rule === undefined ? [at(facts, 'rule')] : [];
    const said: Outcome[] = [];
    if (isEmpty(rule)) said.push(say['no-rule']());
    const read = isEmpty(rule) || rule === undefined ? undefined : ruleOf(notification);
    if (read?.status === 'unreadable') said.push(say['rule-unreadable'](read.problem));
    switch (linkage) {
      case 'linked': {
        if (link?.loan?.archived || link?.loan?.deleted) said.push(say['loan-not-maintained']());
        if (rule === undefined) said.push(say.unknown(unknownRule));
        if (read?.status === 'too-large') said.push(say['rule-too-large'](read.says));
        if (read?.status !== 'read') return said;
        const judged = new RuleOfLoan(read.rule, link?.loan ?? {});
        const { truth, numberKinds, isManyNotEqual } = judged.verdict;
        const hasMixedKinds = numberKinds.length > 0;
        if (truth === undefined) said.push(say['rule-open'](judged));
        else {
          const isUnconfirmed = isManyNotEqual || judged.turnsOnStatusName;
          if (!truth) said.push(say[isUnconfirmed ? 'rule-false-unconfirmed' : 'rule-false'](judged));
          else if (!hasMixedKinds && said.length === 0)
            return say[isUnconfirmed ? 'rule-true-unconfirmed' : 'rule-true'](judged);
        }
        if (hasMixedKinds) said.push(say['rule-number-kind'](judged));
        return said;
      }
      case 'links-absent':
        return said.length > 0 ? said : say.unknown([...unknownRule, [...facts.at.customer, 'links']]);
      case 'no-customer':
        if (rule === undefined) return say.unknown(unknownRule);
        return said.length > 0 ? said : say['no-customer']();
      case 'no-links':
      case 'not-among-links':
        return said.length > 0 ? said : say.blocked();
    }
  },
});
