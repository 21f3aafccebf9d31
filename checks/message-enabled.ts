import { notificationName } from '../src/account/lookup.js';
import type { Notification } from '../src/account/types.js';
import { defineCheck } from '../src/core/check.js';
import type { View } from '../src/core/facts.js';
import { listed, quoted } from '../src/core/words.js';

type Seen = View<'notification'>;

const MENU = 'Settings > Company > Notifications > (notification) > Email';
const path = ({ at }: Seen) => [...at.notification, 'email', 'enabled'];
const name = ({ notification }: Seen) => quoted(notification ? notificationName(notification) : '');

function channelsOn(notification: Notification | undefined): string {
  const { sms, system, mailHouse, webhook } = notification ?? {};
  const channels = { SMS: sms, System: system, 'Mail House': mailHouse, Webhook: webhook };
  return listed(Object.entries(channels).flatMap(([name, channel]) => (channel?.enabled ? [name] : [])));
}

export default defineCheck({
  id: 'message-enabled',
  title: 'The email of this notification is enabled',
  article: 'Message Enabled',
  scope: 'message',
  worst: 'fail',
  needs: ['notification'],

  outcomes: {
    on: {
      status: 'pass',
      summary: 'The email is switched on.',
      evidence: (facts) => [path(facts)],
    },
    off: {
      status: 'fail',
      summary: (facts) => {
        const on = channelsOn(facts.notification);
        return `The email of ${name(facts)} is switched off${on ? `; switched on: ${on}` : ''}.`;
      },
      why: 'Each channel of a notification is switched on by itself; a channel that is off sends nothing.',
      evidence: (facts) => [path(facts)],
      fix: (facts) => ({
        menu: MENU,
        url: 'https://help.loanpro.io/article/9upclgygta-event-based-notifications-email',
        steps: [
          'Find out whether it was switched off on purpose: switching it on mails every customer it fits.',
          `Open ${MENU}: choose ${name(facts)}, its edit icon, and the Email tab.`,
          'Switch Enabled (Email Status) on.',
          'Click Save.',
        ],
        changes: [{ op: 'replace', path: path(facts), value: true }],
      }),
    },
    direct: {
      status: 'skip',
      reason: 'not-applicable',
      summary: 'Direct mail needs no notification.',
    },
    unknown: { status: 'unknown', missing: (facts) => [path(facts)] },
  },

  run({ notification, question }, say) {
    if (question.direct) return say.direct();
    const isOn = notification?.email?.enabled;
    if (isOn === undefined) return say.unknown();
    return isOn ? say.on() : say.off();
  },
});
