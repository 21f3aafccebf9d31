import { type Expression, findBound, type Scope } from './machine.js';
import type { RuleValue } from './value.js';

/** The variables that an expression names, itself or through a `let`, in the order of the text. */
export function variablesIn(
  form: Expression,
  scope: Scope | undefined,
  variables: ReadonlyMap<string, RuleValue>,
): ReadonlyMap<string, RuleValue> {
  const found = new Map<string, RuleValue>();
  const seen = new Set<Scope>();
  // A list of its own, since a chain of names may be longer than the stack.
  const waiting: (readonly [Expression, Scope | undefined])[] = [[form, scope]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [one, inner] = next;
    if ('items' in one) {
      for (const item of [...one.items].reverse()) waiting.push([item, inner]);
    } else if (one.type === 'symbol') {
      const local = findBound(inner, one.name);
      const value = variables.get(one.name);
      if (!local && value) found.set(one.name, value);
      if (local?.init && !seen.has(local)) {
        seen.add(local);
        waiting.push([local.init, local.outer]);
      }
    }
  }
  return found;
}
