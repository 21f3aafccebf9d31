import { toPointer } from '../account/pointer.js';
import type { AnySpec, Check, Outcome } from '../core/check.js';
import type { Evaluated } from '../core/run.js';
import { type EmailVerdict, judge, outcomesOf } from '../core/verdict.js';
import { Examples } from './examples.js';
import { mergeTallies, type Tally } from './tally.js';

/** What a check said that matters to a verdict, of one kind. */
interface Mark {
  readonly name: string;
  readonly status: 'fail' | 'warn' | 'delay' | 'unknown' | 'crash';
  readonly examples: Examples;
}

/** A step in the tree of all that was said: each email is a way from its root, and is counted where the way ends. */
interface Step {
  readonly next: Map<Mark, Step>;
  /** All of the way, each once, although a check may make it twice. */
  readonly marks: readonly Mark[];
  /** Those of them that stop the email. */
  readonly stops: readonly Mark[];
  readonly stoppedBy: readonly string[];
  verdict: EmailVerdict | undefined;
  pairs: number;
}

/**
 * Counts what the checks said of the emails of one notification. Of an email nothing is kept but one more in the
 * count of all that came to the same; there are few such ways however many customers there are.
 */
export class Counter {
  readonly #checks: readonly Check[];
  readonly #secrets: readonly string[];
  readonly #marks: readonly Map<AnySpec, Mark>[];
  readonly #marksByName = new Map<string, Mark>();
  readonly #root: Step = stepWith([]);
  readonly #missing = new Map<string, number>();

  /**
   * @param checks those whose answers are counted, in their order.
   * @param secrets texts that must not be in an example.
   */
  constructor(checks: readonly Check[], secrets: readonly string[]) {
    this.#checks = checks;
    this.#secrets = secrets;
    this.#marks = checks.map(() => new Map());
  }

  /** Counts one email. Returns the findings that stop it. */
  add(evaluated: Evaluated): readonly string[] {
    const { said } = evaluated;
    let step = this.#root;
    for (let i = 0; i < said.length; i += 1) {
      const one = said[i];
      if (one === undefined) continue;
      if ('spec' in one) step = this.#follow(step, i, one);
      else for (const outcome of one) step = this.#follow(step, i, outcome);
    }
    step.pairs += 1;
    // The verdict rests on the weights alone, and these are the same for all that come this way.
    step.verdict ??= judge(this.#checks, said).verdict;
    if (step.verdict === 'unknown') this.#addMissing(evaluated);
    for (const { examples } of step.stops) examples.offer(evaluated.facts);
    return step.stoppedBy;
  }

  /** What has been counted up to now. */
  tally(): Tally {
    const ends = endsBelow(this.#root);
    const sums = new Map<Mark, number>();
    for (const { marks, pairs } of ends) {
      for (const mark of marks) sums.set(mark, (sums.get(mark) ?? 0) + pairs);
    }
    const marks = [...sums.keys()];
    return mergeTallies([
      {
        combinations: ends.flatMap(({ verdict, stoppedBy, pairs }) =>
          verdict === undefined ? [] : [{ verdict, stoppedBy, pairs }],
        ),
        others: marks.flatMap((mark) =>
          mark.status === 'warn' || mark.status === 'delay'
            ? [{ finding: mark.name, status: mark.status, pairs: sums.get(mark) ?? 0 }]
            : [],
        ),
        missing: [...this.#missing].map(([fact, pairs]) => ({ fact, pairs })),
        examples: marks.flatMap(({ name, status, examples }) =>
          status === 'fail' ? [{ finding: name, pairs: examples.list }] : [],
        ),
        crashed: ends.reduce(
          (sum, { marks, pairs }) => sum + (marks.some(({ status }) => status === 'crash') ? pairs : 0),
          0,
        ),
      },
    ]);
  }

  #follow(step: Step, index: number, outcome: Outcome): Step {
    const { status } = outcome.spec;
    if (status === 'pass' || status === 'skip') return step;
    const known = this.#marks[index];
    let mark = known?.get(outcome.spec);
    if (mark === undefined) {
      const name = `${this.#checks[index]?.id}/${outcome.code}`;
      mark = this.#markOf(name, status);
      known?.set(outcome.spec, mark);
    }
    let next = step.next.get(mark);
    if (next === undefined) {
      next = stepWith(step.marks.includes(mark) ? step.marks : [...step.marks, mark]);
      step.next.set(mark, next);
    }
    return next;
  }

  /** Entries of a catalogue that have the same code and weight are one finding. */
  #markOf(name: string, status: Mark['status']): Mark {
    const key = `${name} ${status}`;
    const mark = this.#marksByName.get(key) ?? { name, status, examples: new Examples(this.#secrets) };
    this.#marksByName.set(key, mark);
    return mark;
  }

  #addMissing({ facts, said }: Evaluated): void {
    const missing = new Set<string>();
    this.#checks.forEach((check, i) => {
      if (check.worst !== 'fail') return;
      for (const { spec, data } of outcomesOf(said[i] ?? [])) {
        if (spec.status !== 'unknown') continue;
        for (const path of pathsOf(() => spec.missing(facts, data))) {
          missing.add(toPointer(path.map((part) => (typeof part === 'number' ? '*' : part))));
        }
      }
    });
    for (const fact of missing) this.#missing.set(fact, (this.#missing.get(fact) ?? 0) + 1);
  }
}

/** A bug in the words of a check must not end the scan. */
function pathsOf<T>(make: () => readonly T[]): readonly T[] {
  try {
    return make();
  } catch {
    return [];
  }
}

function stepWith(marks: readonly Mark[]): Step {
  const stops = marks.filter(({ status }) => status === 'fail');
  const stoppedBy = [...new Set(stops.map(({ name }) => name))];
  return { next: new Map(), marks, stops, stoppedBy, verdict: undefined, pairs: 0 };
}

function endsBelow(step: Step): Step[] {
  const below = [...step.next.values()].flatMap(endsBelow);
  return step.pairs > 0 ? [step, ...below] : below;
}
