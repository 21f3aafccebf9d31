import { differsInCaseOnly, isEmpty, sameName, statusName } from '../account/lookup.js';
import type { NotificationEvent, StatusRef } from '../account/types.js';
import type { AskedEvent, AskedStatus } from './asked-event.js';
import { listed, quoted } from './words.js';

type Side = StatusRef | null | undefined;
type Names = readonly (string | number)[] | null | undefined;

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
export function isConfigured(event: NotificationEvent, asked: AskedEvent): boolean {
  switch (asked.kind) {
    case 'status':
      return (event.statusChanges ?? []).some(
        (pair) => isSide(pair.from, asked.from) && isSide(pair.to, asked.to),
      );
    case 'portfolio':
      return (event.portfolioChanges?.[asked.change] ?? []).some((name) => sameName(name, asked.portfolio));
    case 'builtIn':
      return sameName(event.builtIn, asked.name);
  }
}

// A side without a sub-status matches every sub-status of its status; a side that is left out matches any status.
function isSide(side: Side, asked: AskedStatus): boolean {
  if (side?.status === undefined || isEmpty(side.status)) return true;
  if (!sameName(side.status, asked.status)) return false;
  return side.subStatus === undefined || isEmpty(side.subStatus) || sameName(side.subStatus, asked.subStatus);
}

/** The configured event in words; of several status changes, the one nearest to what happened. */
export function nearestConfigured(event: NotificationEvent, asked: AskedEvent): string {
  if (event.statusChanges?.length) {
    const nearness = (pair: { from?: Side; to?: Side }) =>
      asked.kind === 'status' ? likeness(pair.from, asked.from) + likeness(pair.to, asked.to) : 0;
    const [nearest] = [...event.statusChanges].sort((a, b) => nearness(b) - nearness(a));
    return `${sideName(nearest?.from)} → ${sideName(nearest?.to)}`;
  }
  const names = (list: Names) => listed((list ?? []).map(quoted), 'or');
  const { added, removed } = event.portfolioChanges ?? {};
  const changes = [
    added?.length && `added to ${names(added)}`,
    removed?.length && `removed from ${names(removed)}`,
  ];
  return changes.filter((change) => change).join(' or ') || quoted(event.builtIn ?? '');
}

/** The event that happened, in words. */
export function askedInWords(asked: AskedEvent): string {
  switch (asked.kind) {
    case 'status':
      return `${sideName(asked.from)} → ${sideName(asked.to)}`;
    case 'portfolio':
      return `${asked.change === 'added' ? 'added to' : 'removed from'} ${quoted(asked.portfolio)}`;
    case 'builtIn':
      return quoted(asked.name);
  }
}

/** Whether the names would match if upper and lower case did not count. */
export function matchesButForCase(event: NotificationEvent, asked: AskedEvent): boolean {
  switch (asked.kind) {
    case 'status':
      return (event.statusChanges ?? []).some((pair) =>
        [pair.from?.status, pair.from?.subStatus, pair.to?.status, pair.to?.subStatus].some((name) =>
          [asked.from.status, asked.from.subStatus, asked.to.status, asked.to.subStatus].some((other) =>
            differsInCaseOnly(name, other),
          ),
        ),
      );
    case 'portfolio':
      return (event.portfolioChanges?.[asked.change] ?? []).some((name) =>
        differsInCaseOnly(String(name), asked.portfolio),
      );
    case 'builtIn':
      return differsInCaseOnly(event.builtIn, asked.name);
  }
}

function likeness(side: Side, asked: AskedStatus): number {
  if (isSide(side, asked)) return 3;
  return sameName(side?.status, asked.status) ? 2 : 0;
}

function sideName(side: Side): string {
  return cutName(statusName(side ?? {})) || 'any status';
}

function cutName(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name;
}
