import { fieldAt } from '../account/fields.js';
import { type Path, toPointer } from '../account/pointer.js';
import {
  type Check,
  type Fix,
  isCoded,
  type Outcome,
  type SkipReason,
  type Status,
  type Text,
} from './check.js';
import type { Facts } from './facts.js';
import { LEFT_OUT } from './run.js';
import { listed } from './words.js';

/** Where a fact stands: a line of a file, or an endpoint of LoanPro's API. */
export interface Place {
  readonly file: string;
  /** From 1; absent for what is not a file. */
  readonly line?: number;
  /** From 1, in UTF-16 code units. */
  readonly column?: number;
  /** The instant it was read, for what is not a file. */
  readonly readAt?: string;
}

/** A fact a result rests on, and where it stands. An absent fact has no value; its place is the nearest parent. */
export interface Evidence extends Place {
  readonly pointer: string;
  readonly value?: unknown;
  /** What another source says of it, where the two do not agree; this one counts. */
  readonly contradicts?: Place & { readonly value: unknown };
}

/** Finds where a fact stands. Asked only for what is printed, because looking it up costs time. */
export interface Trace {
  (path: Path): Evidence;
  /** Takes the names and addresses of people out of a text, where that was asked for. */
  readonly mask?: (text: string) => string;
}

export interface Remediation {
  readonly steps: readonly string[];
  readonly menu?: string;
  readonly url?: string;
  /** JSON Patch (RFC 6902) that describes the export after the steps were done. */
  readonly changes?: readonly { readonly op: string; readonly path: string; readonly value: unknown }[];
}

/** One result of one check on one email. Texts and places are made when a reporter asks for them. */
export class Result {
  readonly #check: Check;
  readonly #outcome: Outcome;
  readonly #facts: Facts;
  readonly #trace: Trace;

  constructor(check: Check, outcome: Outcome, facts: Facts, trace: Trace) {
    this.#check = check;
    this.#outcome = outcome;
    this.#facts = facts;
    this.#trace = trace;
  }

  get check(): Check {
    return this.#check;
  }

  get status(): Status {
    return this.#outcome.spec.status;
  }

  /** The public code of a warning, a delay, a failure, or a probe that could not tell. */
  get code(): string | undefined {
    return isCoded(this.#outcome.spec) ? this.#outcome.code : undefined;
  }

  get reason(): SkipReason | undefined {
    const { spec } = this.#outcome;
    return spec.status === 'skip' ? spec.reason : undefined;
  }

  /** Not run, because the person left the check out. */
  get isLeftOut(): boolean {
    return this.#outcome === LEFT_OUT;
  }

  get summary(): string {
    const { spec } = this.#outcome;
    if (spec.summary !== undefined) return this.#say(spec.summary);
    return `Not known: ${listed(this.missingTitles)}.`;
  }

  get why(): string | undefined {
    const { spec } = this.#outcome;
    return 'why' in spec ? this.#say(spec.why) : undefined;
  }

  get unconfirmed(): true | undefined {
    return this.#outcome.spec.unconfirmed;
  }

  get assumption(): string | undefined {
    const { assumes } = this.#outcome.spec;
    return assumes && this.#say(assumes);
  }

  /** What LoanPro calls the absent facts. */
  get missingTitles(): readonly string[] {
    return this.missing.map(titleOf);
  }

  /** Paths of the absent facts. */
  get missing(): readonly Path[] {
    const { spec, data } = this.#outcome;
    return spec.status === 'unknown' ? this.#safely(() => spec.missing(this.#facts, data), []) : [];
  }

  get evidence(): readonly Evidence[] {
    return this.#paths.map((path) => this.#trace(path));
  }

  /** The JSON pointers of the evidence, without looking up where it stands. */
  get pointers(): readonly string[] {
    return this.#paths.map(toPointer);
  }

  get #paths(): readonly Path[] {
    const { spec, data } = this.#outcome;
    return this.#safely(() => spec.evidence?.(this.#facts, data) ?? [], []);
  }

  get remediation(): Remediation | undefined {
    const { spec, data } = this.#outcome;
    if ('fix' in spec)
      return this.#safely(() => this.#maskedSteps(toRemediation(spec.fix(this.#facts, data))), undefined);
    if (spec.status === 'unknown' && spec.look) {
      const { look } = spec;
      return this.#safely(() => this.#maskedSteps({ steps: look(this.#facts, data) }), undefined);
    }
    return this.missing.length > 0 ? whereToLook(this.missing, this.#trace) : undefined;
  }

  // biome-ignore lint/suspicious/noExplicitAny: the text's own check gave the facts and the data it is made from
  #say(text: Text<any, any>): string {
    if (typeof text === 'string') return text;
    return this.#masked(
      this.#safely(
        () => text(this.#facts, this.#outcome.data),
        'A bug of mailcheck: the words for this are lost.',
      ),
    );
  }

  #masked(text: string): string {
    return this.#trace.mask?.(text) ?? text;
  }

  #maskedSteps(remediation: Remediation): Remediation {
    if (!this.#trace.mask) return remediation;
    // A patch holds the values themselves.
    const { changes: _, ...rest } = remediation;
    return { ...rest, steps: rest.steps.map((step) => this.#masked(step)) };
  }

  /** A bug in a check's texts costs these texts, not the report. */
  #safely<T>(make: () => T, instead: T): T {
    try {
      return make();
    } catch {
      return instead;
    }
  }
}

function toRemediation({ changes, ...fix }: Fix): Remediation {
  return changes
    ? { ...fix, changes: changes.map((change) => ({ ...change, path: toPointer(change.path) })) }
    : fix;
}

const titleOf = (path: Path) => fieldAt(path)?.field.title ?? toPointer(path);

/** For absent facts: the screens that show them, from the metadata of the schema. */
function whereToLook(missing: readonly Path[], trace: Trace): Remediation {
  const steps = missing.map((path) => {
    const found = fieldAt(path);
    const question = found?.field.ask ?? `What is ${titleOf(path)}?`;
    const { file, line } = trace(path);
    const where = line === undefined ? 'an export (--export)' : 'the export';
    const place = line === undefined ? '' : ` (${file}:${line})`;
    return `${found?.menu ? `Open ${found.menu}. ` : ''}${question} Add the answer to ${where} at ${toPointer(path)}${place}.`;
  });
  const [first] = missing;
  const menu = first && fieldAt(first)?.menu;
  return menu ? { steps, menu } : { steps };
}
