import { sameName } from '../account/lookup.js';
import type { StatusRef } from '../account/types.js';

/** What names a status: one side of a status change, or an entry of a restriction. Left out, it is any status. */
export type StatusSide = StatusRef | null | undefined;

/** Whether a loan can be in both: a status without a sub-status covers all its sub-statuses. */
export function overlap(a: StatusSide, b: StatusSide, same = sameName): boolean {
  const meet = (one: string | null | undefined, other: string | null | undefined) =>
    !one?.trim() || !other?.trim() || same(one, other);
  return meet(a?.status, b?.status) && meet(a?.subStatus, b?.subStatus);
}
