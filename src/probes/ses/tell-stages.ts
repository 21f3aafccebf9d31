import type { ProbeStage } from '../../core/probed.js';
import {
  type SesAccount,
  type SesAnswer,
  type SesIdentities,
  type SesRefusal,
  type SesSuppression,
  standingOf,
} from '../../core/probed-ses.js';
import type { Refused } from './judge-reply.js';

/** How a stage ended, in a few words. */
export type Told = Pick<ProbeStage, 'status' | 'detail'>;

/** Causes that may lie on this machine or on the way to Amazon. */
const UNDECIDED: ReadonlySet<SesRefusal['cause']> = new Set(['clock-skew', 'unreachable', 'secret-withheld']);

export function tellRefusal(refusal: SesRefusal): Told {
  const { cause } = refusal;
  const detail = 'detail' in refusal ? refusal.detail : 'the clocks differ';
  return { status: UNDECIDED.has(cause) ? 'unknown' : 'fail', detail };
}

export function tellAccount(judged: SesAnswer<SesAccount> | Refused): Told {
  switch (judged.kind) {
    case 'refused':
      return tellRefusal(judged.refusal);
    case 'denied':
      return { status: 'warn', detail: `${judged.action} is not allowed` };
    case 'failed':
      return { status: 'unknown', detail: judged.detail };
    case 'answered': {
      const { sendingEnabled, production, enforcement, quota } = judged.value;
      const words = [
        production ? 'production' : 'sandbox',
        ...(sendingEnabled ? [] : ['sending is off']),
        ...(enforcement && enforcement !== 'HEALTHY' ? [enforcement] : []),
        ...(quota ? [`${quota.sent} of ${quota.max < 0 ? 'any number' : quota.max} in 24 hours`] : []),
      ];
      return { status: sendingEnabled ? 'pass' : 'fail', detail: words.join(', ') };
    }
  }
}

export function tellIdentities(all: ReadonlyMap<string, SesIdentities>): Told {
  const standings = [...all.values()].map((identities) => standingOf(identities).state);
  const verified = standings.filter((state) => state === 'verified').length;
  const isUnread = standings.includes('unread');
  return {
    status: isUnread ? 'unknown' : verified === all.size ? 'pass' : 'fail',
    detail: `${verified} of ${all.size} verified`,
  };
}

export function tellSuppressions(all: ReadonlyMap<string, SesAnswer<SesSuppression | undefined>>): Told {
  const answers = [...all.values()];
  const listed = answers.filter((answer) => answer.kind === 'answered' && answer.value).length;
  const isUnread = answers.some(({ kind }) => kind !== 'answered');
  return {
    status: listed > 0 ? 'fail' : isUnread ? 'unknown' : 'pass',
    detail: `${listed} of ${all.size} suppressed`,
  };
}
