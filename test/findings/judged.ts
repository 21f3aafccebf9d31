import { checks, settingsChecks } from '../../checks/index.js';
import { toPointer } from '../../src/account/pointer.js';
import type { Account, Customer } from '../../src/account/types.js';
import { checkAccount } from '../../src/core/check-account.js';
import type { IgnoreComment } from '../../src/core/ignore-comment.js';
import { type Acceptance, type JudgedAccount, nothingAccepted } from '../../src/findings/accept.js';
import { ownerOf } from '../../src/findings/fingerprint.js';

export const question = { now: Date.UTC(2026, 10, 3, 17, 30), offset: 0, direct: false, event: undefined };
const all = [...checks, ...settingsChecks];

/** An account as `check` judges it; each fact lies on the line that `lineOf` gives its JSON pointer. */
export function judged(
  account: Account & { readonly customers: readonly Customer[] },
  comments: readonly IgnoreComment[] = [],
  lineOf: (pointer: string) => number = () => 1,
): JudgedAccount {
  const trace = (path: readonly (string | number)[]) => {
    const pointer = toPointer(path);
    return { pointer, file: 'acme.yaml', line: lineOf(pointer), column: 1 };
  };
  return {
    report: checkAccount({
      account,
      question,
      message: undefined,
      loan: undefined,
      checks,
      settingsChecks,
      leftOut: new Set(),
      customers: account.customers.map((value, index) => ({ value, index })),
      traceOf: () => trace,
    }),
    account,
    whole: account,
    owner: ownerOf(account, ['acme.yaml']),
    comments,
  };
}

/** What was said before the run; a whole run without the network. */
export function acceptance(said: Partial<Acceptance> = {}): Acceptance {
  return { ...nothingAccepted(all, question), isPartial: false, hasProbed: false, ...said };
}
