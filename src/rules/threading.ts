import type { Form } from './form.js';
import type { Expression, Machine, Scope, SpecialForm } from './machine.js';
import { Refusal } from './refusal.js';
import { isUnknown, type Outcome } from './unknown.js';

/** One step of `->` or `->>`: the value goes in as the first or the last argument. */
function threaded(
  step: Form,
  outcome: Outcome,
  isLast: boolean,
  scope: Scope | undefined,
  machine: Machine,
): Outcome {
  const { start, end } = step;
  if (step.type === 'quote' || step.type === 'short-fn')
    throw new Refusal('a quote or #() as a step of ->', 'unsupported');
  const held: Expression = { type: 'held', outcome, start, end };
  const [head, ...rest] = step.type === 'list' ? step.items : [step];
  if (!head) throw new Refusal('it calls an empty list');
  return machine.evaluateCall(head, isLast ? [...rest, held] : [held, ...rest], scope, step);
}

/** `->`, `->>` and `some->`, step by step, so that a long chain nests no deeper than a short one. */
export const threading =
  (isLast: boolean, stopsAtNil: boolean): SpecialForm =>
  ([first, ...steps], scope, machine) => {
    if (!first) throw new Refusal('-> has nothing to begin with');
    let outcome = machine.evaluate(first, scope);
    for (const step of steps) {
      if (stopsAtNil && (outcome.kind === 'nil' || isUnknown(outcome))) return outcome;
      const form = asForm(step);
      outcome = machine.attempt(form, () => threaded(form, outcome, isLast, scope, machine));
    }
    return outcome;
  };

function asForm(step: Expression): Form {
  if (step.type === 'held') throw new Refusal('threads within threads of this kind', 'unsupported');
  return step;
}
