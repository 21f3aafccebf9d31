import { createHash } from 'node:crypto';
import { fromPointer } from '../account/pointer.js';
import type { Account } from '../account/types.js';
import type { Result } from '../core/result.js';
import { nameOf } from './mark.js';

/** By what an entry of a list is known when others are added before it. */
const KEYS = ['id', 'displayId', 'email', 'name', 'at'];

/** By what an account is known from run to run: its tenant, else the files it was read from. */
export function ownerOf({ tenant }: Account, files: readonly string[]): string {
  return tenant?.id == null ? files.join(' + ') : `tenant ${tenant.id}`;
}

/**
 * Makes fingerprints of the findings of one account: from the finding's name, what it is about, and the fact it rests
 * on, with the entries of lists by their ids. Neither lines nor values go in, so that both may change. Alike ones are
 * told apart by their order, so a finding is told at once and its fingerprint made when it is asked for: most runs show
 * none.
 * @param owner the account, as `ownerOf` names it.
 */
export function fingerprints(
  owner: string,
  account: unknown,
): (result: Result, subject: string, pointer: string) => () => string {
  const seen = new Map<string, number>();
  return (result, subject, pointer) => {
    const text = JSON.stringify([owner, nameOf(result), subject, steady(account, pointer)]);
    const count = (seen.get(text) ?? 0) + 1;
    seen.set(text, count);
    let made: string | undefined;
    return () => {
      made ??= hashOf(`${text}#${count}`);
      return made;
    };
  };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** A JSON pointer whose list indexes are replaced by what the entries are known by. */
function steady(root: unknown, pointer: string): string {
  let value = root;
  const steps = fromPointer(pointer).map((step) => {
    const isEntry = Array.isArray(value);
    value = typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined;
    return (isEntry && knownBy(value)) || step;
  });
  return JSON.stringify(steps);
}

function knownBy(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const key = KEYS.find((name) => Object.hasOwn(entry, name));
  if (key) return `${key}=${String(Reflect.get(entry, key))}`;
  // A link is known by its loan, a row of the enrolment settings by its status.
  if ('loan' in entry) return knownBy(entry.loan);
  return 'status' in entry ? JSON.stringify([entry.status, Reflect.get(entry, 'subStatus')]) : undefined;
}
