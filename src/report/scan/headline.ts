import type { Check } from '../../core/check.js';
import { amount, counted } from '../../core/words.js';
import { funnelOf } from '../../scan/funnel.js';
import type { Headline } from '../headline.js';
import type { ScanReport } from './report.js';

/** The first line of the report of a scan. Notifications that are switched off do not count. */
export function scanHeadline(report: ScanReport, checks: readonly Check[]): Headline {
  const on = report.notifications
    .filter(({ enabled }) => enabled)
    .map(({ tally }) => funnelOf(tally, checks));
  const sum = (key: 'pairs' | 'blocked' | 'unknown' | 'delayed') =>
    on.reduce((total, funnel) => total + funnel[key], 0);
  const words = (key: 'blocked' | 'unknown' | 'delayed') => amount(sum(key));
  const part = report.partial
    ? ' The scan was ended early: this is a part of the whole.'
    : shardWords(report);
  const of = `${counted(sum('pairs'), 'email')} (${counted(report.customers, 'customer')}, ${counted(on.length, 'notification')})`;
  if (on.length === 0) {
    return { status: 'skip', word: 'NOTHING TO SEND', text: `every notification is switched off.${part}` };
  }
  if (sum('pairs') === 0)
    return { status: 'skip', word: 'NOBODY', text: `there is no customer to judge.${part}` };
  if (sum('blocked') > 0) {
    const open = sum('unknown') > 0 ? `; of ${words('unknown')} it cannot be told` : '';
    const word = sum('blocked') === sum('pairs') ? 'ALL STOPPED' : 'SOME STOPPED';
    return { status: 'fail', word, text: `${words('blocked')} of ${of} would not go out${open}.${part}` };
  }
  if (sum('unknown') > 0) {
    return {
      status: 'unknown',
      word: 'CANNOT TELL',
      text: `nothing stops any of ${of} for certain; of ${words('unknown')} a needed fact is missing.${part}`,
    };
  }
  const late = sum('delayed') > 0 ? ` ${words('delayed')} would go out later.` : '';
  return {
    status: 'pass',
    word: 'WOULD SEND',
    text: `nothing that was looked at stops any of ${of}.${late}${part}`,
  };
}

/** " This is shard 3 of 16." */
export function shardWords({ shard }: Pick<ScanReport, 'shard'>): string {
  if (!shard) return '';
  const parts = shard.parts.join(', ');
  return ` ${shard.parts.length === 1 ? 'This is shard' : 'These are the shards'} ${parts} of ${shard.of}.`;
}
