/**
 * Thrown by a function of the rule language that cannot give a value: Clojure would refuse to compute it, it takes
 * more than it may, or it is outside the subset. `message` is a clause, or for `unsupported` a noun.
 */
export class Refusal extends Error {
  readonly kind: 'refused' | 'limit' | 'unsupported';

  constructor(message: string, kind: Refusal['kind'] = 'refused') {
    super(message);
    this.kind = kind;
  }
}
