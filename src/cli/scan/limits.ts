import { nearest } from '../../account/nearest.js';
import type { Check } from '../../core/check.js';
import { UsageError } from '../../core/errors.js';
import type { Limit } from '../../scan/exit-code.js';

/**
 * The limits of --max-blocked: `2%` of all emails, or `customer-enrollment=1%` and `from-address/absent=0.5%`.
 * @throws UsageError for one that is no share of something there is.
 */
export function limitsOf(texts: readonly string[], checks: readonly Check[]): Limit[] {
  return texts.map((text) => {
    const [, name, number] = /^(?:([^=]*)=)?\s*(\d+(?:\.\d+)?)\s*%$/.exec(text.trim()) ?? [];
    const percent = Number(number);
    if (number === undefined || percent > 100) {
      throw new UsageError(
        'usage',
        `--max-blocked "${text}": expected a share such as 2%, customer-enrollment=1% or from-address/absent=0.5%.`,
      );
    }
    return {
      name: name === undefined ? undefined : findingName(name.trim(), '--max-blocked', checks),
      // Not divided: 0.7 / 100 is less than 7 of 1000.
      share: Number(`${number}e-2`),
    };
  });
}

/**
 * A check that can stop an email, or one of its findings.
 * @throws UsageError when there is no such thing.
 */
export function findingName(
  name: string,
  option: string,
  checks: readonly Check[],
  needsCode = false,
): string {
  const names = checks.flatMap(({ id, outcomes }) => {
    const codes = Object.entries(outcomes).flatMap(([key, { status, code }]) =>
      status === 'fail' ? [`${id}/${code ?? key}`] : [],
    );
    return codes.length === 0 ? [] : [...(needsCode ? [] : [id]), ...new Set(codes)];
  });
  if (names.includes(name)) return name;
  const [near] = nearest(name, names);
  throw new UsageError(
    'not-found',
    `${option} "${name}" is no ${needsCode ? 'finding that stops an email' : 'check, and no finding that stops an email'}${near ? `; did you mean ${near}?` : '.'} mailcheck checks lists them.`,
  );
}
