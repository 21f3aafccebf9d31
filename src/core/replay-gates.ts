import { fieldAt } from '../account/fields.js';
import type { Path } from '../account/pointer.js';
import type { ReplayedEmail, ReplayOutcome } from './replayed.js';
import type { Result } from './result.js';
import type { EmailVerdict } from './verdict.js';

/** What a logged email, or one that is not logged, and its verdict come to. */
export function outcomeOf(logged: ReplayedEmail['logged'], verdict: EmailVerdict): ReplayOutcome {
  if (verdict === 'unknown') return 'not-compared';
  const agreeing: EmailVerdict = logged === 'sent' ? 'sends' : 'blocked';
  return verdict === agreeing ? 'agrees' : 'differs';
}

export function verdictOf(results: readonly Result[]): EmailVerdict {
  const kinds = (['blocked', 'unknown', 'delayed'] as const).filter(
    (kind) => gatesOf(results, kind).length > 0,
  );
  return kinds[0] ?? 'sends';
}

/** The results a verdict rests on. */
export function gatesOf(results: readonly Result[], verdict: EmailVerdict): readonly Result[] {
  switch (verdict) {
    case 'blocked':
      return results.filter(({ status }) => status === 'fail');
    case 'delayed':
      return results.filter(({ status }) => status === 'delay');
    case 'unknown':
      return results.filter(
        ({ status, check }) => (status === 'unknown' || status === 'crash') && check.worst === 'fail',
      );
    case 'sends':
      return [];
  }
}

/** What LoanPro calls the absent facts; where it is no single fact, what the check says. */
export function missingOf(gates: readonly Result[]): string[] {
  const names = gates.flatMap(({ missing, summary }) =>
    missing.length > 0 ? missing.map(factName) : [summary.replace(/\.$/, '')],
  );
  return [...new Set(names)];
}

/** What LoanPro calls a fact. */
export function factName(path: Path): string {
  const name = String(path.at(-1) ?? '');
  if (path.at(-2) === 'variables') return `Context variable ${name}`;
  return fieldAt(path)?.field.title ?? name;
}
