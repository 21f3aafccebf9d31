import { nearest } from '../account/nearest.js';
import type { Check } from '../core/check.js';
import { UsageError } from '../core/errors.js';

/**
 * The ids of the checks that --only and --skip leave out. An id may also name several, with commas.
 * @throws UsageError when an id is no check: a typing error must not change what runs.
 */
export function checksLeftOut(
  checks: readonly Check[],
  flags: { readonly only: readonly string[]; readonly skip: readonly string[] },
): ReadonlySet<string> {
  const ids = checks.map(({ id }) => id);
  const only = named(flags.only, '--only', ids);
  const skip = named(flags.skip, '--skip', ids);
  const left = ids.filter((id) => (only.size > 0 && !only.has(id)) || skip.has(id));
  if (left.length === ids.length) {
    throw new UsageError('nothing-to-check', '--only and --skip together leave out every check.');
  }
  return new Set(left);
}

function named(values: readonly string[], flag: string, ids: readonly string[]): Set<string> {
  const asked = values.flatMap((value) => value.split(',')).map((id) => id.trim());
  for (const id of asked) {
    if (ids.includes(id)) continue;
    const [near] = nearest(id, ids);
    throw new UsageError(
      'not-found',
      `${flag} "${id}" is not a check${near ? `; did you mean ${near}?` : '.'} mailcheck checks lists them.`,
    );
  }
  return new Set(asked);
}
