import type { Account, Customer } from '../../account/types.js';
import type { Check } from '../../core/check.js';
import type { Diagnosis } from '../../core/diagnose.js';
import type { Question, Subject } from '../../core/facts.js';
import type { Probed } from '../../core/probed.js';
import type { HumanOptions } from '../../report/human.js';
import type { Known } from '../../sources/answers/known.js';

/** Which emails a session is about. */
export interface Subjects {
  /** Id or name of the one notification asked about. */
  readonly message?: string | undefined;
  /** Id or display ID of the one loan asked about. */
  readonly loan?: string | undefined;
}

/** What is said in the end, and how it is printed. */
export interface Concluded {
  readonly diagnosis: Diagnosis;
  readonly report: (options: HumanOptions) => Promise<string>;
  /** In Markdown, for a ticket. */
  readonly ticket: () => Promise<string>;
  readonly exitCode: number;
}

/** What the screens ask of the commands: these have the checks and the reports, which the screens do not load again. */
export interface Doors {
  readonly checks: readonly Check[];
  readonly leftOut: ReadonlySet<string>;
  readonly question: Question;
  /** Worked out anew at each call, since a window changes its size. */
  readonly style: () => HumanOptions;
  /** Tries to log in to the SMTP server; Cancelled after Ctrl-C. */
  readonly logIn: (account: Account, emails: readonly Subject[]) => Promise<Probed>;
  readonly conclude: (known: Known, probed: Probed | undefined, subjects: Subjects) => Concluded;
  readonly load: (
    file: string,
  ) => Promise<{ readonly account: Account; readonly customers: readonly Customer[] }>;
  /** The options of the command that a `diagnose` has to be given too, such as `--at`. */
  readonly sameOptions: readonly string[];
}
