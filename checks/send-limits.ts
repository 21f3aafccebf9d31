import { leavesThrough } from '../src/account/lookup.js';
import type { HistoryRow } from '../src/account/types.js';
import { epochOf, formatInstant, offsetMinutes } from '../src/calendar/zone.js';
import { defineCheck } from '../src/core/check.js';
import type { View } from '../src/core/facts.js';
import { counted } from '../src/core/words.js';
import { type SendLimit, sendLimits } from '../src/providers/send-limits.js';

type Seen = View<'tenant' | 'transport' | 'communicationHistory'>;

/** An email that left, by its row in the history. */
interface Sent {
  readonly row: number;
  readonly at: number;
}

/** How far a limit is used up: the emails that left in its window, the oldest first. */
interface Use extends SendLimit {
  readonly sent: readonly Sent[];
}

const URL =
  'https://support.petsitterplus.com/support/solutions/articles/101000428450-what-can-go-wrong-with-smtp-';
const HISTORY = ['communicationHistory'];

const local = ({ tenant, question }: Seen, epochMs: number) => {
  const zone = tenant?.timezone?.trim();
  return formatInstant(epochMs, zone ? offsetMinutes(zone, epochMs) : question.offset);
};
const stretch = ({ unit }: Use['window']) => (unit === 'day' ? '24 hours' : unit);
const limitText = ({ emails, window, provider }: Use) =>
  `the limit ${provider ? `known for ${provider.name}` : 'set for this account'} is ${emails} per ${window.unit}`;
const summary = (facts: Seen, use: Use) =>
  `Sent in the ${stretch(use.window)} before ${local(facts, facts.question.now)}, in the history given: ${counted(use.sent.length, 'email')}; ${limitText(use)}.`;

const limitPath = ({ provider, window }: Use) =>
  provider ? ['transport', 'smtp', 'host'] : ['transport', 'sendLimit', window.field];
const evidence = ({ communicationHistory }: Seen, use: Use) => {
  const ends = [...new Set([use.sent[0], use.sent.at(-1)])];
  const rows = ends.flatMap((sent) => (sent ? [[...HISTORY, sent.row, 'at']] : []));
  return [limitPath(use), ...(communicationHistory?.length ? rows : [HISTORY])];
};

/** When so many emails have left the window that one more fits in; never for a limit below one. */
function roomAt({ emails, window, sent }: Use): number | undefined {
  const last = sent[sent.length - Math.ceil(emails)];
  return last && last.at + window.ms;
}

const ownNumber = ({ provider, window }: Use) =>
  provider
    ? `If your plan has another limit, add it to the export as transport.sendLimit.${window.field}; it replaces all that is known of ${provider.name}.`
    : `If the provider allows more by now, correct transport.sendLimit.${window.field} in the export.`;

const reached = (status: 'fail' | 'warn') =>
  ({
    status,
    unconfirmed: true as const,
    summary,
    why:
      status === 'fail'
        ? 'A mail server that has reached its limit refuses further email until earlier ones are old enough; LoanPro tries failed email again.'
        : 'If your plan has this limit, the server refuses further email until earlier ones are old enough; LoanPro tries failed email again.',
    evidence,
    fix: (facts: Seen, use: Use) => {
      const room = roomAt(use);
      return {
        url: use.provider?.source ?? URL,
        steps: [
          room === undefined
            ? 'Compare this with the limit on the account page of your mail provider.'
            : `Wait until ${local(facts, room)}: then one more email fits in, if nothing else leaves before.`,
          'To send more, ask your mail provider for a higher limit, or spread large runs over a longer time.',
          ownNumber(use),
        ] as const,
      };
    },
  }) as const;

const near = (origin: 'set' | 'known') =>
  ({
    status: 'warn',
    ...(origin === 'known' && { unconfirmed: true as const }),
    summary,
    why: 'A nightly run sends many emails at once, and what goes beyond the limit is refused.',
    evidence,
    fix: (_: Seen, use: Use) => ({
      url: use.provider?.source ?? URL,
      steps: [
        'Ask your mail provider for a higher limit, or spread large runs over a longer time.',
        ownNumber(use),
      ] as const,
    }),
  }) as const;

export default defineCheck({
  id: 'send-limits',
  title: 'The sending limits are not used up',
  article: 'What can go wrong with SMTP?',
  scope: 'account',
  worst: 'fail',
  needs: ['tenant', 'transport', 'communicationHistory'],

  outcomes: {
    room: {
      status: 'pass',
      summary: (_, { sent, emails, window }: Use) =>
        `${sent.length} of ${emails} ${window.unit === 'hour' ? 'an' : 'a'} ${window.unit} used in the history given.`,
      evidence,
    },
    'limit-reached': reached('fail'),
    'limit-reached-known': { ...reached('warn'), code: 'limit-reached' },
    'limit-near': near('set'),
    'limit-near-known': { ...near('known'), code: 'limit-near' },
    'mode-unknown': {
      status: 'skip',
      reason: 'no-data',
      summary: 'Server not known, so no limit is known.',
    },
    'house-account': {
      status: 'skip',
      reason: 'not-applicable',
      summary: 'House account: no sending limit of yours.',
    },
    'no-limit': {
      status: 'skip',
      reason: 'not-applicable',
      summary: 'No limit is given, and none is known.',
    },
    'no-history': {
      status: 'skip',
      reason: 'no-data',
      summary: 'No history is given to count in.',
    },
  },

  run({ transport, communicationHistory, question }, say) {
    const mode = leavesThrough(transport, question.direct);
    if (transport === undefined || mode === undefined) return say['mode-unknown']();
    if (mode === 'house') return say['house-account']();
    const limits = sendLimits(transport);
    const [longest] = limits;
    if (longest === undefined) return say['no-limit']();
    if (communicationHistory === undefined) return say['no-history']();

    const { now } = question;
    const sent = sentBetween(communicationHistory ?? [], now - longest.window.ms, now);
    const uses = limits.map((limit) => ({
      ...limit,
      sent: sent.filter(({ at }) => at > now - limit.window.ms),
    }));
    const full = uses.find(isReached);
    if (full) return full.provider ? say['limit-reached-known'](full) : say['limit-reached'](full);
    const near = uses.find(isNear);
    if (near) return near.provider ? say['limit-near-known'](near) : say['limit-near'](near);
    return say.room({ ...longest, sent });
  },
});

// A window in which nothing left uses up no limit, not even one of zero.
const isReached = ({ emails, sent }: Use) => sent.length > 0 && sent.length >= emails;
const isNear = ({ emails, sent }: Use) => sent.length > 0 && sent.length * 10 >= emails * 8;

/** The emails that left after one moment and before another, the oldest first. */
function sentBetween(rows: readonly HistoryRow[], after: number, before: number): Sent[] {
  const sent: Sent[] = [];
  rows.forEach(({ at, log, channel, status }, row) => {
    if (status !== 'sent' || channel !== 'email' || log === 'lender' || !at) return;
    const moment = epochOf(at);
    if (moment !== undefined && moment > after && moment < before) sent.push({ row, at: moment });
  });
  return sent.sort((a, b) => a.at - b.at);
}
