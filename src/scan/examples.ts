import { withholdReused } from '../account/reused-secrets.js';
import type { Customer, Link } from '../account/types.js';

/** How many examples of each finding are kept. */
const MOST_EXAMPLES = 5;

/** Whom a finding stops. */
export interface Example {
  readonly customer: string | null;
  readonly loan: string | null;
}

/** An email, as far as an example names it. */
interface Whom {
  readonly customer: Customer | undefined;
  readonly link: Link | undefined;
}

/** The ids by which an email is known. A secret that stands there too is withheld. */
export function exampleOf({ customer, link }: Whom, secrets: readonly string[]): Example {
  const example = {
    customer: idOf(customer?.id),
    loan: idOf(link?.loan?.id ?? link?.loan?.displayId),
  };
  return withholdReused(example, secrets);
}

function idOf(id: string | number | null | undefined): string | null {
  return id == null ? null : String(id);
}

/** The pairs with the lowest ids among those offered: the same ones, whoever comes first. */
export class Examples {
  readonly #secrets: readonly string[];
  readonly #kept: Example[] = [];
  /** Where all places are taken, the highest customer that is kept, if its id is a number. */
  #highest: string | undefined;

  constructor(secrets: readonly string[]) {
    this.#secrets = secrets;
  }

  get list(): readonly Example[] {
    return this.#kept;
  }

  /** Nearly all that is offered is not kept, and then nothing is made of it. */
  offer(whom: Whom): void {
    const id = whom.customer?.id;
    if (this.#highest !== undefined && id != null && isAbove(id, this.#highest)) return;
    this.keep(exampleOf(whom, this.#secrets));
  }

  keep(pair: Example): void {
    const last = this.#kept.at(-1);
    if (this.#kept.length === MOST_EXAMPLES && last && compareExamples(pair, last) >= 0) return;
    const after = this.#kept.findIndex((one) => compareExamples(pair, one) < 0);
    this.#kept.splice(after === -1 ? this.#kept.length : after, 0, pair);
    if (this.#kept.length > MOST_EXAMPLES) this.#kept.pop();
    const highest = this.#kept.at(-1)?.customer ?? '';
    if (this.#secrets.length === 0 && this.#kept.length === MOST_EXAMPLES && isPlain.test(highest))
      this.#highest = highest;
  }
}

const isNumber = /^\d+$/;
/** Without zeros in front: of such numbers the larger one is also the longer one. */
const isPlain = /^(?:0|[1-9]\d{0,14})$/;

/** Whether an id comes behind a number: a larger one does, and so does every text that is none. */
function isAbove(id: string | number, highest: string): boolean {
  if (typeof id === 'number') return id > Number(highest);
  return id.length === highest.length ? id > highest : id.length > highest.length;
}

function compareExamples(a: Example, b: Example): number {
  return compareIds(a.customer, b.customer) || compareIds(a.loan, b.loan);
}

/** Numbers by their size, then texts, then what has no id. */
function compareIds(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  if (isNumber.test(a) !== isNumber.test(b)) return isNumber.test(a) ? -1 : 1;
  return (isNumber.test(a) ? a.length - b.length : 0) || compareTexts(a, b);
}

/** By code units: the same order on every machine. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
