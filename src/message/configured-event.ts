import { isEmpty, sameInAnyCase, sameName } from '../account/lookup.js';
import type { NotificationEvent, StatusRef } from '../account/types.js';
import type { AskedEvent, AskedStatus } from '../core/asked-event.js';
import { cut, listed, quoted } from '../core/words.js';

type Side = StatusRef | null | undefined;
/** A change from one status to another; a side that is left out is any status. */
export interface StatusChange {
  readonly from?: Side;
  readonly to?: Side;
}

/** The kinds of event that a notification really configures; empty lists and texts configure nothing. */
export function configuredKinds(event: NotificationEvent | null): AskedEvent['kind'][] {
  const { statusChanges, portfolioChanges, builtIn } = event ?? {};
  const kinds: AskedEvent['kind'][] = [];
  if (statusChanges?.length) kinds.push('status');
  if (portfolioChanges?.added?.length || portfolioChanges?.removed?.length) kinds.push('portfolio');
  if (builtIn !== undefined && !isEmpty(builtIn)) kinds.push('builtIn');
  return kinds;
}

/** Whether an event that happened is one of those configured. */
export function isConfigured(event: NotificationEvent, asked: AskedEvent, same = sameName): boolean {
  switch (asked.kind) {
    case 'status':
      return (event.statusChanges ?? []).some(
        (pair) => isSide(pair.from, asked.from, same) && isSide(pair.to, asked.to, same),
      );
    case 'portfolio':
      return (event.portfolioChanges?.[asked.change] ?? []).some((name) => same(name, asked.portfolio));
    case 'builtIn':
      return same(event.builtIn, asked.name);
  }
}

/** Whether an event that is not configured would be, if upper and lower case did not count. */
export function differsInCase(event: NotificationEvent, asked: AskedEvent): boolean {
  return !isConfigured(event, asked) && isConfigured(event, asked, sameInAnyCase);
}

/** All that is configured, in words. */
export function configuredInWords(event: NotificationEvent): string {
  const { statusChanges, portfolioChanges, builtIn } = event;
  const portfolios = (names: readonly (string | number)[] | null | undefined, change: string) =>
    names?.length ? [`${change} ${listed(names.map(quoted), 'or')}`] : [];
  return [
    ...(statusChanges?.length ? [listed(statusChanges.map(pairInWords), 'or')] : []),
    ...portfolios(portfolioChanges?.added, 'added to'),
    ...portfolios(portfolioChanges?.removed, 'removed from'),
    ...(builtIn?.trim() ? [quoted(builtIn.trim())] : []),
  ].join(' or ');
}

/** What is configured, in words; of several status changes the one nearest to what happened. */
export function nearestConfigured(event: NotificationEvent, asked: AskedEvent): string {
  const pairs = event.statusChanges ?? [];
  if (asked.kind !== 'status' || pairs.length < 2) return configuredInWords(event);
  const nearness = (pair: StatusChange) => likeness(pair.from, asked.from) + likeness(pair.to, asked.to);
  const nearest = pairs.reduce((best, pair) => (nearness(pair) > nearness(best) ? pair : best));
  return `${pairInWords(nearest)} (the nearest of ${pairs.length})`;
}

/** The event that happened, in words. */
export function askedInWords(asked: AskedEvent): string {
  switch (asked.kind) {
    case 'status':
      return pairInWords(asked);
    case 'portfolio':
      return `${asked.change === 'added' ? 'added to' : 'removed from'} ${quoted(asked.portfolio)}`;
    case 'builtIn':
      return quoted(asked.name);
  }
}

// A side without a sub-status matches every sub-status of its status; a side that is left out matches any status.
function isSide(side: Side, asked: AskedStatus, same: typeof sameName): boolean {
  const { status, subStatus } = side ?? {};
  return (
    (!status?.trim() || same(status, asked.status)) &&
    (!subStatus?.trim() || same(subStatus, asked.subStatus))
  );
}

function likeness(side: Side, asked: AskedStatus): number {
  if (isSide(side, asked, sameName)) return 4;
  if (isSide(side, asked, sameInAnyCase)) return 3;
  if (sameName(side?.status, asked.status)) return 2;
  return sameInAnyCase(side?.status, asked.status) ? 1 : 0;
}

/** "Open → Closed / Paid Off". */
export function pairInWords({ from, to }: StatusChange): string {
  return `${sideInWords(from)} → ${sideInWords(to)}`;
}

function sideInWords(side: Side): string {
  const { status, subStatus } = side ?? {};
  const names = [status?.trim() || 'any status', subStatus?.trim()].filter((name) => name);
  return cut(names.join(' / '), 40);
}
