import { sameName } from './lookup.js';
import type { Customer, Notification } from './types.js';

/** An entry of a list with its index. */
export interface Found<T> {
  readonly value: T;
  readonly index: number;
}

/** The entries a test accepts. The first kind of name with a hit decides, so the tests come in their order. */
function firstHits<T>(items: readonly T[], tests: readonly ((item: T) => boolean)[]): Found<T>[] {
  for (const test of tests) {
    const hits = items.flatMap((value, index) => (test(value) ? [{ value, index }] : []));
    if (hits.length > 0) return hits;
  }
  return [];
}

/** The notifications a person means: by id, else by name in any case. */
export function findNotifications(
  notifications: readonly Notification[],
  asked: string,
): Found<Notification>[] {
  const name = asked.trim().toLowerCase();
  return firstHits(notifications, [
    ({ id }) => sameName(id, asked),
    (notification) => notification.name?.trim().toLowerCase() === name,
  ]);
}

/** The links whose loan a person means: by id, else by display ID. */
export function findLinks(
  links: NonNullable<Customer['links']>,
  asked: string,
): Found<NonNullable<Customer['links']>[number]>[] {
  return firstHits(links, [
    ({ loan }) => sameName(loan?.id, asked),
    ({ loan }) => sameName(loan?.displayId, asked),
  ]);
}
