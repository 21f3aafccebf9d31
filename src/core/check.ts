import type { Path } from '../account/pointer.js';
import type { Facts, Slice, View } from './facts.js';

/** What a result can say; see the README for what each means for the mail. */
export type Status = 'pass' | 'warn' | 'delay' | 'fail' | 'unknown' | 'skip' | 'crash';
/** Why a check does not apply. */
export type SkipReason = 'not-applicable' | 'no-data' | 'offline' | `blocked-by:${string}`;
/** account: the same for every email; message: depends on the notification and its loan; customer: on the recipient and the loan. */
export type Scope = 'account' | 'message' | 'customer';

/** One operation of a JSON Patch (RFC 6902) on the export. */
export interface Change {
  readonly op: 'replace' | 'add';
  readonly path: Path;
  readonly value: unknown;
}

/** What to click next. */
export interface Fix {
  /** One act each, in order, screen names as LoanPro prints them. */
  readonly steps: readonly [string, ...string[]];
  /** Menu path of the screen where the first step starts. */
  readonly menu?: string;
  /** A public page that says more. */
  readonly url?: string;
  /** The export after the steps were done; absent where a person must choose the value. */
  readonly changes?: readonly Change[];
}

/** A sentence, or one made from the facts when somebody reads it. */
export type Text<F, D> = string | ((facts: F, data: D) => string);

interface Spec<F, D> {
  /** The public code, where one code has two weights and so two entries. */
  readonly code?: string;
  /** One sentence with the account's own values. */
  readonly summary: Text<F, D>;
  /** The facts it rests on. */
  readonly evidence?: (facts: F, data: D) => readonly Path[];
  /** It rests on something LoanPro's documentation leaves open. */
  readonly unconfirmed?: true;
  /** What is taken for granted, stated with the verdict. */
  readonly assumes?: Text<F, D>;
}

/** The healthy condition holds. */
export interface PassSpec<F, D> extends Spec<F, D> {
  readonly status: 'pass';
  readonly evidence: (facts: F, data: D) => readonly Path[];
}

/** The mail is stopped, put off, or may be. */
export interface FindingSpec<F, D> extends Spec<F, D> {
  readonly status: 'warn' | 'delay' | 'fail';
  /** One sentence on the mail. */
  readonly why: Text<F, D>;
  readonly evidence: (facts: F, data: D) => readonly Path[];
  readonly fix: (facts: F, data: D) => Fix;
  /** For a delay: when the mail can leave, in milliseconds since 1970. */
  readonly until?: (data: D) => number;
}

/** A needed fact is absent. Where the summary is left out, it names the missing facts. */
export interface UnknownSpec<F, D> extends Omit<Spec<F, D>, 'summary'> {
  readonly status: 'unknown';
  /** A probe that could not tell says why by its code; for others the missing facts say it. */
  readonly isCoded?: true;
  readonly summary?: Text<F, D>;
  readonly missing: (facts: F, data: D) => readonly Path[];
  /** Where to look; where left out, the screens of the missing facts. */
  readonly look?: (facts: F, data: D) => readonly [string, ...string[]];
}

/** The check does not apply. */
export interface SkipSpec<F, D> extends Spec<F, D> {
  readonly status: 'skip';
  readonly reason: SkipReason;
}

export interface CrashSpec<F, D> extends Spec<F, D> {
  readonly status: 'crash';
}

export type OutcomeSpec<F, D> =
  | PassSpec<F, D>
  | FindingSpec<F, D>
  | UnknownSpec<F, D>
  | SkipSpec<F, D>
  | CrashSpec<F, D>;

// biome-ignore lint/suspicious/noExplicitAny: an outcome meets only the facts and data its own check gave it
export type AnySpec = OutcomeSpec<any, any>;

/** It has a public code: a finding, or a probe that could not tell. */
export function isCoded(spec: AnySpec): boolean {
  if (spec.status === 'unknown') return spec.isCoded === true;
  return spec.status === 'warn' || spec.status === 'delay' || spec.status === 'fail';
}

/** The public codes of a check, each once. */
export function codesOf({ outcomes }: Check): string[] {
  const codes = Object.entries(outcomes).flatMap(([key, spec]) => (isCoded(spec) ? [spec.code ?? key] : []));
  return [...new Set(codes)];
}

/** It needs the network; without --probe it says that it was not tried. */
export function isProbe({ outcomes }: Check): boolean {
  return Object.values(outcomes).some((spec) => spec.status === 'skip' && spec.reason === 'offline');
}

/** What a check said of one email: an entry of its catalogue, with the data its texts are made from. */
export interface Outcome {
  readonly code: string;
  readonly spec: AnySpec;
  readonly data: unknown;
}

/** A single outcome, or several: findings of one check do not suppress each other. */
export type Said = Outcome | readonly Outcome[];

/** A check as the runner, the reporters and `mailcheck checks` see it. */
export interface Check {
  readonly id: string;
  /** The healthy condition. */
  readonly title: string;
  /** Section of LoanPro's article "Troubleshooting Automatic Email", or of the article named. */
  readonly article: string;
  readonly scope: Scope;
  readonly worst: 'fail' | 'warn';
  readonly needs: readonly Slice[];
  /** Every outcome by its code; codes of warn, delay and fail are public. */
  readonly outcomes: Readonly<Record<string, AnySpec>>;
  readonly run: (facts: Facts) => Said;
}

// The second parameter of an entry's functions is the data it needs; where none has one, the outcome is a constant.
type Second<Fn> = Fn extends (facts: never, data: infer D) => unknown ? D : unknown;
type DataOf<S> = (S extends { summary: infer Fn } ? Second<Fn> : unknown) &
  (S extends { evidence: infer Fn } ? Second<Fn> : unknown) &
  (S extends { missing: infer Fn } ? Second<Fn> : unknown);
type Say<O> = {
  readonly [C in keyof O]: unknown extends DataOf<O[C]> ? () => Outcome : (data: DataOf<O[C]>) => Outcome;
};

interface Definition<N extends Slice, O> extends Omit<Check, 'needs' | 'outcomes' | 'run'> {
  /** The slices of the account it looks at: they decide what `run` may read, by its type, and how often it runs. */
  readonly needs: readonly N[];
  readonly outcomes: O;
  /**
   * Says what holds for one email, through `say.<code>(data)`, the only way to make an outcome. Pure: it reads no
   * clock, changes nothing and prints nothing. It throws only on a bug.
   */
  readonly run: (facts: View<N>, say: Say<O>) => Said;
}

/** A check: a block of data and one small pure function. */
export function defineCheck<
  const N extends Slice,
  // biome-ignore lint/suspicious/noExplicitAny: each entry has data of its own type, which its functions state
  const O extends Record<string, OutcomeSpec<View<N>, any>>,
>(definition: Definition<N, O>): Check {
  const { run, ...rest } = definition;
  const say: Record<string, (data?: unknown) => Outcome> = {};
  for (const [code, spec] of Object.entries(definition.outcomes)) {
    const constant: Outcome = { code: spec.code ?? code, spec, data: undefined };
    say[code] = (data) => (data === undefined ? constant : { ...constant, data });
  }
  // The keys of `say` are those of `outcomes`, which the type cannot follow through the loop.
  const typed = say as Say<O>;
  return { ...rest, run: (facts) => run(facts, typed) };
}
